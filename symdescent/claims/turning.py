"""Letters for cosine and sine go in; those of a multiple of the angle, or a product, come out."""

from collections.abc import Mapping
from math import comb
from typing import Any

import sympy as sp
from sympy import Expr


def multiple(c: Expr, s: Expr, n: int) -> tuple[Expr, Expr]:
    """cos(n t) and sin(n t) from cos(t) and sin(t) (A. de Moivre 1722)."""
    rows: list[list[Expr]] = [[], []]
    for j in range(n + 1):
        rows[j % 2].append((-1) ** (j // 2) * comb(n, j) * c ** (n - j) * s**j)
    return sp.Add(*rows[0]), sp.Add(*rows[1])


def by_sines(
    number: Expr, powers: dict[Expr, int], letters: Mapping[tuple[Any, ...], Expr]
) -> Expr:
    """Put s^2 where -(c - 1)(c + 1) stands among factors and their powers; the number, with signs.

    So log(1 - c^2) and log(s^2) are alike.
    """
    for key, c in letters.items():
        pair = [powers.get(c - 1, 0), powers.get(c + 1, 0)] if key[0] == "cos" else [0]
        n = min(pair) if min(pair) > 0 else max(pair) if max(pair) < 0 else 0
        if n:
            s = letters[("sin", *key[1:])]
            powers |= {c - 1: pair[0] - n, c + 1: pair[1] - n, s: powers.get(s, 0) + 2 * n}
            number *= (-1) ** n
    return number
