"""The judgement of a claim by the check that belongs to its certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sympy import Add, Expr

from symdescent.late import late
from symdescent.proofs.kernel.certificates import (
    NAMES,
    Approach,
    Bowl,
    Boxes,
    Chart,
    Convex,
    Cover,
    Escape,
    Level,
    Parts,
    Refusal,
    Slopes,
    Squares,
    Summand,
    TermBounds,
    Unfollowed,
    Untrue,
)
from symdescent.proofs.kernel.claim import Claim, Stated, attained, demand_criticals, value_of
from symdescent.proofs.kernel.exact_values import expression, number
from symdescent.proofs.kernel.statement import Kind, Problem
from symdescent.proofs.kernel.zero_test import same, sign

Check = Callable[[Problem, Claim, Any], bool]


@dataclass(frozen=True)
class Checked:
    """What became of a proof.

    `untrue`: something that it says is false, which is worse than a step that was not followed.
    `complete`: also that there are no other minimisers was checked.
    """

    accepted: bool
    kind: str = ""
    reason: str = ""
    untrue: bool = False
    complete: bool = False


def check(problem: Problem, minimum: Claim) -> Checked:
    """Check the certificate of a minimum, trusting nothing else of how it was found."""
    shown = minimum.certificate
    if shown is None:
        return Checked(False, reason="there is no certificate")
    kind = NAMES[type(shown)]
    try:
        return Checked(True, kind, complete=judge(problem, minimum))
    except Refusal as refusal:
        return Checked(False, kind, str(refusal), untrue=isinstance(refusal, Untrue))
    except Exception as error:  # sympy may raise anything; what is not followed is not accepted
        return Checked(False, kind, f"the check broke off ({type(error).__name__})")


def judge(problem: Problem, minimum: Claim) -> bool:
    """Raises Refusal unless the certificate proves the claim; True: with all minimisers."""
    shown = minimum.certificate
    if shown is None or type(shown) not in CHECKS:
        raise Unfollowed("there is no certificate")
    kinds, examine = CHECKS[type(shown)]
    if minimum.kind not in kinds:
        raise Untrue(f"a certificate of this kind does not prove '{minimum.kind}'")
    strangers = problem.expression.free_symbols - set(problem.variables)
    if strangers:
        raise Untrue("the formula has a letter that is no variable")
    demand_criticals(
        problem.expression, *(e for pair in problem.box for e in pair if e is not None)
    )
    return examine(problem, minimum, shown)


def parts(problem: Problem, minimum: Claim, shown: Parts) -> bool:
    """The parts add up to L, have no common variable, and each is least where it is claimed."""
    found = [expression(s.part, problem.variables) for s in shown.parts]
    if not same(Add(*found), problem.expression):
        raise Untrue("the parts do not add up to L")
    used = [v for part in found for v in part.free_symbols]
    if len(used) != len(set(used)):
        raise Untrue("two parts have a common variable")
    if sign(Add(*(number(s.value) for s in shown.parts)) - value_of(minimum)) != 0:
        raise Untrue("the values of the parts do not add up to the claimed one")
    attained(problem, minimum)
    told = [_part(problem, minimum, s, part) for s, part in zip(shown.parts, found, strict=True)]
    return all(told) and len(minimum.points) == 1 and len(used) == len(problem.variables)


def _part(problem: Problem, minimum: Claim, shown: Summand, part: Expr) -> bool:
    """One part, with the coordinates of the claimed points that concern it."""
    places = [i for i, v in enumerate(problem.variables) if v in part.free_symbols]
    inner = Problem(
        part,
        tuple(problem.variables[i] for i in places),
        tuple(problem.box[i] for i in places),
    )
    points = dict.fromkeys(tuple(point[i] for i in places) for point in minimum.points)
    claim = Stated(
        minimum.kind,
        tuple(points),
        number(shown.value),
        False,
        minimum.parameters,
        shown.certificate,
    )
    return judge(inner, claim)


AT_POINTS: Final = (Kind.GLOBAL,)
CHECKS: Final[dict[Any, tuple[tuple[Kind, ...], Check]]] = {
    Bowl: (AT_POINTS, late("proofs.kernel.polynomials:bowl")),
    Squares: (AT_POINTS, late("proofs.kernel.polynomials:squares")),
    TermBounds: (AT_POINTS, late("proofs.kernel.lower_bounds:term_bounds")),
    Convex: (AT_POINTS, late("proofs.kernel.convexity:convex")),
    Chart: (
        (Kind.GLOBAL, Kind.NOT_ATTAINED, Kind.UNBOUNDED),
        late("proofs.kernel.sign_charts:chart"),
    ),
    Slopes: (AT_POINTS, late("proofs.kernel.sign_charts:slopes")),
    Escape: ((Kind.UNBOUNDED,), late("proofs.kernel.lower_bounds:escape")),
    Approach: ((Kind.NOT_ATTAINED,), late("proofs.kernel.lower_bounds:approach")),
    Parts: (AT_POINTS, parts),
    Cover: (AT_POINTS, late("proofs.kernel.covers:cover")),
    Boxes: (AT_POINTS, late("proofs.kernel.boxes:boxes")),
    Level: ((Kind.LOCAL, Kind.STATIONARY), late("proofs.kernel.boxes:level")),
}


__all__ = ["Checked", "check"]
