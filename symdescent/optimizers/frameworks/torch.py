"""The optimizers of torch.optim as rules.

All flags are lines of the rule: decay, maximisation, clipping, a learning-rate scheduler.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from symdescent.errors import InputError
from symdescent.optimizers import adam, adaptive, momentum
from symdescent.optimizers.adaptive import ADAFACTOR_TORCH
from symdescent.optimizers.frameworks.hyperparameters import (
    FrameworkOptimizer,
    Hyperparameters,
    configured,
    demand,
    exact,
    filled,
    remembering,
    whole,
)
from symdescent.optimizers.normalised_steps import RPROP_TORCH, muon_torch
from symdescent.optimizers.rule import (
    GRADIENT_DESCENT,
    Algorithm,
    Rule,
    before,
    coupled_decay,
    decoupled_decay,
    maximised,
)
from symdescent.optimizers.schedules import TORCH_MOMENTA, schedule
from symdescent.optimizers.search_methods import lbfgs_torch

OPENED = {
    "betas": ("beta1", "beta2"),
    "etas": ("eta_minus", "eta_plus"),
    "step_sizes": ("step_min", "step_max"),
    "eps": ("eps1", "eps2"),
    "ns_coefficients": ("a", "b", "c"),
}
RENAMED = {"momentum_decay": "psi"}
# What changes how fast torch is, and no number; `stepped` says when a scheduler is.
SILENT = dict.fromkeys(("foreach", "capturable", "differentiable", "fused"))
COMMON = {"maximize": False, "lr_scheduler": None, "gradient_clipping": None, **SILENT}


def from_torch(name: str, hyperparameters: Hyperparameters) -> Rule | Algorithm:
    """The rule, for LBFGS the algorithm, that walks as torch.optim's optimizer of that name does.

    What is not given has torch's default. `lr_scheduler` may be a mapping with the `class` of a
    scheduler and its settings, `gradient_clipping` one with its `function` (clip_grad_norm_,
    clip_grad_value_) and its bound, `layout` the shape of Muon's matrix: matrix_1xn, matrix_nx1.
    Raises InputError for a name or a setting that torch does not have.
    """
    demand(name, KNOWN, f"torch has no optimizer '{name}' that is known here")
    if name in SEARCHING:
        return SEARCHING[name](hyperparameters)
    form = TORCH[name]
    given = filled(f"torch's {name}", hyperparameters, {**form.defaults, **COMMON})
    rule = configured(form.choose(given), given, OPENED, {**RENAMED, **form.renamed})
    rule = decayed(rule, given)
    if given["maximize"]:
        rule = maximised(rule)
    return scheduled(clipped(rule, given["gradient_clipping"]), given)


def decayed(rule: Rule, given: Hyperparameters) -> Rule:
    """Weight decay where there is some and the rule has none of its own."""
    decay = exact(given.get("weight_decay", 0))
    if not decay or "weight_decay" in rule.settings:
        return rule
    decoupled = given.get("decoupled_weight_decay", False)
    return decoupled_decay(rule, decay) if decoupled else coupled_decay(rule, decay)


def clipped(rule: Rule, clipping: Hyperparameters | None) -> Rule:
    """The gradient cut by torch.nn.utils, as it comes."""
    if not clipping:
        return rule
    function = str(clipping.get("function", "")).rpartition(".")[2]
    demand(function, CLIPPINGS, f"torch has no '{function}'")
    bound, line = CLIPPINGS[function]
    given = filled(function, clipping, {"function": "", bound: ...})
    return before(rule, line, {bound: exact(given[bound])})


CLIPPINGS = {
    "clip_grad_norm_": ("max_norm", "g = g*min(1, max_norm/(norm_all(g) + 1e-6))"),
    "clip_grad_value_": ("clip_value", "g = clip(g, -clip_value, clip_value)"),
}


def scheduled(rule: Rule, given: Hyperparameters) -> Rule:
    """The rate, and where the scheduler moves it the momentum, by the step."""
    if not given["lr_scheduler"]:
        return rule
    settings = {"base_lr": given["lr"], **given["lr_scheduler"]}
    settings.pop("stepped", None)
    name = settings.pop("class", "")
    lines = schedule("torch", name, settings)
    moved = next((own for own in ("momentum", "beta1") if own in rule.settings), "")
    if moved and name in TORCH_MOMENTA and settings.get("cycle_momentum", True):
        line = f"\n{moved} = {TORCH_MOMENTA[name](settings)}"
        lines = replace(lines, before=lines.before + line)
    return lines.around(rule)


def sgd(h: Hyperparameters) -> Rule:
    if h["nesterov"]:
        if not h["momentum"] or h["dampening"]:
            raise InputError("type", "nesterov needs a momentum and no dampening")
        return momentum.NESTEROV_TORCH
    if not h["momentum"]:
        return GRADIENT_DESCENT
    return momentum.DAMPENED_TORCH if h["dampening"] else momentum.HEAVY_BALL_TORCH


def adagrad(h: Hyperparameters) -> Rule:
    rule = adaptive.ADAGRAD_TORCH if h["lr_decay"] else adaptive.ADAGRAD_PAPER
    return remembering(rule, s=h["initial_accumulator_value"])


def rmsprop(h: Hyperparameters) -> Rule:
    if h["centered"]:
        return adaptive.CENTRED_TORCH
    return adaptive.RMSPROP_MOMENTUM_TORCH if h["momentum"] else adaptive.RMSPROP_TORCH


def rprop(h: Hyperparameters) -> Rule:
    return remembering(RPROP_TORCH, d=h["lr"])


def adam_or_amsgrad(h: Hyperparameters) -> Rule:
    return adam.AMSGRAD_TORCH if h["amsgrad"] else adam.ADAM_TORCH


def adamw(h: Hyperparameters) -> Rule:
    return adam.AMSGRAD_TORCH if h["amsgrad"] else adam.ADAMW_TORCH


def muon(h: Hyperparameters) -> Rule:
    """One row or one column; what its shape multiplies the rate by is a setting."""
    rule = muon_torch(whole(h["ns_steps"]), h["nesterov"])
    column = LAYOUTS.get(h["layout"])
    if column is None:
        raise InputError("type", f"torch's Muon takes matrices ({', '.join(LAYOUTS)})")
    demand(h["adjust_lr_fn"] or "original", SHAPES, f"no adjust_lr_fn '{h['adjust_lr_fn']}'")
    return before(rule, SHAPES[h["adjust_lr_fn"] or "original"][column])


LAYOUTS = {"matrix_1xn": 0, "matrix_nx1": 1}
SHAPES = {
    "original": ("shape = 1", "shape = sqrt(n)"),
    "match_rms_adamw": ("shape = 0.2*sqrt(n)", "shape = 0.2*sqrt(n)"),
}


def always(rule: Rule) -> Callable[[Hyperparameters], Rule]:
    return lambda _: rule


BETAS: dict[str, Any] = {"lr": 0.001, "betas": (0.9, 0.999), "eps": 1e-8}
DECAY = {"weight_decay": 0}
EITHER = {**DECAY, "decoupled_weight_decay": False}
TORCH: dict[str, FrameworkOptimizer] = {
    "SGD": FrameworkOptimizer(
        sgd, {"lr": 0.001, "momentum": 0, "dampening": 0, "nesterov": False, **DECAY}
    ),
    "ASGD": FrameworkOptimizer(
        always(momentum.AVERAGED_TORCH),
        {"lr": 0.01, "lambd": 0.0001, "alpha": 0.75, "t0": 1e6, **DECAY},
    ),
    "Adagrad": FrameworkOptimizer(
        adagrad,
        {"lr": 0.01, "lr_decay": 0, "initial_accumulator_value": 0, "eps": 1e-10, **DECAY},
    ),
    "Adadelta": FrameworkOptimizer(
        always(adaptive.ADADELTA), {"lr": 1, "rho": 0.9, "eps": 1e-6, **DECAY}
    ),
    "RMSprop": FrameworkOptimizer(
        rmsprop,
        {"lr": 0.01, "alpha": 0.99, "eps": 1e-8, "momentum": 0, "centered": False, **DECAY},
        {"alpha": "rho"},
    ),
    "Rprop": FrameworkOptimizer(rprop, {"lr": 0.01, "etas": (0.5, 1.2), "step_sizes": (1e-6, 50)}),
    "Adam": FrameworkOptimizer(adam_or_amsgrad, {**BETAS, "amsgrad": False, **EITHER}),
    "AdamW": FrameworkOptimizer(
        adamw,
        {**BETAS, "amsgrad": False, "weight_decay": 0.01, "decoupled_weight_decay": True},
    ),
    "SparseAdam": FrameworkOptimizer(always(adam.SPARSE_ADAM), BETAS),
    "Adamax": FrameworkOptimizer(always(adam.ADAMAX_TORCH), {**BETAS, **DECAY, "lr": 0.002}),
    "NAdam": FrameworkOptimizer(
        always(adam.NADAM_TORCH),
        {**BETAS, **EITHER, "lr": 0.002, "momentum_decay": 0.004},
    ),
    "RAdam": FrameworkOptimizer(always(adam.RADAM_TORCH), {**BETAS, **EITHER}),
    "Adafactor": FrameworkOptimizer(
        always(ADAFACTOR_TORCH),
        {"lr": 0.01, "beta2_decay": -0.8, "eps": (None, 0.001), "d": 1, "weight_decay": 0},
    ),
    "Muon": FrameworkOptimizer(
        muon,
        {
            "lr": 0.001,
            "weight_decay": 0.1,
            "momentum": 0.95,
            "nesterov": True,
            "ns_coefficients": (3.4445, -4.775, 2.0315),
            "eps": 1e-7,
            "ns_steps": 5,
            "adjust_lr_fn": None,
            "layout": "matrix_1xn",
        },
    ),
}
SEARCHING = {"LBFGS": lbfgs_torch}
KNOWN = (*TORCH, *SEARCHING)
RATED = KNOWN  # what has a learning rate of its own
