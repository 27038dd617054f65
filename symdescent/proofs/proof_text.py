"""Exact expressions as short plain text for proofs."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from sympy import CRootOf, Expr, Rational, Symbol

from symdescent.calculus.critical_number import CriticalOf
from symdescent.calculus.from_sympy import tree
from symdescent.language import plain

LONGEST = 120
ROOT = "r"  # as long as the short names that proofs give to roots


def spell(expression: Expr) -> str:
    """The expression as it would be typed: 2*x^2 + 1.

    >>> spell(Symbol("x") ** 2 + 1)
    'x^2 + 1'
    """
    text = written(expression)
    if len(text) <= LONGEST:
        return text
    roots = expression.atoms(CRootOf)
    if not roots:
        return text[: LONGEST - 3] + "..."
    short = len(written(expression.xreplace({r: Symbol(f"{ROOT}_1") for r in roots})))
    if short <= LONGEST or expression.free_symbols:
        return text
    from symdescent.proofs.enclosure import bounds

    return f"{digits(*bounds(expression, 120))}..."


def written(expression: Expr) -> str:
    """The same, however long."""
    return str(expression).replace("**", "^")


def text(expression: Expr) -> str:
    """The expression as it is written in a certificate."""
    return plain(tree(expression))


def listed(point: Sequence[Expr]) -> str:
    """Coordinates as they stand inside L(...), however long."""
    return ", ".join(map(written, point))


def spell_point(point: Sequence[Expr]) -> str:
    """Coordinates as they stand inside L(...): `4`, or `1, 1/2`."""
    return ", ".join(map(spell, point))


def spell_points(points: Sequence[Sequence[Expr]], most: int = 6) -> str:
    """A list of points, cut after `most`."""
    shown = [spell_point(p) if len(p) == 1 else f"({spell_point(p)})" for p in points[:most]]
    return ", ".join(shown) + (", ..." if len(points) > most else "")


def spell_call(variables: Sequence[Symbol]) -> str:
    """The function with its variables: L(x, y)."""
    return f"L({', '.join(v.name for v in variables)})"


def spell_bracket(low: Rational, high: Rational, digits: int = 12) -> str:
    """The two proved bounds of an infimum in decimals, rounded outwards.

    >>> spell_bracket(Rational(1, 3), Rational(1, 3), 4)
    'enclosed: between 0.3333 and 0.3334'
    """
    down, up = (Context(prec=digits, rounding=way) for way in (ROUND_FLOOR, ROUND_CEILING))
    left = down.divide(Decimal(int(low.p)), Decimal(int(low.q)))
    right = up.divide(Decimal(int(high.p)), Decimal(int(high.q)))
    return f"enclosed: between {left} and {right}"


def spell_number(value: Expr) -> str:
    """A value in closed form, or by the digits that are sure."""
    if not value.has(CriticalOf):
        return spell(value)
    from symdescent.proofs.enclosure import bounds

    return f"{digits(*bounds(value, 120))}..."


def digits(low: Fraction, high: Fraction, most: int = 12) -> str:
    """The digits that two bounds of a number have in common, at most so many.

    >>> digits(Fraction(31415, 10000), Fraction(31417, 10000))
    '3.141'
    >>> digits(Fraction(-1, 500), Fraction(1, 2000))
    '0.00'
    """
    for places in range(most, 0, -1):
        context = Context(prec=places, rounding=ROUND_DOWN)
        ends = [context.divide(Decimal(e.numerator), Decimal(e.denominator)) for e in (low, high)]
        if ends[0] == ends[1]:
            return f"{ends[0]:f}"
    if low <= 0 <= high:
        return f"0.{'0' * _noughts(max(-low, high), most)}".removesuffix(".")
    return f"{float((low + high) / 2):.1g}"


def _noughts(size: Fraction, most: int) -> int:
    """How many zeros every number that is not larger has after the point, at most so many."""
    return max((n for n in range(most + 1) if size * 10**n < 1), default=0)
