"""Cosine and sine of an angle go in; those of a multiple of it come out."""

from math import comb

import sympy as sp
from sympy import Expr


def multiple(c: Expr, s: Expr, n: int) -> tuple[Expr, Expr]:
    """cos(n t) and sin(n t) from cos(t) and sin(t) (A. de Moivre 1722)."""
    rows: list[list[Expr]] = [[], []]
    for j in range(n + 1):
        rows[j % 2].append((-1) ** (j // 2) * comb(n, j) * c ** (n - j) * s**j)
    return sp.Add(*rows[0]), sp.Add(*rows[1])
