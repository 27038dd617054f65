"""An equation in two or three letters goes in; an ellipsoid's solutions by angles come out."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

import sympy
from sympy import Expr, Symbol, cos, sin

from symdescent.exact.terms import rational, terms_of

ANGLES: Final[tuple[Callable[..., tuple[Expr, ...]], ...]] = (
    lambda t: (cos(t), sin(t)),
    lambda t, s: (cos(s) * cos(t), cos(s) * sin(t), sin(s)),
)


def by_angles(
    equation: Expr, letters: list[Symbol], names: Sequence[str]
) -> dict[Symbol, Expr] | None:
    """What each letter is, with one angle less than there are letters, under these names."""
    if not 2 <= len(letters) <= len(ANGLES) + 1 or len(names) != len(letters) - 1:
        return None
    found = quadric(equation, letters)
    if found is None:
        return None
    angles = [Symbol(n, real=True) for n in names]
    ways = ANGLES[len(letters) - 2](*angles)
    pairs = zip(found.items(), ways, strict=True)
    return {v: centre + half * way for (v, (centre, half)), way in pairs}


def quadric(equation: Expr, letters: list[Symbol]) -> dict[Symbol, tuple[Expr, Expr]] | None:
    """The centre and half the width along each letter, where the equation is that of an ellipsoid
    with its axes along the letters: sum a_i (x_i - b_i)^2 = r with a_i and r above 0."""
    terms = terms_of(equation, tuple(letters), 40)
    if terms is None:
        return None
    count = len(letters)
    ones = [tuple(int(i == j) for j in range(count)) for i in range(count)]
    twos = [tuple(2 * e for e in key) for key in ones]
    zero = (0,) * count
    if set(terms) - {zero, *ones, *twos} or not all(terms.get(k, 0) for k in twos):
        return None
    side = 1 if terms[twos[0]] > 0 else -1
    squares = [side * terms[key] for key in twos]
    centres = [
        -side * terms.get(k, Fraction(0)) / (2 * a) for k, a in zip(ones, squares, strict=True)
    ]
    r = sum((a * b * b for a, b in zip(squares, centres, strict=True)), Fraction(0))
    r -= side * terms.get(zero, Fraction(0))
    if r <= 0 or min(squares) <= 0:
        return None
    halves = [sympy.sqrt(rational(r / a)) for a in squares]
    return {v: (rational(b), h) for v, b, h in zip(letters, centres, halves, strict=True)}
