"""Gradients and Hessians as columns and matrices, on lines of Unicode and as mathematics."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap
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
from symdescent.lessons.written_numbers import FEW, elided, picks
from symdescent.printing.text import OPERATORS, text
from symdescent.render.short_text import Entries, Fact, Rows, short

BRACKETS: Final = {"one": "[]", "first": "⎡⎤", "middle": "⎢⎥", "last": "⎣⎦"}
GAP: Final = "   "  # between the columns of a matrix
DOTS: Final = "⋮"
NARROW: Final = 20  # characters of a line, at least
PIPED: Final = 200  # where it has no width of its own
ROOM: Final = 3  # for signs that ASCII spells in more characters


def stacked(entries: Entries, width: int | None) -> list[str]:
    """What the array is, the names of its entries where they are told, and its values.

    What is wider than `width` (None: PIPED) stands without the names, or else each entry on a line
    of its own.
    """
    width = PIPED if width is None else width
    left, values = [f"{entries.left} ="], bracketed(entries.values)
    choices = [beside(left, values)]
    if entries.is_named:
        choices.insert(0, beside(left, bracketed(entries.names), ["="], values))
    fitting = (lines for lines in choices if len(lines[0]) <= width)
    return next(fitting, None) or list(entry_by_entry(entries, max(width, NARROW)))


def rendered(written: Written) -> list[str]:
    """Mathematics on as many lines as its columns and matrices need."""
    sides = written.sides if isinstance(written, Relation) else ()
    if not isinstance(written, Relation) or not any(isinstance(s, Matrix) for s in sides):
        return [text(written)]
    first, *rest = [block(side) for side in written.sides]
    signs = [[OPERATORS.get(operator, operator)] for operator in written.operators]
    return beside(first, *(part for pair in zip(signs, rest, strict=True) for part in pair))


def block(written: Written) -> list[str]:
    """A side of a relation."""
    if not isinstance(written, Matrix):
        return [text(written)]
    return bracketed(tuple(tuple(map(text, row)) for row in written.rows))


def bracketed(rows: Rows) -> list[str]:
    """Rows between brackets; formulas in one column begin below each other, all else ends so."""
    columns = list(zip(*rows, strict=True))
    letters = len(columns) == 1 and any(sign.isalpha() for cell in columns[0] for sign in cell)
    widths = [max(map(len, column)) for column in columns]

    def cell(text: str, width: int) -> str:
        if text == DOTS:
            return text.center(width)
        return text.ljust(width) if letters else text.rjust(width)

    lines = [GAP.join(map(cell, row, widths)) for row in rows]
    signs = [BRACKETS[place(i, len(rows))] for i in range(len(rows))]
    return [f"{sign[0]} {line} {sign[1]}" for sign, line in zip(signs, lines, strict=True)]


def place(i: int, many: int) -> str:
    """Which part of a tall bracket stands beside a row."""
    if many == 1:
        return "one"
    return "first" if i == 0 else "last" if i == many - 1 else "middle"


def beside(*blocks: list[str]) -> list[str]:
    """Blocks side by side; those of one line stand in the middle, or just above it."""
    tallest = max(map(len, blocks))
    padded = [centred(block, tallest) for block in blocks]
    return [" ".join(line).rstrip() for line in zip(*padded, strict=True)]


def centred(block: list[str], height: int) -> list[str]:
    """A block with empty lines above and below."""
    above = (height - len(block)) // 2
    empty = [" " * len(block[0])]
    return [*empty * above, *block, *empty * (height - len(block) - above)]


def entry_by_entry(entries: Entries, width: int) -> Iterator[str]:
    """The entries one by one, those of a column under its names in a row."""
    pairs = [
        (name, value)
        for i, (names, values) in enumerate(zip(entries.names, entries.values, strict=True))
        for name, value in list(zip(names, values, strict=True))[i if len(names) > 1 else 0 :]
    ]
    if entries.is_column:
        shown = ", ".join("…" if name == DOTS else name for name, _ in pairs)
        yield from wrapped(f"{entries.left} = ({shown})ᵀ, where", width - ROOM, "")
    else:
        yield from wrapped(f"{entries.left} has the entries", width, "")
    told = [pair for pair in pairs if entries.is_column or pair[1] != "0"]
    for name, value in told:  # dots are named by themselves
        yield from wrapped(value if name == value else f"{name} = {value}", width, "  ")
    if len(told) < len(pairs):
        yield from wrapped("and 0 elsewhere", width, "  ")


def wrapped(text: str, width: int, margin: str) -> list[str]:
    """The text in lines, those after the first set in a little more."""
    behind = f"{margin}  "
    return wrap(
        text, width, initial_indent=margin, subsequent_indent=behind, break_on_hyphens=False
    )


LONGEST_ENTRY: Final = 100  # characters of an entry
LEADING: Final = 4  # of more, the entries before the dots
CORNER: Final = 3  # and of a matrix the rows and columns
OMITTED: Final = "⋯"  # an entry that is too long
LONG: Final = "too long to show"


@dataclass(frozen=True)
class Cell:
    """An entry as text and as mathematics."""

    text: str
    written: Written


ROW: Final = Cell("…", Symbolic("dots"))
COLUMN: Final = Cell(DOTS, Symbolic("vdots"))
DIAGONAL: Final = Cell("⋱", Symbolic("ddots"))


@dataclass(frozen=True)
class Rendering:
    """How the entries of an array are told, and of how many variables all of them are."""

    cell: Callable[[Expr], Cell]
    most: int = FEW


def entry(value: Expr, longest: int = LONGEST_ENTRY) -> Cell:
    """A formula, or dots where it is too long."""
    told = short(value, longest)
    return Cell(told, tree(value)) if told else Cell(OMITTED, Symbolic("dots"))


def whole(value: Expr) -> Cell:
    """A formula that is set as mathematics alone, however long it is."""
    return Cell("", tree(value))


IN_PASSING: Final = Rendering(entry), Rendering(partial(entry, longest=LONGEST_ENTRY // 2))
ASKED: Final = Rendering(partial(entry, longest=10 * LONGEST_ENTRY), 20)  # all that has room
MATHEMATICS: Final = Rendering(whole)
ALL_MATHEMATICS: Final = Rendering(whole, 20), Rendering(whole, 10)  # amsmath has ten columns


def gradient(
    formula: Formula,
    slopes: Sequence[Expr],
    remark: str = "",
    manner: Rendering = IN_PASSING[0],
) -> Fact:
    """The gradient as a column, the names of its entries beside it; in one variable L' alone."""
    found = column(formula, Nabla(function(formula)), slopes, manner)
    return fact(found, remark)


