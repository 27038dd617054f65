"""A proof as plain data, and its check in a process that can be killed."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from sympy import Expr, Symbol

from symdescent.proofs.kernel.certificates import Refusal, read, write
from symdescent.proofs.kernel.check import Checked, check
from symdescent.proofs.kernel.exact_values import expression, number
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.process import FORKS, Deadline, fork
from symdescent.proofs.proof_text import text

FORM: Final = "symdescent proof"
VERSION: Final = 1
MOST_BYTES: Final = 2_000_000
MOST_VARIABLES: Final = 200
MOST_POINTS: Final = 500
FIELDS: Final = {"form", "version", "formula", "variables", "box", "claim", "certificate"}
CLAIMS: Final = {"kind", "value", "points", "complete", "parameters"}


def document(problem: Problem, minimum: Minimum) -> dict[str, Any]:
    """The proof as data for JSON; ValueError where it has no certificate, or cannot be written."""
    if minimum.certificate is None:
        raise ValueError("there is no certificate that an independent check has accepted")
    told = {
        "form": FORM,
        "version": VERSION,
        "formula": text(problem.expression),
        "variables": [v.name for v in problem.variables],
        "box": [[_maybe(low), _maybe(high)] for low, high in problem.box],
        "claim": {
            "kind": minimum.kind.value,
            "value": _maybe(minimum.value),
            "points": [[text(c) for c in point] for point in minimum.points],
            "complete": minimum.all_checked,
            "parameters": dict(minimum.parameters),
        },
        "certificate": write(minimum.certificate),
    }
    if understood(json.dumps(told))[0] != problem:
        raise ValueError("this formula does not come back from its text as it was")
    return told


def _maybe(end: Expr | None) -> str | None:
    return None if end is None else text(end)


def understood(written: str) -> tuple[Problem, Minimum]:
    """The problem and the claim of a saved proof; ValueError for anything that is not one."""
    if len(written) > MOST_BYTES:
        raise ValueError(f"a proof of more than {MOST_BYTES} characters is not read")
    try:
        data = json.loads(written)
        _demand(isinstance(data, dict) and data.get("form") == FORM, "this is no saved proof")
        _demand(data.get("version") == VERSION, "another version of the layout")
        _demand(set(data) == FIELDS and isinstance(data["claim"], dict), "other fields")
        return _problem(data), _claim(data)
    except Refusal as refusal:
        raise ValueError(str(refusal)) from None
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"a part has another form ({type(error).__name__})") from None


def _demand(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def _problem(data: dict[str, Any]) -> Problem:
    names = data["variables"]
    _demand(isinstance(names, list) and len(names) <= MOST_VARIABLES, "too many variables")
    _demand(all(isinstance(n, str) and n.isidentifier() for n in names), "not a name")
    _demand(len(set(names)) == len(names) == len(data["box"]), "the box is not of these variables")
    letters = tuple(Symbol(name, real=True) for name in names)
    box = tuple((_end(low), _end(high)) for low, high in data["box"])
    return Problem(expression(_text(data["formula"]), letters), letters, box)


def _end(written: Any) -> Expr | None:
    return None if written is None else number(_text(written))


def _text(written: Any) -> str:
    _demand(isinstance(written, str), "a text is missing")
    return str(written)


def _claim(data: dict[str, Any]) -> Minimum:
    claim = data["claim"]
    _demand(set(claim) == CLAIMS and type(claim["complete"]) is bool, "other fields in the claim")
    _demand(len(claim["points"]) <= MOST_POINTS, "too many points")
    ranges = {_text(name): _text(words) for name, words in claim["parameters"].items()}
    letters = tuple(_letter(name, words) for name, words in ranges.items())
    points = tuple(tuple(expression(_text(c), letters) for c in point) for point in claim["points"])
    return Minimum(
        Kind(claim["kind"]),
        points=points,
        value=_end(claim["value"]),
        complete=claim["complete"],
        parameters=ranges,
        certificate=read(data["certificate"]),
    )


def _letter(name: str, words: str) -> Symbol:
    _demand(name.isidentifier(), "not a name")
    return Symbol(name, integer=True) if words == "any integer" else Symbol(name, real=True)


def verified(problem: Problem, minimum: Minimum, seconds: float) -> Checked:
    """Check the certificate within so many seconds; out of time is a refusal."""
    if not FORKS:
        return check(problem, minimum)

    def work(asked: Problem, send: Callable[[str], None]) -> None:
        send(json.dumps(asdict(check(asked, minimum))))

    child = fork(problem, work)
    try:
        for line in child.lines(Deadline(seconds, time.perf_counter())):
            return Checked(**json.loads(line))
    finally:
        child.end()
    return Checked(False, reason=f"the check did not end within {seconds:g} s, or broke off")
