"""A formula, a start and settings go in; the places that a method looks at come out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.evaluation import Array
from symdescent.numeric.objective import Objective, compiled
from symdescent.numeric.run import Iterate


class Place(NamedTuple):
    """A point (n,), the value and the gradient (n,) there; they may be nan or inf."""

    point: Array
    value: float
    gradient: Array

    @property
    def is_finite(self) -> bool:
        """Whether value and gradient are numbers."""
        return math.isfinite(self.value) and bool(np.isfinite(self.gradient).all())

    @property
    def steepness(self) -> float:
        """The Euclidean norm of the gradient."""
        return float(np.linalg.norm(self.gradient))

    def iterate(self, step: int) -> Iterate:
        """The same, as a descent records it."""
        return Iterate(step, tuple(self.point.tolist()), self.value, tuple(self.gradient.tolist()))


@dataclass(frozen=True, eq=False)
class Search:
    """What a method that is no formula works on: L, where from, its settings, and in which box."""

    rule: str
    objective: Objective
    start: tuple[float, ...]
    settings: Mapping[str, float]
    box: Box

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the n variables."""
        return self.objective.names

    @property
    def beginning(self) -> Place:
        """The start."""
        return self.look(np.array(self.start))

    def look(self, point: Array) -> Place:
        """The value and the gradient at a point (n,)."""
        value, *gradient = compiled(self.objective).slope.at(point.tolist())
        return Place(point, value, np.array(gradient))

    def bend(self, point: Array) -> Array:
        """The Hessian (n, n) at a point (n,); InputError where n is too large for one."""
        return self.objective.hessian(point)


class Trial(NamedTuple):
    """A place on a ray: how far along the direction, and the slope along it."""

    rate: float
    place: Place
    slope: float

    @property
    def value(self) -> float:
        """The value there."""
        return self.place.value


@dataclass(frozen=True, eq=False)
class Ray:
    """All points from a place in one direction (n,)."""

    search: Search
    here: Place
    direction: Array

    @cached_property
    def beginning(self) -> Trial:
        """The place it leaves from."""
        return Trial(0.0, self.here, float(self.here.gradient @ self.direction))

    def at(self, rate: float) -> Trial:
        """The place at `rate` times the direction."""
        place = self.search.look(self.here.point + rate * self.direction)
        return Trial(rate, place, float(place.gradient @ self.direction))


def is_enough(ray: Ray, trial: Trial, decrease: float, slack: float = 0.0) -> bool:
    """Whether the value fell by a share of what the slope promised (L. Armijo 1966).

    Where the values differ by no more than `slack` of themselves, which may be rounding, the slope
    alone tells: the approximate condition of W. Hager, H. Zhang (2005), doi:10.1137/030601880.
    """
    start = ray.beginning
    if is_level(start.value, trial.value, slack):
        return trial.slope <= (2 * decrease - 1) * start.slope
    return trial.value <= start.value + decrease * trial.rate * start.slope


def is_level(value: float, other: float, slack: float) -> bool:
    """Whether two values may differ by rounding alone."""
    return slack > 0 and abs(other - value) <= slack * abs(value)
