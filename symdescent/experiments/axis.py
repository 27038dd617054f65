"""A range as it is typed goes in, the exact values to try come out."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from symdescent.errors import InputError
from symdescent.problem.options import Given, number

RANGE: Final = re.compile(r"(?P<low>.+?)\.\.(?P<high>[^:]+)(:(?P<many>\d{1,6}))?")
USUAL: Final = 25  # values of a range whose number was not given
MOST: Final = 10_000
DECADE: Final = 10  # times as far apart as that, the ends are joined by equal ratios


@dataclass(frozen=True)
class Axis:
    """A setting's name and the values to try, in the order given; how they are spaced, in words."""

    name: str
    values: tuple[Fraction, ...]
    spacing: str


Values = Given | Iterable[Given]


def axis(name: str, given: Values) -> Axis:
    """The values of "0.1, 0.2", of a range "1e-4..1" with a number of values ":50", or numbers.

    Ends that are positive and ten times apart, or more, are joined by equal ratios, others by
    equal differences. Raises InputError (syntax, domain) for a text that is neither.
    """
    if not isinstance(given, str):
        return listed(name, given if isinstance(given, Iterable) else [given])
    text = given
    found = RANGE.fullmatch(text.strip())
    if found is None:
        return listed(name, text.split(","))
    low, high = number(found["low"], name), number(found["high"], name)
    many = int(found["many"] or USUAL)
    if not low < high:
        raise InputError("domain", f"the range of {name} is empty: {text[:60]}")
    if not 2 <= many <= MOST:
        raise InputError("domain", f"a range has 2 to {MOST} values, not {many}")
    if low > 0 and high >= DECADE * low:
        return Axis(name, ratios(low, high, many), f"{many} values, equal ratios")
    steps = tuple(low + (high - low) * Fraction(i, many - 1) for i in range(many))
    return Axis(name, steps, f"{many} values, equal steps")


def listed(name: str, given: Iterable[Given]) -> Axis:
    """Values one by one."""
    values = tuple(number(value, name) for value in given)
    if not 1 <= len(values) <= MOST:
        raise InputError("domain", f"{name} needs 1 to {MOST} values, not {len(values)}")
    return Axis(name, values, "1 value" if len(values) == 1 else f"{len(values)} values")


def ratios(low: Fraction, high: Fraction, many: int) -> tuple[Fraction, ...]:
    """Values between two ends, each about the same multiple of the one before, in four digits."""
    first, last = logarithm(low), logarithm(high)
    growth = (last - first) / (many - 1)
    inner = (math.exp(first + growth * i) for i in range(1, many - 1))
    return (low, *(Fraction(f"{value:.4g}") for value in inner), high)


def logarithm(value: Fraction) -> float:
    """Of a fraction whose parts may be longer than a float."""
    return math.log(value.numerator) - math.log(value.denominator)
