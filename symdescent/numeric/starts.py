"""An objective and a box go in, a start comes out from which a descent has somewhere to go."""

import math
from collections.abc import Iterator

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.objective import Objective, compiled

USUAL = (1.0, 2.0, -1.0, 0.5, 3.0, 0.1, 10.0)
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
    yield from (centred(box, (size,) * n) for size in USUAL)
    yield from (centred(box, tuple(size * (-1) ** i for i in range(n))) for size in USUAL)
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
