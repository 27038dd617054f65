"""Mathematics of a document goes in, LaTeX as a textbook has it comes out."""

import re
from collections.abc import Sequence
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
from symdescent.language.tree import Call, Name, Number, Power, Product, Sum
from symdescent.language.unparse import ATOM, POWER, PRODUCT, SUM
from symdescent.show.number_latex import Spelt
from symdescent.show.tree_latex import SPELLERS, Speller, Writer, bracketed, opposed

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


class Letters(dict[str, Spelt]):
    """Every name of a formula is spelt when it is asked for."""

    def __missing__(self, name: str) -> Spelt:
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


def bold(_: Speller, node: Bold) -> Spelt:
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


def number(_: Speller, node: Number) -> Spelt:
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


def scientific(mantissa: str, exponent: int, is_minus: bool) -> Spelt:
    """1.5 \\cdot 10^{-8}; no 1 in front of a power of ten."""
    lead = "" if mantissa == "1" else rf"{mantissa} \cdot "
    text = f"{lead}10^{{{exponent}}}"
    return (f"-{text}", SUM) if is_minus else (text, PRODUCT if lead else POWER)


def whole(value: Fraction) -> Spelt:
    return str(value.numerator), SUM if value < 0 else ATOM


def product(speller: Speller, node: Product) -> Spelt:
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


def power(speller: Speller, node: Power) -> Spelt:
    """sin^2(x) as it is usually written; all others with the base in brackets where needed."""
    match node:
        case Power(Call(function, (inner,)), Number(value=value)) if function in POWERED:
            if value.denominator == 1 and value > 1:
                inside = bracketed(speller.spell(inner))
                return f"{POWERED[function]}^{{{value}}}{inside}", POWER
    return Speller.power(speller, node)


def call(speller: Speller, node: Call) -> Spelt:
    """A function; e^x with its exponent raised."""
    if node.function == "exp":
        return rf"\mathrm{{e}}^{{{speller.spell(node.arguments[0])}}}", POWER
    return Speller.call(speller, node)


def pending(speller: Speller, node: Pending) -> Spelt:
    sign = r"\partial" if node.partial else r"\mathrm{d}"
    operand = rf"\left[{speller.spell(node.operand)}\right]"
    return rf"\frac{{{sign}}}{{{sign} {letter(node.variable)}}}{operand}", POWER


def indexed(speller: Speller, node: Indexed) -> Spelt:
    """x_{k+1}; what has an index already gets another one behind it: x_{1,k}."""
    index = speller.spell(node.index)
    stem, below = parts(node.base.name) if isinstance(node.base, Name) else ("", "")
    if below:
        return f"{letter(stem)}_{{{lowered(below)},{index}}}", ATOM
    base = speller.within(node.base, ATOM)
    if isinstance(node.base, Indexed) and base.endswith("}") and "_{" in base:
        return f"{base[:-1]},{index}}}", ATOM
    return f"{base}_{{{index}}}", ATOM


def starred(speller: Speller, node: Starred) -> Spelt:
    return rf"{speller.within(node.base, ATOM)}^{{\ast}}", POWER


def hatted(speller: Speller, node: Hatted) -> Spelt:
    return rf"\hat{{{speller.spell(node.base)}}}", ATOM


def function(speller: Speller, node: Function) -> Spelt:
    """L, L(x), L''(x)."""
    head = letter(node.title) + "'" * node.primes
    if not node.arguments:
        return head, POWER if node.primes else ATOM
    inner = ", ".join(speller.spell(argument) for argument in node.arguments)
    whole_point = len(node.arguments) == 1 and inner.startswith(("(", r"\left("))
    pointed = isinstance(node.arguments[0], Point) and whole_point
    return head + (inner if pointed else bracketed(inner)), POWER


def slope(_: Speller, node: Slope) -> Spelt:
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


def nabla(speller: Speller, node: Nabla) -> Spelt:
    raised = f"^{{{node.order}}}" if node.order > 1 else ""
    return rf"\nabla{raised} {speller.spell(node.function)}", POWER


def matrix(speller: Speller, node: Matrix) -> Spelt:
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


def point(speller: Speller, node: Point) -> Spelt:
    if len(node.coordinates) == 1:
        return speller.spelt(node.coordinates[0])
    return bracketed(", ".join(speller.spell(entry) for entry in node.coordinates)), ATOM


def transposed(speller: Speller, node: Transposed) -> Spelt:
    return rf"{speller.within(node.base, ATOM)}^{{\top}}", POWER


def chain(speller: Speller, node: Chain) -> Spelt:
    """Every dot is written."""
    if len(node.factors) == 1:
        return speller.spelt(node.factors[0])
    ends = (0, len(node.factors) - 1)
    parts = enumerate(node.factors)
    spelt = (speller.within(part, PRODUCT if i in ends else POWER) for i, part in parts)
    return r" \cdot ".join(spelt), PRODUCT


def combined(_: Speller, node: Combined) -> Spelt:
    return " ".join(terms(node)), SUM


def raised(speller: Speller, node: Raised) -> Spelt:
    return f"{speller.within(node.base, ATOM)}^{{{speller.spell(node.exponent)}}}", POWER


def over(speller: Speller, node: Over) -> Spelt:
    return rf"\frac{{{speller.spell(node.top)}}}{{{speller.spell(node.bottom)}}}", POWER


def relation(_: Speller, node: Relation) -> Spelt:
    return " ".join(sides(node)).strip(), OPEN


def symbolic(_: Speller, node: Symbolic) -> Spelt:
    return SIGNS.get(node.name) or letter(node.name), ATOM


WRITTEN: Final[dict[type, Writer]] = {
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
SPELLER: Final = Speller(Letters(), table=SPELLERS | WRITTEN)


def listed(many: Sequence[Written]) -> str:
    """Several pieces, with commas between them."""
    return ", ".join(map(latex, many))
