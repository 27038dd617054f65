"""A smooth function goes in; points with a name where its gradient is exactly zero come out.

Newton's method from a few starts finds where to look, with floats; what is returned was verified in
exact arithmetic. That no more points are found says nothing.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product
from typing import Final

import numpy as np
import sympy
from sympy import Expr, Symbol

from symdescent.exact.chart import names
from symdescent.exact.enclosure import enclose, sign_of
from symdescent.exact.locating import partly_located
from symdescent.exact.naming import polished
from symdescent.exact.spans import Unknown, of
from symdescent.exact.substitution import put

STEPS: Final = 25
BITS: Final = 70
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
        known = None if fine is None else partly_located(f, curve, fine, {})
    except (Unknown, OverflowError, np.linalg.LinAlgError):
        return None
    return None if known is None else tuple(known[v] for v in variables)


def _numbers(parts: list[Expr], variables: tuple[Symbol, ...], at: list[Fraction]) -> list[float]:
    known = {v: of(a, a, BITS) for v, a in zip(variables, at, strict=True)}
    return [float(sum(enclose(p, known, BITS).bounds()) / 2) for p in parts]


def _newton(
    slopes: list[Expr],
    curves: list[list[Expr]],
    variables: tuple[Symbol, ...],
    start: tuple[float, ...],
) -> list[Fraction] | None:
    point = list(start)
    for _ in range(STEPS):
        at = [Fraction(c) for c in point]
        try:
            slope = _numbers(slopes, variables, at)
            step = _step([_numbers(row, variables, at) for row in curves], slope)
        except (Unknown, OverflowError, ZeroDivisionError):
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
