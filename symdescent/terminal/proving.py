"""Formulas and the options of `minimum` go in; what is proved of them is printed."""

import csv
import gc
import json
import sys
from argparse import Namespace
from collections.abc import Callable

from rich.text import Text

from symdescent.data import member
from symdescent.exact import FINAL, Kind
from symdescent.show import proving
from symdescent.show.markdown import markdown
from symdescent.show.screen import told
from symdescent.studies import Search, search
from symdescent.terminal.arguments import let
from symdescent.terminal.output import STOPPED, console, each, inert
from symdescent.terminal.spinner import Spinner

HEADING = ("line", "formula", *proving.HEADING)


def answer_one(text: str, options: Namespace) -> int:
    """Prove what can be proved of one formula, print it, and give the exit status."""
    gc.freeze()
    gc.enable()
    done = examine(text, options)
    if options.format == "csv" and not options.quiet:
        csv.writer(sys.stdout, lineterminator="\n").writerow(HEADING)
    WRITERS["quiet" if options.quiet else options.format](done, options)
    return status(done, options)


def answer_many(lines: list[tuple[int, str]], options: Namespace) -> int:
    """The same for every line; a mistake is reported with its line number, the others go on."""
    gc.freeze()
    gc.enable()
    if options.format == "csv" and not options.quiet:
        csv.writer(sys.stdout, lineterminator="\n").writerow(HEADING)

    def answer(number: int, text: str) -> int:
        done = examine(text, options)
        write = quietly if options.quiet else BATCH.get(options.format, in_short)
        write(done, options, number)
        return status(done, options)

    return each(lines, answer)


def examine(text: str, options: Namespace) -> Search:
    """The search that the options ask for, with a sign of life on a terminal."""
    return search(
        text,
        box=options.box,
        time_limit=options.time_limit,
        let=let(options.let),
        meanwhile=Spinner(sys.stderr, "proving"),
    )


def status(done: Search, options: Namespace) -> int:
    """0 where the answer is final, 1 where it is not, 130 after Ctrl-C."""
    if done.interrupted:
        return STOPPED
    wanted = {Kind.GLOBAL} if options.quiet else FINAL
    return int(done.minimum.kind not in wanted)


def as_table(done: Search, options: Namespace, _: int = 1) -> None:
    screen = console(options)
    width = screen.width if sys.stdout.isatty() else None
    shown = proving.document(done, options.proof == "full", options.explain)
    screen.print(told(shown, width), soft_wrap=width is None)


def as_json(done: Search, _: Namespace) -> None:
    print(json.dumps(done.to_dict(), allow_nan=False, ensure_ascii=False))


def json_line(done: Search, _: Namespace, number: int) -> None:
    numbered = {"line": number, **done.to_dict()}
    print(json.dumps(numbered, allow_nan=False, ensure_ascii=False))


def as_csv(done: Search, _: Namespace, number: int = 1) -> None:
    row = [str(number), inert(done.formula.text), *proving.row(done)]
    csv.writer(sys.stdout, lineterminator="\n").writerow(row)


def as_markdown(done: Search, options: Namespace) -> None:
    print(markdown(proving.document(done, options.proof == "full", options.explain)))


def as_latex(done: Search, options: Namespace) -> None:
    print(proving.latex(done, options.proof == "full"))


def quietly(done: Search, _: Namespace, __: int = 1) -> None:
    """The exact minimiser alone; on standard error why there is none."""
    found = member(done.minimum)
    if found is not None:
        print(found)
        return
    sys.stdout.flush()
    print(f"no minimiser is proved: {done.minimum.kind}", file=sys.stderr, flush=True)


def in_short(done: Search, options: Namespace, number: int) -> None:
    """A few lines a formula: what was typed, the exact answer, how sure it is."""
    screen = console(options)
    typed, *rest = proving.in_short(done)
    for line in (f"line {number}: {typed}", *rest):
        screen.print(Text(line), soft_wrap=True)


WRITERS: dict[str, Callable[[Search, Namespace], None]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
    "tex": as_latex,
    "quiet": quietly,
}
BATCH: dict[str, Callable[[Search, Namespace, int], None]] = {"json": json_line, "csv": as_csv}
