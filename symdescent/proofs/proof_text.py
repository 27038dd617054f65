"""Exact expressions as they would be typed, and numbers by their digits."""

from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction

from sympy import CRootOf, Expr, Symbol

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
    return f"{digits(expression)}..."


def written(expression: Expr) -> str:
    """The same, however long."""
    return str(expression).replace("**", "^")


def text(expression: Expr) -> str:
    """The expression as it is written in a certificate."""
    return plain(tree(expression))


def spell_number(value: Expr) -> str:
    """A value in closed form, or by the digits that are sure."""
    return f"{digits(value)}..." if value.has(CriticalOf) else spell(value)


def digits(value: Expr, most: int = 12) -> str:
    """The digits of a number that are sure, at most so many."""
    from symdescent.proofs.enclosure import bounds

    return common_digits(*bounds(value, 120), most)


def common_digits(low: Fraction, high: Fraction, most: int = 12) -> str:
    """The digits that two bounds of a number have in common, at most so many.

    >>> common_digits(Fraction(31415, 10000), Fraction(31417, 10000))
    '3.141'
    >>> common_digits(Fraction(-1, 500), Fraction(1, 2000))
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
