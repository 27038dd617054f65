"""Closed forms enclosed by rational bounds, by intervals in units of 2^-bits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Any, Final

import sympy
from sympy import CRootOf, Expr, Integer, Rational, Symbol

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs.algebraic_numbers import Root, polynomial, roots_of_factor
from symdescent.proofs.terms import fraction

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


def monotone(rule: Callable[[Span], Span]) -> Callable[[Span], Span]:
    """An increasing function on an interval, from its rule on thin spans."""

    def wide(x: Span) -> Span:
        low = rule(Span(x.low, x.low, x.bits))
        return (
            low
            if x.low == x.high
            else Span(low.low, rule(Span(x.high, x.high, x.bits)).high, x.bits)
        )

    return wide


def _series(x: Span, next_factor: Callable[[int], Fraction], square: Span) -> Span:
    """The alternating or positive series sum x * prod(next_factor * square), with its remainder.

    Needs |square * next_factor| <= 1/2 throughout: the rest is then below the last term.
    """
    total = part = x
    count = 1
    while max(abs(part.low), abs(part.high)) > 1:
        factor = next_factor(count)
        part = part * square * of(factor, factor, x.bits)
        total = total + part
        count += 1
        if count > 4 * x.bits:
            raise Unknown
    rest = 4 + 2 * max(abs(part.low), abs(part.high))
    return Span(total.low - rest, total.high + rest, x.bits)


def _exp_thin(x: Span) -> Span:
    if abs(x.low) >> x.bits > MOST_BITS:
        raise Unknown
    extra = 24 + 2 * max(0, x.high >> x.bits)
    halvings = max(x.low.bit_length() - x.bits, 0) + 4
    fine = Span(x.low << extra, x.high << extra, x.bits + extra)
    small = Span(fine.low >> halvings, -(-fine.high >> halvings), fine.bits)
    one = of(Fraction(1), Fraction(1), fine.bits)
    total = _series(one, lambda n: Fraction(1, n), small)
    for _ in range(halvings):
        total = total * total
    return Span(total.low >> extra, -(-total.high >> extra), x.bits)


def _atanh(z: Span) -> Span:
    """atanh for |z| <= 1/3."""
    return _series(z, lambda n: Fraction(2 * n - 1, 2 * n + 1), z * z)


@lru_cache(maxsize=64)
def _log_two(bits: int) -> Span:
    third = _atanh(of(Fraction(1, 3), Fraction(1, 3), bits + 16))
    return Span(third.low >> 15, -(-third.high >> 15), bits)


def _log_thin(x: Span) -> Span:
    if x.low <= 0:
        raise Unknown
    shift = x.low.bit_length() - x.bits
    unit, value = Fraction(1), Fraction(x.low, 1 << x.bits)
    mantissa = value / Fraction(2) ** shift if shift else value
    if mantissa < Fraction(2, 3):
        mantissa, shift = mantissa * 2, shift - 1
    ratio = (mantissa - unit) / (mantissa + unit)
    half = _atanh(of(ratio, ratio, x.bits + 8))
    log = Span(half.low >> 7, -(-half.high >> 7), x.bits)
    two = _log_two(x.bits)
    ends = (two.low * shift, two.high * shift)
    return log + Span(min(ends), max(ends), x.bits)


@lru_cache(maxsize=64)
def pi(bits: int) -> Span:
    """pi by J. Machin's formula (1706)."""
    parts = [_arctan_small(of(Fraction(1, n), Fraction(1, n), bits + 16)) for n in (5, 239)]
    total = _times(parts[0], 16) + _times(parts[1], -4)
    return Span(total.low >> 16, -(-total.high >> 16), bits)


def _times(x: Span, number: int) -> Span:
    ends = (x.low * number, x.high * number)
    return Span(min(ends), max(ends), x.bits)


def _arctan_small(z: Span) -> Span:
    """arctan for |z| <= 1/2."""
    return _series(z, lambda n: Fraction(1 - 2 * n, 2 * n + 1), z * z)


