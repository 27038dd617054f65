"""Terms at their least values go in; the only point where all of them are so comes out.

A square is least where its base is zero, a rising function where its argument is least, a sum whose
parts are least where each part is. What follows are equations; those that are linear in the one
letter that is left give its value, which is put into the others.
"""

from collections.abc import Iterator
from typing import Final

import sympy
from sympy import Add, Expr, Integer, Pow, Rational, Symbol

from symdescent.exact.check.reach import Ranges, reach
from symdescent.exact.check.refusal import Refusal
from symdescent.exact.check.signs import sign

RISING: Final = (sympy.exp, sympy.log, sympy.sinh, sympy.tanh, sympy.atan)


def only_point(terms: list[Expr], ranges: Ranges) -> dict[Symbol, Expr]:
    """The values of the letters that follow where every term is at its least value."""
    equations = [u for term in terms for u in vanishing(term, ranges)]
    known: dict[Symbol, Expr] = {}
    while True:
        left = [sympy.expand(u.xreplace(known)) for u in equations]
        found = next((pair for u in left if (pair := _solved(u)) is not None), None)
        if found is None:
            return known
        known[found[0]] = found[1]


def vanishing(node: Expr, ranges: Ranges) -> Iterator[Expr]:
    """Expressions that are zero wherever the term takes its least value; some or none of them."""
    factor, rest = node.as_coeff_Mul()
    if not rest.free_symbols or factor <= 0:
        return
    if isinstance(rest, Add):
        parts = [reach(part, ranges).low for part in rest.args]
        whole = reach(rest, ranges).low
        if None not in (*parts, whole) and _equal(Add(*parts), whole):
            for part in rest.args:
                yield from vanishing(part, ranges)
    elif isinstance(rest, Pow) and rest.base is sympy.E:
        yield from vanishing(rest.exp, ranges)
    elif isinstance(rest, Pow) and isinstance(rest.exp, Rational):
        yield from _root(rest.base, rest.exp, ranges)
    elif isinstance(rest, sympy.Abs):
        if _may_vanish(rest, ranges):
            yield rest.args[0]
    elif isinstance(rest, RISING):
        yield from vanishing(rest.args[0], ranges)


def _root(base: Expr, exponent: Rational, ranges: Ranges) -> Iterator[Expr]:
    """An even power is least where its base is zero; a root where what is under it is least, or
    zero where that may be negative."""
    if exponent <= 0:
        return
    if exponent.q == 1 and exponent.p % 2 == 0:
        if _may_vanish(base**2, ranges):
            yield base
    elif exponent.q > 1:
        low = reach(base, ranges).low
        if low is not None and _sign(low) == 1:
            yield from vanishing(base, ranges)
        elif _may_vanish(base**exponent, ranges):
            yield base


def _may_vanish(node: Expr, ranges: Ranges) -> bool:
    """Whether the least value that is seen is 0, so that it is taken at zeros alone."""
    low = reach(node, ranges).low
    return low is not None and _equal(low, Integer(0))


def _equal(one: Expr, two: Expr) -> bool:
    return _sign(one - two) == 0


def _sign(number: Expr) -> int | None:
    try:
        return sign(number)
    except Refusal:
        return None


def _solved(equation: Expr) -> tuple[Symbol, Expr] | None:
    """The letter and its value, of a x + b = 0 with numbers a and b."""
    letters = equation.free_symbols
    if len(letters) != 1:
        return None
    (x,) = letters
    slope = equation.coeff(x, 1)
    rest = equation - slope * x
    if slope.free_symbols or rest.free_symbols or not isinstance(slope, Rational) or slope == 0:
        return None
    return x, sympy.expand(-rest / slope)
