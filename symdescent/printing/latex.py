"""Trees and mathematics of a document as LaTeX, as a textbook has it."""

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
from symdescent.language.tokens import GREEK_NAMES
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
from symdescent.language.unparse import ATOM, POWER, PRODUCT, SUM, decimal

Rendered = tuple[str, int]  # the LaTeX, and how tightly it holds together
LONGEST_NUMBER: Final = 6  # characters; a longer number is written with a power of ten


def exact_number(value: Fraction) -> Rendered:
    """A decimal, a power of ten where that is shorter, or a fraction."""
    sign, size = "-" * (value < 0), abs(value)
    text = decimal(size)
    if "/" in text or len(text) > LONGEST_NUMBER or 0 < size < Fraction(1, 1000):
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


RELATIONS: Final = {"<": "<", ">": ">", "<=": r"\le", ">=": r"\ge"}
INDEXED: Final = re.compile(r"[_^]\{[^{}]*\bt\b")  # something of this step or of one before it
TALL: Final = (r"\frac", r"\dfrac", r"\tfrac", r"\begin", r"\sqrt", r"\left")
FUNCTIONS: Final = {
    "log": r"\ln",
    "log10": r"\log_{10}",
    "log2": r"\log_{2}",
    **{name: rf"\{name}" for name in "exp sin cos tan sec csc cot sinh cosh tanh min max".split()},
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "atan": r"\arctan",
    "max_over": r"\max",
    "slope": r"\nabla L",
    "value": "L",
}
BARS: Final = {
    "abs": ("\\lvert ", r"\rvert"),
    "norm": ("\\lVert ", r"\rVert"),
    "norm_all": ("\\lVert ", r"\rVert"),
    "floor": ("\\lfloor ", r"\rfloor"),
}


