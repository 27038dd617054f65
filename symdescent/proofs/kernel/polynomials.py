"""Certificates about polynomials: bowls and sums of squares."""

from fractions import Fraction

from sympy import Expr, Integer, Matrix, Rational

from symdescent.proofs.kernel import zero_test
from symdescent.proofs.kernel.certificates import Bowl, Squares, Unfollowed, Untrue
from symdescent.proofs.kernel.claim import Claim, Point, attained, value_of
from symdescent.proofs.kernel.exact_values import expression, number, rational
from symdescent.proofs.kernel.statement import Problem
from symdescent.proofs.kernel.zero_test import sign, whole

Rows = list[list[Fraction]]


def bowl(problem: Problem, minimum: Claim, shown: Bowl) -> bool:
    """Hessian = L D L^T with D >= 0, and the gradient zero at every point, or pointing out of the
    box at its edge; True: no others."""
    count = len(problem.variables)
    hessian, slope = second_degree(problem)
    lower, pivots = _factors(shown, count)
    if product(lower, pivots) != hessian:
        raise Untrue("L D L^T is not the Hessian")
    if any(p < 0 for p in pivots):
        raise Untrue("a pivot is negative")
    points = attained(problem, minimum)
    for point in points:
        _flat(problem, hessian, slope, point)
    return _all_found(problem, points, pivots)


def second_degree(problem: Problem) -> tuple[Rows, list[Fraction]]:
    """The Hessian and the gradient at the origin of a polynomial of degree two at most."""
    top, bottom = zero_test.quotient(problem.expression)
    if set(bottom) != {()} or not isinstance(bottom[()], Rational):
        raise Untrue("L is not a polynomial")
    place = {v: i for i, v in enumerate(problem.variables)}
    hessian = [[Fraction(0)] * len(place) for _ in place]
    slope = [Fraction(0)] * len(place)
    for letters, factor in top.items():
        held = [place.get(a, -1) for a, e in letters for _ in range(_power(e))]
        c = factor / bottom[()]
        if -1 in held or len(held) > 2 or not isinstance(c, Rational):
            raise Untrue("L is not of degree two with rational coefficients")
        number = Fraction(int(c.p), int(c.q))
        if len(held) == 2:
            hessian[held[0]][held[1]] += number
            hessian[held[1]][held[0]] += number
        elif held:
            slope[held[0]] += number
    return hessian, slope


def _power(exponent: Fraction) -> int:
    return int(exponent) if exponent.denominator == 1 and 0 < exponent <= 2 else 3


def _factors(shown: Bowl, count: int) -> tuple[Rows, list[Fraction]]:
    rows = [[_fraction(c) for c in row] for row in shown.lower]
    pivots = [_fraction(c) for c in shown.pivots]
    square = len(rows) == len(pivots) == count and all(len(row) == count for row in rows)
    if not square:
        raise Untrue("the factors have another size than the Hessian")
    unit = all(row[i] == 1 and not any(row[i + 1 :]) for i, row in enumerate(rows))
    if not unit:
        raise Untrue("the lower factor is not unit lower triangular")
    return rows, pivots


def _fraction(written: str) -> Fraction:
    found = rational(written)
    return Fraction(int(found.p), int(found.q))


def product(lower: Rows, pivots: list[Fraction]) -> Rows:
    """L D L^T."""
    scaled = [[(k, c * pivots[k]) for k, c in enumerate(row) if c] for row in lower]
    return [[sum((c * other[k] for k, c in row), Fraction(0)) for other in lower] for row in scaled]


def _flat(problem: Problem, hessian: Rows, slope: list[Fraction], point: Point) -> None:
    lines = zip(hessian, slope, problem.box, point.coordinates, strict=True)
    for row, start, (low, high), here in lines:
        parts = [_rational(c) * x for c, x in zip(row, point.coordinates, strict=True) if c]
        total = sum(parts, _rational(start))
        if zero_test.vanishes(total, sign):
            continue
        told = 0 if total.free_symbols or here.free_symbols else sign(total)
        edge = {1: low, -1: high}.get(told)
        if edge is None or sign(here - edge):
            raise Untrue("the gradient is not zero at a claimed point")


def _rational(number: Fraction) -> Expr:
    return Rational(number.numerator, number.denominator)


def _all_found(problem: Problem, points: list[Point], pivots: list[Fraction]) -> bool:
    """Whether one affine family of the dimension of the zero pivots is claimed, over all of R."""
    flat = sum(p == 0 for p in pivots)
    letters = sorted(points[0].place.ranges, key=str)
    bounded = any(end is not None for pair in problem.box for end in pair)
    if len(points) > 1 or len(letters) != flat or (flat and bounded):
        return False
    if not letters:
        return True
    free = all(r.low is None and r.high is None for r in points[0].place.ranges.values())
    turns = Matrix([[c.coeff(s, 1) for s in letters] for c in points[0].coordinates])
    whole = all(s.is_integer is None or not s.is_integer for s in letters)
    return free and whole and not turns.free_symbols and turns.rank() == flat


def squares(problem: Problem, minimum: Claim, shown: Squares) -> bool:
    """L - m is a sum of squares with weights that are not negative; the points make it m."""
    total: Expr = Integer(0)
    for weight, base in shown.parts:
        factor = number(weight)
        if sign(factor) < 0:
            raise Untrue("a weight is negative")
        form = expression(base, problem.variables)
        if not whole(form):
            raise Unfollowed("a base that is not a polynomial")
        total += factor * form**2
    gap = problem.expression - value_of(minimum) - total
    if not zero_test.vanishes(gap, sign):
        raise Untrue("L - m is not that sum of squares")
    attained(problem, minimum)
    return False
