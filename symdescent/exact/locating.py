"""A function and a point near a critical one go in; that point, as numbers of its own, comes out.

R. Krawczyk's test (1969, doi:10.1007/BF02234767): where c - Y f(c) + (1 - Y J(X)) (X - c) lies
inside the box X about c, the functions f have exactly one zero in X; f is the gradient here. J(X)
holds the Hessian over X, and Y may be any matrix, here the inverse of it at c in doubles.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor, log10
from typing import Final

import numpy as np
import sympy
from sympy import Expr, Symbol

from symdescent.calculus.multiprecision import CriticalOf, Ends
from symdescent.exact.bands import Array
from symdescent.exact.enclosure import enclose
from symdescent.exact.spans import Span, Unknown, of
from symdescent.exact.substitution import Doubtful, put
from symdescent.exact.terms import rational

PLACES: Final = 35  # digits of the ends of the box
MOST_PLACES: Final = 38  # of them after the point, as many as a saved proof can have
BITS: Final = 260
SHORT: Final = 1000


def partly_located(
    function: Expr, curve: Array, near: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> dict[Symbol, Expr] | None:
    """As `located`, but a variable whose slope is 0 at a short number, whatever the others are, has
    that number as its value."""
    sure = {v: c for v, near_by in near.items() if (c := _level(function, v, near_by)) is not None}
    free = [i for i, v in enumerate(near) if v not in sure]
    left = {v: c for v, c in near.items() if v not in sure}
    return located(function, curve[np.ix_(free, free)], left, fixed | sure)


def _level(function: Expr, v: Symbol, near: Fraction) -> Expr | None:
    """The short number next to `near` at which the slope along v is always 0."""
    short = near.limit_denominator(SHORT)
    if abs(short - near) > Fraction(1, 2**150):
        return None
    number = rational(short)
    slope = sympy.diff(function, v).xreplace({v: number})
    return number if slope == 0 or sympy.expand(slope) == 0 else None


def located(
    function: Expr, curve: Array, near: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> dict[Symbol, Expr] | None:
    """The exact values of all variables at the critical point next to `near`, which is free in the
    variables that are not fixed; None without proof. `curve`: the Hessian there in doubles."""
    try:
        inner = put(function, fixed)
    except Doubtful:
        return None
    letters = tuple(near)
    if inner is None or inner.free_symbols - set(letters):
        return None
    box = tuple(_around(c) for c in near.values())
    slopes = [sympy.diff(inner, v) for v in letters]
    if not holds_one(slopes, letters, box, np.asarray(np.linalg.inv(curve), dtype=np.float64)):
        return None
    return {v: CriticalOf(inner, letters, box, i) for i, v in enumerate(letters)} | fixed


def _around(number: Fraction) -> Ends:
    """A short decimal, less and more a little."""
    first = floor(log10(abs(number))) if number else 0
    unit = Fraction(1, 10 ** min(max(PLACES - first, 6), MOST_PLACES))
    middle = round(number / unit) * unit
    return middle - 4 * unit, middle + 4 * unit


def holds_one(
    functions: Sequence[Expr], letters: Sequence[Symbol], box: Sequence[Ends], inverse: Array
) -> bool:
    """Whether the functions are all zero at exactly one point of the box."""
    middle = [(low + high) / 2 for low, high in box]
    thin = {v: of(c, c, BITS) for v, c in zip(letters, middle, strict=True)}
    wide = {v: of(*ends, BITS) for v, ends in zip(letters, box, strict=True)}
    try:
        values = [enclose(f, thin, BITS) for f in functions]
        rows = [[enclose(sympy.diff(f, v), wide, BITS) for v in letters] for f in functions]
    except (Unknown, OverflowError, ZeroDivisionError):
        return False
    half = [wide[v] + -thin[v] for v in letters]
    matrix = [[of(Fraction(float(c)), Fraction(float(c)), BITS) for c in row] for row in inverse]
    moved = [-total(y, values) for y in matrix]
    for i, y in enumerate(matrix):
        for j, side in enumerate(half):
            column = [row[j] for row in rows]
            moved[i] = moved[i] + (_one(i == j) + -total(y, column)) * side
    return all(h.low < m.low and m.high < h.high for m, h in zip(moved, half, strict=True))


def total(row: Sequence[Span], column: Sequence[Span]) -> Span:
    """The sum of the products."""
    out = _one(False)
    for a, b in zip(row, column, strict=True):
        out = out + a * b
    return out


def _one(is_one: bool) -> Span:
    return of(Fraction(int(is_one)), Fraction(int(is_one)), BITS)
