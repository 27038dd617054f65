"""Exact numbers go in; their mathematics, or decimals rounded from them, come out."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from sympy import CRootOf, Expr, Float

from symdescent.language import pretty
from symdescent.language.notation import Point, Relation, Written
from symdescent.language.tree import Negative, Node, Number
from symdescent.numeric import rounding
from symdescent.numeric.rounding import scientific
from symdescent.symbolic.precision import floats
from symdescent.symbolic.retelling import tree

MODES: Final = tuple(rounding.HALVES)
SHORT: Final = 40  # characters; a longer exact number is shown by its first digits
DIGITS: Final = 7  # of a number that is rounded in running text
PLAIN: Final = range(-1, 5)  # powers of ten that are written out in a table
READ: Final = range(-3, 7)  # and in running text
Real = Fraction | float


def number(value: Fraction | int) -> Node:
    """A rational number, its sign outside."""
    size = Number(abs(Fraction(value)), "", 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


def point(coordinates: Sequence[Fraction]) -> Written:
    return Point(tuple(number(x) for x in coordinates))


def is_short(value: Expr) -> bool:
    """Whether an exact number is worth writing out."""
    return not value.has(CRootOf, Float) and len(pretty(tree(value))) <= SHORT


def exact(value: Expr) -> tuple[str, Written]:
    """= and the number itself while that is short, else "about" and its first digits."""
    if is_short(value) or value.free_symbols:
        return "=", tree(value)
    return "~", decimal(float(floats([value])[0]), DIGITS)


def exact_point(coordinates: Sequence[Expr]) -> tuple[str, Written]:
    """The same of a point: all coordinates exact, or all rounded."""
    if all(is_short(x) or x.free_symbols for x in coordinates):
        return "=", Point(tuple(tree(x) for x in coordinates))
    near = floats(list(coordinates))
    return "~", Point(tuple(decimal(float(x), DIGITS) for x in near))


def equal(left: Written, value: Expr) -> Relation:
    """left = value, or left about its first digits."""
    sign, shown = exact(value)
    return Relation((left, shown), (sign,))


def decimal(value: Real, digits: int, mode: str = "half-up") -> Node:
    """A rounded number as mathematics, without zeros at its end."""
    text = significant(value, digits, mode, READ)
    head, _, power = text.partition("e")
    head = head.rstrip("0").rstrip(".") if "." in head else head
    bare = f"{head}e{power}" if power else head
    size = Number(abs(Fraction(bare)), bare.lstrip("-"), 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


def significant(value: Real, digits: int, mode: str, plain: range = PLAIN) -> str:
    """So many digits that count: 50.00, 0.7390, 3.528e-08; `plain`: powers of ten not told."""
    if value == 0:
        return "0"
    mantissa, power = scientific(Fraction(value), digits, mode)
    if power in plain:
        return rounding.fixed(Fraction(f"{mantissa}e{power}"), max(digits - 1 - power, 0), mode)
    return f"{mantissa}e{power:+03d}"


def fixed(value: Real, places: int, mode: str) -> str:
    """So many digits after the point; with a power of ten where that would be long or empty."""
    if value == 0 or Fraction(1, 10**4) <= abs(Fraction(value)) < 10**5:
        return rounding.fixed(Fraction(value), places, mode)
    return significant(value, places - 2, mode)
