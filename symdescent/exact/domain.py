"""A problem's box goes in; its ends in doubles come out, on the safe side of the exact ones."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Rational

from symdescent.exact.bands import Array
from symdescent.exact.problem import Problem
from symdescent.exact.terms import fraction


@dataclass(frozen=True)
class Domain:
    """Ends of the variables, each array of shape (variables,); infinite where there is no bound.

    The exact low end lies in [low, low_in], the exact high end in [high_in, high].
    """

    low: Array
    low_in: Array
    high_in: Array
    high: Array

    def holds(self, points: Array) -> NDArray[np.bool_]:
        """Whether points, shape (points, variables), surely lie in the exact box."""
        inside = (points >= self.low_in) & (points <= self.high_in)
        return np.asarray(np.all(inside, axis=1))


def domain_of(problem: Problem) -> Domain | None:
    """The ends in doubles; None for ends that are not rational, or too close to tell apart."""
    pairs = [(_around(low, -np.inf), _around(high, np.inf)) for low, high in problem.box]
    rows = [(*low, *high) for low, high in pairs if low is not None and high is not None]
    if len(rows) < len(pairs):
        return None
    ends = [np.array(column) for column in zip(*rows, strict=True)]
    wide = (ends[2] - ends[1] > 1e-9 * (1 + np.abs(ends[1]))) | np.isinf(ends[1])
    return Domain(*ends) if bool(np.all(wide)) else None


def _around(end: Expr | None, none: float) -> tuple[float, float] | None:
    """The doubles next to an exact end, or that end itself."""
    if end is None:
        return none, none
    if not isinstance(end, Rational) or abs(end) > 10**15:
        return None
    exact = fraction(end)
    near = float(exact)
    if Fraction(near) == exact:
        return near, near
    low = near if Fraction(near) < exact else float(np.nextafter(near, -np.inf))
    return low, float(np.nextafter(low, np.inf))
