"""A Sentence goes in, a Formula comes out: the same mathematics in sympy's own objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from symdescent.displaying import short
from symdescent.errors import FormulaError
from symdescent.language.names import natural
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
    Sentence,
    Sum,
)
from symdescent.language.unparse import plain
from symdescent.symbolic.domain import defined, demands
from symdescent.symbolic.relations import MOST_CASES, TooManyCases, decided
from symdescent.symbolic.sharing import subexpressions
from symdescent.symbolic.vocabulary import COMPARISONS, CONSTANTS, FUNCTIONS, LOGIC

Names = Mapping[str, Expr]
NOT_FINITE = frozenset({sp.zoo, sp.nan, sp.oo, -sp.oo})


@dataclass(frozen=True)
class Formula:
    """L as an expression in real symbols.

    `variables` are minimised over, in the order of the header, else of the alphabet (x, y; x2
    before x10); `parameters` are the other names that have no value yet; `values` are the names
    that were given one, which the expression has in their place.
    """

    sentence: Sentence
    expression: Expr
    variables: tuple[Symbol, ...]
    parameters: tuple[Symbol, ...] = ()
    values: tuple[tuple[str, Expr], ...] = ()

    __repr__ = short

    @property
    def text(self) -> str:
        """What was typed."""
        return self.sentence.text

    @property
    def notes(self) -> tuple[str, ...]:
        """How doubtful text was read."""
        return self.sentence.notes

    @property
    def title(self) -> str:
        """The function's name: L unless the text says otherwise."""
        return self.sentence.title

    @property
    def names(self) -> dict[str, Expr]:
        """What each name of the sentence stands for: its symbol, or the value that it was given."""
        return {str(s): s for s in (*self.variables, *self.parameters)} | dict(self.values)


def build(sentence: Sentence, let: Mapping[str, Fraction | int] | None = None) -> Formula:
    """The formula of a sentence, with the values in `let` put in exactly.

    Raises FormulaError (domain, not_real) where the formula is undefined everywhere.
    """
    values = {name: sp.Rational(v.numerator, v.denominator) for name, v in (let or {}).items()}
    free = [name for name in sentence.names if name not in values]
    symbols = {name: Symbol(name, real=True) for name in free}
    expression = where_defined(sentence.tree, {**symbols, **values})
    demand_real(expression, sentence)
    declared = sorted(free, key=natural) if sentence.declared is None else sentence.declared
    return Formula(
        sentence,
        expression,
        tuple(symbols[name] for name in declared if name in symbols),
        tuple(symbols[name] for name in free if name not in declared),
        tuple(values.items()),
    )


def demand_real(expression: Expr, sentence: Sentence) -> None:
    """Refuse what sympy reduced to a pole, an infinity or a complex number."""
    whole = (sentence.tree.start, sentence.tree.end)
    found = set(subexpressions([expression]))
    if not found.isdisjoint(NOT_FINITE):
        raise FormulaError(
            "domain",
            "this formula is undefined or infinite everywhere",
            sentence.text,
            whole,
            "look for a division by something that is always zero",
        )
    if sp.I in found:
        raise FormulaError(
            "not_real",
            "this formula is not real",
            sentence.text,
            whole,
            "look for the root or logarithm of a negative number",
        )


def demand_variable(formula: Formula) -> None:
    """Refuse a formula that depends on no variable: it has nothing to minimise."""
    if not formula.variables or formula.expression.is_number:
        constant = "this formula is constant: its value is the same everywhere"
        none = "this formula has no variable, so there is nothing to minimise"
        raise FormulaError(
            "no_variable",
            constant if formula.sentence.names else none,
            formula.text,
            (formula.sentence.tree.start, formula.sentence.tree.end),
            "write a variable, for example  (x-4)^2",
        )


def where_defined(tree: Node, names: Names) -> Expr:
    """The expression of a tree, undefined wherever the tree is."""
    asked = list(demands(tree, lambda part: express(part, names)))
    try:
        return defined(express(tree, names), asked)
    except TooManyCases:
        raise too_many_cases(tree) from None


def express(node: Node, names: Names) -> Expr:
    """The sympy expression of a tree; long sums and products are built in one go."""
    return BUILDERS[type(node)](node, names)


def number(node: Number, _: Names) -> Expr:
    return sp.Rational(node.value.numerator, node.value.denominator)


def constant(node: Constant, _: Names) -> Expr:
    return CONSTANTS[node.name]


def name(node: Name, names: Names) -> Expr:
    return names[node.name]


def negative(node: Negative, names: Names) -> Expr:
    return -express(node.operand, names)


def total(node: Sum, names: Names) -> Expr:
    return sp.Add(*[express(term, names) for term in node.terms])


def product(node: Product, names: Names) -> Expr:
    factors = [express(factor, names) for factor in node.factors]
    pairs = zip(factors, node.divides, strict=True)
    return sp.Mul(*[1 / factor if divides else factor for factor, divides in pairs])


def power(node: Power, names: Names) -> Expr:
    return sp.Pow(express(node.base, names), express(node.exponent, names))


def call(node: Call, names: Names) -> Expr:
    return FUNCTIONS[node.function](*[express(a, names) for a in node.arguments])


def piecewise(node: Piecewise, names: Names) -> Expr:
    pairs: list[Any] = [(where_defined(v, names), condition(c, names)) for v, c in node.branches]
    if node.otherwise is not None:
        pairs.append((where_defined(node.otherwise, names), True))
    return sp.Piecewise(*pairs)


def condition(node: Condition, names: Names) -> Any:
    """The sympy relation of a condition."""
    if isinstance(node, Logic):
        return LOGIC[node.operator](*[condition(part, names) for part in node.parts])
    compare: Any = COMPARISONS[node.operator]
    relation = compare(express(node.left, names), express(node.right, names))
    try:
        return decided(relation)
    except TooManyCases:
        raise too_many_cases(node) from None


def too_many_cases(node: Node | Condition) -> FormulaError:
    message = f"choices within one condition are kept to {MOST_CASES} cases"
    text = plain(node)
    return FormulaError("too_large", message, text, (0, len(text)))


BUILDERS: dict[type, Any] = {
    Number: number,
    Constant: constant,
    Name: name,
    Negative: negative,
    Sum: total,
    Product: product,
    Power: power,
    Call: call,
    Piecewise: piecewise,
}
assert set(BUILDERS) == {*Node.__args__} and Compare not in BUILDERS
