"""Straight code from assignments in symbols, in Python or JavaScript; no text of a user in it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sympy as sp
from sympy import Basic, Expr, Symbol

from symdescent.calculus.codegen_targets import FRACTIONS, SCRIPT, CodeTarget, NotRational
from symdescent.calculus.gradient import exponents, is_reciprocal, steady
from symdescent.calculus.subexpressions import multiples, parts, subexpressions

Assignments = Sequence[tuple[Symbol, Expr]]
Line = tuple[str, str]
PLAIN: Final = re.compile(r"\d+(\.\d+)?")
NAMES: Final = re.compile(r"\bv\d+\b")  # of the lines
LONGEST: Final = 160  # characters before a subexpression gets a line of its own
CHUNK: Final = 40  # terms a line: Python's compiler has limits of its own
SQUARABLE: Final = (2, 3, 4)


@dataclass(frozen=True)
class Code:
    """The names of the inputs, lines `name = code`, and the codes of the outputs."""

    inputs: tuple[str, ...]
    lines: list[Line]
    outputs: tuple[str, ...]


def straight_code(
    dialect: CodeTarget, inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments
) -> Code:
    """The outputs as code, under names of our own; NotRational where fractions cannot carry it."""
    names = tuple(f"a{i}" for i in range(len(inputs)))
    writer = Writer(dialect, dict(zip(inputs, names, strict=True)))
    respelt = multiples(steady([*(expression for _, expression in assignments), *outputs]))
    symbols = [symbol for symbol, _ in assignments]
    codes = writer.write(list(zip(symbols, respelt, strict=False)), respelt[len(symbols) :])
    return Code(names, writer.lines, tuple(codes))


class Writer:
    """Turns expressions into lines `name = code`, each shared subexpression once."""

    def __init__(self, dialect: CodeTarget, inputs: Mapping[Symbol, str]) -> None:
        self.dialect = dialect
        self.codes: dict[Basic, str] = dict(inputs)
        self.lines: list[Line] = []
        self.constants: set[Basic] = set()

    def write(self, assignments: Assignments, outputs: Sequence[Expr]) -> list[str]:
        """The codes of the outputs; the lines that must run before them are in `self.lines`."""
        roots = [expression for _, expression in assignments] + list(outputs)
        uses = count_uses(roots)
        for symbol, expression in assignments:
            self.visit(expression, uses)
            self.codes[symbol] = self.named(self.codes[expression])
        for expression in outputs:
            self.visit(expression, uses)
        codes = [self.codes[expression] for expression in outputs]
        self.lines = used(self.lines, codes)
        return codes

    def visit(self, root: Expr, uses: Mapping[Basic, int]) -> None:
        for node in subexpressions([root], self.pending):
            if node not in self.codes:
                code = self.code(node)
                worth = node not in self.constants and (uses[node] > 1 or len(code) > LONGEST)
                self.codes[node] = self.named(code) if worth else code

    def pending(self, node: Basic) -> tuple[Basic, ...]:
        """The parts still to be written; a constant is folded as a whole."""
        return () if node in self.codes else inner(node)

    def named(self, code: str) -> str:
        if code.isidentifier():
            return code
        self.lines.append((f"v{len(self.lines)}", code))
        return self.lines[-1][0]

    def code(self, node: Basic) -> str:
        if is_number(node) or (node.args and self.constants.issuperset(inner(node))):
            self.constants.add(node)
            return self.literal(node)
        special = WRITERS.get(node.func)
        if special:
            return special(self, node)
        arguments = ", ".join(self.codes[a] for a in node.args[: arity(node)])
        return f"{self.function(node)}({arguments})"

    def function(self, node: Basic) -> str:
        if node.func not in self.dialect.functions:
            raise NotRational
        return self.dialect.functions[node.func]

    def literal(self, node: Basic) -> str:
        return str(bool(node)) if node in (sp.true, sp.false) else self.dialect.literal(node)

    def add(self, node: Expr) -> str:
        if is_shifted(node):
            if self.dialect is FRACTIONS:
                raise NotRational
            sign = "-" if node.args[0] is sp.S.One else ""
            return f"{sign}expm1({self.codes[inner(node)[0]]})"
        terms = [self.codes[a] for a in ordered_terms(node)]
        while len(terms) > CHUNK:
            terms = [self.named(joined(terms[:CHUNK])), *terms[CHUNK:]]
        return f"({joined(terms)})"

    def multiply(self, node: Expr) -> str:
        coefficient, factors = node.as_coeff_mul()
        above = [self.codes[f] for f in factors if not is_reciprocal(f)]
        below = [atom(self.codes[inverse(f)]) for f in factors if is_reciprocal(f)]
        sign, size = ("-", -coefficient) if coefficient.is_negative else ("", coefficient)
        if size is not sp.S.One or not above:
            above.insert(0, self.literal(size))
        while len(above) > CHUNK:
            above = [self.named("*".join(above[:CHUNK])), *above[CHUNK:]]
        product = f"{sign}{'*'.join(above)}".removeprefix("--")  # no language's own sign
        return product + "".join(f"/{code}" for code in below)

    def power(self, node: Expr) -> str:
        if is_reciprocal(node):
            return f"{self.literal(sp.S.One)}/{atom(self.codes[inverse(node)])}"
        return self.raised(node.base, node.exp)

    def raised(self, base: Expr, exponent: Expr) -> str:
        code = self.codes[base]
        if exponent in SQUARABLE:
            name = self.codes[base] = self.named(code)
            return "(" + "*".join([name] * int(exponent)) + ")"
        if exponent.is_Integer:
            return self.dialect.raised.format(atom(code), exponent)
        if self.dialect is FRACTIONS:
            raise NotRational
        if exponent is sp.S.Half:
            return f"sqrt({code})"
        above = self.codes.get(exponent) or self.literal(exponent)
        if base.is_number and base.is_positive:  # the operator calls no function by name
            return self.dialect.raised.format(atom(code), atom(above))
        return f"power({code}, {above})"

    def logarithm(self, node: Expr) -> str:
        """log(exp(a) + exp(b)), log(cosh(u)) and log(1 + u) have functions of their own."""
        if self.dialect is FRACTIONS:
            raise NotRational
        (inside,), (code, *rest) = node.args, [self.codes[a] for a in inner(node)]
        if exponents(inside):
            for other in rest:
                code = f"log_add({code}, {other})"
            return code
        if isinstance(inside, sp.cosh):
            return f"log_cosh({code})"
        return f"log1p({code})" if is_one_more(inside) else f"log({code})"

    def extremum(self, node: Expr) -> str:
        name, (code, *rest) = self.function(node), [self.codes[a] for a in node.args]
        for other in rest:
            code = f"{name}({code}, {other})"
        return code

    def piecewise(self, node: Expr) -> str:
        code = "nan" if "nan" in self.dialect.namespace else "undefined()"
        for value, condition in reversed(node.args):
            chosen = self.dialect.choose.format(self.codes[condition], self.codes[value], code)
            code = self.codes[value] if condition == sp.true else chosen
        return code

    def relation(self, node: Any) -> str:
        return f"({self.codes[node.lhs]} {node.rel_op} {self.codes[node.rhs]})"

    def conjunction(self, node: Basic) -> str:
        return "(" + self.dialect.both.join(self.codes[a] for a in node.args) + ")"

    def disjunction(self, node: Basic) -> str:
        return "(" + self.dialect.either.join(self.codes[a] for a in node.args) + ")"

    def negation(self, node: Basic) -> str:
        return self.dialect.neither.format(self.codes[node.args[0]])


WRITERS: Final[dict[Any, Callable[[Writer, Any], str]]] = {
    sp.Add: Writer.add,
    sp.Mul: Writer.multiply,
    sp.Pow: Writer.power,
    sp.log: Writer.logarithm,
    sp.Max: Writer.extremum,
    sp.Min: Writer.extremum,
    sp.Piecewise: Writer.piecewise,
    sp.And: Writer.conjunction,
    sp.Or: Writer.disjunction,
    sp.Not: Writer.negation,
    sp.StrictLessThan: Writer.relation,
    sp.LessThan: Writer.relation,
    sp.StrictGreaterThan: Writer.relation,
    sp.GreaterThan: Writer.relation,
}


def count_uses(roots: Sequence[Expr]) -> Counter[Basic]:
    """How often each subexpression is used by another, or as a root."""
    uses: Counter[Basic] = Counter(roots)
    for node in subexpressions(roots, inner):
        uses.update(inner(node))
    return uses


def inner(node: Basic) -> tuple[Basic, ...]:
    """The parts whose codes a node's own code is made of."""
    if isinstance(node, sp.Mul):
        return tuple(inverse(a) if is_reciprocal(a) else a for a in node.args)
    if isinstance(node, sp.Piecewise):
        return tuple(part for pair in node.args for part in pair.args)
    if isinstance(node, sp.Pow) and node.exp.is_Rational:
        return (inverse(node),) if node.exp.is_negative else (node.base,)
    if isinstance(node, sp.log):
        return inside_logarithm(node.args[0])
    return node.args[1].as_coeff_Mul()[1].args if is_shifted(node) else parts(node)


