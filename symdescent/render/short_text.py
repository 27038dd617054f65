"""Exact values, points, minima and the steps of proofs as short pieces of text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Final

import sympy as sp
from sympy import Expr

from symdescent.calculus.accurate_evaluation import floats
from symdescent.calculus.critical_number import CriticalOf
from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.subexpressions import subexpressions
from symdescent.language import pretty
from symdescent.language.notation import Relation
from symdescent.language.textbook import indexed
from symdescent.language.textbook import name as name
from symdescent.language.tokens import BOLD
from symdescent.language.tree import Negative
from symdescent.messages.sentences import BOOK, Text, about, line, reasons, step, words
from symdescent.printing.text import text as written
from symdescent.proofs import Kind, Minimum, ProofStep

LONGEST_VALUE: Final = 60  # characters; a longer exact value is shown by its first digits
LARGEST: Final = 400  # subexpressions that are worth writing out
SHOWN_POINTS: Final = 4
FEW: Final = 6  # coordinates that are all told
MOST_NAMES: Final = 12  # variables of a minimiser that is told by their names
POINT: Final = "x".translate(BOLD)  # all coordinates together
DIGITS: Final = 12


Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Entries:
    """A column or a matrix as text: what it is, and row by row the names and values of its entries.

    `is_named`: whether the names are told beside the values; `written`: the same as mathematics.
    """

    left: str
    names: Rows
    values: Rows
    written: Relation
    is_named: bool = False

    @property
    def is_column(self) -> bool:
        return len(self.values[0]) == 1


@dataclass(frozen=True)
class Fact:
    """A label, what is so, and a remark on it; `entries`: what is so, where that is an array."""

    label: str
    text: str
    remark: str = ""
    entries: Entries | None = None


def spell(value: Expr) -> str:
    """An exact value: written out while that is short, else its first digits."""
    if isinstance(value, sp.CRootOf):
        polynomial = pretty(tree(value.poly.as_expr()))
        return f"the root of {polynomial} near {float(floats([value])[0]):.7g}".replace("-", "−")
    nameless = value.has(sp.CRootOf, CriticalOf)
    if nameless and value.free_symbols:
        return written(BOOK.expression(value)[0])
    text = LONGEST_VALUE * "." + "." if nameless else pretty(tree(value))
    if len(text) <= LONGEST_VALUE or value.free_symbols:
        return text
    return f"{digits(value)}…".replace("-", "−")


def digits(value: Expr) -> str:
    """The first digits of a number, none of them rounded up."""
    exact = Decimal(str(value.evalf(40)))
    return f"{Context(prec=DIGITS, rounding=ROUND_DOWN).plus(exact):f}"


def indexed_name(variable: str, index: str) -> str:
    """A variable with an index such as ₖ: xₖ; x₁,ₖ where it has one already."""
    return indexed(name(variable), index)


def short(value: Expr, longest: int) -> str | None:
    """An expression on one line, or None where that is too long to read."""
    if any(i > LARGEST for i, _ in enumerate(subexpressions([value]))):
        return None
    text = pretty(tree(value))
    return text if len(text) <= longest else None


def significant(number: float) -> str:
    """Four significant digits, halves rounded up: 50.00, 0.7390, 3.528e-08."""
    size = Decimal(format(number, ".15g"))
    if size == 0 or not size.is_finite():
        return "0" if size == 0 else f"{number}"
    rounded = size.quantize(Decimal(1).scaleb(size.adjusted() - 3), ROUND_HALF_UP)
    exponent = rounded.adjusted()
    rounded = rounded.quantize(Decimal(1).scaleb(exponent - 3))  # 0.99998 became 1.0000
    if -1 <= rounded.adjusted() < 5:
        return str(rounded.quantize(Decimal(1))) if exponent > 3 else str(rounded)
    return f"{rounded:.3e}" if abs(exponent) > 99 else f"{float(rounded):.3e}"


def abridged(names: Sequence[str]) -> str:
    """All of a few names, of many the first ones and the last: x₁, x₂, …, x₉."""
    shown = names if len(names) <= FEW else [*names[:2], "…", names[-1]]
    return ", ".join(shown)


def minimisers(minimum: Minimum, names: Sequence[str], bold: bool = False) -> str:
    """The points: x* = 4, or (x, y)* = (1, 1), or several of them, with their parameters.

    `bold`: as columns under the letter of the point, which is then known. A point that is only
    critical has no star.
    """
    star = "" if minimum.kind is Kind.STATIONARY else "*"
    many, turned = len(names), "ᵀ" if bold and len(names) > 1 else ""
    label = name(names[0]) if many == 1 else POINT if bold else f"({abridged([*map(name, names)])})"
    shown = [f"{point_text(point)}{turned}" for point in minimum.points[:SHOWN_POINTS]]
    more = len(minimum.points) - len(shown)
    text = f"{label}{star} = " + " or ".join(shown) + (f" or {more} more" if more else "")
    return text + "".join(f"; {ranged(p, words)}" for p, words in minimum.parameters.items())


def ranged(parameter: str, words: str) -> str:
    """A parameter with its range: t any real number, or 0 ≤ t ≤ 1."""
    told = words if re.search(rf"\b{parameter}\b", words) else f"{name(parameter)} {words}"
    return told.replace("<=", "≤").replace(">=", "≥")


def point_text(point: Sequence[Expr]) -> str:
    if len(point) == 1:
        return spell(point[0])
    return "(" + ", ".join(spell(x) for x in point[:6]) + (", …)" if len(point) > 6 else ")")


def describe(minimum: Minimum, names: Sequence[str], bold: bool = False) -> tuple[str, str]:
    """The exact answer and how sure it is: two pieces of text; `bold`: the point by its letter."""
    told = minimum.points and (bold or len(names) <= MOST_NAMES)
    where = minimisers(minimum, names, bold) if told else ""
    value = "" if minimum.value is None else spell(minimum.value)
    points = ", ".join(filter(None, (where, f"L* = {value}" if value else "")))
    if minimum.kind is Kind.UNDECIDED:
        return "undecided", why_open(minimum)
    sure = f"{how_sure(minimum)}({minimum.word}: {proof_line(minimum)})"
    others = {
        Kind.STATIONARY: f"undecided; a critical point is {where}",
        Kind.UNBOUNDED: "none: L is unbounded below",
        Kind.NOT_ATTAINED: f"none: the infimum {value} is not attained",
    }
    return others.get(minimum.kind, points), sure


def how_sure(minimum: Minimum) -> str:
    """What kind of minimum it is, before whether it is proved."""
    is_global = minimum.kind is Kind.GLOBAL
    return f"{counted(minimum)}global " if is_global else SORTS.get(minimum.kind, "")


SORTS: Final = {Kind.LOCAL: "a local minimum "}


def maximum(minimum: Minimum, formula: Formula) -> tuple[Fact, ...]:
    """The greatest value of what was typed behind `maximize`, which L has with its sign changed."""
    told = {Kind.GLOBAL: "of ", Kind.LOCAL: "local, of ", Kind.NOT_ATTAINED: "of "}
    if not formula.sentence.is_maximised or minimum.value is None or minimum.kind not in told:
        return ()
    body = formula.sentence.tree
    own = pretty(body.operand) if isinstance(body, Negative) else "what was typed"
    words = f"{told[minimum.kind]}{own if len(own) <= LONGEST_VALUE else 'what was typed'}"
    label = "Supremum" if minimum.kind is Kind.NOT_ATTAINED else "Maximum"
    return (Fact(label, spell(-minimum.value), words),)


def why_open(minimum: Minimum) -> str:
    """Why there is no stronger answer."""
    return line(reasons(minimum.reasons))


def counted(minimum: Minimum) -> str:
    """How many points there are, where these are all; and if only that is derived, so."""
    if minimum.parameters or not minimum.complete:
        return ""
    told = "unique" if len(minimum.points) == 1 else f"{len(minimum.points)} points"
    return f"{told}{apart(minimum)}, "


def apart(minimum: Minimum) -> str:
    """What is said of 'these are all' where the check has accepted only the rest."""
    return "" if minimum.all_checked or minimum.certificate is None else " (derived)"


def coordinates(minimum: Minimum) -> list[str]:
    """The names of the variables; of a minimum that knows none, x or x1, x2, ..."""
    many = len(minimum.points[0]) if minimum.points else 1
    others = ["x"] if many == 1 else [f"x{i}" for i in range(1, many + 1)]
    return list(minimum.names) or others


def proof_line(minimum: Minimum) -> str:
    """The first step of the proof, which stands for the whole of it."""
    return step_line(minimum.proof[0]) if minimum.proof else "by computation"


def step_line(one: ProofStep) -> str:
    """A step on a line; what it is about is left out where that is long."""
    return line(short_step(one))


def short_step(one: ProofStep) -> Text:
    """A step; what it is about is left out where that is long."""
    return step(one) if len(line(about(one))) <= LONGEST_VALUE else words(one)
