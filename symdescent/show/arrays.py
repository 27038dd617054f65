"""Gradients and Hessians as columns and matrices, of many variables with dots in the middle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from sympy import Expr

from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import (
    Bold,
    Function,
    Matrix,
    Nabla,
    Point,
    Relation,
    Slope,
    Symbolic,
    Transposed,
    Written,
)
from symdescent.language.tree import Name
from symdescent.printing.text import text
from symdescent.show.stacked import DOTS
from symdescent.show.words import Entries, Fact, short
from symdescent.worked.numbers import FEW, elided, picks

LONGEST: Final = 100  # characters of an entry
LEADING: Final = 4  # of more, the entries before the dots
CORNER: Final = 3  # and of a matrix the rows and columns
UNTOLD: Final = "⋯"  # an entry that is too long
LONG: Final = "too long to show"


@dataclass(frozen=True)
class Cell:
    """An entry as text and as mathematics."""

    text: str
    written: Written


ROW: Final = Cell("…", Symbolic("dots"))
COLUMN: Final = Cell(DOTS, Symbolic("vdots"))
DIAGONAL: Final = Cell("⋱", Symbolic("ddots"))
Rendering = Callable[[Expr], Cell]


def entry(value: Expr, longest: int = LONGEST) -> Cell:
    """A formula, or dots where it is too long."""
    told = short(value, longest)
    return Cell(told, tree(value)) if told else Cell(UNTOLD, Symbolic("dots"))


def whole(value: Expr) -> Cell:
    """A formula that is set as mathematics alone, however long it is."""
    return Cell("", tree(value))


def gradient(formula: Formula, slopes: Sequence[Expr], remark: str = "") -> Fact:
    """The gradient as a column, the names of its entries beside it; in one variable L' alone."""
    found = column(formula, Nabla(function(formula)), slopes, entry)
    return fact(found, remark)


def hessian(formula: Formula, rows: Sequence[Sequence[Expr]]) -> Fact:
    """The Hessian as a matrix; in one variable L'' alone."""
    cell = partial(entry, longest=LONGEST // 2)
    return fact(matrix(formula, Nabla(function(formula), 2), rows, cell))


def column(
    formula: Formula, left: Written, values: Sequence[Expr], cell: Rendering, is_named: bool = True
) -> Entries:
    """The slopes (n,) of a formula: `cell` tells each of them, `left` is what they make up."""
    names = [Slope(formula.title, (x,)) for x in variables(formula)]
    picked = picks(len(names), LEADING)
    cells = [COLUMN if i is None else cell(values[i]) for i in picked]
    shown = [COLUMN if i is None else Cell(text(names[i]), names[i]) for i in picked]
    return array(left, [(one,) for one in shown], [(one,) for one in cells], is_named)


def matrix(
    formula: Formula, left: Written, rows: Sequence[Sequence[Expr]], cell: Rendering
) -> Entries:
    """The second derivatives (n, n) of a formula."""
    named = variables(formula)
    picked = picks(len(named), CORNER)

    def at(i: int | None, j: int | None, told: Callable[[int, int], Cell]) -> Cell:
        if i is not None and j is not None:
            return told(i, j)
        return DIAGONAL if i is None and j is None else COLUMN if i is None else ROW

    def name(i: int, j: int) -> Cell:
        slope = Slope(formula.title, (named[i], named[j]))
        return Cell(text(slope), slope)

    names = [[at(i, j, name) for j in picked] for i in picked]
    values = [[at(i, j, lambda i, j: cell(rows[i][j])) for j in picked] for i in picked]
    return array(left, names, values, False)


def array(
    left: Written,
    names: Sequence[Sequence[Cell]],
    values: Sequence[Sequence[Cell]],
    is_named: bool,
) -> Entries:
    """left = names = values, or left = values; a lone entry without brackets."""
    between = (mathematics(names),) if is_named and len(values) > 1 else ()
    sides = (left, *between, mathematics(values))
    written = Relation(sides, ("=",) * (len(sides) - 1))
    return Entries(text(left), texts(names), texts(values), written, bool(between))


def mathematics(cells: Sequence[Sequence[Cell]]) -> Written:
    if len(cells) == 1:
        return cells[0][0].written
    return Matrix(tuple(tuple(cell.written for cell in row) for row in cells))


def texts(cells: Sequence[Sequence[Cell]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text for cell in row) for row in cells)


def fact(found: Entries, remark: str = "") -> Fact:
    """The array as a fact; a single entry on a line, and nothing where all are too long."""
    values = [text for row in found.values for text in row]
    dots = {ROW.text, COLUMN.text, DIAGONAL.text}
    if {*values} - dots == {UNTOLD}:
        return Fact("", found.left, LONG)
    if len(values) == 1:
        return Fact("", f"{found.left} = {values[0]}", remark)
    left_out = f"{UNTOLD}: {LONG}" if UNTOLD in values else ""
    remarks = ", ".join(filter(None, (remark, left_out)))
    return Fact("", text(found.written), remarks, found)


def variables(formula: Formula) -> list[str]:
    return [str(x.name) for x in formula.variables]


def function(formula: Formula) -> Function:
    """L(x, y); of many variables L of the point."""
    names = named(formula)
    return Function(formula.title, names if len(names) <= FEW else (Bold("x"),))


def point(formula: Formula) -> Relation:
    """What the bold x stands for: (x, y) as a column, of many variables with dots."""
    return Relation((Bold("x"), Transposed(elided([*named(formula)]))), ("=",))


def named(formula: Formula) -> tuple[Name, ...]:
    return tuple(Name(x, 0, 0) for x in variables(formula))


def located(formula: Formula, place: Point) -> Relation:
    """x = 4, or (x, y) = (1, 2); of many variables x = (1, 2, ..., 9)^T with a bold x."""
    names = named(formula)
    if len(names) > FEW:
        return Relation((Bold("x"), Transposed(place)), ("=",))
    return Relation((Point(names), place), ("=",))
