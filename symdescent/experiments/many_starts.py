"""Descents from many starts: which starts, and which share, come to which stationary point."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symdescent import proofs
from symdescent.calculus import compilation
from symdescent.calculus.parsing import FormulaLike
from symdescent.calculus.rule_step import fuse
from symdescent.errors import InputError
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.basins import Basin, basins
from symdescent.numeric.batch import Counts, Ends, Flags, run_batch
from symdescent.numeric.box import Box, scattered
from symdescent.numeric.descent import Stop
from symdescent.numeric.objective import Array, Objective, compiled
from symdescent.numeric.run import LOST, Ending
from symdescent.optimizers import Rule
from symdescent.problem import options
from symdescent.problem.options import Options
from symdescent.problem.problem import asked, posed
from symdescent.problem.setting import Setting, prepare, update, walk_down
from symdescent.proofs import Minimum, Pending


def abreast(
    setting: Setting,
    values: Mapping[str, Sequence[float]],
    stop: Stop,
    goal: ArrayLike = -np.inf,
    starts: Array | None = None,
) -> Ends:
    """One walk a column: with the i-th value of each named setting, from the i-th start (n, m).

    Raises KeyboardInterrupt where the walks were stopped by hand: half of them tell nothing.

    Without starts all begin at that of the setting. `goal`: a value, or one a column.
    """
    rule = setting.rule
    assert isinstance(rule, Rule)  # an algorithm does not run as columns
    blocks = setting.optimizer.blocks(len(setting.start))
    update = fuse(setting.derivation, rule, blocks, free=tuple(values))
    if starts is None:
        starts = np.array([[float(x)] for x in setting.start])
    columns = compilation.compiled_batch(update, starts, values, setting.bounds.box)
    ends = run_batch(columns, stop, goal)
    if ends.ended(Ending.STOPPED).any():
        raise KeyboardInterrupt
    return ends


STILL: Final = 1e-3  # a gradient norm below it is near a stationary point, which is then polished
DRAWN: Final = 8  # times as many points as are wanted, where L is not defined everywhere


@dataclass(frozen=True, eq=False)
class Landings:
    """Where m descents ended: points (n, m), values and gradient norms (m,), and which are lost."""

    points: Array
    values: Array
    norms: Array
    lost: Flags


@dataclass(frozen=True, eq=False)
class Shares:
    """Where one optimizer came to from `many` starts, in counts.

    `reached`: which came down to the goal; `basins`: the stationary points that were come to, the
    lowest first, each with its members; `lost`: diverged or left the domain; `under_way`: at none
    of these when the steps were used up.
    """

    label: str
    many: int
    reached: Counts
    basins: tuple[Basin, ...]
    lost: int
    under_way: int


def starting_points(objective: Objective, within: Box, many: int, seed: int) -> Array:
    """Up to `many` points (n, m) spread over a box, where L and its gradient are finite."""
    points = scattered(within, many, seed)
    if defined(objective, points).all():
        return points
    drawn = scattered(within, DRAWN * many, seed)
    return drawn[:, defined(objective, drawn)][:, :many]


def defined(objective: Objective, points: Array) -> Flags:
    return np.array(np.isfinite(compiled(objective).slope.across(points)).all(axis=0))


def shares(label: str, setting: Setting, starts: Array, enough: float) -> Shares:
    """Let the optimizer of a setting descend from every start (n, m), down to a value."""
    ends = landings(setting, starts)
    settled = np.flatnonzero(~ends.lost & (ends.norms <= STILL))
    reached = ~ends.lost & (ends.values <= enough)
    found = basins(setting.objective, ends.points, settled, setting.bounds.box)
    somewhere = reached.copy()
    for basin in found:
        somewhere[basin.members] = True
    return Shares(
        label,
        starts.shape[1],
        np.flatnonzero(reached),
        found,
        int(ends.lost.sum()),
        int((~somewhere & ~ends.lost).sum()),
    )


def landings(setting: Setting, starts: Array) -> Landings:
    """All descents abreast where the method is a rule, one after the other where it is none."""
    if not isinstance(setting.rule, Rule):
        return one_by_one(setting, starts)
    ends = abreast(setting, {}, setting.stop, starts=starts)
    lost = np.any([ends.ended(ending) for ending in LOST], axis=0)
    return Landings(ends.points, ends.values, ends.norms, lost)


def one_by_one(setting: Setting, starts: Array) -> Landings:
    box, step = setting.bounds.box, update(setting)
    runs = [walk_down(replace(setting, start=exact_point(start)), step) for start in starts.T]
    if any(run.outcome.ending is Ending.STOPPED for run in runs):
        raise KeyboardInterrupt
    ends = [(run.points[-1].tolist(), run.gradients[-1].tolist()) for run in runs]
    return Landings(
        np.array([point for point, _ in ends]).T,
        np.array([run.values[-1] for run in runs]),
        np.array([box.stationarity(*end) for end in ends]),
        np.array([run.outcome.ending in LOST for run in runs]),
    )


def exact_point(point: Array) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, point.tolist()))


Meanwhile = AbstractContextManager[object]
Labels = NDArray[np.int64]
SECONDS: Final = 5.0
PLANE: Final = 2
RESOLUTION: Final = 120  # starts along each side
MOST: Final = 1000
STEPS: Final = 2000  # of a descent whose length was not given
MOST_KINDS: Final = 400
CLOSE: Final = 3  # decimals in which ends agree that are taken for one, before it is polished


@dataclass(frozen=True, eq=False)
class Catchment:
    """Where the descents from a grid of starts end.

    `within`: the box of the starts, one interval a variable; `labels`: (m,) for one variable,
    (rows, columns) for two, rows from the bottom up: the place in `basins` that the descent from
    the middle of that cell came to, -1 where it came to none.
    """

    setting: Setting
    minimum: Minimum
    within: Box
    labels: Labels
    basins: tuple[Basin, ...]

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)


def catchment(
    text: FormulaLike,
    within: object = None,
    resolution: int = RESOLUTION,
    *,
    meanwhile: Meanwhile | None = None,
    **given: Unpack[Options],
) -> Catchment:
    """Let an optimizer descend from every start of a grid over a box, of one or two variables.

    Without `within` the box is that of the formula. Raises FormulaError or InputError.
    """
    given = options.understood(given)
    if given.get("steps") is None:
        given["steps"] = STEPS
    setting = prepare(posed(text, given), given)
    area = demand_area(setting, within, resolution)
    pending = proofs.start(asked(setting.problem))
    try:
        with meanwhile or nullcontext():
            limit = options.seconds(given.get("time_limit", SECONDS))
            return gathered(setting, area, resolution, pending, limit)
    finally:
        pending.cancel()


def demand_area(setting: Setting, within: object, resolution: int) -> Box:
    """The box of the starts; InputError where it is open, or there are too many variables."""
    names = setting.objective.names
    if len(names) > PLANE:
        message = f"basins are shown for one or two variables, not {len(names)}"
        raise InputError("type", message)
    if not 2 <= resolution <= MOST:
        raise InputError("domain", f"a side has 2 to {MOST} starts, not {resolution}")
    area = setting.bounds.box if within is None else options.bounds(within, names).box
    if not np.isfinite([*area.low, *area.high]).all() or area.low == area.high:
        hint = 'say where to start:  --within "[-2,2]"'
        raise InputError("domain", "the starts need a box with ends", hint)
    return area


def gathered(
    setting: Setting, area: Box, resolution: int, pending: Pending, limit: float
) -> Catchment:
    """All descents, their ends gathered by the point they are near."""
    sides = [middles(low, high, resolution) for low, high in zip(area.low, area.high, strict=True)]
    ends = landings(setting, grid(sides))
    found, labels = settled(setting, ends)
    shape = tuple(len(side) for side in reversed(sides))
    return Catchment(setting, pending.result(limit), area, labels.reshape(shape), found)


def middles(low: float, high: float, many: int) -> Array:
    """The middles of so many equal cells."""
    return low + (high - low) * (np.arange(many) + 0.5) / many


def grid(sides: Sequence[Array]) -> Array:
    """All combinations (n, m), the first coordinate changing fastest."""
    return np.stack([side.ravel() for side in np.meshgrid(*sides)])


def settled(setting: Setting, ends: Landings) -> tuple[tuple[Basin, ...], Labels]:
    """The different points of rest, the lowest first, and the place among them of each end."""
    labels = np.full(len(ends.values), -1)
    still = np.flatnonzero(~ends.lost & (ends.norms <= STILL))
    if not len(still):
        return (), labels
    first, kind = alike(ends.points[:, still])
    found = basins(setting.objective, ends.points, still[first], setting.bounds.box)
    place = np.full(int(kind.max()) + 1, -1)
    for i, basin in enumerate(found):
        place[: len(first)][np.isin(still[first], basin.members)] = i
    labels[still] = place[kind]
    return tuple(counted(basin, labels, i) for i, basin in enumerate(found)), labels


def alike(points: Array) -> tuple[Counts, Counts]:
    """One of each kind of the points (n, m), the most frequent kinds first, and the kind of each.

    Of points that lie everywhere, as on a line of minimisers, no more than MOST_KINDS.
    """
    rough = np.round(points, CLOSE)
    _, first, kind, many = np.unique(
        rough, axis=1, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.argsort(-many, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return first[order][:MOST_KINDS], rank[kind.ravel()]


def counted(basin: Basin, labels: Labels, i: int) -> Basin:
    """The basin with all its members."""
    members: Counts = np.flatnonzero(labels == i)
    return Basin(basin.point, basin.value, members, basin.shape)
