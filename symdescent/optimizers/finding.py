"""A name as a person or a framework writes it goes in, an Optimizer comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.rule import Rule

FAMILIES: Final = (
    "plain momentum adaptive adam adam_variants rprop adafactor ftrl lion lamb muon schedule_free "
    "averaging belief classical momenta optimistic parameter_free polyak signs sophia trust "
    "composed searching limited_memory from_scipy"
).split()
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
SHAPED: Final = frozenset({"Muon", "contrib.muon", "contrib.galore"})


@dataclass(frozen=True)
class Optimizer:
    """A rule or an algorithm; whether a norm in a rule is over all coordinates or each alone."""

    rule: Rule | Algorithm
    layout: str = "vector"

    def blocks(self, n: int) -> list[tuple[int, ...]]:
        """The coordinates that are one tensor, for n of them."""
        return [(i,) for i in range(n)] if self.layout == "scalars" else [tuple(range(n))]


@cache
def methods() -> Mapping[str, Method[Rule | Algorithm]]:
    """Every method by its name; the modules of the families are loaded when first asked for."""
    tables = map(members, FAMILIES)
    with_optax = import_module("symdescent.optimizers.optax_conventions").with_optax
    return {method.name: method for method in with_optax([m for table in tables for m in table])}


def members(family: str) -> tuple[Method[Rule | Algorithm], ...]:
    """The methods of a family, as its module has them."""
    found: tuple[Method[Rule | Algorithm], ...]
    found = import_module(f"symdescent.optimizers.{family}").METHODS
    return found


def find(name: str, convention: str | None = None) -> Optimizer:
    """The optimizer of a name such as adam, Nesterov momentum or torch:Adam, in a convention.

    Raises InputError with the nearest name for one that there is not.
    """
    framework, colon, word = name.partition(":")
    if colon:
        return from_framework(framework.strip(), word.strip(), {})
    known = {key(title): title for title in methods()} | SHORT
    if key(name) not in known:
        message = f"there is no optimizer '{name[:40]}'"
        raise InputError("unknown_name", message, did_you_mean(name, [*methods(), *SHORT]))
    return Optimizer(methods()[known[key(name)]].rule(convention))


def key(name: str) -> str:
    """A name without its case, blanks and hyphens."""
    return "".join(c for c in name.lower() if c.isalnum())


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
    if framework not in FRAMEWORKS:
        message = f"there is no framework '{framework[:40]}'; there are {', '.join(FRAMEWORKS)}"
        raise InputError("unknown_name", message, did_you_mean(framework, FRAMEWORKS))
    if layout not in LAYOUTS:
        hint = did_you_mean(str(layout), LAYOUTS)
        raise InputError("unknown_name", f"there is no layout '{layout!s:.40}'", hint)
    module = import_module(f"symdescent.optimizers.from_{framework}")
    shape = {"layout": layout} if optimizer in SHAPED else {}
    way = getattr(module, f"from_{framework}")(optimizer, {**hyperparameters, **shape})
    return Optimizer(way, layout)
