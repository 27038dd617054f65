"""The commands `plot` and `animate`: a picture drawn here, or written into a file."""

import gc
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from symdescent.cli.console import Spinner
from symdescent.cli.figure_files import FIGURES, maker, on_terminal, target
from symdescent.cli.files import demand_free, write_whole
from symdescent.cli.output import STOPPED, examine, wishes
from symdescent.cli.rule_file import ruled
from symdescent.errors import InputError
from symdescent.experiments.comparison import USUAL, Comparison, compare
from symdescent.experiments.many_starts import catchment
from symdescent.experiments.sweep import sweep
from symdescent.lessons.figures import basin_map, landscapes, progress
from symdescent.lessons.figures.films import film, panels, race
from symdescent.lessons.figures.plots import Film, Plot
from symdescent.optimizers import Rule
from symdescent.optimizers.frameworks.script_names import split_names
from symdescent.problem.options import Options
from symdescent.problem.problem import read
from symdescent.problem.setting import Setting
from symdescent.proofs import ask
from symdescent.proofs.critical_points import Critical, critical
from symdescent.render.figures import KINDS, usual
from symdescent.render.plot_style import SCREEN, SIZES, Size
from symdescent.render.svg import animated
from symdescent.render.svg import strip as svg_strip
from symdescent.studies import Study

SECONDS: Final = 2.0  # for other critical points
MOST_FRAMES: Final = 1000
FEWEST, USUAL_PANELS, MOST = 2, 6, 12
PRINT: Final = (".pdf", ".png")  # what can hold no film
RANGE: Final = ".."
Drawn = tuple[Plot, bool]  # and whether Ctrl-C ended it before its time


def answer_plot(text: str, options: Namespace) -> int:
    """Draw a figure; 130 after Ctrl-C, having drawn what was done."""
    collected()
    demand_place(kind(options), options)
    where = target(options.output, FIGURES, options.force, options.size or "")
    options.here = where.path is None
    plot, interrupted = plotted(text, options)
    say_notes(text, options)
    where.put(plot, options)
    if where.path:
        print(f"{where.path}: {plot.alternative}")
    return STOPPED if interrupted else 0


def say_notes(text: str, options: Namespace) -> None:
    """How doubtful text was read, which no figure shows."""
    for note in read(text, wishes(options)).notes:
        print(f"note: {note}", file=sys.stderr)


def plotted(text: str, options: Namespace) -> Drawn:
    """The figure that the options ask for."""
    wanted = kind(options)
    demand_place(wanted, options)
    ruled(options)
    return DRAWERS[wanted](text, options)


def collected() -> None:
    """The garbage collector is off while sympy is imported, and on again from here."""
    gc.freeze()
    gc.enable()


def kind(options: Namespace) -> str:
    """The kind asked for, else the one that the other options belong to; "" for a study."""
    ranged = RANGE if RANGE in str(options.rate or "") else None
    belonging = {"optimizers": options.optimizers, "basins": options.within, "sweep": ranged}
    asked = [name for name, value in belonging.items() if value is not None]
    wanted: str = options.kind or (asked[0] if asked else "")
    for name in asked:
        if wanted not in ALIKE[name]:
            message = f"{OPTIONS[name]} belongs to --kind {name}, not to {wanted}"
            raise InputError("syntax", message, f"leave out  --kind {wanted}")
    return wanted


ALIKE: Final = {"optimizers": ("optimizers", "paths"), "basins": ("basins",), "sweep": ("sweep",)}
OPTIONS: Final = {"optimizers": "--optimizers", "basins": "--within", "sweep": "a range of rates"}


def of_study(text: str, options: Namespace) -> Drawn:
    """The graph, the map, or the gap of one descent."""
    done = examine(text, options)
    wanted = options.kind or usual(done)
    demand_place(wanted, options)
    critical = others(done.setting, options)
    if getattr(options, "here", False):  # in this terminal, and not in a notebook
        return on_terminal(done, wanted, critical, options.language), done.interrupted
    marked = {"critical": critical} if options.critical else {}
    plot = KINDS[Study][wanted](done, language=options.language, **marked)
    return plot, done.interrupted


def demand_place(kind: str, options: Namespace) -> None:
    """Refuse critical points in a figure that has no place for them."""
    if options.critical and kind not in ("", *LANDSCAPES):
        message = f"--critical marks points of {', '.join(LANDSCAPES)}, not of {kind}"
        raise InputError("syntax", message, "leave out  --critical")


LANDSCAPES: Final = ("curve", "contours", "paths")


def others(setting: Setting, options: Namespace) -> tuple[Critical, ...]:
    """The critical points, where they are asked for; InputError within a box."""
    if not options.critical:
        return ()
    if setting.bounds.box.bounded:
        message = "critical points are those of the whole space"
        raise InputError("type", message, "leave out  --critical")
    return critical(ask(setting.formula, setting.bounds.sides), SECONDS).points


