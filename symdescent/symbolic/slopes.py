"""A node of an expression goes in, its local derivative with respect to each argument comes out.

Where a slope jumps (abs, sign, max, min) the middle value is taken at the jump itself, and the
slope of the jump is taken as zero: no impulse ever enters a formula.
"""

from collections.abc import Callable
from typing import Any, Final

import sympy as sp
from sympy import Expr

HALF: Final = sp.Rational(1, 2)
Path = tuple[Expr, ...]  # factors not yet multiplied out: sympy would distribute 2*(x + y)


def of_power(node: Expr) -> tuple[Path, Expr]:
    base, exponent = node.args
    slope = (exponent, base ** (exponent - 1))
    return slope, sp.Integer(0) if exponent.is_Rational else node * sp.log(base)


def of_product(node: Expr) -> tuple[Path, ...]:
    factors = node.args
    return tuple((*factors[:i], *factors[i + 1 :]) for i in range(len(factors)))


def of_extremum(sign: int) -> Callable[[Expr], tuple[Path, ...]]:
    """For max (sign 1) and min (sign -1): weights that add up to one wherever arguments tie."""

    def of(node: Expr) -> tuple[Path, ...]:
        firsts = node.args[:-1]
        weights: list[Path] = []
        others: Path = ()
        for i, argument in enumerate(firsts, 1):
            lead = sign * (argument - node.func(*node.args[i:]))
            weights.append((*others, sp.Heaviside(lead, HALF)))
            others = (*others, sp.Heaviside(-lead, HALF))
        return *weights, others

    return of


def flat(node: Expr) -> tuple[Expr, ...]:
    return (sp.Integer(0),) * len(node.args)


def of_arctangent(node: Expr) -> tuple[Expr, Expr]:
    y, x = node.args
    square = x**2 + y**2
    return x / square, -y / square


SLOPES: Final[dict[Any, Callable[[Expr], tuple[Expr | Path, ...]]]] = {
    sp.Add: lambda node: (sp.Integer(1),) * len(node.args),
    sp.Mul: of_product,
    sp.Pow: of_power,
    sp.exp: lambda node: (node,),
    sp.log: lambda node: (1 / node.args[0],),
    sp.sin: lambda node: (sp.cos(node.args[0]),),
    sp.cos: lambda node: (-sp.sin(node.args[0]),),
    sp.tan: lambda node: (1 + node**2,),
    sp.asin: lambda node: (1 / sp.sqrt(1 - node.args[0] ** 2),),
    sp.acos: lambda node: (-1 / sp.sqrt(1 - node.args[0] ** 2),),
    sp.atan: lambda node: (1 / (1 + node.args[0] ** 2),),
    sp.atan2: of_arctangent,
    sp.sinh: lambda node: (sp.cosh(node.args[0]),),
    sp.cosh: lambda node: (sp.sinh(node.args[0]),),
    sp.tanh: lambda node: (sp.cosh(node.args[0]) ** -2,),
    sp.asinh: lambda node: (1 / sp.sqrt(1 + node.args[0] ** 2),),
    sp.acosh: lambda node: (1 / sp.sqrt(node.args[0] ** 2 - 1),),
    sp.atanh: lambda node: (1 / (1 - node.args[0] ** 2),),
    sp.Abs: lambda node: (sp.sign(node.args[0]),),
    sp.Max: of_extremum(1),
    sp.Min: of_extremum(-1),
    sp.sign: flat,
    sp.Heaviside: flat,
}


def slopes(node: Expr) -> tuple[Path, ...]:
    """The derivative of node.func with respect to each of node.args, as factors."""
    return tuple(s if isinstance(s, tuple) else (s,) for s in SLOPES[node.func](node))
