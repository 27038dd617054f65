"""Methods in their conventions, found by the names that people and frameworks give them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.rule import (
    GRADIENT_DESCENT,
    RATE_GIVEN,
    Algorithm,
    Method,
    Optimizer,
    Rule,
)

if TYPE_CHECKING:
    from symdescent.optimizers.frameworks.script_names import Named

PLAIN_METHODS = (
    Method(
        GRADIENT_DESCENT.name,
        GRADIENT_DESCENT.purpose,
        GRADIENT_DESCENT.source,
        {"paper": GRADIENT_DESCENT, "torch": GRADIENT_DESCENT, "keras": GRADIENT_DESCENT},
        {"torch": "SGD", "keras": "SGD", "optax": "sgd"},
    ),
)


FAMILIES: Final = {  # the module that has a family's table: PLAIN_METHODS in `catalogue`, ...
    "plain": "catalogue",
    "momentum": "momentum",
    "adaptive": "adaptive",
    "adam": "adam",
    "adam_variants": "adam",
    "rprop": "normalised_steps",
    "adafactor": "adaptive",
    "ftrl": "adaptive",
    "lion": "normalised_steps",
    "lamb": "normalised_steps",
    "muon": "normalised_steps",
    "schedule_free": "parameter_free",
    "averaging": "parameter_free",
    "belief": "adam_variants",
    "classical": "momentum",
    "momenta": "adam_variants",
    "optimistic": "adam_variants",
    "parameter_free": "parameter_free",
    "polyak": "parameter_free",
    "signs": "normalised_steps",
    "sophia": "adam_variants",
    "trust": "normalised_steps",
    "composed": "wrappers",
    "searching": "search_methods",
    "limited_memory": "search_methods",
    "scipy": "frameworks.scipy",
}
LAYOUTS: Final = ("vector", "scalars", "matrix_1xn", "matrix_nx1")
FRAMEWORKS: Final = ("torch", "keras", "optax", "scipy")
SHORT: Final = {
    "gd": "gradient descent",
    "sgd": "gradient descent",
    "nesterov": "Nesterov momentum",
    "armijo": "gradient descent with backtracking",
    "backtracking": "gradient descent with backtracking",
    "cg": "nonlinear conjugate gradient",
}
RATES: Final = ("lr", "learning_rate", "base_lr")
SHAPED: Final = frozenset({"Muon", "contrib.muon", "contrib.galore"})


@cache
def methods() -> Mapping[str, Method[Rule | Algorithm]]:
    """Every method by its name; the modules of the families are loaded when first asked for."""
    tables = map(members, FAMILIES)
    with_optax = import_module("symdescent.optimizers.frameworks.optax").with_optax
    return {method.name: method for method in with_optax([m for table in tables for m in table])}


def members(family: str) -> tuple[Method[Rule | Algorithm], ...]:
    """The methods of a family, as its module has them."""
    found: tuple[Method[Rule | Algorithm], ...]
    module = import_module(f"symdescent.optimizers.{FAMILIES[family]}")
    found = getattr(module, f"{family.upper()}_METHODS")
    return found


def find(name: str, convention: str | None = None) -> Optimizer:
    """The optimizer of a name such as adam or Nesterov momentum, in a convention; or of a name or a
    call as a script has it: torch.optim.Adam, torch:Adam, optax.adam(learning_rate=0.1).

    Raises InputError with the nearest name for one that there is not.
    """
    from symdescent.optimizers.frameworks.script_names import key

    theirs = in_script(name)
    if theirs:
        demand_convention(theirs, convention)
        return called(theirs)
    known = {key(title): title for title in methods()} | SHORT
    if key(name) not in known:
        message, word = f"there is no optimizer '{name[:40]}'", name.rpartition(".")[2]
        raise InputError("unknown_name", message, did_you_mean(word, [*methods(), *SHORT]))
    return Optimizer(methods()[known[key(name)]].rule(convention))


def in_script(name: str) -> "Named | None":
    """What a script's text names; None for a name of ours."""
    from symdescent.optimizers.frameworks.script_names import named

    return named(name, known_to)


def called(theirs: "Named") -> Optimizer:
    """The optimizer that a script's text names and calls; a mistake has its caret."""
    from symdescent.optimizers.schedules import without_unused_rate

    try:
        found = from_framework(theirs.framework, theirs.name, theirs.settings)
        found = surrounded(found, theirs)
    except InputError as mistake:
        raise theirs.placed(mistake) from None
    if any(isinstance(theirs.settings.get(name), Mapping) for name in RATES):
        assert isinstance(found.rule, Rule)  # an algorithm takes no schedule
        return replace(found, rule=without_unused_rate(found.rule))
    if found.rate == RATE_GIVEN or (not found.rate and found.rule.text == GRADIENT_DESCENT.text):
        return found
    usual = f"the default of {theirs.title}" if found.rate else f"{theirs.framework} has none"
    return replace(found, rate=usual)


def surrounded(found: Optimizer, theirs: "Named") -> Optimizer:
    """The optimizer within its chain, with notes on how it was read."""
    rule = found.rule
    if isinstance(rule, Algorithm):
        if theirs.before:
            raise InputError("type", f"{rule.name} is no formula: nothing is read before it")
        return found
    if theirs.before:
        rule = table_of("optax").chained(rule, theirs.before)
    return replace(found, rule=replace(rule, notes=(*rule.notes, *theirs.notes)))


def demand_convention(theirs: "Named", convention: str | None) -> None:
    """Refuse another framework's convention than that of the name."""
    if convention not in (None, theirs.framework):
        message = f"{theirs.title} is {theirs.framework}'s own, not {convention}'s"
        raise InputError("not_allowed", message, "leave the convention out")


def known_to(framework: str) -> Sequence[str]:
    """The optimizers of a framework, under its own names; InputError where there is none such."""
    known: Sequence[str] = table_of(framework).KNOWN
    return known


def table_of(framework: str) -> ModuleType:
    """The module that knows a framework's optimizers: `KNOWN`, and those with a default rate."""
    if framework not in FRAMEWORKS:
        message = f"there is no framework '{framework[:40]}'; there are {', '.join(FRAMEWORKS)}"
        raise InputError("unknown_name", message, did_you_mean(framework, FRAMEWORKS))
    return import_module(f"symdescent.optimizers.frameworks.{framework}")


def from_framework(
    framework: str, optimizer: str, hyperparameters: Mapping[str, Any], layout: str = "vector"
) -> Optimizer:
    """The optimizer that a training script names: framework, class or function, its settings.

    `layout`: whether the variables are one tensor ("vector", "matrix_1xn", "matrix_nx1") or one
    each ("scalars"). Raises InputError for a name or a setting that the framework does not have.
    """
    for what, given in (("framework", framework), ("optimizer", optimizer)):
        if not isinstance(given, str):
            raise InputError("type", f"the {what} is a name, not {type(given).__name__}")
    if not isinstance(hyperparameters, Mapping):
        kind = type(hyperparameters).__name__
        raise InputError("type", f"hyperparameters map names to values, not {kind}")
    module = table_of(framework)
    if layout not in LAYOUTS:
        hint = did_you_mean(str(layout), LAYOUTS)
        raise InputError("unknown_name", f"there is no layout '{layout!s:.40}'", hint)
    shape = {"layout": layout} if optimizer in SHAPED else {}
    way = getattr(module, f"from_{framework}")(optimizer, {**hyperparameters, **shape})
    own = f"the default of {framework}" if optimizer in module.RATED else ""
    is_given = any(hyperparameters.get(name) is not None for name in RATES)
    return Optimizer(way, layout, RATE_GIVEN if is_given else own)
