"""A text, an optimizer and ranges of its settings go in, the end of every descent comes out."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import product
from typing import Final, Unpack

import numpy as np

from symdescent import exact
from symdescent.calculus.parsing import FormulaLike
from symdescent.errors import InputError
from symdescent.exact import Pending, ask
from symdescent.experiments.axis import Axis, Values, axis
from symdescent.experiments.columns import abreast
from symdescent.experiments.goal import Goal, goal
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.batch import Ends, Flags
from symdescent.numeric.objective import Array
from symdescent.numeric.run import LOST, Ending
from symdescent.optimizers import Rule
from symdescent.problem import options
from symdescent.problem.options import Options
from symdescent.problem.setting import Setting, prepare, read
from symdescent.synonyms import meant

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
    setting = prepare(read(text, given), given)
    own = setting.rule.settings
    axes = tuple(axis(meant(name, own) or name, values) for name, values in over.items())
    demand(setting, axes)
    pending = exact.start(ask(setting.formula, setting.bounds.sides))
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
