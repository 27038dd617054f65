"""Lines of equal height on a grid, and what is seen of points in a row within a frame."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from symdescent.numeric.objective import Array

Edge = tuple[int, int, int]  # row and column of its lower left end; 0: across, 1: up
Links = dict[Edge, list[Edge]]
BOTTOM, RIGHT, TOP, LEFT = range(4)
CORNERS: Final = (1, 2, 4, 8)  # lower left, lower right, upper right, upper left
SEGMENTS: Final = {  # the sum of the high corners, and which sides of the cell a line joins
    1: ((LEFT, BOTTOM),),
    2: ((BOTTOM, RIGHT),),
    3: ((LEFT, RIGHT),),
    4: ((RIGHT, TOP),),
    5: ((LEFT, TOP), (BOTTOM, RIGHT)),
    6: ((BOTTOM, TOP),),
    7: ((LEFT, TOP),),
    8: ((TOP, LEFT),),
    9: ((TOP, BOTTOM),),
    10: ((LEFT, BOTTOM), (RIGHT, TOP)),
    11: ((TOP, RIGHT),),
    12: ((RIGHT, LEFT),),
    13: ((RIGHT, BOTTOM),),
    14: ((BOTTOM, LEFT),),
}
OTHER: Final = {5: 10, 10: 5}  # the same saddle, its low corners joined


def contours(xs: Array, ys: Array, heights: Array, level: float) -> list[Array]:
    """The polylines (k, 2) where heights (len(ys), len(xs)), linear along the cells, are `level`.

    A closed line ends where it begins. Cells with a corner that is not finite have no line.
    """
    links = joined(heights, level)
    return [np.array([crossing(xs, ys, heights, level, e) for e in line]) for line in chains(links)]


def joined(heights: Array, level: float) -> Links:
    """Which edges the line of a level leads to from each edge that it crosses."""
    links: Links = {}
    corners = (heights[:-1, :-1], heights[:-1, 1:], heights[1:, 1:], heights[1:, :-1])
    finite = np.all([np.isfinite(corner) for corner in corners], axis=0)
    cases = np.tensordot(CORNERS, np.array([corner > level for corner in corners]), axes=1)
    for j, i in np.argwhere(finite & (cases > 0) & (cases < 15)).tolist():
        case = int(cases[j, i])
        if case in OTHER and heights[j : j + 2, i : i + 2].mean() <= level:
            case = OTHER[case]
        sides = ((j, i, 0), (j, i + 1, 1), (j + 1, i, 0), (j, i, 1))
        for a, b in SEGMENTS[case]:
            links.setdefault(sides[a], []).append(sides[b])
            links.setdefault(sides[b], []).append(sides[a])
    return links


def chains(links: Links) -> Iterator[list[Edge]]:
    """The edges one after the other: lines with ends first, then closed ones."""
    ends = [edge for edge, beside in links.items() if len(beside) == 1]
    for edge in (*ends, *links):
        if links[edge]:
            yield followed(links, edge)


def followed(links: Links, edge: Edge) -> list[Edge]:
    """The line from an edge on; its links are used up."""
    line = [edge]
    while links[edge]:
        after = links[edge].pop()
        links[after].remove(edge)
        line.append(after)
        edge = after
    return line


def crossing(xs: Array, ys: Array, heights: Array, level: float, edge: Edge) -> tuple[float, float]:
    """Where the level is on an edge."""
    j, i, up = edge
    low, high = heights[j, i], heights[j + up, i + 1 - up]
    share = (level - low) / (high - low)
    if up:
        return float(xs[i]), float(ys[j] + share * (ys[j + 1] - ys[j]))
    return float(xs[i] + share * (xs[i + 1] - xs[i])), float(ys[j])


def levels(heights: Array, many: int) -> Array:
    """Levels whose lines lie evenly: round a bowl, rings at equal distances.

    The k-th has the share (k/(many + 1))^2 of the grid below it, so that no stretching of the
    heights moves a line.
    """
    known = heights[np.isfinite(heights)]
    if not len(known):
        return np.empty(0)
    shares = (np.arange(1, many + 1) / (many + 1)) ** 2
    found = np.unique(np.quantile(known, shares))
    inner: Array = found[(found > known.min()) & (found < known.max())]
    return inner


Corner = tuple[float, float]


def within(points: Array, low: Corner, high: Corner) -> list[Array]:
    """The pieces (k, 2) of a polyline (m, 2) inside a frame; one that is not finite ends a piece.

    Segments are cut at the edges (Y.-D. Liang, B. Barsky 1984, doi:10.1145/357332.357333).
    """
    found: list[list[Array]] = []
    for piece in seen(points, low, high):
        if found and (found[-1][-1][-1] == piece[0]).all():
            found[-1].append(piece[1:])
        else:
            found.append([piece])
    return [np.concatenate(pieces) for pieces in found]


def seen(points: Array, low: Corner, high: Corner) -> Iterator[Array]:
    """Stretches (k, 2) of whole segments, and the parts (2, 2) of those that cross an edge."""
    below, above = points < np.array(low), points > np.array(high)
    inside = np.asarray((np.isfinite(points) & ~below & ~above).all(axis=1))
    whole = inside[:-1] & inside[1:]
    beside = ((below[:-1] & below[1:]) | (above[:-1] & above[1:])).any(axis=1)
    kinds = np.where(whole, 2, np.where(beside, 0, 1))
    changes = (np.flatnonzero(np.diff(kinds)) + 1).tolist()
    for first, last in pairwise([0, *changes, len(kinds)]):
        if kinds[first] == 2:
            yield points[first : last + 1]
        for i in range(first, last) if kinds[first] == 1 else ():
            part = segment(points[i].tolist(), points[i + 1].tolist(), low, high)
            if part is not None:
                yield np.array(part)


def segment(
    begin: list[float], end: list[float], low: Corner, high: Corner
) -> tuple[Corner, Corner] | None:
    """The part of a segment inside the frame; None where there is none."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        length = end[axis] - begin[axis]
        if not np.isfinite(length):
            return None
        if length == 0:
            if not low[axis] <= begin[axis] <= high[axis]:
                return None
            continue
        enter, leave = sorted((side[axis] - begin[axis]) / length for side in (low, high))
        first, last = max(first, enter), min(last, leave)
    if first >= last:
        return None
    (x, y), (after_x, after_y) = (at(begin, end, share) for share in (first, last))
    return held(x, y, low, high), held(after_x, after_y, low, high)


