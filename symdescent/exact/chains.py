"""A band goes in; a function of it and its first two derivatives come out, with what was needed."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational

from symdescent.exact import bands
from symdescent.exact.bands import Band, number
from symdescent.exact.enclosure import enclose
from symdescent.exact.spans import Unknown

Mask = NDArray[np.bool_]
Triple = tuple[Band, Band, Band]


class Unreadable(Exception):
    """A function for which there is no rule here."""


@dataclass(slots=True)
class Marks:
    """Facts about each box: `smooth` C^2 on all of it, `steady` continuous with the gradient's
    bands valid, `whole` defined on all of it, `empty` defined nowhere on it."""

    smooth: Mask
    steady: Mask
    whole: Mask
    empty: Mask

    def need(self, sure: Mask, never: Mask) -> None:
        """A part of the expression is defined and smooth where sure, undefined where never."""
        for mask in (self.smooth, self.steady, self.whole):
            mask &= sure
        self.empty |= never


def constant_ends(node: Expr) -> tuple[float, float]:
    """The nearest doubles around a number; the double itself where it is one."""
    try:
        low, high = enclose(node, {}, 90).bounds()
        ends = (float(low), float(high))
    except (Unknown, OverflowError):
        raise Unreadable from None
    if isinstance(node, Rational) and Fraction(ends[0]) == Fraction(int(node.p), int(node.q)):
        return ends[0], ends[0]
    return float(np.nextafter(ends[0], -np.inf)), float(np.nextafter(ends[1], np.inf))


def _scaled(band: Band, factor: float) -> Band:
    return band * number(factor, factor, band.low.shape)


def log_of(x: Band) -> Triple:
    first = bands.inverse(x)
    return bands.logarithm(x), first, -bands.power(first, 2)


def _logarithm(x: Band, marks: Marks) -> Triple:
    marks.need(x.low > 0, x.high <= 0)
    return log_of(x)


def _exp(x: Band, marks: Marks) -> Triple:
    found = bands.exponential(x)
    return found, found, found


def _sin(x: Band, marks: Marks) -> Triple:
    found = bands.sine(x)
    return found, bands.cosine(x), -found


def _cos(x: Band, marks: Marks) -> Triple:
    found = bands.cosine(x)
    return found, -bands.sine(x), -found


def _one(x: Band) -> Band:
    return number(1.0, 1.0, x.low.shape)


def _tan(x: Band, marks: Marks) -> Triple:
    below = bands.cosine(x)
    marks.need(below.sure != 0, np.zeros(x.low.shape, dtype=bool))
    found = bands.sine(x) * bands.inverse(below)
    first = bands.power(found, 2) + _one(x)
    return found, first, _scaled(found * first, 2.0)


def _atan(x: Band, marks: Marks) -> Triple:
    first = bands.inverse(bands.power(x, 2) + _one(x))
    return bands.arctangent(x), first, _scaled(x * bands.power(first, 2), -2.0)


def _asin(x: Band, marks: Marks) -> Triple:
    marks.need((x.low > -1) & (x.high < 1), (x.low > 1) | (x.high < -1))
    first = bands.inverse(bands.root(_one(x) - bands.power(x, 2)))
    return bands.arcsine(x), first, x * bands.power(first, 3)


def _acos(x: Band, marks: Marks) -> Triple:
    value, first, second = _asin(x, marks)
    half = number(np.nextafter(bands.QUARTER, 0) - 4e-16, bands.QUARTER, x.low.shape)
    return half - value, -first, -second


def _sinh(x: Band, marks: Marks) -> Triple:
    found = bands.hyperbolic_sine(x)
    return found, bands.hyperbolic_cosine(x), found


def _cosh(x: Band, marks: Marks) -> Triple:
    found = bands.hyperbolic_cosine(x)
    return found, bands.hyperbolic_sine(x), found


def _tanh(x: Band, marks: Marks) -> Triple:
    found = bands.hyperbolic_tangent(x)
    first = bands.meet(_one(x) - bands.power(found, 2), 0.0, 1.0)
    return found, first, _scaled(found * first, -2.0)


def _abs(x: Band, marks: Marks) -> Triple:
    marks.smooth &= x.sure != 0
    zero = number(0.0, 0.0, x.low.shape)
    first = Band(np.where(x.low > 0, 1.0, -1.0), np.where(x.high < 0, -1.0, 1.0))
    return bands.absolute(x), first, zero


RULES: Final[dict[Any, Callable[[Band, Marks], Triple]]] = {
    sympy.exp: _exp,
    sympy.log: _logarithm,
    sympy.sin: _sin,
    sympy.cos: _cos,
    sympy.tan: _tan,
    sympy.atan: _atan,
    sympy.asin: _asin,
    sympy.acos: _acos,
    sympy.sinh: _sinh,
    sympy.cosh: _cosh,
    sympy.tanh: _tanh,
    sympy.Abs: _abs,
}


def raised(x: Band, exponent: Rational, marks: Marks) -> Triple:
    """x^p for a rational p, with its first and second derivative."""
    whole = isinstance(exponent, Integer)
    if not whole:
        marks.need(x.low > 0, x.high < 0)
    elif exponent < 0:
        marks.need(x.sure != 0, (x.low == 0) & (x.high == 0))
    return (
        _raised(x, exponent),
        _times(exponent, _raised(x, exponent - 1)),
        _times(exponent * (exponent - 1), _raised(x, exponent - 2)),
    )


def _times(factor: Rational, band: Band) -> Band:
    ends = constant_ends(factor)
    return band * number(*ends, band.low.shape)


def _raised(x: Band, exponent: Rational) -> Band:
    if exponent == 0:
        return _one(x)
    if exponent < 0:
        return bands.inverse(_raised(x, -exponent))
    if isinstance(exponent, Integer):
        return bands.power(x, int(exponent))
    if exponent.q == 2:
        half = bands.root(x)
        return bands.power(half, int(exponent.p)) if exponent.p > 1 else half
    return bands.fractional(x, float(exponent))
