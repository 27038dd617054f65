"""Trees and mathematics of a document as MathML, inside MathML Core and well-formed XML."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
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
from symdescent.printing.escaping import element, inert
from symdescent.printing.latex import chunks

DIGIT_FIRST: Final = re.compile(r"(<m(row|frac|sup|sub)>)*<mn>")
TALL: Final = ("<mfrac>", "<mtable>", "<msqrt>", "<mroot>")
BRACKETS: Final = "()"
PLAIN: Final[Mapping[int, int]] = {}


def math(inside: str, **attributes: str) -> str:
    """Mathematics within a line of text; display="block": on a line of its own."""
    return element("math", inside, **attributes)


def identifier(text: str) -> str:
    """A name of one letter is set aslant, a longer one upright, by the browser."""
    return element("mi", inert(text))


def numeral(text: str) -> str:
    return element("mn", inert(text))


def operator(sign: str, **attributes: str) -> str:
    return element("mo", inert(sign), **attributes)


def words(text: str) -> str:
    """Words within mathematics, spaces round them."""
    return element("mtext", f"&#xa0;{inert(text)}&#xa0;")


def row(*parts: str) -> str:
    """The parts as one; one alone needs no row."""
    return parts[0] if len(parts) == 1 else element("mrow", *parts)


TIMES: Final = "<mo>&#x2062;</mo>"  # seen by a screen reader, by nobody else
APPLIED: Final = "<mo>&#x2061;</mo>"
DOT, PLUS, MINUS, COMMA = operator("·"), operator("+"), operator("−"), operator(",")


def bracketed(inside: str, pair: str = BRACKETS) -> str:
    """Signs on both sides, which grow round what is tall and only there: grown ones are wide."""
    still = {} if any(tag in inside for tag in TALL) else {"stretchy": "false"}
    return element("mrow", operator(pair[0], **still), inside, operator(pair[1], **still))


def with_commas(parts: Sequence[str]) -> str:
    """The parts with commas between them."""
    pairs = [(COMMA, part) for part in parts]
    return row(*[piece for pair in pairs for piece in pair][1:])


def applied(title: str, inside: str) -> str:
    """A function of what stands in brackets behind it."""
    return element("mrow", title, APPLIED, bracketed(inside))


def superscript(base: str, exponent: str) -> str:
    """An exponent above an index where the base has one, else behind it."""
    if base.startswith("<msub>"):
        return element("msubsup", base.removeprefix("<msub>").removesuffix("</msub>"), exponent)
    return element("msup", base, exponent)


def fraction(top: str, bottom: str) -> str:
    return element("mfrac", top, bottom)


def letter(name: str, face: Mapping[int, int] = PLAIN) -> str:
    """theta as θ, x1, x_1 and x_max with what is below, other names as they are.

    `face`: how letters look, but for those below.
    """
    stem, below = parts(name)
    if not below:
        return identifier(LETTER_OF.get(name, name).translate(face))
    return element("msub", letter(stem, face), lowered(below))


def lowered(below: str) -> str:
    """What stands below a letter: a number, or a word."""
    return numeral(below) if below.isdecimal() else letter(below)


def beside(parts: Sequence[str]) -> str:
    """Factors side by side, with a dot where a number follows."""
    pieces = [parts[0]]
    for part in parts[1:]:
        pieces += [DOT if DIGIT_FIRST.match(part) else TIMES, part]
    return row(*pieces)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells."""
    return element("mtable", *[element("mtr", *[element("mtd", c) for c in r]) for r in rows])


Rendered = tuple[str, int]  # the MathML, and how tightly it holds together
EULER: Final = element("mi", "e", mathvariant="normal")
DECIMAL: Final = re.compile(r"(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,9}))?", re.ASCII)
RELATIONS: Final = {"<": "<", ">": ">", "<=": "≤", ">=": "≥"}
TITLES: Final = {"log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan"}
TITLES_BELOW: Final = {"log10": ("log", "10"), "log2": ("log", "2")}
BARS: Final = {"abs": "||", "norm": "‖‖", "norm_all": "‖‖", "floor": "⌊⌋"}
RAISED: Final = frozenset("sin cos tan sec csc cot sinh cosh tanh".split())
OPEN: Final = -1  # relations: looser than a sum


def number(value: Fraction, typed: str = "") -> Rendered:
    """A decimal as it was typed, else a whole number or an exact fraction."""
    decimal = DECIMAL.fullmatch(typed.removeprefix("-"))
    text, tight = of_decimal(*decimal.groups()) if decimal else exact(abs(value))
    return (element("mrow", MINUS, text), SUM) if value < 0 else (text, tight)


def exact(size: Fraction) -> Rendered:
    top, bottom = numeral(str(size.numerator)), numeral(str(size.denominator))
    return (top, ATOM) if size.denominator == 1 else (fraction(top, bottom), POWER)


