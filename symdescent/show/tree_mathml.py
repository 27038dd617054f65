"""A tree goes in, MathML as a paper has it comes out: inside MathML Core, and well-formed XML."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from symdescent.language.tree import (
    Call,
    Compare,
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
from symdescent.language.unparse import ATOM, POWER, PRODUCT, SUM
from symdescent.show.markup import element
from symdescent.show.mathml import (
    DOT,
    MINUS,
    PLUS,
    applied,
    beside,
    bracketed,
    fraction,
    identifier,
    letter,
    listed,
    numeral,
    operator,
    raised,
    row,
    table,
    words,
)
from symdescent.show.tree_latex import chunks

Spelt = tuple[str, int]  # the MathML, and how tightly it holds together
EULER: Final = element("mi", "e", mathvariant="normal")
DECIMAL: Final = re.compile(r"(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,9}))?", re.ASCII)
RELATIONS: Final = {"<": "<", ">": ">", "<=": "≤", ">=": "≥"}
TITLES: Final = {"log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan"}
TITLES_BELOW: Final = {"log10": ("log", "10"), "log2": ("log", "2")}
BARS: Final = {"abs": "||", "norm": "‖‖", "norm_all": "‖‖", "floor": "⌊⌋"}
RAISED: Final = frozenset("sin cos tan sec csc cot sinh cosh tanh".split())
OPEN: Final = -1  # relations: looser than a sum


def number(value: Fraction, typed: str = "") -> Spelt:
    """A decimal as it was typed, else a whole number or an exact fraction."""
    decimal = DECIMAL.fullmatch(typed.removeprefix("-"))
    text, tight = of_decimal(*decimal.groups()) if decimal else exact(abs(value))
    return (element("mrow", MINUS, text), SUM) if value < 0 else (text, tight)


def exact(size: Fraction) -> Spelt:
    top, bottom = numeral(str(size.numerator)), numeral(str(size.denominator))
    return (top, ATOM) if size.denominator == 1 else (fraction(top, bottom), POWER)


def of_decimal(digits: str, exponent: str | None) -> Spelt:
    """0.10 as it stands, 1.5e-08 as 1.5 · 10^-8, 1e-9 as 10^-9."""
    lead = f"0{digits}" if digits.startswith(".") else digits.removesuffix(".")
    if not exponent:
        return numeral(lead), ATOM
    power = raised(numeral("10"), number(Fraction(int(exponent)))[0])
    return (power, POWER) if lead == "1" else (row(numeral(lead), DOT, power), PRODUCT)


@dataclass(frozen=True)
class Speller:
    """`table`: how each kind of node is spelt; `said`: if, otherwise, and, or, not in words."""

    table: Mapping[type, Callable[["Speller", Any], Spelt]] = field(
        default_factory=lambda: SPELLERS
    )
    said: Mapping[str, str] = field(default_factory=dict)

    def spell(self, node: Any) -> str:
        return self.spelt(node)[0]

    def spelt(self, node: Any) -> Spelt:
        return self.table[type(node)](self, node)

    def within(self, node: Any, least: int) -> str:
        """The spelling, in brackets if it holds together less than `least`."""
        text, tight = self.spelt(node)
        return text if tight >= least else bracketed(text)

    def word(self, english: str) -> str:
        """A word of a choice, in the document's language."""
        return words(self.said.get(english, english))

    def name(self, node: Name) -> Spelt:
        return letter(node.name), ATOM

    def constant(self, node: Constant) -> Spelt:
        return (identifier("π") if node.name == "pi" else EULER), ATOM

    def number(self, node: Number) -> Spelt:
        return number(node.value, node.text)

    def negative(self, node: Negative) -> Spelt:
        return element("mrow", MINUS, self.within(node.operand, PRODUCT)), SUM

    def sum(self, node: Sum) -> Spelt:
        """Terms joined by their signs."""
        return self.joined([opposed(term) for term in node.terms]), SUM

    def joined(self, terms: Sequence[tuple[bool, Any]]) -> str:
        """Terms, each with whether it is added."""
        pieces: list[str] = []
        for plus, term in terms:
            pieces += [PLUS] * bool(pieces) if plus else [MINUS]
            pieces.append(self.within(term, PRODUCT))
        return row(*pieces)

    def product(self, node: Product) -> Spelt:
        """Factors side by side; what follows a / goes below the line."""
        lead, rest = opening(node)
        pieces = [exact(lead)[0]] if lead else []
        for above, below in chunks(rest) if rest else ():
            pieces += self.chunk(above, below)
        return beside(pieces), POWER if len(pieces) == 1 and node.divides[-1] else PRODUCT

    def chunk(self, above: Sequence[Node], below: Sequence[Node]) -> list[str]:
        if not below:
            return [self.within(node, PRODUCT) for node in above]
        return [fraction(self.factors(above), self.factors(below))]

    def factors(self, nodes: Sequence[Node]) -> str:
        """Factors above or below a line, where a lone one needs no brackets."""
        if len(nodes) == 1:
            return self.spell(nodes[0])
        return beside([self.within(node, PRODUCT) for node in nodes]) if nodes else numeral("1")

    def power(self, node: Power) -> Spelt:
        """sin^2(x) as it is usually written; all others with the base in brackets where needed."""
        match node:
            case Power(Call(name, (inside,)), Number(value=value)) if name in RAISED and is_count(
                value
            ):
                head = raised(identifier(name), numeral(str(value)))
                return applied(head, self.spell(inside)), POWER
        return raised(self.within(node.base, ATOM), self.spell(node.exponent)), POWER

    def call(self, node: Call) -> Spelt:
        special = CALLS.get(node.function)
        if special:
            return special(self, node)
        inside = listed([self.spell(argument) for argument in node.arguments])
        if node.function in BARS:
            return bracketed(inside, BARS[node.function]), ATOM
        return applied(title(node.function), inside), POWER

    def exp(self, node: Call) -> Spelt:
        return element("msup", EULER, self.spell(node.arguments[0])), POWER

    def sqrt(self, node: Call) -> Spelt:
        return element("msqrt", self.spell(node.arguments[0])), POWER

    def root(self, node: Call) -> Spelt:
        """root(u, n), and cbrt(u)."""
        inside = self.spell(node.arguments[0])
        degree = self.spell(node.arguments[1]) if len(node.arguments) > 1 else numeral("3")
        return element("mroot", inside, degree), POWER

    def dot(self, node: Call) -> Spelt:
        """The inner product; of a vector with itself, its squared length."""
        inside = [self.spell(argument) for argument in node.arguments]
        if len(inside) != 2:  # of points that were written out
            return applied(title("dot"), listed(inside)), POWER
        if inside[0] == inside[1]:
            return raised(bracketed(inside[0], BARS["norm"]), numeral("2")), POWER
        return bracketed(listed(inside), "⟨⟩"), ATOM

    def piecewise(self, node: Piecewise) -> Spelt:
        """One row a case, a choice within the last one joined to it."""
        rows, rest = [*node.branches], node.otherwise
        while isinstance(rest, Piecewise):
            rows, rest = [*rows, *rest.branches], rest.otherwise
        cases = [(self.spell(v), row(self.word("if"), self.spell(c))) for v, c in rows]
        if rest is not None:
            cases.append((self.spell(rest), self.word("otherwise")))
        return element("mrow", operator("{"), table(cases)), OPEN

    def compare(self, node: Compare) -> Spelt:
        sign = operator(RELATIONS[node.operator])
        return row(self.spell(node.left), sign, self.spell(node.right)), OPEN

    def logic(self, node: Logic) -> Spelt:
        """Parts in brackets where they are themselves made of parts."""
        inside = [self.spell(part) for part in node.parts]
        if node.operator == "not":
            return row(self.word("not"), bracketed(inside[0])), OPEN
        pairs = zip(node.parts, inside, strict=True)
        parts = [bracketed(text) if isinstance(part, Logic) else text for part, text in pairs]
        return row(
            *[piece for part in parts for piece in (self.word(node.operator), part)][1:]
        ), OPEN


