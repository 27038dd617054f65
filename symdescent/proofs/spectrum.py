"""The curvatures of a quadratic, exactly where they have short names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sympy import QQ, Expr, Float, Integer, Poly, Rational, Symbol, expand, real_roots, roots
from sympy.polys.matrices import DomainMatrix

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.gradient import HESSIAN_LIMIT, Derivation
from symdescent.proofs.terms import terms_of

LARGEST_BLOCK: Final = 6
ROUNDING: Final = 1e-12  # of the largest eigenvalue: no more than rounding, in floats
Z: Final = Symbol("z")
Matrix = Sequence[Sequence[Expr]]


@dataclass(frozen=True)
class Spectrum:
    """The different eigenvalues of a constant Hessian, ascending.

    `exact`: none of them is a float; `rests`: the slope vanishes somewhere.
    """

    values: tuple[Expr, ...]
    exact: bool
    rests: bool = True

    @property
    def largest(self) -> Expr:
        """The largest curvature."""
        return self.values[-1]

    @property
    def least(self) -> Expr:
        """The least curvature that is not 0; the largest where there is none."""
        return next((v for v in self.values if v != 0), self.largest)

    @property
    def is_flat(self) -> bool:
        """Whether L does not bend at all along some direction."""
        return Integer(0) in self.values

    @property
    def is_bowl(self) -> bool:
        """Whether there is a minimum, and something bends up."""
        return self.rests and bool(self.values[0] >= 0) and bool(self.largest > 0)

    @property
    def floats(self) -> tuple[float, ...]:
        """The eigenvalues as the nearest floats."""
        return tuple(map(nearest, self.values))


def spectrum(derivation: Derivation) -> Spectrum | None:
    """The curvatures of a quadratic; None where L is none, or has over HESSIAN_LIMIT variables."""
    hessian = constant_hessian(derivation)
    if hessian is None:
        return None
    found = eigenvalues(hessian)
    return replace(found, rests=not found.is_flat or is_level(hessian, derivation))


def is_level(hessian: Matrix, derivation: Derivation) -> bool:
    """Whether H x = -slope(0) has a solution: L may fall for ever where it does not bend."""
    at_zero = dict.fromkeys(derivation.formula.variables, Integer(0))
    slopes = [expand(slope.xreplace(at_zero)) for slope in derivation.gradient]
    rows = [[*row, slope] for row, slope in zip(hessian, slopes, strict=True)]
    if not all(entry.is_Rational for row in rows for entry in row):
        return False
    return rank(hessian) == rank(rows)


def rank(rows: Matrix) -> int:
    numbers = [[QQ(e.p, e.q) for e in row] for row in rows]
    return int(DomainMatrix(numbers, (len(rows), len(rows[0])), QQ).rank())


def constant_hessian(derivation: Derivation) -> Matrix | None:
    """The Hessian of a quadratic."""
    formula = derivation.formula
    if len(formula.variables) > HESSIAN_LIMIT or not is_smooth(formula.expression):
        return None
    terms = terms_of(formula.expression, formula.variables, 2)
    if terms is None:
        hessian = derivation.hessian if len(formula.variables) <= LARGEST_BLOCK else ()
        numbers = [entry.is_number and entry.is_finite for row in hessian for entry in row]
        return hessian if numbers and all(numbers) else None
    size = len(formula.variables)
    matrix = [[Rational(0)] * size for _ in range(size)]
    for key, number in terms.items():
        places = [i for i, e in enumerate(key) for _ in range(e)]
        if len(places) == 2:
            i, j = places
            matrix[i][j] += Rational(number.numerator, number.denominator)
            matrix[j][i] = matrix[i][j] = matrix[i][j] * (2 if i == j else 1)
    return matrix


def eigenvalues(hessian: Matrix) -> Spectrum:
    """Those of a symmetric matrix of real numbers, block by block."""
    found: set[Expr] = set()
    for block in blocks(hessian):
        found.update(of_block([[hessian[i][j] for j in block] for i in block]))
    size = max(abs(nearest(value)) for value in found)
    kept = {Integer(0) if is_rounding(value, size) else value for value in found}
    exact = not any(isinstance(value, Float) for value in kept)
    return Spectrum(tuple(sorted(kept, key=nearest)), exact)


def is_rounding(value: Expr, size: float) -> bool:
    return isinstance(value, Float) and abs(float(value)) <= ROUNDING * size


def nearest(value: Expr) -> float:
    return float(value.evalf(30))


def blocks(matrix: Matrix) -> Iterator[list[int]]:
    """The coordinates that hang together."""
    left = set(range(len(matrix)))
    while left:
        reached, fresh = set(), {min(left)}
        while fresh:
            reached |= fresh
            fresh = {j for i in fresh for j in left - reached if matrix[i][j] != 0}
        left -= reached
        yield sorted(reached)


def of_block(block: list[list[Expr]]) -> list[Expr]:
    """The eigenvalues of one block."""
    if len(block) == 1:
        return [block[0][0]]
    if len(block) > LARGEST_BLOCK or not all(e.is_Rational for row in block for e in row):
        dense = np.array([[nearest(e) for e in row] for row in block])
        return [Float(float(value)) for value in np.linalg.eigvalsh(dense)]
    domain = DomainMatrix([[QQ(e.p, e.q) for e in row] for row in block], (len(block),) * 2, QQ)
    whole = Poly([QQ.to_sympy(c) for c in domain.charpoly()], Z, domain=QQ)
    return [root for factor, _ in whole.factor_list()[1] for root in of_factor(factor)]


def of_factor(factor: Poly) -> list[Expr]:
    """The zeros of an irreducible factor: with square roots up to degree two."""
    return list(roots(factor)) if factor.degree() <= 2 else list(real_roots(factor))
