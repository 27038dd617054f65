"""What a figure shows, as plain data: axes with round ticks, and marks at the places of numbers."""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from symdescent.language.tree import Name, Node, Number, Power
from symdescent.lessons.blocks import Text

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


MOST: Final = 6  # ticks
LEADS: Final = (1, 2, 5)
FEW: Final = 2  # decades between powers of ten; where there are less, others are marked too
DIGITS: Final = 6
CROWDED: Final = 7  # digits of a tick from which on not all have room
PLAIN: Final = (1e-4, 1e5)  # sizes between which a number is written without a power of ten


def linear(label: Text, low: float, high: float) -> Axis:
    """An axis by equal steps, with ticks at multiples of 1, 2 or 5 times a power of ten."""
    step = step_of(high - low)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    places = [float(Fraction(str(step)) * i) for i in range(first, last + 1)]
    digits = max(DIGITS, math.ceil(math.log10(max(abs(low), abs(high)) / step)) + 1)
    sparse = places[:: 1 + digits // CROWDED]
    return Axis(label, low, high, tuple(Tick(at, (number(at, digits),)) for at in sparse))


def counting(label: Text, last: int) -> Axis:
    """An axis of steps, from 0 on: its ticks are whole numbers."""
    step = max(1, int(step_of(last)))
    ticks = (Tick(float(k), (number(k),)) for k in range(0, last + 1, step))
    return Axis(label, 0.0, float(last), tuple(ticks))


def step_of(span: float) -> float:
    """The least round step that makes no more than MOST of a span."""
    power = 10.0 ** math.floor(math.log10(span / MOST))
    sizes = (float(f"{lead * size:.15g}") for size in (power, 10 * power) for lead in LEADS)
    return next(size for size in sizes if span / size <= MOST)


def ratios(label: Text, low: float, high: float) -> Axis:
    """An axis by equal ratios, with ticks at powers of ten, or within them where they are few."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last - first < FEW:
        return Axis(label, low, high, within(low, high), True)
    stride = -(-(last - first + 1) // MOST)
    powers = [p for p in range(first, last + 1) if p % stride == 0] or [first]
    return Axis(label, low, high, tuple(Tick(10.0**p, (power(p),)) for p in powers), True)


def within(low: float, high: float) -> tuple[Tick, ...]:
    """1, 2, 5 times powers of ten, or round steps where even these are few."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    places = [float(f"{lead}e{p}") for p in powers for lead in LEADS]
    found = [at for at in places if low <= at <= high]
    if len(found) < 2:
        return linear((), low, high).ticks
    return tuple(Tick(at, (number(at),)) for at in found)


def power(exponent: int) -> Node:
    """A power of ten; 1 and 10 as they are."""
    if exponent in (0, 1):
        return number(10**exponent)
    return Power(number(10), number(exponent), 0, 0)


def number(value: float, digits: int = DIGITS) -> Number:
    """A number to be written, in so many digits at most."""
    exact = Fraction(f"{value:.{digits}g}")
    return Number(exact, short(exact, digits), 0, 0)


def short(value: Fraction, digits: int) -> str:
    """As a decimal, or with a power of ten where that is long and has few digits."""
    size = abs(float(value))
    if value == 0 or digits > DIGITS or PLAIN[0] <= size < PLAIN[1]:
        return f"{float(value):.{digits}g}"
    return f"{float(value):.{digits - 1}e}".replace("+", "")


def letter(name: str) -> Name:
    """A name to be written."""
    return Name(name, 0, 0)
