"""The schedules of PyTorch, Keras and optax as formulas in k = 0, 1, ..."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.frameworks.hyperparameters import Hyperparameters, exact, filled, operand

T = TypeVar("T")


@dataclass(frozen=True)
class FormulaTemplate:
    """How a schedule's settings become a formula; a default of `...` must be given."""

    write: Callable[[Hyperparameters], str]
    defaults: Hyperparameters = field(default_factory=dict)

    def __call__(self, settings: Hyperparameters) -> str:
        """The formula in k; InputError for a setting that the schedule does not have."""
        return self.write(filled("this schedule", settings, self.defaults))


def formula(template: str, **defaults: object) -> FormulaTemplate:
    """A formula with settings in braces; those without a default must be given."""
    needed = dict.fromkeys(re.findall(r"{(\w+)}", template), ...)
    return FormulaTemplate(lambda s: fill_template(template, s), {**needed, **defaults})


def fill_template(template: str, settings: Hyperparameters) -> str:
    words = {name: operand(value) for name, value in settings.items() if plain(value)}
    return template.format(**words)


def plain(value: object) -> bool:
    return isinstance(value, int | float | str | Fraction)


def chosen(table: Mapping[str, T], word: Any, what: str) -> T:
    """The entry of a word; InputError for an unknown one."""
    if word not in table:
        message = f"{what} is one of {', '.join(table)}, not '{word}'"
        raise InputError("unknown_name", message, did_you_mean(str(word), table))
    return table[word]


def stepwise(pieces: Sequence[str], ends: Sequence[object], compare: str) -> str:
    """The first piece while k is before its end, then the next, and so on."""
    *before, text = pieces
    for piece, end in zip(reversed(before), reversed(ends), strict=True):
        text = f"where(k {compare} {operand(end)}, {piece}, {text})"
    return text


def delayed(text: str, steps: object) -> str:
    """The same formula, begun so many steps later."""
    return text if steps == 0 else re.sub(r"\bk\b", f"(k - {operand(steps)})", text)


def restarts(first: object, growth: object) -> tuple[str, str]:
    """Which period k is in, and how much of it is over; each is `growth` times the last.

    The logarithm is off by rounding where a period begins, hence the billionth.
    """
    n, m = operand(first), operand(growth)
    if exact(growth) == 1:
        return f"floor(k/{n})", f"k/{n} - floor(k/{n})"
    period = f"floor(log(1 + k*({m} - 1)/{n})/log({m}) + 1e-9)"
    begin = f"{n}*({m}^{period} - 1)/({m} - 1)"
    return period, f"(k - {begin})/({n}*{m}^{period})"


def milestones(s: Hyperparameters) -> str:
    passed = " + ".join(f"where(k >= {operand(m)}, 1, 0)" for m in s["milestones"])
    return f"{operand(s['base_lr'])}*{operand(s['gamma'])}^({passed or 0})"


def warm_restarts(s: Hyperparameters) -> str:
    """Cosines one after the other (I. Loshchilov, F. Hutter 2017, arXiv:1608.03983)."""
    base, least = operand(s["base_lr"]), operand(s["eta_min"])
    _, share = restarts(s["T_0"], s["T_mult"])
    return f"{least} + ({base} - {least})*(1 + cos(pi*({share})))/2"


def cycle(s: Hyperparameters) -> tuple[str, str]:
    """The triangle's height, 0 to 1, and how much of it is left (L. N. Smith 2017)."""
    up = exact(s["step_size_up"])
    down = up if s["step_size_down"] is None else exact(s["step_size_down"])
    total = operand(up + down)
    phase = f"(k - {total}*floor(k/{total}))"
    left = {
        "triangular": "1",
        "triangular2": f"2^(-floor(k/{total}))",
        "exp_range": f"{operand(s['gamma'])}^k",
    }
    height = f"min({phase}/{operand(up)}, ({total} - {phase})/{operand(down)})"
    return height, chosen(left, s["mode"], "mode")


