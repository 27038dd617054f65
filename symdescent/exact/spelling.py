"""Exact expressions go in; short plain text for proofs comes out."""

from collections.abc import Sequence

from sympy import Expr, Symbol

LONGEST = 120


def spell(expression: Expr) -> str:
    """The expression as it would be typed: 2*x^2 + 1.

    >>> spell(Symbol("x") ** 2 + 1)
    'x^2 + 1'
    """
    text = written(expression)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def written(expression: Expr) -> str:
    """The same, however long."""
    return str(expression).replace("**", "^")


def listed(point: Sequence[Expr]) -> str:
    """Coordinates as they stand inside L(...), however long."""
    return ", ".join(map(written, point))


def spell_point(point: Sequence[Expr]) -> str:
    """Coordinates as they stand inside L(...): `4`, or `1, 1/2`."""
    return ", ".join(map(spell, point))


def spell_points(points: Sequence[Sequence[Expr]], most: int = 6) -> str:
    """A list of points, cut after `most`."""
    shown = [spell_point(p) if len(p) == 1 else f"({spell_point(p)})" for p in points[:most]]
    return ", ".join(shown) + (", ..." if len(points) > most else "")


def spell_call(variables: Sequence[Symbol]) -> str:
    """The function with its variables: L(x, y)."""
    return f"L({', '.join(v.name for v in variables)})"
