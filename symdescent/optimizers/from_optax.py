"""The name and the arguments of an optax function go in, the Rule that walks alike comes out."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.hyperparameters import Hyperparameters, demand, exact
from symdescent.optimizers.limited_memory import lbfgs_optax, zoom_optax
from symdescent.optimizers.optax_choices import Form
from symdescent.optimizers.optax_forms import FORMS
from symdescent.optimizers.rule import Rule
from symdescent.optimizers.schedules import schedule

RENAMED = {
    "learning_rate": "lr",
    "base_lr": "lr",
    "b1": "beta1",
    "b2": "beta2",
    "b3": "beta3",
}
# What names a way of storing, seeding or sparing, and changes no number here.
SILENT = frozenset(
    "accumulator_dtype dtype_momentum mu_dtype state_dtype key seed mask weight_decay_mask "
    "trust_ratio_mask verbose print_win_rate_every_n_steps clip_value_fn min_dim_size_to_factor "
    "factored rank layout".split()
)
OPENED = {
    "betas": ("b1", "b2"),
    "init_step": ("first_step", "init_step"),
    "ns_coeffs": ("a", "b", "c"),
}
# What searches along a line; None stands for arguments without a search, which choose a rule.
SEARCHING: Mapping[str, Callable[[Hyperparameters], Algorithm | None]] = {
    "lbfgs": lbfgs_optax,
    "chain(sgd,scale_by_zoom_linesearch)": zoom_optax,
}
KNOWN = (*FORMS, *SEARCHING)
# What has a learning rate of its own; to all others optax wants one to be given.
RATED = frozenset(
    "adadelta adafactor lbfgs polyak_sgd contrib.cocob contrib.dadapt_adamw contrib.prodigy "
    "contrib.dog contrib.dowg contrib.momo contrib.momo_adam contrib.schedule_free_sgd "
    "contrib.schedule_free_adamw".split()
)


def from_optax(name: str, arguments: Hyperparameters) -> Rule | Algorithm:
    """The rule, or where it searches the algorithm, that walks as the optax function does.

    A learning rate may be a mapping with the name of a `schedule` and its settings. `arguments`
    may also have "layout", where the shape of the parameters matters: vector, matrix_1xn,
    matrix_nx1. Raises InputError for a name or an argument that is not known.
    """
    demand(name, KNOWN, f"optax has no '{name}' that is known here")
    algorithm = SEARCHING[name](arguments) if name in SEARCHING else None
    if algorithm:
        return algorithm
    form, given = FORMS[name], opened(arguments)
    switches = {name: value for name, value in given.items() if name in form.switches}
    rule = form.choose({**form.switches, **switches})
    rule = rule.with_settings(settings(form, rule, given))
    rate = given.get("learning_rate")
    return scheduled(rule, rate) if isinstance(rate, Mapping) else rule


def opened(arguments: Hyperparameters) -> dict[str, Any]:
    """The arguments, a list being several."""
    found: dict[str, Any] = {}
    for name, value in arguments.items():
        listed = name in OPENED and isinstance(value, list | tuple)
        found |= dict(zip(OPENED[name], value, strict=True)) if listed else {name: value}
    return found


def settings(form: Form, rule: Rule, given: Hyperparameters) -> dict[str, Fraction]:
    """The numbers among the arguments, under the rule's own names."""
    found = {}
    for name, value in given.items():
        own = {**RENAMED, **form.renamed}.get(name, name)
        if own not in rule.settings and name not in {*form.switches, *form.silent, *SILENT}:
            known = known_arguments(form, rule)
            message = f"{rule.name} has no argument '{name}'; it has {', '.join(known)}"
            raise InputError("unknown_name", message, did_you_mean(name, known), name)
        if own in rule.settings and is_number(value):
            found[own] = exact(value)
    return found


def known_arguments(form: Form, rule: Rule) -> list[str]:
    """What may be given, under optax's names."""
    theirs = {own: name for name, own in {**RENAMED, **form.renamed}.items() if name != "base_lr"}
    return [*(theirs.get(own, own) for own in rule.settings), *form.switches]


def is_number(value: object) -> bool:
    return isinstance(value, int | float | Fraction) and not isinstance(value, bool)


def scheduled(rule: Rule, rate: Mapping[str, Any]) -> Rule:
    """The rule with a rate that changes from step to step."""
    given = {name: value for name, value in rate.items() if name != "schedule"}
    return schedule("optax", rate["schedule"], given).around(rule)
