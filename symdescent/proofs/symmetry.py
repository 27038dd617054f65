"""A function and two points go in; whether a symmetry of the function carries one to the other.

A symmetry here exchanges variables, changes their signs, and moves them by fractions and multiples
of pi; it is one only where the function, rewritten by it, is the same expression again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from typing import Final

import sympy
from sympy import Expr, Integer, Symbol, pi

from symdescent.proofs.enclosure import Ends, bounds
from symdescent.proofs.kernel.certificates import Unfollowed
from symdescent.proofs.steps import Applied, Statement, equal
from symdescent.proofs.terms import rational

BITS: Final = 240
CLOSE: Final = Fraction(1, 10**25)
LARGEST: Final = 400  # operations of a function that is rewritten
MOST_VARIABLES: Final = 4
Point = Sequence[Expr]


@dataclass(frozen=True)
class Symmetry:
    """L with `images` in the place of its variables is L again."""

    variables: tuple[Symbol, ...]
    images: tuple[Expr, ...]

    @property
    def fact(self) -> Statement:
        """L(-x, y) = L(x, y)."""
        return equal(Applied("L", self.images), Applied("L", self.variables))


def symmetry(
    expression: Expr, variables: tuple[Symbol, ...], one: Point, two: Point
) -> Symmetry | None:
    """The symmetry that carries the first point to the second, to 25 digits; None: none is seen."""
    if len(variables) > MOST_VARIABLES or sympy.count_ops(expression) > LARGEST:
        return None
    for images in _candidates(variables, one, two):
        found = Symmetry(variables, images)
        if _is_kept(expression, found):
            return found
    return None


def _candidates(
    variables: tuple[Symbol, ...], one: Point, two: Point
) -> Iterator[tuple[Expr, ...]]:
    """The images of the variables for which the first point goes to the second."""
    try:
        start, goal = ([bounds(c, BITS) for c in p] for p in (one, two))
    except Unfollowed:
        return
    count = len(variables)
    for order in permutations(range(count)):
        for signs in product((1, -1), repeat=count):
            moves = [
                _named(goal[i], start[j], s)
                for i, (j, s) in enumerate(zip(order, signs, strict=True))
            ]
            if all(m is not None for m in moves):
                rows = zip(signs, order, moves, strict=True)
                yield tuple(s * variables[j] + m for s, j, m in rows)


def _named(goal: Ends, start: Ends, sign: int) -> Expr | None:
    """goal - sign start as a short fraction, or a short multiple of pi."""
    gap = (goal[0] + goal[1] - sign * (start[0] + start[1])) / 2
    for unit in (Integer(1), pi):
        low, high = bounds(unit, BITS)
        size = (low + high) / 2
        share = (gap / size).limit_denominator(24)
        if abs(share * size - gap) < CLOSE:
            return rational(share) * unit
    return None


def _is_kept(expression: Expr, found: Symmetry) -> bool:
    swaps = dict(zip(found.variables, found.images, strict=True))
    moved = expression.xreplace(swaps)
    if moved == expression:
        return True
    gap = sympy.expand(moved - expression)
    return bool(gap == 0 or sympy.expand(gap, trig=True) == 0)
