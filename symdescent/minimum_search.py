"""The exact side alone: a proved minimum and the way to it, or the minimum case by case."""

import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from symdescent import proofs
from symdescent.calculus.formula import Formula
from symdescent.calculus.parsing import FormulaLike
from symdescent.errors import InputError
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.problem import options
from symdescent.problem.assumptions import with_letters
from symdescent.problem.options import Bounds, BoxLike, Given, Options
from symdescent.problem.problem import Problem, asked, posed
from symdescent.proofs import Attempt, Minimum, Pending
from symdescent.proofs.cases import Case, Question
from symdescent.proofs.critical_points import CriticalPoints, critical
from symdescent.proofs.letter_signs import Fact, possible
from symdescent.proofs.parametric import MOST_CASES, Contradiction, Found, TooManyCases, parametric
from symdescent.proofs.steps import Why, reason
from symdescent.serialise import box_to_list, exact_to_dict, formula_to_dict, minimum_to_dict

Meanwhile = AbstractContextManager[object]
VERSION = 1  # of the layouts described in symdescent/minimum.schema.json


@dataclass(frozen=True)
class Search:
    """A search for an exact minimum: what was asked, the answer, the rungs that were tried.

    `interrupted`: by Ctrl-C; the answer is then the strongest until that moment. `critical`: the
    critical points, where they were asked for.
    """

    problem: Problem
    minimum: Minimum
    attempts: tuple[Attempt, ...]
    interrupted: bool = False
    critical: CriticalPoints | None = None

    @property
    def formula(self) -> Formula:
        """What was typed."""
        return self.problem.formula

    @property
    def bounds(self) -> Bounds:
        """Those of its variables."""
        return self.problem.bounds

    def to_dict(self) -> dict[str, object]:
        """All of it as plain data for strict JSON."""
        return {
            "version": VERSION,
            "kind": "minimum",
            "formula": formula_to_dict(self.formula),
            "box": box_to_list(self.bounds),
            "minimum": minimum_to_dict(self.minimum),
            "tried": [
                {"rung": a.rung, "seconds": round(a.seconds, 6), "outcome": str(a.outcome)}
                for a in self.attempts
            ],
            "critical": None if self.critical is None else critical_to_dict(self.critical),
            "interrupted": self.interrupted,
        }

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)


def search(
    text: FormulaLike,
    *,
    box: BoxLike = None,
    time_limit: float = 10.0,
    let: Mapping[str, Given] | None = None,
    meanwhile: Meanwhile | None = None,
) -> Search:
    """`minimum`, with the way to it: what each rung found, and in what time."""
    problem, limit = posed(text, Options(box=box, let=let)), options.seconds(time_limit)
    pending = proofs.start(asked(problem))
    try:
        with meanwhile or nullcontext():
            return Search(problem, pending.result(limit), pending.attempts())
    except KeyboardInterrupt:
        return stopped(problem, pending)
    finally:
        pending.cancel()


def with_critical(done: Search, time_limit: float = 10.0) -> Search:
    """The same search with the critical points of the formula; InputError within a box."""
    if done.bounds.box.bounded:
        raise InputError(
            "type", "critical points are those of the whole space", "leave out the box"
        )
    if done.interrupted:
        return done
    try:
        found = critical(asked(done.problem), options.seconds(time_limit))
    except KeyboardInterrupt:
        return replace(done, interrupted=True)
    return replace(done, critical=found)


def critical_to_dict(found: CriticalPoints) -> dict[str, object]:
    """The critical points as plain data."""
    return {
        "complete": found.complete,
        "points": [
            {
                "point": [exact_to_dict(x) for x in entry.point],
                "value": exact_to_dict(entry.value),
                "nature": str(entry.nature),
                "parameters": dict(entry.parameters),
            }
            for entry in found.points
        ],
    }


def stopped(problem: Problem, pending: Pending) -> Search:
    """The search as far as it came."""
    found, tried = pending.result(0.0), pending.attempts("stopped")
    if found.kind not in proofs.FINAL:
        found = replace(found, reasons=(reason(Why.STOPPED),))
    return Search(problem, found, tried, interrupted=True)


@dataclass(frozen=True)
class Cases:
    """A problem with letters that have no value, and its minimum, case by case.

    What the problem assumes holds in all cases: what was given, and what the formula needs to be
    defined. Together the cases are all there is; no two of them hold at once.
    """

    problem: Problem
    cases: tuple[Case, ...]

    @property
    def formula(self) -> Formula:
        """What was typed."""
        return self.problem.formula

    @property
    def assumed(self) -> tuple[Fact, ...]:
        """What holds in all cases."""
        return self.problem.assumed

    def to_dict(self) -> dict[str, object]:
        """All of it as plain data for strict JSON."""
        return {
            "version": VERSION,
            "kind": "cases",
            "formula": formula_to_dict(self.formula),
            "parameters": [str(p.name) for p in self.formula.parameters],
            "assumed": [fact.words for fact in self.assumed],
            "cases": [
                {
                    "conditions": [f.words for f in case.conditions],
                    "minimum": minimum_to_dict(case.minimum),
                }
                for case in self.cases
            ],
        }

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)


def cases(
    text: FormulaLike,
    *,
    parameters: str | Sequence[str] | None = None,
    assume: str | None = None,
    let: Mapping[str, Given] | None = None,
    time_limit: float = 10.0,
) -> Cases:
    """The minimum of a formula with letters in it, over all real values of these.

    Letters are those in `parameters`, and those that a header L(x) = ... does not name; `assume`
    holds conditions on them, "a>0, b!=0". A case that is not decided says why. Raises FormulaError
    or InputError, also for assumptions that contradict one another.
    """
    problem = with_letters(text, parameters, assume, Options(let=let))
    formula, deadline = problem.formula, time.perf_counter() + options.seconds(time_limit)
    question = Question(formula.expression, formula.variables, formula.parameters, deadline)
    found = decided(question, problem.assumed)
    return Cases(replace(problem, assumed=(*problem.assumed, *found.needed)), found.cases)


def decided(question: Question, given: tuple[Fact, ...]) -> Found:
    """The cases; InputError where there are none, or too many."""
    try:
        return parametric(question, given)
    except Contradiction:
        shown = ", ".join(fact.words for fact in given)
        why = "the formula is not defined there" if possible(given) else "no values fulfil them"
        raise InputError("domain", f"the assumptions cannot hold: {why}: {shown[:200]}") from None
    except TooManyCases:
        message = f"there are more than {MOST_CASES} cases"
        hint = 'say more about the letters:  --assume "a>0"'
        raise InputError("too_large", message, hint) from None
