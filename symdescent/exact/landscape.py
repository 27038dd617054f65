"""Cells of the line and a piecewise rational function go in; its least value there comes out.

Method: every critical point is a root of a polynomial, isolated (A. G. Akritas and others, 2008,
doi:10.15388/NA.2008.13.3.14557); the values there are ordered exactly, by intervals and resultants.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from sympy import Expr, Symbol

from symdescent.exact import cells, values
from symdescent.exact.algebraic import (
    Root,
    coefficients,
    polynomial,
    rational_root,
    real_roots,
    sign_at,
)
from symdescent.exact.cells import Cell, Piece, Unreadable
from symdescent.exact.problem import Kind, Minimum, ProofStep
from symdescent.exact.spelling import spell
from symdescent.exact.values import Value, closed_form, value_form


class Downward(Exception):
    """The function falls without bound; the text says where."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A value the function has at `point`, on all of `cell` (point None), or only tends to."""

    value: Value
    point: Root | None
    cell: Cell
    where: str
    attained: bool = True


def best_on(expression: Expr, x: Symbol, line: list[Cell]) -> list[Candidate] | None:
    """The places where a function without poles is least, limits among them; None as `least_on`."""
    try:
        parts = cells.pieces(expression, x, line)
        found = [c for part in parts for c in _candidates(part, x)]
    except (Unreadable, Downward):
        return None
    best = min((c.value for c in found), key=cmp_to_key(values.compare))
    return [c for c in found if values.compare(c.value, best) == 0]


def least_on(expression: Expr, x: Symbol, line: list[Cell]) -> Minimum | None:
    """The minimum over the cells; None where the function is not piecewise rational."""
    try:
        parts = cells.pieces(expression, x, line)
        found = [c for part in parts for c in _candidates(part, x)]
    except Unreadable:
        return None
    except Downward as fall:
        return _unbounded(str(fall))
    return _least(found, x) if found else None


def _unbounded(where: str) -> Minimum:
    step = ProofStep("L falls without bound", f"L -> -oo as {where}")
    return Minimum(Kind.UNBOUNDED, proof=(step,), complete=True, rung="univariate")


def _candidates(piece: Piece, x: Symbol) -> list[Candidate]:
    """All the places of one piece where the least value may be."""
    top, bottom, holes = piece.quotient.top, piece.quotient.bottom, piece.quotient.holes
    out: list[Candidate] = []
    for part in cells.cut(piece.cell, holes):
        if part.is_point:
            if sign_at(holes, part.low):  # type: ignore[arg-type]
                out += _at_point(top, bottom, part)
        else:
            out += _at_ends(top, bottom, part, x) + _inside(top, bottom, part)
    return out


def _at_point(top: Any, bottom: Any, cell: Cell) -> list[Candidate]:
    root = cell.low
    value = values.quotient(top, bottom, root) if root is not None else None
    if root is None or value is None:
        return []
    return [Candidate(Value(value, root), root, cell, "end")]


def _inside(top: Any, bottom: Any, cell: Cell) -> list[Candidate]:
    """Critical points in an open interval without poles."""
    slope = top.diff() * bottom - top * bottom.diff()
    if slope.is_zero:
        return [Candidate(_constant(top, bottom), None, cell, "constant")]
    out = []
    for root in real_roots(slope):
        value = values.quotient(top, bottom, root)
        if cell.holds(root) and value is not None:
            out.append(Candidate(Value(value, root), root, Cell(root, root), "critical"))
    return out


def _constant(top: Any, bottom: Any) -> Value:
    number = coefficients(top)[0] / coefficients(bottom)[0]
    return Value(polynomial([number]), rational_root(Fraction(0)))


def _at_ends(top: Any, bottom: Any, cell: Cell, x: Symbol) -> list[Candidate]:
    """Limits towards the open ends of the cell; Downward where one is -oo."""
    out = []
    for end, side in ((cell.low, "right"), (cell.high, "left")):
        if end is None:
            found = _at_infinity(top, bottom, cell, side, x)
        else:
            found = _at_root(top, bottom, cell, end, f"{x.name} -> {{}} from the {side}")
        out += found
    return out


def _at_root(top: Any, bottom: Any, cell: Cell, end: Root, where: str) -> list[Candidate]:
    value = values.quotient(top, bottom, end)
    if value is not None:
        return [Candidate(Value(value, end), end, cell, where, attained=False)]
    if _near(top * bottom, cell, end) < 0:
        raise Downward(where.format(spell(closed_form(end))))
    return []


def _near(poly: Any, cell: Cell, end: Root) -> int:
    """The sign of a polynomial in the cell right beside its end."""
    inner = [r for r in real_roots(poly) if cell.holds(r)]
    if end is cell.low:
        return Cell(end, inner[0] if inner else cell.high).sign(poly)
    return Cell(inner[-1] if inner else cell.low, end).sign(poly)


