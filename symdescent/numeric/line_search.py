"""Line searches: places on a ray, the strong Wolfe conditions, and descent along lines."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import NamedTuple, Protocol

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.objective import Array, Objective, compiled
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


LEAST_GROWTH, MOST_GROWTH = 0.01, 10.0  # of the last stretch, of the rate: how far to extrapolate
EDGE = 0.1  # of the bracket: nearer to an end a trial is no progress


class Wolfe(NamedTuple):
    """How much is enough: `decrease` of the value, `curvature` left of the slope.

    `narrow`: the width of a bracket, measured on the coordinates, to give up at; `trials`: the most
    after the first; `slack`: the share of the value that may be rounding.
    """

    decrease: float = 1e-4
    curvature: float = 0.9
    narrow: float = 1e-9
    trials: int = 25
    slack: float = 0.0


class Bracket(NamedTuple):
    """Two trials with a good rate between them, the lower one first; `made` trials so far."""

    low: Trial
    high: Trial
    made: int
    is_done: bool = False


def strong_wolfe(ray: Ray, rate: float, wolfe: Wolfe) -> tuple[Trial, int]:
    """The best trial, and how many places were looked at; its rate is 0 where none was lower."""
    found = zoomed(ray, bracketed(ray, rate, wolfe), wolfe)
    return found.low, found.made + 1


def too_high(ray: Ray, trial: Trial, wolfe: Wolfe) -> bool:
    """Whether the value fell too little, or is no number."""
    return not is_enough(ray, trial, wolfe.decrease, wolfe.slack)


def is_higher(ray: Ray, trial: Trial, other: Trial, wolfe: Wolfe) -> bool:
    """Whether a trial is no lower than another, and not by rounding alone."""
    rounding = noise(ray, wolfe)
    return trial.value > other.value + rounding if rounding else trial.value >= other.value


def noise(ray: Ray, wolfe: Wolfe) -> float:
    return wolfe.slack * abs(ray.here.value)


def is_flat(ray: Ray, trial: Trial, wolfe: Wolfe) -> bool:
    return abs(trial.slope) <= -wolfe.curvature * ray.beginning.slope


def bracketed(ray: Ray, rate: float, wolfe: Wolfe) -> Bracket:
    """Further and further along the ray, until a good rate is found or passed."""
    before, here = ray.beginning, ray.at(rate)
    for made in range(wolfe.trials):
        if too_high(ray, here, wolfe) or (made > 1 and is_higher(ray, here, before, wolfe)):
            return ordered(before, here, made)
        if is_flat(ray, here, wolfe):
            return Bracket(here, here, made, True)
        if here.slope >= 0:
            return ordered(before, here, made)
        nearest = here.rate + LEAST_GROWTH * (here.rate - before.rate)
        within = (nearest, MOST_GROWTH * here.rate)
        further = lowest(before, here, within, noise(ray, wolfe))
        before, here = here, ray.at(further)
    return ordered(ray.beginning, here, wolfe.trials)


def ordered(one: Trial, other: Trial, made: int) -> Bracket:
    return Bracket(other, one, made) if other.value < one.value else Bracket(one, other, made)


def zoomed(ray: Ray, bracket: Bracket, wolfe: Wolfe) -> Bracket:
    """The bracket, smaller and smaller, until its low end is good."""
    size, timid = float(np.abs(ray.direction).max()), False
    while not bracket.is_done and bracket.made < wolfe.trials:
        low, high, made, _ = bracket
        if abs(high.rate - low.rate) * size < wolfe.narrow:
            break
        rate, timid = inside(low, high, timid, noise(ray, wolfe))
        bracket = narrowed(ray, bracket, ray.at(rate), wolfe)
    return bracket


def narrowed(ray: Ray, bracket: Bracket, trial: Trial, wolfe: Wolfe) -> Bracket:
    """One end of the bracket replaced by a trial inside it."""
    low, high, made, _ = bracket
    if too_high(ray, trial, wolfe) or is_higher(ray, trial, low, wolfe):
        return ordered(low, trial, made + 1)
    if is_flat(ray, trial, wolfe):
        return Bracket(trial, high, made + 1, True)
    turned = trial.slope * (high.rate - low.rate) >= 0
    return Bracket(trial, low if turned else high, made + 1)


def inside(low: Trial, high: Trial, timid: bool, noise: float) -> tuple[float, bool]:
    """The next rate, and whether it lies next to an end; the second such in a row is moved off."""
    left, right = sorted((low.rate, high.rate))
    rate, edge = lowest(low, high, (left, right), noise), EDGE * (right - left)
    if min(right - rate, rate - left) >= edge:
        return rate, False
    if timid or not left < rate < right:
        return (right - edge if right - rate < rate - left else left + edge), False
    return rate, True


def lowest(one: Trial, other: Trial, within: tuple[float, float], noise: float) -> float:
    """Where the cubic through both, with their slopes, is lowest in between; else the middle.

    Where the values differ by rounding alone, where a straight line through the slopes is 0.
    """
    left, right = (one, other) if one.rate <= other.rate else (other, one)
    width, (least, most) = right.rate - left.rate, within
    middle = (least + most) / 2
    if not width or not math.isfinite(left.value + right.value + left.slope + right.slope):
        return middle
    if abs(right.value - left.value) < noise and right.slope > left.slope:
        return min(max(left.rate - width * left.slope / (right.slope - left.slope), least), most)
    tilt = left.slope + right.slope - 3 * (right.value - left.value) / width
    square = tilt * tilt - left.slope * right.slope
    if square < 0:
        return middle
    root = math.sqrt(square)
    below = right.slope - left.slope + 2 * root
    if not below:
        return middle
    return min(max(right.rate - width * (right.slope + root - tilt) / below, least), most)


SLACK = 1e-12  # the share of a value that may be rounding
HALVINGS = 100  # of a rate: more leave the point where it is


class Compass(Protocol):
    """Says which way to go, and learns from each step."""

    def direction(self, here: Place) -> Array:
        """Where to go (n,)."""

    def rate(self, ray: Ray) -> float:
        """How far to go at the first trial, in directions."""

    def learn(self, ray: Ray, trial: Trial) -> None:
        """Keep what a step along the ray has shown."""

    def forget(self) -> None:
        """Begin anew."""


Line = Callable[[Ray, float], Trial]


def along_lines(search: Search, compass: Compass, line: Line) -> Iterator[Iterate]:
    """The iterates; they end where neither the compass nor the slope leads to a lower place."""
    here = search.beginning
    for step in count():
        yield here.iterate(step)
        after = stepped(search, compass, line, here)
        if after is None:
            return
        here = after


def stepped(search: Search, compass: Compass, line: Line, here: Place) -> Place | None:
    """The next place; if the compass misleads it forgets, and the slope itself is followed."""
    for direction in (compass.direction, downhill):
        ray = Ray(search, here, direction(here))
        if ray.beginning.slope < 0:
            trial = line(ray, compass.rate(ray))
            if is_better(ray, trial):
                compass.learn(ray, trial)
                return trial.place
        compass.forget()
    return None


def downhill(here: Place) -> Array:
    return -here.gradient


def is_better(ray: Ray, trial: Trial) -> bool:
    """Whether a trial is somewhere else, and lower, or as low and flatter."""
    if not trial.place.is_finite or bool((trial.place.point == ray.here.point).all()):
        return False
    flatter = is_level(ray.here.value, trial.value, SLACK) and is_enough(ray, trial, 0.0, SLACK)
    return trial.value < ray.here.value or flatter


def backtracking(ray: Ray, rate: float) -> Trial:
    """The longest of shrinking steps that lowers the value enough.

    L. Armijo (1966), doi:10.2140/pjm.1966.16.1.
    """
    settings = ray.search.settings
    trial = ray.at(rate)
    for _ in range(HALVINGS):
        if is_enough(ray, trial, settings["decrease"], SLACK) and trial.place.is_finite:
            break
        trial = ray.at(settings["shrink"] * trial.rate)
    return trial


def wolfe(ray: Ray, rate: float) -> Trial:
    """A rate that lowers value and slope enough."""
    settings = ray.search.settings
    wish = Wolfe(settings["decrease"], settings["curvature"], narrow=0.0, slack=SLACK)
    return strong_wolfe(ray, rate, wish)[0]


def cautious(ray: Ray) -> float:
    """A first rate where nothing is known: a step no longer than one, and than the slope."""
    return ray.search.settings["lr"] * min(1.0, 1.0 / float(np.abs(ray.here.gradient).sum()))
