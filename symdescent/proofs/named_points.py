"""Points with a name, or located as numbers of their own, where a gradient is exactly zero."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain, islice, product
from math import floor, isfinite, log10
from typing import Final

import mpmath
import numpy as np
import sympy
from sympy import Expr, Integer, Symbol, log, pi

from symdescent.calculus.critical_number import CriticalOf, Ends
from symdescent.calculus.multiprecision import values
from symdescent.proofs.algebraic_numbers import closed_form, polynomial, real_roots
from symdescent.proofs.enclosure import bounds, sign_of
from symdescent.proofs.interval_arrays import Array
from symdescent.proofs.kernel.balls import fraction as exactly
from symdescent.proofs.kernel.certificates import Refusal, Unfollowed
from symdescent.proofs.kernel.claim import demand_criticals
from symdescent.proofs.rungs.smooth import names
from symdescent.proofs.substitution import Doubtful, put
from symdescent.proofs.terms import rational

PLACES: Final = 35  # digits of the ends of the box
MOST_PLACES: Final = 38  # of them after the point, as many as a saved proof can have
SHORT: Final = 1000


def partly_located(
    function: Expr, near: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> dict[Symbol, Expr] | None:
    """As `located`, but a variable whose slope is 0 at a short number, whatever the others are, has
    that number as its value."""
    sure = {v: c for v, near_by in near.items() if (c := _level(function, v, near_by)) is not None}
    left = {v: c for v, c in near.items() if v not in sure}
    return located(function, left, fixed | sure)


def _level(function: Expr, v: Symbol, near: Fraction) -> Expr | None:
    """The short number next to `near` at which the slope along v is always 0."""
    short = near.limit_denominator(SHORT)
    if abs(short - near) > Fraction(1, 2**150):
        return None
    number = rational(short)
    slope = sympy.diff(function, v).xreplace({v: number})
    return number if slope == 0 or sympy.expand(slope) == 0 else None


def located(
    function: Expr, near: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> dict[Symbol, Expr] | None:
    """The exact values of all variables at the critical point next to `near`, which is free in the
    variables that are not fixed; None without proof."""
    try:
        inner = put(function, fixed)
    except Doubtful:
        return None
    letters = tuple(near)
    if inner is None or inner.free_symbols - set(letters):
        return None
    box = tuple(_around(c) for c in near.values())
    points = {v: CriticalOf(inner, letters, box, i) for i, v in enumerate(letters)}
    try:
        demand_criticals(*points.values())
    except Refusal:
        return None
    return points | fixed


def _around(number: Fraction) -> Ends:
    """A short decimal, less and more a little."""
    first = floor(log10(abs(number))) if number else 0
    unit = Fraction(1, 10 ** min(max(PLACES - first, 6), MOST_PLACES))
    middle = round(number / unit) * unit
    return middle - 4 * unit, middle + 4 * unit


NAMED_BITS: Final = 240
NAMED_DIGITS: Final = 73
CLOSE: Final = 150
DIGITS: Final = 45
MOST_TRIED: Final = 12
LARGEST: Final = 5000


def polished(
    slopes: Sequence[Expr], curve: Array, at: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> dict[Symbol, Fraction] | None:
    """The root of the slopes near `at`, to some 60 digits, the others being fixed; or None."""
    inverse = [[Fraction(float(c)) for c in row] for row in np.linalg.inv(curve)]
    for _ in range(14):
        found = _slopes_at(slopes, at, fixed)
        if found is None:
            return None
        moves = [_dot(row, found) for row in inverse]
        at = {v: _short(a - m) for (v, a), m in zip(at.items(), moves, strict=True)}
        if max(map(abs, moves)) < Fraction(1, 2 ** (CLOSE + 30)):
            return at
    return None


def _dot(row: list[Fraction], values: list[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(row, values, strict=True)), Fraction(0))


def _short(number: Fraction) -> Fraction:
    return Fraction(round(number * 2**NAMED_BITS), 2**NAMED_BITS)


def _slopes_at(
    slopes: Sequence[Expr], at: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> list[Fraction] | None:
    with mpmath.workdps(NAMED_DIGITS):
        known = {v: mpmath.mpf(a.numerator) / a.denominator for v, a in at.items()}
        known |= zip(fixed, values(list(fixed.values()), {}, NAMED_DIGITS), strict=True)
        found = values(slopes, known, NAMED_DIGITS)
    return [exactly(s) for s in found] if all(map(mpmath.isfinite, found)) else None


def named(
    slopes: Sequence[Expr], at: dict[Symbol, Fraction], fixed: dict[Symbol, Expr]
) -> dict[Symbol, Expr] | None:
    """Exact values of all variables at which every slope is exactly 0."""
    choices = [list(islice(_names(near), 3)) for near in at.values()]
    for choice in islice(product(*choices), MOST_TRIED):
        known = dict(zip(at, choice, strict=True)) | fixed
        if all(vanishes(s, known) for s in slopes):
            return known
    return None


def vanishes(slope: Expr, known: dict[Symbol, Expr]) -> bool:
    """Whether the slope is exactly 0 there."""
    try:
        number = put(slope, known)
    except Doubtful:
        return False
    if number is None:
        return False
    if number == 0 or sympy.expand(number) == 0:
        return True
    plain = sympy.radsimp(sympy.expand(number, trig=True))
    return bool(plain == 0 or sympy.expand(plain) == 0)


def _names(near: Fraction) -> Iterator[Expr]:
    """Numbers with a short name that agree with so many bits that chance is out of the question."""
    yield from names(near, CLOSE)
    with mpmath.workdps(DIGITS):
        x = mpmath.mpf(near.numerator) / near.denominator
        yield from (e for e in _related(x) if _agrees(e, near))


def _agrees(number: Expr, near: Fraction) -> bool:
    try:
        low, high = bounds(number, CLOSE + 40)
    except Unfollowed:
        return False
    return abs(low - near) < Fraction(1, 2**CLOSE) and abs(high - near) < Fraction(1, 2**CLOSE)


def _related(x: mpmath.mpf) -> Iterator[Expr]:
    for degree in (2, 3, 4):
        numbers = _relation([x**k for k in range(degree + 1)])
        if any(numbers[1:]):
            yield from _roots(numbers[::-1])
            break
    for unit, exact in ((mpmath.pi, pi), (mpmath.log(2), log(2)), (mpmath.log(3), log(3))):
        numbers = _relation([x, unit, mpmath.mpf(1)])
        if any(numbers[:1]):
            yield -(numbers[1] * exact + numbers[2]) / Integer(numbers[0])
    yield from _transcendental(x)


def _relation(parts: list[mpmath.mpf]) -> list[int]:
    """Whole numbers, not too large, with which the parts add up to 0; none where none is found."""
    if min(map(abs, parts)) < mpmath.mpf(10) ** -20:
        return []
    found = mpmath.pslq(parts, maxcoeff=LARGEST, maxsteps=3000)
    return [] if found is None else [int(n) for n in found]


def _transcendental(x: mpmath.mpf) -> Iterator[Expr]:
    """log(r) for a short fraction or quadratic r, exp(r) and exp(r pi) for a short fraction r."""
    if x > 0:
        for unit, exact in ((mpmath.mpf(1), Integer(1)), (mpmath.pi, pi)):
            power = Fraction(str(mpmath.log(x) / unit)).limit_denominator(100)
            yield sympy.exp(rational(power) * exact)
    if abs(x) <= 10:
        numbers = _relation([mpmath.exp(x) ** k for k in range(3)])
        yield from (log(e) for e in _roots(numbers[::-1]) if e.is_positive)


def _roots(numbers: list[int]) -> Iterator[Expr]:
    """The closed forms of the real roots of a polynomial, of positive degree."""
    while numbers and not numbers[0]:
        numbers = numbers[1:]
    if len(numbers) < 2:
        return
    for root in real_roots(polynomial([Fraction(int(c)) for c in numbers])):
        yield closed_form(root)


STEPS: Final = 25
GUESS_DIGITS: Final = 21
FARTHEST: Final = 1e4
MOST_STARTS: Final = 6
MOST_MORE: Final = 81
APART: Final = Fraction(1, 10**6)
GRIDS: Final = {
    1: [k / 5 + 0.03 for k in range(-40, 41)],
    2: (-3.1, -2.2, -1.3, -0.7, 0.1, 0.6, 1.2, 2.1, 3.2),
    3: (-2.2, -0.9, 0.1, 1.2),
}
Point = tuple[Expr, ...]


@lru_cache(maxsize=4)
def critical_points(f: Expr, variables: tuple[Symbol, ...]) -> tuple[Point, ...]:
    """Points whose gradient is a row of literal zeros after substitution."""
    slopes = [sympy.diff(f, v) for v in variables]
    curves = [[sympy.diff(s, v) for v in variables] for s in slopes]
    out: list[Point] = []
    for start in islice(product((0.1, 1.2, -1.1), repeat=len(variables)), MOST_STARTS):
        near = _newton(slopes, curves, variables, start)
        point = None if near is None else _named(slopes, variables, near)
        if point is not None and point not in out:
            out.append(point)
    return tuple(out)


def more_points(f: Expr, variables: tuple[Symbol, ...]) -> Iterator[Point]:
    """Critical points near many more starts: by name, or located by R. Krawczyk's test."""
    slopes = [sympy.diff(f, v) for v in variables]
    curves = [[sympy.diff(s, v) for v in variables] for s in slopes]
    grid = sorted(product(GRIDS[min(len(variables), 3)], repeat=len(variables)), key=_size)
    seen: list[list[Fraction]] = []
    for start in grid[:MOST_MORE]:
        near = _newton(slopes, curves, variables, start)
        if near is None or any(_apart(near, other) < APART for other in seen):
            continue
        seen.append(near)
        point = _named(slopes, variables, near) or _located(f, slopes, curves, variables, near)
        if point is not None:
            yield point


