"""All real solutions of equations, where all is sure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any, Final

import sympy
from sympy import Dummy, Expr, Mul, Pow, Rational, Symbol, cos, expand, groebner, log, pi, sin

from symdescent.proofs.algebraic_numbers import (
    Root,
    Value,
    closed_form,
    polynomial,
    quotient_at,
    real_roots,
    value_form,
)
from symdescent.proofs.enclosure import sign_of
from symdescent.proofs.substitution import put
from symdescent.proofs.terms import Monomial, Terms, expression_of, fraction, rational, terms_of

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
        coordinates = tuple(quotient_at(top, tops[0], root) for top in tops[1:])
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


ANGLES: Final[tuple[Callable[..., tuple[Expr, ...]], ...]] = (
    lambda t: (cos(t), sin(t)),
    lambda t, s: (cos(s) * cos(t), cos(s) * sin(t), sin(s)),
)


def by_angles(
    equation: Expr, letters: list[Symbol], names: Sequence[str]
) -> dict[Symbol, Expr] | None:
    """What each letter is, with one angle less than there are letters, under these names."""
    if not 2 <= len(letters) <= len(ANGLES) + 1 or len(names) != len(letters) - 1:
        return None
    found = quadric(equation, letters)
    if found is None:
        return None
    angles = [Symbol(n, real=True) for n in names]
    ways = ANGLES[len(letters) - 2](*angles)
    pairs = zip(found.items(), ways, strict=True)
    return {v: centre + half * way for (v, (centre, half)), way in pairs}


def quadric(equation: Expr, letters: list[Symbol]) -> dict[Symbol, tuple[Expr, Expr]] | None:
    """The centre and half the width along each letter, where the equation is that of an ellipsoid
    with its axes along the letters: sum a_i (x_i - b_i)^2 = r with a_i and r above 0."""
    terms = terms_of(equation, tuple(letters), 40)
    if terms is None:
        return None
    count = len(letters)
    ones = [tuple(int(i == j) for j in range(count)) for i in range(count)]
    twos = [tuple(2 * e for e in key) for key in ones]
    zero = (0,) * count
    if set(terms) - {zero, *ones, *twos} or not all(terms.get(k, 0) for k in twos):
        return None
    side = 1 if terms[twos[0]] > 0 else -1
    squares = [side * terms[key] for key in twos]
    centres = [
        -side * terms.get(k, Fraction(0)) / (2 * a) for k, a in zip(ones, squares, strict=True)
    ]
    r = sum((a * b * b for a, b in zip(squares, centres, strict=True)), Fraction(0))
    r -= side * terms.get(zero, Fraction(0))
    if r <= 0 or min(squares) <= 0:
        return None
    halves = [sympy.sqrt(rational(r / a)) for a in squares]
    return {v: (rational(b), h) for v, b, h in zip(letters, centres, halves, strict=True)}


MOST_BRANCHES: Final = 64
INTEGERS: Final = "kmnpqr"
REALS: Final = ("t", "s", "r", "u", "v", "w")


class Unsure(Exception):
    """The equations are beyond what is solved here for certain."""


@dataclass(frozen=True)
class Place:
    """A solution: what each variable is, the parameters in it, and their ranges in words."""

    values: dict[Symbol, Expr]
    parameters: dict[str, str] = field(default_factory=dict)


def places(equations: list[Expr], variables: tuple[Symbol, ...]) -> list[Place] | None:
    """All real solutions, [] where there is provably none, None where it is not known."""
    try:
        found = _solve([e for e in equations if e != 0], Place({}), list(variables))
        return [_complete(place, variables) for place in found]
    except Unsure:
        return None


def _complete(place: Place, variables: tuple[Symbol, ...]) -> Place:
    """Free variables become parameters; values are put into one another."""
    free = [v for v in variables if v not in place.values]
    names = [n for n in REALS if n not in place.parameters][: len(free)]
    if len(names) < len(free):
        raise Unsure
    chosen = {v: Symbol(n, real=True) for v, n in zip(free, names, strict=True)}
    known = {v: _settle(e, place.values).xreplace(chosen) for v, e in place.values.items()}
    ranges = place.parameters | dict.fromkeys(names, "any real number")
    return Place(known | chosen, ranges)


def _settle(node: Expr, known: dict[Symbol, Expr]) -> Expr:
    for _ in range(len(known) + 1):
        node = node.xreplace(known)
    return expand(node)


def _solve(equations: list[Expr], place: Place, free: list[Symbol]) -> list[Place]:
    left = [e if isinstance(e, Mul | Pow) else expand(e) for e in equations]
    left = [e for e in left if e != 0]
    if any(not e.free_symbols & set(free) for e in left):
        return _decide([e for e in left if not e.free_symbols & set(free)])
    if not left:
        return [place]
    for step in (_split, _single, _given, _system):
        found = step(left, place, free)
        if found is not None:
            if len(found) > MOST_BRANCHES:
                raise Unsure
            return [
                done for equations, place, free in found for done in _solve(equations, place, free)
            ]
    raise Unsure


def _decide(constants: list[Expr]) -> list[Place]:
    """Equations without variables that are no literal zero: no solution if one is surely not 0."""
    if any(not c.free_symbols and sign_of(c) for c in constants):
        return []
    raise Unsure


Branch = tuple[list[Expr], Place, list[Symbol]]


def _put(equations: list[Expr], place: Place, free: list[Symbol], v: Symbol, value: Expr) -> Branch:
    rest = [put(e, {v: value}) for e in equations]
    if any(e is None for e in rest):
        raise Unsure
    return rest, Place(place.values | {v: value}, place.parameters), [f for f in free if f != v]


def _split(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """A product vanishes where one of its factors does; a power where its base does."""
    for equation in left:
        factors = [f.base if _is_power(f) else f for f in Mul.make_args(equation)]
        factors = [f for f in factors if f.free_symbols]
        if factors != [equation]:
            others = [e for e in left if e is not equation]
            return [([*others, f], place, free) for f in factors]
    return None


def _is_power(node: Expr) -> bool:
    return bool(isinstance(node, Pow) and isinstance(node.exp, Rational) and node.exp > 0)


def _single(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """An equation in one variable: a polynomial, or a function at a linear expression."""
    for equation in sorted(left, key=lambda e: not e.is_polynomial()):
        inside = equation.free_symbols
        if len(inside) != 1 or not inside <= set(free):
            continue
        (v,) = inside
        roots = _roots(equation, v, place)
        if roots is not None:
            rest = [e for e in left if e is not equation]
            branches = []
            for value, ranges in roots:
                fixed = Place(place.values, place.parameters | ranges)
                branches.append(_put(rest, fixed, free, v, value))
            return branches
    return None


def _roots(equation: Expr, v: Symbol, place: Place) -> list[tuple[Expr, dict[str, str]]] | None:
    terms = terms_of(equation, (v,), 40)
    if terms is not None:
        return [(closed_form(r), {}) for r in real_roots(_poly(terms))]
    number, rest = equation.as_independent(v, as_Add=True)
    factor, function = rest.as_independent(v, as_Add=False)
    if type(function) not in INVERSES or sign_of(factor) not in (1, -1):
        return None
    inner = function.args[0]
    slope = inner.coeff(v, 1)
    start = inner - slope * v
    if start.has(v) or sign_of(slope) not in (1, -1):
        return None
    targets = INVERSES[type(function)](-number / factor, place)
    return None if targets is None else [((t - start) / slope, ranges) for t, ranges in targets]


def _poly(terms: Terms) -> Any:
    size = max(key[0] for key in terms)
    return polynomial([terms.get((size - i,), Fraction(0)) for i in range(size + 1)])


Targets = list[tuple[Expr, dict[str, str]]]


def _period(place: Place) -> tuple[Symbol, dict[str, str]]:
    name = next((n for n in INTEGERS if n not in place.parameters), None)
    if name is None:
        raise Unsure
    return Symbol(name, integer=True), {name: "any integer"}


def _cos(value: Expr, place: Place) -> Targets | None:
    k, ranges = _period(place)
    if value in (1, -1):
        return [(2 * pi * k + (0 if value == 1 else pi), ranges)]
    return None


def _sin(value: Expr, place: Place) -> Targets | None:
    k, ranges = _period(place)
    return [(2 * pi * k + value * pi / 2, ranges)] if value in (1, -1) else None


def _exp(value: Expr, place: Place) -> Targets | None:
    sign = sign_of(value)
    if sign is None:
        return None
    return [(log(value), {})] if sign > 0 else []


INVERSES: Final[dict[Any, Callable[[Expr, Place], Targets | None]]] = {
    sympy.cos: _cos,
    sympy.sin: _sin,
    sympy.exp: _exp,
    sympy.log: lambda value, place: [(sympy.exp(value), {})],
}


def _given(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """An equation linear in one variable with a constant factor; not for polynomial systems."""
    if len(left) > 1 and _all_terms(left, free) is not None and not _linear(left, free):
        return None
    for equation in left:
        for v in free:
            slope = equation.coeff(v, 1)
            rest = equation - slope * v
            if slope.free_symbols or not slope or expand(rest).has(v) or not sign_of(slope):
                continue
            others = [e for e in left if e is not equation]
            return [_put(others, place, free, v, expand(-rest / slope))]
    return None


def _all_terms(left: list[Expr], free: list[Symbol]) -> list[Terms] | None:
    found = [terms_of(e, free, 40) for e in left]
    return None if any(t is None for t in found) else [t for t in found if t is not None]


def _linear(left: list[Expr], free: list[Symbol]) -> bool:
    return all(max(map(sum, t), default=0) <= 1 for t in _all_terms(left, free) or [])


def _system(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """A polynomial system with finitely many solutions, or one equation r + c v = 0."""
    inside = [v for v in free if any(e.has(v) for e in left)]
    terms = _all_terms(left, inside)
    if terms is None:
        return None
    found = solve(terms, len(inside))
    if found is None:
        if len(left) > 1:
            return None
        return _curve(left, place, free) or _sphere(left[0], place, free)
    rest = [v for v in free if v not in inside]
    return [([], _placed(place, inside, s), rest) for s in found]


def _placed(place: Place, inside: list[Symbol], solution: Solution) -> Place:
    numbers = [value_form(Value(c, solution.root)) for c in solution.coordinates]
    return Place(place.values | dict(zip(inside, numbers, strict=True)), place.parameters)


def _curve(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """c*x*v + r = 0 with a constant r other than 0: v = -r/(c*x), x any real number but 0."""
    (equation,) = left
    number, rest = equation.as_independent(*free, as_Add=True)
    factor, product = rest.as_independent(*free, as_Add=False)
    pair = sorted(product.free_symbols, key=str)
    if len(pair) != 2 or product != Mul(*pair) or not sign_of(number):
        return None
    used = {v.name for v in (*free, *place.values)} | set(place.parameters)
    name = next((n for n in REALS if n not in used), "t0")
    t = Symbol(name, real=True)
    values = {pair[0]: t, pair[1]: -number / (factor * t)}
    ranges = place.parameters | {name: "any real number but 0"}
    remaining = [v for v in free if v not in pair]
    return [([], Place(place.values | values, ranges), remaining)]


def _sphere(equation: Expr, place: Place, free: list[Symbol]) -> list[Branch] | None:
    """A circle, an ellipse, a sphere or an ellipsoid, by angles."""
    letters = [v for v in free if equation.has(v)]
    used = {v.name for v in (*free, *place.values)} | set(place.parameters)
    names = [n for n in REALS if n not in used][: len(letters) - 1]
    values = by_angles(equation, letters, names)
    if values is None:
        return None
    ranges = place.parameters | dict.fromkeys(names, "any real number")
    rest = [v for v in free if v not in letters]
    return [([], Place(place.values | values, ranges), rest)]