def _at_infinity(top: Any, bottom: Any, cell: Cell, side: str, x: Symbol) -> list[Candidate]:
    """The limit towards an end that is infinite: side "left" is the way to +oo."""
    gap = top.degree() - bottom.degree()
    ratio = coefficients(top)[0] / coefficients(bottom)[0]
    where = f"{x.name} -> oo" if side == "left" else f"{x.name} -> -oo"
    if top.is_zero or gap < 0:
        ratio = Fraction(0)
    elif gap > 0:
        if (ratio if side == "left" or gap % 2 == 0 else -ratio) < 0:
            raise Downward(where)
        return []
    value = Value(polynomial([ratio]), rational_root(Fraction(0)))
    return [Candidate(value, None, cell, where, attained=False)]


def _least(found: list[Candidate], x: Symbol) -> Minimum:
    best = min((c.value for c in found), key=cmp_to_key(values.compare))
    ties = [c for c in found if values.compare(c.value, best) == 0]
    there = [c for c in ties if c.attained]
    if not there:
        return _unattained(ties, found, x)
    return _attained(there, found, x)


def _unattained(ties: list[Candidate], found: list[Candidate], x: Symbol) -> Minimum:
    value = value_form(ties[0].value)
    where = _fill(ties[0])
    return Minimum(
        kind=Kind.NOT_ATTAINED,
        value=value,
        proof=(
            ProofStep(
                "L comes as near as you like, and stays above", f"L -> {spell(value)} as {where}"
            ),
            *_table(found, x),
        ),
        complete=True,
        rung="univariate",
    )


def _fill(candidate: Candidate) -> str:
    if candidate.point is None:
        return candidate.where
    return candidate.where.format(spell(closed_form(candidate.point)))


def _attained(there: list[Candidate], found: list[Candidate], x: Symbol) -> Minimum:
    value = value_form(there[0].value)
    points, parameters = _places(there)
    shown = ", ".join(spell(p[0]) for p in points)
    first = ProofStep(
        "the least of the values at all critical points, ends and limits",
        f"L({spell(points[0][0])}) = {spell(value)}",
    )
    last = ProofStep("the least value is taken at", f"{x.name} = {shown}")
    return Minimum(
        kind=Kind.GLOBAL,
        points=points,
        value=value,
        proof=(first, *_table(found, x), last),
        complete=True,
        parameters=parameters,
        rung="univariate",
    )


def _places(there: list[Candidate]) -> tuple[tuple[tuple[Expr, ...], ...], dict[str, str]]:
    """Points, and for each stretch of minimisers a parameter with its range."""
    stretches = [c for c in there if c.point is None]
    points: list[tuple[Expr, ...]] = []
    parameters: dict[str, str] = {}
    for candidate, name in zip(stretches, "tsrqpw", strict=False):
        points.append((Symbol(name, real=True),))
        parameters[name] = _range(candidate.cell, there, name)
    isolated = [c.point for c in there if c.point is not None and not _absorbed(c.point, stretches)]
    return tuple((closed_form(r),) for r in isolated) + tuple(points), parameters


def _absorbed(root: Root, stretches: list[Candidate]) -> bool:
    ends = [end for c in stretches for end in (c.cell.low, c.cell.high) if end is not None]
    return any(end.same(root) for end in ends)


def _range(cell: Cell, there: list[Candidate], name: str) -> str:
    """Where the parameter of a stretch may lie, in words."""
    if cell.low is None and cell.high is None:
        return "any real number"
    taken = [c.point for c in there if c.point is not None]
    left, right = (
        "" if end is None else "<=" if any(end.same(r) for r in taken) else "<"
        for end in (cell.low, cell.high)
    )
    low = f"{spell(closed_form(cell.low))} {left} " if cell.low is not None else ""
    high = f" {right} {spell(closed_form(cell.high))}" if cell.high is not None else ""
    return f"{low}{name}{high}"


def _table(found: list[Candidate], x: Symbol) -> tuple[ProofStep, ...]:
    """One line for each candidate, at most eight; of a point that is taken no limits beside it."""
    steps = []
    for candidate in [c for c in found if not _is_taken(c, found)][:8]:
        near = spell(value_form(candidate.value))
        if not candidate.attained:
            steps.append(ProofStep("limit", f"L -> {near} as {_fill(candidate)}"))
        elif candidate.point is not None:
            at = spell(closed_form(candidate.point))
            steps.append(ProofStep(_called(candidate, found), f"L({at}) = {near}"))
    return tuple(steps)


def _is_taken(candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether this is a limit at a point where the function takes that very value."""
    there = _beside(candidate, found) if not candidate.attained else []
    return any(c.attained and values.compare(c.value, candidate.value) == 0 for c in there)


def _beside(candidate: Candidate, found: list[Candidate]) -> list[Candidate]:
    """The others at the same point."""
    root = candidate.point
    if root is None:
        return []
    others = [c for c in found if c is not candidate and c.point is not None]
    return [c for c in others if c.point is not None and c.point.same(root)]


def _called(candidate: Candidate, found: list[Candidate]) -> str:
    """A critical point, an end, or where two pieces meet: a limit comes from either side."""
    sides = sum(not c.attained for c in _beside(candidate, found))
    if candidate.where == "end" and sides == 2:
        return "point where two pieces meet"
    return f"{candidate.where} point"
