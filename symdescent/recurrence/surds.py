"""Exact arithmetic and linear algebra with rational combinations of square roots."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import sympy as sp
from sympy import Expr, Poly, Symbol

TRIALS: Final = 1000  # divisors up to which squares are taken out of an integer
FIRST_BITS: Final = 64  # of an approximation, doubled until it tells a sign


@dataclass(frozen=True)
class Surd:
    """The number sum of parts[d] sqrt(d): d square-free, no part 0."""

    parts: Mapping[int, Fraction]

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __add__(self, other: "Surd") -> "Surd":
        return gathered([*self.parts.items(), *other.parts.items()])

    def __neg__(self) -> "Surd":
        return Surd({d: -q for d, q in self.parts.items()})

    def __sub__(self, other: "Surd") -> "Surd":
        return self + -other

    def __mul__(self, other: "Surd") -> "Surd":
        return gathered(
            [
                (d // common * (e // common), p * q * (-common if d < 0 and e < 0 else common))
                for d, p in self.parts.items()
                for e, q in other.parts.items()
                for common in (math.gcd(d, e),)
            ]
        )

    def __pow__(self, exponent: int) -> "Surd":
        """A power with a whole exponent >= 0; 0^0 is 1."""
        if self.is_rational:
            return rational(self.fraction**exponent)
        if exponent < 2:
            return self if exponent else ONE
        half = self ** (exponent // 2)
        return half * half * self if exponent % 2 else half * half

    def __truediv__(self, other: "Surd") -> "Surd":
        return self * other.inverse()

    @property
    def is_rational(self) -> bool:
        """Whether no root is left."""
        return self.parts.keys() <= {1}

    @property
    def fraction(self) -> Fraction:
        """The value of a rational number."""
        return self.parts.get(1, Fraction(0))

    @property
    def real(self) -> "Surd":
        """The real part."""
        return Surd({d: q for d, q in self.parts.items() if d > 0})

    @property
    def imaginary(self) -> "Surd":
        """The imaginary part, a real number."""
        return Surd({-d: q for d, q in self.parts.items() if d < 0})

    @property
    def conjugate(self) -> "Surd":
        """The complex conjugate."""
        return self.flipped(-1)

    def flipped(self, generator: int) -> "Surd":
        """Its image where sqrt(generator), of -1 or a prime, changes its sign and no other does."""
        return Surd({d: -q if contains(d, generator) else q for d, q in self.parts.items()})

    def inverse(self) -> "Surd":
        """1 over the number; ZeroDivisionError for 0."""
        if self.is_rational:
            return rational(1 / self.fraction)
        beside = self.flipped(generator(next(d for d in self.parts if d != 1)))
        return beside * (self * beside).inverse()

    def sign(self) -> int:
        """-1, 0 or 1, for a real number."""
        if self.is_rational:
            return (self.fraction > 0) - (self.fraction < 0)
        bits = FIRST_BITS
        while True:
            value, error = self.near(bits)
            if abs(value) > error:
                return 1 if value > 0 else -1
            bits *= 2

    def near(self, bits: int) -> tuple[Fraction, Fraction]:
        """A rational number near by, and how far away it may be at most; for a real number."""
        scale = 1 << bits
        pairs = [(q, math.isqrt(d * scale * scale)) for d, q in self.parts.items()]
        size = sum((abs(q) for q, _ in pairs), Fraction(0))
        return sum((q * root for q, root in pairs), Fraction(0)) / scale, size / scale

    def __float__(self) -> float:
        value, error = self.near(FIRST_BITS)
        bits = FIRST_BITS
        while abs(value) < error * (1 << 60):
            bits *= 2
            value, error = self.near(bits)
        return float(value)

    def __abs__(self) -> "Surd":
        return -self if self.sign() < 0 else self

    @property
    def expression(self) -> Expr:
        """The same as sympy has it."""
        terms = [(sp.Rational(q.numerator, q.denominator), d) for d, q in self.parts.items()]
        return sp.Add(*[q if d == 1 else q * sp.sqrt(d) for q, d in terms])


ZERO: Final = Surd({})
ONE: Final = Surd({1: Fraction(1)})


def rational(value: Fraction | int) -> Surd:
    """A rational number."""
    return Surd({1: Fraction(value)} if value else {})


def gathered(pairs: list[tuple[int, Fraction]]) -> Surd:
    total: dict[int, Fraction] = {}
    for d, q in pairs:
        total[d] = total[d] + q if d in total else q
    return Surd({d: q for d, q in total.items() if q})


def contains(d: int, generator: int) -> bool:
    return d < 0 if generator < 0 else d % generator == 0


def generator(d: int) -> int:
    """-1 for a negative number, else its least prime factor, or what is left without small ones."""
    if d < 0:
        return -1
    return next((p for p in range(2, TRIALS) if d % p == 0), d)


def square_free(n: int) -> tuple[int, int] | None:
    """(a, b) with n = a^2 b and b square-free, for n > 0; None where n is too large to say."""
    outer, inner, divisor = 1, 1, 2
    while divisor < TRIALS and divisor * divisor <= n:
        while n % (divisor * divisor) == 0:
            outer, n = outer * divisor, n // (divisor * divisor)
        if n % divisor == 0:
            inner, n = inner * divisor, n // divisor
        divisor += 1
    whole = math.isqrt(n)
    if whole * whole == n:
        return outer * whole, inner
    return (outer, inner * n) if n < TRIALS**3 else None


def root(value: Surd) -> Surd | None:
    """The square root, with a part >= 0 in front; None where it has no such spelling.

    sqrt(a + b sqrt(d)) has one where a^2 - b^2 d is a square.
    """
    if value.is_rational:
        return rational_root(value.fraction)
    if value.sign() < 0:
        size = root(-value)
        return size * Surd({-1: Fraction(1)}) if size else None
    return denested(value)


def rational_root(value: Fraction) -> Surd | None:
    if not value:
        return ZERO
    above, below = square_free(abs(value.numerator)), square_free(value.denominator)
    if above is None or below is None:
        return None
    (a, b), (c, d) = above, below
    sign = 1 if value > 0 else -1
    return Surd({sign * b: Fraction(a, 1)}) * Surd({d: Fraction(1, c * d)})


def denested(value: Surd) -> Surd | None:
    """The root of a positive a + b sqrt(d)."""
    beside = [d for d in value.parts if d != 1]
    if len(beside) != 1:
        return None
    a, b, d = value.fraction, value.parts[beside[0]], beside[0]
    norm = rational_root(a * a - b * b * d) if a else None
    if norm is None or not norm.is_rational:
        return None
    left, right = (rational_root((a + sign * norm.fraction) / 2) for sign in (1, -1))
    if left is None or right is None:
        return None
    return left + right if b > 0 else abs(left - right)


def read(expression: Expr) -> Surd | None:
    """The number of an expression made of rationals, square roots, sums and products."""
    if expression.is_Rational:
        return rational(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Pow and expression.exp == sp.S.Half and expression.base.is_Rational:
        base = expression.base
        return rational_root(Fraction(int(base.p), int(base.q)))
    if not (expression.is_Add or expression.is_Mul):
        return None
    total, combine = (ZERO, Surd.__add__) if expression.is_Add else (ONE, Surd.__mul__)
    for part in map(read, expression.args):
        if part is None:
            return None
        total = combine(total, part)
    return total


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