def _size(start: tuple[float, ...]) -> float:
    return sum(c * c for c in start)


def _apart(one: list[Fraction], two: list[Fraction]) -> Fraction:
    return max(abs(a - b) for a, b in zip(one, two, strict=True))


def _located(
    f: Expr,
    slopes: list[Expr],
    curves: list[list[Expr]],
    variables: tuple[Symbol, ...],
    near: list[Fraction],
) -> Point | None:
    """The critical point next to `near`, where the Hessian is not singular."""
    try:
        curve = np.array([_numbers(row, variables, near) for row in curves])
        at = dict(zip(variables, near, strict=True))
        fine = polished(slopes, curve, at, {})
        known = None if fine is None else partly_located(f, fine, {})
    except (Unfollowed, OverflowError, np.linalg.LinAlgError):
        return None
    return None if known is None else tuple(known[v] for v in variables)


def _numbers(parts: list[Expr], variables: tuple[Symbol, ...], at: list[Fraction]) -> list[float]:
    known = {v: float(a) for v, a in zip(variables, at, strict=True)}
    found = [float(number) for number in values(parts, known, GUESS_DIGITS)]
    if not all(map(isfinite, found)):
        raise Unfollowed("the point is outside of the domain")
    return found


def _newton(
    slopes: list[Expr],
    curves: list[list[Expr]],
    variables: tuple[Symbol, ...],
    start: tuple[float, ...],
) -> list[Fraction] | None:
    point, count = list(start), len(start)
    for _ in range(STEPS):
        at = [Fraction(c) for c in point]
        try:
            found = _numbers([*slopes, *chain(*curves)], variables, at)
            bends = [found[k : k + count] for k in range(count, len(found), count)]
            step = _step(bends, found[:count])
        except (Unfollowed, OverflowError, ZeroDivisionError):
            return None
        point = [c - d for c, d in zip(point, step, strict=True)]
        size = max(map(abs, step))
        if not size < FARTHEST or max(map(abs, point)) > FARTHEST:
            return None
        if size < 1e-14:
            break
    return [Fraction(c) for c in point]


