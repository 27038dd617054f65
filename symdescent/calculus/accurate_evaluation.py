"""What holds at points of floats, at 50 digits: values, errors of gradients, nearest minima."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

import numpy as np
import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.gradient import Derivation
from symdescent.calculus.subexpressions import subexpressions
from symdescent.numeric.objective import Array

NUMBER = r"[+-]?\d+(?:\.\d+|/\d+)?"
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`; `open_low` and `open_high`: whether that end itself is left out."""

    low: Fraction | None = None
    high: Fraction | None = None
    open_low: bool = False
    open_high: bool = False

    def clip(self, value: float, whole: bool = False) -> float | None:
        """The nearest number allowed (whole: integer); None where an open end leaves none."""
        low = -math.inf if self.low is None else float(self.low)
        high = math.inf if self.high is None else float(self.high)
        if whole:
            return float(round(min(max(value, low), high)))
        if (value <= low and self.open_low) or (value >= high and self.open_high):
            return None
        return min(max(value, low), high)


def interval(words: str, name: str) -> Interval | None:
    """The interval of `0 <= t <= 1`, `t < 2`, `any real number`; None for ends that are no plain
    numbers.

    >>> interval("t < 1/2", "t")
    Interval(low=None, high=Fraction(1, 2), open_low=False, open_high=True)
    """
    if "<" not in words and ">" not in words:
        return Interval()
    pattern = rf"(?:({NUMBER}) *([<>]=?) *)?{re.escape(name)}(?: *([<>]=?) *({NUMBER}))?"
    found = re.fullmatch(pattern, words.strip())
    if not found:
        return None
    before, left, right, after = found.groups()
    ends = [(FLIPPED[left], before)] if left else []
    return bounded([*ends, (right, after)] if right else ends)


def bounded(ends: list[tuple[str, str]]) -> Interval:
    """The interval of relations `t < number`."""
    lows = [(Fraction(end), sign == ">") for sign, end in ends if sign[0] == ">"]
    highs = [(Fraction(end), sign == "<") for sign, end in ends if sign[0] == "<"]
    low, open_low = lows[0] if lows else (None, False)
    high, open_high = highs[0] if highs else (None, False)
    return Interval(low, high, open_low, open_high)


DIGITS = 50
LARGEST = 2000  # subexpressions; beyond that 50 digits take longer than they are worth

KINKED = (sp.Abs, sp.Max, sp.Min, sp.sign, sp.Piecewise, sp.Heaviside, sp.floor, sp.ceiling)

Point = Sequence[float]
Ranges = Mapping[str, str]  # a parameter's name, and its range in words


def is_small(expression: Expr) -> bool:
    """Whether 50 digits are worth their time."""
    return all(i < LARGEST for i, _ in zip(count(), subexpressions([expression]), strict=False))


def evaluate(expression: Expr, variables: Sequence[Symbol], point: Point) -> Expr:
    """The expression at the very floats given, to 50 digits."""
    values = {x: sp.Float(value, DIGITS + 10) for x, value in zip(variables, point, strict=True)}
    try:
        return expression.evalf(DIGITS, subs=values)
    except ValueError:  # of max and min sympy compares no zero that it has rounded
        exact = {x: sp.Rational(value) for x, value in values.items()}
        return expression.xreplace(exact).evalf(DIGITS)


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
    """The exact minimiser nearest to a point: its coordinates, also as floats, and how far.

    In a family `exact` has its parameters rounded for the eye; `floats` and `distance` do not.
    """

    exact: tuple[Expr, ...]
    floats: tuple[float, ...]
    distance: float


def nearest(
    points: Sequence[tuple[Expr, ...]], parameters: Sequence[str] | Ranges, point: Point
) -> Nearest | None:
    """The nearest of the exact points; in a family, of the members linear in its parameters.

    `parameters`: their names, or each with its range in words, which members then keep to.
    """
    ranges = parameters if isinstance(parameters, Mapping) else {}
    found = [near(exact, ranges, point) for exact in points]
    known = [member for member in found if member]
    return min(known, key=lambda member: member.distance, default=None)


def near(exact: tuple[Expr, ...], ranges: Ranges, point: Point) -> Nearest | None:
    free = sorted({s for x in exact for s in x.free_symbols}, key=lambda symbol: str(symbol.name))
    if not free:
        return member(exact, exact, point)
    if any(sp.diff(x, s, r) != 0 for x in exact for s in free for r in free):
        return None
    values = [
        allowed(symbol, ranges, value)
        for symbol, value in zip(free, fitted(exact, free, point), strict=True)
    ]
    kept = [value for value in values if value is not None]
    if len(kept) < len(values):
        return None
    true, shown = (dict(zip(free, numbers, strict=True)) for numbers in (kept, map(neat, kept)))
    return member(filled(exact, shown), filled(exact, true), point)


def allowed(symbol: Symbol, ranges: Ranges, value: float) -> Expr | None:
    """The nearest number that a parameter may take, as a rational; None where that is unknown."""
    name = str(symbol.name)
    within = interval(ranges.get(name, ""), name)
    chosen = within.clip(value, bool(symbol.is_integer)) if within else None
    return None if chosen is None else sp.Rational(chosen)


def neat(value: Expr) -> Expr:
    """A fitted parameter without the noise of floats: a short fraction, else twelve digits."""
    close = sp.Rational(value).limit_denominator(10**6)
    if abs(close - value) <= abs(value) * sp.Rational(1, 10**9):
        return close
    return sp.Rational(f"{float(value):.12g}")


def filled(exact: tuple[Expr, ...], values: Mapping[Symbol, Expr]) -> tuple[Expr, ...]:
    return tuple(x.xreplace(values) for x in exact)


def fitted(exact: tuple[Expr, ...], free: Sequence[Symbol], point: Point) -> list[float]:
    """The parameters of the member of a linear family that lies nearest (least squares)."""
    base = floats([x.xreplace(dict.fromkeys(free, sp.S.Zero)) for x in exact])
    columns = np.array([floats([sp.diff(x, s) for x in exact]) for s in free]).T
    values = np.linalg.lstsq(columns, np.array(point) - base, rcond=None)[0]
    noise = 1e-13 * (1 + float(np.abs(point).max()))
    return [0.0 if abs(value) < noise else value for value in values.tolist()]


def member(shown: tuple[Expr, ...], exact: tuple[Expr, ...], point: Point) -> Nearest:
    gaps = [x.evalf(DIGITS) - sp.Float(v, DIGITS) for x, v in zip(exact, point, strict=True)]
    distance = as_float(sp.sqrt(sp.Add(*[gap**2 for gap in gaps])))
    return Nearest(shown, tuple(floats(exact).tolist()), distance)


def is_smooth(expression: Expr) -> bool:
    """Whether nothing in it may have a kink or a jump, so that a Hessian says what it should."""
    return not any(isinstance(node, KINKED) for node in subexpressions([expression]))


def floats(exact: Sequence[Expr]) -> Array:
    return np.array([as_float(x.evalf(30)) for x in exact])
