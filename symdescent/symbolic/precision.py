"""A formula and points of floats go in, what holds there at 50 digits comes out, as floats."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import sympy as sp
from sympy import Expr, Symbol

from symdescent.numeric.evaluation import Array
from symdescent.symbolic.derivation import Derivation
from symdescent.symbolic.sharing import subexpressions

DIGITS = 50
LARGEST = 2000  # subexpressions; beyond that 50 digits take longer than they are worth

Point = Sequence[float]


def is_small(expression: Expr) -> bool:
    """Whether 50 digits are worth their time."""
    return all(i < LARGEST for i, _ in zip(count(), subexpressions([expression]), strict=False))


def evaluate(expression: Expr, variables: Sequence[Symbol], point: Point) -> Expr:
    """The expression at the very floats given, to 50 digits."""
    values = {x: sp.Float(value, DIGITS + 10) for x, value in zip(variables, point, strict=True)}
    return expression.evalf(DIGITS, subs=values)


def excess(derivation: Derivation, point: Point, value: Expr) -> float:
    """How far L lies above an exact value at a point: the sign holds, whatever the size."""
    formula = derivation.formula
    gap = evaluate(formula.expression, formula.variables, point) - value.evalf(DIGITS)
    return as_float(gap)


def gradient_error(derivation: Derivation, point: Point, compiled: Point, scale: float) -> float:
    """The largest error of the compiled gradient at a point, relative to a size of gradients."""
    variables = derivation.formula.variables
    exact = [evaluate(slope, variables, point) for slope in derivation.gradient]
    errors = [abs(as_float(e - sp.Float(c, DIGITS))) for e, c in zip(exact, compiled, strict=True)]
    return max(errors) / scale


def as_float(number: Expr) -> float:
    """The nearest float; nan for what is not real."""
    try:
        return float(number)
    except TypeError:
        return float("nan")


@dataclass(frozen=True)
class Nearest:
    """The exact minimiser nearest to a point: its coordinates, also as floats, and how far."""

    exact: tuple[Expr, ...]
    floats: tuple[float, ...]
    distance: float


def nearest(
    points: Sequence[tuple[Expr, ...]], parameters: Sequence[str], point: Point
) -> Nearest | None:
    """The nearest of the exact points; in a family, of the members linear in its parameters."""
    found = [near(exact, parameters, point) for exact in points]
    known = [member for member in found if member]
    return min(known, key=lambda member: member.distance, default=None)


def near(exact: tuple[Expr, ...], parameters: Sequence[str], point: Point) -> Nearest | None:
    free = sorted({s for x in exact for s in x.free_symbols}, key=lambda symbol: str(symbol.name))
    if not free:
        return member(exact, point)
    if any(sp.diff(x, s, r) != 0 for x in exact for s in free for r in free):
        return None
    values = fitted(exact, free, point)
    integers = [round(v) if s.is_integer else v for s, v in zip(free, values, strict=True)]
    chosen = dict(zip(free, map(sp.Rational, integers), strict=True))
    return member(tuple(x.xreplace(chosen) for x in exact), point)


def fitted(exact: tuple[Expr, ...], free: Sequence[Symbol], point: Point) -> list[float]:
    """The parameters of the member of a linear family that lies nearest (least squares)."""
    base = floats([x.xreplace(dict.fromkeys(free, sp.S.Zero)) for x in exact])
    columns = np.array([floats([sp.diff(x, s) for x in exact]) for s in free]).T
    values = np.linalg.lstsq(columns, np.array(point) - base, rcond=None)[0]
    noise = 1e-13 * (1 + float(np.abs(point).max()))
    return [0.0 if abs(value) < noise else value for value in values.tolist()]


def member(exact: tuple[Expr, ...], point: Point) -> Nearest:
    gaps = [x.evalf(DIGITS) - sp.Float(v, DIGITS) for x, v in zip(exact, point, strict=True)]
    distance = as_float(sp.sqrt(sp.Add(*[gap**2 for gap in gaps])))
    return Nearest(exact, tuple(floats(exact).tolist()), distance)


def floats(exact: Sequence[Expr]) -> Array:
    return np.array([as_float(x.evalf(30)) for x in exact])
