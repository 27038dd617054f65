"""A point near a critical point goes in; a named point with gradient exactly 0 comes out.

The digits come from Newton's method with a fixed matrix, in rational numbers; the names from small
integer relations (H. R. P. Ferguson, D. H. Bailey, 1992: PSLQ). Neither is believed: the gradient
at the named point must be 0 in exact arithmetic.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Final

import mpmath
import numpy as np
import sympy
from sympy import Expr, Integer, Symbol, log, pi

from symdescent.exact.algebraic import polynomial, real_roots
from symdescent.exact.bands import Array
from symdescent.exact.chart import names
from symdescent.exact.enclosure import enclose
from symdescent.exact.spans import Unknown, of
from symdescent.exact.substitution import Doubtful, put
from symdescent.exact.terms import rational
from symdescent.exact.values import closed_form

BITS: Final = 240
CLOSE: Final = 150
DIGITS: Final = 45
MOST_TRIED: Final = 12
LARGEST: Final = 5000


def polished(
    slopes: Sequence[Expr], curve: Array, at: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> dict[Symbol, Fraction] | None:
    """The root of the slopes near `at`, to some 60 digits, the others being fixed; or None."""
    inverse = [[Fraction(float(c)) for c in row] for row in np.linalg.inv(curve)]
    for _ in range(14):
        values = _numbers(slopes, at, fixed)
        if values is None:
            return None
        moves = [_dot(row, values) for row in inverse]
        at = {v: _short(a - m) for (v, a), m in zip(at.items(), moves, strict=True)}
        if max(map(abs, moves)) < Fraction(1, 2 ** (CLOSE + 30)):
            return at
    return None


def _dot(row: list[Fraction], values: list[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(row, values, strict=True)), Fraction(0))


def _short(number: Fraction) -> Fraction:
    return Fraction(round(number * 2**BITS), 2**BITS)


def _numbers(
    slopes: Sequence[Expr], at: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> list[Fraction] | None:
    known = {v: of(a, a, BITS) for v, a in at.items()}
    try:
        known |= {v: enclose(e, {}, BITS) for v, e in fixed.items()}
        return [_middle(*enclose(s, known, BITS).bounds()) for s in slopes]
    except (Unknown, OverflowError, ZeroDivisionError):
        return None


def _middle(low: Fraction, high: Fraction) -> Fraction:
    return (low + high) / 2


def named(
    slopes: Sequence[Expr], at: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> dict[Symbol, Expr] | None:
    """Exact values of all variables at which every slope is exactly 0."""
    choices = [list(islice(_names(near), 3)) for near in at.values()]
    for choice in islice(product(*choices), MOST_TRIED):
        known = dict(zip(at, choice, strict=True)) | fixed
        if all(vanishes(s, known) for s in slopes):
            return known
    return None


def vanishes(slope: Expr, known: dict[Symbol, Expr]) -> bool:
    """Whether the slope is exactly 0 there."""
    try:
        number = put(slope, known)
    except Doubtful:
        return False
    if number is None:
        return False
    if number == 0 or sympy.expand(number) == 0:
        return True
    plain = sympy.radsimp(sympy.expand(number, trig=True))
    return bool(plain == 0 or sympy.expand(plain) == 0)


def _names(near: Fraction) -> Iterator[Expr]:
    """Numbers with a short name that agree with so many bits that chance is out of the question."""
    yield from names(near, CLOSE)
    with mpmath.workdps(DIGITS):
        x = mpmath.mpf(near.numerator) / near.denominator
        yield from (e for e in _related(x) if _agrees(e, near))


def _agrees(number: Expr, near: Fraction) -> bool:
    try:
        low, high = enclose(number, {}, CLOSE + 40).bounds()
    except Unknown:
        return False
    return abs(low - near) < Fraction(1, 2**CLOSE) and abs(high - near) < Fraction(1, 2**CLOSE)


def _related(x: mpmath.mpf) -> Iterator[Expr]:
    for degree in (2, 3, 4):
        numbers = _relation([x**k for k in range(degree + 1)])
        if any(numbers[1:]):
            yield from _roots(numbers[::-1])
            break
    for unit, exact in ((mpmath.pi, pi), (mpmath.log(2), log(2)), (mpmath.log(3), log(3))):
        numbers = _relation([x, unit, mpmath.mpf(1)])
        if any(numbers[:1]):
            yield -(numbers[1] * exact + numbers[2]) / Integer(numbers[0])
    yield from _transcendental(x)


def _relation(parts: list[mpmath.mpf]) -> list[int]:
    """Whole numbers, not too large, with which the parts add up to 0; none where none is found."""
    if min(map(abs, parts)) < mpmath.mpf(10) ** -20:
        return []
    found = mpmath.pslq(parts, maxcoeff=LARGEST, maxsteps=3000)
    return [] if found is None else [int(n) for n in found]


def _transcendental(x: mpmath.mpf) -> Iterator[Expr]:
    """log(r) for a short fraction or quadratic r, exp(r) and exp(r pi) for a short fraction r."""
    if x > 0:
        for unit, exact in ((mpmath.mpf(1), Integer(1)), (mpmath.pi, pi)):
            power = Fraction(str(mpmath.log(x) / unit)).limit_denominator(100)
            yield sympy.exp(rational(power) * exact)
    if abs(x) <= 10:
        numbers = _relation([mpmath.exp(x) ** k for k in range(3)])
        yield from (log(e) for e in _roots(numbers[::-1]) if e.is_positive)


def _roots(numbers: list[int]) -> Iterator[Expr]:
    """The closed forms of the real roots of a polynomial, of positive degree."""
    while numbers and not numbers[0]:
        numbers = numbers[1:]
    if len(numbers) < 2:
        return
    for root in real_roots(polynomial([Fraction(int(c)) for c in numbers])):
        yield closed_form(root)
