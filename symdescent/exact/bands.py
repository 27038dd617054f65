"""Many intervals at once go in, as arrays of ends; bands that surely hold the results come out.

Interval arithmetic (R. E. Moore, 1966) in double precision. Sums, products, quotients and square
roots are rounded to nearest (IEEE 754), so that one step of `nextafter` outwards holds the true
end. The other functions come from libm or from numpy's vector code, both within 4 units in the
last place; their ends are moved by 16 roundings, at least 8 such units at any size.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
INF: Final = np.inf
WIDE: Final = 16 * 2.0**-53
TINY: Final = 1e-300
BIG: Final = 1e300
LARGEST_ANGLE: Final = 2.0**20


@dataclass(frozen=True, slots=True)
class Band:
    """`low` and `high` arrays of one shape; infinite ends mean no bound. Never a nan."""

    low: Array
    high: Array

    def __add__(self, other: "Band") -> "Band":
        return _summed(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Band") -> "Band":
        return _summed(self.low - other.high, self.high - other.low)

    def __neg__(self) -> "Band":
        return Band(-self.high, -self.low)

    def __mul__(self, other: "Band") -> "Band":
        if self.low is self.high:
            ends = [_times(self.low, b) for b in (other.low, other.high)]
        elif other.low is other.high:
            ends = [_times(a, other.low) for a in (self.low, self.high)]
        else:
            ends = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        low, high = reduce(np.minimum, ends), reduce(np.maximum, ends)
        found = outward(low, high)
        nought = bool(np.any(low == 0) or np.any(high == 0))
        return _signed(found, self, other) if nought else found

    @property
    def sure(self) -> Array:
        """1 where every value is positive, -1 where every value is negative, else 0."""
        return np.where(self.low > 0, 1.0, np.where(self.high < 0, -1.0, 0.0))


def _times(a: Array, b: Array) -> Array:
    """Products of ends; an infinite end is a bound of real numbers, so 0 times it is 0."""
    found = a * b
    return np.where((a == 0) | (b == 0), 0.0, found) if np.any(np.isnan(found)) else found


def _summed(low: Array, high: Array) -> Band:
    """One step outwards, but from 0, which no sum of doubles is rounded to."""
    found = outward(low, high)
    return Band(np.where(low == 0, low, found.low), np.where(high == 0, high, found.high))


def _signed(found: Band, one: Band, two: Band) -> Band:
    """A product, held to the sign that its factors give it: 0 must not be stepped over."""
    nought = ((one.low == 0) & (one.high == 0)) | ((two.low == 0) & (two.high == 0))
    above = (one.low >= 0) & (two.low >= 0) | (one.high <= 0) & (two.high <= 0) | nought
    below = (one.low >= 0) & (two.high <= 0) | (one.high <= 0) & (two.low >= 0) | nought
    low = np.where(above, np.maximum(found.low, 0.0), found.low)
    return Band(low, np.where(below, np.minimum(found.high, 0.0), found.high))


def outward(low: Array, high: Array) -> Band:
    """One step outwards; no bound where the arithmetic gave none."""
    if np.any(np.isnan(low)) or np.any(np.isnan(high)):
        low = np.where(np.isnan(low), -INF, low)
        high = np.where(np.isnan(high), INF, high)
    return Band(np.nextafter(low, -INF), np.nextafter(high, INF))


def loose(low: Array, high: Array) -> Band:
    """Outwards by 8 units in the last place and more, for functions that are not rounded right."""
    low = np.where(np.isnan(low), -INF, low)
    high = np.where(np.isnan(high), INF, high)
    return outward(
        np.where(np.isinf(low), np.minimum(low, BIG), low - np.abs(low) * WIDE - TINY),
        np.where(np.isinf(high), np.maximum(high, -BIG), high + np.abs(high) * WIDE + TINY),
    )


def number(low: float, high: float, shape: tuple[int, ...]) -> Band:
    """The same interval everywhere; a number as one array, by which products know it."""
    first = np.full(shape, low)
    return Band(first, first if low == high else np.full(shape, high))


def everything(shape: tuple[int, ...]) -> Band:
    return number(-INF, INF, shape)


def hull(one: Band, two: Band) -> Band:
    return Band(np.minimum(one.low, two.low), np.maximum(one.high, two.high))


def choose(where: NDArray[np.bool_], one: Band, two: Band) -> Band:
    return Band(np.where(where, one.low, two.low), np.where(where, one.high, two.high))


def meet(one: Band, low: float, high: float) -> Band:
    """The part between two numbers that are known to bound the values."""
    return Band(np.clip(one.low, low, high), np.clip(one.high, low, high))


def power(x: Band, exponent: int) -> Band:
    """x^n for a whole number n >= 1."""
    if exponent % 2:
        return Band(_repeat(x.low, exponent).low, _repeat(x.high, exponent).high)
    size = np.maximum(np.abs(x.low), np.abs(x.high))
    least = np.where((x.low <= 0) & (x.high >= 0), 0.0, np.minimum(np.abs(x.low), np.abs(x.high)))
    return Band(np.maximum(_repeat(least, exponent).low, 0.0), _repeat(size, exponent).high)


def _repeat(x: Array, exponent: int) -> Band:
    """The power of a number by squaring."""
    base, total = Band(x, x), None
    while exponent:
        if exponent & 1:
            total = base if total is None else total * base
        exponent >>= 1
        base = base * base if exponent else base
    return total if total is not None else number(1.0, 1.0, x.shape)


def inverse(x: Band) -> Band:
    """1/x where x is not 0; no bound on the side where x comes near 0."""
    below, above = 1.0 / x.low, 1.0 / x.high
    low = np.where((x.low < 0) & (x.high >= 0), -INF, np.where(np.isinf(x.high), 0.0, above))
    high = np.where((x.high > 0) & (x.low <= 0), INF, np.where(np.isinf(x.low), 0.0, below))
    return _signed(outward(low, high), x, number(1.0, 1.0, x.low.shape))


def root(x: Band) -> Band:
    """The square root of the part that is not negative."""
    x = Band(np.maximum(x.low, 0.0), np.maximum(x.high, 0.0))
    found = outward(np.sqrt(x.low), np.sqrt(x.high))
    return Band(np.maximum(found.low, 0.0), found.high)


def rising(
    rule: Callable[[Array], Array],
    least: float = -INF,
    most: float = INF,
    domain: tuple[float, float] = (-INF, INF),
) -> Callable[[Band], Band]:
    """An increasing function with values between two bounds, on the part inside its domain."""

    def found(x: Band) -> Band:
        low, high = (rule(np.clip(end, *domain)) for end in (x.low, x.high))
        return meet(loose(low, high), least, most)

    return found


def _logarithm(x: Array) -> Array:
    return np.where(x > 0, np.log(np.maximum(x, 5e-324)), -INF)


QUARTER: Final = 1.5707963267948968  # above pi/2
exponential: Final = rising(np.exp, 0.0)
logarithm: Final = rising(_logarithm)
arctangent: Final = rising(np.arctan, -QUARTER, QUARTER)
hyperbolic_sine: Final = rising(np.sinh)
hyperbolic_tangent: Final = rising(np.tanh, -1.0, 1.0)
arcsine: Final = rising(np.arcsin, -QUARTER, QUARTER, (-1.0, 1.0))


def hyperbolic_cosine(x: Band) -> Band:
    size = np.maximum(np.abs(x.low), np.abs(x.high))
    least = np.where((x.low <= 0) & (x.high >= 0), 0.0, np.minimum(np.abs(x.low), np.abs(x.high)))
    return meet(loose(np.cosh(least), np.cosh(size)), 1.0, INF)


def absolute(x: Band) -> Band:
    size = np.maximum(np.abs(x.low), np.abs(x.high))
    least = np.where((x.low <= 0) & (x.high >= 0), 0.0, np.minimum(np.abs(x.low), np.abs(x.high)))
    return Band(least, size)


def cosine(x: Band) -> Band:
    """The cosine; its turning points are the multiples of pi."""
    return _wave(x, np.cos, 0.0)


def sine(x: Band) -> Band:
    """The sine; its turning points are pi/2 and the multiples of pi from there."""
    return _wave(x, np.sin, 0.5)


def _wave(x: Band, rule: Callable[[Array], Array], shift: float) -> Band:
    """-1 or 1 where the k-th turning point (shift + k) pi may lie inside, k odd or even.

    x/pi - shift is off by less than 1e-9 for |x| < 2^20, and 1e-9 is what is added to it. Near its
    zeros the value itself is small, so the margin is 2^-48, some 32 units of numbers near 1.
    """
    far = (np.abs(x.low) > LARGEST_ANGLE) | (np.abs(x.high) > LARGEST_ANGLE)
    low, high = np.where(far, 0.0, x.low), np.where(far, 0.0, x.high)
    first = np.ceil(low / np.pi - shift - 1e-9)
    last = np.floor(high / np.pi - shift + 1e-9)
    even = 2 * np.ceil(first / 2) <= last
    odd = 2 * np.ceil((first - 1) / 2) + 1 <= last
    ends = rule(low), rule(high)
    least, most = np.minimum(*ends) - 2.0**-48, np.maximum(*ends) + 2.0**-48
    found = Band(np.where(odd | far, -1.0, least), np.where(even | far, 1.0, most))
    return meet(found, -1.0, 1.0)


def fractional(x: Band, exponent: float) -> Band:
    """x^p of the part that is not negative, p > 0 being the double nearest to the exponent.

    The exponent's rounding changes a finite result by at most |p ln x| 2^-53 <= 745 * 2^-53 of
    itself, less than 1e-13.
    """
    x = Band(np.maximum(x.low, 0.0), np.maximum(x.high, 0.0))
    low, high = np.power(x.low, exponent), np.power(x.high, exponent)
    found = loose(low * (1 - 1e-13), high * (1 + 1e-13))
    return Band(np.maximum(found.low, 0.0), found.high)
