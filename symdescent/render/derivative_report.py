"""The report on derivatives: the gradient, the Hessian, and their values at a point."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.accurate_evaluation import KINKED, floats
from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import Derivation
from symdescent.language import plain
from symdescent.language.notation import Bold, Chain, Function, Nabla, Point, Relation, Written
from symdescent.language.tree import Name
from symdescent.lessons.written_numbers import elided, exact
from symdescent.printing.escaping import in_latex as in_text
from symdescent.printing.latex import latex as latex_of
from symdescent.proofs.spectrum import eigenvalues
from symdescent.render import matrices
from symdescent.render.facts import FEW, notes, opening, point_line
from symdescent.render.latex import aligned, array_rows, equation
from symdescent.render.latex import gradient as gradient_rows
from symdescent.render.report import Report
from symdescent.render.short_text import Fact, name, spell
from symdescent.serialise import exact_to_dict, formula_to_dict

VERSION = 1
NEEDED = r"% needs \usepackage{amsmath}"
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

    @property
    def hessian_there(self) -> Rows:
        """Its values at the point."""
        return tuple(map(self.here, self.hessian))


def derivatives_report(told: Derivatives) -> Report:
    """The formula as read, its derivatives, and their values at the point."""
    formula = told.derivation.formula
    return Report(
        (
            opening(formula),
            matrices.gradient(formula, told.derivation.gradient, manner=matrices.ASKED),
            *((matrices.hessian(formula, told.hessian, matrices.ASKED),) if told.second else ()),
            *abridged(formula),
            *(point_line(formula) if len(formula.variables) > FEW else ()),
            *notes(formula),
            *(values(told) if told.point is not None else ()),
        ),
        (),
        (),
    )


def abridged(formula: Formula) -> Iterator[Fact]:
    """Where the rest is to be found, of too many variables."""
    if len(formula.variables) > matrices.ASKED.most:
        many = len(formula.variables)
        yield Fact("", "", f"note: of {many} variables not all is shown: --format json")


def values(told: Derivatives) -> Iterator[Fact]:
    """L, its gradient and its Hessian at the point; it is said where one of them is no number."""
    formula = told.derivation.formula
    names = [name(str(x.name)) for x in told.place][:FEW]
    at = ", ".join(f"{n} = {spell(v)}" for n, v in zip(names, told.place.values(), strict=False))
    yield Fact("", "")
    yield Fact("", f"at {at}{', …' if len(told.place) > FEW else ''}:")
    yield Fact("", f"{formula.title} = {value(told.here([formula.expression])[0])}")
    yield gradient_here(told)
    yield from hessian_here(told)
    yield from bending(told.hessian_there, formula.title)


def gradient_here(told: Derivatives) -> Fact:
    """The gradient in numbers."""
    formula, slope = told.derivation.formula, told.here(told.derivation.gradient)
    kinked = formula.expression.has(*KINKED)
    left = Nabla(Function(formula.title))
    found = matrices.column(formula, left, slope, NUMBERS, is_named=False)
    return matrices.fact(found, AT_KINKS if kinked else stationarity(slope))


def hessian_here(told: Derivatives) -> Iterator[Fact]:
    """The Hessian in numbers, where it is asked for and not the same everywhere."""
    formula, rows = told.derivation.formula, told.hessian_there
    if rows != told.hessian:
        left = Nabla(Function(formula.title), 2)
        yield matrices.fact(matrices.matrix(formula, left, rows, NUMBERS))


def entry(number: Expr) -> matrices.Cell:
    """A number as text, with its first digits, and as mathematics."""
    if not defined(number):
        return matrices.Cell("undefined", Name("undefined", 0, 0))
    operator, shown = exact(number)
    return matrices.Cell(
        value(number), shown if operator == "=" else Relation((Chain(()), shown), (operator,))
    )


NUMBERS = matrices.Rendering(entry, matrices.ASKED.most)
TABULATED = matrices.Rendering(entry, matrices.ALL_MATHEMATICS[1].most)


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


def defined(number: Expr) -> bool:
    """Whether this is a real number, or may become one."""
    return not number.has(sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I)


def stationarity(slope: Sequence[Expr]) -> str:
    """What a gradient of zero says."""
    return "a stationary point" if all(entry == 0 for entry in slope) else ""


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


def latex(told: Derivatives) -> str:
    """The same as a LaTeX fragment: displayed formulas, columns and matrices between brackets."""
    formula = told.derivation.formula
    slopes, manner = told.derivation.gradient, matrices.ALL_MATHEMATICS
    lines = [equation(formula), *gradient_rows(formula, slopes, manner[0])]
    if told.second:
        left = derivative(matrices.function(formula), 2)
        lines += array_rows(matrices.matrix(formula, left, told.hessian, manner[1]).written)
    lines += [aligned(matrices.point(formula))] if len(formula.variables) > FEW else []
    many, told_of = len(formula.variables), manner[1 if told.second else 0].most
    more = [f"% of {many} variables not all is shown: --format json"] if many > told_of else []
    shown = [NEEDED, *more, *display(lines), *(f"Note: {in_text(note)}." for note in formula.notes)]
    return "\n".join([*shown, *(latex_here(told) if told.point is not None else ())])


def derivative(function: Function, order: int) -> Written:
    """The gradient or the Hessian; in one variable L' or L''."""
    alone = len(function.arguments) == 1 and not isinstance(function.arguments[0], Bold | Point)
    return replace(function, primes=order) if alone else Nabla(function, order)


def latex_here(told: Derivatives) -> Iterator[str]:
    """The values at the point."""
    formula = told.derivation.formula
    at = elided([tree(x) for x in told.place.values()])
    there = Function(formula.title, at.coordinates[:1] if len(at.coordinates) == 1 else (at,))
    level = entry(told.here([formula.expression])[0]).written
    slopes = told.here(told.derivation.gradient)
    left, second = derivative(there, 1), derivative(there, 2)
    found = [matrices.column(formula, left, slopes, NUMBERS, is_named=False)]
    if told.second:
        found.append(matrices.matrix(formula, second, told.hessian_there, TABULATED))
    lines = [row for one in found for row in array_rows(one.written)]
    yield from ("", f"At ${latex_of(matrices.located(formula, at))}$:")
    yield from display([aligned(Relation((there, level), ("=",))), *lines])


def display(lines: Sequence[str]) -> list[str]:
    return [r"\begin{align*}", " \\\\\n".join(lines), r"\end{align*}"]


def to_dict(told: Derivatives) -> dict[str, Any]:
    """All of it as plain data for strict JSON; exact values as text beside floats."""
    written = [[plain(tree(entry)) for entry in row] for row in told.hessian]
    facts: dict[str, Any] = {
        "version": VERSION,
        "kind": "derivatives",
        "formula": formula_to_dict(told.derivation.formula),
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
    return exact_to_dict(entry) if defined(entry) else None
