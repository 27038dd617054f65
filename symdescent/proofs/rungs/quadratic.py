"""Polynomials of degree two in any number of variables: their whole truth."""

from dataclasses import dataclass
from fractions import Fraction

from sympy import Add, Expr, Integer, Mul, Rational, Symbol

from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.steps import L, ProofStep, Step, equal, level_at, step, value_at
from symdescent.proofs.terms import Terms, at_point, degree_of, fraction, rational, terms_of

Vector = list[Fraction]
MOST_VARIABLES = 200
PARAMETERS = ("t", "s", "r", "q", "p", "w")


@dataclass(frozen=True, eq=False)
class Elimination:
    """What elimination of A z = b has found: a solution, the null space, or a bad direction."""

    point: Vector | None  # (n,)
    flat: list[Vector]  # each (n,)
    down: Vector | None  # (n,), d^T A d < 0, or A d = 0 and b.d > 0
    curved: bool  # True: d^T A d < 0


def quadratic(problem: Problem) -> Minimum | None:
    """The minimum of a quadratic, linear or constant function (Gauss 1823); None for others."""
    count = len(problem.variables)
    terms = terms_of(problem.expression, problem.variables, 2) if count <= MOST_VARIABLES else None
    if terms is None:
        return None
    found = eliminate(*_system(terms, count))
    if any(end is not None for pair in problem.box for end in pair):
        return _inside(problem, terms, found)
    if found.down is not None:
        return _unbounded(problem, terms, found)
    return _attained(problem, terms, found)


def _system(terms: Terms, count: int) -> tuple[list[Vector], Vector]:
    """The Hessian A and right-hand side b of A x = b, where the gradient vanishes."""
    matrix = [[Fraction(0)] * count for _ in range(count)]
    right = [Fraction(0)] * count
    for key, number in terms.items():
        places = [i for i, e in enumerate(key) for _ in range(e)]
        if len(places) == 2:
            matrix[places[0]][places[1]] += number
            matrix[places[1]][places[0]] += number
        elif len(places) == 1:
            right[places[0]] -= number
    return matrix, right


def eliminate(matrix: list[Vector], right: Vector) -> Elimination:
    """Symmetric elimination; the unit lower factor is kept to carry directions back."""
    count = len(right)
    rows = [list(row) for row in matrix]
    side = list(right)
    lower: list[dict[int, Fraction]] = [{} for _ in range(count)]
    for k in range(count):
        pivot = rows[k][k]
        if pivot < 0 or (pivot == 0 and any(rows[k][k + 1 :])):
            return Elimination(None, [], _carry(lower, _bad(rows, k), count), True)
        if pivot > 0:
            _clear(rows, side, lower, k)
    return _solve(rows, side, lower)


def _clear(rows: list[Vector], side: Vector, lower: list[dict[int, Fraction]], k: int) -> None:
    """Subtract multiples of row k from the rows below."""
    pivot, top = rows[k][k], rows[k]
    places = [j for j in range(k + 1, len(side)) if top[j]]
    for i in places:
        factor = top[i] / pivot
        lower[k][i] = factor
        row = rows[i]
        for j in places:
            row[j] -= factor * top[j]
        row[k] = Fraction(0)
        side[i] -= factor * side[k]


def _bad(rows: list[Vector], k: int) -> Vector:
    """A direction with negative curvature in the part that is left, from row k on."""
    count = len(rows)
    out = [Fraction(0)] * count
    out[k] = Fraction(1)
    if rows[k][k] == 0:
        j = next(j for j in range(k + 1, count) if rows[k][j])
        cross, other = rows[k][j], rows[j][j]
        out[j] = Fraction(1)
        out[k] = -(other + 1) / (2 * cross)
    return out


def _carry(lower: list[dict[int, Fraction]], vector: Vector, count: int) -> Vector:
    """Solve L^T d = vector, so that d^T A d = vector^T D vector."""
    out = list(vector)
    for k in range(count - 1, -1, -1):
        out[k] -= sum((f * out[i] for i, f in lower[k].items()), Fraction(0))
    return out


