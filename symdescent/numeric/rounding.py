"""Exact numbers as decimals that are rounded once, by whole numbers; and distances in ulp."""

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final

HALVES: Final = MappingProxyType(
    {
        "half-even": lambda whole: whole % 2 == 1,  # a tie goes to the even neighbour
        "half-up": lambda whole: True,  # a tie goes away from zero
    }
)


def fixed(value: Fraction, places: int, rounding: str = "half-even") -> str:
    """The number with so many places after the point: 32.805 to 2 places is 32.80, or 32.81."""
    scaled = rounded(abs(value) * 10**places, HALVES[rounding])
    sign = "-" if value < 0 and scaled else ""
    whole, rest = divmod(scaled, 10**places)
    return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"


def scientific(value: Fraction, digits: int, rounding: str = "half-even") -> tuple[str, int]:
    """(mantissa, exponent) of so many digits that count: 7/3000 is 2.333 times 10^-3."""
    if not value:
        return "0", 0
    exponent = power_of_ten(abs(value))
    scaled = rounded(abs(value) * Fraction(10) ** (digits - 1 - exponent), HALVES[rounding])
    if scaled == 10**digits:  # 9.999 became 10.00
        scaled, exponent = scaled // 10, exponent + 1
    text = str(scaled)
    return f"{'-' * (value < 0)}{text[0]}{'.' * (digits > 1)}{text[1:]}", exponent


def rounded(size: Fraction, up: Callable[[int], bool]) -> int:
    """The nearest whole number to one that is not negative."""
    whole, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator
    return whole + (twice > 0 or (twice == 0 and up(whole)))


def power_of_ten(size: Fraction) -> int:
    """The largest e with 10^e <= size, for size > 0."""
    bits = size.numerator.bit_length() - size.denominator.bit_length()
    guess = math.floor((bits - 1) * math.log10(2))
    while Fraction(10) ** (guess + 1) <= size:
        guess += 1
    return guess


def ulps(number: float, exact: Fraction) -> Fraction:
    """How far a float is from an exact number, in units in the last place of the latter.

    The unit is the distance of floats around `exact`; for 0, and below the normal floats, the
    least float above 0. OverflowError for what is beyond all floats.
    """
    unit = Fraction(math.ulp(float(exact)))
    return abs(Fraction(number) - exact) / unit


def drift(
    points: Iterable[Sequence[float]], exact: Iterable[Sequence[Fraction]]
) -> tuple[Fraction, ...]:
    """For each step that both have, the largest distance of a coordinate in ulp."""
    pairs = zip(points, exact, strict=False)
    return tuple(max(map(ulps, map(float, near), true)) for near, true in pairs)
