"""Studies of typed formulas, printed in the format that is asked for, with their exit status."""

import csv
import gc
import io
import os
import shlex
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from shutil import get_terminal_size

from rich.console import Console, RenderableType
from rich.text import Text

from symdescent.calculus.formula import Formula
from symdescent.cli.arguments import let
from symdescent.cli.console import UNLIMITED, Spinner, console, print_json, spelling
from symdescent.numeric.run import Ending
from symdescent.problem.options import Options
from symdescent.proofs import Kind, Minimum
from symdescent.proofs.problem import Sides
from symdescent.render.table import Selection, chosen, table
from symdescent.studies import Study, study
from symdescent.verdict import Standing

STOPPED = 130
OUR_MISTAKE = 4
PLANE = 2  # variables that a picture shows
NARROWEST, LOWEST = 60, 24  # columns and lines of a terminal that an answer has a picture on
WIDTH = 80  # of words that are explained, off a terminal
Rendering = Callable[[int | None, Callable[[str], str]], RenderableType]


def answer_one(text: str, options: Namespace) -> int:
    """Study one formula, print it, and give the exit status."""
    gc.freeze()
    gc.enable()
    draw = picture(options)
    done = examine(text, options)
    WRITERS["quiet" if options.quiet else options.format](done, options)
    if draw:
        draw(done)
    if options.open and not done.interrupted:
        open_page(text, done, options)
    setting = done.setting
    saved = kept(done.minimum, setting.formula, setting.bounds.sides, options.save)
    return max(status(done, options), saved)


def picture(options: Namespace) -> Callable[[Study], None] | None:
    """What draws a study, where that was asked for; what is wrong with its file is said now."""
    if options.plot is None:
        return None
    from symdescent.cli.figure_files import beside

    return beside(options)


def open_page(text: str, done: Study, options: Namespace) -> None:
    """The page of a study with its sliders, in a file of its own, opened where that can be."""
    from symdescent.cli import files
    from symdescent.render.documents import of_study

    piped = not options.formula or options.formula == ["-"]
    words = [*([text] if piped else []), *(word for word in options.words if word != "-")]
    made = of_study(done, text, wishes(options), shlex.join(["symdescent", *words]))
    is_text = options.format == "table" and not options.quiet
    path = files.temporary(made.to("html"))
    files.open_page(path, sys.stdout if is_text else sys.stderr)


def kept(minimum: Minimum, formula: Formula, sides: Sides, path: str | None) -> int:
    """Save the proof where that was asked for; 1 where there is none that could be checked."""
    if path is None:
        return 0
    from symdescent.cli.saved_proofs import save

    problem = save(minimum, formula, sides, path)
    if problem:
        sys.stdout.flush()
        print(problem, file=sys.stderr, flush=True)
    return int(bool(problem))


def examine(text: str, options: Namespace) -> Study:
    """The study that the options ask for, with a sign of life on a terminal."""
    return study(text, meanwhile=Spinner(sys.stderr), **wishes(options))


def wishes(options: Namespace) -> Options:
    """What the options ask of a descent and of the proof."""
    return Options(
        start=options.start,
        rate=options.rate,
        steps=options.steps,
        box=options.box,
        let=let(options.let),
        tolerance=options.tol,
        time_limit=options.time_limit,
        optimizer=options.optimizer,
        convention=options.convention,
        settings=let(options.set, "--set"),
        schedule=options.schedule,
        clip_norm=options.clip_norm,
        clip_value=options.clip_value,
        weight_decay=options.weight_decay,
        average=options.average,
    )


def status(done: Study, options: Namespace) -> int:
    """0 where nothing speaks against the answer, 1 where something does, 130 after Ctrl-C; 4 where
    a number contradicts a proof."""
    if done.interrupted:
        return STOPPED
    if done.verdict.finding.standing is Standing.CONTRADICTS:
        return OUR_MISTAKE
    if options.quiet and done.minimum.kind in (Kind.UNBOUNDED, Kind.NOT_ATTAINED):
        return 1
    unfinished = done.run.outcome.ending is not Ending.CONVERGED
    return int(not done.verdict.holds or (options.require_converged and unfinished))


def show(told: Rendering, options: Namespace) -> None:
    """Print what is told for a width (None: any) in the signs that standard output has."""
    screen = console(options)
    width = screen.width if sys.stdout.isatty() else None
    screen.print(told(width, spelling()), soft_wrap=width is None)
    if options.explain:
        from symdescent.render import legend

        plain = Console(file=io.StringIO(), width=UNLIMITED, color_system=None)
        with plain.capture() as printed:
            plain.print(told(None, str), soft_wrap=True)
        words = legend.legend_text(printed.get(), width or WIDTH, spelling())
        screen.print(Text(f"\n{words}"), soft_wrap=True)


def as_table(done: Study, options: Namespace) -> None:
    steps = chosen(done.run.steps, options.every, options.rows)
    drawn = sketched(done, options)

    def told(width: int | None, spell: Callable[[str], str]) -> RenderableType:
        return table(done, width, spell, Selection(steps, options.exact, drawn if width else ()))

    show(told, options)


def sketched(done: Study, options: Namespace) -> Sequence[Text]:
    """The picture that an answer has by itself: on a terminal with room, of one or two variables,
    and where no larger one was asked for."""
    if options.no_plot or options.plot == "" or len(done.run.names) > PLANE or not has_room():
        return ()
    from symdescent.cli.sketch import small

    return small(done)


def has_room() -> bool:
    """Whether standard output is a terminal that can show a picture with its answer."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return False
    columns, lines = get_terminal_size()
    return columns >= NARROWEST and lines >= LOWEST


def as_json(done: Study, _: Namespace) -> None:
    print_json(done.to_dict())


def as_csv(done: Study, options: Namespace) -> None:
    from symdescent.render.report import csv_rows

    every = options.every or 1
    steps = chosen(done.run.steps, every)
    csv.writer(sys.stdout, lineterminator="\n").writerows(csv_rows(done, steps))


def as_markdown(done: Study, options: Namespace) -> None:
    from symdescent.render.report import markdown, study_report

    steps = chosen(done.run.steps, options.every, options.rows)
    print(markdown(study_report(done, steps, options.exact)))


def as_latex(done: Study, options: Namespace) -> None:
    from symdescent.render.latex import study_latex

    print(study_latex(done, chosen(done.run.steps, options.every, options.rows), options.exact))


def quietly(done: Study, _: Namespace) -> None:
    """The minimiser alone: exact where proved, else in floats; nothing where there is none."""
    from symdescent.serialise import minimiser

    found = minimiser(done.minimum, done.answer, done.verdict)
    if found is not None:
        print(found)
        return
    sys.stdout.flush()
    print(f"there is no minimiser: {done.minimum.kind}", file=sys.stderr, flush=True)


WRITERS: dict[str, Callable[[Study, Namespace], None]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
    "tex": as_latex,
    "quiet": quietly,
}
