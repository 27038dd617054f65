"""What a person can see of points of floats within a frame of two axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from symdescent.numeric.contours import apart, thinned, within
from symdescent.numeric.objective import Array
from symdescent.worked.plots import Axis, Points

FINE: Final = 0.0008  # of the frame: how far a line may be from where it should be
MOST: Final = 800  # moves of a sketch: more are a tangle
APART: Final = 0.014  # of the frame: what is nearer than that to the mark before has none


@dataclass(frozen=True)
class Frame:
    """Two axes, for what is drawn over them."""

    across: Axis
    up: Axis

    def line(self, points: Array) -> tuple[Points, ...]:
        """The pieces of a polyline (m, 2) inside the frame, as coarse as is not seen.

        Over an axis by ratios nothing is cut: its ends are chosen so that all points lie within.
        """
        if len(points) < 2:
            return ()
        low, high = (self.across.low, self.up.low), (self.across.high, self.up.high)
        by_ratios = self.across.logarithmic or self.up.logarithmic
        found = [points] if by_ratios else within(points, low, high)
        return tuple(as_points(piece[thinned(self.shares(piece), FINE)]) for piece in found)

    def lines(self, many: Sequence[Array]) -> tuple[Points, ...]:
        """The pieces of several polylines."""
        return tuple(piece for points in many for piece in self.line(points))

    def dots(self, points: Array, least: float = APART) -> Points:
        """The points (m, 2) in the frame, without those that would lie on another."""
        inside = points[self.holds(points)]
        return as_points(inside[apart(self.shares(inside), least)]) if len(inside) else ()

    def moving(self, points: Array, cell: float) -> Array:
        """Without the points (m, 2) that are no further from the one before, in shares of the
        frame, and without those after the first hundreds of others; 0: all of them."""
        if not cell:
            return points
        with np.errstate(over="ignore", invalid="ignore"):
            cells = np.floor(self.shares(points) / cell)
        moved = np.flatnonzero((cells[1:] != cells[:-1]).any(axis=1)) + 1
        return points[[0, *moved[:MOST].tolist()]]

    def holds(self, points: Array) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which points (m, 2) lie in the frame, its edges included."""
        xs, ys = points[:, 0], points[:, 1]
        across = (self.across.low <= xs) & (xs <= self.across.high)
        return np.asarray(across & (self.up.low <= ys) & (ys <= self.up.high))

    def shares(self, points: Array) -> Array:
        """Where points (m, 2) lie, in shares of the frame."""
        columns = zip(points.T, (self.across, self.up), strict=True)
        return np.stack([shares(values, axis) for values, axis in columns], axis=1)


def shares(values: Array, axis: Axis) -> Array:
    low, high = axis.scaled(axis.low), axis.scaled(axis.high)
    scaled = np.log10(values) if axis.logarithmic else values
    return np.asarray((scaled - low) / (high - low))


def as_points(points: Array) -> Points:
    return tuple((x, y) for x, y in points.tolist())
