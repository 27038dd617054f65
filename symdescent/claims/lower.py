"""A claimed minimiser goes in; where the formula may lie lower, and what the point is, come out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.gradient import Derivation
from symdescent.claims.certain import is_smooth_at, kinks, sign, value
from symdescent.claims.comparison import constant
from symdescent.claims.places import Place, easy, spread
from symdescent.claims.records import shown
from symdescent.exact import Minimum
from symdescent.problem.options import Bounds

LENGTHS: Final = (1, 2, 4, 10, 100, 1000)


@dataclass(frozen=True)
class Case:
    """The formula, within its bounds, and its exact minimum."""

    derivation: Derivation
    bounds: Bounds
    minimum: Minimum

    @property
    def variables(self) -> tuple[Symbol, ...]:
        return self.derivation.formula.variables

    def value(self, point: Sequence[Expr]) -> Expr | None:
        """L at a point, None where it has no value for certain."""
        expression = self.derivation.formula.expression
        return value(expression, dict(zip(self.variables, point, strict=True)))

    def holds(self, point: Sequence[Expr]) -> bool:
        """Whether a point lies within the bounds, for certain."""
        return all(
            (low is None or (sign(x - low) or 0) >= 0 and sign(x - low) is not None)
            and (high is None or (sign(high - x) or 0) >= 0 and sign(high - x) is not None)
            for x, (low, high) in zip(point, exact_sides(self.bounds), strict=True)
        )


def exact_sides(bounds: Bounds) -> list[tuple[Expr | None, Expr | None]]:
    return [(rational(low), rational(high)) for low, high in bounds.sides]


def rational(bound: Fraction | None) -> Expr | None:
    return None if bound is None else sp.Rational(bound.numerator, bound.denominator)


def candidates(case: Case, point: list[Expr]) -> Iterator[Place]:
    """Where L may be lower: simple points, the exact minimisers, near by, then far away."""
    symbols = case.variables
    simple = [dict(zip(symbols, p, strict=True)) for p in case.minimum.points[:8]
              if not any(x.free_symbols for x in p)]  # fmt: skip
    yield from simple
    if not all(x.is_Rational for x in point):
        point = [sp.Rational(float(x)).limit_denominator(64) for x in point]
    yield from easy(symbols)
    for length in LENGTHS:
        for size in (sp.Integer(length), sp.Rational(1, length)):
            yield from around(symbols, point, size)
    yield from spread(symbols, 200)
    yield from downhill(case, point)


def around(symbols: Sequence[Symbol], point: list[Expr], size: Expr) -> Iterator[Place]:
    """Steps of this size along every axis, both ways, and along the diagonals."""
    for i in range(len(point)):
        for step in (size, -size):
            yield {x: p + (step if j == i else 0)
                   for j, (x, p) in enumerate(zip(symbols, point, strict=True))}  # fmt: skip
    if len(point) > 1:
        for turn in (1, -1):
            for step in (size, -size):
                yield {x: p + step * (turn if j % 2 else 1)
                       for j, (x, p) in enumerate(zip(symbols, point, strict=True))}  # fmt: skip


def downhill(case: Case, point: list[Expr]) -> Iterator[Place]:
    """Against the slope at the point, by ever shorter steps."""
    here = dict(zip(case.variables, point, strict=True))
    slope = [value(g, here) for g in case.derivation.gradient]
    if any(g is None for g in slope):
        return
    floats = [sp.Rational(float(g)).limit_denominator(1000) for g in slope if g is not None]
    for k in range(0, 24, 2):
        yield {x: p - g / 2**k for x, p, g in zip(case.variables, point, floats, strict=True)}


def nature(case: Case, point: list[Expr]) -> str:
    """What the point is instead: only a local minimum, a maximum, a saddle, or no level point."""
    here = dict(zip(case.variables, point, strict=True))
    if any(low is not None or high is not None for low, high in case.bounds.sides):
        return ""
    if not is_smooth_at(kinks(case.derivation.formula.expression), here):
        return ""
    slope = [value(g, here) for g in case.derivation.gradient]
    signs = [None if g is None else sign(g) for g in slope]
    if any(s for s in signs):
        told = ", ".join(shown(g) for g in slope if g is not None)
        many = len(slope) > 1
        return f"the gradient there is not 0 but {f'({told})' if many else told}"
    zeros = [g is not None and constant(g, sp.Integer(0)) for g in slope]
    return bending(case, here) if all(zeros) and len(zeros) <= 6 else ""


def bending(case: Case, here: Place) -> str:
    """What a level point is, where its Hessian says so."""
    rows = [[value(h, here) for h in row] for row in case.derivation.hessian]
    if any(h is None for row in rows for h in row):
        return ""
    matrix = sp.Matrix(rows)
    n = matrix.rows
    minors = [sign(matrix[:k, :k].det()) for k in range(1, n + 1)]
    if all(s == 1 for s in minors):
        return "it is only a local minimum"
    if all(s == (-1) ** k for k, s in enumerate(minors, 1)):
        return "it is a local maximum"
    if n == 1:
        return "the gradient vanishes there, which is not enough"
    return "it is a saddle point" if minors[-1] and n == 2 and minors[-1] < 0 else ""
