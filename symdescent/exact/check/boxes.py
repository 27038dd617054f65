"""A function over a box goes in; that it is nowhere below the claimed value comes out, by boxes
that are cut until each is done.

A box is done where the function lies above the value, where its slope along a letter is never zero
(then only an end of the whole box can be least, and the box shrinks to it), or where it lies in a
bowl: a box about a claimed point that was examined before. Where the slope sets boxes aside: at the
least point of all of these together a small move against the slope leads to a lower point, and so
to a box that is done for another reason (E. Hansen, 1980, doi:10.1007/BF01396702).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sympy import Expr

from symdescent.exact.certificate import Boxes as Shown
from symdescent.exact.check.arrays import Array, Boxes, Pair, product, summed
from symdescent.exact.check.balls import ball, fraction
from symdescent.exact.check.bowls import Bowl, demand_image, examine, read
from symdescent.exact.check.claim import demand_value, placed, value_of
from symdescent.exact.check.fields import Field, field_of
from symdescent.exact.check.refusal import Unfollowed, Untrue
from symdescent.exact.problem import Minimum, Problem

AT_ONCE: Final = 4096
MOST_BOXES: Final = 400_000
MOST_ROUNDS: Final = 400


def boxes(problem: Problem, minimum: Minimum, shown: Shown) -> bool:
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


def _exhaust(field: Field, bowls: list[Bowl], value: float) -> None:
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
    field: Field, low: Array, high: Array, bowls: list[Bowl], value: float
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
    field: Field, low: Array, high: Array, axis: NDArray[np.int64], bowls: list[Bowl]
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
