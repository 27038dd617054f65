"""Mathematics of a document on one line of Unicode; columns are rows with a T: (1, 2)ᵀ."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from symdescent.language import textbook
from symdescent.language.notation import (
    Bold,
    Chain,
    Combined,
    Function,
    Hatted,
    Indexed,
    Matrix,
    Nabla,
    Over,
    Pending,
    Point,
    Raised,
    Relation,
    Slope,
    Starred,
    Symbolic,
    Transposed,
    Written,
)
from symdescent.language.textbook import name
from symdescent.language.tokens import BOLD
from symdescent.language.tree import Call, Compare, Logic, Name
from symdescent.language.unparse import ATOM, POWER, PRODUCT, SUM

Rendered = tuple[str, int]  # the text, and how tightly it holds together
OPEN: Final = -1  # relations: looser than a sum
OPERATORS: Final = {
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "~": "≈",
    "->": "→",
    "<=>": "⇔",
    "=>": "⇒",
    "in": "∈",
    "so": "=>",
}
GAPS: Final = {"so": "\t"}  # what stands before a relation where that is no blank
LOGICAL: Final = frozenset({"<=>", "=>", "so"})  # between relations, which need no brackets there
SIGNS: Final = {
    "infinity": "∞",
    "dots": "…",
    "vdots": "⋮",
    "ddots": "⋱",
    "reals": "ℝ",
    "integers": "ℤ",
    "emptyset": "∅",
}
LOW: Final = "₀₁₂₃₄₅₆₇₈₉₊₋ₖᵢⱼₙₜ"
HIGH: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵏ"
BELOW: Final = str.maketrans("0123456789+−kijnt", LOW)
ABOVE: Final = str.maketrans("0123456789−k", HIGH)


def text(written: Written) -> str:
    """The mathematics on one line, without any markup."""
    return rendered(written)[0]


def rendered(written: Any) -> Rendered:
    """The text, and how tightly it holds together."""
    told = NOTATION_WRITERS.get(type(written))
    if told:
        return told(written)
    said, tight = textbook.rendered(named(written))
    return said, OPEN if isinstance(written, Compare | Logic) else tight


def named(node: Any) -> Any:
    """A formula with names in the place of what is no formula's node."""
    if isinstance(node, tuple):
        return tuple(map(named, node))
    if type(node) in NOTATION_WRITERS:
        return Name(within(node, ATOM), 0, 0)
    if isinstance(node, Call) and node.function in textbook.BARS:  # no brackets within bars
        return replace(node, arguments=tuple(map(bare, node.arguments)))
    if not is_dataclass(node) or isinstance(node, type):
        return node
    return replace(node, **{field.name: named(getattr(node, field.name)) for field in fields(node)})


def bare(node: Any) -> Any:
    """The same without brackets around what is no formula's node."""
    return Name(text(node), 0, 0) if type(node) in NOTATION_WRITERS else named(node)


def within(written: Any, least: int) -> str:
    """The text, in brackets if it holds together less than `least`."""
    said, tight = rendered(written)
    return said if tight >= least else f"({said})"


def with_commas(many: tuple[Written, ...]) -> str:
    return ", ".join(map(text, many))


def pending(node: Pending) -> Rendered:
    sign = "∂" if node.partial else "d"
    return f"{sign}/{sign}{name(node.variable)} [{text(node.operand)}]", PRODUCT


def bold(node: Bold) -> Rendered:
    digit = node.letter.isdigit()
    return (node.letter if digit else name(node.letter)).translate(BOLD), ATOM


def indexed(node: Indexed) -> Rendered:
    """xₖ₊₁; x₁,ₖ₊₁ of what has an index; one that cannot be lowered in brackets behind a _."""
    base = within(node.base, ATOM)
    index = text(node.index).replace(" ", "")
    lowered = index.translate(BELOW)
    if not set(lowered) <= set(LOW):
        lowered = f"_{index if index.isalpha() else f'({index})'}"
    return textbook.indexed(base, lowered), ATOM


def starred(node: Starred) -> Rendered:
    return f"{within(node.base, ATOM)}*", ATOM


