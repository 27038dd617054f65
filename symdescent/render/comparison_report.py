"""The reports on a comparison of optimizers and on a sweep of settings."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Final

import numpy as np

from symdescent.experiments.comparison import Comparison, Contender
from symdescent.experiments.goal import Goal
from symdescent.experiments.many_starts import Shares
from symdescent.experiments.sweep import Axis, Sweep
from symdescent.numeric.basins import Basin
from symdescent.numeric.objective import GRADIENT, HESSIAN, VALUE
from symdescent.problem.setting import Setting
from symdescent.proofs import Kind
from symdescent.proofs.spectrum import spectrum
from symdescent.recurrence.stability import modes
from symdescent.render.facts import notes, opening, point_line, rate_text, within
from symdescent.render.report import Report, sparkline
from symdescent.render.short_text import POINT, Fact, describe, name, significant
from symdescent.render.table import Column
from symdescent.verdict import Word

NOTHING: Final = "–"
SHOWN_PLACES: Final = 6  # places where descents came together


MEASURED: Final = {
    Kind.GLOBAL: "against the {} minimum",
    Kind.NOT_ATTAINED: "against the {} infimum, which no point attains",
    Kind.UNBOUNDED: "by values alone: L is unbounded below, {}",
}


def comparison_report(done: Comparison, timed: bool = True) -> Report:
    """What was compared and how, one row an optimizer, and where many starts led."""
    return Report(
        tuple(comparison_facts(done)), tuple(columns(done, timed)), tuple(comparison_closing(done))
    )


def comparison_facts(done: Comparison) -> Iterator[Fact]:
    setting = done.setting
    formula = setting.formula
    names = setting.objective.names
    yield opening(formula)
    yield from notes(formula)
    yield from within(names, setting.bounds.sides)
    is_far = len(names) > 1 and is_located(done)
    yield from point_line(formula) if is_far else ()
    yield Fact("", "")
    yield Fact("Exact minimum", *describe(done.goal.minimum, names, bold=is_far))
    yield Fact("Measured", measured(done.goal), f"near enough: {plain(done.goal.slack)} above")
    yield Fact("Start", point_text(setting), "the same for all")
    yield Fact("Learning rates", rates(done), steps(done))


def point_text(setting: Setting) -> str:
    """The start: x = 1, y = 2."""
    pairs = zip(setting.objective.names, setting.start, strict=True)
    return ", ".join(f"{name(n)} = {float(x):.6g}" for n, x in islice(pairs, SHOWN_PLACES))


def measured(goal: Goal) -> str:
    if goal.minimum.kind in MEASURED:
        return MEASURED[goal.minimum.kind].format(goal.minimum.word)
    return f"against the lowest value that was observed, {significant(goal.value)}"


def plain(number: float) -> str:
    """A number as people type it: 1e-6."""
    return f"{number:.3g}".replace("e-0", "e-")


def rates(done: Comparison) -> str:
    if done.contest.tune:
        return "each its own best of some seventy between 1e-6 and 100"
    are_given = not any(entry.setting.rate.reason for entry in done.contenders)
    return "as given" if are_given else "as given, else the usual one of each"


def steps(done: Comparison) -> str:
    return f"at most {done.setting.stop.steps} steps"


Cell = Callable[[Contender], str]


def columns(done: Comparison, timed: bool) -> Iterator[Column]:
    """One column a measure, the most telling ones first."""
    goal, derivation = done.goal, done.setting.derivation

    def column(heading: str, cell: Cell) -> Column:
        return Column(heading, tuple(cell(entry) for entry in done.contenders))

    labels = tuple(entry.label for entry in done.contenders)
    yield Column("optimizer", labels, is_text=True)
    yield column("η", rate)
    yield column("steps", lambda entry: number(goal.first(entry.run)))
    standings = tuple(str(verdict.finding.standing) for verdict in done.verdicts)
    yield Column("outcome", standings, is_text=True)
    yield column("L − L*", lambda entry: significant(goal.gap(derivation, entry.run)))
    if is_located(done):
        yield column(
            far(done.setting.objective.names), lambda entry: distance(goal.distance(entry.run))
        )
    yield column("L calls", lambda entry: str(entry.calls[VALUE]))
    yield column("∇L calls", lambda entry: str(entry.calls[GRADIENT]))
    if any(entry.calls[HESSIAN] for entry in done.contenders):
        yield column("∇²L calls", lambda entry: str(entry.calls[HESSIAN]))
    if timed:
        yield column("time", lambda entry: f"{1000 * entry.seconds:.1f} ms")


def rate(entry: Contender) -> str:
    """The learning rate, where the method has one."""
    has = "lr" in entry.setting.rule.settings
    return f"{float(entry.setting.rate.value):g}" if has else NOTHING


def number(count: int | None) -> str:
    return NOTHING if count is None else str(count)


def is_located(done: Comparison) -> bool:
    """Whether the distance from a minimiser is known."""
    return any(done.goal.distance(entry.run) is not None for entry in done.contenders)


def far(names: Sequence[str]) -> str:
    """The heading of the distance from the minimiser."""
    x = name(names[0])
    return f"|{x} − {x}*|" if len(names) == 1 else f"‖{POINT} − {POINT}*‖"


def distance(size: float | None) -> str:
    return NOTHING if size is None else significant(size)


def comparison_closing(done: Comparison) -> Iterator[str]:
    counts = [(done.goal.first(entry.run), entry.label) for entry in done.contenders]
    came = [(count, label) for count, label in counts if count is not None]
    if came:
        fewest = min(count for count, _ in came)
        first = " and ".join(label for count, label in came if count == fewest)
        yield f"fewest steps: {first} ({fewest})"
    elif done.goal.word is not Word.OBSERVED:
        yield "none came near enough to the minimum"
    if done.shares:
        yield f"from {done.shares[0].many} starts (seed {done.contest.seed}):"
        for share in done.shares:
            yield from landed(share, done)


def landed(share: Shares, done: Comparison) -> Iterator[str]:
    """Which share of the starts came to the minimum, and where the others were trapped."""
    yield f"{share.label}: {percent(len(share.reached), share.many)} reached {target(done.goal)}"
    others = [(basin, len(np.setdiff1d(basin.members, share.reached))) for basin in share.basins]
    trapped = [(basin, count) for basin, count in others if count]
    for basin, count in trapped[:SHOWN_PLACES]:
        yield f"    {percent(count, share.many)} {place(basin, done)}"
    rest = sum(count for _, count in trapped[SHOWN_PLACES:])
    for count, words in (
        (rest, f"at {len(trapped) - SHOWN_PLACES} other stationary points"),
        (share.lost, "diverged or left the domain"),
        (share.under_way, "still under way when the steps were used up"),
    ):
        if count:
            yield f"    {percent(count, share.many)} {words}"


def target(goal: Goal) -> str:
    if goal.word is Word.OBSERVED:
        return "the lowest value observed"
    return "the global minimum" if goal.minimum.kind is Kind.GLOBAL else "the infimum, near enough"


def place(basin: Basin, done: Comparison) -> str:
    point = ", ".join(f"{x:.6g}" for x in basin.point[:SHOWN_PLACES])
    title = done.setting.formula.title
    way = "on the way to" if basin.value <= done.goal.enough else "trapped at"
    return f"{way} ({point}), {title} = {basin.value:.6g}: {basin.shape} (checked numerically)"


def percent(count: int, many: int) -> str:
    return f"{100 * count / many:.4g} %"


LOST: Final = "×"
SYMBOLS: Final = {"lr": "η"}


def sweep_report(done: Sweep) -> Report:
    """What was swept, a row a value (or a grid of two), and what came out best."""
    table = line(done) if len(done.axes) == 1 else grid(done)
    return Report(tuple(sweep_facts(done)), tuple(table), tuple(sweep_closing(done)))


def sweep_facts(done: Sweep) -> Iterator[Fact]:
    setting, names = done.setting, done.setting.objective.names
    formula = setting.formula
    yield opening(formula)
    yield from notes(formula)
    yield from within(names, setting.bounds.sides)
    yield Fact("", "")
    yield Fact("Exact minimum", *describe(done.goal.minimum, names))
    yield Fact("Measured", measured(done.goal), f"near enough: {plain(done.goal.slack)} above")
    yield Fact("Rule", setting.rule.name, f"at most {setting.stop.steps} steps")
    yield Fact("Start", point_text(setting), "the same for all")
    for axis in done.axes:
        yield Fact("Swept", f"{axis_name(axis)} from {axis_ends(axis)}", axis.spacing)
    if len(done.axes) == 1:
        yield Fact("Final gap", sparkline(done.gaps.tolist()), "log scale; × did not end well")


def axis_name(axis: Axis) -> str:
    return SYMBOLS.get(axis.name, name(axis.name))


def axis_ends(axis: Axis) -> str:
    return f"{float(axis.values[0]):g} to {float(axis.values[-1]):g}"


def line(done: Sweep) -> Iterator[Column]:
    """One row a value."""
    (axis,), found = done.axes, done.ends
    yield Column(axis_name(axis), tuple(f"{float(value):g}" for value in axis.values))
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
        f"{axis_name(rows)} \\ {axis_name(across)}",
        tuple(f"{float(value):g}" for value in rows.values),
    )
    wide = len(across.values)
    for j, value in enumerate(across.values):
        cells = (cell(done, i * wide + j) for i in range(len(rows.values)))
        yield Column(f"{float(value):g}", tuple(cells))


def cell(done: Sweep, i: int) -> str:
    return LOST if done.lost[i] else needed(done, i)


def sweep_closing(done: Sweep) -> Iterator[str]:
    if len(done.axes) == 2:
        yield f"steps until near enough; {NOTHING} not within the steps, {LOST} did not end well"
    if len(done.axes) == 1:
        yield from edge(done)
    if done.best is None:
        yield "none of them ended well"
        return
    where = ", ".join(
        f"{axis_name(axis)} = {float(value):g}"
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
    return f"η = {rate_text(known.limit / curvatures.largest, curvatures)} ({sure})"


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
            yield f"edge of stability: between {axis_name(axis)} = {low} and {high} (observed)"
