"""A compass and a line search go in, iterates come out: which way, then how far."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Protocol

import numpy as np

from symdescent.numeric.evaluation import Array
from symdescent.numeric.places import Place, Ray, Search, Trial, is_enough, is_level
from symdescent.numeric.run import Iterate
from symdescent.numeric.strong_wolfe import Wolfe, strong_wolfe

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
