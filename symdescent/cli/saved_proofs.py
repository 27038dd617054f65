"""A proof written into a file, and a saved one checked again."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from symdescent.calculus.critical_number import CriticalOf
from symdescent.calculus.formula import Formula
from symdescent.cli.files import write_whole
from symdescent.errors import InputError
from symdescent.proofs import Minimum, Problem
from symdescent.proofs.problem import Sides
from symdescent.proofs.proof_text import text
from symdescent.proofs.proof_text import written as spelt
from symdescent.proofs.saved_proof import MOST_BYTES, understood, verified


def save(minimum: Minimum, formula: Formula, sides: Sides, path: str) -> str:
    """Write the proof of a minimum; what stands in the way, in words, or nothing."""
    from symdescent.serialise import proof_to_dict

    try:
        told = proof_to_dict(minimum, formula, sides)
    except ValueError as reason:
        return f"no proof was saved: {reason}"
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    write_whole(Path(path), text.encode())
    return ""


def verify(options: Namespace) -> int:
    """Check a saved proof: 0 accepted, 1 refused, 2 (InputError) not readable."""
    problem, minimum = opened(options.proof)
    told = verified(problem, minimum, options.time_limit)
    for line in described(problem, minimum):
        print(line)
    if not told.accepted:
        word = "false" if told.untrue else "not followed"
        print(f"refused ({word}): {told.reason}")
        return 1
    print(f"accepted: {scope(minimum, told.complete)}, by its {told.kind}")
    return 0


def opened(path: str) -> tuple[Problem, Minimum]:
    """The problem and the claim of a file; InputError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return understood(file.read(MOST_BYTES + 1).decode("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError("type", f"the file cannot be read: {reason}: {path[:200]}") from None
    except ValueError as reason:
        hint = 'symdescent "(x-4)^2" --save proof.json  writes one'
        raise InputError("type", f"not a saved proof: {str(reason)[:200]}", hint) from None


def described(problem: Problem, minimum: Minimum) -> list[str]:
    """What is claimed, in a few lines."""
    sides = zip(problem.variables, problem.box, strict=True)
    bounded = [
        f"{side(low)} <= {v.name} <= {side(high)}" for v, (low, high) in sides if low != high
    ]
    named = f"L({', '.join(v.name for v in problem.variables)})"
    lines = [f"{named} = {text(problem.expression)}"]
    lines += [f"where {', '.join(bounded)}"] if bounded else []
    return lines + [f"claim: {claimed(minimum)}"]


def side(end: Any) -> str:
    return "..." if end is None else text(end)


def claimed(minimum: Minimum) -> str:
    """The kind, the value, the points."""
    value = "" if minimum.value is None else f", L* = {number_text(minimum.value)}"
    points = [", ".join(map(number_text, point)) for point in minimum.points]
    where = f" at {'; '.join(f'({p})' for p in points)}" if points else ""
    ranges = "".join(f", {name}: {words}" for name, words in minimum.parameters.items())
    return f"{minimum.kind}{value}{where}{ranges}"


def number_text(number: Any) -> str:
    """A number as the file has it; one that is only located by its first digits."""
    return spelt(number) if number.has(CriticalOf) else text(number)


def scope(minimum: Minimum, complete: bool) -> str:
    """What was checked."""
    if not minimum.points:
        return "the claim"
    return (
        "the value, the points, and that there are no others"
        if complete
        else ("the value and the points (not that there are no others)")
    )