@dataclass(frozen=True)
class Speller:
    """`names`: the LaTeX of each name, and how tightly it holds together; `table`: of each node."""

    names: Mapping[str, Rendered]
    step: str = "t"
    table: Mapping[type, Callable[["Speller", Any], Rendered]] = field(
        default_factory=lambda: TREE_WRITERS
    )

    def spell(self, node: Any) -> str:
        return self.rendered(node)[0]

    def rendered(self, node: Any) -> Rendered:
        return self.table[type(node)](self, node)

    def within(self, node: Any, least: int) -> str:
        """The spelling, in brackets if it holds together less than `least`."""
        text, tight = self.rendered(node)
        return text if tight >= least else bracketed(text)

    def name(self, node: Name) -> Rendered:
        return self.names[node.name]

    def constant(self, node: Constant) -> Rendered:
        return (r"\pi" if node.name == "pi" else r"\mathrm{e}"), ATOM

    def number(self, node: Number) -> Rendered:
        return exact_number(node.value)

    def negative(self, node: Negative) -> Rendered:
        return "-" + self.within(node.operand, PRODUCT), SUM

    def sum(self, node: Sum) -> Rendered:
        """Terms joined by their signs."""
        text = ""
        for term in node.terms:
            minus, size = opposed(term)
            sign = (" - " if minus else " + ") if text else "-" * minus
            text += sign + self.within(size, PRODUCT)
        return text, SUM

    def product(self, node: Product) -> Rendered:
        """Factors side by side; what follows a / goes below the line."""
        pieces = [piece for chunk in chunks(node) for piece in self.chunk(*chunk)]
        text = pieces[0]
        for piece in pieces[1:]:
            text += between(text, piece) + piece
        return text, SUM if text[0] == "-" else PRODUCT

    def chunk(self, above: Sequence[Node], below: Sequence[Node]) -> list[str]:
        """Factors, or a coefficient and a fraction."""
        if not below:
            return [self.factor(node, above) for node in above]
        rest = above[1:] if self.leads(above) else above
        lead = above[: len(above) - len(rest)]
        top, bottom = self.row(rest), self.row(below)
        return [*(self.spell(node) for node in lead), rf"\frac{{{top or 1}}}{{{bottom}}}"]

    def leads(self, above: Sequence[Node]) -> bool:
        """Whether a coefficient stands before what changes from step to step: it comes first."""
        moving = any(INDEXED.search(self.spell(node)) for node in above[1:])
        return moving and isinstance(above[0], Name)

    def factor(self, node: Node, beside: Sequence[Node]) -> str:
        return self.spell(node) if isinstance(node, Product) else self.within(node, PRODUCT)

    def row(self, factors: Sequence[Node]) -> str:
        """Factors above or below a line, where a lone one needs no brackets."""
        if len(factors) == 1:
            return self.spell(factors[0])
        text = ""
        for node in factors:
            piece = self.within(node, PRODUCT)
            text += (between(text, piece) if text else "") + piece
        return text

    def power(self, node: Power) -> Rendered:
        return f"{self.within(node.base, ATOM)}^{{{self.spell(node.exponent)}}}", POWER

    def call(self, node: Call) -> Rendered:
        special = CALLS.get(node.function)
        if special:
            return special(self, node)
        inner = [self.spell(argument) for argument in node.arguments]
        if node.function in BARS:
            return barred(*BARS[node.function], ", ".join(inner)), ATOM
        name = FUNCTIONS.get(
            node.function, rf"\operatorname{{{node.function}}}".replace("_", r"\_")
        )
        return name + bracketed(", ".join(inner)), POWER

    def sqrt(self, node: Call) -> Rendered:
        return rf"\sqrt{{{self.spell(node.arguments[0])}}}", POWER

    def cbrt(self, node: Call) -> Rendered:
        return rf"\sqrt[3]{{{self.spell(node.arguments[0])}}}", POWER

    def root(self, node: Call) -> Rendered:
        inside, degree = map(self.spell, node.arguments)
        return rf"\sqrt[{degree}]{{{inside}}}", POWER

    def minimum(self, node: Call) -> Rendered:
        """min(max(u, a), b), where it was typed as clip(u, a, b)."""
        match node.arguments:
            case (Call("max", parts) as inner, high) if inner.start == node.start:
                name, shown = r"\operatorname{clip}", (*parts, high)
            case shown:
                name = r"\min"
        return name + bracketed(", ".join(map(self.spell, shown))), POWER

    def dot(self, node: Call) -> Rendered:
        """The inner product; of a vector with itself, its squared length."""
        if len(node.arguments) != 2:  # of points that were written out
            inner = ", ".join(map(self.spell, node.arguments))
            return r"\operatorname{dot}" + bracketed(inner), POWER
        left, right = map(self.spell, node.arguments)
        if left == right:
            return barred(*BARS["norm"], left) + "^{2}", POWER
        return barred("\\langle ", r"\rangle", f"{left}, {right}"), ATOM

    def total(self, node: Call) -> Rendered:
        """The sum over all coordinates; of absolute values, the length in the 1-norm."""
        (inner,) = node.arguments
        if isinstance(inner, Call) and inner.function == "abs":
            return barred(*BARS["norm"], self.spell(inner.arguments[0])) + "_{1}", ATOM
        return rf"\textstyle\sum {self.within(inner, PRODUCT)}", PRODUCT

    def hessian(self, node: Call) -> Rendered:
        """The Hessian where the step begins, times a vector."""
        before = f"x_{{{self.step}-1}}"
        return rf"\nabla^{{2}} L({before})\, {self.within(node.arguments[0], POWER)}", SUM

    def piecewise(self, node: Piecewise) -> Rendered:
        """One row a case, a choice within the last one joined to it."""
        rows, rest = [*node.branches], node.otherwise
        while isinstance(rest, Piecewise):
            rows, rest = [*rows, *rest.branches], rest.otherwise
        spelt = [(displayed(self.spell(value)), self.spell(test)) for value, test in rows]
        lines = [rf"{value} & \text{{if }} {test}" for value, test in spelt]
        if rest is not None:
            lines.append(rf"{displayed(self.spell(rest))} & \text{{otherwise}}")
        rows_joined = r" \\ ".join(lines)
        return rf"\begin{{cases}} {rows_joined} \end{{cases}}", SUM

    def compare(self, node: Compare) -> Rendered:
        """A relation; the first step is named, as no step comes before it."""
        left, right = self.spell(node.left), self.spell(node.right)
        first = (left, node.operator, right) == (self.step, "<=", "1")
        return f"{left} {'=' if first else RELATIONS[node.operator]} {right}", SUM

    def logic(self, node: Logic) -> Rendered:
        parts = [
            bracketed(self.spell(p)) if isinstance(p, Logic) else self.spell(p) for p in node.parts
        ]
        if node.operator == "not":
            return rf"\text{{not }} {bracketed(parts[0])}", SUM
        return rf" \text{{ {node.operator} }} ".join(parts), SUM


Writer = Callable[[Speller, Any], Rendered]
TREE_WRITERS: Final[dict[type, Writer]] = {
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
    "sqrt": Speller.sqrt,
    "cbrt": Speller.cbrt,
    "root": Speller.root,
    "min": Speller.minimum,
    "dot": Speller.dot,
    "dot_all": Speller.dot,
    "sum": Speller.total,
    "sum_all": Speller.total,
    "hessian_times": Speller.hessian,
}


