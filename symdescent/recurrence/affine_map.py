"""A step that is affine in the state, as a matrix and a shift of exact numbers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from typing import Final

from sympy import Expr, Symbol

from symdescent.calculus.rule_step import Update

MOST_VARIABLES: Final = 6
MOST_STATE: Final = 24
MOST_LINES: Final = 200
MOST_POWER: Final = 64  # of a number in a rule
Row = tuple[Fraction, ...]


@dataclass(frozen=True)
class AffineMap:
    """s -> matrix s + shift for the state s = (x, memory), over the rationals.

    `matrix` (N, N), `shift` (N,), N = n + the memory; the gradient is `hessian` (n, n) times x
    plus `slope` (n,).
    """

    matrix: tuple[Row, ...]
    shift: Row
    hessian: tuple[Row, ...]
    slope: Row

    @property
    def n(self) -> int:
        """How many coordinates x has."""
        return len(self.hessian)

    def after(self, state: Sequence[Fraction]) -> Row:
        """The next state."""
        return tuple(dot(row, state) + c for row, c in zip(self.matrix, self.shift, strict=True))

    def gradient(self, point: Sequence[Fraction]) -> Row:
        """The gradient at a point (n,)."""
        return tuple(dot(row, point) + c for row, c in zip(self.hessian, self.slope, strict=True))


@dataclass(frozen=True)
class Form:
    """constant + sum of factors[symbol] symbol."""

    factors: dict[Symbol, Fraction]
    constant: Fraction = Fraction(0)

    def row(self, symbols: Sequence[Symbol]) -> Row:
        """The factors of some symbols."""
        return tuple(self.factors.get(symbol, Fraction(0)) for symbol in symbols)


def affine_map(update: Update) -> AffineMap | None:
    """The map of a step; None where it is not affine with rational numbers and constant in t."""
    *state, _ = update.inputs
    if not is_plain(update, len(state)):
        return None
    known: dict[Symbol, Form | None] = {symbol: Form({symbol: Fraction(1)}) for symbol in state}
    for symbol, expression in update.assignments:
        known[symbol] = None if symbol == update.outputs[0] else form(expression, known)
    forms = [form(output, known) for output in update.outputs[1:]]
    sure = [found for found in forms if found is not None]
    if len(sure) < len(forms):
        return None
    n = update.answer.stop
    slopes, after = sure[:n], sure[n:]
    return AffineMap(
        tuple(f.row(state) for f in after),
        tuple(f.constant for f in after),
        tuple(f.row(state[:n]) for f in slopes),
        tuple(f.constant for f in slopes),
    )


def is_plain(update: Update, size: int) -> bool:
    """Whether a step is small enough to look at, and answers with the point it steps on."""
    n = len(update.outputs) - 1 - size
    short = size <= MOST_STATE and len(update.assignments) <= MOST_LINES
    steps_on_x = update.answer == slice(0, n) and n <= MOST_VARIABLES
    return short and steps_on_x and not update.noise and not update.free


def form(expression: Expr, known: Mapping[Symbol, Form | None]) -> Form | None:
    """The expression as a linear form of the state and a constant, read off without expanding."""
    if expression.is_Rational:
        return Form({}, Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return known.get(expression)
    if expression.is_Add or expression.is_Mul:
        parts = takewhile(lambda part: part is not None, (form(p, known) for p in expression.args))
        sure = [part for part in parts if part is not None]
        if len(sure) < len(expression.args):
            return None
        return total(sure) if expression.is_Add else product(sure)
    return raised(expression, known) if expression.is_Pow else None


def total(parts: Sequence[Form]) -> Form:
    factors: dict[Symbol, Fraction] = {}
    for part in parts:
        for symbol, value in part.factors.items():
            factors[symbol] = factors.get(symbol, Fraction(0)) + value
    kept = {symbol: value for symbol, value in factors.items() if value}
    return Form(kept, sum((part.constant for part in parts), Fraction(0)))


def product(parts: Sequence[Form]) -> Form | None:
    """A product in which at most one factor is no number."""
    scale = math.prod((part.constant for part in parts if not part.factors), start=Fraction(1))
    moving = [part for part in parts if part.factors] if scale else []
    if len(moving) > 1:
        return None
    base = moving[0] if moving else Form({}, Fraction(1))
    scaled = {symbol: scale * value for symbol, value in base.factors.items()}
    return Form(scaled, scale * base.constant)


def raised(expression: Expr, known: Mapping[Symbol, Form | None]) -> Form | None:
    """A small whole power of a number."""
    base, exponent = form(expression.base, known), expression.exp
    if base is None or base.factors or not exponent.is_Integer or abs(exponent) > MOST_POWER:
        return None
    if not base.constant and exponent < 0:
        return None
    return Form({}, base.constant ** int(exponent))


def dot(row: Sequence[Fraction], values: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(row, values, strict=True)), Fraction(0))
