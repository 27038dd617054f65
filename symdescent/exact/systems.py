"""Polynomial equations in several variables go in; all their real solutions come out, exactly.

Method: a Groebner basis (B. Buchberger, 1965, doi:10.1016/j.jsc.2005.09.007), then the rational
univariate representation (F. Rouillier, 1999, doi:10.1007/s002000050114): every coordinate is a
polynomial in one algebraic number, whose real values are counted and isolated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, Final

from sympy import Dummy, Symbol, groebner

from symdescent.exact.algebraic import Root, polynomial, real_roots
from symdescent.exact.terms import Monomial, Terms, expression_of, fraction
from symdescent.exact.values import quotient

MOST_SOLUTIONS: Final = 45
Vector = list[Fraction]


@dataclass(frozen=True, eq=False)
class Solution:
    """A real point: each coordinate a polynomial in the algebraic number `root`."""

    root: Root
    coordinates: tuple[Any, ...]

    def at(self, terms: Terms) -> Any:
        """A polynomial in the variables, at this point, as a polynomial in the root."""
        total = polynomial([0])
        for key, number in terms.items():
            part = polynomial([number])
            for coordinate, exponent in zip(self.coordinates, key, strict=True):
                for _ in range(exponent):
                    part = (part * coordinate).rem(self.root.factor)
            total = total + part
        return total.rem(self.root.factor)


def solve(equations: Sequence[Terms], count: int) -> list[Solution] | None:
    """All real solutions; [] where it is proved that there is none; None where it is not known.

    None is returned too where the solutions are infinitely many over the complex numbers.
    """
    symbols = [Dummy(f"x{i}") for i in range(count)]
    basis = _basis(equations, symbols)
    if basis == [{(0,) * count: Fraction(1)}]:
        return []
    algebra = _algebra(basis, count)
    if algebra is None:
        return None
    found = _represent(algebra)
    if found is None or not all(s.at(e).is_zero for s in found for e in equations):
        return None
    return found


def _basis(equations: Sequence[Terms], symbols: list[Symbol]) -> list[Terms]:
    made = groebner([expression_of(e, symbols) for e in equations], *symbols, order="grevlex")
    return [{key: fraction(c) for key, c in p.terms()} for p in made.polys]


@dataclass(frozen=True, eq=False)
class Algebra:
    """The quotient by a zero-dimensional ideal: its monomials, and how monomials reduce to them."""

    monomials: list[Monomial]
    tails: dict[Monomial, Terms]
    place: dict[Monomial, int]
    known: dict[Monomial, Vector]

    def normal(self, key: Monomial) -> Vector:
        """The coordinates of a monomial."""
        if key not in self.known:
            self.known[key] = self._reduce(key)
        return self.known[key]

    def _reduce(self, key: Monomial) -> Vector:
        out = [Fraction(0)] * len(self.monomials)
        if key in self.place:
            out[self.place[key]] = Fraction(1)
            return out
        if key in self.tails:
            for other, number in self.tails[key].items():
                out[self.place[other]] = number
            return out
        index = next(i for i, e in enumerate(key) if e and _lower(key, i) not in self.place)
        return self.times(self.normal(_lower(key, index)), index)

    def times(self, vector: Vector, index: int) -> Vector:
        """The vector multiplied by one variable."""
        out = [Fraction(0)] * len(vector)
        for number, key in zip(vector, self.monomials, strict=True):
            if number:
                raised = key[:index] + (key[index] + 1,) + key[index + 1 :]
                for i, part in enumerate(self.normal(raised)):
                    if part:
                        out[i] += number * part
        return out


def _lower(key: Monomial, index: int) -> Monomial:
    return key[:index] + (key[index] - 1,) + key[index + 1 :]


def _algebra(basis: list[Terms], count: int) -> Algebra | None:
    heads = [max(p, key=_grevlex) for p in basis]
    bounds = [_pure(heads, i) for i in range(count)]
    if any(b is None for b in bounds):
        return None
    ranges = [range(b or 0) for b in bounds]
    if _size(ranges) > 40 * MOST_SOLUTIONS:
        return None
    standard = [k for k in product(*ranges) if not any(_divides(h, k) for h in heads)]
    if len(standard) > MOST_SOLUTIONS:
        return None
    tails = {
        h: {k: -c / p[h] for k, c in p.items() if k != h} for h, p in zip(heads, basis, strict=True)
    }
    return Algebra(standard, tails, {k: i for i, k in enumerate(standard)}, {})


def _size(ranges: list[range]) -> int:
    total = 1
    for each in ranges:
        total *= len(each)
    return total


def _pure(heads: list[Monomial], index: int) -> int | None:
    """The least power of one variable alone among the leading monomials."""
    powers = [h[index] for h in heads if sum(h) == h[index]]
    return min(powers) if powers else None


def _divides(one: Monomial, two: Monomial) -> bool:
    return all(a <= b for a, b in zip(one, two, strict=True))


def _grevlex(key: Monomial) -> tuple[int, tuple[int, ...]]:
    return sum(key), tuple(-e for e in reversed(key))


def _represent(algebra: Algebra) -> list[Solution] | None:
    """Rouillier's representation for the first linear form that separates the solutions."""
    count = len(algebra.monomials[0])
    trace = _traces(algebra)
    distinct = _rank(_hermite(algebra, trace))
    for form in _forms(count):
        squarefree = _characteristic(algebra, trace, form)
        if squarefree.degree() == distinct:
            return _solutions(algebra, trace, form, squarefree)
    return None


