"""An Update goes in; where it is affine in the state, its matrix and shift come out, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import sympy as sp
from sympy import Expr, Poly, Symbol
from sympy.polys.polyerrors import BasePolynomialError

from symdescent.symbolic.update import Update

MOST_VARIABLES: Final = 6
MOST_STATE: Final = 24
MOST_LINES: Final = 200
DEEPEST: Final = 4  # degree of what is expanded in search of a linear form
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


def form(expression: Expr, known: dict[Symbol, Form | None]) -> Form | None:
    """The expression as a linear form of the state and a constant."""
    numbers = {s: f.constant for s, f in known.items() if f is not None and not f.factors}
    put = expression.xreplace(
        {s: sp.Rational(v.numerator, v.denominator) for s, v in numbers.items()}
    )
    used = sorted(put.free_symbols, key=str)
    inner = [known.get(symbol) for symbol in used]
    if None in inner or degree(put) > DEEPEST:
        return None
    terms = linear_terms(put, used)
    if terms is None:
        return None
    return combined(terms, [found for found in inner if found is not None])


def linear_terms(
    expression: Expr, used: Sequence[Symbol]
) -> tuple[list[Fraction], Fraction] | None:
    """The factors of the symbols and the constant; None where it is not linear over QQ."""
    if not used:
        rational = expression.is_Rational
        return ([], Fraction(int(expression.p), int(expression.q))) if rational else None
    try:
        poly = Poly(expression, *used, domain=sp.QQ)
    except BasePolynomialError:
        return None
    factors, constant = [Fraction(0)] * len(used), Fraction(0)
    for powers, number in poly.terms():
        value = Fraction(int(number.p), int(number.q))
        if sum(powers) > 1:
            return None
        if sum(powers):
            factors[powers.index(1)] = value
        else:
            constant = value
    return factors, constant


def combined(terms: tuple[list[Fraction], Fraction], inner: Sequence[Form]) -> Form:
    factors, constant = terms
    total: dict[Symbol, Fraction] = {}
    for factor, part in zip(factors, inner, strict=True):
        constant += factor * part.constant
        for symbol, value in part.factors.items():
            total[symbol] = total.get(symbol, Fraction(0)) + factor * value
    return Form({symbol: value for symbol, value in total.items() if value}, constant)


def degree(expression: Expr) -> float:
    """A bound on the degree as a polynomial, without expanding; inf for what is none."""
    if not expression.free_symbols:
        return 0
    if expression.is_Symbol:
        return 1
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 0:
        return degree(expression.base) * float(expression.exp)
    parts = [degree(part) for part in expression.args]
    if expression.is_Add:
        return max(parts)
    return sum(parts) if expression.is_Mul else float("inf")


def dot(row: Sequence[Fraction], values: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(row, values, strict=True)), Fraction(0))
