"""A tree as ASCII text in our own language, which reads back as the same tree."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from symdescent.language.tree import (
    Call,
    Compare,
    Condition,
    Constant,
    Logic,
    Name,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
)

# How tightly a spelling holds together: a part with less than its place demands gets brackets.
SUM, PRODUCT, POWER, ATOM = range(4)


def plain(node: Node | Condition) -> str:
    """The formula as it can be typed; parse(plain(tree)).tree has the structure of tree.

    Numbers below zero and fractions, which nobody can type as one word, come back as a Negative
    and as a quotient.
    """
    return _WRITERS[type(node)](node)


def binding(node: Node) -> int:
    """How tightly the spelling of a node holds together."""
    if isinstance(node, Number):
        return SUM if node.value < 0 else ATOM if typeable(node.value) else PRODUCT
    return _BINDING.get(type(node), ATOM)


def typeable(value: Fraction) -> bool:
    """Whether a value from 0 on is a decimal of reasonable length."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1 and value.denominator.bit_length() <= 60


def decimal(value: Fraction) -> str:
    """A value from 0 on as a decimal, or as a quotient."""
    if value.denominator == 1:
        return str(value.numerator)
    if not typeable(value):
        return f"{value.numerator}/{value.denominator}"
    places = 1
    while value * 10**places % 1:
        places += 1
    whole, part = divmod(int(value * 10**places), 10**places)
    return f"{whole}.{part:0{places}d}"


def _within(node: Node, least: int) -> str:
    """The spelling, in brackets if it holds together less than `least`."""
    text = plain(node)
    return text if binding(node) >= least else f"({text})"


def _number(node: Number) -> str:
    """As typed where that is ASCII and short, else from the value."""
    sign = "-" if node.value < 0 else ""
    return sign + (_typed(node) or decimal(abs(node.value)))


def _typed(node: Number) -> str:
    """What was typed, if it says the value: ½ and what was computed do not."""
    text = node.text
    return text if text.isascii() and text[:1] in "0123456789." and "/" not in text else ""


def _name(node: Name | Constant) -> str:
    return node.name


def _negative(node: Negative) -> str:
    """A sign; a second one needs brackets, since -- is read as +."""
    return "-" + _within(node.operand, PRODUCT)


def _sum(node: Sum) -> str:
    """Terms joined by their signs."""
    parts = []
    for place, term in enumerate(node.terms):
        if isinstance(term, Negative):
            lead = "-" if place == 0 else " - "
            parts.append(lead + _within(term.operand, PRODUCT))
        else:
            parts.append(" + " * (place > 0) + _within(term, PRODUCT))
    return "".join(parts)


def _product(node: Product) -> str:
    """Factors joined by * and /."""
    parts = []
    for place, (factor, divides) in enumerate(zip(node.factors, node.divides, strict=True)):
        sign = "" if place == 0 else "/" if divides else "*"
        parts.append(sign + _within(factor, POWER))
    return ("1" if node.divides[0] else "") + "/" * node.divides[0] + "".join(parts)


def _power(node: Power) -> str:
    return f"{_within(node.base, ATOM)}^{_within(node.exponent, POWER)}"


def _call(node: Call) -> str:
    return f"{node.function}({', '.join([plain(argument) for argument in node.arguments])})"


def _piecewise(node: Piecewise) -> str:
    """where(...) for one condition, else a list of pairs."""
    if len(node.branches) == 1 and node.otherwise is not None:
        value, test = node.branches[0]
        return f"where({plain(test)}, {plain(value)}, {plain(node.otherwise)})"
    pairs = [f"({plain(value)}, {plain(test)})" for value, test in node.branches]
    if node.otherwise is not None:
        pairs.append(f"({plain(node.otherwise)}, True)")
    return f"piecewise({', '.join(pairs)})"


def _compare(node: Compare) -> str:
    return f"{plain(node.left)} {node.operator} {plain(node.right)}"


def _logic(node: Logic) -> str:
    """Parts in brackets, so that nothing depends on what binds closer."""
    if node.operator == "not":
        return f"not ({plain(node.parts[0])})"
    return f" {node.operator} ".join([f"({plain(part)})" for part in node.parts])


_BINDING: Final = {Sum: SUM, Negative: SUM, Product: PRODUCT, Power: POWER}
_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    Number: _number,
    Constant: _name,
    Name: _name,
    Negative: _negative,
    Sum: _sum,
    Product: _product,
    Power: _power,
    Call: _call,
    Piecewise: _piecewise,
    Compare: _compare,
    Logic: _logic,
}