def cyclic(s: Hyperparameters) -> str:
    height, left = cycle(s)
    low, high = operand(s["base_lr"]), operand(s["max_lr"])
    return f"{low} + ({high} - {low})*{height}*{left}"


def cyclic_momentum(s: Hyperparameters) -> str:
    height, left = cycle(s)
    low, high = operand(s["base_momentum"]), operand(s["max_momentum"])
    return f"{high} - ({high} - {low})*{height}*{left}"


def torch_one_cycle(s: Hyperparameters) -> str:
    top, first = exact(s["max_lr"]), exact(s["max_lr"]) / exact(s["div_factor"])
    last = first / exact(s["final_div_factor"])
    levels = [first, top, first, last] if s["three_phase"] else [first, top, last]
    return annealed(s, levels)


def one_cycle_momentum(s: Hyperparameters) -> str:
    low, high = exact(s["base_momentum"]), exact(s["max_momentum"])
    return annealed(s, [high, low, high, high] if s["three_phase"] else [high, low, high])


def annealed(s: Hyperparameters, levels: Sequence[Any]) -> str:
    """From level to level, reached where the phases end (L. N. Smith, N. Topin 2018)."""
    total = s["total_steps"] or exact(s["epochs"]) * exact(s["steps_per_epoch"])
    share, n = exact(s["pct_start"]), exact(total)
    middle = [share * n - 1, 2 * share * n - 2] if s["three_phase"] else [share * n - 1]
    ends = [exact(0), *middle, n - 1]
    curve = chosen(
        {"cos": torch_cosine, "linear": straight}, s["anneal_strategy"], "anneal_strategy"
    )
    pieces = []
    for (begin, end), (a, b) in zip(pairwise(ends), pairwise(levels), strict=True):
        pieces.append(
            curve(f"(k - {operand(begin)})/{operand(end - begin)}", operand(a), operand(b))
        )
    return stepwise(pieces, ends[1:-1], "<=")


def torch_cosine(share: str, a: str, b: str) -> str:
    return f"{b} + ({a} - {b})*(1 + cos(pi*({share})))/2"


def straight(share: str, a: str, b: str) -> str:
    return f"{a} + ({b} - {a})*({share})"


def sequential(s: Hyperparameters) -> str:
    """One scheduler after the other, each with its own k."""
    starts = [0, *s["milestones"]]
    given = zip(part_texts(s), starts, strict=True)
    return stepwise([delayed(text, start) for text, start in given], starts[1:], "<")


def chained(s: Hyperparameters) -> str:
    """All factors at once."""
    base = operand(s["base_lr"])
    return f"{base}*" + "*".join(f"(({text})/{base})" for text in part_texts(s))


def part_texts(s: Hyperparameters) -> list[str]:
    found = []
    for name, settings in s["schedulers"]:
        if name not in TORCH:
            raise InputError("unknown_name", f"no formula for the scheduler {name}")
        found.append(TORCH[name]({"base_lr": s["base_lr"], **settings}))
    return found


def averaging(s: Hyperparameters) -> str:
    """Stochastic weight averaging's way to its own rate (P. Izmailov et al. 2018)."""
    share = f"min(k/{operand(s['anneal_epochs'])}, 1)" if s["anneal_epochs"] else "1"
    part = {"cos": f"(1 - cos(pi*{share}))/2", "linear": share}
    weight = chosen(part, s["anneal_strategy"], "anneal_strategy")
    base = operand(s["base_lr"])
    return f"{base} + ({operand(s['swa_lr'])} - {base})*{weight}"


