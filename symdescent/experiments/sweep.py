"""One optimizer over ranges of its settings: the end of every descent."""

import math
import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final, Unpack

import numpy as np

from symdescent import proofs
from symdescent.calculus.parsing import FormulaLike
from symdescent.errors import InputError
from symdescent.experiments.goal import Goal, goal
from symdescent.experiments.many_starts import abreast
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.batch import Ends, Flags
from symdescent.numeric.objective import Array
from symdescent.numeric.run import LOST, Ending
from symdescent.optimizers import Rule
from symdescent.problem import options
from symdescent.problem.options import Given, Options, number
from symdescent.problem.problem import asked, posed
from symdescent.problem.setting import Setting, prepare
from symdescent.proofs import Pending
from symdescent.synonyms import meant

RANGE: Final = re.compile(r"(?P<low>.+?)\.\.(?P<high>[^:]+)(:(?P<many>\d{1,6}))?")
USUAL: Final = 25  # values of a range whose number was not given
MOST: Final = 10_000
DECADE: Final = 10  # times as far apart as that, the ends are joined by equal ratios


@dataclass(frozen=True)
class Axis:
    """A setting's name and the values to try, in the order given; how they are spaced, in words."""

    name: str
    values: tuple[Fraction, ...]
    spacing: str


Values = Given | Iterable[Given]


def axis(name: str, given: Values) -> Axis:
    """The values of "0.1, 0.2", of a range "1e-4..1" with a number of values ":50", or numbers.

    Ends that are positive and ten times apart, or more, are joined by equal ratios, others by
    equal differences. Raises InputError (syntax, domain) for a text that is neither.
    """
    if not isinstance(given, str):
        return given_values(name, given if isinstance(given, Iterable) else [given])
    text = given
    found = RANGE.fullmatch(text.strip())
    if found is None:
        return given_values(name, text.split(","))
    low, high = number(found["low"], name), number(found["high"], name)
    many = int(found["many"] or USUAL)
    if not low < high:
        raise InputError("domain", f"the range of {name} is empty: {text[:60]}")
    if not 2 <= many <= MOST:
        raise InputError("domain", f"a range has 2 to {MOST} values, not {many}")
    if low > 0 and high >= DECADE * low:
        return Axis(name, ratios(low, high, many), f"{many} values, equal ratios")
    steps = tuple(low + (high - low) * Fraction(i, many - 1) for i in range(many))
    return Axis(name, steps, f"{many} values, equal steps")


def given_values(name: str, given: Iterable[Given]) -> Axis:
    """Values one by one."""
    values = tuple(number(value, name) for value in given)
    if not 1 <= len(values) <= MOST:
        raise InputError("domain", f"{name} needs 1 to {MOST} values, not {len(values)}")
    return Axis(name, values, "1 value" if len(values) == 1 else f"{len(values)} values")


def ratios(low: Fraction, high: Fraction, many: int) -> tuple[Fraction, ...]:
    """Values between two ends, each about the same multiple of the one before, in four digits."""
    first, last = logarithm(low), logarithm(high)
    growth = (last - first) / (many - 1)
    inner = (math.exp(first + growth * i) for i in range(1, many - 1))
    return (low, *(Fraction(f"{value:.4g}") for value in inner), high)


def logarithm(value: Fraction) -> float:
    """Of a fraction whose parts may be longer than a float."""
    return math.log(value.numerator) - math.log(value.denominator)


Meanwhile = AbstractContextManager[object]
SECONDS: Final = 5.0
GAP: Final = 1e-6
MOST_AXES: Final = 2
MOST_WALKS: Final = 100_000


