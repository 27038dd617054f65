"""A Setting and many starts go in; which share came to which stationary point comes out."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np

from symdescent.experiments.columns import abreast
from symdescent.numeric.basins import Basin, basins
from symdescent.numeric.batch import Counts, Flags
from symdescent.numeric.box import Box, scattered
from symdescent.numeric.objective import Array, Objective, compiled
from symdescent.numeric.run import LOST, Ending
from symdescent.optimizers import Rule
from symdescent.problem.setting import Setting, update, walk_down

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
    runs = [walk_down(replace(setting, start=exact(start)), step) for start in starts.T]
    if any(run.outcome.ending is Ending.STOPPED for run in runs):
        raise KeyboardInterrupt
    ends = [(run.points[-1].tolist(), run.gradients[-1].tolist()) for run in runs]
    return Landings(
        np.array([point for point, _ in ends]).T,
        np.array([run.values[-1] for run in runs]),
        np.array([box.stationarity(*end) for end in ends]),
        np.array([run.outcome.ending in LOST for run in runs]),
    )


def exact(point: Array) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, point.tolist()))