def _forms(count: int) -> Iterator[tuple[int, ...]]:
    """Linear forms: single variables first, then small mixtures."""
    for i in reversed(range(count)):
        yield tuple(int(i == j) for j in range(count))
    for base in (2, -3, 5, -7, 11):
        yield tuple(base**j for j in range(count))


def _traces(algebra: Algebra) -> Vector:
    """The trace of multiplication by each monomial of the basis."""
    out = []
    for one in algebra.monomials:
        total = Fraction(0)
        for i, two in enumerate(algebra.monomials):
            total += algebra.normal(tuple(map(int.__add__, one, two)))[i]
        out.append(total)
    return out


def _dot(one: Vector, two: Vector) -> Fraction:
    return sum((a * b for a, b in zip(one, two, strict=True) if a and b), Fraction(0))


def _hermite(algebra: Algebra, trace: Vector) -> list[Vector]:
    return [
        [_dot(trace, algebra.normal(tuple(map(int.__add__, a, b)))) for b in algebra.monomials]
        for a in algebra.monomials
    ]


def _rank(matrix: list[Vector]) -> int:
    """The rank: the number of distinct complex solutions (C. Hermite, 1856)."""
    rows, rank = [list(row) for row in matrix], 0
    for column in range(len(matrix)):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        top = rows[rank]
        for row in rows[rank + 1 :]:
            if row[column]:
                factor = row[column] / top[column]
                for j in range(column, len(row)):
                    row[j] -= factor * top[j]
        rank += 1
    return rank


def _multiply(algebra: Algebra, vector: Vector, form: tuple[int, ...]) -> Vector:
    total = [Fraction(0)] * len(vector)
    for index, weight in enumerate(form):
        if weight:
            moved = algebra.times(vector, index)
            total = [a + weight * b for a, b in zip(total, moved, strict=True)]
    return total


def _sequence(
    algebra: Algebra, trace: Vector, form: tuple[int, ...], first: Vector, length: int
) -> Vector:
    """The traces of v, u v, u^2 v, ... for the linear form u."""
    out, vector = [], first
    for _ in range(length):
        out.append(_dot(trace, vector))
        vector = _multiply(algebra, vector, form)
    return out


def _characteristic(algebra: Algebra, trace: Vector, form: tuple[int, ...]) -> Any:
    """The squarefree part of the polynomial of the values of the form, by Newton's identities."""
    size = len(algebra.monomials)
    unit = algebra.normal((0,) * len(form))
    sums = _sequence(algebra, trace, form, unit, size + 1)
    numbers = [Fraction(1)]
    for k in range(1, size + 1):
        mixed = sum((numbers[k - i] * sums[i] for i in range(1, k + 1)), Fraction(0))
        numbers.append(-mixed / k)
    whole = polynomial(numbers)
    return whole.quo(whole.gcd(whole.diff())).monic()


def _solutions(
    algebra: Algebra, trace: Vector, form: tuple[int, ...], squarefree: Any
) -> list[Solution]:
    count = len(form)
    size = squarefree.degree()
    units = [tuple(int(i == j) for j in range(count)) for i in range(count)]
    tops = [
        _numerator(squarefree, _sequence(algebra, trace, form, algebra.normal(key), size))
        for key in [(0,) * count, *units]
    ]
    out = []
    for root in real_roots(squarefree):
        coordinates = tuple(quotient(top, tops[0], root) for top in tops[1:])
        out.append(Solution(root, coordinates))
    return out


def _numerator(squarefree: Any, sums: Vector) -> Any:
    """Rouillier's g_v: the sum of trace(v u^i) times the Horner polynomial of degree d - i - 1."""
    numbers = [fraction(c) for c in squarefree.all_coeffs()]
    size = squarefree.degree()
    total = polynomial([0])
    for i, number in enumerate(sums):
        total = total + polynomial(numbers[: size - i]) * polynomial([number])
    return total
