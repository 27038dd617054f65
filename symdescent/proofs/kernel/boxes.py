"""Certificates by boxes: bowls about claimed points, and the rest nowhere below."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational, Symbol

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs.kernel import zero_test
from symdescent.proofs.kernel.balls import ball, fraction
from symdescent.proofs.kernel.box_intervals import (
    Array,
    Boxes,
    Field,
    Pair,
    field_of,
    product,
    slope,
    summed,
)
from symdescent.proofs.kernel.certificates import Boxes as Shown
from symdescent.proofs.kernel.certificates import Level, Refusal, Unfollowed, Untrue
from symdescent.proofs.kernel.claim import Claim, Point, demand_value, placed, value_of
from symdescent.proofs.kernel.covers import definite
from symdescent.proofs.kernel.differentiation import derivative
from symdescent.proofs.kernel.exact_values import at, expression, rational
from symdescent.proofs.kernel.statement import Kind, Problem
from symdescent.proofs.kernel.zero_test import same, sign


@dataclass(frozen=True)
class BoxBowl:
    """A box in which the function is nowhere lower than at a claimed point."""

    low: Array
    high: Array


def level(problem: Problem, minimum: Claim, shown: Level) -> bool:
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


def read(field: Field, row: tuple[str, ...]) -> BoxBowl:
    """low, high, low, high, ...: doubles, written as rational numbers."""
    numbers = [rational(text) for text in row]
    ends = np.array([float(Fraction(int(n.p), int(n.q))) for n in numbers])
    exact = all(Rational(*e.as_integer_ratio()) == n for e, n in zip(ends, numbers, strict=True))
    if len(row) != 2 * len(field.letters) or not exact:
        raise Untrue("a bowl has other ends than doubles for each letter")
    return BoxBowl(ends[::2], ends[1::2])


def examine(problem: Problem, field: Field, point: Point, bowl: BoxBowl) -> list[int]:
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


def _holds(bowl: BoxBowl, coordinates: tuple[Expr, ...]) -> bool:
    for low, c, high in zip(bowl.low, coordinates, bowl.high, strict=True):
        ends = [Rational(*float(e).as_integer_ratio()) for e in (low, high)]
        if sign(c - ends[0]) < 0 or sign(ends[1] - c) < 0:
            return False
    return True


def _clipped(field: Field, bowl: BoxBowl) -> BoxBowl:
    return BoxBowl(np.maximum(bowl.low, field.low), np.minimum(bowl.high, field.high))


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
        return zero_test.vanishes(one - two, sign)
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


def demand_image(problem: Problem, first: Point, bowl: BoxBowl, images: tuple[str, ...]) -> None:
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


AT_ONCE: Final = 4096
MOST_BOXES: Final = 400_000
MOST_ROUNDS: Final = 400


def boxes(problem: Problem, minimum: Claim, shown: Shown) -> bool:
    """Every box is done, and every bowl holds a claimed point that is least in it; True: no other
    point is as low."""
    points, value = placed(problem, minimum), value_of(minimum)
    field = field_of(problem)
    if not len(shown.bowls) == len(shown.images) == len(points):
        raise Untrue("there is not one bowl for each claimed point")
    bowls = [read(field, row) for row in shown.bowls]
    loose = [examine(problem, field, *pair) for pair in zip(points, bowls, strict=True)]
    demand_value(problem, points[0], value)
    for point, bowl, images, free in zip(points, bowls, shown.images, loose, strict=True):
        if not images:
            demand_value(problem, point, value)
        elif not len(free) == len(loose[0]) == len(field.letters):
            raise Unfollowed("a symmetry carries a point that an end of the box holds")
        else:
            demand_image(problem, points[0], bowl, images)
    _exhaust(field, bowls, _above(value_of(minimum)))
    return True


def _above(value: Expr) -> float:
    found = ball(value, 120)
    top = fraction(found.middle) + fraction(found.radius)
    return float(np.nextafter(float(top), np.inf))


def _exhaust(field: Field, bowls: list[BoxBowl], value: float) -> None:
    """Cut what is left in two until nothing is; Unfollowed where that takes too long."""
    low, high = field.low[None, :].copy(), field.high[None, :].copy()
    done = 0
    with np.errstate(all="ignore"):
        for _ in range(MOST_ROUNDS):
            now_low, now_high = low[:AT_ONCE], high[:AT_ONCE]
            done += len(now_low)
            first, last, axis = _left(field, now_low, now_high, bowls, value)
            first, last = _halved(field, first, last, axis, bowls)
            low = np.concatenate([first, low[AT_ONCE:]])
            high = np.concatenate([last, high[AT_ONCE:]])
            if not len(low):
                return
            if done > MOST_BOXES:
                break
    raise Unfollowed("the boxes do not come to an end")


def _left(
    field: Field, low: Array, high: Array, bowls: list[BoxBowl], value: float
) -> tuple[Array, Array, NDArray[np.int64]]:
    """Of these boxes those that are not done, some made flat, and the letter along which to cut."""
    over = Boxes(field.letters, low, high)
    least = over.of(field.function)[0]
    slopes = [over.of(s) for s in field.slopes]
    least = np.maximum(least, np.where(over.sure, _centred(field, low, high, slopes), -np.inf))
    keep = ~(least > value)
    for bowl in bowls:
        keep &= ~np.all((low >= bowl.low) & (high <= bowl.high), axis=1)
    flat_low, flat_high = low.copy(), high.copy()
    for i, (down, up) in enumerate(slopes):
        rises = over.sure & (down > 0) & ~np.isneginf(low[:, i])
        falls = over.sure & (up < 0) & ~np.isposinf(high[:, i])
        first, last = low[:, i] <= field.low_in[i], high[:, i] >= field.high_in[i]
        keep &= ~(rises & ~first) & ~(falls & ~last)
        flat_high[:, i] = np.where(
            rises & first, np.minimum(high[:, i], field.low_in[i]), high[:, i]
        )
        flat_low[:, i] = np.where(falls & last, np.maximum(low[:, i], field.high_in[i]), low[:, i])
    axis = _longest(flat_low, flat_high, slopes)
    return flat_low[keep], flat_high[keep], axis[keep]


def _centred(field: Field, low: Array, high: Array, slopes: list[Pair]) -> Array:
    """L(c) + slopes (x - c) from below; nothing where a side is endless."""
    finite = np.all(np.isfinite(low) & np.isfinite(high), axis=1)
    middle = np.where(finite[:, None], low / 2 + high / 2, 0.0)
    total = Boxes(field.letters, middle, middle).of(field.function)
    for i, steep in enumerate(slopes):
        side = summed((low[:, i], high[:, i]), (-middle[:, i], -middle[:, i]))
        total = summed(total, product(steep, side))
    return np.where(finite, total[0], -np.inf)


def _longest(low: Array, high: Array, slopes: list[Pair]) -> NDArray[np.int64]:
    """The letter along which the function may change most; an endless side first."""
    width = high - low
    steep = np.stack([np.maximum(np.abs(a), np.abs(b)) for a, b in slopes], axis=1)
    known = np.all(np.isfinite(steep), axis=1)[:, None]
    score = np.where(np.isinf(width), 1e308, width * np.where(known, np.minimum(steep, 1e200), 1.0))
    return np.asarray(np.argmax(np.minimum(score, 1e308), axis=1))


def _halved(
    field: Field, low: Array, high: Array, axis: NDArray[np.int64], bowls: list[BoxBowl]
) -> tuple[Array, Array]:
    """Two parts of each box: cut at the face of a bowl that runs through it, or in the middle."""
    rows = np.arange(len(low))
    a, b = low[rows, axis], high[rows, axis]
    place = np.where(np.isinf(a) & np.isinf(b), 0.0, a / 2 + b / 2)
    place = np.where(np.isinf(b) & ~np.isinf(a), np.maximum(2 * a, a + 1), place)
    place = np.where(np.isinf(a) & ~np.isinf(b), np.minimum(2 * b, b - 1), place)
    for bowl in bowls:
        meets = np.all((low < bowl.high) & (high > bowl.low), axis=1)
        for i in range(low.shape[1]):
            for face in (bowl.low[i], bowl.high[i]):
                through = meets & (low[:, i] < face) & (face < high[:, i])
                place, axis = np.where(through, face, place), np.where(through, i, axis)
    a, b = low[rows, axis], high[rows, axis]
    if not np.all((a < place) & (place < b)):
        raise Unfollowed("a box is too small to be cut")
    first_high, second_low = high.copy(), low.copy()
    first_high[rows, axis] = place
    second_low[rows, axis] = place
    return np.concatenate([low, second_low]), np.concatenate([first_high, high])
