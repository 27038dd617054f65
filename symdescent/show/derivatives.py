"""A derivation and a point go in; gradient, Hessian and their values there come out as facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from symdescent.data import asked, of_expression
from symdescent.exact.spectrum import eigenvalues
from symdescent.language import plain
from symdescent.show.facts import FEW, WIDE, gradient_lines, heading, notes, opening
from symdescent.show.report import Report
from symdescent.show.words import Fact, name, short, spell
from symdescent.symbolic.derivation import Derivation
from symdescent.symbolic.precision import KINKED, floats
from symdescent.symbolic.retelling import tree

VERSION = 1
AT_KINKS = "where the slope jumps, the middle of the two is taken"
Rows = tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True)
class Derivatives:
    """What is told: of which formula, with the Hessian or without, and at which point, if any."""

    derivation: Derivation
    second: bool
    point: tuple[Fraction, ...] | None = None

    @property
    def place(self) -> Mapping[Symbol, Expr]:
        """The point as values of the variables."""
        pairs = zip(self.derivation.formula.variables, self.point or (), strict=False)
        return {x: sp.Rational(v.numerator, v.denominator) for x, v in pairs}

    def here(self, expressions: Sequence[Expr]) -> tuple[Expr, ...]:
        """The expressions at the point."""
        return tuple(expression.subs(self.place) for expression in expressions)

    @property
    def hessian(self) -> Rows:
        """The Hessian, where it is asked for."""
        return self.derivation.hessian if self.second else ()


def report(told: Derivatives) -> Report:
    """The formula as read, its derivatives, and their values at the point."""
    formula = told.derivation.formula
    head = heading(formula)
    return Report(
        (
            opening(formula),
            *gradient_lines(told.derivation, head),
            *(hessian_lines(told.hessian, head) if told.second else ()),
            *notes(formula),
            *(values(told) if told.point is not None else ()),
        ),
        (),
        (),
    )


def hessian_lines(rows: Rows, head: str) -> tuple[Fact, ...]:
    """The matrix of second derivatives, a row on a line."""
    cells = [[short(entry, WIDE // 2) for entry in row] for row in rows]
    if len(rows) > FEW or any(cell is None for row in cells for cell in row):
        return (Fact("", f"∇²{head}", "too long to show"),)
    if len(rows) == 1:
        return (Fact("", f"∇²{head} = {cells[0][0]}"),)
    return (Fact("", f"∇²{head}:"), *matrix([[str(c) for c in row] for row in cells]))


def matrix(cells: Sequence[Sequence[str]]) -> Iterator[Fact]:
    """Rows between brackets, their columns aligned."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "   ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True))
        yield Fact("", f"[ {line} ]")


def values(told: Derivatives) -> Iterator[Fact]:
    """L, its gradient and its Hessian at the point; it is said where one of them is no number."""
    title = told.derivation.formula.title
    names = [name(str(x.name)) for x in told.place][:FEW]
    at = ", ".join(f"{n} = {spell(v)}" for n, v in zip(names, told.place.values(), strict=False))
    yield Fact("", "")
    yield Fact("", f"at {at}{', …' if len(told.place) > FEW else ''}:")
    yield Fact("", f"{title} = {value(told.here([told.derivation.formula.expression])[0])}")
    slope = told.here(told.derivation.gradient)
    kinked = told.derivation.formula.expression.has(*KINKED)
    yield Fact("", f"∇{title} = {vector(slope)}", AT_KINKS if kinked else standing(slope))
    if told.second:
        rows = tuple(told.here(row) for row in told.hessian)
        yield from (() if rows == told.hessian else matrix_here(rows, title))
        yield from bending(rows, title)


def value(number: Expr) -> str:
    """A number as it is, with its first digits where it is no short fraction."""
    if not defined(number):
        return "undefined"
    if number.is_Float:
        return f"≈ {float(number):.6g}".replace("-", "−")
    text = spell(number)
    if number.free_symbols or text.endswith("…") or (number.is_Rational and len(text) < 8):
        return text
    return f"{text} ≈ {float(floats([number])[0]):.6g}".replace("-", "−")


def vector(numbers: Sequence[Expr]) -> str:
    shown = ", ".join(map(value, numbers[:FEW])) + (", …" if len(numbers) > FEW else "")
    return shown if len(numbers) == 1 else f"({shown})"


def defined(number: Expr) -> bool:
    """Whether this is a real number, or may become one."""
    return not number.has(sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I)


def standing(slope: Sequence[Expr]) -> str:
    """What a gradient of zero says."""
    return "a stationary point" if all(entry == 0 for entry in slope) else ""


def matrix_here(rows: Rows, title: str) -> Iterator[Fact]:
    """The Hessian in numbers."""
    cells = [[value(entry) for entry in row] for row in rows]
    if len(rows) > FEW:
        yield Fact("", f"∇²{title}", "too long to show")
    elif len(rows) == 1:
        yield Fact("", f"∇²{title} = {cells[0][0]}")
    else:
        yield Fact("", f"∇²{title}:")
        yield from matrix(cells)


def bending(rows: Rows, title: str) -> Iterator[Fact]:
    """The eigenvalues of a Hessian, of several variables."""
    entries = [entry for row in rows for entry in row]
    if 1 < len(rows) <= FEW and all(defined(entry) and not entry.free_symbols for entry in entries):
        found = eigenvalues(rows).values
        yield Fact("", f"eigenvalues: {', '.join(map(value, found))}", curved(found, title))


def curved(found: Sequence[Expr], title: str) -> str:
    """What the signs of the eigenvalues say, where they are exact."""
    low, high = found[0], found[-1]
    if low.is_Float or high.is_Float:
        return "rounded"
    if low > 0:
        return f"{title} bends upwards here in every direction"
    if high < 0:
        return f"{title} bends downwards here in every direction"
    if low < 0 < high:
        return f"{title} bends upwards here in one direction and downwards in another"
    return f"{title} does not bend here in some direction"


def to_dict(told: Derivatives) -> dict[str, Any]:
    """All of it as plain data for strict JSON; exact values as text beside floats."""
    written = [[plain(tree(entry)) for entry in row] for row in told.hessian]
    facts: dict[str, Any] = {
        "version": VERSION,
        "kind": "derivatives",
        "formula": asked(told.derivation.formula),
        "gradient": [plain(tree(entry)) for entry in told.derivation.gradient],
        "hessian": written or None,
        "at": None,
    }
    return facts if told.point is None else {**facts, "at": at_point(told)}


def at_point(told: Derivatives) -> dict[str, Any]:
    [level] = told.here([told.derivation.formula.expression])
    return {
        "point": [str(x) for x in told.point or ()],
        "value": number(level),
        "gradient": [number(entry) for entry in told.here(told.derivation.gradient)],
        "hessian": [[number(e) for e in told.here(row)] for row in told.hessian] or None,
    }


def number(entry: Expr) -> dict[str, Any] | None:
    """An exact number as text and as a float; None where there is none."""
    return of_expression(entry) if defined(entry) else None
