"""A CriticalOf goes in; that the gradient has exactly one zero in its box is checked.

R. Krawczyk's test (1969, doi:10.1007/BF02234767) in middle-radius arithmetic.
"""

from functools import cache
from typing import Any, Final

from mpmath import matrix, mp, mpf
from sympy import Expr, Symbol

from symdescent.calculus.multiprecision import CriticalOf, Ends
from symdescent.exact.check.balls import Ball, around, ball_at, dot, fraction
from symdescent.exact.check.differentiation import derivative
from symdescent.exact.check.refusal import Unfollowed, Untrue

BITS: Final = 260
MOST_LETTERS: Final = 10


def demand_criticals(*numbers: Expr) -> None:
    """Raises Refusal unless every CriticalOf in the numbers is what it says."""
    for number in numbers:
        for point in number.atoms(CriticalOf):
            _demand(point.function, point.letters, point.box)


@cache
def _demand(function: Expr, letters: tuple[Symbol, ...], box: tuple[Ends, ...]) -> None:
    if not len(letters) == len(box) == len(set(letters)) <= MOST_LETTERS:
        raise Untrue("a critical point needs an interval for each letter")
    if function.free_symbols - set(letters):
        raise Untrue("the function of a critical point has another letter")
    if any(low >= high for low, high in box):
        raise Untrue("the box of a critical point is empty")
    demand_criticals(function)
    slopes = tuple(derivative(function, v) for v in letters)
    with mp.workprec(BITS):
        image = _image(slopes, letters, box)
        inside = all(_within(ball, ends) for ball, ends in zip(image, box, strict=True))
    if not inside:
        raise Unfollowed("that there is exactly one critical point is not seen")


def _image(
    functions: tuple[Expr, ...], letters: tuple[Symbol, ...], box: tuple[Ends, ...]
) -> list[Ball]:
    """K = c - Y f(c) + (1 - Y J(X)) (X - c), with X about c as large as the box or larger."""
    wide = [around(*ends) for ends in box]
    thin = [Ball(b.middle, mpf(0)) for b in wide]
    slopes = [[derivative(f, v) for v in letters] for f in functions]
    over = [[ball_at(s, dict(zip(letters, wide, strict=True))) for s in row] for row in slopes]
    there = dict(zip(letters, thin, strict=True))
    values = [ball_at(f, there) for f in functions]
    guess = _inverse([[b.middle for b in row] for row in over])
    off = [Ball(mpf(0), b.radius) for b in wide]
    image = []
    for i, y in enumerate(guess):
        rest = [
            dot([*y, Ball(mpf(-1), mpf(0))], [*(row[j] for row in over), _one(i == j)])
            for j in range(len(letters))
        ]
        moved = [Ball(-v.middle, v.radius) for v in values]
        whole = dot([*y, *rest], [*moved, *off])
        image.append(dot([thin[i], whole], [_one(True), _one(True)]))
    return image


def _inverse(rows: list[list[Any]]) -> list[list[Ball]]:
    """Any matrix will do; the inverse of the middle does best."""
    try:
        found = matrix(rows) ** -1
    except ZeroDivisionError:
        raise Unfollowed("the slopes at a critical point are not independent") from None
    return [[Ball(found[i, j], mpf(0)) for j in range(len(rows))] for i in range(len(rows))]


def _one(is_one: bool) -> Ball:
    return Ball(mpf(int(is_one)), mpf(0))


def _within(ball: Ball, ends: Ends) -> bool:
    middle, radius = fraction(ball.middle), fraction(ball.radius)
    return ends[0] < middle - radius and middle + radius < ends[1]
