"""The optimizers of Keras as rules.

What every Keras optimizer can do is lines round the rule: accumulation, clipping, decay, averages.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symdescent.errors import InputError
from symdescent.optimizers import adam, adaptive, momentum
from symdescent.optimizers.adaptive import ADAFACTOR_PAPER, FTRL_KERAS
from symdescent.optimizers.frameworks.hyperparameters import (
    FrameworkOptimizer,
    Hyperparameters,
    configured,
    demand,
    exact,
    filled,
    operand,
    remembering,
    whole,
)
from symdescent.optimizers.normalised_steps import ADAMW_OF_MUON, LAMB_KERAS, LION_KERAS, muon_keras
from symdescent.optimizers.parameter_free import SCHEDULE_FREE_KERAS
from symdescent.optimizers.rule import (
    GRADIENT_DESCENT,
    Rule,
    accumulated,
    after,
    before,
    decoupled_decay,
)
from symdescent.optimizers.schedules import schedule

RENAMED = {
    "learning_rate": "lr",
    "beta_1": "beta1",
    "beta_2": "beta2",
    "beta_2_decay": "beta2_decay",
    "epsilon": "eps",
    "epsilon_1": "eps1",
    "epsilon_2": "eps2",
    "clip_threshold": "d",
    "learning_rate_power": "power",
    "l1_regularization_strength": "l1",
    "l2_regularization_strength": "l2",
    "l2_shrinkage_regularization_strength": "l2_shrinkage",
    "muon_a": "a",
    "muon_b": "b",
    "muon_c": "c",
}
COMMON: dict[str, Any] = {
    "name": None,
    "weight_decay": None,
    "clipnorm": None,
    "clipvalue": None,
    "global_clipnorm": None,
    "use_ema": False,
    "ema_momentum": 0.99,
    "ema_overwrite_frequency": None,
    "loss_scale_factor": None,  # the loss is multiplied by it, its gradient divided
    "gradient_accumulation_steps": None,
}
CLIPPINGS = {
    "clipnorm": "g = g*clipnorm/max(norm(g), clipnorm)",
    "global_clipnorm": "g = g*global_clipnorm/max(norm_all(g), global_clipnorm)",
    "clipvalue": "g = clip(g, -clipvalue, clipvalue)",
}


def from_keras(name: str, hyperparameters: Hyperparameters) -> Rule:
    """The rule that walks as the optimizer of that name in keras.optimizers does.

    What is not given has Keras' default. `learning_rate` may be a mapping with the name of a
    `schedule` and its settings; `layout` is the shape of Muon's variable: vector, matrix_1xn,
    matrix_nx1. Raises InputError for a name or a setting that Keras does not have.
    """
    demand(name, KNOWN, f"Keras has no optimizer '{name}' that is known here")
    form = OF_VECTORS[name] if of_vectors(name, hyperparameters) else KERAS[name]
    given = filled(f"Keras' {name}", hyperparameters, {**COMMON, **form.defaults})
    rate = given["learning_rate"]
    watched = isinstance(rate, Mapping)
    plain = {key: value for key, value in given.items() if not (watched and value is rate)}
    rule = configured(form.choose(plain), plain, {}, {**RENAMED, **form.renamed})
    rule = clipped(decayed(rule, given), given)
    return surrounded(scheduled(rule, rate) if watched else rule, given)


def decayed(rule: Rule, given: Hyperparameters) -> Rule:
    """Decoupled weight decay where there is some and the rule has none of its own."""
    decay = exact(given["weight_decay"] or 0)
    return decoupled_decay(rule, decay) if decay and "weight_decay" not in rule.settings else rule


def clipped(rule: Rule, given: Hyperparameters) -> Rule:
    asked = [name for name in CLIPPINGS if given[name]]
    if len(asked) > 1:
        raise InputError("type", f"Keras takes one of {', '.join(asked)}, not all")
    for name in asked:
        rule = before(rule, CLIPPINGS[name], {name: exact(given[name])})
    return rule


def scheduled(rule: Rule, rate: Hyperparameters) -> Rule:
    settings = dict(rate)
    return schedule("keras", str(settings.pop("schedule", "")), settings).around(rule)


def surrounded(rule: Rule, given: Hyperparameters) -> Rule:
    """Accumulation of gradients within, the average of the points without."""
    if given["gradient_accumulation_steps"]:
        rule = accumulated(rule, exact(given["gradient_accumulation_steps"]))
    if not given["use_ema"]:
        return rule
    text = "ema = where(t <= 1, x, ema_momentum*ema + (1 - ema_momentum)*x)"
    if given["ema_overwrite_frequency"]:
        every = operand(given["ema_overwrite_frequency"])
        text += f"\nx = where(t - {every}*floor(t/{every}) <= 0, ema, x)"
    settings = {"ema_momentum": exact(given["ema_momentum"])}
    return replace(after(rule, text, settings, {"ema": "x"}), answer="ema")


def sgd(h: Hyperparameters) -> Rule:
    if not h["momentum"]:
        return GRADIENT_DESCENT
    return momentum.NESTEROV_KERAS if h["nesterov"] else momentum.HEAVY_BALL_KERAS


def adagrad(h: Hyperparameters) -> Rule:
    return remembering(adaptive.ADAGRAD_KERAS, s=h["initial_accumulator_value"])


def rmsprop(h: Hyperparameters) -> Rule:
    if h["centered"]:
        return adaptive.CENTRED_KERAS
    return adaptive.RMSPROP_MOMENTUM_KERAS if h["momentum"] else adaptive.RMSPROP_KERAS


def adam_or_amsgrad(h: Hyperparameters) -> Rule:
    return adam.AMSGRAD_KERAS if h["amsgrad"] else adam.ADAM_KERAS


def adamw(h: Hyperparameters) -> Rule:
    return adam.AMSGRAD_KERAS if h["amsgrad"] else adam.ADAMW_KERAS


def ftrl(h: Hyperparameters) -> Rule:
    return remembering(FTRL_KERAS, s=h["initial_accumulator_value"])


def muon(h: Hyperparameters) -> Rule:
    """One row or one column."""
    demand(h["layout"], ("vector", "matrix_1xn", "matrix_nx1"), f"no layout '{h['layout']}'")
    rule = muon_keras(whole(h["ns_steps"]), h["nesterov"])
    return before(rule, f"shape = {operand(h['rms_rate'])}*sqrt(n)") if h["rms_rate"] else rule


def of_vectors(name: str, hyperparameters: Hyperparameters) -> bool:
    return name in OF_VECTORS and hyperparameters.get("layout") == "vector"


def always(rule: Rule) -> Any:
    return lambda _: rule


def betas(rate: float = 0.001, eps: float = 1e-7) -> dict[str, Any]:
    return {"learning_rate": rate, "beta_1": 0.9, "beta_2": 0.999, "epsilon": eps}


MUON: dict[str, Any] = {
    "learning_rate": 0.001,
    "adam_beta_1": 0.9,
    "adam_beta_2": 0.999,
    "adam_weight_decay": 0.004,
    "adam_lr_ratio": 1,
    "epsilon": 1e-7,
    "weight_decay": 0.004,
    "muon_a": 3.4445,
    "muon_b": -4.775,
    "muon_c": 2.0315,
    "momentum": 0.95,
    "ns_steps": 5,
    "nesterov": True,
    "rms_rate": 0.2,
    "exclude_layers": None,
    "exclude_embeddings": True,
    "layout": "matrix_1xn",
}
KERAS: dict[str, FrameworkOptimizer] = {
    "SGD": FrameworkOptimizer(sgd, {"learning_rate": 0.01, "momentum": 0, "nesterov": False}),
    "Adagrad": FrameworkOptimizer(
        adagrad, {"learning_rate": 0.001, "initial_accumulator_value": 0.1, "epsilon": 1e-7}
    ),
    "Adadelta": FrameworkOptimizer(
        always(adaptive.ADADELTA), {"learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-7}
    ),
    "RMSprop": FrameworkOptimizer(
        rmsprop,
        {"learning_rate": 0.001, "rho": 0.9, "momentum": 0, "epsilon": 1e-7, "centered": False},
    ),
    "Adam": FrameworkOptimizer(adam_or_amsgrad, {**betas(), "amsgrad": False}),
    "AdamW": FrameworkOptimizer(adamw, {**betas(), "weight_decay": 0.004, "amsgrad": False}),
    "Adamax": FrameworkOptimizer(always(adam.ADAMAX_KERAS), betas()),
    "Nadam": FrameworkOptimizer(always(adam.NADAM_KERAS), betas()),
    "Ftrl": FrameworkOptimizer(
        ftrl,
        {
            "learning_rate": 0.001,
            "learning_rate_power": -0.5,
            "initial_accumulator_value": 0.1,
            "l1_regularization_strength": 0,
            "l2_regularization_strength": 0,
            "l2_shrinkage_regularization_strength": 0,
            "beta": 0,
        },
    ),
    "Lion": FrameworkOptimizer(
        always(LION_KERAS), {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.99}
    ),
    "Lamb": FrameworkOptimizer(always(LAMB_KERAS), betas()),
    "Adafactor": FrameworkOptimizer(
        always(ADAFACTOR_PAPER),
        {
            "learning_rate": 0.001,
            "beta_2_decay": -0.8,
            "epsilon_1": 1e-30,
            "epsilon_2": 1e-3,
            "clip_threshold": 1,
            "relative_step": True,  # changes nothing as long as the rate is constant
        },
    ),
    "ScheduleFreeAdamW": FrameworkOptimizer(
        always(SCHEDULE_FREE_KERAS), {**betas(0.0025, 1e-8), "warmup_steps": 0}
    ),
    "Muon": FrameworkOptimizer(muon, MUON),
}
# What a vector gets instead, with settings of its own.
OF_VECTORS: dict[str, FrameworkOptimizer] = {
    "Muon": FrameworkOptimizer(
        always(ADAMW_OF_MUON),
        MUON,
        {
            "adam_beta_1": "beta1",
            "adam_beta_2": "beta2",
            "adam_weight_decay": "weight_decay",
            "weight_decay": "",
        },
    )
}
KNOWN = tuple(KERAS)
RATED = KNOWN  # what has a learning rate of its own
