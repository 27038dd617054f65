"""How each kind of mark looks, told once for all writers: colours, dashes, shapes, widths.

Colours are those of M. Okabe, K. Ito (2008), Color Universal Design; what differs in colour differs
in its dashes or its shape as well, so that nothing is lost in print without colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from symdescent.worked.blocks import Text
from symdescent.worked.plots import Cells, Dots, Line, Mark, Role

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
