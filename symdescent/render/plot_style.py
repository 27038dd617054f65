"""How a plot is set: where everything lies, y growing downwards, and how marks look."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from symdescent.lessons.blocks import Text
from symdescent.lessons.figures.plots import Axis, Cells, Dots, Line, Mark, Plot, Point, Role
from symdescent.render.labels import length

BLACK, GREY = "#000000", "#8a8a8a"
BLUE, VERMILION, GREEN = "#0072b2", "#d55e00", "#009e73"
PURPLE, ORANGE, SKY, YELLOW = "#cc79a7", "#e69f00", "#56b4e9", "#f0e442"
NAMES: Final = {
    BLUE: "blue",
    VERMILION: "vermilion",
    GREEN: "green",
    PURPLE: "purple",
    ORANGE: "orange",
    SKY: "sky",
    YELLOW: "yellow",
    GREY: "grey",
}


@dataclass(frozen=True)
class Stroke:
    """A line: its colour, its width in points, its dashes and gaps in points, how dense it is."""

    colour: str
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    density: float = 1.0


@dataclass(frozen=True)
class Shape:
    """A mark: a circle, square, triangle, diamond, star or cross, `size` points across."""

    form: str
    colour: str
    size: float = 4.0
    hollow: bool = False


SERIES: Final = (
    Stroke(BLUE, 1.3),
    Stroke(VERMILION, 1.3, (4.5, 1.8)),
    Stroke(GREEN, 1.3, (1.3, 1.5)),
    Stroke(PURPLE, 1.3, (5.0, 1.5, 1.2, 1.5)),
    Stroke(ORANGE, 1.3, (8.0, 2.0)),
    Stroke(SKY, 1.3, (2.5, 1.2)),
    Stroke(BLACK, 1.0, (5.0, 1.2, 1.2, 1.2, 1.2, 1.2)),
    Stroke(GREY, 1.6),
)
FORMS: Final = ("circle", "square", "triangle", "diamond")
STROKES: Final = {
    Role.CURVE: Stroke(BLACK, 1.0),
    Role.EDGE: Stroke(GREY, 1.0, (3.0, 2.0)),
    Role.DERIVED: Stroke(BLACK, 0.9, (1.0, 1.6)),
    Role.BORDER: Stroke(BLACK, 0.7),
}
SHAPES: Final = {
    Role.START: Shape("square", BLACK, 5.5, hollow=True),
    Role.END: Shape("circle", BLACK, 4.5),
    Role.MINIMUM: Shape("star", BLACK, 8.0),
    Role.CRITICAL: Shape("diamond", BLACK, 6.0, hollow=True),
    Role.LOST: Shape("cross", BLACK, 4.5),
}
FILLS: Final = (SKY, ORANGE, GREEN, PURPLE, YELLOW, GREY, BLUE, VERMILION)
# How much of each colour is in a cell, so that the first ones differ in grey too.
TINTS: Final = (0.15, 0.5, 0.2, 0.6, 0.6, 0.4, 0.3, 0.3)
DARKEST, LIGHTEST = 0.6, 0.22  # how much black is in the lowest level line, and in the highest
LEVELS: Final = 12


def stroke(mark: Line) -> Stroke:
    """How a line looks."""
    if mark.role is Role.CONTOUR:
        share = min(mark.rank / (LEVELS - 1), 1.0)
        return Stroke(BLACK, 0.7, (), DARKEST + share * (LIGHTEST - DARKEST))
    found = STROKES.get(mark.role) or SERIES[mark.rank % len(SERIES)]
    return replace(found, width=0.9) if mark.role is Role.PATH else found


def shape(mark: Dots) -> Shape:
    """How a dot looks."""
    if mark.role in SHAPES:
        return SHAPES[mark.role]
    colour = SERIES[mark.rank % len(SERIES)].colour
    return Shape(FORMS[mark.rank % len(FORMS)], colour, 3.2, hollow=mark.rank >= len(FORMS))


def fill(rank: int) -> tuple[str, float]:
    """The colour of the cells of a rank, and how much of it there is; the rest is paper."""
    return FILLS[rank % len(FILLS)], TINTS[rank % len(TINTS)]


def key(marks: Sequence[Mark]) -> list[tuple[Text, tuple[Line | Dots, ...]]]:
    """What stands in the key: each label, and the marks that it names, a path with its iterates."""
    drawn = [mark for mark in marks if not isinstance(mark, Cells)]
    return [
        (mark.label, tuple(other for other in drawn if other is mark or goes_with(other, mark)))
        for mark in drawn
        if mark.label
    ]


def goes_with(other: Line | Dots, mark: Line | Dots) -> bool:
    """Whether two marks are of one run."""
    return {other.role, mark.role} == {Role.PATH, Role.ITERATE} and other.rank == mark.rank


def mixed(colour: str, density: float) -> str:
    """The colour with so much of it on white paper."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 + density * (part - 255)):02x}" for part in parts)


