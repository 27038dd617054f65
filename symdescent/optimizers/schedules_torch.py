"""The settings of a torch learning-rate scheduler go in, a formula in k = 0, 1, ... comes out."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from symdescent.errors import InputError
from symdescent.optimizers.hyperparameters import Hyperparameters, exact, spelt
from symdescent.optimizers.templates import Spelling, chosen, delayed, formula, restarts, stepwise


def milestones(s: Hyperparameters) -> str:
    passed = " + ".join(f"where(k >= {spelt(m)}, 1, 0)" for m in s["milestones"])
    return f"{spelt(s['base_lr'])}*{spelt(s['gamma'])}^({passed or 0})"


def warm_restarts(s: Hyperparameters) -> str:
    """Cosines one after the other (I. Loshchilov, F. Hutter 2017, arXiv:1608.03983)."""
    base, least = spelt(s["base_lr"]), spelt(s["eta_min"])
    _, share = restarts(s["T_0"], s["T_mult"])
    return f"{least} + ({base} - {least})*(1 + cos(pi*({share})))/2"


def cycle(s: Hyperparameters) -> tuple[str, str]:
    """The triangle's height, 0 to 1, and how much of it is left (L. N. Smith 2017)."""
    up = exact(s["step_size_up"])
    down = up if s["step_size_down"] is None else exact(s["step_size_down"])
    total = spelt(up + down)
    phase = f"(k - {total}*floor(k/{total}))"
    left = {
        "triangular": "1",
        "triangular2": f"2^(-floor(k/{total}))",
        "exp_range": f"{spelt(s['gamma'])}^k",
    }
    height = f"min({phase}/{spelt(up)}, ({total} - {phase})/{spelt(down)})"
    return height, chosen(left, s["mode"], "mode")


def cyclic(s: Hyperparameters) -> str:
    height, left = cycle(s)
    low, high = spelt(s["base_lr"]), spelt(s["max_lr"])
    return f"{low} + ({high} - {low})*{height}*{left}"


def cyclic_momentum(s: Hyperparameters) -> str:
    height, left = cycle(s)
    low, high = spelt(s["base_momentum"]), spelt(s["max_momentum"])
    return f"{high} - ({high} - {low})*{height}*{left}"


def one_cycle(s: Hyperparameters) -> str:
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
    curve = chosen({"cos": cosine, "linear": straight}, s["anneal_strategy"], "anneal_strategy")
    pieces = []
    for (begin, end), (a, b) in zip(pairwise(ends), pairwise(levels), strict=True):
        pieces.append(curve(f"(k - {spelt(begin)})/{spelt(end - begin)}", spelt(a), spelt(b)))
    return stepwise(pieces, ends[1:-1], "<=")


def cosine(share: str, a: str, b: str) -> str:
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
    base = spelt(s["base_lr"])
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
    share = f"min(k/{spelt(s['anneal_epochs'])}, 1)" if s["anneal_epochs"] else "1"
    part = {"cos": f"(1 - cos(pi*{share}))/2", "linear": share}
    weight = chosen(part, s["anneal_strategy"], "anneal_strategy")
    base = spelt(s["base_lr"])
    return f"{base} + ({spelt(s['swa_lr'])} - {base})*{weight}"


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
TORCH: dict[str, Spelling] = {
    "LambdaLR": formula("{base_lr}*({lr_lambda})", base_lr=..., lr_lambda=...),
    "StepLR": formula("{base_lr}*{gamma}^floor(k/{step_size})", step_size=..., gamma=0.1),
    "MultiStepLR": Spelling(milestones, {"base_lr": ..., "milestones": ..., "gamma": 0.1}),
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
    "CosineAnnealingWarmRestarts": Spelling(
        warm_restarts, {"base_lr": ..., "T_0": ..., "T_mult": 1, "eta_min": 0}
    ),
    "CyclicLR": Spelling(cyclic, CYCLIC),
    "OneCycleLR": Spelling(one_cycle, ONE_CYCLE),
    "SequentialLR": Spelling(sequential, {"base_lr": ..., "schedulers": ..., "milestones": ...}),
    "ChainedScheduler": Spelling(chained, {"base_lr": ..., "schedulers": ...}),
    "SWALR": Spelling(
        averaging,
        {"base_lr": ..., "swa_lr": ..., "anneal_epochs": 10, "anneal_strategy": "cos"},
    ),
}
# The momentum, or Adam's beta1, that some move beside the rate.
TORCH_MOMENTA: dict[str, Spelling] = {
    "CyclicLR": Spelling(cyclic_momentum, CYCLIC),
    "OneCycleLR": Spelling(one_cycle_momentum, ONE_CYCLE),
}
