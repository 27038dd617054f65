"""The settings of an optax schedule go in, a formula in k = 0, 1, ... comes out."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from symdescent.errors import InputError
from symdescent.optimizers.hyperparameters import Hyperparameters, exact, spelt
from symdescent.optimizers.templates import (
    Spelling,
    chosen,
    delayed,
    formula,
    spell,
    stepwise,
)

LINE = "{init_value} + ({peak_value} - {init_value})*k/{warmup_steps}"


def exponential(s: Hyperparameters) -> str:
    share = spell("(k - {transition_begin})/{transition_steps}", s)
    text = spell("{init_value}*{decay_rate}", s) + "^" + f"{'floor' * s['staircase']}({share})"
    if s["end_value"] is not None:
        bound = "max" if exact(s["decay_rate"]) < 1 else "min"
        text = f"{bound}({text}, {spelt(s['end_value'])})"
    return spell("where(k <= {transition_begin}, {init_value}, ", s) + f"{text})"


def scales(s: Hyperparameters) -> list[tuple[int, Fraction]]:
    """Steps and factors in the order of the steps."""
    given: Mapping[Any, Any] = s["boundaries_and_scales"] or {}
    return sorted((int(step), exact(scale)) for step, scale in given.items())


def piecewise_constant(s: Hyperparameters) -> str:
    factors = [f"*where(k >= {step}, {spelt(scale)}, 1)" for step, scale in scales(s)]
    return spelt(s["init_value"]) + "".join(factors)


def piecewise_interpolated(s: Hyperparameters) -> str:
    """From value to value, each the last times its scale."""
    ends = [0, *(step for step, _ in scales(s))]
    factors = [exact(s["init_value"]), *(scale for _, scale in scales(s))]
    values = [spelt(value) for value in accumulate(factors, lambda a, b: a * b)]
    curve = chosen(CURVES, s["interpolate_type"], "interpolate_type")
    spans = zip(pairwise(ends), pairwise(values), strict=True)
    pieces = [
        curve.format(a=a, b=b, u=f"(k - {begin})/{end - begin}") for (begin, end), (a, b) in spans
    ]
    return stepwise([*pieces, values[-1]], ends[1:], "<")


CURVES = {
    "linear": "{a} + ({b} - {a})*{u}",
    "cosine": "{b} + ({a} - {b})*(1 + cos(pi*{u}))/2",
}


def linear_one_cycle(s: Hyperparameters) -> str:
    start, final = at(s, "pct_start"), at(s, "pct_final")
    div, last = exact(s["div_factor"]), exact(s["final_div_factor"])
    knots = {start: div, final: 1 / div, s["transition_steps"]: 1 / last}
    return one_cycle(s, "linear", knots)


def cosine_one_cycle(s: Hyperparameters) -> str:
    div, last = exact(s["div_factor"]), exact(s["final_div_factor"])
    knots = {at(s, "pct_start"): div, s["transition_steps"]: 1 / (div * last)}
    return one_cycle(s, "cosine", knots)


def at(s: Hyperparameters, share: str) -> int:
    """The step at a share of all, cut off as optax does it."""
    return int(s[share] * s["transition_steps"])


def one_cycle(s: Hyperparameters, kind: str, knots: Mapping[int, Fraction]) -> str:
    """Up to the peak and down again (L. N. Smith, N. Topin 2018, arXiv:1708.07120)."""
    first = exact(s["peak_value"]) / exact(s["div_factor"])
    return piecewise_interpolated(
        {"interpolate_type": kind, "init_value": first, "boundaries_and_scales": knots}
    )


def warmed(s: Hyperparameters, text: str) -> str:
    """A line up to the peak, then the formula with its own k."""
    if not s["warmup_steps"]:
        return text
    return stepwise([spell(LINE, s), delayed(text, s["warmup_steps"])], [s["warmup_steps"]], "<")


def warmup_constant(s: Hyperparameters) -> str:
    return warmed(s, spelt(s["peak_value"]))


def warmup_cosine(s: Hyperparameters) -> str:
    steps = exact(s["decay_steps"]) - exact(s["warmup_steps"])
    peak = exact(s["peak_value"])
    alpha = exact(s["end_value"]) / peak if peak else 0
    rest = {"init_value": peak, "decay_steps": steps, "alpha": alpha, "exponent": s["exponent"]}
    return warmed(s, COSINE(rest))


def warmup_exponential(s: Hyperparameters) -> str:
    names = ("transition_steps", "decay_rate", "transition_begin", "staircase", "end_value")
    rest = {name: s[name] for name in names}
    return warmed(s, exponential({"init_value": s["peak_value"], **rest}))


def sgdr(s: Hyperparameters) -> str:
    """Warm-ups and cosines in a row (I. Loshchilov, F. Hutter 2017, arXiv:1608.03983)."""
    pieces = [OPTAX["warmup_cosine_decay_schedule"](each) for each in s["cosine_kwargs"]]
    ends = list(accumulate(each["decay_steps"] for each in s["cosine_kwargs"]))
    return in_a_row(pieces, ends[:-1])


def joined(s: Hyperparameters) -> str:
    for name, _ in s["schedules"]:
        if name not in OPTAX:
            raise InputError("unknown_name", f"no formula for the schedule {name}")
    return in_a_row([OPTAX[name](each) for name, each in s["schedules"]], s["boundaries"])


def in_a_row(pieces: list[str], ends: list[int]) -> str:
    begins = zip(pieces, [0, *ends], strict=True)
    return stepwise([delayed(piece, begin) for piece, begin in begins], ends, "<")


COSINE = formula(
    "{init_value}*((1 - {alpha})*((1 + cos(pi*min(k, {decay_steps})/{decay_steps}))/2)^{exponent}"
    " + {alpha})",
    alpha=0,
    exponent=1,
)
EXPONENTIAL = {
    "transition_steps": ...,
    "decay_rate": ...,
    "transition_begin": 0,
    "staircase": False,
    "end_value": None,
}
WARM_UP = {"init_value": ..., "peak_value": ..., "warmup_steps": ...}
CYCLE = {"transition_steps": ..., "peak_value": ..., "pct_start": 0.3}
DIVIDED = {"div_factor": 25, "final_div_factor": 1e4}
STEPS = {"init_value": ..., "boundaries_and_scales": None}
OPTAX: dict[str, Spelling] = {
    "constant_schedule": formula("{value}"),
    "linear_schedule": formula(
        "({init_value} - {end_value})*(1 - clip(k - {transition_begin}, 0, {transition_steps})"
        "/{transition_steps}) + {end_value}",
        transition_begin=0,
    ),
    "polynomial_schedule": formula(
        "({init_value} - {end_value})*(1 - clip(k - {transition_begin}, 0, {transition_steps})"
        "/{transition_steps})^{power} + {end_value}",
        transition_begin=0,
    ),
    "exponential_decay": Spelling(exponential, {"init_value": ..., **EXPONENTIAL}),
    "cosine_decay_schedule": COSINE,
    "piecewise_constant_schedule": Spelling(piecewise_constant, STEPS),
    "piecewise_interpolate_schedule": Spelling(
        piecewise_interpolated, {"interpolate_type": ..., **STEPS}
    ),
    "linear_onecycle_schedule": Spelling(linear_one_cycle, {**CYCLE, "pct_final": 0.85, **DIVIDED}),
    "cosine_onecycle_schedule": Spelling(cosine_one_cycle, {**CYCLE, **DIVIDED}),
    "warmup_constant_schedule": Spelling(warmup_constant, WARM_UP),
    "warmup_cosine_decay_schedule": Spelling(
        warmup_cosine, {**WARM_UP, "decay_steps": ..., "end_value": 0, "exponent": 1}
    ),
    "warmup_exponential_decay_schedule": Spelling(warmup_exponential, {**WARM_UP, **EXPONENTIAL}),
    "sgdr_schedule": Spelling(sgdr, {"cosine_kwargs": ...}),
    "join_schedules": Spelling(joined, {"schedules": ..., "boundaries": ...}),
}