def at(begin: list[float], end: list[float], share: float) -> list[float]:
    """A point of a segment; its ends exactly."""
    if share in (0.0, 1.0):
        return end if share else begin
    return [a + share * (b - a) for a, b in zip(begin, end, strict=True)]


def held(x: float, y: float, low: Corner, high: Corner) -> Corner:
    """The point in the frame, from which the rounding of a long segment may have moved it."""
    return min(max(x, low[0]), high[0]), min(max(y, low[1]), high[1])


def thinned(points: Array, tolerance: float) -> list[int]:
    """Which points (m, 2) of a polyline to keep, so that no other is further from it.

    U. Ramer 1972, doi:10.1016/S0146-664X(72)80017-0; D. Douglas, T. Peucker 1973.
    """
    kept, open_ends = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_ends:
        begin, end = open_ends.pop()
        if end - begin < 2:
            continue
        away = distances(points[begin + 1 : end], points[begin], points[end])
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            middle = begin + 1 + worst
            kept.add(middle)
            open_ends += [(begin, middle), (middle, end)]
    return sorted(kept)


def distances(points: Array, begin: Array, end: Array) -> Array:
    """How far each point (m, 2) is from a segment."""
    along = end - begin
    length = float(along @ along)
    shares = np.clip((points - begin) @ along / length, 0, 1) if length else np.zeros(len(points))
    away: Array = np.linalg.norm(points - begin - shares[:, None] * along, axis=1)
    return away


def apart(points: Array, least: float) -> list[int]:
    """Which points (m, 2) to mark: each at least so far from the one marked before it.

    The first and the last are always among them.
    """
    kept = list(spaced(points.tolist(), least))
    last = len(points) - 1
    if kept[-1] != last:
        crowded = len(kept) > 1 and np.linalg.norm(points[kept[-1]] - points[last]) < least
        kept = [*(kept[:-1] if crowded else kept), last]
    return kept


def spaced(points: list[list[float]], least: float) -> Iterator[int]:
    """From the first point on, each that is far enough from the one before."""
    here = None
    for i, (x, y) in enumerate(points):
        if here is None or (x - here[0]) ** 2 + (y - here[1]) ** 2 >= least**2:
            here = x, y
            yield i
