"""Where a figure goes: into a file, by its ending, or onto the terminal."""

import re
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from symdescent.cli.files import demand_free, write_whole
from symdescent.cli.sketch import large, show
from symdescent.errors import InputError
from symdescent.lessons.figures.landscapes import sketch
from symdescent.lessons.figures.plots import Plot
from symdescent.proofs.critical_points import Critical
from symdescent.render.figures import BY_VARIABLES, FORMS, KINDS, Write, usual
from symdescent.render.plot_style import COLUMN, SIZES, Size
from symdescent.studies import Study

Points = Sequence[Critical]
Load = Callable[[], Write]  # of what may be missing, before any work is done
Made = TypeVar("Made")
FIGURES: Final = {f".{form}": load for form, load in FORMS.items()}


@dataclass(frozen=True)
class Target:
    """A file with what writes it; without a path, the terminal."""

    path: Path | None
    write: Write | None
    size: Size = COLUMN

    def put(self, plot: Plot, options: Namespace) -> None:
        """Draw the plot there."""
        if self.path is None or self.write is None:
            show(plot, options)
        else:
            write_whole(self.path, self.write(plot, self.size))


def beside(options: Namespace) -> Callable[[Study], None]:
    """What draws a study into a file, or below its table; InputError where that cannot be."""
    if not options.plot and (options.format != "table" or options.quiet):
        hint = "name a file:  --plot path.svg"
        raise InputError("syntax", "--plot alone draws below the table", hint)
    where = target(options.plot, FIGURES, options.force)

    def draw(study: Study) -> None:
        if where.path is None:
            print()
        kind = usual(study)
        plot = KINDS[Study][kind](study) if where.path else on_terminal(study, kind)
        where.put(plot, options)

    return draw


def on_terminal(study: Study, kind: str, critical: Points = (), language: str = "en") -> Plot:
    """A figure of a study for the terminal: the graph or the map as coarse as its characters."""
    if kind == BY_VARIABLES.get(len(study.run.names)):
        room = large()
        return sketch(study, (room.most, room.rows), critical, language)
    given: Any = {"critical": critical} if critical else {}
    return KINDS[Study][kind](study, language=language, **given)


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
