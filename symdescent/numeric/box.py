"""Bounds on each coordinate: where a point is projected to, and when it is stationary there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


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
