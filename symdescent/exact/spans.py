"""Intervals in units of 2^-bits go in; their sums, products and powers, rounded outwards, come out.

Interval arithmetic (R. E. Moore, 1966) on whole numbers; no floats anywhere.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Final

MOST_BITS: Final = 4000


class Unknown(Exception):
    """No enclosure: outside the domain, too large, or no rule."""


@dataclass(frozen=True, slots=True)
class Span:
    """The interval [low, high] in units of 2^-bits."""

    low: int
    high: int
    bits: int

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high, self.bits)

    def __neg__(self) -> "Span":
        return Span(-self.high, -self.low, self.bits)

    def __mul__(self, other: "Span") -> "Span":
        a, b, c, d = self.low, self.high, other.low, other.high
        ends = (a * c, a * d, b * c, b * d)
        return Span(min(ends) >> self.bits, -(-max(ends) >> self.bits), self.bits)

    def inverse(self) -> "Span":
        """1/x; Unknown where x may be 0."""
        if self.low <= 0 <= self.high:
            raise Unknown
        one = 1 << (2 * self.bits)
        return Span(one // self.high, -(-one // self.low), self.bits)

    @property
    def sign(self) -> int | None:
        """-1, 0 or 1 where it is certain."""
        if self.low > 0 or self.high < 0:
            return 1 if self.low > 0 else -1
        return 0 if self.low == self.high == 0 else None

    def bounds(self) -> tuple[Fraction, Fraction]:
        """The ends as fractions."""
        unit = 1 << self.bits
        return Fraction(self.low, unit), Fraction(self.high, unit)


def of(low: Fraction, high: Fraction, bits: int) -> Span:
    """The tightest span around [low, high]."""
    unit = 1 << bits
    down = (low.numerator * unit) // low.denominator
    return Span(down, -((-high.numerator * unit) // high.denominator), bits)


def power(base: Span, exponent: int) -> Span:
    """x^n for a whole number n >= 0, with even powers not below 0."""
    if exponent == 0:
        return of(Fraction(1), Fraction(1), base.bits)
    if exponent % 2 == 0 and base.low < 0:
        top = max(-base.low, base.high)
        low = Span(0, 0, base.bits) if base.high >= 0 else Span(-base.high, -base.high, base.bits)
        return hull(_repeat(low, exponent), _repeat(Span(top, top, base.bits), exponent))
    if base.low < 0:
        ends = (Span(base.low, base.low, base.bits), Span(base.high, base.high, base.bits))
        return hull(*(_repeat(e, exponent) for e in ends))
    return _repeat(base, exponent)


def _repeat(base: Span, exponent: int) -> Span:
    if max(abs(base.low), abs(base.high)).bit_length() * exponent > 64 * MOST_BITS:
        raise Unknown
    total = base
    for _ in range(exponent - 1):
        total = total * base
    return total


def hull(one: Span, two: Span) -> Span:
    return Span(min(one.low, two.low), max(one.high, two.high), one.bits)


def root(x: Span) -> Span:
    """The square root; Unknown where x may be negative."""
    if x.low < 0:
        raise Unknown
    top = isqrt(x.high << x.bits)
    return Span(isqrt(x.low << x.bits), top + 1, x.bits)
