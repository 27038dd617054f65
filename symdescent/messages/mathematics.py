"""The facts of proofs as mathematics on paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sympy import CRootOf, Expr, Symbol, oo

from symdescent.calculus.critical_number import CriticalOf
from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import (
    Bold,
    Chain,
    Combined,
    Function,
    Nabla,
    Point,
    Relation,
    Slope,
    Symbolic,
    Written,
)
from symdescent.language.tree import Name, Negative, Node, Number, Power, Sum, exchanged
from symdescent.proofs import proof_text
from symdescent.proofs.steps import Applied, Fact, Side, Sign, Statement, Total

MOST_POINTS: Final = 6  # of a list of points
DIGITS: Final = 12  # of a number without a name
SMALL: Final = Decimal("1e-6")  # a smaller power of ten is written as one
NOTHING: Final = Chain(())
DOTS: Final = Symbolic("dots")
Rounded = tuple[Written, bool]  # and whether it is only about that


@dataclass(frozen=True)
class Paper:
    """Mathematics as a book has it, for one function: its title, short names of roots.

    `nabla`: whether the slope of one variable is a gradient too, as on the terminal.
    """

    title: str = "L"
    roots: Mapping[Expr, Symbol] = field(default_factory=dict)
    nabla: bool = False
    dots: Written = DOTS

    def name(self, name: str) -> str:
        """The title for L, with the number of a part; h stays h."""
        return self.title + name[1:] if name[0] == "L" else name

    def fact(self, fact: Fact) -> Written | str:
        """A relation, without what it tends towards; or what stands alone."""
        if isinstance(fact, str):
            return "−" if fact is Sign.MINUS else str(fact)
        if isinstance(fact, Decimal):
            return decimal(fact)
        if isinstance(fact, Statement):
            return self.relation(fact)
        shown, is_rounded = self.side(fact)
        return Relation((NOTHING, shown), ("~",)) if is_rounded else shown

    def place(self, statement: Statement) -> Written:
        """x -> oo: what goes where in a limit."""
        assert statement.towards is not None
        ends = (statement.towards.variable, statement.towards.end)
        return self.relation(Statement(ends, ("->",)))

    def relation(self, statement: Statement) -> Relation:
        """Equal sides; about equal where one is told by its digits."""
        sides = [self.side(side) for side in statement.sides]
        is_rounded = any(rounded for _, rounded in sides)
        signs = tuple("~" if is_rounded and o == "=" else o for o in statement.operators)
        shown: list[Written] = [side for side, _ in sides]
        first = shown[0]
        if isinstance(first, Nabla) and len(first.function.arguments) > 1:
            pairs = zip(shown, statement.sides, strict=True)
            shown = [Bold("0") if side == 0 else told for told, side in pairs]
        return Relation(tuple(shown), signs)

    def side(self, side: Side) -> Rounded:
        """A function at its arguments, a point, or an expression."""
        if isinstance(side, tuple):
            shown, is_rounded = self.several(side)
            return Point(shown), is_rounded
        if isinstance(side, Applied):
            return self.applied(side)
        if isinstance(side, Total):
            shown, is_rounded = self.several(side.terms)
            terms = (t.terms if isinstance(t, Sum) else (t,) for t in shown)
            return Sum(tuple(t for some in terms for t in some), 0, 0), is_rounded
        return self.expression(side)

    def several(self, expressions: tuple[Expr, ...]) -> tuple[tuple[Any, ...], bool]:
        """The expressions, and whether any of them is rounded."""
        told = [self.expression(each) for each in expressions]
        return tuple(shown for shown, _ in told), any(rounded for _, rounded in told)

    def applied(self, applied: Applied) -> Rounded:
        """L(4), L'(4), the gradient of several variables, a partial derivative."""
        title = self.name(applied.name)
        if applied.by is not None:
            return Slope(title, (applied.by.name,)), False
        inner, is_rounded = self.several(applied.arguments)
        if applied.gradient and (self.nabla or len(inner) > 1):
            return Nabla(Function(title, inner)), is_rounded
        return Function(title, inner, applied.primes + applied.gradient), is_rounded

    def expression(self, value: Expr) -> Rounded:
        """In closed form while that is short, else its digits, or its first terms."""
        if value in (oo, -oo):
            infinity = Symbolic("infinity")
            return infinity if value == oo else Combined(((False, infinity),)), False
        named = value.xreplace(dict(self.roots))
        nameless = named.atoms(CRootOf, CriticalOf)
        if not value.free_symbols and (nameless or is_long(named)):
            return decimal(Decimal(proof_text.digits(value, DIGITS))), True
        near = {each: located(each) for each in nameless}
        shown = exchanged(tree(named.xreplace(near)), numbered)
        return abridged(shown, named) if is_long(named) else shown, bool(near)


def located(value: Expr) -> Expr:
    """A number within a formula as a symbol with its digits for a name."""
    digits = proof_text.digits(value, DIGITS)
    return -Symbol(digits[1:]) if digits[0] == "-" else Symbol(digits)


def numbered(node: Node) -> Node | None:
    """A name of digits as a number."""
    if isinstance(node, Name) and node.name[0].isdigit():
        return decimal(Decimal(node.name))
    return None


def is_long(value: Expr) -> bool:
    return len(proof_text.written(value)) > proof_text.LONGEST


def abridged(node: Node, value: Expr) -> Written:
    """The first terms of a long sum, and dots; of another long formula its dots alone."""
    dots: Any = Symbolic("dots")
    if not isinstance(node, Sum):
        return Symbolic("dots")
    left, kept = proof_text.LONGEST, 0
    for term in value.as_ordered_terms():
        left -= len(proof_text.written(term)) + 3
        kept += left > 0
    return Sum((*node.terms[:kept], dots), 0, 0) if kept else Symbolic("dots")


def decimal(value: Decimal) -> Node:
    """A decimal as it is; a very small power of ten as one."""
    if 0 < value < SMALL and value.normalize().as_tuple().digits == (1,):
        power = Number(Fraction(-value.adjusted()), "", 0, 0)
        return Power(Number(Fraction(10), "", 0, 0), Negative(power, 0, 0), 0, 0)
    size = Number(Fraction(abs(value)), f"{abs(value):f}", 0, 0)
    return Negative(size, 0, 0) if value < 0 else size