def hessian(
    formula: Formula, rows: Sequence[Sequence[Expr]], manner: Rendering = IN_PASSING[1]
) -> Fact:
    """The Hessian as a matrix; in one variable L'' alone."""
    return fact(matrix(formula, Nabla(function(formula), 2), rows, manner))


def column(
    formula: Formula,
    left: Written,
    values: Sequence[Expr],
    manner: Rendering,
    is_named: bool = True,
) -> Entries:
    """The slopes (n,) of a formula, told in this manner; `left` is what they make up."""
    names = [Slope(formula.title, (x,)) for x in variables(formula)]
    picked = picks(len(names), LEADING, manner.most)
    cells = [COLUMN if i is None else manner.cell(values[i]) for i in picked]
    shown = [COLUMN if i is None else Cell(text(names[i]), names[i]) for i in picked]
    return array(left, [(one,) for one in shown], [(one,) for one in cells], is_named)


def matrix(
    formula: Formula, left: Written, rows: Sequence[Sequence[Expr]], manner: Rendering
) -> Entries:
    """The second derivatives (n, n) of a formula."""
    named = variables(formula)
    picked = picks(len(named), CORNER, manner.most)

    def at(i: int | None, j: int | None, told: Callable[[int, int], Cell]) -> Cell:
        if i is not None and j is not None:
            return told(i, j)
        return DIAGONAL if i is None and j is None else COLUMN if i is None else ROW

    def name(i: int, j: int) -> Cell:
        slope = Slope(formula.title, (named[i], named[j]))
        return Cell(text(slope), slope)

    names = [[at(i, j, name) for j in picked] for i in picked]
    values = [[at(i, j, lambda i, j: manner.cell(rows[i][j])) for j in picked] for i in picked]
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
    if {*values} - dots == {OMITTED}:
        return Fact("", found.left, LONG)
    if len(values) == 1:
        return Fact("", f"{found.left} = {values[0]}", remark)
    left_out = f"{OMITTED}: {LONG}" if OMITTED in values else ""
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
