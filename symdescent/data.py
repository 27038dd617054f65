"""A setting, a run, a minimum and a verdict go in, plain data for strict JSON comes out."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symdescent.exact import Kind, Minimum
from symdescent.language import plain
from symdescent.numeric.run import Run
from symdescent.setting import Setting
from symdescent.symbolic.precision import floats
from symdescent.symbolic.retelling import tree
from symdescent.verdict import Verdict

VERSION = 1  # of the layout described in symdescent/schema.json
WRITTEN_UP_TO = 20  # variables whose gradient is written out


def facts(
    setting: Setting,
    run: Run,
    minimum: Minimum,
    verdict: Verdict,
    iterates: Sequence[Sequence[Fraction]],
) -> dict[str, Any]:
    """The whole study; every number a finite float, every exact value also as text."""
    return {
        "version": VERSION,
        "formula": formula(setting),
        "setting": given(setting),
        "minimum": exact(minimum),
        "run": descent(run, iterates),
        "verdict": judged(verdict),
    }


def formula(setting: Setting) -> dict[str, Any]:
    few = len(setting.derivation.gradient) <= WRITTEN_UP_TO
    return {
        "text": setting.formula.text,
        "read_as": plain(setting.formula.sentence.tree),
        "variables": list(setting.objective.names),
        "gradient": [plain(tree(g)) for g in setting.derivation.gradient] if few else None,
        "notes": list(setting.formula.notes),
    }


def given(setting: Setting) -> dict[str, Any]:
    return {
        "start": [both(x) for x in setting.start],
        "rate": both(setting.rate.value),
        "rate_reason": setting.rate.reason,
        "rule": {"name": setting.rule.name, "text": setting.rule.text},
        "steps": setting.stop.steps,
        "box": [[None if side is None else both(side) for side in s] for s in setting.bounds.sides],
        "chosen": list(setting.chosen),
    }


def exact(minimum: Minimum) -> dict[str, Any]:
    return {
        "kind": str(minimum.kind),
        "value": None if minimum.value is None else of_expression(minimum.value),
        "points": [[of_expression(x) for x in point] for point in minimum.points],
        "complete": minimum.complete,
        "parameters": dict(minimum.parameters),
        "proof": [{"words": step.words, "formula": step.formula} for step in minimum.proof],
        "reason": minimum.reason,
        "rung": minimum.rung,
        "seconds": round(minimum.seconds, 6),
    }


def descent(run: Run, iterates: Sequence[Sequence[Fraction]]) -> dict[str, Any]:
    return {
        "steps": run.steps,
        "ending": str(run.outcome.ending),
        "sentence": run.outcome.sentence,
        "points": run.points.tolist(),
        "values": run.values.tolist(),
        "gradients": run.gradients.tolist(),
        "exact": [[str(x) for x in point] for point in iterates],
        "best": run.best,
    }


def judged(verdict: Verdict) -> dict[str, Any]:
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


def of_expression(value: Any) -> dict[str, Any]:
    """An exact value as text, and as a float unless a parameter is free in it."""
    as_float = None if value.free_symbols else finite(float(floats([value])[0]))
    return {"exact": plain(tree(value)), "float": as_float}


def finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def minimiser(minimum: Minimum, run: Run) -> str:
    """The coordinates of the minimiser: exact where it is proved, else the best floats."""
    if minimum.kind is Kind.GLOBAL and minimum.points and not minimum.parameters:
        return ", ".join(plain(tree(x)) for x in minimum.points[0])
    return ", ".join(repr(float(x)) for x in run.points[run.best])
