"""A case without a minimum goes in; whether the run follows the way down comes out."""

import numpy as np

from symdescent.calculus.accurate_evaluation import excess
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Ending
from symdescent.verdict.claims import Case, Finding, Standing
from symdescent.verdict.local import Local
from symdescent.verdict.nearness import rounding

FALLING = 0.7  # of what the second quarter fell, the second half must: so does a logarithm
CLOSING = 1e-3  # of the gap to an infimum, that the second half must have closed
CLOSED = 1e-6  # of the first gap, that is next to nothing
NEARER = 0.5  # of the first gap to an infimum, that may be left
STEADY = 0.999  # of the gradient norm half way, that must be left
LARGEST = 1e300  # that a value on the way counts for
HALVINGS = 40  # of the last stretch before the end of the domain
DOUBLINGS = 48  # of the second half of the way, to look where it leads


def against_escape(case: Case, here: Local) -> Finding:
    """The run against the proof that there is no minimum."""
    infimum = case.minimum.value
    if infimum is None:
        return without_bound(case, here)
    first, half, last = (
        excess(case.derivation, case.run.points[row].tolist(), infimum)
        for row in (0, case.run.steps // 2, -1)
    )
    if last < -rounding(case):
        return contradiction(last)
    words = f"the run is {last:.3e} above the infimum, which no point attains"
    falling = half - last > CLOSING * half or last <= CLOSED * first
    if is_lowest(case) and falling and last <= NEARER * first and goes_far(case):
        return Finding(Standing.ESCAPES, f"the values keep falling, as they must: {words}")
    return Finding(resting(case, here), words)


def without_bound(case: Case, here: Local) -> Finding:
    """The run where the formula falls below any number."""
    values = case.run.values
    first, last = float(values[0]) + 0.0, float(values[-1]) + 0.0  # no -0
    falls = is_lowest(case) and falls_on(case) and not at_rest(case, here)
    if falls and shows_way(case):
        words = f"the values keep falling, from {first:.4g} to {last:.4g}, as they must: "
        return Finding(Standing.ESCAPES, f"{words}there is no least value")
    standing = resting(case, here)
    went = f"the run went from {first:.4g} to {last:.4g}" if case.run.steps else "the run stays"
    if standing is Standing.STATIONARY:
        words = f"{went}; the formula falls below any number elsewhere"
        return Finding(standing, words, "there is no minimum to be found")
    return Finding(standing, f"{went}; there is no least value, but this run does not show it")


def is_lowest(case: Case) -> bool:
    """Whether the run ended lower than ever."""
    values = case.run.values
    return bool(values[-1] < values[0] and values[-1] <= values.min())


def falls_on(case: Case) -> bool:
    """Whether the fall does not peter out: the second half keeps up with the second quarter."""
    values, steps = case.run.values, case.run.steps
    quarter, half, last = (float(values[row]) for row in (steps // 4, steps // 2, -1))
    return half - last > 0 and half - last >= FALLING * (quarter - half)


def shows_way(case: Case) -> bool:
    """Whether the way of the second half, followed on, leads as far down again as the run fell.

    Where the way bends, a gradient that does not shrink must do, on a run that moves away.
    """
    values, there = case.run.values, ahead(case)
    lower = bool(values[-1] - there.min() >= values[0] - values[-1])
    if lower and bool((np.diff(there) <= 0).all()) and goes_far(case):
        return True
    return case.run.points.shape[1] > 1 and grows(case) and is_steep(case)


def goes_far(case: Case) -> bool:
    """Whether the run moves away from the origin, or towards where the domain ends."""
    return grows(case) or bool(len(ahead(case)) <= DOUBLINGS)


def grows(case: Case) -> bool:
    half, last = np.linalg.norm(case.run.points[[case.run.steps // 2, -1]], axis=1)
    return bool(last > half)


def is_steep(case: Case) -> bool:
    """Whether the gradient norm does not shrink over the second half."""
    half, last = np.linalg.norm(case.run.gradients[[case.run.steps // 2, -1]], axis=1)
    return bool(last >= STEADY * half)


def ahead(case: Case) -> Array:
    """The values on the way on, in the direction of the second half: DOUBLINGS + 1 of them.

    Fewer where the domain ends; then the last lies next to its end.
    """
    last, values = case.run.points[-1], [float(case.run.values[-1])]
    step, inside = last - case.run.points[case.run.steps // 2], 0.0
    for power in range(DOUBLINGS):
        value = met(case, last + 2.0**power * step)
        if value is None:
            return np.array([*values, at_end(case, step, inside, 2.0**power)])[-DOUBLINGS:]
        values.append(value)
        inside = 2.0**power
    return np.array(values)


def met(case: Case, point: Array) -> float | None:
    """The value at a point; None outside of the domain."""
    value = float(case.objective.value(point))
    return None if np.isnan(value) or value == np.inf else max(value, -LARGEST)


def at_end(case: Case, step: Array, inside: float, outside: float) -> float:
    """The value next to the end of the domain, which lies between two multiples of the step."""
    found = float(case.run.values[-1])
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        value = met(case, case.run.points[-1] + middle * step)
        if value is None:
            outside = middle
        else:
            inside, found = middle, value
    return found


def at_rest(case: Case, here: Local) -> bool:
    """Whether the run ended where the slope vanishes, and so goes no further."""
    return case.run.outcome.ending is Ending.CONVERGED or here.slope == 0


def resting(case: Case, here: Local) -> Standing:
    return Standing.STATIONARY if at_rest(case, here) else Standing.NOT_CONVERGED


def contradiction(gap: float) -> Finding:
    words = f"the run reached a value {-gap:.3e} below the minimum that we gave: OUR MISTAKE"
    advice = "please report it, with the command and its output, so that it can be repeated"
    return Finding(Standing.CONTRADICTS, words, advice)
