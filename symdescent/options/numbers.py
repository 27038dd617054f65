"""Numbers as a person gives them, as text or as any kind of number, made exact."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import Protocol, SupportsFloat, SupportsIndex, runtime_checkable

from symdescent.calculus.formula import build
from symdescent.errors import FormulaError, InputError
from symdescent.language import parse


@runtime_checkable
class Scalar(Protocol):
    """An array, as far as its shape and its only number go."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of its axes; () for a number alone."""

    def item(self) -> float:
        """Its only number."""


Given = str | float | Fraction | Decimal | SupportsFloat
PLAIN = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?", re.ASCII)
RATIO = re.compile(r"[+-]?\d{1,40}\s*/\s*\d{1,40}", re.ASCII)


def number(given: Given, what: str) -> Fraction:
    """An exact number: 0.1 is 1/10, typed or as a float of any width, or an array without axes.

    Raises InputError (type, domain) for what is none.
    """
    if isinstance(given, str):
        return checked(from_text(given.strip(), what), what)
    if isinstance(given, Decimal):
        return checked(Fraction(given), what) if given.is_finite() else finite(float(given), what)
    if isinstance(given, Scalar) and given.shape == () and not isinstance(given, Real):
        return scalar(given, what)
    if isinstance(given, bool) or not isinstance(given, Real):
        raise InputError("type", f"{what} must be a real number, not {type(given).__name__}")
    if isinstance(given, Rational):
        return checked(Fraction(int(given.numerator), int(given.denominator)), what)
    return finite(float(given), what) if isinstance(given, float) else printed(given, what)


def printed(given: Real, what: str) -> Fraction:
    """The decimal that a number of another width prints as: float32(0.1) is 1/10."""
    text = str(given)
    return Fraction(text) if PLAIN.fullmatch(text) else finite(float(given), what)


def scalar(given: "Scalar", what: str) -> Fraction:
    """The one number of an array without axes, as numpy and torch have them."""
    text, inner = str(given), given.item()
    return number(text if PLAIN.fullmatch(text) else inner, what)


def finite(value: float, what: str) -> Fraction:
    """The decimal that a float prints as, exactly."""
    if not math.isfinite(value):
        raise InputError("domain", f"{what} must be finite, not {value}")
    return Fraction(repr(value))


def from_text(text: str, what: str) -> Fraction:
    if PLAIN.fullmatch(text) or RATIO.fullmatch(text):
        return divided("".join(text.split()), what)
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        raise InputError("domain", f"{what} must be finite, not {text}")
    try:
        value = build(parse(text)).expression
    except FormulaError as mistake:
        raise InputError("type", f"{what} cannot be read: {mistake.message}: {text[:60]}") from None
    if not value.is_number:
        raise InputError("type", f"{what} must be a number, not {text[:60]}")
    if not value.is_Rational:
        message = f"{what} must be a rational number here, not {text[:60]}"
        raise InputError("type", message, "write a decimal, 1.4142")
    return Fraction(value.p, value.q)


def divided(text: str, what: str) -> Fraction:
    """A plain number or a ratio of two."""
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise InputError("domain", f"{what} divides by zero: {text[:60]}") from None


def checked(value: Fraction, what: str) -> Fraction:
    """The number, if a float can hold it."""
    try:
        float(value)
    except OverflowError:
        raise InputError("domain", f"{what} is too large") from None
    return value


def rate(given: Given) -> Fraction:
    """A learning rate: a finite number above zero."""
    value = number(given, "the learning rate")
    if value <= 0:
        raise InputError("domain", f"the learning rate must be above 0, not {given}", "try  0.1")
    return value


def above_zero(given: Given, what: str) -> Fraction:
    """A number above zero."""
    value = number(given, what)
    if value <= 0:
        raise InputError("domain", f"the {what} must be above 0, not {given}")
    return value


def count(given: SupportsIndex) -> int:
    """A number of steps, at least 0, of any type of whole numbers."""
    if isinstance(given, bool) or not isinstance(given, Integral):
        raise InputError("type", f"the number of steps must be a whole number, not {given!r:.40}")
    if given < 0:
        raise InputError("domain", f"the number of steps must not be negative, not {given}")
    return int(given)


def tolerance(given: float) -> float:
    """A gradient norm to stop at: finite, not negative."""
    value = from_zero(given, "the tolerance")
    if value == math.inf:
        raise InputError("domain", f"the tolerance must be finite, not {given}")
    return value


def seconds(given: float) -> float:
    """A time limit in seconds, not negative."""
    return from_zero(given, "the time limit")


def from_zero(given: object, what: str) -> float:
    """A float that is not negative."""
    if isinstance(given, bool) or not isinstance(given, Real):
        raise InputError("type", f"{what} must be a number, not {given!r:.40}")
    if not float(given) >= 0:
        raise InputError("domain", f"{what} must be a number from 0 on, not {given}")
    return float(given)