POINTS_IN_MM: Final = 72 / 25.4


@dataclass(frozen=True)
class Size:
    """How wide a figure is and how large its letters are, in a unit; `stroke`: of all lines."""

    width: float
    font: float
    stroke: float = 1.0
    unit: str = "pt"


COLUMN: Final = Size(84 * POINTS_IN_MM, 7.5)  # one column of a journal
WIDE: Final = Size(174 * POINTS_IN_MM, 9.0, 1.2)  # both columns
SCREEN: Final = Size(480, 13, 1.5, "px")
SIZES: Final = {"column": COLUMN, "wide": WIDE, "screen": SCREEN}


@dataclass(frozen=True)
class Entry:
    """A label of the key, the marks that it names, and where its sample begins."""

    label: Text
    marks: tuple[Line | Dots, ...]
    at: Point


@dataclass(frozen=True)
class Layout:
    """A page of `width` by `height`, on it the frame, above it the key.

    Room for ticks and labels is measured by a mean width of letters, so that no font is needed.
    """

    plot: Plot
    size: Size
    height: float
    left: float
    top: float
    frame_width: float
    entries: tuple[Entry, ...]

    @property
    def frame_height(self) -> float:
        return self.frame_width * self.plot.ratio

    @property
    def right(self) -> float:
        return self.left + self.frame_width

    @property
    def bottom(self) -> float:
        return self.top + self.frame_height

    def at(self, point: Point) -> Point:
        """Where a point of the plot lies on the page."""
        across, up = self.plot.place(point)
        return self.left + across * self.frame_width, self.bottom - up * self.frame_height


def laid_out(plot: Plot, size: Size) -> Layout:
    """The key above the frame in as many rows as it needs, the labels left of it and below."""
    em = size.font
    left = em * (widest(plot.up) + 2.4)
    frame_width = size.width - left - em * max(0.9, last(plot.across) / 2 + 0.2)
    entries, rows = in_rows(plot, size)
    top = em * (0.7 + 1.5 * rows)
    height = top + frame_width * plot.ratio + em * 3.4
    return Layout(plot, size, height, left, top, frame_width, entries)


def widest(axis: Axis) -> float:
    """The width of the longest tick, in units of the type size."""
    return max((length(tick.text) for tick in axis.ticks), default=0.0)


def last(axis: Axis) -> float:
    """The width of the last tick, in units of the type size."""
    return length(axis.ticks[-1].text) if axis.ticks else 0.0


def in_rows(plot: Plot, size: Size) -> tuple[tuple[Entry, ...], int]:
    """The entries of the key, row by row, and how many rows there are."""
    em, x, row, made = size.font, size.font, 0, []
    for label, marks in key(plot.marks):
        wide = em * (SAMPLE + 0.4 + length(label) + 1.2)
        if x + wide > size.width and x > em:
            x, row = em, row + 1
        made.append(Entry(label, marks, (x, em * (1.1 + 1.5 * row))))
        x += wide
    return tuple(made), row + 1 if made else 0


SAMPLE: Final = 2.2  # width of a sample in the key, in units of the type size
Outline = list[tuple[Point, ...]]  # closed when filled; a cross is two lines


def outline(form: str, size: float) -> Outline:
    """The corners of a shape about the origin; a circle has many."""
    half = size / 2
    if form == "cross":
        return [((-half, -half), (half, half)), ((-half, half), (half, -half))]
    return [tuple((half * r * math.cos(a), -half * r * math.sin(a)) for r, a in CORNERS[form])]


def turned(many: int, first: float, radii: Sequence[float] = (1.0,)) -> tuple[Point, ...]:
    """Corners on circles, as (radius, angle), from the angle `first` degrees on."""
    angles = (math.radians(first) + 2 * math.pi * i / many for i in range(many))
    return tuple((radii[i % len(radii)], angle) for i, angle in enumerate(angles))


CORNERS: Final = {
    "circle": turned(16, 0),
    "square": turned(4, 45, (1.25,)),
    "triangle": turned(3, 90, (1.3,)),
    "diamond": turned(4, 0, (1.2,)),
    "star": turned(10, 90, (1.25, 0.5)),
}
