"""Settings, runs, minima and verdicts as plain data for strict JSON."""

import math
from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from typing import Any

from symdescent.calculus.accurate_evaluation import floats, nearest
from symdescent.calculus.critical_number import CriticalOf
from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.language import plain
from symdescent.messages.typed import typed, typed_reasons
from symdescent.numeric.run import Ending, Run
from symdescent.problem.options import Bounds
from symdescent.problem.setting import Setting
from symdescent.proofs import Kind, Minimum, ProofStep, ask
from symdescent.proofs.kernel.certificates import NAMES
from symdescent.proofs.problem import Sides
from symdescent.verdict import Verdict

VERSION = 1  # of the layout described in symdescent/schema.json
MOST_ROWS = 10_000  # of a run; a longer one is thinned out evenly
WRITTEN_UP_TO = 20  # variables whose gradient is written out


def study_to_dict(
    setting: Setting,
    run: Run,
    minimum: Minimum,
    verdict: Verdict,
    iterates: Sequence[Sequence[Fraction]],
) -> dict[str, Any]:
    """The whole study; every number a finite float, every exact value also as text."""
    return {
        "version": VERSION,
        "formula": derivation_to_dict(setting),
        "setting": setting_to_dict(setting),
        "minimum": minimum_to_dict(minimum),
        "run": run_to_dict(run, iterates, MOST_ROWS),
        "verdict": verdict_to_dict(verdict),
    }


def derivation_to_dict(setting: Setting) -> dict[str, Any]:
    few = len(setting.derivation.gradient) <= WRITTEN_UP_TO
    return {
        "text": setting.formula.text,
        "read_as": plain(setting.formula.sentence.tree),
        "variables": list(setting.objective.names),
        "gradient": [plain(tree(g)) for g in setting.derivation.gradient] if few else None,
        "notes": list(setting.formula.notes),
    }


def setting_to_dict(setting: Setting) -> dict[str, Any]:
    return {
        "start": [both(x) for x in setting.start],
        "rate": both(setting.rate.value),
        "rate_reason": setting.rate.reason or "given",
        "rule": {"name": setting.rule.name, "text": setting.rule.text},
        "steps": setting.stop.steps,
        "box": box_to_list(setting.bounds),
        "chosen": list(setting.chosen),
    }


def box_to_list(bounds: Bounds) -> list[list[dict[str, Any] | None]]:
    return [[None if side is None else both(side) for side in pair] for pair in bounds.sides]


def minimum_to_dict(minimum: Minimum) -> dict[str, Any]:
    return {
        "kind": str(minimum.kind),
        "value": None if minimum.value is None else exact_to_dict(minimum.value),
        "points": [[exact_to_dict(x) for x in point] for point in minimum.points],
        "complete": minimum.complete,
        "parameters": dict(minimum.parameters),
        "proof": [step_to_dict(step) for step in minimum.proof],
        "reason": typed_reasons(minimum.reasons),
        "rung": minimum.rung,
        "bracket": None if minimum.bracket is None else [*map(exact_to_dict, minimum.bracket)],
        "checked": check_to_dict(minimum),
        "seconds": round(minimum.seconds, 6),
    }


def step_to_dict(step: ProofStep) -> dict[str, str]:
    words, formula = typed(step)
    return {"rule": str(step.rule), "words": words, "formula": formula}


def check_to_dict(minimum: Minimum) -> dict[str, Any] | None:
    """The kind of certificate that passed the independent check; None where none did."""
    if minimum.certificate is None:
        return None
    return {"certificate": NAMES[type(minimum.certificate)], "complete": minimum.all_checked}


def proof_to_dict(minimum: Minimum, formula: Formula, box: Sides) -> dict[str, Any]:
    """A proof that `symdescent verify` checks again; ValueError where there is no certificate."""
    document = import_module("symdescent.proofs.saved_proof").document  # rarely asked for
    told: dict[str, Any] = document(ask(formula, box), minimum)
    return told


def run_to_dict(run: Run, iterates: Sequence[Sequence[Fraction]], most: int) -> dict[str, Any]:
    """The run; of more than `most` steps every stride-th row, and always the last."""
    stride = 1 if run.steps <= most else -(-run.steps // (most - 1))
    rows = [*range(0, run.steps, stride), run.steps]
    return {
        "steps": run.steps,
        "ending": str(run.outcome.ending),
        "sentence": run.outcome.sentence,
        "stride": stride,
        "points": run.points[rows].tolist(),
        "values": run.values[rows].tolist(),
        "gradients": run.gradients[rows].tolist(),
        "exact": [[str(x) for x in point] for point in iterates],
        "best": run.best,
    }


def final(answer: Run) -> dict[str, Any]:
    """Where the answers of a rule end, where they are not its points."""
    return {"point": answer.points[-1].tolist(), "value": float(answer.values[-1])}


def verdict_to_dict(verdict: Verdict) -> dict[str, Any]:
    finding = verdict.finding
    return {
        "holds": verdict.holds,
        "agrees": verdict.agrees,
        "standing": str(finding.standing),
        "sentence": finding.sentence,
        "advice": finding.advice,
        "distance": finite(finding.nearest.distance) if finding.nearest else None,
        "claims": [{"word": str(c.word), "sentence": c.sentence} for c in verdict.claims],
    }


def both(number: Fraction) -> dict[str, Any]:
    return {"exact": str(number), "float": float(number)}


def exact_to_dict(value: Any) -> dict[str, Any]:
    """An exact value as text, and as a float unless a parameter is free in it."""
    as_float = None if value.free_symbols else finite(float(floats([value])[0]))
    return {"exact": plain(tree(value)), "float": as_float}


def finite(number: float | None) -> float | None:
    """What strict JSON can hold of a number."""
    return number if number is not None and math.isfinite(number) else None


def minimiser(minimum: Minimum, run: Run, verdict: Verdict) -> str | None:
    """The coordinates of the minimiser, exact where it is proved; None where there is none.

    Of a family the member nearest to the run; without a proof the last point of a run that
    converged, else the best one, in floats.
    """
    if minimum.kind in (Kind.UNBOUNDED, Kind.NOT_ATTAINED):
        return None
    exact = proved(minimum, verdict)
    if exact is not None:
        return ", ".join(map(number, exact))
    converged = run.outcome.ending is Ending.CONVERGED
    return ", ".join(repr(float(x)) for x in run.points[run.steps if converged else run.best])


def member(minimum: Minimum) -> str | None:
    """The coordinates of a proved global minimiser: of a family the member nearest to 0."""
    if minimum.kind is not Kind.GLOBAL or not minimum.points:
        return None
    origin = [0.0] * len(minimum.points[0])
    near = nearest(minimum.points, minimum.parameters, origin) if minimum.parameters else None
    return ", ".join(map(number, near.exact if near else minimum.points[0]))


def number(exact: Any) -> str:
    """A coordinate to be read by itself: in closed form, or by the digits that locate it."""
    return str(exact.evalf(30)) if exact.has(CriticalOf) else plain(tree(exact))


def formula_to_dict(formula: Formula) -> dict[str, Any]:
    """A formula that is not descended on."""
    return {
        "text": formula.text,
        "read_as": plain(formula.sentence.tree),
        "variables": [str(x.name) for x in formula.variables],
        "notes": list(formula.notes),
    }


def proved(minimum: Minimum, verdict: Verdict) -> Sequence[Any] | None:
    """The exact minimiser to name, if there is one."""
    if minimum.kind is not Kind.GLOBAL or not minimum.points:
        return None
    near = verdict.finding.nearest
    if minimum.parameters:
        return near.exact if near else None
    return minimum.points[0]
