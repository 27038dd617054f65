"""Exact numbers go in; their mathematics, or decimals rounded from them, come out."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

from sympy import CRootOf, Expr

from symdescent.language import pretty
from symdescent.language.notation import Point, Relation, Written
from symdescent.language.tree import Name, Negative, Node, Number
from symdescent.symbolic.precision import floats
from symdescent.symbolic.retelling import tree

MODES: Final = {"half-even": ROUND_HALF_EVEN, "half-up": ROUND_HALF_UP}
SHORT: Final = 40  # characters; a longer exact number is shown by its first digits
DIGITS: Final = 7  # of a number that is rounded in running text
PLAIN: Final = range(-2, 5)  # powers of ten that are written out
Real = Fraction | float


def number(value: Fraction | int) -> Node:
    """A rational number, its sign outside."""
    size = Number(abs(Fraction(value)), "", 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


def point(coordinates: Sequence[Fraction]) -> Written:
    return Point(tuple(number(x) for x in coordinates))


def is_short(value: Expr) -> bool:
    """Whether an exact number is worth writing out."""
    return not value.has(CRootOf) and len(pretty(tree(value))) <= SHORT


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
    text = significant(value, digits, mode)
    head, _, power = text.partition("e")
    head = head.rstrip("0").rstrip(".") if "." in head else head
    bare = f"{head}e{power}" if power else head
    size = Number(abs(Fraction(bare)), bare.lstrip("-"), 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


def significant(value: Real, digits: int, mode: str) -> str:
    """So many digits that count: 50.00, 0.7390, 3.528e-08."""
    if value == 0:
        return "0"
    rounded = shortened(value, digits, mode)
    power = rounded.adjusted()
    if power in PLAIN:
        return f"{rounded:f}"
    return f"{rounded.scaleb(-power):f}e{power:+03d}"


def fixed(value: Real, places: int, mode: str) -> str:
    """So many digits after the point; with a power of ten where that would be long or empty."""
    if value == 0 or 1e-4 <= abs(value) < 1e5:
        return f"{quotient(value, places).quantize(Decimal(1).scaleb(-places), MODES[mode]):f}"
    return significant(value, places - 2, mode)


def shortened(value: Real, digits: int, mode: str) -> Decimal:
    """A number that is not 0, rounded once, from its exact value."""
    whole = quotient(value, digits)
    with localcontext(prec=digits + 400, rounding=MODES[mode]):
        rounded = whole.quantize(Decimal(1).scaleb(whole.adjusted() - digits + 1))
        return rounded.quantize(Decimal(1).scaleb(rounded.adjusted() - digits + 1))


def quotient(value: Real, digits: int) -> Decimal:
    """Far more digits than are wanted; one that is cut off is marked, so that no tie is made."""
    size = Fraction(value)
    scale = 10 ** (digits + 20 + max(0, len(str(size.denominator)) - len(str(abs(size.numerator)))))
    whole, rest = divmod(abs(size.numerator) * scale, size.denominator)
    text = f"{whole}{'1' if rest else ''}"
    with localcontext(prec=len(text) + 1):
        moved = Decimal(text).scaleb(1 - len(str(scale)) - bool(rest))
        return -moved if size < 0 else moved


def named(name: str) -> Node:
    return Name(name, 0, 0)
