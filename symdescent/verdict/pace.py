"""A case and the minimiser it is near go in; when the run comes there, and with which rate, comes
out in words."""

import math
from fractions import Fraction

import numpy as np

from symdescent.calculus.accurate_evaluation import Nearest, nearest
from symdescent.exact import Kind
from symdescent.numeric.objective import Array
from symdescent.numeric.rate_search import floored
from symdescent.numeric.run import Ending
from symdescent.recurrence.steps_to_tolerance import settled
from symdescent.verdict.claims import Case
from symdescent.verdict.local import curvature

WITHIN = Fraction(1, 10**6)
SHRUNK = 0.5  # of the distance half-way, before a steady ratio can be told from any other pace
ALIKE = 0.1  # by how much two ratios, as logarithms, may differ and still be one pace


def counted(steps: int) -> str:
    return "1 step" if steps == 1 else f"{steps} steps"


def until(case: Case, near: Nearest) -> str:
    """When the distance first is, or will be, at most 1e-6; nothing where the run belies it."""
    away = distances(case, near)
    count = derived(case)
    if count is not None:
        return f"; within 1e-6 at k = {count}" if came(case, away, count) else ""
    first = np.flatnonzero(away <= float(WITHIN))
    if len(first):
        return f"; within 1e-6 at k = {first[0]}" if came(case, away, int(first[0])) else ""
    more = remaining(case, near)
    return f"; within 1e-6 at about k = {case.run.steps + more}" if more else ""


def derived(case: Case) -> int | None:
    """The step from which on the closed form is within 1e-6 of a minimiser; None where unknown."""
    form = case.closed
    return settled(form, WITHIN) if form and form.is_stationary else None


def came(case: Case, away: Array, count: int) -> bool:
    """Whether the run does not say otherwise: a step to come, or within 1e-6 to its end."""
    return count > case.run.steps or float(away[count:].max()) <= float(WITHIN)


def distances(case: Case, near: Nearest) -> Array:
    return np.asarray(np.linalg.norm(case.run.points - np.array(near.floats), axis=1))


def remaining(case: Case, near: Nearest) -> int | None:
    """How many more steps to 1e-6; None where the distance does not shrink by a steady ratio."""
    if not case.steady:
        return None
    count = derived(case)
    if count is not None:
        return count - case.run.steps if count > case.run.steps else None
    away, half = distances(case, near), case.run.steps // 2
    if half + 1 >= case.run.steps:
        return None
    middle, last = pace(away[half : half + 2]), pace(away[-2:])
    if not (middle and last and abs(last - middle) <= ALIKE * abs(middle)):
        return None
    if away[-1] > SHRUNK * away[half]:
        return None
    return max(math.ceil(math.log(float(WITHIN) / away[-1]) / last), 0) or None


def pace(pair: Array) -> float | None:
    """The logarithm of the ratio by which a step shrank the distance; None where it did not."""
    before, after = pair.tolist()
    return math.log(after / before) if 0 < after < before else None


def unfinished(case: Case, near: Nearest | None, gap: float) -> tuple[str, str]:
    """The sentence and the advice for a run that ended on its way."""
    kind = "local minimum" if case.minimum.kind is Kind.LOCAL else "minimum"
    after = f"after {counted(case.run.steps)}"
    if near is None:
        return f"{after} the value is still {gap:.3e} above the {kind}", advice(case, near)
    return f"{after} still {near.distance:.3e} from the {kind}", advice(case, near)


def advice(case: Case, near: Nearest | None) -> str:
    """What would bring the run nearer."""
    if case.rate >= largest_rate(case):
        return stable_rate(case)
    if case.run.outcome.ending is Ending.ENDED:
        return "the method makes no further step: try another, or start elsewhere"
    if not case.steady:
        return "take more steps, or another schedule of the rate"
    if swings(case):
        return "the value falls no further: try a smaller learning rate"
    more = remaining(case, near) if near else None
    if more:
        return f"about {more} more steps at this rate come within 1e-6"
    start = "" if case.is_convex else ", or start elsewhere"
    return f"take more steps, or another learning rate{start}"


def swings(case: Case) -> bool:
    """Whether the second half of a run lowered nothing, as it does round a kink."""
    values = case.run.values
    return len(values) > 4 and bool(values[-1] >= values[len(values) // 2])


def largest_rate(case: Case) -> float:
    """The rate from which on steps grow next to the minimiser near by; inf where unknown."""
    if case.minimum.kind is not Kind.GLOBAL or not case.is_smooth or math.isnan(case.limit):
        return math.inf
    point = case.run.points[-1].tolist()
    near = nearest(case.minimum.points, case.minimum.parameters, point)
    hessian = curvature(case.objective, np.array(near.floats)) if near else None
    widest = float(np.linalg.eigvalsh(hessian)[-1]) if hessian is not None else 0.0
    return case.limit / widest if widest > 0 else math.inf


def stable_rate(case: Case) -> str:
    """The rates that would not diverge: exactly for a quadratic, near the minimum elsewhere."""
    if case.minimum.kind is Kind.UNBOUNDED:
        return "there is no minimum to be found"
    limit = largest_rate(case)
    if math.isfinite(limit):
        where = "" if case.closed else " near the minimum"
        return f"a learning rate below {floored(limit, 6)} is stable{where}"
    return "try a smaller learning rate"
