"""A text and a box go in; which stationary point a descent reaches from each start in it comes out.

The starts are a grid over the box, and all of them descend abreast.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final, Unpack

import numpy as np
from numpy.typing import NDArray

from symdescent import exact
from symdescent.calculus.parsing import FormulaLike
from symdescent.errors import InputError
from symdescent.exact import Minimum, Pending, ask
from symdescent.experiments.trials import STILL, Landings, landings
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.basins import Basin, basins
from symdescent.numeric.batch import Counts
from symdescent.numeric.box import Box
from symdescent.numeric.objective import Array
from symdescent.problem import options
from symdescent.problem.options import Options
from symdescent.problem.setting import Setting, prepare, read

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
    setting = prepare(read(text, given), given)
    area = demand_area(setting, within, resolution)
    pending = exact.start(ask(setting.formula, setting.bounds.sides))
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
