"""The functions of the language go in by name, sympy's own constructors come out: one table."""

from collections.abc import Callable
from typing import Final

import sympy as sp
from sympy import Expr

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