def chunks(node: Product) -> list[tuple[list[Node], list[Node]]]:
    """The factors in runs: some, then those that divide them."""
    found: list[tuple[list[Node], list[Node]]] = [([], [])]
    for factor, divides in zip(node.factors, node.divides, strict=True):
        if not divides and found[-1][1]:
            found.append(([], []))
        found[-1][divides].append(factor)
    return found


def between(text: str, piece: str) -> str:
    """What parts two factors: a dot before a digit, a thin space beside words and functions."""
    if piece[0].isdigit() or piece.startswith(r"\tfrac"):
        return r" \cdot "
    if piece.startswith(r"(\nabla^{2}"):
        return r" \odot "
    wordy = (
        text.endswith("}")
        and r"\mathrm" in text.split(" ")[-1]
        or piece.startswith((r"\mathrm", r"\operatorname"))
    )
    return r"\, " if wordy else " "


def opposed(term: Node) -> tuple[bool, Node]:
    """Whether a term is written with a minus sign, and what stands behind it."""
    return (True, term.operand) if isinstance(term, Negative) else (False, term)


def bracketed(text: str) -> str:
    tall = any(sign in text for sign in TALL)
    return rf"\left({text}\right)" if tall else f"({text})"


def barred(opening: str, closing: str, text: str) -> str:
    tall = any(sign in text for sign in TALL)
    return rf"\left{opening}{text} \right{closing}" if tall else f"{opening}{text} {closing}"


def displayed(text: str) -> str:
    """The outer fractions at full size, as a choice would set them small."""
    depth, pieces = 0, []
    for piece in re.split(r"(\\frac|[{}])", text):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        pieces.append(r"\dfrac" if piece == r"\frac" and depth == 0 else piece)
    return "".join(pieces)


OPEN: Final = -1  # relations: looser than a sum
OPERATORS: Final = {
    "=": "=",
    "<": "<",
    ">": ">",
    "<=": r"\le",
    ">=": r"\ge",
    "!=": r"\ne",
    "~": r"\approx",
    "->": r"\to",
    ":=": r"\coloneqq",
    "<=>": r"\iff",
    "=>": r"\implies",
    "in": r"\in",
    "so": r"\quad \Rightarrow \quad",
}
LOGICAL: Final = frozenset({"<=>", "=>", "so"})  # between relations, which need no brackets there
SIGNS: Final = {
    "infinity": r"\infty",
    "dots": r"\dots",
    "vdots": r"\vdots",
    "ddots": r"\ddots",
    "reals": r"\mathbb{R}",
    "integers": r"\mathbb{Z}",
    "emptyset": r"\emptyset",
    "epsilon": r"\varepsilon",
    "phi": r"\varphi",
}
SCIENTIFIC: Final = re.compile(r"(\d+(?:\.\d+)?)[eE]([+-]?\d+)")
DECIMAL: Final = re.compile(r"\d+\.\d+")
POWERED: Final = {name: rf"\{name}" for name in "sin cos tan sec csc cot sinh cosh tanh".split()}


def latex(written: Written) -> str:
    """The mathematics without any $ around it; only commands that this module knows."""
    return SPELLER.spell(written)


def sides(written: Written) -> list[str]:
    """A relation in pieces at its relations: "L'(x)", "= 2 x", "= 4"; else a single piece."""
    if not isinstance(written, Relation):
        return [latex(written)]
    signs = (OPERATORS[operator] for operator in written.operators)
    beside = zip(("=>", *written.operators), (*written.operators, "=>"), strict=True)
    least = [OPEN if LOGICAL.issuperset(pair) else SUM for pair in beside]
    first, *rest = map(SPELLER.within, written.sides, least)
    return [first, *(f"{sign} {side}" for sign, side in zip(signs, rest, strict=True))]


def terms(written: Written) -> list[str]:
    """A sum in pieces at its signs: "x^{2}", "- 2 x", "+ 1"; else a single piece."""
    if isinstance(written, Sum):
        pairs: list[tuple[bool, Any]] = [opposed(term) for term in written.terms]
    elif isinstance(written, Combined):
        pairs = [(not plus, term) for plus, term in written.terms]
    else:
        return [latex(written)]
    spelt = [(minus, SPELLER.within(term, PRODUCT)) for minus, term in pairs]
    lead = "-" * spelt[0][0] + spelt[0][1]
    return [lead, *(f"{'-' if minus else '+'} {text}" for minus, text in spelt[1:])]


class Letters(dict[str, Rendered]):
    """Every name of a formula is spelt when it is asked for."""

    def __missing__(self, name: str) -> Rendered:
        return letter(name), ATOM