def inverse(node: Expr) -> Expr:
    """What a reciprocal divides by."""
    if node.exp is sp.S.NegativeOne:
        return node.base
    return sp.Pow(node.base, -node.exp, evaluate=False)


def inside_logarithm(inside: Expr) -> tuple[Basic, ...]:
    if isinstance(inside, sp.cosh):
        return parts(inside)
    return exponents(inside) or ((inside - 1,) if is_one_more(inside) else (inside,))


def is_one_more(node: Expr) -> bool:
    """Whether a node is 1 + u."""
    return bool(node.is_Add and node.args[0] is sp.S.One)


def is_shifted(node: Basic) -> bool:
    """Whether a node is exp(u) - 1 or 1 - exp(u)."""
    if not node.is_Add or len(node.args) != 2:
        return False
    number, (size, rest) = node.args[0], node.args[1].as_coeff_Mul()
    return bool(abs(size) is sp.S.One and number == -size and isinstance(rest, sp.exp))


def used(lines: Sequence[Line], codes: Sequence[str]) -> list[Line]:
    """The lines that the codes need."""
    needed, kept = set(NAMES.findall(" ".join(codes))), []
    for name, code in reversed(lines):
        if name in needed:
            needed.update(NAMES.findall(code))
            kept.append((name, code))
    return kept[::-1]


