"""The exact side alone: a proved minimum and the way to it, or the minimum case by case."""

import re
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symdescent import proofs
from symdescent.calculus.formula import Formula, demand_variable
from symdescent.calculus.parsing import FormulaLike, parse
from symdescent.errors import FormulaError, InputError
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.problem import options
from symdescent.problem.options import Bounds, Given, Options, known
from symdescent.problem.setting import read
from symdescent.proofs import Attempt, Minimum, Pending, ask
from symdescent.proofs.cases import Case, Question
from symdescent.proofs.critical_points import CriticalPoints, critical
from symdescent.proofs.letter_signs import RELATIONS, Fact, possible
from symdescent.proofs.parametric import MOST_CASES, Contradiction, Found, TooManyCases, parametric
from symdescent.proofs.steps import Why, reason
from symdescent.serialise import box_to_list, exact_to_dict, formula_to_dict, minimum_to_dict
from symdescent.studies import posed

SIGNS = (("≥", ">="), ("≤", "<="), ("≠", "!="), ("==", "="))
BETWEEN = re.compile(r"(>=|<=|!=|=|<|>)")
EXAMPLE = 'for example  --assume "a>0, b!=0"'


def assumptions(
    given: object, letters: Sequence[str], variables: Sequence[str], let: dict[str, Fraction]
) -> tuple[Fact, ...]:
    """The facts of a text such as "a>0, 0<=b<=1".

    Raises InputError for what is no condition, and for one on anything but `letters`.
    """
    if given is None:
        return ()
    if not isinstance(given, str):
        raise InputError("type", f"assume must be text, not {given!r:.40}", EXAMPLE)
    for typed, plain in SIGNS:
        given = given.replace(typed, plain)
    pieces = [piece.strip() for piece in re.split(r"[,;]|\band\b", given) if piece.strip()]
    facts = [fact for piece in pieces for fact in chain(piece, let)]
    for fact in facts:
        demand_letters(fact, letters, variables)
    return tuple(dict.fromkeys(facts))


def chain(piece: str, let: dict[str, Fraction]) -> list[Fact]:
    """One fact for each sign between two sides."""
    parts = [part.strip() for part in BETWEEN.split(piece)]
    if len(parts) < 3 or not all(parts[::2]):
        raise InputError("syntax", f"this condition cannot be read: {piece[:60]}", EXAMPLE)
    sides = [side(part, piece, let) for part in parts[::2]]
    assert set(parts[1::2]) <= set(RELATIONS)
    pairs = zip(sides, parts[1::2], sides[1:], strict=False)
    return [fact(left, relation, right) for left, relation, right in pairs]


def fact(left: Any, relation: str, right: Any) -> Fact:
    """left - right against 0, turned round where it would begin with a minus."""
    gap = left - right
    if gap.could_extract_minus_sign():
        return Fact(-gap, relation.translate(str.maketrans("<>", "><")))
    return Fact(gap, relation)


def side(text: str, piece: str, let: dict[str, Fraction]) -> Any:
    """The expression on one side."""
    try:
        return parse(text, let=let).expression
    except FormulaError as mistake:
        message = f"this condition cannot be read: {piece[:60]}: {mistake.message}"
        raise InputError(mistake.kind, message, mistake.hint or EXAMPLE) from None


def demand_letters(fact: Fact, letters: Sequence[str], variables: Sequence[str]) -> None:
    for name in sorted(str(symbol.name) for symbol in fact.expression.free_symbols):
        if name in variables:
            message = f"a condition is on letters, and {name} is minimised over"
            hint = f"keep it as a letter with  --parameters {name},  or bound it with  --box"
            raise InputError("domain", message, hint)
        known(name, letters, "--assume")


def letters(given: object) -> tuple[str, ...]:
    """The names of --parameters: a,b or a list of them."""
    if given is None:
        return ()
    names = re.split(r"[,;\s]+", given.strip(", ;")) if isinstance(given, str) else given
    if not isinstance(names, Sequence) or not all(isinstance(n, str) and n for n in names):
        raise InputError("type", f"parameters are names, not {given!r:.40}", "for example  a,b")
    return tuple(dict.fromkeys(names))


Meanwhile = AbstractContextManager[object]
VERSION = 1  # of the layouts described in symdescent/minimum.schema.json


@dataclass(frozen=True)
class Search:
    """A search for an exact minimum: what was asked, the answer, the rungs that were tried.

    `interrupted`: by Ctrl-C; the answer is then the strongest until that moment. `critical`: the
    critical points, where they were asked for.
    """

    formula: Formula
    bounds: Bounds
    minimum: Minimum
    attempts: tuple[Attempt, ...]
    interrupted: bool = False
    critical: CriticalPoints | None = None

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
    box: object = None,
    time_limit: float = 10.0,
    let: Mapping[str, Given] | None = None,
    meanwhile: Meanwhile | None = None,
) -> Search:
    """`minimum`, with the way to it: what each rung found, and in what time."""
    formula, bounds = posed(text, box, let)
    limit = options.seconds(time_limit)
    pending = proofs.start(ask(formula, bounds.sides))
    try:
        with meanwhile or nullcontext():
            return Search(formula, bounds, pending.result(limit), pending.attempts())
    except KeyboardInterrupt:
        return stopped(formula, bounds, pending)
    finally:
        pending.cancel()


def with_critical(done: Search, time_limit: float = 10.0) -> Search:
    """The same search with the critical points of the formula; InputError within a box."""
    sides = done.bounds.sides
    if any(side is not None for pair in sides for side in pair):
        raise InputError(
            "type", "critical points are those of the whole space", "leave out the box"
        )
    if done.interrupted:
        return done
    try:
        found = critical(ask(done.formula, sides), options.seconds(time_limit))
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


def stopped(formula: Formula, bounds: Bounds, pending: Pending) -> Search:
    """The search as far as it came."""
    found, tried = pending.result(0.0), pending.attempts("stopped")
    if found.kind not in proofs.FINAL:
        found = replace(found, reasons=(reason(Why.STOPPED),))
    return Search(formula, bounds, found, tried, interrupted=True)


@dataclass(frozen=True)
class Cases:
    """A formula whose `formula.parameters` have no value, and its minimum, case by case.

    `assumed` holds in all cases: what was given, and what the formula needs to be defined.
    Together the cases are all there is; no two of them hold at once.
    """

    formula: Formula
    assumed: tuple[Fact, ...]
    cases: tuple[Case, ...]

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
    formula = lettered(read(text, Options(let=let)), letters(parameters))
    names = [[str(x.name) for x in some] for some in (formula.parameters, formula.variables)]
    given = assumptions(assume, names[0], names[1], options.parameters(let))
    deadline = time.perf_counter() + options.seconds(time_limit)
    question = Question(formula.expression, formula.variables, formula.parameters, deadline)
    found = decided(question, given)
    return Cases(formula, (*given, *found.needed), found.cases)


def lettered(formula: Formula, names: Sequence[str]) -> Formula:
    """The formula with these variables as parameters."""
    for name in names:
        options.known(name, [*formula.sentence.names], "--parameters")
    kept = tuple(x for x in formula.variables if x.name not in names)
    moved = tuple(x for x in formula.variables if x.name in names)
    if not kept and moved:
        raise InputError("no_variable", "every letter is a parameter: there is no variable")
    made = replace(formula, variables=kept, parameters=(*formula.parameters, *moved))
    demand_variable(made)
    if not made.parameters:
        raise InputError("unknown_name", "no letter is without a value", "use  --parameters a,b")
    return made


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
