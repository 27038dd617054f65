"""The rungs of the ladder in their order, cheapest first, and the climb."""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Final

from sympy import Symbol

from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.rungs.quadratic import quadratic
from symdescent.proofs.steps import Why, enclosed
from symdescent.proofs.substitution import Doubtful

FINAL: Final = frozenset({Kind.GLOBAL, Kind.UNBOUNDED, Kind.NOT_ATTAINED})
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


def later(
    room: str, name: str, *inner: Callable[[Problem], Minimum]
) -> Callable[[Problem], Minimum | None]:
    """The rung of that name, its module loaded when it is first climbed: most runs need none."""

    def climb(problem: Problem) -> Minimum | None:
        module = import_module(f"symdescent.proofs.rungs.{room}")
        found: Minimum | None = getattr(module, name)(problem, *inner)
        return found

    return climb


def lasting(seconds: float) -> Callable[[Problem], Minimum | None]:
    """The rung `branch` with that much time."""

    def climb(problem: Problem) -> Minimum | None:
        module = import_module("symdescent.proofs.rungs.branch_and_bound")
        found: Minimum | None = module.within(problem, seconds)
        return found

    return climb


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
    Rung("constant", "a formula without variables", later("composition", "constant")),
    Rung("quadratic", "all about degree two, in any number of variables", quadratic),
    Rung(
        "univariate",
        "one variable, piecewise rational: everything",
        later("piecewise", "univariate"),
    ),
    Rung("bounds", "a lower bound met by every term at once", later("sums", "bounds")),
    Rung("separable", "sums over disjoint variables", later("sums", "separable", settle)),
    Rung("ridge", "functions of one linear form", later("composition", "ridge", settle)),
    Rung(
        "drift", "a bounded part beside one that falls without bound", later("piecewise", "drift")
    ),
    Rung(
        "trigonometric",
        "rational functions of sines and cosines",
        later("piecewise", "trigonometric"),
    ),
    Rung("analytic", "one variable, by the signs of the slope", later("smooth", "analytic")),
    Rung(
        "polynomial",
        "polynomials that tend to infinity far away",
        later("polynomial", "polynomial"),
    ),
    Rung(
        "convex", "a critical point of a function convex by composition", later("convex", "convex")
    ),
    Rung("outer", "a rising function of what is settled", later("composition", "outer", settle)),
    Rung("local", "what is certain near a critical point", later("local", "local")),
    Rung("rays", "no minimum, by a curve that shows it", later("rays", "rays", settle_line)),
    Rung(
        "branch",
        "up to four variables, by enclosures over boxes",
        later("branch_and_bound", "branch"),
    ),
    Rung("branch, longer", "the same with more time", lasting(3.0)),
    Rung("branch, at length", "the same with a minute", lasting(50.0)),
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
    prepared = import_module("symdescent.proofs.substitution").prepare(problem)
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


def distinct(found: Minimum, problem: Problem) -> Minimum:
    """The same answer, no parameter bearing the name of a variable."""
    names = {str(v.name) for v in problem.variables}
    swaps = {old: f"{old}0" for old in found.parameters if old in names}
    if not swaps:
        return found
    free = {s for point in found.points for x in point for s in x.free_symbols}
    new = {s: Symbol(swaps[s.name], **s.assumptions0) for s in free if s.name in swaps}
    points = tuple(tuple(x.xreplace(new) for x in point) for point in found.points)
    ranges = {swaps.get(p, p): renamed(p, swaps, words) for p, words in found.parameters.items()}
    return replace(found, points=points, parameters=ranges)


def renamed(parameter: str, swaps: Mapping[str, str], words: str) -> str:
    """A range such as 0 <= t <= 1 under the parameter's new name."""
    return re.sub(rf"\b{parameter}\b", swaps.get(parameter, parameter), words)


def _try(rung: Rung, problem: Problem, announce: Announce, forgiving: bool) -> Minimum | None:
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
