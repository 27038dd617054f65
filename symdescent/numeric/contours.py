"""Heights on a grid and a level go in, the lines of that level come out as polylines.

Marching squares (after W. Lorensen, H. Cline 1987, doi:10.1145/37402.37422, in the plane): where a
cell has two high corners across from two low ones, the mean of the four decides which are joined.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from symdescent.numeric.evaluation import Array

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