def of_gaps(text: str, options: Namespace) -> Drawn:
    done = compared(text, options)
    return progress.optimizers(done, options.language), done.interrupted


def of_paths(text: str, options: Namespace) -> Drawn:
    done = compared(text, options)
    points = others(done.setting, options)
    return landscapes.paths(done, points, options.language), done.interrupted


def compared(text: str, options: Namespace) -> Comparison:
    """Several optimizers, a person's own rule among them."""
    names: list[str | Rule] = list(split_names(options.optimizers) if options.optimizers else USUAL)
    names += [options.optimizer] if isinstance(options.optimizer, Rule) else []
    return compare(text, names, meanwhile=Spinner(sys.stderr), **wishes(options))


def of_sweep(text: str, options: Namespace) -> Drawn:
    """A range of rates."""
    over = {"lr": options.rate or "1e-4..10"}
    asked: Options = {**wishes(options), "rate": None}
    done = sweep(text, over, meanwhile=Spinner(sys.stderr), **asked)
    return progress.sweep(done, options.language), done.interrupted


def of_basins(text: str, options: Namespace) -> Drawn:
    """Many starts."""
    spinner = Spinner(sys.stderr)
    within, side = options.within, options.resolution
    done = catchment(text, within, side, meanwhile=spinner, **wishes(options))
    return basin_map.basins(done, options.language), False


DRAWERS: Final[Mapping[str, Callable[[str, Namespace], Drawn]]] = {
    "": of_study,
    "curve": of_study,
    "contours": of_study,
    "gap": of_study,
    "optimizers": of_gaps,
    "paths": of_paths,
    "sweep": of_sweep,
    "basins": of_basins,
}


def answer_film(text: str, options: Namespace) -> int:
    """Write a film, or a strip of its pictures."""
    collected()
    write, path = film_maker(options)
    made, interrupted = filmed(text, options)
    say_notes(text, options)
    write_whole(path, write(made, options))
    print(f"{path}: {made.plot.alternative}")
    return STOPPED if interrupted else 0


def filmed(text: str, options: Namespace) -> tuple[Film, bool]:
    """The film, and whether Ctrl-C ended its descent before its time."""
    demand_frames(options)
    ruled(options)
    if options.optimizers:
        several = compared(text, options)
        points = others(several.setting, options)
        return race(several, points, options.frames, options.language), several.interrupted
    done = examine(text, options)
    made = film(done, others(done.setting, options), options.frames, options.language)
    return made, done.interrupted


def demand_frames(options: Namespace) -> None:
    """Refuse too few and too many."""
    if not 2 <= options.frames <= MOST_FRAMES:
        raise InputError("domain", f"--frames must be from 2 to {MOST_FRAMES}")
    if options.panels is not None and not FEWEST <= options.panels <= MOST:
        raise InputError("domain", f"--panels must be from {FEWEST} to {MOST}")


Make = Callable[[Film, Namespace], bytes]


def film_maker(options: Namespace) -> tuple[Make, Path]:
    """What writes the film and where; what is wrong with either is said before any work."""
    if options.output is None:
        raise InputError("syntax", "a film needs a file", "name it:  -o descent.gif")
    if options.panels is None and Path(options.output).suffix.lower() in PRINT:
        options.panels = USUAL_PANELS
    demand_frames(options)
    load = maker(options.output, FILMS if options.panels is None else STRIPS)
    demand_free(Path(options.output), options.force)
    return load(), Path(options.output)


def screen(options: Namespace) -> Size:
    return SIZES[options.size] if options.size else SCREEN


def as_gif() -> Make:
    from symdescent.render.animation import gif

    return lambda made, options: gif(made, screen(options))


def as_mp4() -> Make:
    from symdescent.render.animation import encoder, mp4

    encoder()
    return lambda made, options: mp4(made, screen(options))


def as_svg() -> Make:
    return lambda made, options: animated(made, screen(options)).encode()


def in_panels(form: str) -> Callable[[], Make]:
    """A strip by matplotlib."""

    def load() -> Make:
        from symdescent.render.picture import strip

        def write(made: Film, options: Namespace) -> bytes:
            return strip(panels(made, options.panels, options.language), form, *cut(options))

        return write

    return load


def svg_panels() -> Make:
    def write(made: Film, options: Namespace) -> bytes:
        return svg_strip(panels(made, options.panels, options.language), *cut(options)).encode()

    return write


def cut(options: Namespace) -> tuple[Size, int]:
    """The size of a panel, and how many stand side by side."""
    whole = SIZES[options.size or "wide"]
    columns = 2 if options.size == "column" or options.panels in (2, 4) else 3
    small = replace(whole, width=whole.width / columns, font=0.8 * whole.font, stroke=0.9)
    return small, columns


FILMS: Final = {".gif": as_gif, ".mp4": as_mp4, ".svg": as_svg}
STRIPS: Final = {".pdf": in_panels("pdf"), ".png": in_panels("png"), ".svg": svg_panels}
