"""A case and an exact minimiser go in; whether the run came to it, within rounding, comes out."""

import numpy as np

from symdescent.calculus.accurate_evaluation import Nearest, excess
from symdescent.numeric.run import Ending
from symdescent.verdict.claims import Case
from symdescent.verdict.local import EPS, NEAR, Local

ENOUGH = 1.5  # times the gradient left over by the curvature: the curvature is not constant
UNITS = 64  # of rounding, that a descent cannot be asked to do better than


def is_reached(case: Case, here: Local, near: Nearest | None, gap: float) -> bool:
    """Whether the run agrees with a minimiser: near it, come there, and no more unexplained."""
    if here.bends_down:
        return False
    if near is None:
        return sank(case, here, gap) and gap <= explained(case, here, abs(gap) ** 0.5)
    if not (is_close(case, near) and approached(case, near)):
        return False
    return consistent(case, here, near.distance, gap)


def is_close(case: Case, near: Nearest) -> bool:
    """Whether every coordinate is right to three decimals, or three digits where it is large."""
    goal = np.array(near.floats)
    return bool((np.abs(case.run.points[-1] - goal) <= NEAR * (1 + np.abs(goal))).all())


def approached(case: Case, near: Nearest) -> bool:
    """Whether the run made its way here: it converged, or closed nearly all of the distance."""
    goal = np.array(near.floats)
    first = float(np.linalg.norm(case.run.points[0] - goal))
    unit = UNITS * EPS * float(np.linalg.norm(1 + np.abs(goal)))
    converged = case.run.outcome.ending is Ending.CONVERGED
    return converged or near.distance <= max(NEAR * first, unit)


def sank(case: Case, here: Local, gap: float) -> bool:
    """Where no distance is known: whether the gap closed to a millionth, or to rounding."""
    first = excess(case.derivation, case.run.points[0].tolist(), case.minimum.value)
    first = min(first, 1 + float(np.abs(case.run.values[-1])))
    unit = UNITS * EPS * (1 + float(np.linalg.norm(here.point)))
    least = np.nan_to_num(here.widest) * unit**2
    return bool(gap <= max(NEAR**2 * first, slack(case), least))


def consistent(case: Case, here: Local, distance: float, gap: float) -> bool:
    """Whether the distance is what the gradient left over explains.

    Where the curvature is at least mu > 0, the distance is at most |gradient|/mu; elsewhere
    convexity alone bounds the gap by |gradient|*distance.
    """
    if not gap <= explained(case, here, distance):
        return False
    if here.bends_up:
        unit = UNITS * EPS * (1 + float(np.abs(here.point).max()))
        bound = ENOUGH * here.slope + unit * here.widest
        return bool(distance <= bound / here.lowest)
    return True


def explained(case: Case, here: Local, distance: float) -> float:
    """The largest gap that the slope allows at a distance, and rounding."""
    return ENOUGH * here.slope * distance + slack(case) + rounding(case)


def slack(case: Case) -> float:
    """What rounding hides in values of the size of those on the run."""
    sizes = np.abs(case.run.values)
    return UNITS * EPS * min(float(sizes.max()), 1 + float(sizes[-1]))


def rounding(case: Case) -> float:
    """What rounding the last point, and the edges of a box, may change in the value."""
    point, gradient = case.run.points[-1], case.run.gradients[-1]
    return 8 * EPS * float(np.abs(gradient) @ (1 + np.abs(point))) + 1e-30
