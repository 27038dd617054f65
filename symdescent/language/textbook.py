"""A tree as one line of Unicode, as a textbook prints it: ½(x − 4)²."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from symdescent.language.tokens import (
    FRACTIONS,
    LETTER_OF,
    SUBSCRIPTS,
    TO_SUBSCRIPT,
    TO_SUPERSCRIPT,
)
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
from symdescent.language.unparse import ATOM, POWER, PRODUCT, SUM, decimal

_VULGAR: Final = {Fraction(*pair): sign for sign, pair in FRACTIONS.items() if pair[1] in (2, 3, 4)}
BARS: Final = {"abs": "|", "norm": "‖"}
_ROOTS: Final = {"sqrt": "√", "cbrt": "∛"}
_RELATIONS: Final = {"<=": "≤", ">=": "≥"}
_SHORT: Final = 4
_BELOW: Final = re.compile(r"(?P<letter>[^\W\d_]+)(_?(?P<number>[0-9]+)|_(?P<word>[^\W\d_]\w*))")
_LOWERED: Final = re.compile(f".*[{''.join(SUBSCRIPTS)}]|._[^\\W\\d_].*")  # x₁, x_max
Rendered = tuple[str, int]  # the text, and how tightly it holds together


def pretty(node: Node | Condition) -> str:
    """The formula for people: Greek letters, raised exponents, thin products, typed order."""
    return rendered(node)[0]


def rendered(node: Node | Condition) -> Rendered:
    """The formula for people, and how tightly it holds together."""
    return _RENDERERS[type(node)](node)


def _within(node: Node, least: int) -> str:
    """The spelling, in brackets if it holds together less than `least`."""
    text, tight = rendered(node)
    return text if tight >= least else f"({text})"


def _number(node: Number) -> Rendered:
    """A decimal as typed, ½ and its like, else an exact fraction."""
    size = abs(node.value)
    typed = node.text if node.text.isascii() and "." in node.text else ""
    text = typed or _VULGAR.get(size) or _quotient(node, size)
    if node.value < 0:
        return f"−{text.lstrip('-−')}", SUM
    return text, PRODUCT if "/" in text else ATOM


def _quotient(node: Number, size: Fraction) -> str:
    """A whole number in full, or as typed in powers of ten; a fraction as p/q."""
    if node.text and "/" not in node.text and node.text.isascii() and node.value >= 0:
        return node.text
    return f"{size.numerator}/{size.denominator}" if size.denominator > 1 else decimal(size)


def _constant(node: Constant) -> Rendered:
    return ("π" if node.name == "pi" else node.name), ATOM


def _name(node: Name) -> Rendered:
    return name(node.name), ATOM


def name(typed: str) -> str:
    """theta as θ, x_1 and x1 as x₁, theta_max as θ_max; x_1_2 stays as it is."""
    stem, below = parts(typed)
    letter = LETTER_OF.get(stem, stem)
    if below.isdecimal():
        return letter + "".join(TO_SUBSCRIPT[digit] for digit in below)
    return f"{letter}_{name(below)}" if below else letter


def parts(typed: str) -> tuple[str, str]:
    """A letter and what stands below it: x and 1 of x1 or x_1, x and max of x_max.

    Of every other name the whole, and nothing below.
    """
    found = _BELOW.fullmatch(typed)
    if found is None or len(LETTER_OF.get(found["letter"], found["letter"])) > 1:
        return typed, ""
    return found["letter"], found["number"] or found["word"]


def indexed(shown: str, index: str) -> str:
    """A name with one more index, in lowered signs: xₖ; x₁,ₖ of a name that has one already."""
    return f"{shown},{index}" if _LOWERED.fullmatch(shown) else f"{shown}{index}"


def _negative(node: Negative) -> Rendered:
    return "−" + _within(node.operand, PRODUCT), SUM


def _sum(node: Sum) -> Rendered:
    """Terms with their signs between them, in the order typed."""
    first, *rest = node.terms
    return _within_sum(first) + "".join([_signed(term) for term in rest]), SUM


def _within_sum(term: Node) -> str:
    """A first term: a sign may stand before it, a sum needs brackets."""
    return _within(term, PRODUCT) if isinstance(term, Sum) else rendered(term)[0]


def _signed(term: Node) -> str:
    """A term after another one."""
    if isinstance(term, Negative):
        return " − " + _within(term.operand, PRODUCT)
    text, tight = rendered(term)
    if tight == SUM and text[0] == "−" and not isinstance(term, Sum):
        return f" − {text[1:]}"
    return " + " + (f"({text})" if tight == SUM else text)


def _product(node: Product) -> Rendered:
    """Factors side by side where that is clear, with · where it is not."""
    pairs = _with_coefficient(node)
    if len(pairs) == 1:
        return rendered(pairs[0][0])
    text, before = "", None
    for place, (factor, divides) in enumerate(pairs):
        spelt = _within(factor, PRODUCT if place == 0 else POWER)
        if divides:
            text = f"{text or '1'}/{spelt}"
        else:
            text += _between(before, factor, text, spelt) + spelt
        before = factor if not divides else None
    return text, SUM if text[0] == "−" else PRODUCT


def _with_coefficient(node: Product) -> list[tuple[Node, bool]]:
    """The factors without those that are 1; a leading  1/2  is made one number, ½."""
    pairs = _without_ones(list(zip(node.factors, node.divides, strict=True)))
    if len(pairs) < 3 or [divides for _, divides in pairs[:2]] != [False, True]:
        return pairs
    top, bottom = pairs[0][0], pairs[1][0]
    if not (isinstance(top, Number) and isinstance(bottom, Number) and bottom.value):
        return pairs
    if top.value.denominator * bottom.value.denominator > 1:
        return pairs
    value = top.value / bottom.value
    if value not in _VULGAR:
        return pairs
    return [(Number(value, "", top.start, bottom.end), False), *pairs[2:]]


def _without_ones(pairs: list[tuple[Node, bool]]) -> list[tuple[Node, bool]]:
    """The factors without a leading 1 before a letter, as in 1x; numbers that are put in stay."""
    if len(pairs) < 2 or pairs[0][1] or pairs[1][1] or not _is_one(pairs[0][0]):
        return pairs
    return pairs if _has_number(pairs[1][0]) else _without_ones(pairs[1:])


def _is_one(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 1


def _has_number(node: Node) -> bool:
    """Whether a factor begins with a number, alone or as the base of a power."""
    base = node.base if isinstance(node, Power) else node
    return isinstance(base, Number | Negative)


def _between(before: Node | None, factor: Node, text: str, spelt: str) -> str:
    """Nothing between 2 and x, x and y, ½ and a bracket; a dot between what would run together."""
    if not text:
        return ""
    if before is None or spelt[0].isdigit() or spelt[0] in "½⅓⅔¼¾":
        return "·"
    if "/" in text and isinstance(before, Number):
        return "·"
    if spelt[0] == "(":
        return "" if isinstance(before, Number) or text.endswith(")") else "·"
    return "" if _is_thin(before) and _is_thin(factor) else "·"


def _is_thin(node: Node) -> bool:
    """A number, a letter, a letter's power, a root: what may stand beside another factor."""
    if isinstance(node, Power):
        return _is_thin(node.base) and not isinstance(node.base, Number) and "^" not in pretty(node)
    if isinstance(node, Name):
        return len(name(node.name).rstrip("₀₁₂₃₄₅₆₇₈₉")) == 1
    return isinstance(node, Constant) or (isinstance(node, Number) and "e" not in node.text.lower())


