"""A Rule goes in, a Rule with lines before or after its own comes out: decay, accumulation."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from symdescent.optimizers.rule import Rule

Settings = Mapping[str, Fraction]
Memory = Mapping[str, Fraction | str]
NOTHING: Memory = MappingProxyType({})


def before(
    rule: Rule, text: str, settings: Settings | None = None, memory: Memory = NOTHING
) -> Rule:
    """The rule with lines run first: what they make of g and x is what the rule sees."""
    return joined(rule, f"{text}\n{rule.text}", settings or {}, memory)


def after(
    rule: Rule, text: str, settings: Settings | None = None, memory: Memory = NOTHING
) -> Rule:
    """The rule with lines run last."""
    return joined(rule, f"{rule.text}\n{text}", settings or {}, memory)


def joined(rule: Rule, text: str, settings: Settings, memory: Memory) -> Rule:
    return replace(
        rule,
        text=text,
        settings=MappingProxyType({**settings, **rule.settings}),
        memory=MappingProxyType({**memory, **rule.memory}),
    )


def maximised(rule: Rule) -> Rule:
    """Uphill instead of down."""
    return before(rule, "g = -g")


def coupled_decay(rule: Rule, decay: Fraction) -> Rule:
    """L2 regularisation: the decay joins the gradient before anything else."""
    return before(rule, "g = g + weight_decay*x", {"weight_decay": decay})


def decoupled_decay(rule: Rule, decay: Fraction) -> Rule:
    """The point shrinks beside the step (I. Loshchilov, F. Hutter 2019, arXiv:1711.05101)."""
    return before(rule, "x = x - lr*weight_decay*x", {"weight_decay": decay})


def accumulated(rule: Rule, steps: Fraction) -> Rule:
    """One step of the rule with the mean of so many gradients; it stands still between."""
    names = ("x", *rule.memory)
    kept = [f"{name}_kept = {name}" for name in names]
    back = [f"{name} = where(due > 0, {name}, {name}_kept)" for name in names]
    text = "\n".join([*kept, GATHER.strip(), rule.text, *back, "total = where(due > 0, 0, total)"])
    return joined(rule, text, {"every": steps}, {"total": Fraction(0)})


GATHER = """
total = total + g
due = where(t - every*floor(t/every) <= 0, 1, 0)
t = floor((t - 1)/every) + 1
g = total/every
"""