def opposed(term: Node) -> tuple[bool, Node]:
    """Whether a term is added, and what is added or taken away."""
    return (False, term.operand) if isinstance(term, Negative) else (True, term)


def opening(node: Product) -> tuple[Fraction | None, Product | None]:
    """A quotient of two whole numbers that opens a product, as one number; and what follows it."""
    match node:
        case Product((Number() as top, Number() as bottom, *rest), (False, True, *signs)):
            if is_quotient(top, bottom) and not any(signs[:1]):
                after = Product(tuple(rest), tuple(signs), node.start, node.end) if rest else None
                return top.value / bottom.value, after
    return None, node


def is_quotient(top: Number, bottom: Number) -> bool:
    """Whether two whole numbers, one over the other, are a fraction in lowest terms."""
    value = top.value / bottom.value if bottom.value > 0 else Fraction(0)
    return value > 0 and value.numerator == top.value and value.denominator == bottom.value


def is_count(value: Fraction) -> bool:
    """2, 3, ...: what may stand on a function's name, where -1 would be its inverse."""
    return value.denominator == 1 and value > 1


def title(function: str) -> str:
    """The name of a function, as it stands before its brackets."""
    if function in TITLES_BELOW:
        name, below = TITLES_BELOW[function]
        return element("msub", identifier(name), numeral(below))
    return identifier(TITLES.get(function, function))


SPELLERS: Final[dict[type, Callable[[Speller, Any], Spelt]]] = {
    Number: Speller.number,
    Constant: Speller.constant,
    Name: Speller.name,
    Negative: Speller.negative,
    Sum: Speller.sum,
    Product: Speller.product,
    Power: Speller.power,
    Call: Speller.call,
    Piecewise: Speller.piecewise,
    Compare: Speller.compare,
    Logic: Speller.logic,
}
CALLS: Final[dict[str, Callable[[Speller, Call], Spelt]]] = {
    "exp": Speller.exp,
    "sqrt": Speller.sqrt,
    "cbrt": Speller.root,
    "root": Speller.root,
    "dot": Speller.dot,
}
