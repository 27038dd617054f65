"""Optimizers side by side on one formula, each at its rate or the best of a fine grid."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, Unpack, cast

import numpy as np

from symdescent import proofs
from symdescent.calculus.parsing import FormulaLike
from symdescent.errors import InputError
from symdescent.experiments.goal import Goal, goal
from symdescent.experiments.many_starts import Shares, abreast, shares, starting_points
from symdescent.language.tree import Call, Name, nodes
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.batch import Ends
from symdescent.numeric.descent import Stop
from symdescent.numeric.objective import GRADIENT, HESSIAN, VALUE, counting
from symdescent.numeric.run import LOST, Ending, Run
from symdescent.optimizers import Algorithm, Rule
from symdescent.optimizers.frameworks.script_names import split_names
from symdescent.optimizers.rule import RATE_GIVEN, Optimizer, Rate
from symdescent.problem import options
from symdescent.problem.options import Options
from symdescent.problem.problem import asked, posed
from symdescent.problem.setting import (
    Setting,
    answers,
    prepare,
    update,
    walk_down,
    with_optimizer,
)
from symdescent.proofs import Pending
from symdescent.studies import known_rates
from symdescent.verdict import Case, Verdict, judge

ELSEWHERE: Final = {"value": VALUE, "slope": GRADIENT, "hessian_times": HESSIAN}


@dataclass(frozen=True, eq=False)
class Contender:
    """One optimizer of a comparison: its name as asked for, its setting, its run and the cost.

    The run is one of the rule's answers, where these are not its points.
    `calls`: how often L, its gradient and its Hessian were asked for ("value", "gradient",
    "hessian"); `seconds`: the descent alone, without reading and compiling.
    """

    label: str
    setting: Setting
    run: Run
    calls: Counter[str]
    seconds: float

    __repr__ = short


def contend(label: str, setting: Setting) -> Contender:
    """Let an optimizer descend, and count and time it."""
    objective, counted = counting(setting.objective)
    watched, step = replace(setting, objective=objective), update(setting)
    begin = time.perf_counter()
    run = walk_down(watched, step)
    seconds = time.perf_counter() - begin
    run = answers(setting, step, run)
    calls = fused(setting.rule, run.steps) if isinstance(setting.rule, Rule) else counted
    return Contender(label, setting, run, calls, seconds)


def fused(rule: Rule, steps: int) -> Counter[str]:
    """The calls of a rule: L and its gradient at every iterate, and what it asks for elsewhere."""
    each = Counter({VALUE: 1, GRADIENT: 1})
    for part in nodes(tuple(equation.tree for equation in rule.equations)):
        if isinstance(part, Call) and part.function in ELSEWHERE:
            each[ELSEWHERE[part.function]] += 1
        each[HESSIAN] += isinstance(part, Name) and part.name == "h"
    return Counter({name: many * (steps + 1) for name, many in each.items()})


COARSE: Final = tuple(10.0 ** (i / 6 - 6) for i in range(49))  # 1e-6 to 100
FINE: Final = tuple(10.0 ** (i / 60) for i in range(-10, 11))  # about the best of the coarse
LONGEST: Final = 5000  # steps of a trial


def tuned(setting: Setting, enough: float) -> Setting:
    """The setting at the rate, of some seventy, that comes to a value in the fewest steps.

    Where none comes there, the one that ends lowest. A method without a rate stays as it is.
    """
    rule = setting.rule
    if not isinstance(rule, Rule) or "lr" not in rule.settings:
        return setting
    stop = replace(setting.stop, steps=min(setting.stop.steps, LONGEST))
    best = fastest(setting, COARSE, stop, enough)
    best = fastest(setting, [best * factor for factor in FINE], stop, enough)
    value = Fraction(f"{best:.3g}")
    optimizer = replace(setting.optimizer, rule=rule.with_settings({"lr": value}))
    return replace(setting, optimizer=optimizer, rate=Rate(value, "tuned"))


def fastest(setting: Setting, rates: Sequence[float], stop: Stop, enough: float) -> float:
    """The rate whose walk comes to the value first, else ends lowest."""
    ends = abreast(setting, {"lr": rates}, stop, enough)
    return rates[min(range(len(rates)), key=lambda i: rank(ends, i, enough))]


def rank(ends: Ends, i: int, enough: float) -> tuple[bool, int, float]:
    """Walks that came there and stayed before the others; those by steps, these by their end."""
    value = float(ends.values[i]) if ends.ending(i) not in LOST else np.inf
    near = value <= enough
    return not near, int(ends.reached[i]) if near else 0, value


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
    pending = proofs.start(asked(first.problem))
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
    base = prepare(posed(text, given), cast(Options, without(given, "rate", "settings")))
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
    if usual and usual.optimizer.rate == RATE_GIVEN:
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