def _power(node: Power) -> Rendered:
    """A raised exponent where Unicode has one, else ^(...)."""
    base = _within(node.base, ATOM)
    if base in _VULGAR.values() or base[0] in _ROOTS.values():
        base = f"({base})"
    exponent = rendered(node.exponent)[0]
    raised = _raised(exponent)
    if raised:
        return base + raised, POWER
    simple = isinstance(node.exponent, Name | Constant | Number) and "/" not in exponent
    return f"{base}^{exponent if simple else f'({exponent})'}", POWER


def _raised(text: str) -> str:
    """The text as a superscript; empty where it is long or has a sign that cannot be raised."""
    if len(text) > _SHORT or any(sign not in TO_SUPERSCRIPT for sign in text):
        return ""
    return "".join(TO_SUPERSCRIPT[sign] for sign in text)


def _call(node: Call) -> Rendered:
    """|x|, √x, eˣ, sin(x)."""
    arguments = [pretty(argument) for argument in node.arguments]
    if node.function in BARS and "|" not in "".join(arguments):
        bar, inner = BARS[node.function], ", ".join(arguments)
        return (f"{bar}({inner}){bar}" if len(arguments) > 1 else f"{bar}{inner}{bar}"), ATOM
    if node.function in _ROOTS:
        inner, tight = rendered(node.arguments[0])
        return _ROOTS[node.function] + (inner if tight == ATOM else f"({inner})"), ATOM
    raised = _raised(arguments[0]) if node.function == "exp" else ""
    if raised:
        return f"e{raised}", POWER
    return f"{name(node.function)}({', '.join(arguments)})", ATOM


def _piecewise(node: Piecewise) -> Rendered:
    """value if condition, ..., else value."""
    parts = [f"{pretty(value)} if {pretty(test)}" for value, test in node.branches]
    if node.otherwise is not None:
        parts.append(f"else {pretty(node.otherwise)}")
    return f"{{{', '.join(parts)}}}", ATOM


def _compare(node: Compare) -> Rendered:
    sign = _RELATIONS.get(node.operator, node.operator)
    return f"{pretty(node.left)} {sign} {pretty(node.right)}", SUM


def _logic(node: Logic) -> Rendered:
    """Parts in brackets where they are themselves joined."""
    parts = [f"({pretty(p)})" if isinstance(p, Logic) else pretty(p) for p in node.parts]
    return f"not {parts[0]}" if node.operator == "not" else f" {node.operator} ".join(parts), SUM


_RENDERERS: Final[dict[type, Callable[[Any], Rendered]]] = {
    Number: _number,
    Constant: _constant,
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
