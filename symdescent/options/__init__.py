"""What a person gives besides the formula goes in as text or numbers, exact numbers come out."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, SupportsIndex, TypedDict

from symdescent.errors import InputError
from symdescent.options.numbers import Given, above_zero, count, number, rate, seconds, tolerance
from symdescent.options.places import (
    Bounds,
    Pair,
    Start,
    Symbolic,
    bounds,
    demand_defined,
    known,
    label,
    start,
)
from symdescent.synonyms import meant, nearest

__all__ = [
    "Bounds",
    "Given",
    "Options",
    "Pair",
    "Start",
    "above_zero",
    "bounds",
    "count",
    "demand_defined",
    "known",
    "number",
    "parameters",
    "rate",
    "seconds",
    "start",
    "tolerance",
    "understood",
]


class Options(TypedDict, total=False):
    """What `study` and `descend` take besides the text.

    `start`: a point, as text ("1,2" or "x=1, y=2"), numbers or a mapping; `rate`: the learning
    rate, "auto", or a formula in the step t; `steps`: the most steps; `box`: bounds as text
    ("0<=x<=10"), one (low, high) a variable or a mapping of them; `let`: values of parameters;
    `tolerance`: the gradient norm to stop at; `time_limit`: seconds for the proof; `notation`:
    "text", "latex" or "auto" (LaTeX where the text shows that it is); `optimizer`: a name, a Rule
    or an Optimizer, in a `convention`, with other `settings`; `schedule`: how the rate
    changes, "cosine:T=100" or "torch:StepLR:step_size=30"; `clip_norm`, `clip_value`: bounds for
    the gradient's norm, or for each slope; `weight_decay`: its share of the point joins the
    gradient; `average`: the decay of a running mean of the points.
    """

    start: Start | None
    rate: Given | None
    steps: SupportsIndex | None
    box: "str | Sequence[Pair] | Mapping[str, Pair] | None"
    let: "Mapping[str, Given] | None"
    tolerance: float
    time_limit: float
    notation: str
    optimizer: object
    convention: str | None
    settings: "Mapping[str, Given] | None"
    schedule: str | None
    clip_norm: Given | None
    clip_value: Given | None
    weight_decay: Given | None
    average: Given | None


def understood(given: Mapping[str, Any], known: Collection[str] = ()) -> Any:
    """The options under our own names: learning_rate is rate, epochs are steps.

    Raises InputError for one that there is not, with the nearest, and for one that is given twice.
    """
    known = known or Options.__annotations__
    found: dict[str, Any] = {}
    for name, value in given.items():
        own = name if name in known else meant(name, known)
        if not own:
            near = nearest(name, known)
            hint = f"did you mean  {near} ?" if near else ""
            raise InputError("unknown_name", f"there is no option '{name[:40]}'", hint)
        if own in found:
            raise InputError("type", f"{own} is given twice, once as {name}", "leave one out")
        found[own] = value
    return found


def parameters(given: object, what: str = "let") -> dict[str, Fraction]:
    """The values of `let`, or of settings, exactly."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not all(isinstance(x, str | Symbolic) for x in given):
        message = f"{what} must map names to numbers, not {given!r:.40}"
        raise InputError("type", message, f'for example  {what}={{"a": 3}}')
    return {label(name): number(value, label(name)) for name, value in given.items()}
