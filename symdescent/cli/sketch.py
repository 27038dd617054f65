"""The picture of an answer on a terminal: when there is one, how large, and in which colours."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from shutil import get_terminal_size
from typing import Final

from rich.text import Text

from symdescent.cli.console import console, spelling
from symdescent.lessons.figures.landscapes import TALL, sketch
from symdescent.lessons.figures.plots import Plot, Role
from symdescent.render.braille import COLUMNS, FRAME, ROWS, Room, Row, rows
from symdescent.studies import Study

SIGNS: Final = "⠿★└"
POOR: Final = ("linux", "dumb")  # terminals whose fonts lack braille
LOOKS: Final = {  # of the colours that every theme has, those that are read on light and on dark
    FRAME: "dim",
    Role.CONTOUR: "dim",
    Role.EDGE: "dim",
    Role.DERIVED: "dim",
    Role.PATH: "magenta",
    Role.ITERATE: "magenta",
    Role.LOST: "red",
    Role.START: "bold",
    Role.CRITICAL: "bold",
    Role.MINIMUM: "bold",
}
MAPS: Final = ("contours", "paths", "basins")
LABELS: Final = 12  # characters for the numbers beside the frame
FEWEST, MOST = 8, 12  # rows of the picture that an answer has by itself
LARGE: Final = 24  # of one that was asked for
OTHERS: Final = 10  # lines of the terminal that such a one leaves
WIDEST: Final = 96  # columns of it


def small(study: Study) -> list[Text]:
    """The picture between the table of an answer and its verdict: so low that both are seen."""
    width, height = get_terminal_size()
    room = fitted(width, min(max(height // 3, FEWEST), MOST), COLUMNS)
    return coloured(rows(sketch(study, (room.most, room.rows)), room))


def large() -> Room:
    """The room for a picture that was asked for: as the terminal has it, else that of a page."""
    if not sys.stdout.isatty():
        return fitted(COLUMNS + LABELS, ROWS, COLUMNS)
    width, height = get_terminal_size()
    return fitted(width, min(max(height - OTHERS, ROWS), LARGE), WIDEST)


def fitted(width: int, high: int, most: int) -> Room:
    """The room on a terminal of a width."""
    return Room(width, high, max(min(most, width - LABELS), 1), is_poor(), spelling())


def coloured(lines: Iterable[Row]) -> list[Text]:
    """Lines of pieces in colours, none of them wrapped."""
    made = []
    for line in lines:
        text = Text(no_wrap=True, overflow="ignore")
        for piece in line:
            text.append(piece.text, style=LOOKS.get(piece.look, ""))
        text.rstrip()
        made.append(text)
    return made


def show(plot: Plot, options: Namespace) -> None:
    """Print a plot in the room there is; on a terminal a map as wide as it is meant to be."""
    room, screen = large(), console(options)
    if sys.stdout.isatty() and plot.kind in MAPS:
        room = replace(room, most=min(room.most, round(TALL * room.rows / plot.ratio)))
    for line in coloured(rows(plot, room)):
        screen.print(line, soft_wrap=True)


def is_poor() -> bool:
    """Whether the terminal lacks the signs of a braille plot."""
    if sys.stdout.isatty() and os.environ.get("TERM") in POOR:
        return True
    try:
        SIGNS.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return True
    return False
