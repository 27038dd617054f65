"""The options about the rule go in, an Optimizer with exact settings and a rate comes out."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from symdescent import options
from symdescent.errors import InputError
from symdescent.numeric.rate_search import Rate
from symdescent.optimizers import GRADIENT_DESCENT, Algorithm, Rule
from symdescent.optimizers.catalogue import GIVEN, Optimizer, find
from symdescent.optimizers.rule import after, before, coupled_decay
from symdescent.options import Given, Options
from symdescent.synonyms import meant


def steered(given: Options) -> Optimizer:
    """The optimizer asked for, with the settings asked for; gradient descent without a wish.

    Raises InputError for a name, a convention or a setting that there is not.
    """
    wanted, convention = given.get("optimizer"), given.get("convention")
    if not isinstance(convention, str | None):
        raise InputError("type", f"a convention is a name, not {type(convention).__name__}")
    if isinstance(wanted, Optimizer):
        found = wanted
    elif isinstance(wanted, Rule | Algorithm):
        own = f"the usual one of {wanted.name}"
        found = Optimizer(in_fractions(wanted), rate=own)
    elif wanted is None and convention is None:
        found = Optimizer(GRADIENT_DESCENT)
    elif wanted is None or isinstance(wanted, str):
        found = find(wanted or GRADIENT_DESCENT.name, convention)
    else:
        kind = type(wanted).__name__
        raise InputError("type", f"an optimizer is a name, a Rule or an Optimizer, not {kind}")
    values = given.get("settings") or {}
    has = found.rule.settings
    exact = {
        meant(name, has) or name: value
        for name, value in options.parameters(values, "settings").items()
    }
    rate = GIVEN if "lr" in exact else found.rate
    return replace(found, rule=found.rule.with_settings(exact), rate=rate)


def in_fractions(way: Rule | Algorithm) -> Rule | Algorithm:
    """The same with settings and first values as exact numbers, however they were written."""
    settings = options.parameters(way.settings, "settings")
    if isinstance(way, Algorithm):
        return replace(way, settings=settings)
    firsts = {n: v if v == "x" else options.number(v, n) for n, v in way.memory.items()}
    return replace(way, settings=settings, memory=firsts)


def dressed(optimizer: Optimizer, given: Options) -> Optimizer:
    """The rule behind lines for the gradient: it is clipped, then decay joins it."""
    wishes = [name for name in DRESSES if given.get(name) is not None]
    if not wishes:
        return optimizer
    rule = demand_formula(optimizer.rule, wishes[0])
    rule = with_decay(rule, given.get("weight_decay"))
    rule = clipped(rule, "clip_value", given.get("clip_value"))
    rule = clipped(rule, "max_norm", given.get("clip_norm"))
    return replace(optimizer, rule=rule)


def clipped(rule: Rule, name: str, wanted: Given | None) -> Rule:
    """The rule with a bound on the gradient, under the name that the bound has in its line."""
    if wanted is None:
        return rule
    demand_free(rule, name)
    return before(
        rule, CLIPPINGS[name], {name: options.above_zero(wanted, "bound of the gradient")}
    )


def with_decay(rule: Rule, wanted: Given | None) -> Rule:
    """Weight decay: the rule's own where it has some, else the point's share of the gradient."""
    if wanted is None:
        return rule
    share = options.number(wanted, "the weight decay")
    if share < 0:
        raise InputError("domain", f"the weight decay must be a number from 0 on, not {wanted}")
    if "weight_decay" in rule.settings:
        return rule.with_settings({"weight_decay": share})
    return coupled_decay(rule, share)


def averaged(optimizer: Optimizer, wanted: Given | None) -> Optimizer:
    """The rule with a running mean of its points as the answer."""
    if wanted is None:
        return optimizer
    share = options.number(wanted, "the decay of the average")
    if not 0 <= share < 1:
        raise InputError("domain", f"the average decays by a factor from 0 to 1, not {wanted}")
    formula = demand_formula(optimizer.rule, "average")
    demand_free(formula, MEAN)
    line = f"{MEAN} = mean_decay*{MEAN} + (1 - mean_decay)*x"
    rule = after(formula, line, {"mean_decay": share}, {MEAN: "x"})
    return replace(optimizer, rule=replace(rule, answer=MEAN))


def demand_formula(way: Rule | Algorithm, wish: str) -> Rule:
    """Refuse to write a line into a method that is no formula."""
    if isinstance(way, Algorithm):
        flag = "--" + wish.replace("_", "-")
        raise InputError(
            "type", f"{way.name} is no formula: it takes no {flag}", f"leave {flag} out"
        )
    return way


def demand_free(rule: Rule, name: str) -> None:
    """Refuse to write a name into a rule that has it already."""
    if name in {*rule.settings, *rule.memory}:
        raise InputError(
            "not_allowed", f"{rule.name} has a {name} of its own: use --set {name}=..."
        )


DRESSES: Final = ("weight_decay", "clip_value", "clip_norm")
CLIPPINGS: Final = {
    "clip_value": "g = clip(g, -clip_value, clip_value)",
    "max_norm": "g = where(norm_all(g) > max_norm, g/norm_all(g)*max_norm, g)",
}
MEAN: Final = "mean_x"


def rated(optimizer: Optimizer, rate: Given | None) -> tuple[Optimizer, Rate]:
    """The optimizer at a learning rate: the one given, else the rule's own."""
    rule = optimizer.rule
    if rate is None:
        if "lr" in rule.settings:
            reason, value = optimizer.rate, rule.settings["lr"]
            value = options.rate(value) if reason == GIVEN else value
            return optimizer, Rate(value, reason or f"the usual one of {rule.name}")
        return optimizer, Rate(Fraction(1), f"{rule.name} has no learning rate")
    if "lr" not in rule.settings:
        message = f"{rule.name} has no learning rate"
        raise InputError("unknown_name", message, "leave --lr out")
    value = options.rate(rate)
    return replace(optimizer, rule=rule.with_settings({"lr": value})), Rate(value, GIVEN)


def demand_one_rate(optimizer: Optimizer, rate: Given | None) -> None:
    """Refuse a learning rate beside another one that came with the optimizer or its settings."""
    own = optimizer.rule.settings.get("lr")
    if rate is None or optimizer.rate != GIVEN or own is None:
        return
    try:
        same = options.number(rate, "the learning rate") == own
    except InputError:
        same = False
    if not same:
        told = f"{str(rate)[:40]}, and {float(own):g} with the optimizer"
        raise InputError(
            "type", f"the learning rate is given twice: {told}", "leave one of them out"
        )
