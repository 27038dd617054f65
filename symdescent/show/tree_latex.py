"""A tree and the spelling of its names go in, LaTeX as a paper has it comes out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
from symdescent.show.number_latex import Spelt, number

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

    names: Mapping[str, Spelt]
    step: str = "t"
    table: Mapping[type, Callable[["Speller", Any], Spelt]] = field(
        default_factory=lambda: SPELLERS
    )

    def spell(self, node: Any) -> str:
        return self.spelt(node)[0]

    def spelt(self, node: Any) -> Spelt:
        return self.table[type(node)](self, node)

    def within(self, node: Any, least: int) -> str:
        """The spelling, in brackets if it holds together less than `least`."""
        text, tight = self.spelt(node)
        return text if tight >= least else bracketed(text)

    def name(self, node: Name) -> Spelt:
        return self.names[node.name]

    def constant(self, node: Constant) -> Spelt:
        return (r"\pi" if node.name == "pi" else r"\mathrm{e}"), ATOM

    def number(self, node: Number) -> Spelt:
        return number(node.value)

    def negative(self, node: Negative) -> Spelt:
        return "-" + self.within(node.operand, PRODUCT), SUM

    def sum(self, node: Sum) -> Spelt:
        """Terms joined by their signs."""
        text = ""
        for term in node.terms:
            minus, size = opposed(term)
            sign = (" - " if minus else " + ") if text else "-" * minus
            text += sign + self.within(size, PRODUCT)
        return text, SUM

    def product(self, node: Product) -> Spelt:
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

    def power(self, node: Power) -> Spelt:
        return f"{self.within(node.base, ATOM)}^{{{self.spell(node.exponent)}}}", POWER

    def call(self, node: Call) -> Spelt:
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

    def sqrt(self, node: Call) -> Spelt:
        return rf"\sqrt{{{self.spell(node.arguments[0])}}}", POWER

    def cbrt(self, node: Call) -> Spelt:
        return rf"\sqrt[3]{{{self.spell(node.arguments[0])}}}", POWER

    def root(self, node: Call) -> Spelt:
        inside, degree = map(self.spell, node.arguments)
        return rf"\sqrt[{degree}]{{{inside}}}", POWER

    def minimum(self, node: Call) -> Spelt:
        """min(max(u, a), b), where it was typed as clip(u, a, b)."""
        match node.arguments:
            case (Call("max", parts) as inner, high) if inner.start == node.start:
                name, shown = r"\operatorname{clip}", (*parts, high)
            case shown:
                name = r"\min"
        return name + bracketed(", ".join(map(self.spell, shown))), POWER

    def dot(self, node: Call) -> Spelt:
        """The inner product; of a vector with itself, its squared length."""
        if len(node.arguments) != 2:  # of points that were written out
            inner = ", ".join(map(self.spell, node.arguments))
            return r"\operatorname{dot}" + bracketed(inner), POWER
        left, right = map(self.spell, node.arguments)
        if left == right:
            return barred(*BARS["norm"], left) + "^{2}", POWER
        return barred("\\langle ", r"\rangle", f"{left}, {right}"), ATOM

    def total(self, node: Call) -> Spelt:
        """The sum over all coordinates; of absolute values, the length in the 1-norm."""
        (inner,) = node.arguments
        if isinstance(inner, Call) and inner.function == "abs":
            return barred(*BARS["norm"], self.spell(inner.arguments[0])) + "_{1}", ATOM
        return rf"\textstyle\sum {self.within(inner, PRODUCT)}", PRODUCT

    def hessian(self, node: Call) -> Spelt:
        """The Hessian where the step begins, times a vector."""
        before = f"x_{{{self.step}-1}}"
        return rf"\nabla^{{2}} L({before})\, {self.within(node.arguments[0], POWER)}", SUM

    def piecewise(self, node: Piecewise) -> Spelt:
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

    def compare(self, node: Compare) -> Spelt:
        """A relation; the first step is named, as no step comes before it."""
        left, right = self.spell(node.left), self.spell(node.right)
        first = (left, node.operator, right) == (self.step, "<=", "1")
        return f"{left} {'=' if first else RELATIONS[node.operator]} {right}", SUM

    def logic(self, node: Logic) -> Spelt:
        parts = [
            bracketed(self.spell(p)) if isinstance(p, Logic) else self.spell(p) for p in node.parts
        ]
        if node.operator == "not":
            return rf"\text{{not }} {bracketed(parts[0])}", SUM
        return rf" \text{{ {node.operator} }} ".join(parts), SUM


Writer = Callable[[Speller, Any], Spelt]
SPELLERS: Final[dict[type, Writer]] = {
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
