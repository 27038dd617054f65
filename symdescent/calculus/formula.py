"""A formula in sympy's own objects, by one table of the language's functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.domain import MOST_CASES, TooManyCases, decided, defined, demands
from symdescent.calculus.subexpressions import subexpressions
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
from symdescent.notebook_hook import short

Constructor = Callable[..., Expr]


def absolute(x: Expr) -> Expr:
    """Abs, powers of positive numbers left alone: sympy tells |2^log(x)| as 2^log(|x|)."""
    if is_positive_power(x):
        return x
    if x.is_Mul and any(map(is_positive_power, x.args)):
        return sp.Mul(*map(absolute, x.args))
    found = sp.Abs(x)
    return sp.Abs(x, evaluate=False) if found.has(sp.re, sp.im) else found


def is_positive_power(x: Expr) -> bool:
    return isinstance(x, sp.exp) or bool(x.is_Pow and x.base.is_nonnegative)


def real_root(x: Expr, n: Expr) -> Expr:
    """The real n-th root: for odd n also of negative numbers, for even n defined from 0 on."""
    if n.is_Integer and n % 2 == 1 and n > 0:
        return sp.sign(x) * absolute(x) ** (1 / n)
    return x ** (1 / n)


def norm(*xs: Expr) -> Expr:
    """The Euclidean norm."""
    return sp.sqrt(sp.Add(*[x**2 for x in xs]))


def dot(*xs: Expr) -> Expr:
    """The scalar product of the first half of the arguments with the second half."""
    half = len(xs) // 2
    return sp.Add(*[a * b for a, b in zip(xs[:half], xs[half:], strict=True)])


CONSTANTS: Final[dict[str, Expr]] = {"pi": sp.pi, "e": sp.E}

FUNCTIONS: Final[dict[str, Constructor]] = {
    "exp": sp.exp,
    "log": sp.log,
    "log10": lambda x: sp.log(x) / sp.log(10),
    "log2": lambda x: sp.log(x) / sp.log(2),
    "sqrt": sp.sqrt,
    "cbrt": lambda x: real_root(x, sp.Integer(3)),
    "root": real_root,
    "sin": sp.sin,
    "cos": sp.cos,
    "tan": sp.tan,
    "sec": lambda x: 1 / sp.cos(x),
    "csc": lambda x: 1 / sp.sin(x),
    "cot": lambda x: sp.cos(x) / sp.sin(x),
    "asin": sp.asin,
    "acos": sp.acos,
    "atan": sp.atan,
    "atan2": sp.atan2,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
    "asinh": sp.asinh,
    "acosh": sp.acosh,
    "atanh": sp.atanh,
    "abs": absolute,
    "sign": sp.sign,
    "floor": sp.floor,
    "min": sp.Min,
    "max": sp.Max,
    "sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
    "softplus": lambda x: sp.log(1 + sp.exp(x)),
    "relu": lambda x: sp.Max(0, x),
    "gaussian": lambda x: sp.exp(-(x**2)),
    "norm": norm,
    "dot": dot,
    "hypot": norm,
}

COMPARISONS: Final[dict[str, Callable[[Expr, Expr], object]]] = {
    "<": sp.StrictLessThan,
    "<=": sp.LessThan,
    ">": sp.StrictGreaterThan,
    ">=": sp.GreaterThan,
}

LOGIC: Final[dict[str, Callable[..., object]]] = {"and": sp.And, "or": sp.Or, "not": sp.Not}


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
