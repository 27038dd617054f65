"""A case goes in; what slope and curvature say of the last point of its run comes out."""

import math
from dataclasses import dataclass

import numpy as np

from symdescent.numeric.objective import Array, Objective
from symdescent.numeric.run import Ending
from symdescent.verdict.claims import Case

HESSIAN_LIMIT = 50
NEAR = 1e-3  # of the size of a coordinate: as near as three decimals show
EDGE = 1e-6  # of the size of an edge of the box: nearer than that, a Hessian says nothing
STILL = 1e-8  # of the first gradient norm
SURE = 1e-6  # of the largest curvature: positive well beyond rounding
STEADY = 0.25  # of the least curvature: how much a Newton step may change it
EPS = float(np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Local:
    """The last point (n,), its (projected) gradient norm, and the eigenvalues of the Hessian there.

    Coordinates that press against an edge of the box count for nothing. `eigenvalues` ascend; empty
    where there are none, or where a kink or an edge next by makes them meaningless. `held`: every
    coordinate presses against an edge. `is_still`: the run converged, or the gradient shrank away.
    `is_firm`: a Newton step stays near by and finds the same curvature, as next to a true
    stationary point, and unlike next to an inflection.
    """

    point: Array
    slope: float
    eigenvalues: Array
    is_still: bool = False
    is_firm: bool = False
    held: bool = False

    @property
    def lowest(self) -> float:
        """The least curvature; nan where it is not known."""
        return float(self.eigenvalues[0]) if len(self.eigenvalues) else math.nan

    @property
    def widest(self) -> float:
        """The largest curvature in size."""
        return float(np.abs(self.eigenvalues).max()) if len(self.eigenvalues) else math.nan

    @property
    def bends_down(self) -> bool:
        """Whether some curvature is negative beyond rounding."""
        return self.lowest < -1e-8 * self.widest

    @property
    def bends_up(self) -> bool:
        """Whether all curvatures are positive beyond rounding."""
        return self.lowest > 1e-10 * self.widest

    @property
    def is_saddle(self) -> bool:
        """Whether this is next to a stationary point with a way down."""
        return self.is_still and self.is_firm and self.bends_down

    @property
    def is_minimum(self) -> bool:
        """Whether this is next to a local minimum."""
        return self.is_still and (self.held or (self.is_firm and self.lowest > SURE * self.widest))


def look(case: Case) -> Local:
    """What floats say of the last point of a run."""
    run, box = case.run, case.box
    point, gradient = run.points[-1], run.gradients[-1]
    slope = box.stationarity(point, gradient)
    first = box.stationarity(run.points[0], run.gradients[0])
    still = run.outcome.ending is Ending.CONVERGED or slope <= STILL * first
    free = ~np.array(box.pressed(point, gradient))
    if not free.any():
        return Local(point, slope, np.empty(0), still, held=True)
    hessian = curvature(case.objective, point) if speaks(case, free) else None
    if hessian is None:
        return Local(point, slope, np.empty(0), still)
    bend = hessian[np.ix_(free, free)]
    return Local(point, slope, bends(bend), still, firm(case, free, bend))


def speaks(case: Case, free: Array) -> bool:
    """Whether a Hessian means anything at the last point: no kinks, and no edge next to it."""
    point, edges = case.run.points[-1], np.array([case.box.low, case.box.high])
    beside = np.abs(point - edges) <= EDGE * (1 + np.abs(edges))
    beside &= np.isfinite(edges)
    return case.is_smooth and not bool((beside.any(axis=0) & free).any())


def bends(hessian: Array) -> Array:
    return np.asarray(np.linalg.eigvalsh(hessian), dtype=np.float64)


def firm(case: Case, free: Array, bend: Array) -> bool:
    """Whether a Newton step from the last point stays near by and finds the same curvature."""
    point, step = case.run.points[-1], np.zeros(len(free))
    step[free] = np.linalg.lstsq(bend, case.run.gradients[-1][free], rcond=1e-8)[0]
    there = curvature(case.objective, point - step)
    if there is None or not (np.abs(step) <= NEAR * (1 + np.abs(point))).all():
        return False
    now, then = float(bends(bend)[0]), float(bends(there[np.ix_(free, free)])[0])
    return abs(then - now) <= STEADY * abs(now)


def curvature(objective: Objective, point: Array) -> Array | None:
    """The Hessian, where it exists and is small enough to look at."""
    if len(point) > HESSIAN_LIMIT:
        return None
    hessian = objective.hessian(point)
    return hessian if np.isfinite(hessian).all() else None
