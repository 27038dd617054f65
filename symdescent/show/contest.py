"""What every text format tells of a Comparison."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np

from symdescent.exact import Kind
from symdescent.experiments.comparison import Comparison
from symdescent.experiments.contenders import Contender
from symdescent.experiments.goal import Goal
from symdescent.experiments.trials import Shares
from symdescent.language import pretty
from symdescent.numeric.basins import Basin
from symdescent.numeric.objective import GRADIENT, HESSIAN, VALUE
from symdescent.problem.setting import Setting
from symdescent.show.facts import heading, point_line
from symdescent.show.report import Report
from symdescent.show.rows import Column
from symdescent.show.words import POINT, Fact, describe, name, significant
from symdescent.verdict import Word

NOTHING: Final = "–"
SHOWN: Final = 6  # places where descents came together


MEASURED: Final = {
    Kind.GLOBAL: "against the {} minimum",
    Kind.NOT_ATTAINED: "against the {} infimum, which no point attains",
    Kind.UNBOUNDED: "by values alone: L is unbounded below, {}",
}


def report(done: Comparison, timed: bool = True) -> Report:
    """What was compared and how, one row an optimizer, and where many starts led."""
    return Report(tuple(facts(done)), tuple(columns(done, timed)), tuple(closing(done)))


def facts(done: Comparison) -> Iterator[Fact]:
    setting = done.setting
    formula = setting.formula
    names = setting.objective.names
    yield Fact("", f"{heading(formula)} = {pretty(formula.sentence.tree)}")
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
    return ", ".join(f"{name(n)} = {float(x):.6g}" for n, x in islice(pairs, SHOWN))


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
    given = {entry.setting.rate.reason for entry in done.contenders}
    return "as given" if given == {"given"} else "as given, else the usual one of each"


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


def closing(done: Comparison) -> Iterator[str]:
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
    for basin, count in trapped[:SHOWN]:
        yield f"    {percent(count, share.many)} {place(basin, done)}"
    rest = sum(count for _, count in trapped[SHOWN:])
    for count, words in (
        (rest, f"at {len(trapped) - SHOWN} other stationary points"),
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
    point = ", ".join(f"{x:.6g}" for x in basin.point[:SHOWN])
    title = done.setting.formula.title
    way = "on the way to" if basin.value <= done.goal.enough else "trapped at"
    return f"{way} ({point}), {title} = {basin.value:.6g}: {basin.shape} (checked numerically)"


def percent(count: int, many: int) -> str:
    return f"{100 * count / many:.4g} %"
