"""The name of a rule goes in; what people take for its derivative comes out, mistake by mistake."""

from collections.abc import Callable
from typing import Final

import sympy as sp
from sympy import Expr

HALF: Final = sp.Rational(1, 2)
ONE: Final = sp.Integer(1)
Put = Callable[[Expr, Expr], Expr | None]
MOVING: Final[dict[str, Put]] = {  # for a term with the variable: itself, and by the other ones
    "term left": lambda whole, _: whole,
    "wrong variable": lambda _, other: other if other != 0 else None,
    "term lost": lambda _, __: sp.Integer(0),
}
STILL: Final[dict[str, Put]] = {  # for a term without it
    "constant kept": lambda whole, _: whole,
    "other variable taken": lambda _, other: other if other != 0 else None,
    "constant one": lambda _, __: ONE,
}
RECIPROCALS: Final[dict[str, Callable[[Expr, Expr], Expr]]] = {  # of 1/v, from v and v'
    "minus": lambda v, dv: dv / v**2,
    "denominator": lambda v, dv: -dv / v,
    "quotient of slopes": lambda v, dv: 1 / dv,
    "integrated": lambda v, _: sp.log(v),
}
QUOTIENTS: Final[dict[str, Callable[[Expr, Expr, Expr, Expr], Expr]]] = {  # u, u', v, v'
    "quotient plus": lambda u, du, v, dv: (du * v + u * dv) / v**2,
    "quotient order": lambda u, du, v, dv: (u * dv - du * v) / v**2,
    "denominator": lambda u, du, v, dv: (du * v - u * dv) / v,
    "no denominator": lambda u, du, v, dv: du * v - u * dv,
    "quotient of slopes": lambda u, du, v, dv: du / dv,
    "quotient first": lambda u, du, v, dv: du / v,
    "quotient second": lambda u, du, v, dv: -u * dv / v**2,
}
POWERS: Final[dict[str, Callable[[Expr, Expr], Expr]]] = {
    "exponent kept": lambda u, n: n * u**n,
    "exponent's factor": lambda u, n: u ** (n - 1),
    "exponent raised": lambda u, n: n * u ** (n + 1),
    "lowered factor": lambda u, n: (n - 1) * u ** (n - 1),
    "exponent lost": lambda u, n: n * u,
}
EXPONENTIALS: Final[dict[str, Callable[[Expr, Expr, Expr], Expr]]] = {  # b, u, u' of b^u
    "chain": lambda b, u, _: b**u * sp.log(b),
    "slope inside": lambda b, _, du: b**du * sp.log(b),
    "exponential as power without chain": lambda b, u, _: u * b ** (u - 1),
    "exponential as power": lambda b, u, du: u * b ** (u - 1) * du,
    "logarithm of base": lambda b, u, du: b**u * du,
    "exponential lost": lambda b, _, du: sp.log(b) * du,
}
CHAINED: Final = ("chain", "slope inside", "exponential as power without chain")
FUNCTIONS: Final[dict[str, dict[str, Callable[[Expr], Expr]]]] = {
    "sin": {
        "sine and cosine": lambda u: -sp.cos(u),
        "rule of cosine": lambda u: -sp.sin(u),
    },
    "cos": {"minus": sp.sin},
    "tan": {
        "square lost": lambda u: 1 / sp.cos(u),
        "sign inside": lambda u: 1 - sp.tan(u) ** 2,
        "reciprocal": lambda u: 1 / sp.sin(u) ** 2,
    },
    "cot": {"minus": lambda u: 1 / sp.sin(u) ** 2},
    "sec": {"minus": lambda u: -sp.sin(u) / sp.cos(u) ** 2},
    "csc": {"minus": lambda u: sp.cos(u) / sp.sin(u) ** 2},
    "sinh": {"hyperbolic": lambda u: -sp.cosh(u)},
    "cosh": {"hyperbolic": lambda u: -sp.sinh(u)},
    "tanh": {
        "square lost": lambda u: 1 / sp.cosh(u),
        "sign inside": lambda u: 1 + sp.tanh(u) ** 2,
    },
    "log": {
        "reciprocal lost": lambda u: u,
        "reciprocal of function": lambda u: 1 / sp.log(u),
    },
    "log10": {"logarithm of base": lambda u: 1 / u},
    "log2": {"logarithm of base": lambda u: 1 / u},
    "sqrt": {
        "half lost": lambda u: 1 / sp.sqrt(u),
        "exponent kept": lambda u: HALF * sp.sqrt(u),
        "root below lost": lambda u: HALF / u,
    },
    "cbrt": {"half lost": lambda u: sp.cbrt(u) ** -2},
    "atan": {
        "sign inside": lambda u: 1 / (1 - u**2),
        "square lost": lambda u: 1 / (1 + u),
    },
    "asin": {
        "root lost": lambda u: 1 / (1 - u**2),
        "sign inside": lambda u: 1 / sp.sqrt(1 + u**2),
    },
    "acos": {"minus": lambda u: 1 / sp.sqrt(1 - u**2)},
    "abs": {"sign lost": lambda u: ONE},
    "sigmoid": {"sign inside": lambda u: (1 + 2 * sp.exp(u)) * sp.exp(u) / (1 + sp.exp(u)) ** 2},
    "gaussian": {"minus": lambda u: 2 * u * sp.exp(-(u**2))},
}
