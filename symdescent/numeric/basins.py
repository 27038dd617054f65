"""The different stationary points among the ends of many descents."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from symdescent.numeric.batch import Counts
from symdescent.numeric.box import Box
from symdescent.numeric.objective import Array, Objective, compiled
from symdescent.numeric.rate_search import HESSIAN_LIMIT

POLISHES: Final = 30  # Newton steps at most
SAME: Final = 1e-6  # of 1 + |x|: polished points nearer than that are one
REACH: Final = 0.05  # of 1 + |x|: how far a polish may lead before it has left for elsewhere
REST: Final = 1e-6  # a gradient norm that a polished stationary point has at most
FLAT: Final = 1e-8  # of the largest curvature: no more than rounding


class Shape(StrEnum):
    """What the curvatures say of a stationary point, in floats."""

    MINIMUM = "a local minimum"
    SADDLE = "a saddle or a maximum"
    FLAT = "a stationary point"


@dataclass(frozen=True, eq=False)
class Basin:
    """A point (n,) where descents came together, its value, and which of them (their indices)."""

    point: Array
    value: float
    members: Counts
    shape: Shape


def basins(objective: Objective, ends: Array, which: Counts, box: Box) -> tuple[Basin, ...]:
    """The ends (n, m) of the descents numbered in `which`, gathered by the point they are near.

    The lowest comes first. Each point is polished by Newton's method, so that descents which came
    near one point by different amounts count as one. An end where this finds no point of rest
    belongs to none.
    """
    polished = [polish(objective, ends[:, i], box) for i in which]
    found: list[tuple[Array, list[int]]] = []
    for i, point in zip(which, polished, strict=True):
        if not slope(objective, point, box) <= REST:
            continue
        home = next((members for other, members in found if is_same(point, other)), None)
        if home is None:
            found.append((point, [int(i)]))
        else:
            home.append(int(i))
    made = [
        Basin(
            p,
            compiled(objective).height.at(p.tolist())[0],
            np.array(members),
            shape(objective, p, box),
        )
        for p, members in found
    ]
    return tuple(sorted(made, key=lambda basin: basin.value))


def is_same(a: Array, b: Array) -> bool:
    """Whether two points differ by no more than rounding and polishing leave."""
    return bool((np.abs(a - b) <= SAME * (1 + np.abs(b))).all())


@np.errstate(all="ignore")
def polish(objective: Objective, point: Array, box: Box) -> Array:
    """The stationary point next to a point (n,): Newton's method inside the box, while it helps.

    A coordinate that an edge holds stays there. The flattest of the points on the way, which may
    be the first.
    """
    best, here = point, point
    for _ in range(POLISHES):
        after = newton(objective, here, box)
        if after is None or not near(after, point):
            return best
        here = after
        if flatter(objective, here, best, box):
            best = here
        elif slope(objective, best, box) <= REST:
            return best
    return best


def near(after: Array, first: Array) -> bool:
    return bool((np.abs(after - first) <= REACH * (1 + np.abs(first))).all())


def flatter(objective: Objective, after: Array, before: Array, box: Box) -> bool:
    """Whether the projected gradient has become smaller."""
    return slope(objective, after, box) < slope(objective, before, box)


def slope(objective: Objective, point: Array, box: Box) -> float:
    return box.stationarity(point.tolist(), objective.gradient(point).tolist())


@np.errstate(all="ignore")
def shape(objective: Objective, point: Array, box: Box) -> Shape:
    """The curvatures over the coordinates that no edge of the box holds, in words."""
    inner = free_hessian(objective, point, box)
    if inner is None:
        return Shape.FLAT
    if not len(inner):
        return Shape.MINIMUM
    curvatures = np.linalg.eigvalsh(inner)
    level = FLAT * np.abs(curvatures).max()
    if curvatures[0] > level:
        return Shape.MINIMUM
    return Shape.SADDLE if curvatures[0] < -level else Shape.FLAT


def free_hessian(objective: Objective, point: Array, box: Box) -> Array | None:
    """The Hessian over the free coordinates; None where it is too large or not finite."""
    if len(point) > HESSIAN_LIMIT:
        return None
    free = ~np.array(box.pressed(point.tolist(), objective.gradient(point).tolist()))
    inner: Array = objective.hessian(point)[np.ix_(free, free)]
    return inner if np.isfinite(inner).all() else None


def newton(objective: Objective, point: Array, box: Box) -> Array | None:
    """One Newton step over the coordinates that no edge holds; None where there is none."""
    gradient, inner = objective.gradient(point), free_hessian(objective, point, box)
    if inner is None or not len(inner):
        return None
    free = ~np.array(box.pressed(point.tolist(), gradient.tolist()))
    step = np.zeros_like(point)
    step[free] = np.linalg.lstsq(inner, -gradient[free], rcond=None)[0]
    return np.array(box.project((point + step).tolist()))