def of_decimal(digits: str, exponent: str | None) -> Rendered:
    """0.10 as it stands, 1.5e-08 as 1.5 · 10^-8, 1e-9 as 10^-9."""
    lead = f"0{digits}" if digits.startswith(".") else digits.removesuffix(".")
    if not exponent:
        return numeral(lead), ATOM
    power = superscript(numeral("10"), number(Fraction(int(exponent)))[0])
    return (power, POWER) if lead == "1" else (row(numeral(lead), DOT, power), PRODUCT)


@dataclass(frozen=True)
class Speller:
    """`table`: how each kind of node is spelt; `said`: if, otherwise, and, or, not in words."""

    table: Mapping[type, Callable[["Speller", Any], Rendered]] = field(
        default_factory=lambda: TREE_WRITERS
    )
    said: Mapping[str, str] = field(default_factory=dict)

    def spell(self, node: Any) -> str:
        return self.rendered(node)[0]

    def rendered(self, node: Any) -> Rendered:
        return self.table[type(node)](self, node)

    def within(self, node: Any, least: int) -> str:
        """The spelling, in brackets if it holds together less than `least`."""
        text, tight = self.rendered(node)
        return text if tight >= least else bracketed(text)

    def word(self, english: str) -> str:
        """A word of a choice, in the document's language."""
        return words(self.said.get(english, english))

    def name(self, node: Name) -> Rendered:
        return letter(node.name), ATOM

    def constant(self, node: Constant) -> Rendered:
        return (identifier("π") if node.name == "pi" else EULER), ATOM

    def number(self, node: Number) -> Rendered:
        return number(node.value, node.text)

    def negative(self, node: Negative) -> Rendered:
        return element("mrow", MINUS, self.within(node.operand, PRODUCT)), SUM

    def sum(self, node: Sum) -> Rendered:
        """Terms joined by their signs."""
        return self.joined([opposed(term) for term in node.terms]), SUM

    def joined(self, terms: Sequence[tuple[bool, Any]]) -> str:
        """Terms, each with whether it is added."""
        pieces: list[str] = []
        for plus, term in terms:
            pieces += [PLUS] * bool(pieces) if plus else [MINUS]
            pieces.append(self.within(term, PRODUCT))
        return row(*pieces)

    def product(self, node: Product) -> Rendered:
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

    def power(self, node: Power) -> Rendered:
        """sin^2(x) as it is usually written; all others with the base in brackets where needed."""
        match node:
            case Power(Call(name, (inside,)), Number(value=value)) if name in RAISED and is_count(
                value
            ):
                head = superscript(identifier(name), numeral(str(value)))
                return applied(head, self.spell(inside)), POWER
        return superscript(self.within(node.base, ATOM), self.spell(node.exponent)), POWER

    def call(self, node: Call) -> Rendered:
        special = CALLS.get(node.function)
        if special:
            return special(self, node)
        inside = with_commas([self.spell(argument) for argument in node.arguments])
        if node.function in BARS:
            return bracketed(inside, BARS[node.function]), ATOM
        return applied(title(node.function), inside), POWER

    def exp(self, node: Call) -> Rendered:
        return element("msup", EULER, self.spell(node.arguments[0])), POWER

    def sqrt(self, node: Call) -> Rendered:
        return element("msqrt", self.spell(node.arguments[0])), POWER

    def root(self, node: Call) -> Rendered:
        """root(u, n), and cbrt(u)."""
        inside = self.spell(node.arguments[0])
        degree = self.spell(node.arguments[1]) if len(node.arguments) > 1 else numeral("3")
        return element("mroot", inside, degree), POWER

    def dot(self, node: Call) -> Rendered:
        """The inner product; of a vector with itself, its squared length."""
        inside = [self.spell(argument) for argument in node.arguments]
        if len(inside) != 2:  # of points that were written out
            return applied(title("dot"), with_commas(inside)), POWER
        if inside[0] == inside[1]:
            return superscript(bracketed(inside[0], BARS["norm"]), numeral("2")), POWER
        return bracketed(with_commas(inside), "⟨⟩"), ATOM

    def piecewise(self, node: Piecewise) -> Rendered:
        """One row a case, a choice within the last one joined to it."""
        rows, rest = [*node.branches], node.otherwise
        while isinstance(rest, Piecewise):
            rows, rest = [*rows, *rest.branches], rest.otherwise
        cases = [(self.spell(v), row(self.word("if"), self.spell(c))) for v, c in rows]
        if rest is not None:
            cases.append((self.spell(rest), self.word("otherwise")))
        return element("mrow", operator("{"), table(cases)), OPEN

    def compare(self, node: Compare) -> Rendered:
        sign = operator(RELATIONS[node.operator])
        return row(self.spell(node.left), sign, self.spell(node.right)), OPEN

    def logic(self, node: Logic) -> Rendered:
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


