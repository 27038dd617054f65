"""Two columns of text, the right one wrapped, for lists at a terminal or in a pipe."""

from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final

WIDEST: Final = 100  # columns of any list
NARROWEST: Final = 40
ROOM: Final = 30  # what the right column needs, lest it stand below the left one
HELD: Final = "\0"  # a blank at which no line ends


def width(on_terminal: bool) -> int:
    """How wide a list is printed: as the terminal, within reason; at most 100."""
    return max(min(get_terminal_size().columns, WIDEST), NARROWEST) if on_terminal else WIDEST


def columns(pairs: Iterable[tuple[str, str]], column: int, width: int = WIDEST) -> Iterator[str]:
    """Lines with the second text of each pair from `column` on.

    It stands below the first one where that is too long or the screen too narrow.
    """
    for left, right in pairs:
        beside = len(left.rstrip()) < column and width - column >= ROOM
        indent = column if beside else 4
        lines = [line.replace(HELD, " ") for line in wrapped(right, width - indent)]
        if beside and lines:
            yield f"{left:<{column}}{lines.pop(0)}"
        else:
            yield left
        yield from (f"{'':<{indent}}{line}" for line in lines)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text; no word with a hyphen is broken."""
    return wrap(text, width, break_on_hyphens=False, break_long_words=False)
