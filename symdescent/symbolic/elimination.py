"""Matrices of surds go in; solutions, null vectors and characteristic polynomials come out."""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp
from sympy import Poly, Symbol

from symdescent.symbolic.surds import ONE, ZERO, Surd, rational, root

Vector = tuple[Surd, ...]
Rows = Sequence[Sequence[Surd]]
Z = Symbol("z")


def product(matrix: Rows, vector: Sequence[Surd]) -> Vector:
    """The matrix (m, n) times the vector (n,)."""
    return tuple(dot(row, vector) for row in matrix)


def dot(row: Sequence[Surd], vector: Sequence[Surd]) -> Surd:
    total = ZERO
    for a, b in zip(row, vector, strict=True):
        if a and b:
            total = total + a * b
    return total


def reduced(rows: Rows, width: int) -> tuple[list[list[Surd]], list[int]]:
    """The rows in reduced echelon form in their first `width` columns; the pivots' columns."""
    left = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(width):
        at = len(pivots)
        found = next((i for i in range(at, len(left)) if left[i][column]), None)
        if found is None:
            continue
        left[at], left[found] = left[found], left[at]
        scale = left[at][column].inverse()
        left[at] = [scale * entry for entry in left[at]]
        for i, row in enumerate(left):
            if i != at and row[column]:
                left[i] = [a - row[column] * b for a, b in zip(row, left[at], strict=True)]
        pivots.append(column)
    return left, pivots


def solution(matrix: Rows, right: Sequence[Surd]) -> Vector | None:
    """One x with matrix x = right, 0 where it is free; None where there is none."""
    width = len(matrix[0])
    rows, pivots = reduced([[*row, b] for row, b in zip(matrix, right, strict=True)], width)
    if any(row[width] for row in rows[len(pivots) :]):
        return None
    found = [ZERO] * width
    for row, column in zip(rows, pivots, strict=False):
        found[column] = row[width]
    return tuple(found)


def null_vector(matrix: Rows) -> Vector | None:
    """A vector that the matrix sends to 0, other than 0; None where there is none."""
    width = len(matrix[0])
    rows, pivots = reduced(matrix, width)
    free = next((i for i in range(width) if i not in pivots), None)
    if free is None:
        return None
    found = [ONE if i == free else ZERO for i in range(width)]
    for row, column in zip(rows, pivots, strict=False):
        found[column] = -row[free]
    return tuple(found)


def characteristic(matrix: Rows) -> list[Surd]:
    """The coefficients of det(z - M), z^d first.

    By the sums of powers of the zeros (U. Le Verrier 1840; D. K. Faddeev, I. S. Sominsky 1949).
    """
    size = len(matrix)
    found, power = [ONE], [[ZERO] * size for _ in range(size)]
    for k in range(1, size + 1):
        shifted = [
            [entry + found[-1] if i == j else entry for j, entry in enumerate(row)]
            for i, row in enumerate(power)
        ]
        columns = list(zip(*shifted, strict=True))
        power = [[dot(row, column) for column in columns] for row in matrix]
        trace = sum((power[i][i] for i in range(size)), ZERO)
        found.append(trace * rational(Fraction(-1, k)))
    return found


def zeros(polynomial: Sequence[Surd]) -> list[tuple[Surd, int]] | None:
    """The zeros with their multiplicities; None where one has no spelling with square roots."""
    if len(polynomial) == 2:
        return [(-polynomial[1], 1)]
    if len(polynomial) == 3:
        return quadratic(*polynomial[1:])
    if all(c.is_rational for c in polynomial):
        return zeros_by_factors([c.fraction for c in polynomial])
    return None if polynomial[-1] else with_zero(zeros(polynomial[:-1]))


def zeros_by_factors(polynomial: Sequence[Fraction]) -> list[tuple[Surd, int]] | None:
    numbers = [sp.Rational(c.numerator, c.denominator) for c in polynomial]
    found: list[tuple[Surd, int]] = []
    for factor, many in Poly(numbers, Z, domain=sp.QQ).factor_list()[1]:
        lead, *rest = (Fraction(int(c.p), int(c.q)) for c in factor.all_coeffs())
        monic = [rational(c / lead) for c in rest]
        pair = [(-monic[0], 1)] if len(monic) == 1 else None
        pair = quadratic(*monic) if len(monic) == 2 else pair
        if pair is None:
            return None
        found += [(zero, many * each) for zero, each in pair]
    return found


def quadratic(trace: Surd, constant: Surd) -> list[tuple[Surd, int]] | None:
    """The zeros of z^2 + trace z + constant."""
    half = rational(Fraction(-1, 2)) * trace
    apart = root(half * half - constant)
    if apart is None:
        return None
    return [(half + apart, 1), (half - apart, 1)] if apart else [(half, 2)]


def with_zero(found: list[tuple[Surd, int]] | None) -> list[tuple[Surd, int]] | None:
    """The zeros with one more 0 among them."""
    if found is None:
        return None
    many = dict((not zero, many) for zero, many in found if not zero).get(True, 0)
    return [*[pair for pair in found if pair[0]], (ZERO, many + 1)]
