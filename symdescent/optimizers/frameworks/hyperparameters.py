"""A framework's arguments as exact numbers and as the settings of a rule."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from symdescent.errors import InputError, did_you_mean
from symdescent.language.unparse import decimal
from symdescent.optimizers.rule import Rule

Hyperparameters = Mapping[str, Any]
ZERO = Fraction(0)


def exact(value: object) -> Fraction:
    """The number as it was written: 0.1 is 1/10; InputError for what is no finite number."""
    try:
        return Fraction(value) if isinstance(value, int | Fraction) else Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise InputError("type", f"{value!r} is no number") from error


def whole(value: object) -> int:
    """The number as a whole one from 0 on; InputError for another."""
    number = exact(value)
    if number.denominator != 1 or number < 0:
        raise InputError("type", f"{value!r} is no whole number from 0 on")
    return int(number)


def numbers(**values: object) -> dict[str, Fraction]:
    """Exact numbers by name, as the settings of a rule."""
    return {name: exact(value) for name, value in values.items()}


def zeros(*names: str) -> dict[str, Fraction | str]:
    """A memory in which these names begin with 0."""
    return dict.fromkeys(names, ZERO)


def operand(value: object) -> str:
    """A number as a rule can read it, in brackets if need be; a text stays as it is."""
    if isinstance(value, str):
        return value
    number = exact(value)
    text = decimal(abs(number))
    return f"({'-' * (number < 0)}{text})" if number < 0 or "/" in text else text


def filled(what: str, given: Hyperparameters, defaults: Hyperparameters) -> dict[str, Any]:
    """The defaults with what is given in place of theirs; InputError for a setting not among them.

    A default of `...` stands for a setting that must be given.
    """
    for name in given:
        demand(name, defaults, f"{what} has no setting '{name}'")
    values = {**defaults, **given}
    missing = [name for name, value in values.items() if value is ...]
    if missing:
        raise InputError("type", f"{what} needs a value for {', '.join(missing)}")
    return values


def demand(name: str, known: Collection[str], message: str) -> None:
    """InputError with the nearest name there is, unless it is one of the known."""
    if name not in known:
        raise InputError("unknown_name", message, did_you_mean(name, known), name)


@dataclass(frozen=True)
class FrameworkOptimizer:
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
            pairs = zip(opened[name], of_length(name, value, len(opened[name])), strict=True)
            found |= {own: exact(v) for own, v in pairs if own in rule.settings and v is not None}
        elif renamed.get(name, name) in rule.settings:
            found[renamed.get(name, name)] = exact(value)
        elif value is not None and name in opened and opened[name][0] in rule.settings:
            raise InputError("type", f"{name} takes {len(opened[name])} numbers", "", name)
    return rule.with_settings(found)


def of_length(name: str, values: Sequence[object], many: int) -> Sequence[object]:
    if len(values) != many:
        raise InputError("type", f"{name} takes {many} numbers, here are {len(values)}")
    return values


def remembering(rule: Rule, **firsts: object) -> Rule:
    """The rule with other first values in its memory."""
    return replace(rule, memory=MappingProxyType({**rule.memory, **numbers(**firsts)}))
