"""Bounds on each coordinate: projection, a start within them, and points spread over them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from symdescent.numeric.objective import Array, Objective, compiled


@dataclass(frozen=True)
class Box:
    """low <= x <= high, coordinate by coordinate; -inf and inf where there is no bound."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def bounded(self) -> bool:
        """Whether any coordinate has a bound."""
        return any(math.isfinite(bound) for bound in (*self.low, *self.high))

    def project(self, point: Sequence[float]) -> tuple[float, ...]:
        """The nearest point of the box; nan stays nan."""
        return tuple(map(clip, point, self.low, self.high))

    def contains(self, point: Sequence[float]) -> bool:
        """Whether the point lies in the box, its edges included."""
        return self.project(point) == tuple(point)

    def stationarity(self, point: Sequence[float], gradient: Sequence[float]) -> float:
        """The norm of the gradient without what presses against an edge: zero at a minimiser."""
        rows = zip(gradient, self.pressed(point, gradient), strict=True)
        return math.hypot(*[g for g, pressed in rows if not pressed])

    def pressed(self, point: Sequence[float], gradient: Sequence[float]) -> list[bool]:
        """Which coordinates lie at an edge that descent would leave the box through."""
        return list(map(presses, point, gradient, self.low, self.high))


def clip(x: float, low: float, high: float) -> float:
    return low if x < low else high if x > high else x


def presses(x: float, g: float, low: float, high: float) -> bool:
    return (x <= low and g > 0) or (x >= high and g < 0)


def unbounded(n: int) -> Box:
    """All of R^n."""
    return Box((-math.inf,) * n, (math.inf,) * n)


USUAL_SIZES = (1.0, 2.0, -1.0, 0.5, 3.0, 0.1, 10.0)
ATTEMPTS = 200
SEED = 0


def default_start(objective: Objective, box: Box) -> tuple[float, ...] | None:
    """The first usual point in the box with a finite value and a slope that is not zero.

    Falls back on a point where only the value is finite, then on None.
    """
    level = None
    for point in candidates(len(objective.names), box):
        value, *slope = compiled(objective).slope.at(point)
        if math.isfinite(value) and all(map(math.isfinite, slope)):
            if box.stationarity(point, slope) > 0:
                return point
            level = level or point
    return level


def candidates(n: int, box: Box) -> Iterator[tuple[float, ...]]:
    """Plain points first (all coordinates alike, then alternating), then seeded random ones."""
    yield from (centred(box, (size,) * n) for size in USUAL_SIZES)
    yield from (centred(box, tuple(size * (-1) ** i for i in range(n))) for size in USUAL_SIZES)
    random = np.random.default_rng(SEED)
    for attempt in range(ATTEMPTS):
        size = 10.0 ** (attempt % 4 - 1)
        yield centred(box, tuple(np.round(random.uniform(-size, size, n), 3).tolist()))


def centred(box: Box, point: tuple[float, ...]) -> tuple[float, ...]:
    """The point itself where there are no bounds; inside a box, spread about its middle."""
    return tuple(map(place, point, box.low, box.high))


def place(x: float, low: float, high: float) -> float:
    if math.isfinite(low) and math.isfinite(high):
        inside = low + (high - low) * (0.5 + math.atan(x / 2) / math.pi)
        short = float(f"{inside:.2g}")
        return short if low < short < high else inside
    if math.isfinite(low):
        return low + abs(x)
    return high - abs(x) if math.isfinite(high) else x


USUAL_HALF_WIDTH: Final = 10.0  # half the width of a side that has no bound


def scattered(box: Box, many: int, seed: int = 0) -> Array:
    """`many` points (n, many) of a Latin hypercube in the box, [-10, 10] where it has no bounds.

    Every side is cut into as many slices as there are points, and each slice holds one of them
    (M. D. McKay, R. J. Beckman, W. J. Conover 1979, doi:10.1080/00401706.1979.10489755).
    """
    low, high = sides(box)
    random = np.random.default_rng(seed)
    slices = np.stack([random.permutation(many) for _ in low])
    shares = (slices + random.random(slices.shape)) / max(many, 1)
    points: Array = low[:, None] + shares * (high - low)[:, None]
    return points


def sides(box: Box) -> tuple[Array, Array]:
    """The box with its missing bounds filled in: twice the usual half width apart."""
    low, high = np.array(box.low), np.array(box.high)
    width = 2 * USUAL_HALF_WIDTH
    far_low = np.where(
        np.isfinite(high), np.minimum(-USUAL_HALF_WIDTH, high - width), -USUAL_HALF_WIDTH
    )
    far_high = np.where(
        np.isfinite(low), np.maximum(USUAL_HALF_WIDTH, low + width), USUAL_HALF_WIDTH
    )
    return np.where(np.isfinite(low), low, far_low), np.where(np.isfinite(high), high, far_high)
