"""Exact numbers and vectors as mathematics, and decimals rounded from them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from sympy import CRootOf, Expr, Float

from symdescent.calculus.accurate_evaluation import floats
from symdescent.calculus.from_sympy import tree
from symdescent.language import pretty
from symdescent.language.notation import Matrix, Point, Relation, Symbolic, Transposed, Written
from symdescent.language.tree import Name, Negative, Node, Number

FEW: Final = 6  # entries of a vector that are all told
SHORT: Final = 40  # characters; a longer exact number is shown by its first digits
DIGITS: Final = 7  # of a number that is rounded in running text
PLAIN: Final = range(-1, 5)  # powers of ten that are written out in a table
READ: Final = range(-3, 7)  # and in running text
Real = Fraction | float
Sides = Sequence[tuple[Fraction | None, Fraction | None]]


def number(value: Fraction | int) -> Node:
    """A rational number, its sign outside."""
    size = Number(abs(Fraction(value)), "", 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


def bounds(names: Sequence[str], sides: Sides) -> tuple[Relation, ...]:
    """low <= x <= high for each variable that has a bound; of many, the first ones."""
    found = []
    for name, (low, high) in zip(names, sides, strict=True):
        left = [] if low is None else [number(low)]
        shown = (*left, Name(name, 0, 0), *([] if high is None else [number(high)]))
        if len(shown) > 1:
            found.append(Relation(shown, ("<=",) * (len(shown) - 1)))
    more = (Relation((Symbolic("dots"),), ()),) if len(found) > FEW else ()
    return (*found[:FEW], *more)


def column(entries: Sequence[Written]) -> Written:
    """A column vector; a lone entry as it is."""
    return Matrix(tuple((entry,) for entry in entries)) if len(entries) > 1 else entries[0]


def column_of(coordinates: Sequence[Fraction]) -> Written:
    return column([number(x) for x in coordinates])


def turned(entries: Sequence[Written]) -> Written:
    """The same within a line: a row with a T, of many entries the first ones and the last."""
    return Transposed(elided(entries)) if len(entries) > 1 else entries[0]


def turned_of(coordinates: Sequence[Fraction]) -> Written:
    return turned([number(x) for x in coordinates])


def elided(entries: Sequence[Written]) -> Point:
    """A point, of many coordinates the first ones and the last."""
    dots = Symbolic("dots")
    return Point(tuple(dots if i is None else entries[i] for i in picks(len(entries), 2)))


def picks(many: int, leading: int, most: int = FEW) -> list[int | None]:
    """Which of many entries are told, up to `most` all; None for those that dots stand for."""
    return [*range(many)] if many <= most else [*range(leading), None, many - 1]


def is_short(value: Expr) -> bool:
    """Whether an exact number is worth writing out."""
    return not value.has(CRootOf, Float) and len(pretty(tree(value))) <= SHORT


def exact(value: Expr) -> tuple[str, Written]:
    """= and the number itself while that is short, else "about" and its first digits."""
    if is_short(value) or value.free_symbols:
        return "=", tree(value)
    return "~", decimal(float(floats([value])[0]), DIGITS)


def exact_point(coordinates: Sequence[Expr]) -> tuple[str, Written]:
    """The same of a point, as a vector: all coordinates exact, or all rounded."""
    sign, shown = exact_coordinates(coordinates)
    return sign, turned(shown)


def exact_coordinates(coordinates: Sequence[Expr]) -> tuple[str, tuple[Written, ...]]:
    if all(is_short(x) or x.free_symbols for x in coordinates):
        return "=", tuple(tree(x) for x in coordinates)
    near = floats(list(coordinates))
    return "~", tuple(decimal(float(x), DIGITS) for x in near)


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
    from symdescent.numeric import rounding
    from symdescent.numeric.rounding import scientific

    if value == 0:
        return "0"
    mantissa, power = scientific(Fraction(value), digits, mode)
    if power in plain:
        return rounding.fixed(Fraction(f"{mantissa}e{power}"), max(digits - 1 - power, 0), mode)
    return f"{mantissa}e{power:+03d}"


def fixed(value: Real, places: int, mode: str) -> str:
    """So many digits after the point; with a power of ten where that would be long or empty."""
    from symdescent.numeric import rounding

    if value == 0 or Fraction(1, 10**4) <= abs(Fraction(value)) < 10**5:
        return rounding.fixed(Fraction(value), places, mode)
    return significant(value, places - 2, mode)
