"""A Case goes in, a Verdict comes out: does the run agree with the exact answer, or why not?"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final

import numpy as np

from symdescent.exact import Kind
from symdescent.numeric.run import Ending
from symdescent.symbolic.precision import Nearest, excess, nearest
from symdescent.verdict.claims import Case, Claim, Finding, Standing, Verdict, Word
from symdescent.verdict.gradient import check
from symdescent.verdict.local import EPS, NEAR, Local, curvature, look

WITHIN = Fraction(1, 10**6)
ENOUGH = 1.5  # times the gradient left over by the curvature: the curvature is not constant


@np.errstate(all="ignore")  # a run that diverged ends next to the largest floats
def judge(case: Case) -> Verdict:
    """Claim by claim: the proof, the run against it, the gradient, and how the run ended."""
    finding = find(case)
    minimum = case.minimum
    proved = minimum.kind is not Kind.UNDECIDED
    why = minimum.reason or (minimum.proof[0].words if minimum.proof else "")
    return Verdict(
        finding,
        (
            Claim(Word.PROVED if proved else Word.UNDECIDED, f"{minimum.kind}: {why}"),
            Claim(
                Word.CHECKED if proved else Word.OBSERVED,
                f"{finding.standing}: {finding.sentence}",
            ),
            check(case),
            Claim(Word.OBSERVED, case.run.outcome.sentence),
        ),
    )


def find(case: Case) -> Finding:
    """Where the run stands."""
    ending, here = case.run.outcome.ending, look(case.objective, case.run, case.box)
    if ending is Ending.DIVERGED:
        return Finding(Standing.DIVERGED, diverged(case), stable_rate(case, here))
    if ending is Ending.LEFT_DOMAIN:
        return Finding(
            Standing.LEFT_DOMAIN,
            case.run.outcome.sentence,
            "try a smaller learning rate, another start, or a box inside the domain",
        )
    return AGAINST[case.minimum.kind](case, here)


def against_minimum(case: Case, here: Local) -> Finding:
    """The run against minimisers that were proved, global or local."""
    minimum = case.minimum
    gap = excess(case.derivation, here.point.tolist(), minimum.value)
    if minimum.kind is Kind.GLOBAL and gap < -rounding(case):
        return Finding(Standing.CONTRADICTS, contradiction(gap), "please report the command")
    near = nearest(minimum.points, list(minimum.parameters), here.point.tolist())
    distance = near.distance if near else math.sqrt(abs(gap))
    if distance <= NEAR * here.scale and consistent(case, here, distance, gap):
        return Finding(Standing.AGREES, agreement(case, distance, near, gap), "", near)
    if here.is_still and distance > NEAR * here.scale:
        return trapped(case, here, gap)
    return Finding(Standing.NOT_CONVERGED, *unfinished(case, distance, near), near)


def consistent(case: Case, here: Local, distance: float, gap: float) -> bool:
    """Whether the distance is what the gradient left over explains.

    Where the curvature is at least mu > 0, the distance is at most |gradient|/mu; elsewhere
    convexity alone bounds the gap by |gradient|*distance.
    """
    slack = 64 * EPS * here.scale
    explained = gap <= ENOUGH * here.slope * distance + slack * (1 + here.slope) + rounding(case)
    if here.bends_up:
        slack *= here.widest / here.lowest
        return explained and distance <= ENOUGH * here.slope / here.lowest + slack
    return explained


def rounding(case: Case) -> float:
    """What rounding the last point, and the edges of a box, may change in the value."""
    point, gradient = case.run.points[-1], case.run.gradients[-1]
    return 8 * EPS * float(np.abs(gradient) @ (1 + np.abs(point))) + 1e-30


def contradiction(gap: float) -> str:
    return f"the run reached a value {-gap:.3e} below the proved minimum: this is our mistake"


def agreement(case: Case, distance: float, near: Nearest | None, gap: float) -> str:
    steps, kind = case.run.steps, case.minimum.kind
    name = "the proved minimum" if kind is Kind.GLOBAL else "a proved local minimum"
    if near is None:
        return f"after {counted(steps)} the value is {gap:.3e} above {name}"
    if distance == 0:
        return f"after {counted(steps)} exactly at {name}"
    return f"after {counted(steps)} {distance:.3e} from {name}{until(case, near, distance)}"


def counted(steps: int) -> str:
    return "1 step" if steps == 1 else f"{steps} steps"


def until(case: Case, near: Nearest, distance: float) -> str:
    """When the distance first is, or will be, at most 1e-6."""
    if case.affine:
        count = case.affine.steps_until(WITHIN)
        return f"; within 1e-6 at k = {count}" if count is not None else ""
    first = np.flatnonzero(distances(case, near) <= float(WITHIN))
    if len(first):
        return f"; within 1e-6 at k = {first[0]}"
    more = remaining(case, near, distance)
    return f"; within 1e-6 at about k = {case.run.steps + more}" if more else ""


def distances(case: Case, near: Nearest) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.asarray(np.linalg.norm(case.run.points - np.array(near.floats), axis=1))


def remaining(case: Case, near: Nearest, distance: float) -> int | None:
    """How many more steps to 1e-6 at the ratio that the last steps shrank the distance by."""
    *_, before, last = [math.inf, *distances(case, near)[-2:]]
    if not 0 < last < before < math.inf:
        return None
    return math.ceil(math.log(float(WITHIN) / distance) / math.log(last / before))


def unfinished(case: Case, distance: float, near: Nearest | None) -> tuple[str, str]:
    """The sentence and the advice for a run that ended on its way."""
    words = f"after {counted(case.run.steps)} still {distance:.3e} from the minimum"
    more = remaining(case, near, distance) if near else None
    if more:
        return words, f"about {more} more steps at this rate come within 1e-6"
    return words, "take more steps, or another learning rate"


def trapped(case: Case, here: Local, gap: float) -> Finding:
    """Next to a stationary point that is not the minimiser."""
    sentence = f"the value there is {gap:.4g} above the proved minimum"
    if here.bends_down:
        words = f"a curvature is negative (checked numerically); {sentence}"
        return Finding(Standing.SADDLE, words, "start elsewhere")
    if here.held:
        words = f"an edge of the box stops every coordinate (checked numerically); {sentence}"
        return Finding(Standing.LOCAL_MINIMUM, words, "try other starts")
    if here.bends_up:
        words = f"all curvatures are positive (checked numerically); {sentence}"
        return Finding(Standing.LOCAL_MINIMUM, words, "try other starts")
    return Finding(Standing.STATIONARY, f"the slope vanishes; {sentence}", "start elsewhere")


def against_escape(case: Case, here: Local) -> Finding:
    """The run against the proof that there is no minimum."""
    first, least = case.run.values[0], case.run.values[case.run.best]
    infimum = case.minimum.value
    if infimum is None and here.is_still and case.run.outcome.ending is Ending.CONVERGED:
        words = "the formula falls below any number elsewhere"
        return Finding(Standing.STATIONARY, words, "there is no minimum to be found")
    if infimum is None:
        fell = f"fell from {first:.4g} to {least:.4g}" if least < first else "did not fall"
        return Finding(Standing.ESCAPES, f"no minimum to agree with: the run {fell}")
    gap = excess(case.derivation, here.point.tolist(), infimum)
    if gap < -rounding(case):
        return Finding(Standing.CONTRADICTS, contradiction(gap), "please report the command")
    words = f"the run is {gap:.3e} above the infimum, which no point attains"
    stuck = case.run.outcome.ending is Ending.CONVERGED and gap > NEAR * (1 + abs(least))
    return Finding(Standing.STATIONARY if stuck else Standing.ESCAPES, words)


def alone(case: Case, here: Local) -> Finding:
    """The run without an exact answer: what floats say, in no stronger words than theirs."""
    if case.run.outcome.ending is not Ending.CONVERGED:
        words = f"nothing to compare with; the gradient norm is {here.slope:.3g} at the end"
        return Finding(Standing.UNDECIDED, words)
    if here.bends_down:
        return Finding(Standing.SADDLE, "a curvature is negative there (checked numerically)")
    if here.bends_up or here.held:
        words = "near a local minimum (checked numerically); whether it is global is undecided"
        return Finding(Standing.UNDECIDED, words)
    return Finding(Standing.UNDECIDED, "the slope vanishes there; more is not known")


def against_stationary(case: Case, here: Local) -> Finding:
    """The run against a stationary point that was proved to be one, and no more."""
    near = nearest(case.minimum.points, list(case.minimum.parameters), here.point.tolist())
    if near and near.distance <= NEAR * here.scale:
        return Finding(
            Standing.STATIONARY,
            f"{near.distance:.3e} from a stationary point that is not proved to be a minimum",
            "start elsewhere",
            near,
        )
    return alone(case, here)


def diverged(case: Case) -> str:
    if case.minimum.kind is Kind.UNBOUNDED:
        return f"{case.run.outcome.sentence}; the formula is unbounded below"
    return case.run.outcome.sentence


def stable_rate(case: Case, here: Local) -> str:
    """The rates that would not diverge: exactly for a quadratic, near the minimum elsewhere."""
    if case.minimum.kind is Kind.UNBOUNDED:
        return "there is no minimum to be found"
    if case.minimum.kind is Kind.GLOBAL and case.minimum.points:
        near = nearest(case.minimum.points, list(case.minimum.parameters), here.point.tolist())
        hessian = curvature(case.objective, np.array(near.floats)) if near else None
        widest = float(np.linalg.eigvalsh(hessian)[-1]) if hessian is not None else 0.0
        if widest > 0:
            where = "" if case.affine else " near the minimum"
            return f"a learning rate below {2 / widest:.6g} is stable{where}"
    return "try a smaller learning rate"


AGAINST: Final[dict[Kind, Callable[[Case, Local], Finding]]] = {
    Kind.GLOBAL: against_minimum,
    Kind.LOCAL: against_minimum,
    Kind.STATIONARY: against_stationary,
    Kind.UNBOUNDED: against_escape,
    Kind.NOT_ATTAINED: against_escape,
    Kind.UNDECIDED: alone,
}
assert set(AGAINST) == set(Kind)