def _atan_thin(x: Span) -> Span:
    """arctan by two halvings: arctan x = 2 arctan(x / (1 + sqrt(1 + x^2)))."""
    fine = Span(x.low << 16, x.high << 16, x.bits + 16)
    one = of(Fraction(1), Fraction(1), fine.bits)
    for _ in range(2):
        fine = fine * (one + root(one + power(fine, 2))).inverse()
    total = _times(_arctan_small(fine), 4)
    return Span(total.low >> 16, -(-total.high >> 16), x.bits)


def sine(x: Span) -> Span:
    """sin on an interval: its ends, and 1 or -1 where a crest or a trough may lie inside."""
    low, high = (_sine_thin(Span(e, e, x.bits)) for e in (x.low, x.high))
    total = hull(low, high)
    unit = 1 << x.bits
    crest = _may_hold(x, Fraction(1, 2))
    trough = _may_hold(x, Fraction(-1, 2))
    return Span(
        -unit if trough else max(total.low, -unit), unit if crest else min(total.high, unit), x.bits
    )


def _may_hold(x: Span, offset: Fraction) -> bool:
    """True unless it is certain that no (offset + 2k) pi lies in the interval."""
    if x.low == x.high:
        return False
    turns = x * pi(x.bits).inverse()
    low, high = turns.bounds()
    return (high - offset) / 2 // 1 != -((-(low - offset) / 2) // 1) - 1


def _sine_thin(x: Span) -> Span:
    """sin at one number: subtract a multiple of pi/2, then the series of sin or cos."""
    bits = x.bits + max(x.low.bit_length() - x.bits, 0) + 16
    if bits > 4 * MOST_BITS:
        raise Unknown
    fine = Span(x.low << (bits - x.bits), x.high << (bits - x.bits), bits)
    half = pi(bits + 8)
    half = Span(half.low >> 9, -(-half.high >> 9), bits)
    quarter = round(Fraction(fine.low, half.low))
    rest = fine + _times(half, -quarter)
    out = _sin_cos(rest, quarter % 2 == 1)
    out = -out if quarter % 4 >= 2 else out
    gap = bits - x.bits
    return Span(out.low >> gap, -(-out.high >> gap), x.bits)


def _sin_cos(rest: Span, cosine: bool) -> Span:
    first = of(Fraction(1), Fraction(1), rest.bits) if cosine else rest
    shift = -1 if cosine else 1
    return _series(first, lambda n: Fraction(-1, 2 * n * (2 * n + shift)), power(rest, 2))


exponential: Final = monotone(_exp_thin)
logarithm: Final = monotone(_log_thin)
arctangent: Final = monotone(_atan_thin)


def cosine(x: Span) -> Span:
    """cos x = sin(x + pi/2)."""
    half = pi(x.bits + 8)
    return sine(x + Span(half.low >> 9, -(-half.high >> 9), x.bits))


def cosh(x: Span) -> Span:
    top = Span(0, max(abs(x.low), abs(x.high)), x.bits)
    low = Span(max(x.low, -x.high, 0), max(x.low, -x.high, 0), x.bits)
    ends = [
        exponential(Span(e, e, x.bits)) + exponential(Span(-e, -e, x.bits))
        for e in (low.low, top.high)
    ]
    return Span(ends[0].low >> 1, -(-ends[1].high >> 1), x.bits)


def sinh_thin(x: Span) -> Span:
    total = exponential(x) + -exponential(-x)
    return Span(total.low >> 1, -(-total.high >> 1), x.bits)


def tanh_thin(x: Span) -> Span:
    if abs(x.low) > x.bits << x.bits:
        unit = 1 << x.bits
        return Span(unit - 1, unit, x.bits) if x.low > 0 else Span(-unit, 1 - unit, x.bits)
    if x.low > 0:
        return -tanh_thin(-x)
    double = exponential(x + x)
    one = of(Fraction(1), Fraction(1), x.bits)
    return (double + -one) * (double + one).inverse()


