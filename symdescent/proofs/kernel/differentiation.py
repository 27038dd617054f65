"""Derivatives by the rules of the schoolbook."""

from collections.abc import Callable
from typing import Any, Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Symbol

from symdescent.proofs.kernel.certificates import Unfollowed


def derivative(node: Expr, letter: Symbol) -> Expr:
    """d node / d letter; Unfollowed for functions that are not in the table."""
    if letter not in node.free_symbols:
        return Integer(0)
    if node == letter:
        return Integer(1)
    if isinstance(node, Add):
        return Add(*(derivative(part, letter) for part in node.args))
    if isinstance(node, Mul):
        return _product(node.args, letter)
    if isinstance(node, Pow):
        return _power(node, letter)
    rule = RULES.get(type(node))
    if rule is None:
        raise Unfollowed(f"this check does not differentiate {type(node).__name__}")
    return rule(node.args[0]) * derivative(node.args[0], letter)


def _product(factors: tuple[Expr, ...], letter: Symbol) -> Expr:
    terms = []
    for i, factor in enumerate(factors):
        terms.append(Mul(derivative(factor, letter), *factors[:i], *factors[i + 1 :]))
    return Add(*terms)


def _power(node: Expr, letter: Symbol) -> Expr:
    base, exponent = node.base, node.exp
    if letter not in exponent.free_symbols:
        return exponent * Pow(base, exponent - 1) * derivative(base, letter)
    if letter in base.free_symbols:
        raise Unfollowed("this check does not differentiate a variable power of a variable")
    return node * sympy.log(base) * derivative(exponent, letter)


RULES: Final[dict[Any, Callable[[Expr], Expr]]] = {
    sympy.exp: sympy.exp,
    sympy.log: lambda u: 1 / u,
    sympy.sin: sympy.cos,
    sympy.cos: lambda u: -sympy.sin(u),
    sympy.sinh: sympy.cosh,
    sympy.cosh: sympy.sinh,
    sympy.tanh: lambda u: 1 / sympy.cosh(u) ** 2,
    sympy.tan: lambda u: 1 / sympy.cos(u) ** 2,
    sympy.atan: lambda u: 1 / (1 + u**2),
    sympy.asin: lambda u: 1 / sympy.sqrt(1 - u**2),
    sympy.acos: lambda u: -1 / sympy.sqrt(1 - u**2),
    sympy.asinh: lambda u: 1 / sympy.sqrt(1 + u**2),
}
