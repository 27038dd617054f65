"""Polynomials bounded from below on boxes: covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Final

from sympy import Expr, Rational

from symdescent.proofs.kernel import zero_test
from symdescent.proofs.kernel.balls import ball, fraction
from symdescent.proofs.kernel.certificates import Cover, Unfollowed, Untrue
from symdescent.proofs.kernel.claim import Claim, Point, attained, value_of
from symdescent.proofs.kernel.differentiation import derivative
from symdescent.proofs.kernel.exact_values import at, rational
from symdescent.proofs.kernel.statement import Problem
from symdescent.proofs.kernel.zero_test import sign

MOST_BOXES: Final = 1500
MOST_VARIABLES: Final = 4
BITS: Final = 120
FINE: Final = 2**80
Powers = tuple[int, ...]
Terms = dict[Powers, Fraction]
Span = tuple[Fraction, Fraction]
Box = tuple[Span, ...]


def cover(problem: Problem, minimum: Claim, shown: Cover) -> bool:
    """L > m outside of a bounded box and on all boxes in it that hold no claimed point; True."""
    terms = polynomial(problem)
    size = rational(shown.radius)
    if size < 1:
        raise Untrue("the radius is less than 1")
    points = attained(problem, minimum)
    for point in points:
        _level(problem, point)
    value = enclosed(value_of(minimum))[1]
    weights = _weights(terms, len(problem.variables))
    radius = Fraction(int(size.p), int(size.q))
    _far(terms, weights, radius, value)
    _near(terms, tuple((-(radius**a), radius**a) for a in weights), points, value)
    return True


def polynomial(problem: Problem) -> Terms:
    """L with rational coefficients, over the whole space."""
    count = len(problem.variables)
    if any(end is not None for pair in problem.box for end in pair) or count > MOST_VARIABLES:
        raise Unfollowed("a cover is for a few variables without bounds")
    top, bottom = zero_test.quotient(problem.expression)
    if set(bottom) != {()}:
        raise Unfollowed("L is not a polynomial")
    out = {_powers(problem, key): _ratio(number, bottom[()]) for key, number in top.items()}
    return out


def _powers(problem: Problem, letters: zero_test.Letters) -> Powers:
    found = dict(letters)
    powers = [found.pop(v, Fraction(0)) for v in problem.variables]
    if found or any(p.denominator != 1 or p < 0 for p in powers):
        raise Unfollowed("L is not a polynomial")
    return tuple(map(int, powers))


def _ratio(number: Expr, below: Expr) -> Fraction:
    found = number / below
    if not isinstance(found, Rational):
        raise Unfollowed("a coefficient is not rational")
    return Fraction(int(found.p), int(found.q))


def _level(problem: Problem, point: Point) -> None:
    """The gradient is zero at a point without parameters."""
    if point.place.ranges:
        raise Unfollowed("a family of points in a cover")
    for v in problem.variables:
        if sign(at(derivative(problem.expression, v), point.place)) != 0:
            raise Untrue("the gradient is not zero at a claimed point")


def enclosed(number: Expr) -> Span:
    """Fractions below and above a number, some 2^-80 apart."""
    found = ball(number, BITS)
    middle, radius = fraction(found.middle), fraction(found.radius)
    low, high = (middle - radius) * FINE, (middle + radius) * FINE
    return Fraction(floor(low), FINE), Fraction(ceil(high), FINE)


def _weights(terms: Terms, count: int) -> tuple[int, ...]:
    """a_i = D / d_i, with d_i the degree of the highest pure power of x_i."""
    degrees = [0] * count
    for key in terms:
        alone = [i for i, e in enumerate(key) if e]
        if len(alone) == 1:
            degrees[alone[0]] = max(degrees[alone[0]], key[alone[0]])
    if not all(degrees):
        raise Unfollowed("a variable has no power of its own")
    total = lcm(*degrees)
    return tuple(total // d for d in degrees)


def _far(terms: Terms, weights: tuple[int, ...], radius: Fraction, value: Fraction) -> None:
    """L > value where some |x_i| is at least r^(a_i), r >= radius: on the faces of a cube."""
    full = max(sum(a * e for a, e in zip(weights, key, strict=True)) for key in terms)
    whole = {**terms, (0,) * len(weights): terms.get((0,) * len(weights), Fraction(0)) - value}
    bent: Terms = {}
    for key, c in whole.items():
        left = full - sum(a * e for a, e in zip(weights, key, strict=True))
        bent[(*key, left)] = c
    cube = [(Fraction(-1), Fraction(1))] * len(weights)
    for i in range(len(weights)):
        for s in (Fraction(-1), Fraction(1)):
            face = (*cube[:i], (s, s), *cube[i + 1 :], (Fraction(0), 1 / radius))
            _above(bent, face)


def _above(terms: Terms, box: Box) -> None:
    """The polynomial is positive on the box."""
    waiting, done = [box], 0
    while waiting:
        here, done = waiting.pop(), done + 1
        if least(terms, here) > 0:
            continue
        if done > MOST_BOXES:
            raise Unfollowed("far away L is not seen to be larger")
        waiting += halves(here)


def _near(terms: Terms, box: Box, points: list[Point], value: Fraction) -> None:
    """Every part of the box lies above the value, or in a bowl around a claimed point."""
    shifted = {**terms, (0,) * len(box): terms.get((0,) * len(box), Fraction(0)) - value}
    places = [tuple(enclosed(c) for c in p.coordinates) for p in points]
    bends = Bends.of(terms, len(box))
    waiting, done = [box], 0
    while waiting:
        here, done = waiting.pop(), done + 1
        if least(shifted, here) > 0 or bends.in_bowl(here, places):
            continue
        if done > MOST_BOXES:
            raise Unfollowed("the boxes do not come to an end")
        waiting += halves(here)


@dataclass(frozen=True)
class Bends:
    """The second derivatives of a polynomial."""

    rows: tuple[tuple[Terms, ...], ...]

    @staticmethod
    def of(terms: Terms, count: int) -> "Bends":
        slopes = [slope(terms, i) for i in range(count)]
        return Bends(tuple(tuple(slope(s, j) for j in range(count)) for s in slopes))

    def in_bowl(self, box: Box, places: Sequence[Box]) -> bool:
        """Whether L is convex on the hull of the box and a point where it is level."""
        near = min(places, key=lambda p: _distance(box, p))
        if _distance(box, near) > max(high - low for low, high in box):
            return False
        pairs = zip(box, near, strict=True)
        hull = tuple((min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs)
        return definite([[span(entry, hull) for entry in row] for row in self.rows])


def _distance(box: Box, place: Box) -> Fraction:
    gaps = [max(p[0] - b[1], b[0] - p[1], Fraction(0)) for b, p in zip(box, place, strict=True)]
    return max(gaps)


def slope(terms: Terms, i: int) -> Terms:
    """The partial derivative."""
    return {(*k[:i], k[i] - 1, *k[i + 1 :]): c * k[i] for k, c in terms.items() if k[i]}


def definite(rows: list[list[Span]]) -> bool:
    """Whether every symmetric matrix in the intervals is positive definite: pivots above zero."""
    for k in range(len(rows)):
        if rows[k][k][0] <= 0:
            return False
        for i in range(k + 1, len(rows)):
            factor = times(rows[i][k], (1 / rows[k][k][1], 1 / rows[k][k][0]))
            for j in range(k + 1, len(rows)):
                low, high = times(factor, rows[k][j])
                rows[i][j] = rows[i][j][0] - high, rows[i][j][1] - low
    return True


def times(a: Span, b: Span) -> Span:
    ends = [x * y for x in a for y in b]
    return min(ends), max(ends)


def raised(x: Span, power: int) -> Span:
    ends = sorted((x[0] ** power, x[1] ** power))
    crosses = power % 2 == 0 and power and x[0] < 0 < x[1]
    return (Fraction(0) if crosses else ends[0]), ends[1]


def span(terms: Terms, box: Box) -> Span:
    """A range of the polynomial on the box, term by term."""
    low = high = Fraction(0)
    for key, c in terms.items():
        part = (c, c)
        for power, side in zip(key, box, strict=True):
            part = times(part, raised(side, power)) if power else part
        low, high = low + part[0], high + part[1]
    return low, high


def least(terms: Terms, box: Box) -> Fraction:
    """A lower bound on the box: term by term, or by the mean value theorem."""
    plain = span(terms, box)[0]
    if plain > 0:
        return plain
    middle = tuple(((a + b) / 2, (a + b) / 2) for a, b in box)
    centred = span(terms, middle)[0]
    for i, (a, b) in enumerate(box):
        if a < b:
            steep = span(slope(terms, i), box)
            centred -= max(abs(steep[0]), abs(steep[1])) * (b - a) / 2
    return max(plain, centred)


def halves(box: Box) -> list[Box]:
    """The box cut across its longest side."""
    i = max(range(len(box)), key=lambda j: box[j][1] - box[j][0])
    middle = (box[i][0] + box[i][1]) / 2
    parts = ((box[i][0], middle), (middle, box[i][1]))
    return [(*box[:i], part, *box[i + 1 :]) for part in parts]
