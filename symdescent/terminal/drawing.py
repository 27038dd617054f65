"""The name of a file goes in, what writes a picture there, or draws it here, comes out."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from symdescent.errors import InputError
from symdescent.show.braille import braille
from symdescent.show.figures import FORMS, KINDS, Write, usual
from symdescent.show.layout import COLUMN, SIZES, Size
from symdescent.studies import Study
from symdescent.terminal.files import demand_free, write_whole
from symdescent.worked.plots import Plot

Load = Callable[[], Write]  # of what may be missing, before any work is done
Made = TypeVar("Made")
SIGNS: Final = "⠿★└"
POOR: Final = ("linux", "dumb")  # terminals whose fonts lack braille


FIGURES: Final = {f".{form}": load for form, load in FORMS.items()}


@dataclass(frozen=True)
class Target:
    """A file with what writes it; without a path, the terminal."""

    path: Path | None
    write: Write | None
    size: Size = COLUMN

    def put(self, plot: Plot) -> None:
        """Draw the plot there."""
        if self.path is None or self.write is None:
            print(braille(plot, is_poor()))
        else:
            write_whole(self.path, self.write(plot, self.size))


def beside(path: str, force: bool, below_table: bool) -> Callable[[Study], None]:
    """What draws a study into a file, or below its table; InputError where that cannot be."""
    if not path and not below_table:
        hint = "name a file:  --plot path.svg"
        raise InputError("syntax", "--plot alone draws below the table", hint)
    where = target(path, FIGURES, force)

    def draw(study: Study) -> None:
        if where.path is None:
            print()
        where.put(KINDS[Study][usual(study)](study))

    return draw


def target(path: str | None, makers: Mapping[str, Load], force: bool, size: str = "") -> Target:
    """Where a picture goes: InputError where it cannot, MissingExtra where a part is missing."""
    if not path:
        return Target(None, None)
    load = maker(path, makers)
    demand_free(Path(path), force)
    return Target(Path(path), load(), SIZES[size or "column"])


def maker(path: str, makers: Mapping[str, Made]) -> Made:
    """What writes a file with that ending."""
    ending = Path(path).suffix.lower()
    if ending not in makers:
        *first, last = makers
        found = re.sub(r"[^\w.]", "?", ending)[:20] or "a name without an ending"
        message = f"a picture is written as {', '.join(first)} or {last}, not {found}"
        raise InputError("syntax", message)
    return makers[ending]


def is_poor() -> bool:
    """Whether the terminal lacks the signs of a braille plot."""
    if sys.stdout.isatty() and os.environ.get("TERM") in POOR:
        return True
    try:
        SIGNS.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return True
    return False