def letter(name: str) -> str:
    """theta as a Greek letter, x1, x_1 and x_max with what is below, a word upright."""
    stem, below = parts(name)
    if below:
        return f"{letter(stem)}_{{{lowered(below)}}}"
    if name in GREEK_NAMES and name != "omicron":
        return SIGNS.get(name, f"\\{name}")
    if len(name) == 1:
        return name
    escaped = name.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"


def bold(_: Speller, node: Bold) -> Rendered:
    return bold_letter(node.letter), ATOM


def bold_letter(name: str) -> str:
    """x as a bold letter, upright if it is a Latin one; what is below it is not bold."""
    stem, below = parts(name)
    if below:
        return f"{bold_letter(stem)}_{{{lowered(below)}}}"
    if name in GREEK_NAMES:
        return rf"\boldsymbol{{{letter(name)}}}"
    return letter(name).replace(r"\mathrm", r"\mathbf") if len(name) > 1 else rf"\mathbf{{{name}}}"


def lowered(below: str) -> str:
    """What stands below a letter: a number, or a word upright."""
    return below if below.isdecimal() else letter(below)


def number(_: Speller, node: Number) -> Rendered:
    """A decimal as it was typed, else a whole number or an exact fraction, which is set small."""
    size = abs(node.value)
    if DECIMAL.fullmatch(node.text):
        return (f"-{node.text}", SUM) if node.value < 0 else (node.text, ATOM)
    power = SCIENTIFIC.fullmatch(node.text)
    if power:
        return scientific(power[1], int(power[2]), node.value < 0)
    if size.denominator == 1:
        return whole(node.value)
    text = rf"\tfrac{{{size.numerator}}}{{{size.denominator}}}"
    return (f"-{text}", SUM) if node.value < 0 else (text, POWER)


def scientific(mantissa: str, exponent: int, is_minus: bool) -> Rendered:
    """1.5 \\cdot 10^{-8}; no 1 in front of a power of ten."""
    lead = "" if mantissa == "1" else rf"{mantissa} \cdot "
    text = f"{lead}10^{{{exponent}}}"
    return (f"-{text}", SUM) if is_minus else (text, PRODUCT if lead else POWER)


def whole(value: Fraction) -> Rendered:
    return str(value.numerator), SUM if value < 0 else ATOM


def product(speller: Speller, node: Product) -> Rendered:
    """Factors side by side; numbers that open it, as 1/2, are one fraction."""
    match node:
        case Product((Number() as top, Number() as bottom), (False, True)) if is_quotient(
            top, bottom
        ):
            return number(speller, Number(top.value / bottom.value, "", 0, 0))
        case Product((Number() as top, Number() as bottom, *rest), (False, True, *signs)) if (
            is_quotient(top, bottom) and not signs[0]
        ):
            lead = Number(top.value / bottom.value, "", 0, 0)
            return Speller.product(
                speller, Product((lead, *rest), (False, *signs), node.start, node.end)
            )
    return Speller.product(speller, node)


def is_quotient(top: Number, bottom: Number) -> bool:
    """Whether two whole numbers, one over the other, are a fraction in lowest terms."""
    value = top.value / bottom.value if bottom.value else Fraction(0)
    return value.numerator == top.value and value.denominator == bottom.value


def power(speller: Speller, node: Power) -> Rendered:
    """sin^2(x) as it is usually written; all others with the base in brackets where needed."""
    match node:
        case Power(Call(function, (inner,)), Number(value=value)) if function in POWERED:
            if value.denominator == 1 and value > 1:
                inside = bracketed(speller.spell(inner))
                return f"{POWERED[function]}^{{{value}}}{inside}", POWER
    return Speller.power(speller, node)


def call(speller: Speller, node: Call) -> Rendered:
    """A function; e^x with its exponent raised."""
    if node.function == "exp":
        return rf"\mathrm{{e}}^{{{speller.spell(node.arguments[0])}}}", POWER
    return Speller.call(speller, node)


def pending(speller: Speller, node: Pending) -> Rendered:
    sign = r"\partial" if node.partial else r"\mathrm{d}"
    operand = rf"\left[{speller.spell(node.operand)}\right]"
    return rf"\frac{{{sign}}}{{{sign} {letter(node.variable)}}}{operand}", POWER


