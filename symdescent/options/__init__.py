"""What a person gives besides the formula goes in as text or numbers, exact numbers come out."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypedDict

from symdescent.errors import InputError, did_you_mean
from symdescent.options.numbers import Given, above_zero, count, number, rate, seconds, tolerance
from symdescent.options.places import Bounds, Pair, Start, bounds, demand_defined, known, start

__all__ = [
    "OTHERWISE",
    "Bounds",
    "Given",
    "Options",
    "Pair",
    "Start",
    "above_zero",
    "bounds",
    "count",
    "demand_defined",
    "demand_known",
    "known",
    "number",
    "parameters",
    "rate",
    "seconds",
    "start",
    "tolerance",
]
OTHERWISE = {"lr": "rate", "x0": "start", "tol": "tolerance"}  # on the command line


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
    steps: int | None
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


def demand_known(given: Mapping[str, object]) -> None:
    """Refuse an option that there is not, with the nearest one."""
    for name in given:
        if name not in Options.__annotations__:
            right = OTHERWISE.get(name)
            near = did_you_mean(name, Options.__annotations__)
            hint = f"did you mean  {right} ?" if right else near
            raise InputError("unknown_name", f"there is no option '{name[:40]}'", hint)


def parameters(given: object, what: str = "let") -> dict[str, Fraction]:
    """The values of `let`, or of settings, exactly."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
        message = f"{what} must map names to numbers, not {given!r:.40}"
        raise InputError("type", message, f'for example  {what}={{"a": 3}}')
    return {name: number(value, name) for name, value in given.items()}