TREE_WRITERS: Final[dict[type, Callable[[Speller, Any], Rendered]]] = {
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
CALLS: Final[dict[str, Callable[[Speller, Call], Rendered]]] = {
    "exp": Speller.exp,
    "sqrt": Speller.sqrt,
    "cbrt": Speller.root,
    "root": Speller.root,
    "dot": Speller.dot,
}


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


def pending(speller: Speller, node: Pending) -> Rendered:
    """d/dx [operand]."""
    sign = differential(node.partial)
    below = row(sign, letter(node.variable))
    return row(fraction(sign, below), bracketed(speller.spell(node.operand), "[]")), POWER


def differential(partial: bool) -> str:
    return element("mi", "∂" if partial else "d", mathvariant="normal")


def bold(_: Speller, node: Bold) -> Rendered:
    """The bold letter of Unicode: MathML Core has no other way to bold type."""
    return letter(node.letter, BOLD), ATOM


def indexed(speller: Speller, node: Indexed) -> Rendered:
    """x_{k+1}; what has an index already gets another one behind it: x_{1,k}."""
    index = speller.spell(node.index)
    stem, below = parts(node.base.name) if isinstance(node.base, Name) else ("", "")
    if below:
        return element("msub", letter(stem), row(lowered(below), COMMA, index)), ATOM
    if isinstance(node.base, Indexed) and not isinstance(node.base.base, Indexed):
        both = row(speller.spell(node.base.index), COMMA, index)
        return element("msub", speller.within(node.base.base, ATOM), both), ATOM
    return element("msub", speller.within(node.base, ATOM), index), ATOM


def starred(speller: Speller, node: Starred) -> Rendered:
    return superscript(speller.within(node.base, ATOM), operator("∗")), POWER


def hatted(speller: Speller, node: Hatted) -> Rendered:
    return element("mover", speller.spell(node.base), operator("^"), accent="true"), ATOM


def function(speller: Speller, node: Function) -> Rendered:
    """L, L(x), L''(x)."""
    primes = operator(PRIMES.get(node.primes, "′" * node.primes))
    head = letter(node.title)
    head = element("msup", head, primes) if node.primes else head
    if not node.arguments:
        return head, POWER if node.primes else ATOM
    inside = node.arguments
    if len(inside) == 1 and isinstance(inside[0], Point):
        inside = inside[0].coordinates  # the point (1, 2): L(1, 2)
    return applied(head, with_commas([speller.spell(argument) for argument in inside])), POWER


def slope(_: Speller, node: Slope) -> Rendered:
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


def nabla(speller: Speller, node: Nabla) -> Rendered:
    sign = element("mi", "∇", mathvariant="normal")
    raised = element("msup", sign, numeral(str(node.order))) if node.order > 1 else sign
    return row(raised, speller.spell(node.function)), POWER


def matrix(speller: Speller, node: Matrix) -> Rendered:
    """Rows of equal height: in them partial derivatives stand on the line."""
    return bracketed(table([[cell(speller, entry) for entry in line] for line in node.rows])), ATOM


def cell(speller: Speller, entry: Written) -> str:
    """An entry of a matrix."""
    if not isinstance(entry, Slope):
        return speller.spell(entry)
    above, below = slope_parts(entry)
    return row(above, operator("/"), below)


def point(speller: Speller, node: Point) -> Rendered:
    if len(node.coordinates) == 1:
        return speller.rendered(node.coordinates[0])
    return bracketed(with_commas([speller.spell(entry) for entry in node.coordinates])), ATOM


def transposed(speller: Speller, node: Transposed) -> Rendered:
    return superscript(speller.within(node.base, ATOM), element("mi", "⊤")), POWER


def chain(speller: Speller, node: Chain) -> Rendered:
    """Every dot is written."""
    if len(node.factors) == 1:
        return speller.rendered(node.factors[0])
    ends = (0, len(node.factors) - 1)
    parts = enumerate(node.factors)
    spelt = [speller.within(part, PRODUCT if i in ends else POWER) for i, part in parts]
    return row(*[piece for part in spelt for piece in (DOT, part)][1:]), PRODUCT


def combined(speller: Speller, node: Combined) -> Rendered:
    return speller.joined(node.terms), SUM


def raised(speller: Speller, node: Raised) -> Rendered:
    return superscript(speller.within(node.base, ATOM), speller.spell(node.exponent)), POWER


def over(speller: Speller, node: Over) -> Rendered:
    return fraction(speller.spell(node.top), speller.spell(node.bottom)), POWER


def relation(speller: Speller, node: Relation) -> Rendered:
    return row(*sides(speller, node)), OPEN


def symbolic(_: Speller, node: Symbolic) -> Rendered:
    return identifier(SIGNS.get(node.name) or LETTER_OF.get(node.name, node.name)), ATOM


NOTATION_WRITERS: Final[dict[type, Callable[[Speller, Any], Rendered]]] = {
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
SPELLER: Final = Speller(TREE_WRITERS | NOTATION_WRITERS)