def indexed(speller: Speller, node: Indexed) -> Rendered:
    """x_{k+1}; what has an index already gets another one behind it: x_{1,k}."""
    index = speller.spell(node.index)
    stem, below = parts(node.base.name) if isinstance(node.base, Name) else ("", "")
    if below:
        return f"{letter(stem)}_{{{lowered(below)},{index}}}", ATOM
    base = speller.within(node.base, ATOM)
    if isinstance(node.base, Indexed) and base.endswith("}") and "_{" in base:
        return f"{base[:-1]},{index}}}", ATOM
    return f"{base}_{{{index}}}", ATOM


def starred(speller: Speller, node: Starred) -> Rendered:
    return rf"{speller.within(node.base, ATOM)}^{{\ast}}", POWER


def hatted(speller: Speller, node: Hatted) -> Rendered:
    return rf"\hat{{{speller.spell(node.base)}}}", ATOM


def function(speller: Speller, node: Function) -> Rendered:
    """L, L(x), L''(x)."""
    head = letter(node.title) + "'" * node.primes
    if not node.arguments:
        return head, POWER if node.primes else ATOM
    inner = ", ".join(speller.spell(argument) for argument in node.arguments)
    whole_point = len(node.arguments) == 1 and inner.startswith(("(", r"\left("))
    pointed = isinstance(node.arguments[0], Point) and whole_point
    return head + (inner if pointed else bracketed(inner)), POWER


def slope(_: Speller, node: Slope) -> Rendered:
    """The partial derivative, of the second order where there are two variables."""
    above, below = slope_parts(node)
    return rf"\frac{{{above}}}{{{below}}}", POWER


def slope_parts(node: Slope) -> tuple[str, str]:
    """What stands above and below the line."""
    order, between = len(node.variables), r" \, "
    raised = f"^{{{order}}}" if order > 1 else ""
    below = [rf"\partial {letter(name)}" for name in node.variables]
    if order > 1 and len(set(below)) == 1:
        below = [f"{below[0]}{raised}"]
    return rf"\partial{raised} {letter(node.title)}", between.join(below)


def nabla(speller: Speller, node: Nabla) -> Rendered:
    raised = f"^{{{node.order}}}" if node.order > 1 else ""
    return rf"\nabla{raised} {speller.spell(node.function)}", POWER


def matrix(speller: Speller, node: Matrix) -> Rendered:
    """Rows of equal height: partial derivatives stand on the line, fractions a little apart."""
    rows = [" & ".join(cell(speller, entry) for entry in row) for row in node.rows]
    tall = any("frac{" in row for row in rows)
    inner = (r" \\[3pt] " if tall else r" \\ ").join(rows)
    return rf"\begin{{pmatrix}} {inner} \end{{pmatrix}}", ATOM


def cell(speller: Speller, entry: Written) -> str:
    """An entry of a matrix."""
    if not isinstance(entry, Slope):
        return speller.spell(entry)
    return "/".join(slope_parts(entry))


def point(speller: Speller, node: Point) -> Rendered:
    if len(node.coordinates) == 1:
        return speller.rendered(node.coordinates[0])
    return bracketed(", ".join(speller.spell(entry) for entry in node.coordinates)), ATOM


def transposed(speller: Speller, node: Transposed) -> Rendered:
    return rf"{speller.within(node.base, ATOM)}^{{\top}}", POWER


def chain(speller: Speller, node: Chain) -> Rendered:
    """Every dot is written."""
    if len(node.factors) == 1:
        return speller.rendered(node.factors[0])
    ends = (0, len(node.factors) - 1)
    parts = enumerate(node.factors)
    spelt = (speller.within(part, PRODUCT if i in ends else POWER) for i, part in parts)
    return r" \cdot ".join(spelt), PRODUCT


def combined(_: Speller, node: Combined) -> Rendered:
    return " ".join(terms(node)), SUM


def raised(speller: Speller, node: Raised) -> Rendered:
    return f"{speller.within(node.base, ATOM)}^{{{speller.spell(node.exponent)}}}", POWER


def over(speller: Speller, node: Over) -> Rendered:
    return rf"\frac{{{speller.spell(node.top)}}}{{{speller.spell(node.bottom)}}}", POWER


def relation(_: Speller, node: Relation) -> Rendered:
    return " ".join(sides(node)).strip(), OPEN


def symbolic(_: Speller, node: Symbolic) -> Rendered:
    return SIGNS.get(node.name) or letter(node.name), ATOM


NOTATION_WRITERS: Final[dict[type, Writer]] = {
    Number: number,
    Product: product,
    Power: power,
    Call: call,
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
SPELLER: Final = Speller(Letters(), table=TREE_WRITERS | NOTATION_WRITERS)


def with_commas(many: Sequence[Written]) -> str:
    """Several pieces, with commas between them."""
    return ", ".join(map(latex, many))