def _step(curve: list[list[float]], slope: list[float]) -> list[float]:
    """The solution of curve * step = slope, by elimination with the largest pivots."""
    rows = [[*row, side] for row, side in zip(curve, slope, strict=True)]
    count = len(rows)
    for k in range(count):
        best = max(range(k, count), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        for i in range(count):
            factor = rows[i][k] / rows[k][k] if i != k else 0.0
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[count] / row[k] for k, row in enumerate(rows)]


def _named(slopes: list[Expr], variables: tuple[Symbol, ...], near: list[Fraction]) -> Point | None:
    choices = [list(islice(names(c, 30), 3)) for c in near]
    for point in islice(product(*choices), 9):
        known = dict(zip(variables, point, strict=True))
        if all(_vanishes(put(s, known)) for s in slopes):
            return point
    return None


def _vanishes(number: Expr | None) -> bool:
    return number is not None and bool(number == 0 or sympy.expand(number) == 0)


def minors(f: Expr, variables: tuple[Symbol, ...], point: Point) -> list[int | None]:
    """The signs of the leading minors of the Hessian at the point (J. J. Sylvester, 1852)."""
    known = dict(zip(variables, point, strict=True))
    whole = sympy.hessian(f, variables).subs(known, simultaneous=True)
    sizes = range(1, len(variables) + 1)
    return [sign_of(sympy.expand(whole[:k, :k].det(method="berkowitz"))) for k in sizes]
