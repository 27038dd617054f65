"""What a framework's user writes goes in, exact numbers and the words of a rule come out."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from symdescent.errors import InputError, did_you_mean
from symdescent.language.unparse import decimal

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


def spelt(value: object) -> str:
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