def _solve(rows: list[Vector], side: Vector, lower: list[dict[int, Fraction]]) -> Elimination:
    count = len(side)
    free = [k for k in range(count) if rows[k][k] == 0]
    flat = [_carry(lower, [Fraction(int(i == k)) for i in range(count)], count) for k in free]
    for k, direction in zip(free, flat, strict=True):
        if side[k]:
            down = [c if side[k] > 0 else -c for c in direction]
            return Elimination(None, flat, down, False)
    scaled = [side[k] / rows[k][k] if rows[k][k] else Fraction(0) for k in range(count)]
    return Elimination(_carry(lower, scaled, count), flat, None, False)


def _unbounded(problem: Problem, terms: Terms, found: Elimination) -> Minimum:
    direction = _whole(found.down or [])
    t = Symbol("t", real=True)
    line = value_at((rational(c) * t for c in direction), _along(terms, direction))
    why = Step.NEGATIVE_CURVATURE if found.curved else Step.CONSTANT_SLOPE
    return Minimum(
        kind=Kind.UNBOUNDED,
        proof=(step(Step.FALLS_ALONG_LINE, line, parameter=t), step(why)),
        complete=True,
        rung="quadratic",
    )


def _along(terms: Terms, direction: Vector) -> Expr:
    """L on the ray t -> t * direction."""
    t = Symbol("t", real=True)
    powers = [Fraction(0)] * 3
    for key, number in terms.items():
        powers[sum(key)] += at_point({key: number}, direction)
    return Add(*(Mul(rational(c), t**k) for k, c in enumerate(powers)))


def _whole(direction: Vector) -> Vector:
    """The multiple with small whole entries."""
    scale = Fraction(1)
    for entry in direction:
        scale *= (entry * scale).denominator
    return [entry * scale for entry in direction]


def _attained(problem: Problem, terms: Terms, found: Elimination) -> Minimum:
    point = found.point or []
    value = at_point(terms, point)
    where = _family(point, found.flat)
    parameters = {_parameter(i): "any real number" for i in range(len(found.flat))}
    return Minimum(
        kind=Kind.GLOBAL,
        points=(where,),
        value=rational(value),
        proof=_proof(terms, where, value, found),
        complete=True,
        parameters=parameters,
        rung="quadratic",
    )


def _parameter(index: int) -> str:
    return PARAMETERS[index] if index < len(PARAMETERS) else f"t{index}"


def _family(point: Vector, flat: list[Vector]) -> tuple[Expr, ...]:
    symbols = [Symbol(_parameter(i), real=True) for i in range(len(flat))]
    moved = [_whole(direction) for direction in flat]
    return tuple(
        Add(rational(c), *(Mul(rational(d[i]), s) for d, s in zip(moved, symbols, strict=True)))
        for i, c in enumerate(point)
    )


def _proof(
    terms: Terms, where: tuple[Expr, ...], value: Fraction, found: Elimination
) -> tuple[ProofStep, ...]:
    if degree_of(terms) == 0:
        return (step(Step.CONSTANT, equal(L, rational(value))),)
    return (
        step(Step.CONVEX_STATIONARY, level_at(where)),
        step(Step.PIVOTS_NOT_NEGATIVE if found.flat else Step.POSITIVE_PIVOTS),
        step(Step.SO_LEAST, value_at(where, rational(value))),
    )


def _inside(problem: Problem, terms: Terms, found: Elimination) -> Minimum | None:
    """A strictly convex quadratic whose minimiser lies in the box; None for all else."""
    if found.point is None or found.flat:
        return None
    for coordinate, (low, high) in zip(found.point, problem.box, strict=True):
        if not _within(coordinate, low, high):
            return None
    return _attained(problem, terms, found)


def _within(number: Fraction, low: Expr | None, high: Expr | None) -> bool:
    """True where low <= number <= high is seen; only rational ends are looked at."""
    ends = [end for end in (low, high) if end is not None]
    if not all(isinstance(end, Rational | Integer) for end in ends):
        return False
    above = low is None or fraction(low) <= number
    return above and (high is None or number <= fraction(high))
