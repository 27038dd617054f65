"""The figure of a study, a comparison, a sweep or a catchment as the bytes of a file."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from symdescent.errors import InputError, did_you_mean
from symdescent.experiments.comparison import Comparison
from symdescent.experiments.many_starts import Catchment
from symdescent.experiments.sweep import Sweep
from symdescent.lessons.figures.basin_map import basins
from symdescent.lessons.figures.landscapes import contours, curve, paths
from symdescent.lessons.figures.plots import Plot
from symdescent.lessons.figures.progress import gap, optimizers, sweep
from symdescent.render.pgfplots import pgfplots
from symdescent.render.plot_style import SIZES, Size
from symdescent.render.svg import svg
from symdescent.studies import Study

Result = Study | Comparison | Sweep | Catchment
Write = Callable[[Plot, Size], bytes]
KINDS: Final[Mapping[type, Mapping[str, Callable[..., Plot]]]] = {
    Study: {"curve": curve, "contours": contours, "gap": gap},
    Comparison: {"optimizers": optimizers, "paths": paths},
    Sweep: {"sweep": sweep},
    Catchment: {"basins": basins},
}
BY_VARIABLES: Final = {1: "curve", 2: "contours"}


def figure(
    done: Result, form: str = "svg", *, kind: str = "", size: str = "column", language: str = "en"
) -> bytes:
    """The figure of a result: "svg", "tex" (pgfplots), "pdf" or "png", the last two by matplotlib.

    `kind`: curve, contours or gap of a study, optimizers or paths of a comparison; what fits by
    itself where it is left out. `size`: "column" (84 mm), "wide" (174 mm) or "screen" (480 px).
    Raises InputError for what there is not, MissingExtra where a part is missing.
    """
    made = KINDS[type(done)]
    draw = chosen(made, kind or usual(done), "kind")
    write = writer(form)
    return write(draw(done, language=language), chosen(SIZES, size, "size"))


def usual(done: Result) -> str:
    """The kind that fits: of a study the graph or the map; of more than two variables the gap."""
    if isinstance(done, Study):
        return BY_VARIABLES.get(len(done.run.names), "gap")
    return next(iter(KINDS[type(done)]))


def chosen(table: Mapping[str, Any], wanted: str, what: str) -> Any:
    """An entry of a table; InputError with the nearest for one that there is not."""
    if wanted not in table:
        message = f"there is no {what} '{wanted[:40]}': it is {', '.join(table)}"
        raise InputError("unknown_name", message, did_you_mean(wanted, table))
    return table[wanted]


def writer(form: str) -> Write:
    """What writes a form of file; MissingExtra where it cannot, before any work is done."""
    write: Write = chosen(FORMS, form, "form of a figure")()
    return write


def by_matplotlib(form: str) -> Callable[[], Write]:
    def load() -> Write:
        picture = import_module("symdescent.render.picture").picture  # an extra
        return lambda plot, size: bytes(picture(plot, form, size))

    return load


FORMS: Final[Mapping[str, Callable[[], Write]]] = {
    "svg": lambda: lambda plot, size: svg(plot, size).encode(),
    "tex": lambda: lambda plot, size: pgfplots(plot, size).encode(),
    "pdf": by_matplotlib("pdf"),
    "png": by_matplotlib("png"),
}
