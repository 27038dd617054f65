"""The options about the rule go in, an Optimizer with exact settings and a rate comes out."""

from fractions import Fraction

from symdescent import options
from symdescent.errors import InputError
from symdescent.numeric.rates import Rate
from symdescent.optimizers import GRADIENT_DESCENT, Algorithm, Rule
from symdescent.optimizers.finding import Optimizer, find
from symdescent.options import Given, Options


def steered(given: Options) -> Optimizer:
    """The optimizer asked for, with the settings asked for; gradient descent without a wish.

    Raises InputError for a name, a convention or a setting that there is not.
    """
    wanted, convention = given.get("optimizer"), given.get("convention")
    if isinstance(wanted, Optimizer):
        found = wanted
    elif isinstance(wanted, Rule | Algorithm):
        found = Optimizer(wanted)
    elif wanted is None and convention is None:
        found = Optimizer(GRADIENT_DESCENT)
    elif wanted is None or isinstance(wanted, str):
        found = find(wanted or GRADIENT_DESCENT.name, convention)
    else:
        kind = type(wanted).__name__
        raise InputError("type", f"an optimizer is a name, a Rule or an Optimizer, not {kind}")
    values = given.get("settings") or {}
    exact = {name: options.number(value, name) for name, value in values.items()}
    return Optimizer(found.rule.with_settings(exact), found.layout)


def rated(optimizer: Optimizer, rate: Given | None) -> tuple[Optimizer, Rate]:
    """The optimizer at a learning rate: the one given, else the rule's own."""
    rule = optimizer.rule
    if rate is None:
        if "lr" in rule.settings:
            return optimizer, Rate(rule.settings["lr"], f"the usual one of {rule.name}")
        return optimizer, Rate(Fraction(1), f"{rule.name} has no learning rate")
    if "lr" not in rule.settings:
        message = f"{rule.name} has no learning rate"
        raise InputError("unknown_name", message, "leave --lr out")
    value = options.rate(rate)
    return Optimizer(rule.with_settings({"lr": value}), optimizer.layout), Rate(value, "given")
