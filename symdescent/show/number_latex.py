"""A number goes in, LaTeX comes out: a decimal, a power of ten, or a fraction."""

from fractions import Fraction
from typing import Final

from symdescent.language.unparse import ATOM, POWER, PRODUCT, SUM, decimal

Spelt = tuple[str, int]  # the LaTeX, and how tightly it holds together
LONGEST: Final = 6  # characters; a longer number is written with a power of ten


def number(value: Fraction) -> Spelt:
    """A decimal, a power of ten where that is shorter, or a fraction."""
    sign, size = "-" * (value < 0), abs(value)
    text = decimal(size)
    if "/" in text or len(text) > LONGEST or 0 < size < Fraction(1, 1000):
        text = power_of_ten(size) or rf"\frac{{{size.numerator}}}{{{size.denominator}}}"
    tight = PRODUCT if r"\cdot" in text else POWER if "^" in text else ATOM
    return sign + text, SUM if sign else tight


def power_of_ten(size: Fraction) -> str:
    """1.5 \\cdot 10^{-8}, if the value is a decimal; else nothing."""
    digits, exponent = digits_of(size)
    if exponent is None:
        return ""
    lead = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    power = f"10^{{{exponent + len(digits) - 1}}}"
    return power if lead == "1" else rf"{lead} \cdot {power}"


def digits_of(size: Fraction) -> tuple[str, int | None]:
    """A decimal's digits without zeros at the end, and the power of ten of the last one."""
    places = 0
    while size.denominator != 1 and places < 400:
        size, places = size * 10, places + 1
    if size.denominator != 1:
        return "", None
    digits = str(size.numerator)
    bare = digits.rstrip("0") or "0"
    return bare, len(digits) - len(bare) - places
