"""The arguments of an optax function go in, the rule that they choose comes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symdescent.errors import InputError
from symdescent.optimizers import (
    links,
    momenta,
    optax_adam,
    optax_matrices,
    optimistic,
    parameter_free,
    sophia,
    wrappers,
)
from symdescent.optimizers import optax_slopes as slopes
from symdescent.optimizers.hyperparameters import Hyperparameters
from symdescent.optimizers.parts import before
from symdescent.optimizers.rule import Rule


@dataclass(frozen=True)
class Form:
    """An optax function: its choice of a rule, by those arguments that are switches.

    `switches`: names and defaults; `renamed`: our names of settings, where they are not the usual;
    `silent`: what some of its rules have no use for.
    """

    choose: Callable[[Hyperparameters], Rule]
    switches: Hyperparameters = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()


def always(rule: Rule) -> Form:
    return Form(lambda _: rule)


def by(switch: str, usual: object, rules: Mapping[Any, Rule]) -> Form:
    """One switch, and a rule for each of its values."""
    return Form(lambda s: picked(rules, s[switch], switch), {switch: usual})


def picked(rules: Mapping[Any, Rule], value: object, switch: str) -> Rule:
    if value not in rules:
        message = f"no rule for {switch}={value}; there is {', '.join(map(str, rules))}"
        raise InputError("unsupported", message)
    return rules[value]


def sgd(switches: Hyperparameters) -> Rule:
    if switches["momentum"] is None:
        return slopes.DESCENT
    return slopes.NESTEROV if switches.get("nesterov") else slopes.MOMENTUM


def base(switches: Hyperparameters) -> Rule:
    """The rule inside a wrapper."""
    rules = {"sgd": sgd({"momentum": None, **switches}), "adam": optax_adam.ADAM}
    return picked(rules, switches["base"], "base")


def adadelta(switches: Hyperparameters) -> Rule:
    """Without a rate optax never turns the sign round: the step goes uphill."""
    uphill = {"lr": Fraction(-1)} if switches["learning_rate"] is None else {}
    return slopes.ADADELTA.with_settings(uphill)


def adafactor(switches: Hyperparameters) -> Rule:
    by_size = bool(switches["multiply_by_parameter_scale"])
    given = [switches[k] is not None for k in ("learning_rate", "clipping_threshold", "momentum")]
    return slopes.adafactor(given[0], by_size, given[1], given[2])


def amsgrad(switches: Hyperparameters) -> Rule:
    rules = {
        (True, True): optax_adam.AMSGRAD,
        (False, False): optax_adam.AMSGRAD_UNCORRECTED,
    }
    corrected = (switches["bias_correction_mu"], switches["bias_correction_nu"])
    return picked(rules, corrected, "bias_correction")


def rmsprop(switches: Hyperparameters) -> Rule:
    momentum = "nesterov" if switches["nesterov"] else "heavy"
    return slopes.rmsprop(
        bool(switches["centered"]),
        bool(switches["bias_correction"]),
        bool(switches["eps_in_sqrt"]),
        "" if switches["momentum"] is None else momentum,
    )


def optimistic_adam(switches: Hyperparameters) -> Rule:
    """The first version: both weights are rates, and equal unless told otherwise."""
    rule = optimistic.ADAMS["v1", bool(switches["nesterov"])]
    return before(rule, "optimism = lr") if switches["optimism"] is None else rule


def adopt(switches: Hyperparameters) -> Rule:
    rules = {
        (True, False): momenta.ADOPT.rule(),
        (True, True): momenta.ADOPT_NESTEROV,
        (False, False): momenta.ADOPT_UNCLIPPED,
    }
    chosen = (switches["use_clipping"], switches["nesterov"])
    return picked(rules, chosen, "(use_clipping, nesterov)")


def dowg(switches: Hyperparameters) -> Rule:
    """Without a first distance it is eps."""
    rule = parameter_free.DOWG.rule()
    plain = switches["init_estim_sq_dist"] is None
    return before(rule, "init_estim_sq_dist = eps") if plain else rule


def prodigy(switches: Hyperparameters) -> Rule:
    safe, own = bool(switches["safeguard_warmup"]), switches["beta3"] is not None
    return parameter_free.PRODIGIES[safe, own]


def muon(switches: Hyperparameters) -> Rule:
    """Whatever is no matrix gets NAdamW."""
    layout = switches["layout"]
    return optax_matrices.muon(layout, switches) if layout.startswith("matrix") else MUON_VECTORS


MUON_VECTORS = before(
    optax_adam.NADAMW.with_settings({"weight_decay": Fraction(0)}),
    "beta1 = adam_b1\nbeta2 = adam_b2\nweight_decay = adam_weight_decay\neps_root = adam_eps_root",
    {
        "adam_b1": Fraction("0.9"),
        "adam_b2": Fraction("0.999"),
        "adam_eps_root": Fraction(0),
        "adam_weight_decay": Fraction(0),
    },
)


def sophia_by(switches: Hyperparameters) -> Rule:
    exact = switches["hessian_diagonal_fn"] == "exact"
    return (sophia.SOPHIA_EXACT if exact else sophia.SOPHIA).rule()


def schedule_free(switches: Hyperparameters) -> Rule:
    """Adam without its first moment is RMSprop without its bias."""
    rules = {
        "sgd": slopes.DESCENT,
        "rmsprop": slopes.rmsprop(False, False, True, ""),
        "adam": slopes.rmsprop(False, True, False, "").with_settings({"decay": Fraction("0.999")}),
    }
    return wrappers.schedule_free(picked(rules, switches["base"], "base"))


def limited_memory(switches: Hyperparameters) -> Rule:
    return links.limited_memory(switches["memory_size"], bool(switches["scale_init_precond"]))
