"""A node of an expression goes in; what it is in the letters of `kernels` comes out: the rules."""

from collections.abc import Callable
from typing import Any, Final

import sympy as sp
from sympy import Expr

from symdescent.claims.kernels import Kernels, TooLarge


def opaque(kernels: Kernels, node: Any) -> Expr:
    """A letter for a function that no tie is known of: equal arguments, equal letters."""
    inside = [kernels.canonical(kernels.normal(part)) for part in node.args]
    return kernels.letter(node.func, *inside)


def odd(kernels: Kernels, node: Any) -> Expr:
    """The same for a function with f(-u) = -f(u)."""
    inside = kernels.canonical(kernels.normal(node.args[0]))
    if inside.could_extract_minus_sign():
        return -kernels.letter(node.func, -inside)
    return kernels.letter(node.func, inside)


def arc_cosine(kernels: Kernels, node: Any) -> Expr:
    return kernels.letter("pi", positive=True) / 2 - odd(kernels, sp.asin(node.args[0]))


def power(kernels: Kernels, node: Any) -> Expr:
    base, exponent = node.args
    if exponent.is_Integer:
        return kernels.normal(base) ** exponent
    inside = kernels.normal(base)
    if exponent.is_Rational:
        return kernels.power(inside, exponent)
    raised = kernels.normal(exponent)
    turning = sp.Integer(1)
    if base.is_Rational and base < 0:
        turning = alternating(kernels, exponent)
    else:
        kernels.demand_positive(inside)
    return turning * kernels.exponential(raised * kernels.logarithm(inside))


def alternating(kernels: Kernels, exponent: Expr) -> Expr:
    """(-1)^exponent for a whole number: a letter for (-1)^k of each letter k."""
    made = sp.Integer(1)
    for term in sp.Add.make_args(sp.expand(exponent)):
        number, rest = term.as_coeff_Mul()
        if not (number.is_Integer and (rest == 1 or (rest.is_Symbol and rest.is_integer))):
            raise TooLarge
        base = -1 if rest == 1 else kernels.tied(2, sp.Integer(1), "alternating", rest)
        made *= base ** int(number)
    return made


def logarithm(kernels: Kernels, node: Any) -> Expr:
    inside = kernels.normal(node.args[0])
    kernels.demand_positive(inside)
    return kernels.logarithm(inside)


def tangent(kernels: Kernels, node: Any) -> Expr:
    c, s = kernels.turned(kernels.normal(node.args[0]))
    return s / c


def rewritten(form: Callable[[Expr], Expr]) -> Callable[[Kernels, Any], Expr]:
    return lambda kernels, node: kernels.normal(form(node.args[0]))


def absolute(kernels: Kernels, node: Any) -> Expr:
    inside = kernels.normal(node.args[0])
    return inside * kernels.sign_of(inside)


def extremum(direction: int) -> Callable[[Kernels, Any], Expr]:
    """max(a, b) = (a + b + |a - b|)/2."""

    def of(kernels: Kernels, node: Any) -> Expr:
        best, *others = map(kernels.normal, node.args)
        for other in others:
            apart = best - other
            best = (best + other + direction * apart * kernels.sign_of(apart)) / 2
        return best

    return of


def choice(kernels: Kernels, node: Any) -> Expr:
    """The branches, each times 1 where its condition is the first that holds, else 0."""
    *pairs, (last, _) = [(pair.expr, pair.cond) for pair in node.args]
    if not pairs:
        return kernels.normal(last)
    demanded = list(kernels.positive)
    left, total = sp.Integer(1), sp.Integer(0)
    for branch, condition in pairs:
        holds = indicator(kernels, condition)
        total += left * holds * kernels.normal(branch)
        left *= 1 - holds
    found = total + left * kernels.normal(last)
    kernels.positive = demanded  # what a branch demands holds in that branch alone
    return found


def indicator(kernels: Kernels, condition: Any) -> Expr:
    """1 where a condition holds, 0 where it does not; either at its edges."""
    if isinstance(condition, sp.And):
        return sp.Mul(*[indicator(kernels, part) for part in condition.args])
    if isinstance(condition, sp.Or):
        return 1 - sp.Mul(*[1 - indicator(kernels, part) for part in condition.args])
    if isinstance(condition, sp.Not):
        return 1 - indicator(kernels, condition.args[0])
    if not isinstance(condition, sp.Lt | sp.Le | sp.Gt | sp.Ge):
        raise TooLarge
    lead = kernels.sign_of(kernels.normal(condition.gts - condition.lts))
    return (1 + lead) / 2


RULES: Final[dict[Any, Callable[[Kernels, Any], Expr]]] = {
    None: opaque,
    sp.Pow: power,
    type(sp.E): lambda kernels, _: kernels.exponential(sp.Integer(1)),
    type(sp.pi): lambda kernels, _: kernels.letter("pi", positive=True),
    sp.exp: lambda kernels, node: kernels.exponential(kernels.normal(node.args[0])),
    sp.log: logarithm,
    sp.sin: lambda kernels, node: kernels.turned(kernels.normal(node.args[0]))[1],
    sp.cos: lambda kernels, node: kernels.turned(kernels.normal(node.args[0]))[0],
    sp.tan: tangent,
    sp.sinh: rewritten(lambda u: (sp.exp(u) - sp.exp(-u)) / 2),
    sp.cosh: rewritten(lambda u: (sp.exp(u) + sp.exp(-u)) / 2),
    sp.tanh: rewritten(lambda u: (sp.exp(u) - sp.exp(-u)) / (sp.exp(u) + sp.exp(-u))),
    sp.asinh: rewritten(lambda u: sp.log(u + sp.sqrt(u**2 + 1))),
    sp.acosh: rewritten(lambda u: sp.log(u + sp.sqrt(u**2 - 1))),
    sp.atanh: rewritten(lambda u: (sp.log(1 + u) - sp.log(1 - u)) / 2),
    sp.asin: odd,
    sp.atan: odd,
    sp.acos: arc_cosine,
    sp.Abs: absolute,
    sp.sign: lambda kernels, node: kernels.sign_of(kernels.normal(node.args[0])),
    sp.Heaviside: lambda kernels, node: (1 + kernels.sign_of(kernels.normal(node.args[0]))) / 2,
    sp.Max: extremum(1),
    sp.Min: extremum(-1),
    sp.Piecewise: choice,
}
