"""A text and names of optimizers go in, a Comparison comes out: all of them side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final, Unpack, cast

from symdescent import exact
from symdescent.calculus.parsing import FormulaLike
from symdescent.errors import InputError
from symdescent.exact import Pending, ask
from symdescent.experiments.contenders import Contender, contend
from symdescent.experiments.goal import Goal, goal
from symdescent.experiments.trials import Shares, shares, starting_points
from symdescent.experiments.tuning import tuned
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.run import Ending
from symdescent.optimizers import Algorithm, Rule
from symdescent.optimizers.catalogue import GIVEN, Optimizer
from symdescent.optimizers.frameworks.script_names import split_names
from symdescent.problem import options
from symdescent.problem.options import Options
from symdescent.problem.setting import Setting, prepare, read, with_optimizer
from symdescent.studies import known_rates
from symdescent.verdict import Case, Verdict, judge

Meanwhile = AbstractContextManager[object]
SECONDS: Final = 5.0
USUAL: Final = ("gradient descent", "momentum", "Nesterov momentum", "adam")
MOST_STARTS: Final = 100_000


@dataclass(frozen=True)
class Contest:
    """How optimizers are compared.

    `tune`: look for the best rate of each; `starts`: from how many other points each descends too,
    spread over the box `within` by a `seed`; `gap`: how far above the minimum is near enough, for
    values larger than 1 as a share of them.
    """

    tune: bool = False
    starts: int = 0
    within: object = None
    seed: int = 0
    gap: float = 1e-6


@dataclass(frozen=True, eq=False)
class Comparison:
    """Optimizers side by side: the same formula and start, and what they are measured against.

    `verdicts`: one a contender; `shares`: where each came to from many starts, empty if that was
    not asked for; `interrupted`: by Ctrl-C, with what was done by then.
    """

    contest: Contest
    goal: Goal
    contenders: tuple[Contender, ...]
    verdicts: tuple[Verdict, ...]
    shares: tuple[Shares, ...] = ()
    interrupted: bool = False

    @property
    def setting(self) -> Setting:
        """What all of them have in common."""
        return self.contenders[0].setting

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)


def compare(
    text: FormulaLike,
    optimizers: Sequence[str | Rule | Optimizer] = USUAL,
    contest: Contest | None = None,
    *,
    meanwhile: Meanwhile | None = None,
    **given: Unpack[Options],
) -> Comparison:
    """Let several optimizers descend from one start, and measure each against the proved minimum.

    A name may carry a rate of its own, "adam@0.05"; else each has the rate given, or its usual one.
    A Rule or an Optimizer takes part under its name.
    Raises FormulaError or InputError for what cannot be meant.
    """
    contest, given = contest or Contest(), options.understood(given)
    settings = entrants(text, optimizers, given)
    first = next(iter(settings.values()))
    pending = exact.start(ask(first.formula, first.bounds.sides))
    try:
        with meanwhile or nullcontext():
            return contested(settings, contest, pending, given)
    finally:
        pending.cancel()


def entrants(
    text: FormulaLike, optimizers: Sequence[str | Rule | Optimizer], given: Options
) -> dict[str, Setting]:
    """A setting for each optimizer: the formula is read and compiled once."""
    several = split_names(optimizers) if isinstance(optimizers, str) else optimizers
    if not isinstance(several, Iterable):
        raise InputError("type", f"optimizers are a list of names, not {several!r:.40}")
    named = {label(one): one for one in several}
    if not all(named) or not named:
        raise InputError("empty", "there is nothing to compare", "name some:  gd,adam")
    base = prepare(read(text, given), cast(Options, without(given, "rate", "settings")))
    return {name: entrant(one, base, given) for name, one in named.items()}


def label(optimizer: str | Rule | Optimizer) -> str:
    """The name under which an optimizer takes part."""
    if isinstance(optimizer, str):
        return optimizer.strip()
    way = optimizer.rule if isinstance(optimizer, Optimizer) else optimizer
    if not isinstance(way, Rule | Algorithm):
        kind = type(way).__name__
        raise InputError("type", f"an optimizer is a name, a Rule or an Optimizer, not {kind}")
    return way.name


def without(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in names}


def entrant(wanted: str | Rule | Optimizer, base: Setting, given: Options) -> Setting:
    """The setting with this optimizer, at the rate that it carries, or that is given for all.

    A rate for all is none for a method that has no rate, that searches for its own, or whose call
    has one: torch.optim.SGD(params, lr=0.1).
    """
    name, at, rate = wanted.partition("@") if isinstance(wanted, str) else (wanted, "", "")
    own = {**without(given, "settings", "convention", "rate"), "optimizer": name}
    usual = None if at else with_optimizer(base, cast(Options, own))
    if usual and not (isinstance(usual.rule, Rule) and "lr" in usual.rule.settings):
        return usual
    if usual and usual.optimizer.rate == GIVEN:
        return usual
    own["rate"] = rate.strip() if at else given.get("rate")
    return with_optimizer(base, cast(Options, own))


def contested(
    settings: Mapping[str, Setting], contest: Contest, pending: Pending, given: Options
) -> Comparison:
    """Run all of them, prove the minimum meanwhile, and measure."""
    limit = options.seconds(given.get("time_limit", SECONDS))
    if contest.tune:
        target = goal(pending.result(limit), (), contest.gap)
        settings = {name: tuned(setting, target.enough) for name, setting in settings.items()}
    contenders = tuple(run_all(settings))
    interrupted = contenders[-1].run.outcome.ending is Ending.STOPPED
    minimum = pending.result(0.0 if interrupted else limit)
    least = (float(entry.run.values.min()) for entry in contenders)
    target = goal(minimum, least, contest.gap)
    verdicts = tuple(judge(case(entry, target)) for entry in contenders)
    try:
        found = () if interrupted else everywhere(settings, contest, target)
    except KeyboardInterrupt:
        found, interrupted = (), True
    return Comparison(contest, target, contenders, verdicts, found, interrupted)


def run_all(settings: Mapping[str, Setting]) -> Iterator[Contender]:
    """One after the other; none after one that was stopped by hand."""
    for label, setting in settings.items():
        entry = contend(label, setting)
        yield entry
        if entry.run.outcome.ending is Ending.STOPPED:
            return


def case(entry: Contender, target: Goal) -> Case:
    setting = entry.setting
    parts = (setting.derivation, setting.objective, entry.run, target.minimum)
    return Case(*parts, setting.bounds.box, None, *known_rates(setting), not setting.rate.lines)


def everywhere(
    settings: Mapping[str, Setting], contest: Contest, target: Goal
) -> tuple[Shares, ...]:
    """Each optimizer from the same many starts."""
    if not contest.starts:
        return ()
    if contest.starts > MOST_STARTS:
        message = f"at most {MOST_STARTS} starts are tried, not {contest.starts}"
        raise InputError("too_large", message)
    setting = next(iter(settings.values()))
    objective, within = setting.objective, contest.within
    box = setting.bounds if within is None else options.bounds(within, objective.names)
    starts = starting_points(objective, box.box, contest.starts, contest.seed)
    return tuple(shares(name, one, starts, target.enough) for name, one in settings.items())