def hatted(node: Hatted) -> Rendered:
    """m̂: a combining sign behind the letter."""
    return f"{within(node.base, ATOM)}\u0302", ATOM


def function(node: Function) -> Rendered:
    head = name(node.title) + "′" * node.primes
    if not node.arguments:
        return head, ATOM
    inner = with_commas(node.arguments)
    only = len(node.arguments) == 1 and isinstance(node.arguments[0], Point) and inner[0] == "("
    return head + (inner if only else f"({inner})"), ATOM


def slope(node: Slope) -> Rendered:
    """∂L/∂x, ∂²L/∂x², ∂²L/∂x∂y."""
    order = str(len(node.variables)).translate(ABOVE) if len(node.variables) > 1 else ""
    below = [f"∂{name(variable)}" for variable in node.variables]
    same = order and len(set(below)) == 1
    return f"∂{order}{name(node.title)}/{below[0] + order if same else ''.join(below)}", PRODUCT


def nabla(node: Nabla) -> Rendered:
    order = str(node.order).translate(ABOVE) if node.order > 1 else ""
    return f"∇{order}{text(node.function)}", POWER


def matrix(node: Matrix) -> Rendered:
    """A column as a row that is turned; else rows parted by semicolons."""
    if all(len(row) == 1 for row in node.rows):
        entries = tuple(entry for (entry,) in node.rows)
        dots = [Symbolic("dots") if e == Symbolic("vdots") else e for e in entries]
        return f"({with_commas(tuple(dots))})ᵀ", ATOM
    return "[" + "; ".join(with_commas(row) for row in node.rows) + "]", ATOM


def point(node: Point) -> Rendered:
    if len(node.coordinates) == 1:
        return rendered(node.coordinates[0])
    return f"({with_commas(node.coordinates)})", ATOM


def transposed(node: Transposed) -> Rendered:
    return f"{within(node.base, ATOM)}ᵀ", ATOM


def chain(node: Chain) -> Rendered:
    """Every dot is written; a product at an end needs no brackets."""
    if len(node.factors) == 1:
        return rendered(node.factors[0])
    ends = (0, len(node.factors) - 1)
    parts = enumerate(node.factors)
    return "·".join(within(part, PRODUCT if i in ends else POWER) for i, part in parts), PRODUCT


def combined(node: Combined) -> Rendered:
    parts = [(plus, within(term, PRODUCT)) for plus, term in node.terms]
    lead = ("" if parts[0][0] else "−") + parts[0][1]
    return lead + "".join(f" {'+' if plus else '−'} {said}" for plus, said in parts[1:]), SUM


def raised(node: Raised) -> Rendered:
    base, exponent = within(node.base, ATOM), text(node.exponent)
    lifted = exponent.translate(ABOVE)
    short = len(exponent) <= 4 and set(lifted) <= set(HIGH)
    return base + (lifted if short else f"^({exponent})"), POWER


def over(node: Over) -> Rendered:
    return f"{within(node.top, PRODUCT)}/{within(node.bottom, POWER)}", PRODUCT


def relation(node: Relation) -> Rendered:
    signs = (f"{GAPS.get(o, ' ')}{OPERATORS.get(o, o)}" for o in node.operators)
    beside = zip(("=>", *node.operators), (*node.operators, "=>"), strict=True)
    least = [OPEN if LOGICAL.issuperset(pair) else SUM for pair in beside]
    first, *rest = map(within, node.sides, least)
    pieces = (f"{sign} {side}" for sign, side in zip(signs, rest, strict=True))
    return (first + "".join(pieces)).strip(), OPEN


def symbolic(node: Symbolic) -> Rendered:
    return SIGNS.get(node.name) or name(node.name), ATOM


NOTATION_WRITERS: Final[dict[type, Callable[[Any], Rendered]]] = {
    Pending: pending,
    Bold: bold,
    Indexed: indexed,
    Starred: starred,
    Hatted: hatted,
    Function: function,
    Slope: slope,
    Nabla: nabla,
    Matrix: matrix,
    Point: point,
    Transposed: transposed,
    Chain: chain,
    Combined: combined,
    Raised: raised,
    Over: over,
    Relation: relation,
    Symbolic: symbolic,
}
