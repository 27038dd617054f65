"""Projected and steepest descent with a line search, and conjugate gradients."""

from collections.abc import Iterator
from itertools import count

import numpy as np

from symdescent.numeric.line_search import (
    HALVINGS,
    SLACK,
    Place,
    Ray,
    Search,
    Trial,
    along_lines,
    cautious,
    is_level,
    wolfe,
)
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Iterate


def projected(search: Search) -> Iterator[Iterate]:
    """Gradient descent with backtracking; in a box each trial is moved to its nearest point.

    L. Armijo (1966), doi:10.2140/pjm.1966.16.1; in a box along the projection arc of
    D. Bertsekas (1976), doi:10.1109/TAC.1976.1101194. They end where no trial is lower.
    """
    here = search.beginning
    for step in count():
        yield here.iterate(step)
        after = shortened(search, here)
        if after is None:
            return
        here = after


def shortened(search: Search, here: Place) -> Place | None:
    """The longest of shrinking steps that lowers the value enough; None where none does."""
    settings = search.settings
    rate = settings["lr"]
    for _ in range(HALVINGS):
        point = np.array(search.box.project((here.point - rate * here.gradient).tolist()))
        there = search.look(point)
        if (point == here.point).all():
            return None
        if there.is_finite and pays(here, there, settings["decrease"], rate):
            return there
        rate *= settings["shrink"]
    return None


def pays(here: Place, there: Place, decrease: float, rate: float) -> bool:
    """Whether the value fell enough for a step at a rate; told by the slopes where it is level."""
    step = there.point - here.point
    if is_level(here.value, there.value, SLACK):
        most = (2 * decrease - 1) * float(here.gradient @ step)
        return float(there.gradient @ step) <= most
    return there.value <= here.value - decrease / rate * float(step @ step)


def steepest(search: Search) -> Iterator[Iterate]:
    """Gradient descent with a search for the strong Wolfe conditions."""
    return along_lines(search, Conjugate(search, False), wolfe)


def conjugate(search: Search) -> Iterator[Iterate]:
    """Nonlinear conjugate gradients, Polak and Ribiere's, begun anew where they turn back.

    J. Nocedal, S. Wright (2006), Numerical Optimization, section 5.2, the method PR+.
    """
    return along_lines(search, Conjugate(search, True), wolfe)


class Conjugate:
    """The slope, with a share of the last direction if so wished."""

    def __init__(self, search: Search, wished: bool) -> None:
        self.search, self.wished = search, wished
        self.last: tuple[Ray, Trial] | None = None

    def direction(self, here: Place) -> Array:
        """Minus the gradient and, unless that leads uphill, a share of the last direction."""
        if self.last is None or not self.wished:
            return -here.gradient
        ray = self.last[0]
        change = here.gradient - ray.here.gradient
        square = ray.here.steepness**2
        share = max(float(here.gradient @ change) / square, 0.0) if square else 0.0
        found = share * ray.direction - here.gradient
        return found if float(found @ here.gradient) < 0 else -here.gradient

    def rate(self, ray: Ray) -> float:
        """The one that would lower the value as much as the last step, were all lines straight."""
        if self.last is None:
            return cautious(ray)
        before, trial = self.last
        return trial.rate * before.beginning.slope / ray.beginning.slope

    def learn(self, ray: Ray, trial: Trial) -> None:
        """Remember the last step."""
        self.last = (ray, trial)

    def forget(self) -> None:
        """Down the slope again."""
        self.last = None
