"""The rungs of the ladder in their order, cheapest first, and the climb."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from symdescent.late import late
from symdescent.proofs.problem import FINAL, Kind, Minimum, Problem, distinct
from symdescent.proofs.steps import Why, enclosed

STRENGTH: Final = {Kind.UNDECIDED: 0, Kind.STATIONARY: 1, Kind.LOCAL: 2} | dict.fromkeys(FINAL, 3)

GUESSING: Final = frozenset({"local", "rays", "branch", "branch, longer", "branch, at length"})
ON_LINES: Final = frozenset({"constant", "quadratic", "univariate", "drift", "analytic"})
NOTHING: Final = "nothing sure"
Announce = Callable[[str, str], None]


@dataclass(frozen=True)
class Rung:
    """One way of proving: `climb` returns a Minimum, or None where it has nothing sure to say."""

    name: str
    proves: str
    climb: Callable[[Problem], Minimum | None]


def settle(problem: Problem) -> Minimum:
    """The strongest answer; the callback of rungs that take a problem apart."""
    alone = {"branch"} if len(problem.variables) == 1 else set()
    kept = [r for r in RUNGS if r.name not in GUESSING - alone]
    return _strongest_of(climb(problem, rungs=kept))


def settle_line(problem: Problem) -> Minimum:
    """The strongest answer of the rungs for one variable."""
    return _strongest_of(climb(problem, rungs=[r for r in RUNGS if r.name in ON_LINES]))


def _strongest_of(answers: Iterator[Minimum]) -> Minimum:
    best = Minimum(Kind.UNDECIDED)
    for found in answers:
        best = strongest(best, found)
    return best


RUNGS: Final = (
    Rung("constant", "a formula without variables", late("proofs.rungs.composition:constant")),
    Rung(
        "quadratic",
        "all about degree two, in any number of variables",
        late("proofs.rungs.quadratic:quadratic"),
    ),
    Rung(
        "univariate",
        "one variable, piecewise rational: everything",
        late("proofs.rungs.piecewise:univariate"),
    ),
    Rung("bounds", "a lower bound met by every term at once", late("proofs.rungs.sums:bounds")),
    Rung(
        "separable",
        "sums over disjoint variables",
        partial(late("proofs.rungs.sums:separable"), inner=settle),
    ),
    Rung(
        "ridge",
        "functions of one linear form",
        partial(late("proofs.rungs.composition:ridge"), inner=settle),
    ),
    Rung(
        "drift",
        "a bounded part beside one that falls without bound",
        late("proofs.rungs.piecewise:drift"),
    ),
    Rung(
        "trigonometric",
        "rational functions of sines and cosines",
        late("proofs.rungs.piecewise:trigonometric"),
    ),
    Rung(
        "analytic", "one variable, by the signs of the slope", late("proofs.rungs.smooth:analytic")
    ),
    Rung(
        "polynomial",
        "polynomials that tend to infinity far away",
        late("proofs.rungs.polynomial:polynomial"),
    ),
    Rung(
        "convex",
        "a critical point of a function convex by composition",
        late("proofs.rungs.convex:convex"),
    ),
    Rung(
        "outer",
        "a rising function of what is settled",
        partial(late("proofs.rungs.composition:outer"), inner=settle),
    ),
    Rung("local", "what is certain near a critical point", late("proofs.rungs.local:local")),
    Rung(
        "rays",
        "no minimum, by a curve that shows it",
        partial(late("proofs.rungs.rays:rays"), inner=settle_line),
    ),
    Rung(
        "branch",
        "up to four variables, by enclosures over boxes",
        late("proofs.rungs.branch_and_bound:branch"),
    ),
    Rung(
        "branch, longer",
        "the same with more time",
        partial(late("proofs.rungs.branch_and_bound:within"), seconds=3.0),
    ),
    Rung(
        "branch, at length",
        "the same with a minute",
        partial(late("proofs.rungs.branch_and_bound:within"), seconds=50.0),
    ),
)


def climb(
    problem: Problem,
    announce: Announce = lambda *_: None,
    forgiving: bool = False,
    rungs: Sequence[Rung] | None = None,
) -> Iterator[Minimum]:
    """The answers as they come; `announce` hears ("rung", name) before each rung starts.

    After it ("tried", "seconds|outcome|name"), the outcome a Kind or "nothing sure".

    A rung that breaks is a bug: it raises, unless `forgiving`, where ("fault",
    "kind|name|error") is announced and the next rung has its turn.
    """
    from symdescent.proofs.substitution import prepare

    prepared = prepare(problem)
    inner = prepared.problem
    if inner is None:
        yield Minimum(Kind.UNDECIDED, reasons=prepared.reasons)
        return
    for rung in RUNGS if rungs is None else rungs:
        announce("rung", rung.name)
        begun = time.process_time()
        found = _try(rung, inner, announce, forgiving)
        took, outcome = time.process_time() - begun, found.kind if found else NOTHING
        announce("tried", f"{took:.6f}|{outcome}|{rung.name}")
        if found is not None:
            yield distinct(replace(prepared.restore(found), rung=found.rung or rung.name), problem)
            if found.kind in FINAL:
                return


def _try(rung: Rung, problem: Problem, announce: Announce, forgiving: bool) -> Minimum | None:
    from symdescent.proofs.substitution import Doubtful

    try:
        return rung.climb(problem)
    except Doubtful:
        return None
    except Exception as error:  # sympy may raise anything
        if not forgiving:
            raise
        announce("fault", f"{Why.RUNG_BROKE}|{rung.name}|{type(error).__name__}")
        return None


def strongest(one: Minimum, two: Minimum) -> Minimum:
    """The answer that says more, the earlier of equals; with the narrower bracket of the two."""
    told = STRENGTH[two.kind] == STRENGTH[one.kind] and two.reasons and not one.reasons
    second = bool(told) or STRENGTH[two.kind] > STRENGTH[one.kind]
    return _bracketed(two, one) if second else _bracketed(one, two)


def _bracketed(kept: Minimum, other: Minimum) -> Minimum:
    if kept.kind in FINAL or other.bracket is None:
        return kept
    old, new = kept.bracket, other.bracket
    if old is not None and old[1] - old[0] <= new[1] - new[0]:
        return kept
    others = tuple(r for r in kept.reasons if r.kind is not Why.ENCLOSED)
    return replace(kept, reasons=(*others, enclosed(*new)), bracket=new)
