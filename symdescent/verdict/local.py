"""A run goes in; what value, slope and curvature say of its last point comes out, in floats."""

import math
from dataclasses import dataclass

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.evaluation import Array
from symdescent.numeric.objective import Objective
from symdescent.numeric.run import Run

HESSIAN_LIMIT = 50
NEAR = 1e-3  # of the size of the numbers: as near as three decimals show
EPS = float(np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Local:
    """The last point (n,), its (projected) gradient norm, and the eigenvalues of the Hessian there.

    Coordinates that press against an edge of the box count for nothing. `eigenvalues` ascend; empty
    where there are none. `newton` is the length of the Newton step: about how far the stationary
    point is; inf where there is none. `held`: every coordinate presses against an edge.
    """

    point: Array
    slope: float
    eigenvalues: Array
    newton: float
    held: bool = False

    @property
    def scale(self) -> float:
        """The size of the numbers."""
        return 1 + float(np.abs(self.point).max())

    @property
    def is_still(self) -> bool:
        """Whether a stationary point lies next to the last point."""
        return self.slope == 0 or self.newton <= NEAR * self.scale

    @property
    def lowest(self) -> float:
        """The least curvature; nan where it is not known."""
        return float(self.eigenvalues[0]) if len(self.eigenvalues) else math.nan

    @property
    def bends_down(self) -> bool:
        """Whether some curvature is negative beyond rounding."""
        return len(self.eigenvalues) > 0 and self.lowest < -1e-8 * self.widest

    @property
    def bends_up(self) -> bool:
        """Whether all curvatures are positive beyond rounding."""
        return len(self.eigenvalues) > 0 and self.lowest > 1e-10 * self.widest

    @property
    def widest(self) -> float:
        """The largest curvature in size."""
        return float(np.abs(self.eigenvalues).max()) if len(self.eigenvalues) else math.nan


def look(objective: Objective, run: Run, box: Box) -> Local:
    """What floats say of the last point of a run."""
    point, gradient = run.points[-1], run.gradients[-1]
    slope = box.stationarity(point, gradient)
    hessian, free = curvature(objective, point), ~np.array(box.pressed(point, gradient))
    if not free.any():
        return Local(point, slope, np.empty(0), 0.0, held=True)
    if hessian is None:
        return Local(point, slope, np.empty(0), math.inf)
    bend = hessian[np.ix_(free, free)]
    bends = np.asarray(np.linalg.eigvalsh(bend), dtype=np.float64)
    return Local(point, slope, bends, newton(bend, gradient[free]))


def curvature(objective: Objective, point: Array) -> Array | None:
    """The Hessian, where it exists and is small enough to look at."""
    if len(point) > HESSIAN_LIMIT:
        return None
    hessian = objective.hessian(point)
    return hessian if np.isfinite(hessian).all() else None


def newton(hessian: Array, gradient: Array) -> float:
    try:
        return math.hypot(*np.linalg.solve(hessian, gradient))
    except np.linalg.LinAlgError:
        return math.inf