ONE_CYCLE = {
    "base_lr": None,
    "max_lr": ...,
    "total_steps": None,
    "epochs": None,
    "steps_per_epoch": None,
    "pct_start": 0.3,
    "anneal_strategy": "cos",
    "cycle_momentum": True,
    "base_momentum": 0.85,
    "max_momentum": 0.95,
    "div_factor": 25,
    "final_div_factor": 1e4,
    "three_phase": False,
}
CYCLIC = {
    "base_lr": ...,
    "max_lr": ...,
    "step_size_up": 2000,
    "step_size_down": None,
    "mode": "triangular",
    "gamma": 1,
    "cycle_momentum": True,
    "base_momentum": 0.8,
    "max_momentum": 0.9,
}
THIRD = "(1/3)"
TORCH: dict[str, FormulaTemplate] = {
    "LambdaLR": formula("{base_lr}*({lr_lambda})", base_lr=..., lr_lambda=...),
    "StepLR": formula("{base_lr}*{gamma}^floor(k/{step_size})", step_size=..., gamma=0.1),
    "MultiStepLR": FormulaTemplate(milestones, {"base_lr": ..., "milestones": ..., "gamma": 0.1}),
    "ConstantLR": formula(
        "where(k < {total_iters}, {base_lr}*{factor}, {base_lr})", factor=THIRD, total_iters=5
    ),
    "LinearLR": formula(
        "{base_lr}*({start_factor} + ({end_factor} - {start_factor})"
        "*min(k, {total_iters})/{total_iters})",
        start_factor=THIRD,
        end_factor=1,
        total_iters=5,
    ),
    "ExponentialLR": formula("{base_lr}*{gamma}^k", gamma=...),
    "PolynomialLR": formula(
        "{base_lr}*(1 - min(k, {total_iters})/{total_iters})^{power}", total_iters=5, power=1
    ),
    "CosineAnnealingLR": formula(
        "{eta_min} + ({base_lr} - {eta_min})*(1 + cos(pi*k/{T_max}))/2", T_max=..., eta_min=0
    ),
    "CosineAnnealingWarmRestarts": FormulaTemplate(
        warm_restarts, {"base_lr": ..., "T_0": ..., "T_mult": 1, "eta_min": 0}
    ),
    "CyclicLR": FormulaTemplate(cyclic, CYCLIC),
    "OneCycleLR": FormulaTemplate(torch_one_cycle, ONE_CYCLE),
    "SequentialLR": FormulaTemplate(
        sequential, {"base_lr": ..., "schedulers": ..., "milestones": ...}
    ),
    "ChainedScheduler": FormulaTemplate(chained, {"base_lr": ..., "schedulers": ...}),
    "SWALR": FormulaTemplate(
        averaging,
        {"base_lr": ..., "swa_lr": ..., "anneal_epochs": 10, "anneal_strategy": "cos"},
    ),
}
# The momentum, or Adam's beta1, that some move beside the rate.
TORCH_MOMENTA: dict[str, FormulaTemplate] = {
    "CyclicLR": FormulaTemplate(cyclic_momentum, CYCLIC),
    "OneCycleLR": FormulaTemplate(one_cycle_momentum, ONE_CYCLE),
}


def gone(s: Hyperparameters) -> str:
    """How many periods are over, whole ones for a staircase."""
    share = f"k/{operand(s['decay_steps'])}"
    return f"floor({share})" if s["staircase"] else share


def keras_exponential(s: Hyperparameters) -> str:
    return fill_template("{initial_learning_rate}*{decay_rate}", s) + f"^({gone(s)})"


def inverse_time(s: Hyperparameters) -> str:
    return fill_template("{initial_learning_rate}/(1 + {decay_rate}*", s) + f"{gone(s)})"


def polynomial(s: Hyperparameters) -> str:
    n = operand(s["decay_steps"])
    share = f"k/({n}*max(1, -floor(-k/{n})))" if s["cycle"] else f"min(k, {n})/{n}"
    ends = "({initial_learning_rate} - {end_learning_rate})", "^{power} + {end_learning_rate}"
    return fill_template(ends[0], s) + f"*(1 - {share})" + fill_template(ends[1], s)


