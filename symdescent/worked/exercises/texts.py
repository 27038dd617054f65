"""Numbers go in, the text of a formula in our language comes out, as a textbook would have it."""

from fractions import Fraction

Term = tuple[Fraction | int, str]  # a coefficient and what it multiplies; "": nothing


def total(*terms: Term) -> str:
    """The sum of the terms, those with coefficient 0 left out.

    >>> total((Fraction(1, 2), "x^2"), (-1, "x"), (0, "y"), (7, ""))
    '1/2*x^2 - x + 7'
    """
    text = ""
    for coefficient, rest in terms:
        if coefficient:
            joint = (" - " if coefficient < 0 else " + ") if text else "-" * (coefficient < 0)
            text += joint + scaled(max(coefficient, -coefficient), rest)
    return text or "0"


def scaled(size: Fraction | int, rest: str) -> str:
    """A factor before the rest, without a 1."""
    if not rest:
        return str(size)
    return rest if size == 1 else f"{size}*{rest}"


def less(name: str, value: Fraction | int) -> str:
    """name - value, which is to be multiplied or raised: in brackets unless the value is 0."""
    return f"({total((1, name), (-value, ''))})" if value else name


def within(value: Fraction | int) -> str:
    """A number as a factor: in brackets where it has a sign or a line."""
    text = str(value)
    return text if text.isdigit() else f"({text})"


def power(value: Fraction, exponent: str) -> str:
    """value^exponent."""
    return f"{within(value)}^{exponent}"
