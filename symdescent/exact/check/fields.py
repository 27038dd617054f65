"""A problem goes in; its function, slopes and ends come out, ready for boxes of doubles."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import numpy as np
import sympy
from sympy import Expr, Rational, Symbol

from symdescent.exact.check.arrays import Array
from symdescent.exact.check.differentiation import derivative
from symdescent.exact.check.refusal import Unfollowed
from symdescent.exact.problem import Problem

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
