"""Arithmetic with constants: exact where they are rational, else enclosed."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from symdescent.language.tokens import DEFAULT, Limits


@dataclass(frozen=True, slots=True)
class Turn:
    """A rational multiple of pi."""

    half: Fraction


class Enclosure(NamedTuple):
    """A number that lies between two floats."""

    low: float
    high: float


class Refused(NamedTuple):
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


POLE: Final = Refused("domain", "this function has a pole here")
_RADICAND: Final = "the root of a negative number is not real"


def logarithm(x: Value) -> Result:
    """log(x) to any base, as far as its existence goes."""
    if is_zero(x):
        return Refused("domain", "the logarithm of zero does not exist")
    box = enclose(x)
    if box.high < 0:
        return Refused("not_real", "the logarithm of a negative number is not real")
    if x == 1:
        return Fraction(0)
    if box.low <= 0 or box.high == math.inf:
        return UNKNOWN
    return around(math.log(box.low), math.log(box.high))


def square_root(x: Value) -> Result:
    """sqrt(x), exact for the squares of rational numbers."""
    if isinstance(x, Fraction) and x >= 0:
        top, bottom = math.isqrt(x.numerator), math.isqrt(x.denominator)
        if top * top == x.numerator and bottom * bottom == x.denominator:
            return Fraction(top, bottom)
    box = enclose(x)
    if box.high < 0:
        return Refused("not_real", _RADICAND)
    return around(math.sqrt(max(box.low, 0.0)), math.sqrt(box.high))


def sine(x: Value, shift: Fraction = Fraction(0)) -> Result:
    """sin(x + shift*pi), exact at multiples of pi/2 and where it is 1/2."""
    if isinstance(x, Turn) or is_zero(x):
        half = (x.half if isinstance(x, Turn) else Fraction(0)) + shift
        known = _SINES.get(half % 2)
        if known is not None:
            return known
    box = enclose(x)
    middle, spread = (box.low + box.high) / 2, box.high - box.low
    if not spread < 1 or abs(middle) > 1e3:
        return Enclosure(-1.0, 1.0)
    value = math.sin(middle + float(shift) * math.pi)
    return Enclosure(value - spread - SLACK, value + spread + SLACK)


_SINES: Final = {
    Fraction(0): Fraction(0),
    Fraction(1, 6): Fraction(1, 2),
    Fraction(1, 2): Fraction(1),
    Fraction(5, 6): Fraction(1, 2),
    Fraction(1): Fraction(0),
    Fraction(7, 6): Fraction(-1, 2),
    Fraction(3, 2): Fraction(-1),
    Fraction(11, 6): Fraction(-1, 2),
}


def cosine(x: Value) -> Result:
    """cos(x)."""
    return sine(x, Fraction(1, 2))


def _ratio(top: Result, bottom: Result) -> Result:
    """top / bottom of a trigonometric function, a pole where the bottom is exactly zero."""
    if isinstance(top, Refused) or isinstance(bottom, Refused):
        return UNKNOWN
    if is_zero(bottom):
        return POLE
    below = invert(bottom)
    return UNKNOWN if isinstance(below, Refused) else multiply(top, below, DEFAULT)


def _within(low: float, high: float, f: Callable[[float], float]) -> Callable[[Value], Result]:
    """A monotone function that is real only from low to high."""

    def apply(x: Value) -> Result:
        box = enclose(x)
        if box.high < low or box.low > high:
            return Refused("not_real", "this function is not real here")
        ends = [f(min(max(end, low), high)) for end in (box.low, box.high)]
        return around(min(ends), max(ends))

    return apply


def _monotone(f: Callable[[float], float]) -> Callable[[Value], Result]:
    """An increasing function of all real numbers with f(0) = 0."""

    def apply(x: Value) -> Result:
        if is_zero(x):
            return Fraction(0)
        box = enclose(x)
        low, high = _safely(f, box.low), _safely(f, box.high)
        return finite(around(low, high))

    return apply


def _safely(f: Callable[[float], float], x: float) -> float:
    """f(x), infinite where it overflows."""
    return f(x) if abs(x) < 709 else math.copysign(math.inf, x) if f is math.sinh else f(x)


def _hyperbolic_cosine(x: Value) -> Result:
    if is_zero(x):
        return Fraction(1)
    box = enclose(x)
    size = max(box.low, -box.high, 0.0)
    return LARGE if size > 710.5 else UNKNOWN


def _inverse_tangent_h(x: Value) -> Result:
    if isinstance(x, Fraction) and abs(x) == 1:
        return POLE
    return _within(-1 + 1e-16, 1 - 1e-16, math.atanh)(x)


def _absolute(x: Value) -> Result:
    """|x|."""
    if isinstance(x, Enclosure):
        return x if x.low > 0 else negative(x) if x.high < 0 else UNKNOWN
    return negative(x) if (x if isinstance(x, Fraction) else x.half) < 0 else x


def _extreme(choose: Callable[..., Fraction]) -> Callable[..., Result]:
    """min or max of exact numbers."""

    def apply(*values: Value) -> Result:
        rational = [value for value in values if isinstance(value, Fraction)]
        return choose(rational) if len(rational) == len(values) else UNKNOWN

    return apply


def _root(x: Value, n: Value) -> Result:
    """The real n-th root."""
    if is_zero(n):
        return ZERO_DIVISION
    even = isinstance(n, Fraction) and n.denominator == 1 and n % 2 == 0
    return Refused("not_real", _RADICAND) if even and enclose(x).high < 0 else UNKNOWN


_KNOWN: Final[dict[str, Callable[..., Result]]] = {
    "exp": exponential,
    "log": logarithm,
    "log10": lambda x: logarithm(x) if x == 1 or enclose(x).low <= 0 else UNKNOWN,
    "log2": lambda x: logarithm(x) if x == 1 or enclose(x).low <= 0 else UNKNOWN,
    "sqrt": square_root,
    "sin": sine,
    "cos": cosine,
    "tan": lambda x: _ratio(sine(x), cosine(x)),
    "sec": lambda x: _ratio(Fraction(1), cosine(x)),
    "csc": lambda x: _ratio(Fraction(1), sine(x)),
    "cot": lambda x: _ratio(cosine(x), sine(x)),
    "asin": _within(-1, 1, math.asin),
    "acos": _within(-1, 1, math.acos),
    "atan": _monotone(math.atan),
    "sinh": _monotone(math.sinh),
    "cosh": _hyperbolic_cosine,
    "tanh": _monotone(math.tanh),
    "acosh": _within(1, math.inf, math.acosh),
    "atanh": _inverse_tangent_h,
    "abs": _absolute,
    "min": _extreme(min),
    "max": _extreme(max),
    "root": _root,
}


def apply(function: str, values: Sequence[Value]) -> Result:
    """function(values), as far as it is known."""
    known = _KNOWN.get(function)
    return known(*values) if known else UNKNOWN
