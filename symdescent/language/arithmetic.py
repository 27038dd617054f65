"""Constants go in, the constant that they make comes out: exact where rational, else enclosed."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from symdescent.language.limits import DEFAULT, Limits


@dataclass(frozen=True, slots=True)
class Turn:
    """A rational multiple of pi."""

    half: Fraction


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A number that lies between two floats."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no such number: one of the kinds of errors, and a sentence."""

    kind: str
    message: str


Value = Fraction | Turn | Enclosure
Result = Value | Refused

UNKNOWN: Final = Enclosure(-math.inf, math.inf)
ZERO_DIVISION: Final = Refused("domain", "division by zero")
NEGATIVE_POWER: Final = Refused("not_real", "a fractional power of a negative number is not real")
SLACK: Final = 1e-12


def too_large(limits: Limits) -> Refused:
    """The refusal of a constant that no float holds or that has too many digits."""
    message = f"this constant is too large or too small (limits: 1e±308, {limits.bits:,} bits)"
    return Refused("too_large", message)


LARGE: Final = too_large(DEFAULT)


def exact(value: Fraction, limits: Limits = DEFAULT) -> Result:
    """The value, if a float can hold something near it."""
    top, bottom = value.numerator.bit_length(), value.denominator.bit_length()
    if max(top, bottom) > limits.bits or top - bottom > 1_023 or (top and bottom - top > 1_022):
        return too_large(limits)
    return value


def enclose(value: Value) -> Enclosure:
    """Two floats around a value."""
    if isinstance(value, Enclosure):
        return value
    middle = float(value) if isinstance(value, Fraction) else float(value.half) * math.pi
    return around(middle, middle)


def around(low: float, high: float) -> Enclosure:
    """Bounds moved outwards by more than the rounding of a few operations."""
    if math.isnan(low) or math.isnan(high):
        return UNKNOWN
    return Enclosure(low - SLACK * abs(low) - 1e-320, high + SLACK * abs(high) + 1e-320)


def is_zero(value: Value | None) -> bool:
    """Whether the value is exactly zero."""
    return value == 0 if isinstance(value, Fraction) else isinstance(value, Turn) and not value.half


def negative(value: Value) -> Value:
    """-value."""
    if isinstance(value, Turn):
        return Turn(-value.half)
    return -value if isinstance(value, Fraction) else Enclosure(-value.high, -value.low)


def add(a: Value, b: Value, limits: Limits) -> Result:
    """a + b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return exact(a + b, limits)
    if isinstance(a, Turn) and isinstance(b, Turn):
        return Turn(a.half + b.half)
    left, right = enclose(a), enclose(b)
    return finite(around(left.low + right.low, left.high + right.high))


def multiply(a: Value, b: Value, limits: Limits) -> Result:
    """a * b; zero times anything is zero."""
    if is_zero(a) or is_zero(b):
        return Fraction(0)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return exact(a * b, limits)
    if isinstance(a, Fraction) and isinstance(b, Turn):
        a, b = b, a
    if isinstance(a, Turn) and isinstance(b, Fraction):
        return Turn(a.half * b)
    left, right = enclose(a), enclose(b)
    corners = [x * y for x in (left.low, left.high) for y in (right.low, right.high)]
    return finite(around(min(corners), max(corners)))


def invert(a: Value) -> Result:
    """1 / a."""
    if is_zero(a):
        return ZERO_DIVISION
    if isinstance(a, Fraction):
        return 1 / a
    box = enclose(a)
    if box.low <= 0 <= box.high:
        return UNKNOWN
    return around(1 / box.high, 1 / box.low)


def finite(box: Enclosure) -> Result:
    """The enclosure, unless all of it lies beyond the floats."""
    beyond = box.low > 1e308 or box.high < -1e308
    return LARGE if beyond else box


def power(base: Value, exponent: Value, limits: Limits) -> Result:
    """base ^ exponent, judged by the size of the result before anything is computed."""
    if isinstance(exponent, Fraction) and isinstance(base, Fraction):
        return _rational_power(base, exponent, limits)
    box = enclose(base)
    whole = isinstance(exponent, Fraction) and exponent.denominator == 1
    if box.high < 0 and not whole and isinstance(exponent, Fraction):
        return NEGATIVE_POWER
    if box.low <= 0:
        return UNKNOWN
    return _by_logarithm(box, exponent, limits)


def _rational_power(base: Fraction, exponent: Fraction, limits: Limits) -> Result:
    """A power of a rational number."""
    if base == 0:
        return Fraction(exponent == 0) if exponent >= 0 else ZERO_DIVISION
    if exponent.denominator != 1:
        return NEGATIVE_POWER if base < 0 else _by_logarithm(enclose(base), exponent, limits)
    if abs(base) == 1:
        return base if exponent % 2 else Fraction(1)
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) - 1
    if abs(exponent) > limits.power or bits * abs(exponent) > limits.bits:
        return too_large(limits)
    return exact(base ** int(exponent), limits)


def _by_logarithm(base: Enclosure, exponent: Value, limits: Limits) -> Result:
    """exp(exponent * log(base)) of a positive base."""
    logarithm = around(math.log(base.low), math.log(base.high) if base.high < math.inf else 710)
    product = multiply(logarithm, exponent, limits)
    return product if isinstance(product, Refused) else exponential(product)


def exponential(x: Value) -> Result:
    """exp(x), refused where it is no float or rounds to zero."""
    if is_zero(x):
        return Fraction(1)
    box = enclose(x)
    if box.low > 709.79 or box.high < -745.2:
        return LARGE
    return around(math.exp(max(box.low, -746)), math.exp(box.high) if box.high < 709 else math.inf)
