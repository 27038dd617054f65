"""Matrices that the Hessian of an expression surely lies between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import sympy as sp
from sympy import Add, Expr, Integer, Pow, Rational, Symbol, sqrt

from symdescent.calculus.formula import Formula
from symdescent.proofs.enclosure import sign_of
from symdescent.proofs.kernel.convexity import affine
from symdescent.proofs.kernel.range_bounds import Range
from symdescent.proofs.problem import Sides
from symdescent.proofs.ranges import Box, defined_everywhere, range_of
from symdescent.proofs.spectrum import Spectrum, eigenvalues

MOST_VARIABLES: Final = 12
MOST_TERMS: Final = 60
Vector = tuple[Expr, ...]


@dataclass(frozen=True)
class Bent:
    """low v v^T <= H <= high v v^T, added up over some vectors."""

    low: Expr
    high: Expr
    vectors: tuple[Vector, ...]


@dataclass(frozen=True)
class Bounds:
    """least <= every curvature <= most, proved."""

    least: Expr
    most: Expr


def bent(formula: Formula, sides: Sides) -> Bounds | None:
    """Bounds for the curvatures of a formula over a box with sides (low, high)."""
    pairs = zip(formula.variables, sides, strict=True)
    box = {x: Range(end(low), end(high)) for x, (low, high) in pairs}
    return bounds(formula.expression, formula.variables, box)


def end(bound: Fraction | None) -> Expr | None:
    return None if bound is None else Rational(bound.numerator, bound.denominator)


def bounds(expression: Expr, variables: Sequence[Symbol], box: Box) -> Bounds | None:
    """Bounds for the curvatures of L over the box; None where no upper one is found."""
    terms = Add.make_args(expression)
    if len(variables) > MOST_VARIABLES or len(terms) > MOST_TERMS:
        return None
    low, high = sp.zeros(len(variables)), sp.zeros(len(variables))
    for term in terms:
        ends = known_function(term, variables) or enclosed(term, variables, box)
        if ends is None:
            return None
        low, high = low + ends[0], high + ends[1]
    return between(low, high)


def between(low: Any, high: Any) -> Bounds | None:
    most = extreme(high, largest=True)
    least = extreme(low, largest=False)
    return Bounds(least, most) if sign_of(most) == 1 else None


def extreme(matrix: Any, largest: bool) -> Expr:
    """The last eigenvalue if it has a short name, else a bound by sums of rows (Gershgorin)."""
    found: Spectrum | None = None
    if all(entry.is_Rational for entry in matrix) or len(matrix) == 1:
        found = eigenvalues(matrix.tolist())
    if found and found.exact and not any(v.has(sp.CRootOf) for v in found.values):
        return found.values[-1 if largest else 0]
    side = 1 if largest else -1
    ends = [
        matrix[i, i] + side * Add(*(abs(matrix[i, j]) for j in range(matrix.cols) if j != i))
        for i in range(matrix.rows)
    ]
    return max(ends, key=float) if largest else min(ends, key=float)


def known_function(term: Expr, variables: Sequence[Symbol]) -> tuple[Any, Any] | None:
    """c phi(a x + b), with phi'' between two numbers."""
    factor, rest = term.as_independent(*variables, as_Add=False)
    sign = sign_of(factor)
    bent = next((found for rule in RULES if (found := rule(rest, variables))), None)
    if not sign or bent is None:
        return None
    whole = sp.zeros(len(variables))
    for vector in bent.vectors:
        whole += sp.Matrix(vector) * sp.Matrix([vector])
    ends = (factor * bent.low * whole, factor * bent.high * whole)
    return ends if sign > 0 else (ends[1], ends[0])


def enclosed(term: Expr, variables: Sequence[Symbol], box: Box) -> tuple[Any, Any] | None:
    """The range of each second derivative; what stands beside the diagonal widens it."""
    size = len(variables)
    if not defined_everywhere(term, box):
        return None
    low, high = sp.zeros(size), sp.zeros(size)
    for i in range(size):
        for j in range(i, size):
            ends = number_ends(range_of(sp.expand(sp.diff(term, variables[i], variables[j])), box))
            if ends is None:
                return None
            place(low, high, (i, j), ends)
    return low, high


def place(low: Any, high: Any, at: tuple[int, int], ends: tuple[Expr, Expr]) -> None:
    """Put the range of one entry into both bounds: its middle in its place, its width beside it."""
    i, j = at
    if i == j:
        low[i, i] += ends[0]
        high[i, i] += ends[1]
        return
    middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2
    for matrix, side in ((low, -1), (high, 1)):
        matrix[i, j] += middle
        matrix[j, i] += middle
        matrix[i, i] += side * half
        matrix[j, j] += side * half


def number_ends(inner: Range) -> tuple[Expr, Expr] | None:
    if inner.low is None or inner.high is None:
        return None
    return inner.low, inner.high


def slope_of(inner: Expr, variables: Sequence[Symbol]) -> Vector | None:
    """The vector a of a x + b; None for what is not affine."""
    if not affine(inner):
        return None
    return tuple(sp.diff(inner, x) for x in variables)


def by_head(node: Expr, variables: Sequence[Symbol]) -> Bent | None:
    """A function in the table, of an affine expression."""
    ends = SECOND.get(type(node))
    vector = slope_of(node.args[0], variables) if ends else None
    return Bent(*ends, (vector,)) if ends and vector else None


def softplus(node: Expr, variables: Sequence[Symbol]) -> Bent | None:
    """log(c exp(u) + d exp(v)) bends along u - v, by at most 1/4."""
    if not isinstance(node, sp.log) or len(parts := Add.make_args(node.args[0])) != 2:
        return None
    exponents = [exponent(part, variables) for part in parts]
    if exponents[0] is None or exponents[1] is None:
        return None
    vector = slope_of(exponents[0] - exponents[1], variables)
    return Bent(Integer(0), Rational(1, 4), (vector,)) if vector else None


def exponent(part: Expr, variables: Sequence[Symbol]) -> Expr | None:
    """The u of c exp(u) with c > 0."""
    factor, rest = part.as_independent(*variables, as_Add=False)
    if sign_of(factor) != 1:
        return None
    if rest == 1:
        return Integer(0)
    return rest.exp if isinstance(rest, sp.exp) else None


def log_cosh(node: Expr, variables: Sequence[Symbol]) -> Bent | None:
    if not isinstance(node, sp.log) or not isinstance(node.args[0], sp.cosh):
        return None
    vector = slope_of(node.args[0].args[0], variables)
    return Bent(Integer(0), Integer(1), (vector,)) if vector else None


def square(node: Expr, variables: Sequence[Symbol]) -> Bent | None:
    if not (isinstance(node, Pow) and node.exp == 2):
        return None
    vector = slope_of(node.base, variables)
    return Bent(Integer(2), Integer(2), (vector,)) if vector else None


def rounded_norm(node: Expr, variables: Sequence[Symbol]) -> Bent | None:
    """sqrt(c + u^2 + v^2 + ...) with c > 0: at most 1/sqrt(c) along each."""
    if not (isinstance(node, Pow) and node.exp == Rational(1, 2)):
        return None
    found = lifted(node.base, variables)
    return Bent(Integer(0), 1 / sqrt(found[0]), found[1]) if found else None


def lifted(inner: Expr, variables: Sequence[Symbol]) -> tuple[Expr, tuple[Vector, ...]] | None:
    """c > 0 and the slopes of u, v, ... in c + u^2 + v^2 + ..."""
    constant, rest = inner.as_independent(*variables, as_Add=True)
    vectors = []
    for part in Add.make_args(rest):
        factor, power = part.as_independent(*variables, as_Add=False)
        inside = slope_of(power.base, variables) if isinstance(power, Pow) else None
        if sign_of(factor) != 1 or inside is None or power.exp != 2:
            return None
        vectors.append(tuple(sqrt(factor) * entry for entry in inside))
    return (constant, tuple(vectors)) if sign_of(constant) == 1 else None


def of_one_square(node: Expr, variables: Sequence[Symbol]) -> Bent | None:
    """log(c + u^2), 1/(c + u^2): their bounds scale with c."""
    inverse = isinstance(node, Pow) and node.exp == -1
    fits = inverse or isinstance(node, sp.log)
    found = lifted(node.args[0], variables) if fits else None
    if found is None or len(found[1]) > 1:
        return None
    c = found[0]
    if inverse:
        return Bent(-2 / c**2, 1 / (2 * c**2), found[1])
    return Bent(-1 / (4 * c), 2 / c, found[1])


def bell(node: Expr, variables: Sequence[Symbol]) -> Bent | None:
    """exp(-u^2)."""
    if not isinstance(node, sp.exp):
        return None
    found = lifted(1 - node.args[0], variables)
    if found is None or len(found[1]) > 1 or found[0] != 1:
        return None
    return Bent(Integer(-2), 4 * sp.exp(Rational(-3, 2)), found[1])


def even(end: Expr) -> tuple[Expr, Expr]:
    return -end, end


SECOND: Final[dict[Any, tuple[Expr, Expr]]] = {
    sp.sin: even(Integer(1)),
    sp.cos: even(Integer(1)),
    sp.tanh: even(4 * sqrt(3) / 9),
    sp.atan: even(3 * sqrt(3) / 8),
    sp.asinh: even(2 * sqrt(3) / 9),
}
RULES: Final[tuple[Callable[[Expr, Sequence[Symbol]], Bent | None], ...]] = (
    square,
    by_head,
    softplus,
    log_cosh,
    rounded_norm,
    of_one_square,
    bell,
)
