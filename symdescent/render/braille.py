"""A plot drawn in braille dots as text, for any terminal; in ASCII where it has no more.

A character holds two by four dots; in ASCII it holds one, so that the picture is coarser but still
there. Iterates, start and minima have signs of their own, which stand over the dots; level lines
are dotted, and give way to a path. What each piece of a line is, is said beside it, so that a
terminal may colour it: nothing is told by colours alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from textwrap import wrap
from typing import Final

from symdescent.lessons.figures.captions import short
from symdescent.lessons.figures.plots import (
    Axis,
    Cells,
    Dots,
    Line,
    Mark,
    Plot,
    Point,
    Points,
    Role,
)
from symdescent.render.labels import plain

COLUMNS, ROWS = 60, 14  # characters of the frame, where no terminal says how many there may be
FEWEST: Final = 16  # columns, however narrow it is
BLANK: Final = 0x2800
BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # rows of two dots
BEHIND: Final = (Role.CONTOUR, Role.EDGE)  # seen where nothing else is
DRAWN: Final = (Role.CURVE, Role.PATH, Role.SERIES, Role.DERIVED, *BEHIND)
ITERATES: Final = ("•+", "▪x", "◦%", "▴@", "▫=", "▵&")  # of one run after the other, in ASCII too
SIGNS: Final = {
    Role.LOST: "×x",
    Role.CRITICAL: "◇#",
    Role.START: "○o",
    Role.END: "●O",
    Role.MINIMUM: "★*",
}
Pattern = tuple[int, int]  # so many dots, and so many left out
WHOLE: Final = (1, 0)
PATTERNS: Final = {Role.CONTOUR: (1, 2), Role.DERIVED: (1, 3), Role.EDGE: (1, 1)}
SERIES: Final = (WHOLE, (1, 1), (4, 3), (1, 4), (7, 2), (2, 4))
SAMPLE: Final = 3  # characters of a line in the key
IN_ASCII: Final = {Role.EDGE: "|", Role.PATH: "-"}  # one character a dot; of other lines a point
EDGES: Final = {False: ("│", "└", "─"), True: ("|", "+", "-")}  # left, corner, below
LETTERS: Final = "ABCDEFGH"  # of cells, by their rank
FRAME: Final = "frame"  # what a piece is that is no mark: of the frame
GAP: Final = "   "  # between two entries of the key


@dataclass(frozen=True)
class Room:
    """How much room there is, in characters: with the numbers beside the frame at most `columns`,
    of the frame itself at most `most`; whether its signs are ASCII, and how words are spelt."""

    columns: int = COLUMNS + 18
    rows: int = ROWS
    most: int = COLUMNS
    ascii: bool = False
    spell: Callable[[str], str] = str


@dataclass(frozen=True)
class Piece:
    """A part of a line, and what it is: a role, the frame, or nothing in particular."""

    text: str
    look: str = ""


Row = tuple[Piece, ...]
Place = tuple[int, int]


@dataclass
class Canvas:
    """Characters in rows, the upper one first: signs over dots over the letters of cells."""

    plot: Plot
    columns: int = COLUMNS
    rows: int = ROWS
    ascii: bool = False
    dots: dict[Place, int] = field(default_factory=dict)
    looks: dict[Place, Role] = field(default_factory=dict)
    signs: dict[Place, Piece] = field(default_factory=dict)
    ground: dict[Place, Piece] = field(default_factory=dict)

    @property
    def fine(self) -> tuple[int, int]:
        """Dots across a character, and up it."""
        return (1, 1) if self.ascii else (2, 4)

    def place(self, point: Point) -> Place:
        """The column and the row, from above, of the dot at a point."""
        across, up = self.plot.place(point)
        wide, high = self.columns * self.fine[0], self.rows * self.fine[1]
        return min(int(across * wide), wide - 1), min(int((1 - up) * high), high - 1)

    def line(self, points: Points, role: Role, pattern: Pattern = WHOLE) -> None:
        """The dots of a polyline."""
        places = [self.place(point) for point in points]
        for i, (x, y) in enumerate(walked(places)):
            if i % sum(pattern) < pattern[0]:
                self.dot(x, y, role)

    def dot(self, x: int, y: int, role: Role) -> None:
        """A dot; of what lies behind only where nothing else is, and nothing of it below that."""
        (column, i), (row, j) = divmod(x, self.fine[0]), divmod(y, self.fine[1])
        at = (row, column)
        before = self.looks.get(at, role)
        if role in BEHIND and before not in BEHIND:
            return
        known = 0 if before in BEHIND and role is not before else self.dots.get(at, 0)
        self.dots[at], self.looks[at] = known | BITS[j][i], role

    def sign(self, point: Point, piece: Piece) -> None:
        """A sign over the dots."""
        x, y = self.place(point)
        self.signs[y // self.fine[1], x // self.fine[0]] = piece

    def letters(self, mark: Cells) -> None:
        """A letter for the cell in the middle of each character."""
        high, wide = len(mark.rows), len(mark.rows[0])
        for row in range(self.rows):
            j = int((1 - (row + 0.5) / self.rows) * high)
            for column in range(self.columns):
                rank = mark.rows[j][int((column + 0.5) / self.columns * wide)]
                letter = LETTERS[rank].lower() if rank >= 0 else " "
                self.ground[row, column] = Piece(letter, Role.BASIN)

    def row(self, row: int) -> Row:
        """A row of characters, those of one look in one piece."""
        pieces = [self.character((row, column)) for column in range(self.columns)]
        while pieces and not pieces[-1].text.strip():
            pieces.pop()
        alike = groupby(pieces, key=lambda piece: piece.look)
        return tuple(Piece("".join(p.text for p in some), look) for look, some in alike)

    def character(self, at: Place) -> Piece:
        """What is seen at a place."""
        if at in self.signs:
            return self.signs[at]
        if at not in self.dots:
            return self.ground.get(at, Piece(" "))
        role = self.looks[at]
        sign = IN_ASCII.get(role, ".") if self.ascii else chr(BLANK + self.dots[at])
        return Piece(sign, role)


def walked(places: list[Place]) -> Iterator[Place]:
    """The dots from place to place."""
    yield from places[:1]
    for (x, y), (to_x, to_y) in zip(places, places[1:], strict=False):
        many = max(abs(to_x - x), abs(to_y - y))
        for i in range(1, many + 1):
            yield x + round(i * (to_x - x) / many), y + round(i * (to_y - y) / many)


def braille(plot: Plot, room: Room = Room()) -> str:
    """The plot as text: its axes, its lines, its signs and their key."""
    return "\n".join("".join(piece.text for piece in row).rstrip() for row in rows(plot, room))


def rows(plot: Plot, room: Room) -> Iterator[Row]:
    """The same in lines of pieces, none longer than there is room."""
    high, low = end(plot.up, -1), end(plot.up, 0)
    beside = max(len(high), len(low))
    columns = max(FEWEST, min(room.most, room.columns - beside - 2))
    canvas = Canvas(plot, columns, room.rows, room.ascii)
    for mark in shown(plot, room.rows // 2):
        draw(canvas, mark)
    numbers = {0: high, room.rows - 1: low}
    side, corner, below = EDGES[room.ascii]
    margin = Piece(" " * (beside + 2))
    yield (Piece(f"{'':>{beside}} {room.spell(plain(plot.up.label))}"),)
    for row in range(room.rows):
        number = Piece(room.spell(f"{numbers.get(row, ''):>{beside}} "))
        yield (number, Piece(side, FRAME), *canvas.row(row))
    yield (Piece(" " * (beside + 1)), Piece(corner + below * columns, FRAME))
    yield (margin, Piece(named(plot.across, columns, room.spell)))
    yield from ((margin, *line) for line in wrapped(key(plot, room), columns))
    yield from ((margin, Piece(room.spell(line))) for line in wrap(plot.note, columns))


def shown(plot: Plot, most: int) -> Iterator[Mark]:
    """The marks, of level lines at most so many: as many between each two of them."""
    many = sum(mark.role is Role.CONTOUR for mark in plot.marks)
    step = max(-(-many // max(most, 1)), 1)
    for mark in plot.marks:
        if not isinstance(mark, Line) or mark.role is not Role.CONTOUR or mark.rank % step == 0:
            yield mark


def draw(canvas: Canvas, mark: Mark) -> None:
    """The dots of a line, the signs of points, the letters of cells; nothing for other marks."""
    if isinstance(mark, Cells):
        canvas.letters(mark)
    elif isinstance(mark, Line):
        for piece in mark.pieces if is_drawn(canvas.plot, mark) else ():
            canvas.line(piece, mark.role, pattern(mark))
    elif sign(mark):
        for i, point in enumerate(mark.points):
            text = plain(mark.names[i]) if mark.names else sign(mark)[canvas.ascii]
            canvas.sign(point, Piece(text, mark.role))


def is_drawn(plot: Plot, mark: Line) -> bool:
    """Whether a line is drawn: of a graph not the chords between its iterates too."""
    graph = any(other.role is Role.CURVE for other in plot.marks)
    return mark.role in DRAWN and not (graph and mark.role is Role.PATH)


def pattern(mark: Line) -> Pattern:
    """How a line is dotted."""
    if mark.role is Role.SERIES:
        return SERIES[mark.rank % len(SERIES)]
    return PATTERNS.get(mark.role, WHOLE)


def sign(mark: Dots) -> str:
    """The sign of a point, and its sign in ASCII; nothing for points that have none."""
    if mark.role is Role.ITERATE:
        return ITERATES[mark.rank % len(ITERATES)]
    return SIGNS.get(mark.role, "")


def end(axis: Axis, which: int) -> str:
    """The number at an end of an axis, in few digits."""
    return short((axis.low, axis.high)[which])


def named(axis: Axis, columns: int, spell: Callable[[str], str]) -> str:
    """The line below the frame: low end, name, high end."""
    low, high, name = map(spell, (end(axis, 0), end(axis, -1), plain(axis.label)))
    middle = name.center(columns - len(low) - len(high))
    return f"{low}{middle}{high}"


def key(plot: Plot, room: Room) -> Iterator[Row]:
    """What the signs and the lines stand for."""
    for mark in plot.marks:
        text = example(plot, mark, room.ascii)
        if text and not isinstance(mark, Cells) and mark.label:
            label = Piece(room.spell(plain(mark.label)))
            named = isinstance(mark, Dots) and mark.names  # by what stands at the points
            yield (label,) if named else (Piece(text, mark.role), Piece(" "), label)


def example(plot: Plot, mark: Mark, ascii: bool) -> str:
    """What stands before a label of the key: a sign, a piece of a line, of a path the sign of its
    iterates; nothing for what is not drawn, and for a graph, which the axis names."""
    if isinstance(mark, Cells) or mark.role is Role.CURVE:
        return ""
    if isinstance(mark, Dots):
        return sign(mark)[ascii : ascii + 1]
    if mark.role is Role.PATH:
        return ITERATES[mark.rank % len(ITERATES)][ascii]
    return sample(mark, ascii) if is_drawn(plot, mark) else ""


def sample(mark: Line, ascii: bool) -> str:
    """A piece of a line, as it is drawn."""
    if ascii:
        return IN_ASCII.get(mark.role, ".")
    on, off = pattern(mark)
    dots = [i % (on + off) < on for i in range(2 * SAMPLE)]
    pairs = zip(dots[::2], dots[1::2], strict=True)
    return "".join(chr(BLANK + left * BITS[1][0] + right * BITS[1][1]) for left, right in pairs)


def wrapped(entries: Iterator[Row], columns: int) -> Iterator[Row]:
    """Entries of the key in lines as wide as the frame."""
    line: Row = ()
    for entry in entries:
        if line and length(line) + len(GAP) + length(entry) > columns:
            yield line
            line = ()
        line += (*((Piece(GAP),) if line else ()), *entry)
    if line:
        yield line


def length(row: Row) -> int:
    return sum(len(piece.text) for piece in row)