def arity(node: Basic) -> int:
    """Heaviside carries its value at zero as a second argument."""
    return 1 if isinstance(node, sp.Heaviside) else len(node.args)


def is_number(node: Basic) -> bool:
    """Whether a node is a number of one piece, or True or False."""
    return not node.args and (bool(node.is_number) or node in (sp.true, sp.false))


def ordered_terms(node: Expr) -> Iterable[Expr]:
    """The terms, a number last: x - 4 and not -4 + x."""
    return sorted(node.args, key=lambda term: bool(term.is_Number))


def joined(terms: Sequence[str]) -> str:
    """The sum, its first two terms so ordered that it need not begin with a minus."""
    first, *rest = terms
    if first.startswith("-") and rest and not rest[0].startswith("-"):
        first, rest[0] = rest[0], first
    return first + "".join(f" - {t[1:]}" if t.startswith("-") else f" + {t}" for t in rest)


def atom(code: str) -> str:
    """The code in parentheses, unless it is a name or a plain number."""
    return code if code.isidentifier() or PLAIN.fullmatch(code) else f"({code})"


def script(inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments = ()) -> str:
    """A function expression of JavaScript, one argument an input, that returns an array.

    nan and Infinity stand where Python raises or has them. No text of a person is in it: inputs
    are a0, a1, ..., lines v0, v1, ..., and all else comes from the table of the dialect.
    """
    code = straight_code(SCRIPT, inputs, outputs, assignments)
    said = " ".join([*(line for _, line in code.lines), *code.outputs])
    used = [name for name in SCRIPT.namespace if re.search(rf"\b{name}\b", said)]
    known = [f"const {name} = {SCRIPT.namespace[name]};" for name in used]
    lines = [f"const {name} = {line};" for name, line in code.lines]
    answer = f"return [{', '.join(code.outputs)}];"
    return "\n".join([f"({', '.join(code.inputs)}) => {{", *known, *lines, answer, "}"])
