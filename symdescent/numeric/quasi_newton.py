"""A search goes in, iterates come out: BFGS, which learns the inverse Hessian from its steps.

C. Broyden (1970), R. Fletcher (1970), D. Goldfarb (1970), D. Shanno (1970); as in J. Nocedal,
S. Wright (2006), Numerical Optimization, algorithm 6.1; and L-BFGS, which keeps the last steps:
D. Liu, J. Nocedal (1989), doi:10.1007/BF01589116.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from symdescent.numeric.along_lines import along_lines, cautious, wolfe
from symdescent.numeric.evaluation import Array
from symdescent.numeric.places import Place, Ray, Search, Trial
from symdescent.numeric.run import Iterate

ROUNDING = 2.3e-16  # of step times change of slope, against the product of their lengths
Pair = tuple[Array, Array, float]


def bfgs(search: Search) -> Iterator[Iterate]:
    """The iterates of BFGS with a search for the strong Wolfe conditions."""
    return along_lines(search, Learner(search, Inverse()), wolfe)


def l_bfgs(search: Search) -> Iterator[Iterate]:
    """The iterates of L-BFGS with the same search."""
    memory = Memory(int(search.settings["history_size"]))
    return along_lines(search, Learner(search, memory), wolfe)


@dataclass
class Memory:
    """The last `size` steps s and changes of slope y with their products, oldest first."""

    size: int
    scale: float = 1.0
    pairs: deque[Pair] = field(default_factory=deque)

    def remember(self, step: Array, change: Array, product: float) -> None:
        """Keep a pair; one whose product is 0 has no part in the direction."""
        square = float(change @ change)
        self.pairs.append((step, change, product or math.inf))
        self.scale = product / square if square > 0 else 1.0
        while len(self.pairs) > self.size:
            self.pairs.popleft()

    def direction(self, gradient: Array) -> Array:
        """Minus the inverse Hessian, as far as it is remembered, times the gradient (n,)."""
        found, shares = -gradient, []
        for step, change, product in reversed(self.pairs):
            shares.append(float(step @ found) / product)
            found = found - shares[-1] * change
        found = self.scale * found
        for (step, change, product), share in zip(self.pairs, reversed(shares), strict=True):
            found = found + step * (share - float(change @ found) / product)
        return found

    def forget(self) -> None:
        """Nothing is known any more."""
        self.pairs.clear()
        self.scale = 1.0


class Inverse:
    """The inverse Hessian (n, n) as the steps showed it; nothing is known before the first."""

    def __init__(self) -> None:
        self.known: Array | None = None

    def remember(self, step: Array, change: Array, product: float) -> None:
        """The nearest matrix that maps the change of slope to the step."""
        if self.known is None:
            self.known = product / float(change @ change) * np.eye(len(step))
        seen = self.known @ change
        weight = (1 + float(change @ seen) / product) / product
        mixed = np.outer(seen, step) / product
        self.known = self.known + weight * np.outer(step, step) - mixed - mixed.T

    def direction(self, gradient: Array) -> Array:
        """Minus the matrix times the gradient (n,)."""
        return -gradient if self.known is None else -(self.known @ gradient)

    def forget(self) -> None:
        """Nothing is known any more."""
        self.known = None


class Learner:
    """A compass that goes by what it remembers of the curvature."""

    def __init__(self, search: Search, memory: Memory | Inverse) -> None:
        self.search, self.memory, self.is_new = search, memory, True

    def direction(self, here: Place) -> Array:
        """The way (n,) to the lowest point, as far as the curvature is known."""
        found = self.memory.direction(here.gradient)
        return found if np.isfinite(found).all() else -here.gradient

    def rate(self, ray: Ray) -> float:
        """The whole step, but a short one as long as nothing is known."""
        return cautious(ray) if self.is_new else self.search.settings["lr"]

    def learn(self, ray: Ray, trial: Trial) -> None:
        """Remember a step, unless its curvature is not above 0 beyond rounding."""
        step = trial.place.point - ray.here.point
        change = trial.place.gradient - ray.here.gradient
        product = float(step @ change)
        least = ROUNDING * float(np.linalg.norm(step) * np.linalg.norm(change))
        if product > least and float(change @ change) > 0:
            self.memory.remember(step, change, product)
            self.is_new = False

    def forget(self) -> None:
        """Begin anew."""
        self.memory.forget()
        self.is_new = True
