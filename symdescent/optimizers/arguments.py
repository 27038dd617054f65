"""A Rule and the arguments of a framework go in, the Rule with their numbers comes out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from symdescent.errors import InputError
from symdescent.optimizers.hyperparameters import Hyperparameters, exact, numbers
from symdescent.optimizers.rule import Rule


@dataclass(frozen=True)
class Optimizer:
    """A framework's optimizer: how its arguments choose a rule, and what their defaults are.

    `renamed`: our names of its settings, where they are not the framework's usual ones.
    """

    choose: Callable[[Hyperparameters], Rule]
    defaults: Hyperparameters
    renamed: Mapping[str, str] = field(default_factory=dict)


def configured(
    rule: Rule,
    given: Hyperparameters,
    opened: Mapping[str, Sequence[str]],
    renamed: Mapping[str, str],
) -> Rule:
    """The rule with every given number that it has a setting for.

    `opened`: the names of the numbers in a list, in which None keeps the rule's own number.
    """
    found: dict[str, Fraction] = {}
    for name, value in given.items():
        if isinstance(value, list | tuple) and name in opened:
            pairs = zip(opened[name], listed(name, value, len(opened[name])), strict=True)
            found |= {own: exact(v) for own, v in pairs if own in rule.settings and v is not None}
        elif renamed.get(name, name) in rule.settings:
            found[renamed.get(name, name)] = exact(value)
    return rule.with_settings(found)


def listed(name: str, values: Sequence[object], many: int) -> Sequence[object]:
    if len(values) != many:
        raise InputError("type", f"{name} takes {many} numbers, here are {len(values)}")
    return values


def remembering(rule: Rule, **firsts: object) -> Rule:
    """The rule with other first values in its memory."""
    return replace(rule, memory=MappingProxyType({**rule.memory, **numbers(**firsts)}))
