"""The factor by which a step shrinks the gap: of a polynomial's zeros, or seen on a run."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from symdescent.numeric.objective import Array

SHARE: Final = (math.sqrt(5) - 1) / 2
ROUNDS: Final = 80  # of the golden section: each takes off three eighths
Polynomial = Sequence[Fraction]  # z^d first


def radius(polynomial: Polynomial) -> float:
    """The size of the largest zero; to the last digit up to degree two, where two may be one."""
    _, *rest = polynomial
    if len(rest) == 1:
        return abs(float(rest[0]))
    if len(rest) == 2:
        return of_two(*rest)
    return float(np.abs(np.roots([float(c) for c in polynomial])).max(initial=0.0))


def of_two(trace: Fraction, constant: Fraction) -> float:
    """The larger zero of z^2 + trace z + constant in size."""
    under = trace * trace - 4 * constant
    if under < 0:
        return math.sqrt(constant)
    return (abs(float(trace)) + math.sqrt(under)) / 2


def worst(at: Callable[[Fraction], Polynomial], scaled: Sequence[Fraction]) -> float:
    """The largest radius over all modes, for s = eta lambda of each."""
    return max(radius(at(s)) for s in scaled)


def best_rate(
    at: Callable[[Fraction], Polynomial], curvatures: Sequence[Fraction], limit: float
) -> float:
    """The rate below limit/L at which the slowest mode shrinks fastest, by golden section.

    The worst radius falls and then rises with the rate for the rules that are known here.
    """

    def height(rate: float) -> float:
        return worst(at, [Fraction(rate) * c for c in curvatures])

    low, high = 0.0, limit / float(max(curvatures))
    left, right = high - SHARE * (high - low), low + SHARE * (high - low)
    at_left, at_right = height(left), height(right)
    for _ in range(ROUNDS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - SHARE * (high - low)
            at_left = height(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + SHARE * (high - low)
            at_right = height(right)
    return (low + high) / 2


FLOOR: Final = 1e-11  # of the size of the target: nearer than that, rounding is what is seen
FEWEST: Final = 4  # steps that a mean is taken over


def empirical_rate(points: Array, target: Sequence[float]) -> float | None:
    """The mean factor a step over the later half of `points` (k, n) that is free of rounding.

    A geometric mean, as gaps that turn or swing need one; None where there are too few steps.
    """
    goal = np.asarray(target)
    away = np.linalg.norm(points - goal, axis=1)  # (k,)
    clear = np.flatnonzero(away <= FLOOR * (1 + float(np.abs(goal).max())))
    last = int(clear[0]) - 1 if len(clear) else len(away) - 1
    first = last // 2
    if last - first < FEWEST:
        return None
    return float((away[last] / away[first]) ** (1 / (last - first)))
