"""An expression as a tree of our language, so that whatever prints trees prints expressions too."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import sympy as sp
from sympy import Basic, Expr

from symdescent.calculus.codegen_targets import NAMES
from symdescent.calculus.critical_number import CriticalOf
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

ORDERED_UP_TO: Final = 60  # terms; sorting more costs more than it helps a reader
CALLED: Final = NAMES | {
    sp.Abs: "abs",
    sp.Max: "max",
    sp.Min: "min",
    sp.CRootOf: "CRootOf",
}


def tree(expression: Basic) -> Node:
    """The tree of an expression, its terms in sympy's order (highest powers first)."""
    told = TREES.get(expression.func)
    if told:
        return told(expression)
    if expression.is_Symbol:
        return Name(str(expression), 0, 0)
    if expression.is_Rational:
        return number(expression)
    return Call(called(expression), tuple(tree(a) for a in expression.args), 0, 0)


def called(expression: Basic) -> str:
    return CALLED.get(expression.func) or str(expression.func.__name__)


def number(value: Expr) -> Node:
    size = Number(Fraction(abs(value.p), value.q), "", 0, 0)
    return Negative(size, 0, 0) if value.p < 0 else size


def total(expression: Expr) -> Node:
    few = len(expression.args) <= ORDERED_UP_TO
    terms = expression.as_ordered_terms() if few else expression.args
    return Sum(tuple(tree(term) for term in terms), 0, 0)


def product(expression: Expr) -> Node:
    coefficient, rest = expression.as_coeff_Mul()
    if coefficient.is_negative:
        return Negative(tree(-expression), 0, 0)
    factors = rest.as_ordered_factors() if len(rest.args) <= ORDERED_UP_TO else rest.args
    above = [f for f in factors if not is_reciprocal(f)]
    below = [1 / f for f in factors if is_reciprocal(f)]
    if coefficient.q != 1 and below and rest.free_symbols:
        return over(coefficient, above, below)
    if coefficient.q != 1 and not rest.free_symbols and above:
        below, coefficient = [*below, sp.Integer(coefficient.q)], sp.Integer(coefficient.p)
    if coefficient is not sp.S.One or not above:
        above = [coefficient, *above]
    divides = (False,) * len(above) + (True,) * len(below)
    parts = tuple(tree(f) for f in (*above, *below))
    return Product(parts, divides, 0, 0) if len(parts) > 1 else parts[0]


def over(coefficient: Expr, above: list[Expr], below: list[Expr]) -> Node:
    """3*b/(2*a): one line below all of it, the number's denominator with the others."""
    lead = [] if coefficient.p == 1 and above else [sp.Integer(coefficient.p)]
    bottom = tuple(tree(f) for f in (sp.Integer(coefficient.q), *below))
    line = Product(bottom, (False,) * len(bottom), 0, 0)
    parts = (*(tree(f) for f in (*lead, *above)), line)
    return Product(parts, (*(False,) * (len(parts) - 1), True), 0, 0)


def is_reciprocal(factor: Expr) -> bool:
    return bool(factor.is_Pow and factor.exp.is_Rational and factor.exp.is_negative)


def power(expression: Expr) -> Node:
    base, exponent = expression.args
    if is_reciprocal(expression):
        return Product((Number(Fraction(1), "1", 0, 0), tree(1 / expression)), (False, True), 0, 0)
    if exponent is sp.S.Half:
        return Call("sqrt", (tree(base),), 0, 0)
    return Power(tree(base), tree(exponent), 0, 0)


def step(expression: Expr) -> Node:
    """Heaviside's function is (1 + sign(x))/2, its value at the jump included."""
    return tree((1 + sp.sign(expression.args[0])) / 2)


def piecewise(expression: Expr) -> Node:
    pairs = [(tree(value), condition(c)) for value, c in expression.args if c != sp.true]
    last = [tree(value) for value, c in expression.args if c == sp.true]
    return Piecewise(tuple(pairs), last[0] if last else None, 0, 0)


def condition(relation: Basic) -> Condition:
    if relation.func in LOGIC:
        parts = tuple(condition(part) for part in relation.args)
        return Logic(LOGIC[relation.func], parts, 0, 0)
    return Compare(relation.rel_op, tree(relation.lhs), tree(relation.rhs), 0, 0)


def critical(number_at: CriticalOf) -> Node:
    """CriticalOf(index, function, letter, low, high, letter, ...): all that it is defined by."""
    parts: list[Any] = [sp.Integer(number_at.index), number_at.function]
    for letter, (low, high) in zip(number_at.letters, number_at.box, strict=True):
        parts += [letter, *(sp.Rational(e.numerator, e.denominator) for e in (low, high))]
    return Call("CriticalOf", tuple(map(tree, parts)), 0, 0)


LOGIC: Final[dict[Any, str]] = {sp.And: "and", sp.Or: "or", sp.Not: "not"}
TREES: Final[dict[Any, Callable[[Any], Node]]] = {
    sp.Add: total,
    sp.Mul: product,
    sp.Pow: power,
    sp.Heaviside: step,
    sp.Piecewise: piecewise,
    CriticalOf: critical,
    type(sp.E): lambda _: Constant("e", 0, 0),
    type(sp.pi): lambda _: Constant("pi", 0, 0),
}
