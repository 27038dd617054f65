"""A plot and a size go in, where everything lies on the page comes out; y grows downwards."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from symdescent.show.labels import length
from symdescent.show.palette import key
from symdescent.worked.blocks import Text
from symdescent.worked.plots import Axis, Dots, Line, Plot, Point

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
