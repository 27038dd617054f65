"""Whether a run agrees with the exact answer, or why not: a table by the kind of minimum."""

from collections.abc import Callable
from typing import Final

import numpy as np

from symdescent.calculus.accurate_evaluation import Nearest, excess, nearest
from symdescent.messages.sentences import line, reasons, words
from symdescent.numeric.run import Ending
from symdescent.proofs import Kind
from symdescent.verdict.evidence import (
    Local,
    against_escape,
    check_gradient,
    contradiction,
    counted,
    is_close,
    is_reached,
    look,
    rounding,
    slack,
    stable_rate,
    unfinished,
    until,
)
from symdescent.verdict.findings import Case, Claim, Finding, Standing, Verdict, Word

UPWARD: Final = "all curvatures are positive"


@np.errstate(all="ignore")  # a run that diverged ends next to the largest floats
def judge(case: Case) -> Verdict:
    """Claim by claim: the proof, the run against it, the gradient, and how the run ended."""
    finding = find(case)
    minimum = case.minimum
    known = minimum.kind is not Kind.UNDECIDED
    sure = Word(minimum.word) if known else Word.UNDECIDED
    told = words(minimum.proof[0]) if minimum.proof and not minimum.reasons else ()
    why = line(told or reasons(minimum.reasons))
    return Verdict(
        finding,
        (
            Claim(sure, f"{minimum.kind}: {why}"),
            Claim(
                Word.CHECKED if known else Word.OBSERVED,
                f"{finding.standing}: {finding.sentence}",
            ),
            check_gradient(case),
            Claim(Word.OBSERVED, case.run.outcome.sentence),
        ),
    )


def find(case: Case) -> Finding:
    """Where the run stands."""
    ending = case.run.outcome.ending
    if ending is Ending.DIVERGED:
        return Finding(Standing.DIVERGED, diverged(case), stable_rate(case))
    if ending is Ending.LEFT_DOMAIN:
        return Finding(
            Standing.LEFT_DOMAIN,
            case.run.outcome.sentence,
            "try a smaller learning rate, other settings, another start, or a box in the domain",
        )
    return AGAINST[case.minimum.kind](case, look(case))


def against_minimum(case: Case, here: Local) -> Finding:
    """The run against minimisers that were proved, global or local."""
    minimum = case.minimum
    gap = excess(case.derivation, here.point.tolist(), minimum.value)
    if minimum.kind is Kind.GLOBAL and gap < -rounding(case):
        return contradiction(gap)
    near = nearest(minimum.points, minimum.parameters, here.point.tolist())
    if is_reached(case, here, near, gap):
        return Finding(Standing.AGREES, agreement(case, near, gap), "", near)
    if minimum.kind is Kind.LOCAL and gap <= slack(case) + rounding(case):
        return Finding(Standing.UNDECIDED, as_good(case, gap))
    close = near is not None and is_close(case, near)
    stuck = trapped(case, here, gap) if here.is_saddle or not close else None
    return stuck or Finding(Standing.NOT_CONVERGED, *unfinished(case, near, gap), near)


def proved(case: Case) -> str:
    local = "local " if case.minimum.kind is Kind.LOCAL else ""
    return f"the {case.minimum.word} {local}minimum"


def agreement(case: Case, near: Nearest | None, gap: float) -> str:
    steps, name = counted(case.run.steps), proved(case)
    if case.minimum.kind is Kind.LOCAL:
        name = name.replace("the ", "a ", 1)
    if near is None:
        return f"after {steps} the value is {gap:.3e} above {name}"
    if near.distance == 0:
        return f"after {steps} exactly at {name}"
    return f"after {steps} {near.distance:.3e} from {name}{until(case, near)}"


def as_good(case: Case, gap: float) -> str:
    """A run elsewhere than at a minimum that is proved to be local, and no higher."""
    level = slack(case) + rounding(case)
    how = f"{-gap:.4g} lower than" if gap < -level else "as low as"
    return f"the value is {how} at {proved(case)}; whether it is global is undecided"


def trapped(case: Case, here: Local, gap: float) -> Finding | None:
    """Next to a stationary point that is not the minimiser; None where it may be on its way."""
    sentence = f"the value there is {gap:.4g} above {proved(case)}"
    if here.is_saddle:
        words = f"a curvature is negative (checked numerically); {sentence}"
        return Finding(Standing.SADDLE, words, "start elsewhere")
    if here.is_minimum and not case.is_convex:
        why = "an edge of the box stops every coordinate" if here.held else UPWARD
        words = f"{why} (checked numerically); {sentence}"
        return Finding(Standing.LOCAL_MINIMUM, words, "try other starts")
    unseen = here.is_still and not len(here.eigenvalues) and not case.is_convex
    if here.slope == 0 or unseen:
        words = f"{vanishing(case)}; {sentence}"
        return Finding(Standing.STATIONARY, words, "start elsewhere")
    return None


def vanishing(case: Case) -> str:
    return f"the {'projected ' if case.box.bounded else ''}slope vanishes there"


def alone(case: Case, here: Local) -> Finding:
    """The run without an exact answer: what floats say, in no stronger words than theirs."""
    if case.run.outcome.ending is not Ending.CONVERGED:
        words = f"nothing to compare with; the gradient norm is {here.slope:.3g} at the end"
        return Finding(Standing.UNDECIDED, words)
    if here.is_saddle:
        return Finding(Standing.SADDLE, "a curvature is negative there (checked numerically)")
    if here.is_minimum:
        words = "near a local minimum (checked numerically); whether it is global is undecided"
        return Finding(Standing.UNDECIDED, words)
    return Finding(Standing.UNDECIDED, f"{vanishing(case)}; more is not known")


def against_stationary(case: Case, here: Local) -> Finding:
    """The run against a stationary point that was proved to be one, and no more."""
    near = nearest(case.minimum.points, case.minimum.parameters, here.point.tolist())
    if near and is_close(case, near):
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


AGAINST: Final[dict[Kind, Callable[[Case, Local], Finding]]] = {
    Kind.GLOBAL: against_minimum,
    Kind.LOCAL: against_minimum,
    Kind.STATIONARY: against_stationary,
    Kind.UNBOUNDED: against_escape,
    Kind.NOT_ATTAINED: against_escape,
    Kind.UNDECIDED: alone,
}
assert set(AGAINST) == set(Kind)