@dataclass(frozen=True, eq=False)
class Sweep:
    """Descents that differ in one or two settings: the i-th in `ends` has the i-th combination.

    Combinations are in the order of `axes`, the last of them changing fastest.
    """

    setting: Setting
    axes: tuple[Axis, ...]
    goal: Goal
    ends: Ends

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C ended it before its time."""
        return bool(self.ends.ended(Ending.STOPPED).any())

    @property
    def lost(self) -> Flags:
        """Which descents diverged or left the domain."""
        return np.array(np.any([self.ends.ended(ending) for ending in LOST], axis=0))

    @property
    def near(self) -> Flags:
        """Which came near enough, and ended there."""
        return np.array(~self.lost & (self.ends.values <= self.goal.enough))

    @property
    def gaps(self) -> Array:
        """How far above the goal each ended; nan for those that are lost."""
        return np.where(self.lost, np.nan, self.ends.values - self.goal.value)

    @property
    def best(self) -> int | None:
        """The descent that came near enough first, and stayed; else the one that ended lowest."""
        order = [i for i in range(len(self.ends.values)) if not self.lost[i]]
        return min(order, key=self._rank, default=None)

    def _rank(self, i: int) -> tuple[bool, int, float]:
        near = bool(self.near[i])
        return not near, int(self.ends.reached[i]) if near else 0, float(self.ends.values[i])

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)


def sweep(
    text: FormulaLike,
    over: Mapping[str, Values],
    *,
    meanwhile: Meanwhile | None = None,
    **given: Unpack[Options],
) -> Sweep:
    """Descend with every value of a setting, "1e-4..1" or [0.1, 0.2], or with every pair of two.

    Raises FormulaError or InputError for what cannot be meant.
    """
    if not isinstance(over, Mapping):
        message = f"what is swept maps names to values, not {over!r:.40}"
        raise InputError("type", message, 'for example  {"lr": "1e-4..1"}')
    given = options.understood(given)
    setting = prepare(posed(text, given), given)
    own = setting.rule.settings
    axes = tuple(axis(meant(name, own) or name, values) for name, values in over.items())
    demand(setting, axes)
    pending = proofs.start(asked(setting.problem))
    try:
        with meanwhile or nullcontext():
            return swept(setting, axes, pending, options.seconds(given.get("time_limit", SECONDS)))
    finally:
        pending.cancel()


def demand(setting: Setting, axes: tuple[Axis, ...]) -> None:
    """Refuse a setting that the rule does not have, and more than can be shown or run."""
    rule = setting.rule
    if not isinstance(rule, Rule):
        raise InputError("domain", f"{rule.name} is no formula: its settings cannot be swept")
    if setting.rate.lines and any(axis.name == "lr" for axis in axes):
        message = "a learning rate that follows a schedule cannot be swept"
        raise InputError("not_allowed", message, "leave --schedule, or sweep another setting")
    rule.with_settings({axis.name: axis.values[0] for axis in axes})
    if not 1 <= len(axes) <= MOST_AXES:
        raise InputError("domain", f"one or two settings can be swept, not {len(axes)}")
    many = int(np.prod([len(axis.values) for axis in axes]))
    if many > MOST_WALKS:
        raise InputError("too_large", f"at most {MOST_WALKS} descents are made; these are {many}")
    for found in axes:
        if found.name == "lr" and min(found.values) <= 0:
            message = f"the learning rate must be above 0, not {float(min(found.values)):g}"
            raise InputError("domain", message, "try  --lr 1e-4..1")


def swept(setting: Setting, axes: tuple[Axis, ...], pending: Pending, limit: float) -> Sweep:
    """All descents abreast, once the minimum is known that they are measured against."""
    minimum = pending.result(limit)
    combined = list(product(*[axis.values for axis in axes]))
    columns = {axis.name: [float(values[i]) for values in combined] for i, axis in enumerate(axes)}
    target = goal(minimum, (), GAP)
    ends = abreast(setting, columns, setting.stop, target.enough)
    if not np.isfinite(target.value):
        target = goal(minimum, ends.values[np.isfinite(ends.values)].tolist(), GAP)
    return Sweep(setting, axes, target, ends)
