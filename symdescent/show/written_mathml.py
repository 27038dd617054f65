"""Mathematics of a document goes in, native MathML comes out, inside MathML Core."""

from collections.abc import Callable
from typing import Any, Final

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
from symdescent.language.textbook import parts
from symdescent.language.tokens import BOLD, LETTER_OF
from symdescent.language.tree import Name
from symdescent.language.unparse import ATOM, POWER, PRODUCT, SUM
from symdescent.show.markup import element
from symdescent.show.mathml import (
    COMMA,
    DOT,
    applied,
    bracketed,
    fraction,
    identifier,
    letter,
    listed,
    lowered,
    math,
    numeral,
    operator,
    row,
    table,
)
from symdescent.show.mathml import raised as exponent
from symdescent.show.tree_mathml import OPEN, SPELLERS, Speller, Spelt

OPERATORS: Final = {
    "=": "=",
    "<": "<",
    ">": ">",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "~": "≈",
    "->": "→",
    ":=": "≔",
    "<=>": "⇔",
    "=>": "⇒",
    "in": "∈",
    "so": "⇒",
}
PRIMES: Final = {2: "″", 3: "‴"}
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


def inline(written: Written) -> str:
    """Mathematics within a line of text."""
    return math(SPELLER.spell(written))


def displayed(written: Written) -> str:
    """Mathematics on a line of its own."""
    return math(SPELLER.spell(written), display="block")


def spell(written: Written) -> str:
    """A part of mathematics, to be put within more of it."""
    return SPELLER.spell(written)


def halves(written: Written) -> tuple[str, str]:
    """A relation as its first side, and all that comes after it: what derivations align at.

    The first is empty where it is not written, and of what is no relation.
    """
    if not isinstance(written, Relation):
        return "", SPELLER.spell(written)
    first, *rest = sides(SPELLER, written)
    return first.removeprefix(row()), row(*rest)


def sides(speller: Speller, node: Relation) -> list[str]:
    """The sides with the relations between them; the first may be empty."""
    beside = zip(("=>", *node.operators), (*node.operators, "=>"), strict=True)
    least = [OPEN if LOGICAL.issuperset(pair) else SUM for pair in beside]
    first, *rest = map(speller.within, node.sides, least)
    pairs = zip(node.operators, rest, strict=True)
    return [first, *(part for sign, side in pairs for part in (related(sign), side))]


def related(sign: str) -> str:
    """The sign of a relation, set apart where that is meant."""
    apart = {"lspace": "1em", "rspace": "1em"} if sign == "so" else {}
    return operator(OPERATORS[sign], **apart)


def pending(speller: Speller, node: Pending) -> Spelt:
    """d/dx [operand]."""
    sign = differential(node.partial)
    below = row(sign, letter(node.variable))
    return row(fraction(sign, below), bracketed(speller.spell(node.operand), "[]")), POWER


def differential(partial: bool) -> str:
    return element("mi", "∂" if partial else "d", mathvariant="normal")


def bold(_: Speller, node: Bold) -> Spelt:
    """The bold letter of Unicode: MathML Core has no other way to bold type."""
    return letter(node.letter, BOLD), ATOM


def indexed(speller: Speller, node: Indexed) -> Spelt:
    """x_{k+1}; what has an index already gets another one behind it: x_{1,k}."""
    index = speller.spell(node.index)
    stem, below = parts(node.base.name) if isinstance(node.base, Name) else ("", "")
    if below:
        return element("msub", letter(stem), row(lowered(below), COMMA, index)), ATOM
    if isinstance(node.base, Indexed) and not isinstance(node.base.base, Indexed):
        both = row(speller.spell(node.base.index), COMMA, index)
        return element("msub", speller.within(node.base.base, ATOM), both), ATOM
    return element("msub", speller.within(node.base, ATOM), index), ATOM


def starred(speller: Speller, node: Starred) -> Spelt:
    return exponent(speller.within(node.base, ATOM), operator("∗")), POWER