def keras_cosine(s: Hyperparameters) -> str:
    """A cosine down to a share alpha, after a line up if there is a target."""
    if s["warmup_target"] is None:
        return fill_template("{initial_learning_rate}*" + KERAS_COSINE.replace("K", "k"), s)
    up = "{initial_learning_rate} + ({warmup_target} - {initial_learning_rate})*k/{warmup_steps}"
    down = "{warmup_target}*" + KERAS_COSINE.replace("K", "(k - {warmup_steps})")
    return fill_template("where(k < {warmup_steps}, " + up + ", " + down + ")", s)


def cosine_restarts(s: Hyperparameters) -> str:
    """Cosines one after the other (I. Loshchilov, F. Hutter 2017, arXiv:1608.03983)."""
    period, share = restarts(s["first_decay_steps"], s["t_mul"])
    wave = f"(1 + cos(pi*({share})))/2"
    left = fill_template("(1 - {alpha})*{m_mul}", s) + f"^{period}*{wave}"
    return fill_template("{initial_learning_rate}", s) + f"*({left} + {operand(s['alpha'])})"


def piecewise(s: Hyperparameters) -> str:
    return stepwise([operand(value) for value in s["values"]], s["boundaries"], "<=")


KERAS_COSINE = "((1 - {alpha})*(1 + cos(pi*min(K, {decay_steps})/{decay_steps}))/2 + {alpha})"
DECAY = {
    "initial_learning_rate": ...,
    "decay_steps": ...,
    "decay_rate": ...,
    "staircase": False,
    "name": "",
}
KERAS: dict[str, FormulaTemplate] = {
    "ExponentialDecay": FormulaTemplate(keras_exponential, DECAY),
    "InverseTimeDecay": FormulaTemplate(inverse_time, DECAY),
    "PolynomialDecay": FormulaTemplate(
        polynomial,
        {
            "initial_learning_rate": ...,
            "decay_steps": ...,
            "end_learning_rate": 0.0001,
            "power": 1,
            "cycle": False,
            "name": "",
        },
    ),
    "CosineDecay": FormulaTemplate(
        keras_cosine,
        {
            "initial_learning_rate": ...,
            "decay_steps": ...,
            "alpha": 0,
            "warmup_target": None,
            "warmup_steps": 0,
            "name": "",
        },
    ),
    "CosineDecayRestarts": FormulaTemplate(
        cosine_restarts,
        {
            "initial_learning_rate": ...,
            "first_decay_steps": ...,
            "t_mul": 2,
            "m_mul": 1,
            "alpha": 0,
            "name": "",
        },
    ),
    "PiecewiseConstantDecay": FormulaTemplate(
        piecewise, {"boundaries": ..., "values": ..., "name": ""}
    ),
}


LINE = "{init_value} + ({peak_value} - {init_value})*k/{warmup_steps}"


def optax_exponential(s: Hyperparameters) -> str:
    share = fill_template("(k - {transition_begin})/{transition_steps}", s)
    text = (
        fill_template("{init_value}*{decay_rate}", s) + "^" + f"{'floor' * s['staircase']}({share})"
    )
    if s["end_value"] is not None:
        bound = "max" if exact(s["decay_rate"]) < 1 else "min"
        text = f"{bound}({text}, {operand(s['end_value'])})"
    return fill_template("where(k <= {transition_begin}, {init_value}, ", s) + f"{text})"


def scales(s: Hyperparameters) -> list[tuple[int, Fraction]]:
    """Steps and factors in the order of the steps."""
    given: Mapping[Any, Any] = s["boundaries_and_scales"] or {}
    return sorted((int(step), exact(scale)) for step, scale in given.items())


def piecewise_constant(s: Hyperparameters) -> str:
    factors = [f"*where(k >= {step}, {operand(scale)}, 1)" for step, scale in scales(s)]
    return operand(s["init_value"]) + "".join(factors)