def absolute(x: Span) -> Span:
    if x.low >= 0 or x.high <= 0:
        return x if x.low >= 0 else -x
    return Span(0, max(-x.low, x.high), x.bits)


def asin_thin(x: Span) -> Span:
    unit = 1 << x.bits
    if abs(x.low) >= unit:
        raise Unknown
    one = of(Fraction(1), Fraction(1), x.bits)
    return arctangent(x * root(one + -power(x, 2)).inverse())


def acos(x: Span) -> Span:
    half = pi(x.bits)
    return Span(half.low >> 1, -(-half.high >> 1), x.bits) + -monotone(asin_thin)(x)


PRECISIONS: Final = (80, 200, 500)

RULES: Final[dict[Any, Callable[[Span], Span]]] = {
    sympy.exp: exponential,
    sympy.log: logarithm,
    sympy.sin: sine,
    sympy.cos: cosine,
    sympy.tan: lambda x: sine(x) * cosine(x).inverse(),
    sympy.atan: arctangent,
    sympy.asin: monotone(asin_thin),
    sympy.acos: acos,
    sympy.sinh: monotone(sinh_thin),
    sympy.cosh: cosh,
    sympy.tanh: monotone(tanh_thin),
    sympy.Abs: absolute,
}


def enclose(node: Expr, known: Mapping[Symbol, Span], bits: int) -> Span:
    """The value of an expression, its symbols in the given spans; Unknown where no rule holds."""
    if isinstance(node, Rational):
        return of(fraction(node), fraction(node), bits)
    if isinstance(node, Symbol) and node in known:
        return known[node]
    if node is sympy.pi or node is sympy.E:
        return pi(bits) if node is sympy.pi else exponential(of(Fraction(1), Fraction(1), bits))
    if isinstance(node, CRootOf):
        return _algebraic(node, bits)
    if isinstance(node, CriticalOf):
        return of(*node.ends, bits)
    return _compound(node, known, bits)


def _compound(node: Expr, known: Mapping[Symbol, Span], bits: int) -> Span:
    if isinstance(node, sympy.Pow):
        return _power(node, known, bits)
    parts = [enclose(part, known, bits) for part in node.args]
    if isinstance(node, sympy.Add | sympy.Mul):
        total = parts[0]
        for part in parts[1:]:
            total = total + part if isinstance(node, sympy.Add) else total * part
        return total
    if type(node) not in RULES:
        raise Unknown
    return RULES[type(node)](parts[0])


def _power(node: Expr, known: Mapping[Symbol, Span], bits: int) -> Span:
    if node.base is sympy.E:
        return exponential(enclose(node.exp, known, bits))
    base = enclose(node.base, known, bits)
    if isinstance(node.exp, Integer):
        size = power(base, abs(int(node.exp)))
        return size if node.exp > 0 else size.inverse()
    if node.exp in (Rational(1, 2), Rational(-1, 2)):
        return root(base) if node.exp > 0 else root(base).inverse()
    return exponential(enclose(node.exp, known, bits) * logarithm(base))


_ROOTS: dict[Any, Root] = {}


def _algebraic(node: CRootOf, bits: int) -> Span:
    if node not in _ROOTS:
        poly = polynomial([fraction(c) for c in node.poly.all_coeffs()]).monic()
        found = roots_of_factor(poly) if poly.is_irreducible else []
        if node.index >= len(found):
            raise Unknown
        _ROOTS[node] = found[node.index]
    known = _ROOTS[node]
    known.refine(Fraction(1, 1 << bits))
    return of(known.low, known.high, bits)


def sign_of(number: Expr) -> int | None:
    """The certain sign of a constant; 0 only for a literal zero, None where it stays unknown."""
    if isinstance(number, Rational):
        return int(bool(number > 0)) - int(bool(number < 0))
    for bits in PRECISIONS:
        try:
            found = enclose(number, {}, bits).sign
        except Unknown:
            continue
        if found:
            return found
    return None
