"""Symbols go in, points come out: small ones for people to check by hand, and many to look at."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final

import sympy as sp
from sympy import Expr, Symbol

Place = dict[Symbol, Expr]
EASY: Final = tuple(sp.Rational(*pair) for pair in (
    (1, 1), (2, 1), (0, 1), (-1, 1), (3, 1), (-2, 1), (1, 2), (4, 1), (-3, 1), (-1, 2), (5, 1),
    (1, 4), (10, 1), (-5, 1),
))  # fmt: skip
MOST: Final = 160
SEED: Final = 8
GRAIN: Final = 64  # random coordinates are multiples of 1/64, exact as floats
FAR: Final = (30, 100, 1001, 10**4, 10**5, 2 * 10**6, 10**9, 10**12)
NEAR: Final = tuple(sp.Rational(1, 10**n) for n in (2, 4, 7, 12))
MOST_ALONE: Final = 4
SIZES: Final = (3, 1, 9, 3, 1, 9, 3, 200)


def easy(symbols: Sequence[Symbol]) -> Iterator[Place]:
    """Points with small coordinates, the simplest first."""
    n = len(symbols)
    few = {1: 14, 2: 9, 3: 5}.get(n, 3)
    if few**n <= 1000:
        rows: list[tuple[int, ...]] = sorted(
            product(range(few), repeat=n), key=lambda r: (sum(r), r)
        )
    else:
        dice = random.Random(SEED)
        rows = [(0,) * n, (1,) * n, tuple(i % 3 for i in range(n))]
        rows += [tuple(dice.choice((0, 0, 1, 3)) for _ in range(n)) for _ in range(MOST)]
    for row in islice(rows, MOST):
        yield dict(zip(symbols, (EASY[i] for i in row), strict=True))


def spread(symbols: Sequence[Symbol], count: int) -> Iterator[Place]:
    """Random points near to zero and farther away, the same each time."""
    dice = random.Random(SEED)
    for i in range(count):
        size = SIZES[i % len(SIZES)] * GRAIN
        yield {x: sp.Rational(dice.randint(-size, size), GRAIN) for x in symbols}


def far(symbols: Sequence[Symbol]) -> Iterator[Place]:
    """Points far away and next to 0, on both sides: all coordinates, then one alone."""
    for size in (*map(sp.Integer, FAR), *NEAR):
        for sign in (1, -1):
            yield dict.fromkeys(symbols, sign * size)
            if len(symbols) <= MOST_ALONE and len(symbols) > 1:
                for alone in symbols:
                    yield {x: sign * size if x == alone else sp.Integer(1) for x in symbols}