def piecewise_interpolated(s: Hyperparameters) -> str:
    """From value to value, each the last times its scale."""
    ends = [0, *(step for step, _ in scales(s))]
    factors = [exact(s["init_value"]), *(scale for _, scale in scales(s))]
    values = [operand(value) for value in accumulate(factors, lambda a, b: a * b)]
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
    return optax_one_cycle(s, "linear", knots)


def cosine_one_cycle(s: Hyperparameters) -> str:
    div, last = exact(s["div_factor"]), exact(s["final_div_factor"])
    knots = {at(s, "pct_start"): div, s["transition_steps"]: 1 / (div * last)}
    return optax_one_cycle(s, "cosine", knots)


def at(s: Hyperparameters, share: str) -> int:
    """The step at a share of all, cut off as optax does it."""
    return int(s[share] * s["transition_steps"])


def optax_one_cycle(s: Hyperparameters, kind: str, knots: Mapping[int, Fraction]) -> str:
    """Up to the peak and down again (L. N. Smith, N. Topin 2018, arXiv:1708.07120)."""
    first = exact(s["peak_value"]) / exact(s["div_factor"])
    return piecewise_interpolated(
        {"interpolate_type": kind, "init_value": first, "boundaries_and_scales": knots}
    )


def warmed(s: Hyperparameters, text: str) -> str:
    """A line up to the peak, then the formula with its own k."""
    if not s["warmup_steps"]:
        return text
    return stepwise(
        [fill_template(LINE, s), delayed(text, s["warmup_steps"])], [s["warmup_steps"]], "<"
    )


def warmup_constant(s: Hyperparameters) -> str:
    return warmed(s, operand(s["peak_value"]))


def warmup_cosine(s: Hyperparameters) -> str:
    steps = exact(s["decay_steps"]) - exact(s["warmup_steps"])
    peak = exact(s["peak_value"])
    alpha = exact(s["end_value"]) / peak if peak else 0
    rest = {"init_value": peak, "decay_steps": steps, "alpha": alpha, "exponent": s["exponent"]}
    return warmed(s, OPTAX_COSINE(rest))


def warmup_exponential(s: Hyperparameters) -> str:
    names = ("transition_steps", "decay_rate", "transition_begin", "staircase", "end_value")
    rest = {name: s[name] for name in names}
    return warmed(s, optax_exponential({"init_value": s["peak_value"], **rest}))


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


OPTAX_COSINE = formula(
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
OPTAX: dict[str, FormulaTemplate] = {
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
    "exponential_decay": FormulaTemplate(optax_exponential, {"init_value": ..., **EXPONENTIAL}),
    "cosine_decay_schedule": OPTAX_COSINE,
    "piecewise_constant_schedule": FormulaTemplate(piecewise_constant, STEPS),
    "piecewise_interpolate_schedule": FormulaTemplate(
        piecewise_interpolated, {"interpolate_type": ..., **STEPS}
    ),
    "linear_onecycle_schedule": FormulaTemplate(
        linear_one_cycle, {**CYCLE, "pct_final": 0.85, **DIVIDED}
    ),
    "cosine_onecycle_schedule": FormulaTemplate(cosine_one_cycle, {**CYCLE, **DIVIDED}),
    "warmup_constant_schedule": FormulaTemplate(warmup_constant, WARM_UP),
    "warmup_cosine_decay_schedule": FormulaTemplate(
        warmup_cosine, {**WARM_UP, "decay_steps": ..., "end_value": 0, "exponent": 1}
    ),
    "warmup_exponential_decay_schedule": FormulaTemplate(
        warmup_exponential, {**WARM_UP, **EXPONENTIAL}
    ),
    "sgdr_schedule": FormulaTemplate(sgdr, {"cosine_kwargs": ...}),
    "join_schedules": FormulaTemplate(joined, {"schedules": ..., "boundaries": ...}),
}
