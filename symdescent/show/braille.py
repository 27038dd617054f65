"""A plot goes in, a small picture of braille dots comes out as text, for any terminal.

A character holds two by four dots; in ASCII it holds one, so that the picture is coarser but still
there. Iterates, start, minima have signs of their own, which stand over the dots.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from symdescent.show.labels import plain
from symdescent.worked.captions import short
from symdescent.worked.plots import Axis, Cells, Line, Mark, Plot, Point, Points, Role

COLUMNS, ROWS = 60, 14  # characters of the frame
BLANK: Final = 0x2800
BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # rows of two dots
DRAWN: Final = (Role.CURVE, Role.PATH, Role.SERIES)
SIGNS: Final = {
    Role.ITERATE: ("•", "+"),
    Role.LOST: ("×", "x"),
    Role.CRITICAL: ("◇", "#"),
    Role.START: ("○", "o"),
    Role.MINIMUM: ("★", "*"),
}
EDGES: Final = {False: ("│", "└", "─"), True: ("|", "+", "-")}  # left, corner, below
LETTERS: Final = "ABCDEFGH"  # of cells, by their rank


@dataclass
class Canvas:
    """Characters in rows, the upper one first: signs over dots over the letters of cells."""

    plot: Plot
    ascii: bool
    dots: dict[tuple[int, int], int] = field(default_factory=dict)
    signs: dict[tuple[int, int], str] = field(default_factory=dict)
    ground: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def fine(self) -> tuple[int, int]:
        """Dots across a character, and up it."""
        return (1, 1) if self.ascii else (2, 4)

    def place(self, point: Point) -> tuple[int, int]:
        """The column and the row, from above, of the dot at a point."""
        across, up = self.plot.place(point)
        wide, high = COLUMNS * self.fine[0], ROWS * self.fine[1]
        return min(int(across * wide), wide - 1), min(int((1 - up) * high), high - 1)

    def line(self, points: Points) -> None:
        """The dots of a polyline."""
        places = [self.place(point) for point in points]
        for (x, y), (to_x, to_y) in zip(places, [*places[1:], places[-1]], strict=True):
            many = max(abs(to_x - x), abs(to_y - y), 1)
            for i in range(many + 1):
                self.dot(x + round(i * (to_x - x) / many), y + round(i * (to_y - y) / many))

    def dot(self, x: int, y: int) -> None:
        (column, i), (row, j) = divmod(x, self.fine[0]), divmod(y, self.fine[1])
        self.dots[row, column] = self.dots.get((row, column), 0) | BITS[j][i]

    def sign(self, point: Point, sign: str) -> None:
        """A sign over the dots."""
        x, y = self.place(point)
        self.signs[y // self.fine[1], x // self.fine[0]] = sign

    def letters(self, mark: Cells) -> None:
        """A letter for the cell in the middle of each character."""
        high, wide = len(mark.rows), len(mark.rows[0])
        for row in range(ROWS):
            j = int((1 - (row + 0.5) / ROWS) * high)
            for column in range(COLUMNS):
                rank = mark.rows[j][int((column + 0.5) / COLUMNS * wide)]
                self.ground[row, column] = LETTERS[rank].lower() if rank >= 0 else " "

    def row(self, row: int) -> str:
        """A row of characters."""
        return "".join(self.character((row, column)) for column in range(COLUMNS)).rstrip()

    def character(self, at: tuple[int, int]) -> str:
        dots = self.dots.get(at, 0)
        dotted = "." if self.ascii else chr(BLANK + dots)
        return self.signs.get(at) or (dotted if dots else self.ground.get(at, " "))


def braille(plot: Plot, ascii: bool = False) -> str:
    """The plot in less than 80 columns: its axes, its curve or path, its signs and their key."""
    canvas = Canvas(plot, ascii)
    for mark in plot.marks:
        draw(canvas, mark)
    high, low = end(plot.up, -1), end(plot.up, 0)
    room = max(len(high), len(low))
    beside = {0: high, ROWS - 1: low}
    side, corner, below = EDGES[ascii]
    lines = [f"{'':>{room}} {plain(plot.up.label)}"]
    lines += [f"{beside.get(row, ''):>{room}} {side}{canvas.row(row)}" for row in range(ROWS)]
    lines.append(f"{'':>{room}} {corner}{below * COLUMNS}")
    lines.append(f"{'':>{room}}  {named(plot.across)}")
    lines += [f"{'':>{room}}  {line}" for line in key(plot, ascii)]
    return "\n".join(line.rstrip() for line in lines)


def draw(canvas: Canvas, mark: Mark) -> None:
    """The dots of a line, the signs of points, the letters of cells; nothing for other marks."""
    if isinstance(mark, Cells):
        canvas.letters(mark)
    elif isinstance(mark, Line):
        for piece in mark.pieces if is_drawn(canvas.plot, mark) else ():
            canvas.line(piece)
    elif mark.role in SIGNS:
        for i, point in enumerate(mark.points):
            word = plain(mark.names[i]) if mark.names else SIGNS[mark.role][canvas.ascii]
            canvas.sign(point, word)


def is_drawn(plot: Plot, mark: Line) -> bool:
    """Whether a line is drawn: of a graph not the chords between its iterates too."""
    graph = any(other.role is Role.CURVE for other in plot.marks)
    return mark.role in DRAWN and not (graph and mark.role is Role.PATH)


def end(axis: Axis, which: int) -> str:
    """The number at an end of an axis, in few digits."""
    return short((axis.low, axis.high)[which])


def named(axis: Axis) -> str:
    """The line below the frame: low end, name, high end."""
    low, high, name = end(axis, 0), end(axis, -1), plain(axis.label)
    middle = name.center(COLUMNS - len(low) - len(high))
    return f"{low}{middle}{high}"


def key(plot: Plot, ascii: bool) -> Iterator[str]:
    """What the signs stand for, in lines as wide as the frame."""
    line = ""
    for mark in plot.marks:
        if isinstance(mark, Cells | Line) or mark.role not in SIGNS or not mark.label:
            continue
        sign = "" if mark.names else f"{SIGNS[mark.role][ascii]} "
        entry = f"{sign}{plain(mark.label)}"
        if line and len(line) + len(entry) + 3 > COLUMNS:
            yield line
            line = ""
        line += ("   " if line else "") + entry
    if line:
        yield line
