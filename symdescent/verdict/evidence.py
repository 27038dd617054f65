"""What a run shows: its last point, how near a minimiser it is, its pace, gradient, escape."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from symdescent.calculus.accurate_evaluation import (
    Nearest,
    excess,
    gradient_error,
    is_small,
    nearest,
)
from symdescent.numeric.objective import Array, Objective, compiled
from symdescent.numeric.run import Ending
from symdescent.proofs import Kind
from symdescent.recurrence.steps_to_tolerance import settled
from symdescent.verdict.findings import Case, Claim, Finding, Standing, Word

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
    if swings(case) and near and not case.is_smooth:
        return (
            f'steps of one length jump over a kink: let them shrink, --lr "{shrinking(case, near)}"'
        )
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


def shrinking(case: Case, near: Nearest) -> str:
    """A rate c/t whose steps go all the way, as their sum is without bound, and end at length 0.

    c is the way over the first slope, to one digit (N. Z. Shor 1985).
    """
    slope = float(np.linalg.norm(case.run.gradients[0])) or 1.0
    way = float(distances(case, near)[0]) or case.rate
    return f"{float(f'{way / slope:.0e}'):g}/t"


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
    from symdescent.numeric.rate_search import floored

    if case.minimum.kind is Kind.UNBOUNDED:
        return "there is no minimum to be found"
    limit = largest_rate(case)
    if math.isfinite(limit):
        where = "" if case.closed else " near the minimum"
        return f"a learning rate below {floored(limit, 6)} is stable{where}"
    return "try a smaller learning rate"


DIFFERENCES = 1e-6  # what central differences in floats can promise, relative
DIGITS = 1e-12  # what a compiled gradient must keep, relative to the gradients of the run
STEP = 6e-6  # the cube root of the rounding unit (W. H. Press et al. 2007, section 5.7)


def check_gradient(case: Case) -> Claim:
    """One claim: both comparisons passed, or which one failed and by how much."""
    point, gradient = case.run.points[0], case.run.gradients[0]
    scale = float(np.abs(gradient).max()) or 1.0
    error = difference_error(case, point, gradient) / scale
    if not error <= DIFFERENCES * noise(case):
        if math.isfinite(error):
            return Claim(Word.OBSERVED, f"central differences miss the gradient by {error:.1e}")
        return Claim(Word.OBSERVED, "central differences leave the domain next to the start")
    words = f"the gradient agrees with central differences to {max(error, 1e-16):.0e}"
    if not all(is_small(slope) for slope in case.derivation.gradient[:20]):
        return Claim(Word.CHECKED, words)
    exact = gradient_error(case.derivation, point.tolist(), gradient.tolist(), scale)
    if not exact <= DIGITS:
        return Claim(Word.OBSERVED, f"rounding costs the gradient {exact:.1e} at the start")
    return Claim(Word.CHECKED, f"{words} and with 50 digits to {max(exact, 1e-16):.0e}")


def difference_error(case: Case, point: Array, gradient: Array) -> float:
    """The largest miss of a central difference along a coordinate, or a few directions."""
    directions = np.eye(len(point)) if len(point) <= 8 else seeded(len(point))
    return max(abs(slope_along(case, point, d) - float(d @ gradient)) for d in directions)


def seeded(n: int) -> Array:
    random = np.random.default_rng(0).standard_normal((3, n))
    return np.asarray(random / np.linalg.norm(random, axis=1, keepdims=True))


def slope_along(case: Case, point: Array, direction: Array) -> float:
    h = STEP * (1 + float(np.abs(point).max()))
    ends = (point + h * direction, point - h * direction)
    above, below = (compiled(case.objective).height.at(end.tolist())[0] for end in ends)
    return (above - below) / (2 * h)


def noise(case: Case) -> float:
    """How much more a difference may miss where the value is large beside its slope."""
    value, slopes = abs(case.run.values[0]), np.abs(case.run.gradients[0])
    return 1 + float(value) / (float(slopes.max()) or 1.0)


FALLING = 0.7  # of what the second quarter fell, the second half must: so does a logarithm
CLOSING = 1e-3  # of the gap to an infimum, that the second half must have closed
CLOSED = 1e-6  # of the first gap, that is next to nothing
NEARER = 0.5  # of the first gap to an infimum, that may be left
STILL_STEEP = 0.999  # of the gradient norm half way, that must be left
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
    return bool(last >= STILL_STEEP * half)


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
