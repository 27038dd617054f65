"""A Formula and exact bounds go in, the Problem that the ladder climbs comes out."""

from collections.abc import Sequence
from fractions import Fraction

from sympy import Expr, Rational

from symdescent.calculus.formula import Formula
from symdescent.exact.problem import Problem

Sides = Sequence[tuple[Fraction | None, Fraction | None]]


def ask(formula: Formula, sides: Sides) -> Problem:
    """Minimise the formula over its variables, each within (low, high); None: no bound."""
    box = tuple((side(low), side(high)) for low, high in sides)
    return Problem(formula.expression, formula.variables, box)


def side(bound: Fraction | None) -> Expr | None:
    return None if bound is None else Rational(bound.numerator, bound.denominator)
