"""A search goes in, iterates come out: L-BFGS in PyTorch's way.

One iterate is one call of its `step`, which makes up to max_iter steps of the method of D. Liu and
J. Nocedal (1989), doi:10.1007/BF01589116, and has tests of its own to end early.
"""

from collections.abc import Callable, Iterator
from itertools import count

import numpy as np

from symdescent.numeric.evaluation import Array
from symdescent.numeric.places import Place, Ray, Search, Trial
from symdescent.numeric.quasi_newton import Memory
from symdescent.numeric.run import Iterate
from symdescent.numeric.strong_wolfe import Wolfe, strong_wolfe

WORTH = 1e-10  # of step times change of slope: below it PyTorch does not remember a step
Line = Callable[[Ray, float], tuple[Trial, int]]


def one_trial(ray: Ray, rate: float) -> tuple[Trial, int]:
    """No search: the step is taken as it is."""
    return ray.at(rate), 1


def strong(ray: Ray, rate: float) -> tuple[Trial, int]:
    """PyTorch's search; how narrow a bracket may get is a setting."""
    return strong_wolfe(ray, rate, Wolfe(narrow=ray.search.settings["tolerance_change"]))


def as_torch(search: Search) -> Iterator[Iterate]:
    """The iterates of torch.optim.LBFGS; they end where it would stand still from then on."""
    line = strong if search.settings["strong_wolfe"] else one_trial
    caller, here = Caller(search, line), search.beginning
    for step in count():
        yield here.iterate(step)
        there = caller.step(here)
        if (there.point == here.point).all():
            return
        here = there


class Caller:
    """What lasts from one call of `step` to the next: memory, and the last step that was made."""

    def __init__(self, search: Search, line: Line) -> None:
        self.search, self.line, self.settings = search, line, search.settings
        self.memory = Memory(int(self.settings["history_size"]))
        self.last: tuple[Array, Array] | None = None  # the step, the gradient before it

    def step(self, here: Place) -> Place:
        """Up to max_iter steps, or max_eval places."""
        seen, settings = 1, self.settings
        if self.is_level(here):
            return here
        for _ in range(int(settings["max_iter"])):
            ray, rate = self.aimed(here)
            self.last = (np.zeros_like(here.point), here.gradient)
            if ray.beginning.slope > -settings["tolerance_change"]:
                return here
            trial, looks = self.line(ray, rate)
            before, here, seen = here, trial.place, seen + looks
            self.last = (trial.rate * ray.direction, before.gradient)
            if seen >= settings["max_eval"] or self.is_done(before, here):
                return here
        return here

    def aimed(self, here: Place) -> tuple[Ray, float]:
        """The direction, and the rate to try first: a short one, as nothing is known yet."""
        rate = self.settings["lr"]
        if self.last is None:
            rate *= min(1.0, 1.0 / float(np.abs(here.gradient).sum()))
        else:
            step, gradient = self.last
            change = here.gradient - gradient
            product = float(step @ change)
            if product > WORTH:
                self.memory.remember(step, change, product)
        return Ray(self.search, here, self.memory.direction(here.gradient)), rate

    def is_level(self, here: Place) -> bool:
        return float(np.abs(here.gradient).max()) <= self.settings["tolerance_grad"]

    def is_done(self, before: Place, here: Place) -> bool:
        """Whether the gradient, the step or the change of the value is small."""
        small = self.settings["tolerance_change"]
        moved = float(np.abs(self.last[0]).max()) if self.last else 0.0
        return self.is_level(here) or moved <= small or abs(here.value - before.value) < small
