"""A node of an expression goes in, a spelling of it or of its slopes that stays finite comes out.

A sum of exponentials S = exp(a) + exp(b) + ... and cosh leave the floats at 710, where log(S), 1/S
and their slopes are still ordinary numbers: a logistic loss at -800 is 800.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import sympy as sp
from sympy import Expr

from symdescent.symbolic.sharing import subexpressions
from symdescent.symbolic.slopes import Path

MOST: Final = 32  # terms: n weights of n terms each
Edges = tuple[tuple[Expr, Path], ...]


def exponents(node: Expr) -> tuple[Expr, ...]:
    """The a, b, ... of exp(a) + exp(b) + ..., a positive number c being exp(log(c)); else ()."""
    if not node.is_Add or len(node.args) > MOST:
        return ()
    found = [exponent(term) for term in node.args]
    return tuple(a for a in found if a is not None) if None not in found else ()


def exponent(term: Expr) -> Expr | None:
    """The logarithm of a positive number or of a positive multiple of an exponential."""
    size, rest = term.as_coeff_Mul()
    if size.is_positive and (rest is sp.S.One or isinstance(rest, sp.exp)):
        return sp.log(size) + (rest.args[0] if rest.args else 0)
    return None


def share(a: Expr, every: Sequence[Expr]) -> Expr:
    """exp(a)/S, each exponential of S being divided by exp(a)."""
    return 1 / sp.Add(*[sp.exp(b - a) for b in every])


def direct(node: Expr) -> Edges:
    """The slopes of log(S) and S^-p with respect to the exponents themselves; () for the rest."""
    if isinstance(node, sp.log):
        return of_logarithm(node.args[0])
    if is_reciprocal(node):
        return tuple((a, (node.exp, node, *slope)) for a, slope in of_logarithm(node.base))
    return ()


def of_logarithm(inside: Expr) -> Edges:
    """The slopes of log(inside), where `inside` may leave the floats."""
    if isinstance(inside, sp.cosh):
        return ((inside.args[0], (sp.tanh(inside.args[0]),)),)
    every = exponents(inside)
    return tuple((a, (share(a, every),)) for a in every)


def is_reciprocal(node: Expr) -> bool:
    return bool(node.is_Pow and node.exp.is_Rational and node.exp.is_negative)


def steady(roots: Sequence[Expr]) -> list[Expr]:
    """The expressions with exp(a)/S, log(1/S) and 1 - 1/(1 + exp(a)) spelt without overflow."""
    told: dict[Expr, Expr] = {}
    for node in subexpressions(roots):
        same = not told or told.keys().isdisjoint(node.args)
        after = node if same else node.func(*[told.get(a, a) for a in node.args])
        if after.func in RESPELT:
            after = RESPELT[after.func](after)
        if after is not node:
            told[node] = after
    return [told.get(root, root) for root in roots]


def product(node: Expr) -> Expr:
    """exp(a)/S^n as S^(1-n) * exp(a)/S."""
    for power in filter(is_reciprocal, node.args):
        every = exponents(power.base) if power.exp.is_Integer else ()
        for factor in node.args:
            if isinstance(factor, sp.exp) and factor.args[0] in every:
                return node / factor / power * power.base * power * share(factor.args[0], every)
    return node


def logarithm(node: Expr) -> Expr:
    """log(S^p) as p*log(S)."""
    inside = node.args[0]
    if inside.is_Pow and inside.exp.is_Rational and exponents(inside.base):
        return inside.exp * sp.log(inside.base)
    return node


def complement(node: Expr) -> Expr:
    """1 - 1/(1 + exp(a)) as 1/(1 + exp(-a))."""
    if len(node.args) == 2 and node.args[0] is sp.S.One:
        every = exponents(1 / -node.args[1])
        if len(every) == 2 and every[0] is sp.S.Zero:
            return share(every[1], every)
    return node


RESPELT: Final[dict[Any, Callable[[Expr], Expr]]] = {
    sp.Add: complement,
    sp.Mul: product,
    sp.log: logarithm,
}