def hatted(speller: Speller, node: Hatted) -> Spelt:
    return element("mover", speller.spell(node.base), operator("^"), accent="true"), ATOM


def function(speller: Speller, node: Function) -> Spelt:
    """L, L(x), L''(x)."""
    primes = operator(PRIMES.get(node.primes, "′" * node.primes))
    head = letter(node.title)
    head = element("msup", head, primes) if node.primes else head
    if not node.arguments:
        return head, POWER if node.primes else ATOM
    inside = node.arguments
    if len(inside) == 1 and isinstance(inside[0], Point):
        inside = inside[0].coordinates  # the point (1, 2): L(1, 2)
    return applied(head, listed([speller.spell(argument) for argument in inside])), POWER


def slope(_: Speller, node: Slope) -> Spelt:
    """The partial derivative, of the second order where there are two variables."""
    return fraction(*slope_parts(node)), POWER


def slope_parts(node: Slope) -> tuple[str, str]:
    """What stands above and below the line."""
    sign, order = differential(partial=True), numeral(str(len(node.variables)))
    names = [letter(name) for name in node.variables]
    above = row(sign, letter(node.title))
    if len(names) == 1:
        return above, row(sign, names[0])
    above = row(element("msup", sign, order), letter(node.title))
    if len(set(names)) == 1:
        return above, row(sign, element("msup", names[0], order))
    return above, row(*[part for name in names for part in (sign, name)])


def nabla(speller: Speller, node: Nabla) -> Spelt:
    sign = element("mi", "∇", mathvariant="normal")
    raised = element("msup", sign, numeral(str(node.order))) if node.order > 1 else sign
    return row(raised, speller.spell(node.function)), POWER


def matrix(speller: Speller, node: Matrix) -> Spelt:
    """Rows of equal height: in them partial derivatives stand on the line."""
    return bracketed(table([[cell(speller, entry) for entry in line] for line in node.rows])), ATOM


def cell(speller: Speller, entry: Written) -> str:
    """An entry of a matrix."""
    if not isinstance(entry, Slope):
        return speller.spell(entry)
    above, below = slope_parts(entry)
    return row(above, operator("/"), below)


def point(speller: Speller, node: Point) -> Spelt:
    if len(node.coordinates) == 1:
        return speller.spelt(node.coordinates[0])
    return bracketed(listed([speller.spell(entry) for entry in node.coordinates])), ATOM


def transposed(speller: Speller, node: Transposed) -> Spelt:
    return exponent(speller.within(node.base, ATOM), element("mi", "⊤")), POWER


def chain(speller: Speller, node: Chain) -> Spelt:
    """Every dot is written."""
    if len(node.factors) == 1:
        return speller.spelt(node.factors[0])
    ends = (0, len(node.factors) - 1)
    parts = enumerate(node.factors)
    spelt = [speller.within(part, PRODUCT if i in ends else POWER) for i, part in parts]
    return row(*[piece for part in spelt for piece in (DOT, part)][1:]), PRODUCT


def combined(speller: Speller, node: Combined) -> Spelt:
    return speller.joined(node.terms), SUM


def raised(speller: Speller, node: Raised) -> Spelt:
    return exponent(speller.within(node.base, ATOM), speller.spell(node.exponent)), POWER


def over(speller: Speller, node: Over) -> Spelt:
    return fraction(speller.spell(node.top), speller.spell(node.bottom)), POWER


def relation(speller: Speller, node: Relation) -> Spelt:
    return row(*sides(speller, node)), OPEN


def symbolic(_: Speller, node: Symbolic) -> Spelt:
    return identifier(SIGNS.get(node.name) or LETTER_OF.get(node.name, node.name)), ATOM


WRITTEN: Final[dict[type, Callable[[Speller, Any], Spelt]]] = {
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
SPELLER: Final = Speller(SPELLERS | WRITTEN)
