"""A claimed point and a box about it go in; that it is the least point of the box is checked."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy import Expr, Integer, Rational, Symbol

from symdescent.calculus.multiprecision import CriticalOf
from symdescent.exact.certificate import Level
from symdescent.exact.check import formal
from symdescent.exact.check.arrays import Array, Boxes, Pair
from symdescent.exact.check.bounding import same
from symdescent.exact.check.claim import Point, demand_value, placed, value_of
from symdescent.exact.check.cover import definite
from symdescent.exact.check.differentiation import derivative
from symdescent.exact.check.fields import Field, field_of, slope
from symdescent.exact.check.places import at
from symdescent.exact.check.reading import expression, rational
from symdescent.exact.check.refusal import Refusal, Unfollowed, Untrue
from symdescent.exact.check.signs import sign
from symdescent.exact.problem import Kind, Minimum, Problem


@dataclass(frozen=True)
class Bowl:
    """A box in which the function is nowhere lower than at a claimed point."""

    low: Array
    high: Array


def level(problem: Problem, minimum: Minimum, shown: Level) -> bool:
    """Every claimed point is critical, and for a local minimum it has a bowl; that there are no
    others is not claimed."""
    points = placed(problem, minimum)
    if len(shown.bowls) != len(points):
        raise Untrue("there is not one bowl for each claimed point")
    for point, row in zip(points, shown.bowls, strict=True):
        demand_value(problem, point, value_of(minimum))
        if row:
            field = field_of(problem)
            examine(problem, field, point, read(field, row))
        elif minimum.kind is Kind.LOCAL:
            raise Unfollowed("a local minimum has no bowl")
        elif any(
            sign(at(derivative(problem.expression, v), point.place)) for v in point.place.values
        ):
            raise Untrue("the slope at a claimed point is not zero")
    return False


def _demand_level(function: Expr, point: Point) -> None:
    for v in point.place.values:
        if sign(at(derivative(function, v), point.place)) != 0:
            raise Untrue("the slope at a claimed point is not zero")


def read(field: Field, row: tuple[str, ...]) -> Bowl:
    """low, high, low, high, ...: doubles, written as rational numbers."""
    numbers = [rational(text) for text in row]
    ends = np.array([float(Fraction(int(n.p), int(n.q))) for n in numbers])
    exact = all(Rational(*e.as_integer_ratio()) == n for e, n in zip(ends, numbers, strict=True))
    if len(row) != 2 * len(field.letters) or not exact:
        raise Untrue("a bowl has other ends than doubles for each letter")
    return Bowl(ends[::2], ends[1::2])


def examine(problem: Problem, field: Field, point: Point, bowl: Bowl) -> list[int]:
    """The point lies in the bowl and is least there: a level point of a convex function in some
    letters, at the end of the box in the others, along which the function rises from it. The
    places of the former."""
    if point.place.ranges or not _holds(bowl, point.coordinates):
        raise Untrue("a claimed point does not lie in its bowl")
    here = _clipped(field, bowl)
    over = Boxes(field.letters, here.low[None, :], here.high[None, :])
    steep = [over.of(s) for s in field.slopes]
    free = []
    for i, (c, (low, high)) in enumerate(zip(point.coordinates, problem.box, strict=True)):
        if low is not None and c == low and steep[i][0][0] > 0:
            continue
        if high is not None and c == high and steep[i][1][0] < 0:
            continue
        free.append(i)
    over.of(field.function)
    smooth = _resolved(field.function, over)
    rows = [slope(smooth, field.letters[i]) for i in free]
    bends = [[_ends(over.of(slope(row, field.letters[j]))) for j in free] for row in rows]
    if not over.sure[0]:
        raise Unfollowed("the function is not seen to be smooth about a claimed point")
    if not definite(bends):
        raise Unfollowed("the function is not seen to be convex about a claimed point")
    if any(isinstance(c, CriticalOf) for c in point.coordinates):
        _demand_critical(smooth, point, [field.letters[i] for i in free])
    elif any(sign(at(row, point.place)) != 0 for row in rows):
        raise Untrue("the slope at a claimed point is not zero")
    return free


def _holds(bowl: Bowl, coordinates: tuple[Expr, ...]) -> bool:
    for low, c, high in zip(bowl.low, coordinates, bowl.high, strict=True):
        ends = [Rational(*float(e).as_integer_ratio()) for e in (low, high)]
        if sign(c - ends[0]) < 0 or sign(ends[1] - c) < 0:
            return False
    return True


def _clipped(field: Field, bowl: Bowl) -> Bowl:
    return Bowl(np.maximum(bowl.low, field.low), np.minimum(bowl.high, field.high))


def _resolved(node: Any, over: Boxes) -> Any:
    """The expression without |u|, as the sign of u is known over the box."""
    if not node.has(sympy.Abs):
        return node
    parts = [_resolved(part, over) for part in node.args]
    if not isinstance(node, sympy.Abs):
        return node.func(*parts)
    low, high = over.of(parts[0])
    if low[0] <= 0 <= high[0]:
        raise Unfollowed("the function has a kink near a claimed point")
    return parts[0] if low[0] > 0 else -parts[0]


def _ends(pair: Pair) -> tuple[Fraction, Fraction]:
    low, high = float(pair[0][0]), float(pair[1][0])
    if not np.isfinite(low) or not np.isfinite(high):
        raise Unfollowed("a second derivative has no bounds about a claimed point")
    return Fraction(low), Fraction(high)


def _demand_critical(function: Expr, point: Point, free: list[Symbol]) -> None:
    """The point is the critical point that it says, of this very function in its free letters; a
    free letter with a value of its own has a slope that is zero whatever the others are."""
    at_point = point.place.values
    named = [c for c in point.coordinates if isinstance(c, CriticalOf)]
    first = named[0]
    if any((c.function, c.box) != (first.function, first.box) for c in named):
        raise Unfollowed("the coordinates of a point belong to different critical points")
    if sorted(c.index for c in named) != list(range(len(first.letters))):
        raise Unfollowed("a point is only a part of a critical point")
    swaps = {v: c.letters[c.index] if c in named else c for v, c in at_point.items()}
    if not _alike(function.xreplace(swaps), first.function):
        raise Unfollowed("a claimed point is critical for another function than this one")
    for v in free:
        if at_point[v] not in named and not _alike(slope(function, v).xreplace(swaps), Integer(0)):
            raise Unfollowed("the slope along a letter is not seen to be zero")


def _alike(one: Expr, two: Expr) -> bool:
    """Whether two functions, both smooth about the point, are equal."""
    if one == two or same(one, two):
        return True
    try:
        return formal.vanishes(one - two, sign)
    except Refusal:
        return False


def _demand_moves(letters: tuple[Symbol, ...], images: list[Expr]) -> None:
    """The images are the letters in some order, with signs, and moved: no other change of letters
    is sure to carry level points to level points."""
    rows = [[derivative(image, v) for v in letters] for image in images]
    sizes = [[abs(entry) for entry in row] for row in rows]
    ones = [Integer(1)] + [Integer(0)] * (len(letters) - 1)
    lines = [*sizes, *map(list, zip(*sizes, strict=True))]
    if any(sorted(line, key=lambda size: size != 1) != ones for line in lines):
        raise Unfollowed("a symmetry does more than exchange letters, change signs, and move")


def demand_image(problem: Problem, first: Point, bowl: Bowl, images: tuple[str, ...]) -> None:
    """The symmetry keeps the function, and carries the first point into the bowl: to its only level
    point, which so has the same value."""
    letters = problem.variables
    if len(images) != len(letters):
        raise Untrue("a symmetry has another number of images than there are letters")
    swaps = dict(zip(letters, (expression(i, letters) for i in images), strict=True))
    _demand_moves(letters, list(swaps.values()))
    if not _alike(problem.expression.xreplace(swaps), problem.expression):
        raise Unfollowed("a symmetry is not seen to keep the function")
    there = tuple(swaps[v].xreplace(dict(first.place.values)) for v in letters)
    if not _holds(bowl, there):
        raise Untrue("a symmetry does not carry the first point into the bowl")
    for c, (low, high) in zip(there, problem.box, strict=True):
        if (low is not None and sign(c - low) < 0) or (high is not None and sign(high - c) < 0):
            raise Untrue("a symmetry carries the first point out of the box")
