"""A function and its slopes over many boxes of doubles at once, rounded outwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.proofs.kernel.balls import ball, fraction
from symdescent.proofs.kernel.certificates import Unfollowed
from symdescent.proofs.kernel.differentiation import derivative
from symdescent.proofs.kernel.statement import Problem

Array = NDArray[np.float64]
Pair = tuple[Array, Array]
WIDE: Final = 16 * 2.0**-53
SMALL: Final = 1e-300
BIG: Final = 1e300
FARTHEST: Final = 1e6  # of an angle
SHARE: Final = 1e-13  # by which a rounded exponent changes a power, at most


class Boxes:
    """Boxes of shape (boxes, letters), and what is known of the expressions over them.

    `sure`: where every expression that was asked for is defined, and has the slopes it seems to.
    """

    def __init__(self, letters: Sequence[Symbol], low: Array, high: Array) -> None:
        self.known: dict[Any, Pair] = {v: (low[:, i], high[:, i]) for i, v in enumerate(letters)}
        self.size = len(low)
        self.sure = np.ones(self.size, dtype=bool)

    def of(self, node: Any) -> Pair:
        """The ends of the values of an expression; Unfollowed for a function without a rule."""
        if node not in self.known:
            with np.errstate(all="ignore"):
                self.known[node] = self._found(node)
        return self.known[node]

    def _found(self, node: Any) -> Pair:
        if not node.free_symbols:
            low, high = constant(node)
            return np.full(self.size, low), np.full(self.size, high)
        if isinstance(node, Pow) and node.base is not sympy.E:
            return self._power(self.of(node.base), node.exp)
        parts = [self.of(part) for part in node.args if part is not sympy.E]
        if isinstance(node, Add | Mul):
            total = parts[0]
            for part in parts[1:]:
                total = summed(total, part) if isinstance(node, Add) else product(total, part)
            return total
        kind = sympy.exp if isinstance(node, Pow) else type(node)
        if kind not in RULES:
            raise Unfollowed(f"this check does not enclose {kind.__name__}")
        return RULES[kind](parts[0], self.sure)

    def _power(self, base: Pair, exponent: Expr) -> Pair:
        if not isinstance(exponent, Rational):
            raise Unfollowed("this check does not enclose a variable power")
        if not isinstance(exponent, Integer):
            np.logical_and(self.sure, base[0] > 0, out=self.sure)
            base = np.maximum(base[0], 0.0), np.maximum(base[1], 0.0)
        size = abs(float(exponent))
        found = even(base, size) if exponent.p % 2 == 0 else raised(base, size)
        return found if exponent > 0 else inverse(found, self.sure)


def constant(node: Expr) -> tuple[float, float]:
    """Doubles below and above a number."""
    found = ball(node, 90)
    middle, radius = fraction(found.middle), fraction(found.radius)
    low, high = float(middle - radius), float(middle + radius)
    if isinstance(node, Rational) and fraction_of(low) == node:
        return low, low
    return float(np.nextafter(low, -np.inf)), float(np.nextafter(high, np.inf))


def fraction_of(number: float) -> Rational:
    return Rational(*number.as_integer_ratio())


def widened(low: Array, high: Array) -> Pair:
    """The ends moved outwards, by more than was lost; an end that is no number becomes infinite."""
    low = np.where(np.isnan(low), -np.inf, np.minimum(low, BIG))
    high = np.where(np.isnan(high), np.inf, np.maximum(high, -BIG))
    low = np.where(np.isneginf(low), low, low - np.abs(low) * WIDE - SMALL)
    high = np.where(np.isposinf(high), high, high + np.abs(high) * WIDE + SMALL)
    return low, high


def summed(a: Pair, b: Pair) -> Pair:
    return widened(a[0] + b[0], a[1] + b[1])


def product(a: Pair, b: Pair) -> Pair:
    ends = np.stack([x * y for x in a for y in b])
    nought = np.stack([(x == 0) | (y == 0) for x in a for y in b])
    ends = np.where(nought, 0.0, ends)  # an infinite end is the limit of real numbers
    low, high = widened(np.min(ends, axis=0), np.max(ends, axis=0))
    above = (a[0] >= 0) & (b[0] >= 0) | (a[1] <= 0) & (b[1] <= 0)
    below = (a[0] >= 0) & (b[1] <= 0) | (a[1] <= 0) & (b[0] >= 0)
    return np.where(above, np.maximum(low, 0.0), low), np.where(below, np.minimum(high, 0.0), high)


def sized(x: Pair) -> Pair:
    """The least and the greatest distance from zero."""
    far = np.maximum(np.abs(x[0]), np.abs(x[1]))
    near = np.where((x[0] <= 0) & (x[1] >= 0), 0.0, np.minimum(np.abs(x[0]), np.abs(x[1])))
    return near, far


def even(x: Pair, exponent: float) -> Pair:
    """|x|^e."""
    near, far = sized(x)
    low, high = np.power(near, exponent), np.power(far, exponent)
    low, high = widened(low * (1 - SHARE), high * (1 + SHARE))
    return np.maximum(low, 0.0), high


def raised(x: Pair, exponent: float) -> Pair:
    """sign(x) |x|^e: odd powers, and roots of what is not negative."""
    if exponent == 1:
        return x
    low, high = (np.sign(end) * np.power(np.abs(end), exponent) for end in x)
    low, high = widened(low - np.abs(low) * SHARE, high + np.abs(high) * SHARE)
    return np.where(x[0] >= 0, np.maximum(low, 0.0), low), np.where(
        x[1] <= 0, np.minimum(high, 0.0), high
    )


def inverse(x: Pair, sure: NDArray[np.bool_]) -> Pair:
    """1/x; where x may be zero nothing is sure."""
    apart = (x[0] > 0) | (x[1] < 0)
    np.logical_and(sure, apart, out=sure)
    low, high = widened(1.0 / x[1], 1.0 / x[0])
    low, high = (
        np.where(x[0] > 0, np.maximum(low, 0.0), low),
        np.where(x[1] < 0, np.minimum(high, 0.0), high),
    )
    positive = (x[0] >= 0) & ~apart  # 0 only as an end: what is left is above 1/high
    return np.where(apart | positive, low, -np.inf), np.where(apart, high, np.inf)


def rising(
    function: Callable[[Array], Array], least: float = -np.inf, most: float = np.inf
) -> Callable[[Pair, Any], Pair]:
    """The rule of an increasing function with values between two bounds."""

    def rule(x: Pair, _sure: Any) -> Pair:
        low, high = widened(function(x[0]), function(x[1]))
        return np.clip(low, least, most), np.clip(high, least, most)

    return rule


def logarithm(x: Pair, sure: NDArray[np.bool_]) -> Pair:
    np.logical_and(sure, x[0] > 0, out=sure)
    low = np.where(x[0] > 0, np.log(np.maximum(x[0], 5e-324)), -np.inf)
    high = np.where(x[1] > 0, np.log(np.maximum(x[1], 5e-324)), -np.inf)
    return widened(low, high)


def cosine(x: Pair, _sure: Any) -> Pair:
    return wave(x, np.cos, 0.0)


def sine(x: Pair, _sure: Any) -> Pair:
    return wave(x, np.sin, 0.5)


def wave(x: Pair, function: Callable[[Array], Array], shift: float) -> Pair:
    """1 is taken at (2k + shift) pi, -1 at (2k + 1 + shift) pi; the count errs on the wide side."""
    near = (np.abs(x[0]) < FARTHEST) & (np.abs(x[1]) < FARTHEST)
    first, last = (np.where(near, end, 0.0) / (2 * np.pi) - shift / 2 for end in x)
    tops = np.floor(last + 1e-9) >= np.ceil(first - 1e-9)
    floors = np.floor(last - 0.5 + 1e-9) >= np.ceil(first - 0.5 - 1e-9)
    ends = [function(np.where(near, end, 0.0)) for end in x]
    low = np.where(floors | ~near, -1.0, np.minimum(*ends) - 2.0**-46)
    high = np.where(tops | ~near, 1.0, np.maximum(*ends) + 2.0**-46)
    return np.maximum(low, -1.0), np.minimum(high, 1.0)


def tangent(x: Pair, sure: NDArray[np.bool_]) -> Pair:
    return product(sine(x, sure), inverse(cosine(x, sure), sure))


def arc_sine(x: Pair, sure: NDArray[np.bool_]) -> Pair:
    np.logical_and(sure, (x[0] > -1) & (x[1] < 1), out=sure)
    return widened(np.arcsin(np.clip(x[0], -1, 1)), np.arcsin(np.clip(x[1], -1, 1)))


def arc_cosine(x: Pair, sure: NDArray[np.bool_]) -> Pair:
    np.logical_and(sure, (x[0] > -1) & (x[1] < 1), out=sure)
    return widened(np.arccos(np.clip(x[1], -1, 1)), np.arccos(np.clip(x[0], -1, 1)))


def hyperbolic_cosine(x: Pair, _sure: Any) -> Pair:
    near, far = sized(x)
    low, high = widened(np.cosh(near), np.cosh(far))
    return np.maximum(low, 1.0), high


def signed(x: Pair, _sure: Any) -> Pair:
    """The slope of |x|: where x may be zero, all of [-1, 1]."""
    return np.where(x[0] > 0, 1.0, -1.0), np.where(x[1] < 0, -1.0, 1.0)


RULES: Final[dict[Any, Callable[[Pair, NDArray[np.bool_]], Pair]]] = {
    sympy.exp: rising(np.exp, 0.0),
    sympy.log: logarithm,
    sympy.sin: sine,
    sympy.cos: cosine,
    sympy.tan: tangent,
    sympy.atan: rising(np.arctan, -1.5707963267948968, 1.5707963267948968),
    sympy.asin: arc_sine,
    sympy.acos: arc_cosine,
    sympy.sinh: rising(np.sinh),
    sympy.cosh: hyperbolic_cosine,
    sympy.tanh: rising(np.tanh, -1.0, 1.0),
    sympy.Abs: lambda x, _: sized(x),
    sympy.sign: signed,
}


MOST_LETTERS: Final = 6


@dataclass(frozen=True)
class Field:
    """The function with its slopes and bends, and the ends of the problem's box in doubles.

    The exact low end of each letter lies in [low, low_in], the high one in [high_in, high].
    """

    function: Expr
    letters: tuple[Symbol, ...]
    slopes: tuple[Expr, ...]
    low: Array
    low_in: Array
    high_in: Array
    high: Array


def field_of(problem: Problem) -> Field:
    """The function made ready; Unfollowed where there is no rule for it."""
    if len(problem.variables) > MOST_LETTERS:
        raise Unfollowed("too many letters for boxes")
    plain = _without_choices(problem.expression)
    ends = [(*_around(low, -np.inf), *_around(high, np.inf)) for low, high in problem.box]
    low, low_in, high_in, high = (np.array(column) for column in zip(*ends, strict=True))
    if not np.all(low_in < high_in):
        raise Unfollowed("a side of the box is too short")
    slopes = tuple(slope(plain, v) for v in problem.variables)
    return Field(plain, problem.variables, slopes, low, low_in, high_in, high)


def _without_choices(node: Any) -> Any:
    """max(a, b) = (a + b + |a - b|)/2, and the like for min."""
    if not node.has(sympy.Max, sympy.Min):
        return node
    parts = [_without_choices(part) for part in node.args]
    if not isinstance(node, sympy.Max | sympy.Min):
        return node.func(*parts)
    side, total = (1 if isinstance(node, sympy.Max) else -1), parts[0]
    for part in parts[1:]:
        total = (total + part + side * sympy.Abs(total - part)) / 2
    return total


@lru_cache(maxsize=2000)
def slope(node: Expr, letter: Symbol) -> Expr:
    """The derivative, with sign(u) for that of |u|."""
    if node.has(sympy.sign, sympy.floor, sympy.ceiling, sympy.Piecewise):
        raise Unfollowed("the function may jump")
    kinks = sorted(node.atoms(sympy.Abs), key=lambda a: int(sympy.count_ops(a)))
    found = derivative(node, letter) if not kinks else _kinked(node, letter, kinks)
    return found


def _kinked(node: Expr, letter: Symbol, kinks: list[Expr]) -> Expr:
    """By the chain rule through |u|, which the rules of smooth functions take for a letter."""
    names = {a: sympy.Dummy(f"a{i}", real=True) for i, a in enumerate(kinks)}
    order = list(reversed(kinks))
    outer = node
    for a in order:
        outer = outer.xreplace({a: names[a]})
    back = {name: a for a, name in names.items()}
    total = derivative(outer, letter)
    for a in kinks:
        inner = slope(a.args[0], letter)
        total = total + derivative(outer, names[a]) * sympy.sign(a.args[0]) * inner
    while total.free_symbols & set(back):
        total = total.xreplace(back)
    return total


def _around(end: Expr | None, none: float) -> tuple[float, float]:
    """The doubles next to a rational end."""
    if end is None:
        return none, none
    if not isinstance(end, Rational) or abs(end) > 10**15:
        raise Unfollowed("an end of the box is not a rational number of moderate size")
    near = float(Fraction(int(end.p), int(end.q)))
    if Rational(*near.as_integer_ratio()) == end:
        return near, near
    below = near if Rational(*near.as_integer_ratio()) < end else float(np.nextafter(near, -np.inf))
    return below, float(np.nextafter(below, np.inf))
