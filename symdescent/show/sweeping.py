"""A Sweep goes in, the report that every text format spells comes out."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from symdescent.exact.spectrum import spectrum
from symdescent.experiments.axis import Axis
from symdescent.experiments.sweep import Sweep
from symdescent.language import pretty
from symdescent.recurrence.stability import modes
from symdescent.show.contest import NOTHING, measured, plain, point_text
from symdescent.show.facts import heading
from symdescent.show.learning_rate import number
from symdescent.show.report import Report
from symdescent.show.rows import Column
from symdescent.show.sparkline import sparkline
from symdescent.show.words import Fact, describe, name, significant
from symdescent.verdict import Word

SHOWN: Final = 6  # variables
LOST: Final = "×"
SYMBOLS: Final = {"lr": "η"}


def report(done: Sweep) -> Report:
    """What was swept, a row a value (or a grid of two), and what came out best."""
    table = line(done) if len(done.axes) == 1 else grid(done)
    return Report(tuple(facts(done)), tuple(table), tuple(closing(done)))


def facts(done: Sweep) -> Iterator[Fact]:
    setting, names = done.setting, done.setting.objective.names
    formula = setting.formula
    yield Fact("", f"{heading(formula)} = {pretty(formula.sentence.tree)}")
    yield Fact("", "")
    yield Fact("Exact minimum", *describe(done.goal.minimum, names))
    yield Fact("Measured", measured(done.goal), f"near enough: {plain(done.goal.slack)} above")
    yield Fact("Rule", setting.rule.name, f"at most {setting.stop.steps} steps")
    yield Fact("Start", point_text(setting), "the same for all")
    for axis in done.axes:
        yield Fact("Swept", f"{shown(axis)} from {ends(axis)}", axis.spacing)
    if len(done.axes) == 1:
        yield Fact("Final gap", sparkline(done.gaps.tolist()), "log scale; × did not end well")


def shown(axis: Axis) -> str:
    return SYMBOLS.get(axis.name, name(axis.name))


def ends(axis: Axis) -> str:
    return f"{float(axis.values[0]):g} to {float(axis.values[-1]):g}"


def line(done: Sweep) -> Iterator[Column]:
    """One row a value."""
    (axis,), found = done.axes, done.ends
    yield Column(shown(axis), tuple(f"{float(value):g}" for value in axis.values))
    yield Column("steps", tuple(needed(done, i) for i in range(len(axis.values))))
    yield Column("L − L*", tuple(LOST if g != g else significant(g) for g in done.gaps.tolist()))
    yield Column("taken", tuple(map(str, found.steps.tolist())))
    endings = (str(found.ending(i)) for i in range(len(axis.values)))
    yield Column("outcome", tuple(endings), is_text=True)


def needed(done: Sweep, i: int) -> str:
    """The steps until a descent was near enough."""
    return str(done.ends.reached[i]) if done.near[i] else NOTHING


def grid(done: Sweep) -> Iterator[Column]:
    """One row a value of the first setting, one column a value of the second: steps needed."""
    rows, across = done.axes
    yield Column(
        f"{shown(rows)} \\ {shown(across)}", tuple(f"{float(value):g}" for value in rows.values)
    )
    wide = len(across.values)
    for j, value in enumerate(across.values):
        cells = (cell(done, i * wide + j) for i in range(len(rows.values)))
        yield Column(f"{float(value):g}", tuple(cells))


def cell(done: Sweep, i: int) -> str:
    return LOST if done.lost[i] else needed(done, i)


def closing(done: Sweep) -> Iterator[str]:
    if len(done.axes) == 2:
        yield f"steps until near enough; {NOTHING} not within the steps, {LOST} did not end well"
    if len(done.axes) == 1:
        yield from edge(done)
    if done.best is None:
        yield "none of them ended well"
        return
    where = ", ".join(
        f"{shown(axis)} = {float(value):g}"
        for axis, value in zip(done.axes, combination(done, done.best), strict=True)
    )
    count = needed(done, done.best)
    how = "ends lowest" if count == NOTHING else f"near enough after {count} steps"
    sure = "" if done.goal.word is not Word.OBSERVED else " of those observed"
    yield f"best{sure}: {where}: {how}"


def stable(done: Sweep) -> str:
    """The rates that converge on a quadratic, by a rule whose modes are known; else nothing."""
    known, free = modes(done.setting.rule), not done.setting.bounds.box.bounded
    curvatures = spectrum(done.setting.derivation) if free and known else None
    if not (known and known.limit is not None and curvatures and curvatures.is_bowl):
        return ""
    if not known.limit.is_finite:
        return ""
    sure = "proved: L is quadratic" if curvatures.exact else "eigenvalues checked numerically"
    return f"η = {number(known.limit / curvatures.largest, curvatures)} ({sure})"


def combination(done: Sweep, i: int) -> Sequence[Fraction]:
    """The values of the i-th descent."""
    if len(done.axes) == 1:
        return (done.axes[0].values[i],)
    rows, across = done.axes
    return rows.values[i // len(across.values)], across.values[i % len(across.values)]


def edge(done: Sweep) -> Iterator[str]:
    """Where descents begin, or cease, to end well: proved for a quadratic, else as observed."""
    (axis,), lost = done.axes, done.lost.tolist()
    limit = stable(done) if axis.name == "lr" else None
    if limit:
        yield f"edge of stability: {limit}"
        return
    for i in range(1, len(lost)):
        if lost[i] != lost[i - 1]:
            low, high = (f"{float(axis.values[k]):g}" for k in (i - 1, i))
            yield f"edge of stability: between {shown(axis)} = {low} and {high} (observed)"
