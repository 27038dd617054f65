"""What a figure shows, as plain data: axes, and marks in the places of their numbers.

A plot says what each mark is (its role), and never how it looks: every writer draws roles in its
own way. All that is in a plot lies within its axes, and is no finer than a person can see.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from symdescent.worked.blocks import Text

Point = tuple[float, float]
Points = tuple[Point, ...]


class Role(StrEnum):
    """What a mark is."""

    CURVE = "curve"
    CONTOUR = "contour"
    EDGE = "edge"  # of the box, or of stability
    PATH = "path"
    ITERATE = "iterate"
    START = "start"
    END = "end"
    MINIMUM = "minimum"
    CRITICAL = "critical"
    SERIES = "series"
    DERIVED = "derived"
    LOST = "lost"
    BASIN = "basin"
    BORDER = "border"


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what is written there."""

    at: float
    text: Text


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, by equal steps or (`logarithmic`) by equal ratios."""

    label: Text
    low: float
    high: float
    ticks: tuple[Tick, ...] = ()
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """How far along the axis a value is: 0 at its low end, 1 at its high one."""
        low, high = self.scaled(self.low), self.scaled(self.high)
        return (self.scaled(value) - low) / (high - low)

    def scaled(self, value: float) -> float:
        """The value, or its logarithm."""
        return math.log10(value) if self.logarithmic else value


@dataclass(frozen=True)
class Line:
    """Polylines of one kind; `rank` tells several alike apart, a `label` stands in the key."""

    role: Role
    pieces: tuple[Points, ...]
    label: Text = ()
    rank: int = 0


@dataclass(frozen=True)
class Dots:
    """Points of one kind; `names`: a word beside each, or none."""

    role: Role
    points: Points
    label: Text = ()
    rank: int = 0
    names: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Cells:
    """The whole frame in equal cells: `rows` from the bottom up, each cell with a rank.

    Cells of rank -1 are left empty.
    """

    role: Role
    rows: tuple[tuple[int, ...], ...]
    labels: tuple[Text, ...] = ()


Mark = Line | Dots | Cells


@dataclass(frozen=True)
class Plot:
    """Marks over two axes, those in front last; `ratio`: the frame's height by its width.

    `alternative`: the picture in words, computed from the mathematics; `note`: what of a run the
    frame does not hold.
    """

    kind: str
    across: Axis
    up: Axis
    marks: tuple[Mark, ...]
    alternative: str
    ratio: float = 0.62
    note: str = ""

    def place(self, point: Point) -> Point:
        """Where a point lies in the frame: shares of its width and height, from the lower left."""
        return self.across.share(point[0]), self.up.share(point[1])


@dataclass(frozen=True)
class Walk:
    """One descent of a film: frame by frame, where it is in the plot, and its value."""

    points: Points
    values: tuple[float, ...]
    label: Text = ()


@dataclass(frozen=True)
class Film:
    """Descents to be played: what stays in the picture, and what moves in it.

    `steps`: of each frame; `title`: the function's name.
    """

    plot: Plot
    walks: tuple[Walk, ...]
    steps: tuple[int, ...]
    title: str
