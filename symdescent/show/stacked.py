"""Columns and matrices on lines of Unicode: ∇L(x, y) = ⎡ 2x ⎤ with ⎣ 6y ⎦ on the line below."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from symdescent.language.notation import Matrix, Relation, Written
from symdescent.printing.text import OPERATORS, text
from symdescent.show.words import Entries, Rows

BRACKETS: Final = {"one": "[]", "first": "⎡⎤", "middle": "⎢⎥", "last": "⎣⎦"}
GAP: Final = "   "  # between the columns of a matrix
DOTS: Final = "⋮"
NARROW: Final = 20  # characters of a line, at least
ROOM: Final = 3  # for signs that ASCII spells in more characters


def stacked(entries: Entries, width: int | None) -> list[str]:
    """What the array is, the names of its entries where they are told, and its values.

    What is wider than `width` stands without the names, or else each entry on a line of its own.
    """
    left, values = [f"{entries.left} ="], bracketed(entries.values)
    choices = [beside(left, values)]
    if entries.is_named:
        choices.insert(0, beside(left, bracketed(entries.names), ["="], values))
    fitting = (lines for lines in choices if width is None or len(lines[0]) <= width)
    return next(fitting, None) or list(listed(entries, max(width or 0, NARROW)))


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


def listed(entries: Entries, width: int) -> Iterator[str]:
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
    for name, value in pairs:  # dots are named by themselves
        yield from wrapped(value if name == value else f"{name} = {value}", width, "  ")


def wrapped(text: str, width: int, margin: str) -> list[str]:
    """The text in lines, those after the first set in a little more."""
    behind = f"{margin}  "
    return wrap(
        text, width, initial_indent=margin, subsequent_indent=behind, break_on_hyphens=False
    )
