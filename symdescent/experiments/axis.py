"""A range as it is typed goes in, the exact values to try come out."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from symdescent.errors import InputError
from symdescent.options import number

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


def axis(name: str, text: str) -> Axis:
    """The values of "0.1, 0.2, 0.5", or of a range "1e-4..1" with a number of values ":50".

    Ends that are positive and ten times apart, or more, are joined by equal ratios, others by
    equal differences. Raises InputError (syntax, domain) for a text that is neither.
    """
    found = RANGE.fullmatch(text.strip())
    if found is None:
        values = tuple(number(piece, name) for piece in text.split(","))
        return Axis(name, values, f"{len(values)} values")
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


def ratios(low: Fraction, high: Fraction, many: int) -> tuple[Fraction, ...]:
    """Values between two ends, each about the same multiple of the one before, in four digits."""
    growth = math.log(high / low) / (many - 1)
    inner = (float(low) * math.exp(growth * i) for i in range(1, many - 1))
    return (low, *(Fraction(f"{value:.4g}") for value in inner), high)
