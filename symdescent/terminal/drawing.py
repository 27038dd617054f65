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
from symdescent.show.layout import COLUMN, SIZES, Size
from symdescent.show.pgfplots import pgfplots
from symdescent.show.svg import svg
from symdescent.studies import Study
from symdescent.terminal.files import demand_free, write_whole
from symdescent.worked.landscapes import contours, curve
from symdescent.worked.plots import Plot
from symdescent.worked.progress import gap

Write = Callable[[Plot, Size], bytes]
Load = Callable[[], Write]  # of what may be missing, before any work is done
Made = TypeVar("Made")
SIGNS: Final = "⠿★└"
POOR: Final = ("linux", "dumb")  # terminals whose fonts lack braille


def by_matplotlib(form: str) -> Load:
    """What needs an extra."""

    def load() -> Write:
        from symdescent.show.picture import picture

        return lambda plot, size: picture(plot, form, size)

    return load


FIGURES: Final[Mapping[str, Load]] = {
    ".svg": lambda: lambda plot, size: svg(plot, size).encode(),
    ".tex": lambda: lambda plot, size: pgfplots(plot, size).encode(),
    ".pdf": by_matplotlib("pdf"),
    ".png": by_matplotlib("png"),
}
BY_VARIABLES: Final[Mapping[int, Callable[[Study], Plot]]] = {1: curve, 2: contours}


@dataclass(frozen=True)
class Target:
    """A file with what writes it; without a path, the terminal."""

    path: Path | None
    write: Write | None
    size: Size = COLUMN

    def put(self, plot: Plot) -> None:
        """Draw the plot there."""
        if self.path is None or self.write is None:
            print(f"\n{braille(plot, is_poor())}")
        else:
            write_whole(self.path, self.write(plot, self.size))


def beside(path: str, force: bool, below_table: bool) -> Callable[[Study], None]:
    """What draws a study into a file, or below its table; InputError where that cannot be."""
    if not path and not below_table:
        hint = "name a file:  --plot path.svg"
        raise InputError("syntax", "--plot alone draws below the table", hint)
    where = target(path, FIGURES, force)
    return lambda study: where.put(usual(study))


def usual(study: Study) -> Plot:
    """The graph or the map of a study; of more than two variables, how its gap falls."""
    return BY_VARIABLES.get(len(study.run.names), gap)(study)


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
        SIGNS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False
