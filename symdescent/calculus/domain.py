"""Where a formula is defined: conditions free of choices, made from its tree and expression."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any, Final

import sympy as sp
from sympy import Basic, Expr

from symdescent.calculus.subexpressions import parts, subexpressions
from symdescent.language.tree import Call, Node, Piecewise, Power, Product

MOST_CASES: Final = 32


class TooManyCases(ValueError):
    """The choices inside one relation make too many cases."""


def decided(relation: Any) -> Any:
    """A relation with the choices inside it taken out; sympy would take exponential time.

    Raises TooManyCases beyond MOST_CASES.
    """
    if math.prod([len(choice.args) for choice in relation.atoms(sp.Piecewise)]) > MOST_CASES:
        raise TooManyCases
    return taken_out(relation)


def taken_out(relation: Any) -> Any:
    choice = next((c for c in sp.preorder_traversal(relation) if isinstance(c, sp.Piecewise)), None)
    if choice is None:
        return relation
    cases, before = [], sp.true
    for value, test in choice.args:
        case = taken_out(relation.xreplace({choice: value}))
        cases.append(sp.And(before, test, case, evaluate=False))
        before = sp.And(before, sp.Not(test), evaluate=False)
    return sp.Or(*cases, evaluate=False)


Express = Callable[[Node], Expr]
Demand = tuple[str, Expr]  # one word of TESTS, and what it is asked of
LOGARITHMS: Final = frozenset({"log", "log10", "log2"})
IN_UNIT: Final = (sp.sin, sp.cos, sp.tanh)


def demands(node: Any, express: Express) -> Iterator[Demand]:
    """What a tree asks of its parts to be defined; branches of a choice ask for themselves."""
    if isinstance(node, tuple):
        for part in node:
            yield from demands(part, express)
    elif hasattr(node, "start") and not isinstance(node, Piecewise):
        yield from ASKING.get(type(node), nothing)(node, express)
        for field in fields(node):
            yield from demands(getattr(node, field.name), express)


def nothing(_: Any, __: Express) -> Iterator[Demand]:
    yield from ()


def of_product(node: Product, express: Express) -> Iterator[Demand]:
    for factor, divides in zip(node.factors, node.divides, strict=True):
        if divides:
            yield "nonzero", express(factor)


def of_power(node: Power, express: Express) -> Iterator[Demand]:
    exponent = express(node.exponent)
    if not exponent.is_Rational or (exponent.is_Integer and exponent >= 0):
        return
    base = express(node.base)
    if not exponent.is_Integer:
        yield "not negative", base
    if exponent.is_negative:
        yield "nonzero", base


def of_call(node: Call, express: Express) -> Iterator[Demand]:
    if node.function in LOGARITHMS:
        yield "positive", express(node.arguments[0])
    elif node.function in CALLS:
        demand, part = CALLS[node.function]
        yield demand, part(express(node.arguments[0]))
    elif node.function == "root":
        yield from of_root(*map(express, node.arguments))


def of_root(base: Expr, degree: Expr) -> Iterator[Demand]:
    if not (degree.is_Integer and degree % 2 == 1):
        yield "not negative", base


CALLS: Final[dict[str, tuple[str, Callable[[Expr], Expr]]]] = {
    "sqrt": ("not negative", lambda x: x),
    "asin": ("in unit", lambda x: x),
    "acos": ("in unit", lambda x: x),
    "acosh": ("not negative", lambda x: x - 1),
    "atanh": ("positive", lambda x: 1 - x**2),
    "tan": ("nonzero", sp.cos),
    "sec": ("nonzero", sp.cos),
    "csc": ("nonzero", sp.sin),
    "cot": ("nonzero", sp.sin),
}
ASKING: Final[dict[type, Callable[[Any, Express], Iterator[Demand]]]] = {
    Product: of_product,
    Power: of_power,
    Call: of_call,
}


def defined(expression: Expr, asked: Sequence[Demand]) -> Expr:
    """The expression, undefined where a demand fails that the expression itself has forgotten."""
    open_demands = [demand for demand in asked if not certain(*demand)]
    if not open_demands:
        return expression
    kept = carried(expression)
    lost = {test(*demand) for demand in open_demands if not is_kept(*demand, kept)}
    return sp.Piecewise((expression, sp.And(*sorted(lost, key=str)))) if lost else expression


def certain(demand: str, x: Expr) -> bool:
    """Whether a demand holds everywhere, or is about a number and was looked at before."""
    return bool(x.is_number) or CERTAIN[demand](x)


CERTAIN: Final[dict[str, Callable[[Expr], bool]]] = {
    "nonzero": lambda x: x.is_zero is False,
    "positive": lambda x: x.is_positive is True,
    "not negative": lambda x: x.is_nonnegative is True or is_even_power(x),
    "in unit": lambda x: isinstance(x, IN_UNIT),
}


def is_even_power(x: Expr) -> bool:
    return bool(x.is_Pow and x.exp.is_even)


def carried(expression: Expr) -> set[Demand]:
    """The demands that an expression makes by itself, outside of choices."""
    found: set[Demand] = set()
    for node in subexpressions([expression], outside_choices):
        if isinstance(node, sp.log):
            found |= {("positive", node.args[0])}
        elif isinstance(node, sp.asin | sp.acos):
            found |= {("in unit", node.args[0])}
        elif isinstance(node, sp.acosh):
            found |= {("not negative", node.args[0] - 1)}
        elif isinstance(node, sp.atanh):
            found |= {("positive", 1 - node.args[0] ** 2)}
        elif isinstance(node, sp.tan):
            found |= {("nonzero", sp.cos(node.args[0]))}
        elif isinstance(node, sp.Pow):
            found |= of_exponent(node)
    return found


def of_exponent(node: sp.Pow) -> set[Demand]:
    found: set[Demand] = set()
    if node.exp.is_Rational and not node.exp.is_Integer:
        found.add(("not negative", scaled(node.base)))
    if node.exp.is_negative:
        found.add(("nonzero", node.base))
    return found


def outside_choices(node: Basic) -> tuple[Basic, ...]:
    return () if isinstance(node, sp.Piecewise) else parts(node)


def is_kept(demand: str, x: Expr, kept: set[Demand]) -> bool:
    """Whether the expression is undefined by itself wherever a demand fails."""
    if demand == "nonzero":
        return all(is_kept_factor(factor, kept) for factor in factors(x))
    if demand == "not negative":
        return (demand, scaled(x)) in kept or ("positive", x) in kept
    if demand == "positive":
        both = ("not negative", scaled(x)) in kept and is_kept("nonzero", x, kept)
        return (demand, x) in kept or both
    return (demand, x) in kept


def is_kept_factor(factor: Expr, kept: set[Demand]) -> bool:
    return factor.is_zero is False or any(
        (word, factor) in kept for word in ("nonzero", "positive")
    )


def factors(x: Expr) -> list[Expr]:
    """What must not be zero for x not to be: the factors, roots and powers taken off."""
    if isinstance(x, sp.Mul):
        return [factor for part in x.args if not part.is_number for factor in factors(part)]
    if isinstance(x, sp.Abs):
        return factors(x.args[0])
    if isinstance(x, sp.Pow) and x.exp.is_positive:
        return factors(x.base)
    return [x]


def scaled(x: Expr) -> Expr:
    """The expression without a positive number in front."""
    number, rest = x.as_coeff_Mul()
    return rest if number.is_positive else x


def test(demand: str, x: Expr) -> Any:
    """The demand as a condition."""
    return TESTS[demand](x)


def above(x: Expr) -> Any:
    return decided(sp.StrictGreaterThan(x, 0))


def from_zero(x: Expr) -> Any:
    return decided(sp.GreaterThan(x, 0))


def apart(x: Expr) -> Any:
    """No factor is zero."""
    return sp.And(*[sp.Or(above(factor), above(-factor)) for factor in factors(x)])


TESTS: Final[dict[str, Callable[[Expr], Any]]] = {
    "nonzero": apart,
    "positive": above,
    "not negative": from_zero,
    "in unit": lambda x: sp.And(from_zero(1 + x), from_zero(1 - x)),
}
