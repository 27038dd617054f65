"""The text of a formula and numbers go in; exact gradients, iterates, eigenvalues come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.gradient import Derivation, derive
from symdescent.calculus.parsing import parse

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Reading:
    """The formula as read, and the given numbers."""

    formula: str
    numbers: Mapping[str, Point]

    @cached_property
    def derivation(self) -> Derivation:
        return derive(parse(self.formula))

    @property
    def variables(self) -> tuple[Symbol, ...]:
        return self.derivation.formula.variables

    @cached_property
    def least_slope(self) -> Expr:
        """L' of one variable, as a polynomial's expression."""
        return sp.expand(self.derivation.gradient[0])

    @cached_property
    def eigenvalues(self) -> list[Fraction]:
        """Of a constant Hessian, the smaller first, each as often as it occurs."""
        matrix = sp.Matrix(self.derivation.hessian)
        found = (exact(value) for value, times in matrix.eigenvals().items() for _ in range(times))
        return sorted(found)

    @property
    def start(self) -> Point:
        return self.numbers["start"]

    def one(self, name: str) -> Fraction:
        """A given number, 0 where none is given."""
        return self.numbers.get(name, (Fraction(0),))[0]

    def slopes_at(self, point: Sequence[Fraction]) -> Point:
        """The gradient there, which must be rational."""
        there = dict(zip(self.variables, map(rational, point), strict=True))
        return tuple(exact(slope.subs(there)) for slope in self.derivation.gradient)

    def value_at(self, x: Fraction) -> Fraction:
        return exact(self.derivation.formula.expression.subs(self.variables[0], rational(x)))

    def stepped(self, here: Point, before: Point) -> Point:
        """One step of gradient descent, with momentum where there is any."""
        rate, beta, slopes = self.one("rate"), self.one("momentum"), self.slopes_at(here)
        triples = zip(here, before, slopes, strict=True)
        return tuple(x - rate * g + beta * (x - old) for x, old, g in triples)

    def walk(self, steps: int) -> list[Point]:
        """The points after the start."""
        trail = [self.start, self.start]
        for _ in range(steps):
            trail.append(self.stepped(trail[-1], trail[-2]))
        return trail[2:]


def rational(value: Fraction) -> Expr:
    return sp.Rational(value.numerator, value.denominator)


def exact(value: Expr) -> Fraction:
    """The fraction that an expression is; ArithmeticError if it is none."""
    reduced = value if value.is_Rational else sp.simplify(value)
    if not reduced.is_Rational:
        raise ArithmeticError(f"{value} is not rational")
    return Fraction(int(reduced.p), int(reduced.q))
