"""What a node is called in code: tables for floats, arrays, exact fractions, and for a page."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
import sympy as sp


@dataclass(frozen=True)
class CodeTarget:
    """How functions and choices are spelt, and the objects behind the names, or their code."""

    functions: dict[Any, str]
    choose: str  # of condition, value, else
    both: str
    either: str
    neither: str
    literal: Callable[[Any], str]
    namespace: dict[str, Any]
    raised: str = "{0}**{1}"  # a power of floats


class NotRational(ValueError):
    """A function or a number that exact fractions cannot carry."""


def nearest_float(node: Any) -> str:
    """A number as the nearest float."""
    try:
        value = float(Fraction(node.p, node.q)) if node.is_Rational else float(node.evalf(30))
    except (OverflowError, TypeError):
        return "inf" if node.is_positive else "-inf" if node.is_negative else "nan"
    return repr(value)


def fraction(node: Any) -> str:
    """A rational number as a call of Fraction; NotRational for another."""
    if not node.is_Rational:
        raise NotRational
    return f"Fraction({node.p}, {node.q})"


def undefined() -> Fraction:
    """Stands where a choice of exact fractions has no value."""
    raise ArithmeticError


def sign(x: float) -> float:
    return float((x > 0) - (x < 0)) if x == x else x


def step(x: float) -> float:
    """Heaviside's function, one half at the jump."""
    return 0.5 * (sign(x) + 1.0)


def maximum(a: float, b: float) -> float:
    return a if a >= b or a != a else b


def minimum(a: float, b: float) -> float:
    return a if a <= b or a != a else b


def log_add(a: float, b: float) -> float:
    """log(exp(a) + exp(b))."""
    high, low = (a, b) if a >= b else (b, a)
    return high + math.log1p(math.exp(low - high)) if low < high else a + LOG_2


def log_cosh(x: float) -> float:
    """log(cosh(x)), near zero by cosh(x) = 1 + 2*sinh(x/2)^2."""
    size = abs(x)
    if size < 1.0:
        return math.log1p(2.0 * math.sinh(x / 2.0) ** 2)
    return size + math.log1p(math.exp(-2.0 * size)) - LOG_2


def log_cosh_of_array(x: Any) -> Any:
    size = np.abs(x)
    near = np.log1p(2.0 * np.sinh(np.minimum(size, 1.0) / 2.0) ** 2)
    return np.where(size < 1.0, near, size + np.log1p(np.exp(-2.0 * size)) - LOG_2)


def step_of_array(x: Any) -> Any:
    return 0.5 * (np.sign(x) + 1.0)


LOG_2: Final = math.log(2.0)
NAMES: Final[dict[Any, str]] = {
    sp.exp: "exp",
    sp.log: "log",
    sp.sin: "sin",
    sp.cos: "cos",
    sp.tan: "tan",
    sp.asin: "asin",
    sp.acos: "acos",
    sp.atan: "atan",
    sp.atan2: "atan2",
    sp.sinh: "sinh",
    sp.cosh: "cosh",
    sp.tanh: "tanh",
    sp.asinh: "asinh",
    sp.acosh: "acosh",
    sp.atanh: "atanh",
    sp.Abs: "fabs",
    sp.sign: "sign",
    sp.floor: "floor",
    sp.Heaviside: "step",
    sp.Max: "maximum",
    sp.Min: "minimum",
}
ARITHMETIC: Final = ("sqrt", "power", "log1p", "expm1", "log_add", "log_cosh")
OWN: Final[dict[str, Callable[..., float]]] = {
    "sign": sign,
    "step": step,
    "maximum": maximum,
    "minimum": minimum,
    "power": math.pow,
    "log_add": log_add,
    "log_cosh": log_cosh,
}
OF_ARRAYS: Final = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "atan2": "arctan2",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
    "log_add": "logaddexp",
}
OWN_OF_ARRAYS: Final = {"step": step_of_array, "log_cosh": log_cosh_of_array}
ALL: Final = (*NAMES.values(), *ARITHMETIC)
CONSTANTS: Final = {"inf": math.inf, "nan": math.nan}

SCALARS: Final = CodeTarget(
    NAMES,
    "({1} if {0} else {2})",
    " and ",
    " or ",
    "(not {})",
    nearest_float,
    CONSTANTS | {name: OWN[name] if name in OWN else getattr(math, name) for name in ALL},
)
ARRAYS: Final = CodeTarget(
    NAMES,
    "where({0}, {1}, {2})",
    " & ",
    " | ",
    "(~{})",
    nearest_float,
    CONSTANTS
    | {name: getattr(np, OF_ARRAYS.get(name, name), None) for name in (*ALL, "where")}
    | OWN_OF_ARRAYS,
)
FRACTIONS: Final = CodeTarget(
    {sp.Abs: "abs", sp.Max: "max", sp.Min: "min", sp.floor: "floor"},
    SCALARS.choose,
    SCALARS.both,
    SCALARS.either,
    SCALARS.neither,
    fraction,
    {
        "abs": abs,
        "max": max,
        "min": min,
        "floor": math.floor,
        "Fraction": Fraction,
        "undefined": undefined,
    },
)
# The page's own arithmetic: what stands behind each name, in its language.
IN_SCRIPT: Final = {
    "fabs": "Math.abs",
    "power": "Math.pow",
    "maximum": "Math.max",
    "minimum": "Math.min",
    "step": "x => 0.5 * (Math.sign(x) + 1)",
    "log_add": "(a, b) => a === b ? a + Math.LN2 : "
    "Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))",
    "log_cosh": "x => Math.abs(x) < 1 ? Math.log1p(2 * Math.sinh(x / 2) ** 2) : "
    "Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2",
    "inf": "Infinity",
    "nan": "NaN",
    "True": "true",
    "False": "false",
}
SCRIPT: Final = CodeTarget(
    NAMES,
    "({0} ? {1} : {2})",
    " && ",
    " || ",
    "(!{0})",
    nearest_float,
    {name: f"Math.{name}" for name in ALL} | IN_SCRIPT,
    "power({0}, {1})",
)
