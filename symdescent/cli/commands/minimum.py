"""The command `minimum`: what is proved of formulas, printed."""

import csv
import gc
import sys
from argparse import Namespace
from collections.abc import Callable

from rich.text import Text

from symdescent.cli.arguments import let
from symdescent.cli.batch import each, inert
from symdescent.cli.console import Spinner, console, print_json
from symdescent.cli.output import STOPPED, kept, show
from symdescent.errors import InputError
from symdescent.minimum_search import Cases, Search, cases, search, with_critical
from symdescent.problem.options import Options
from symdescent.problem.problem import read
from symdescent.proofs import FINAL, Kind
from symdescent.render import minimum_report
from symdescent.render.report import Report, markdown, renderable
from symdescent.serialise import member

HEADING = ("line", "formula", *minimum_report.HEADING)


def answer_one(text: str, options: Namespace) -> int:
    """Prove what can be proved of one formula, print it, and give the exit status."""
    gc.freeze()
    gc.enable()
    done = examine(text, options)
    if options.format == "csv" and not options.quiet:
        csv.writer(sys.stdout, lineterminator="\n").writerow(HEADING)
    WRITERS["quiet" if options.quiet else options.format](done, options)
    if isinstance(done, Cases):
        return status(done, options)
    saved = kept(done.minimum, done.formula, done.bounds.sides, options.save)
    return max(status(done, options), saved)


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


def examine(text: str, options: Namespace) -> Search | Cases:
    """What the options ask for, with a sign of life on a terminal."""
    values = let(options.let)
    spinner = Spinner(sys.stderr, "proving")
    if options.parameters or options.assume or read(text, Options(let=values)).parameters:
        demand_plain(options)
        with spinner:
            return cases(
                text,
                parameters=options.parameters,
                assume=options.assume,
                let=values,
                time_limit=options.time_limit,
            )
    limit = options.time_limit
    done = search(text, box=options.box, time_limit=limit, let=values, meanwhile=spinner)
    return with_critical(done, limit) if options.critical else done


def demand_plain(options: Namespace) -> None:
    """Refuse what is not told of a formula with letters."""
    for flag in ("box", "methods", "critical", "save"):
        if getattr(options, flag):
            message = f"--{flag} is for a formula whose letters all have values"
            raise InputError("type", message, "give the others one with  --let a=3")


def status(done: Search | Cases, options: Namespace) -> int:
    """0 where the answer is final, in every case; 1 where it is not, 130 after Ctrl-C."""
    if isinstance(done, Search) and done.interrupted:
        return STOPPED
    wanted = {Kind.GLOBAL} if options.quiet else FINAL
    found = [case.minimum for case in done.cases] if isinstance(done, Cases) else [done.minimum]
    return int(any(minimum.kind not in wanted for minimum in found))


def report(done: Search | Cases, options: Namespace) -> Report:
    whole = options.proof == "full"
    if isinstance(done, Cases):
        return minimum_report.cases_report(done, whole)
    return minimum_report.search_report(done, whole, options.methods)


def as_table(done: Search | Cases, options: Namespace) -> None:
    shown = report(done, options)
    show(lambda width, spell: renderable(shown, width, spell), options)


def as_json(done: Search | Cases, _: Namespace) -> None:
    print_json(done.to_dict())


def json_line(done: Search | Cases, _: Namespace, number: int) -> None:
    numbered = {"line": number, **done.to_dict()}
    print_json(numbered)


def as_csv(done: Search | Cases, _: Namespace, number: int = 1) -> None:
    """A row a case; a formula without letters is one."""
    rows = (
        minimum_report.case_rows(done)
        if isinstance(done, Cases)
        else [minimum_report.search_row(done)]
    )
    typed = [str(number), inert(done.formula.text)]
    csv.writer(sys.stdout, lineterminator="\n").writerows([*typed, *row] for row in rows)


def as_markdown(done: Search | Cases, options: Namespace) -> None:
    print(markdown(report(done, options)))


def as_latex(done: Search | Cases, options: Namespace) -> None:
    whole = options.proof == "full"
    print(
        minimum_report.cases_latex(done, whole)
        if isinstance(done, Cases)
        else minimum_report.search_latex(done, whole)
    )


def quietly(done: Search | Cases, _: Namespace, __: int = 1) -> None:
    """The exact minimiser alone, or a line a case; on standard error why there is none."""
    if isinstance(done, Cases):
        print("\n".join(minimum_report.case_lines(done)))
        return
    found = member(done.minimum)
    if found is not None:
        print(found)
        return
    sys.stdout.flush()
    print(f"no minimiser is proved: {done.minimum.kind}", file=sys.stderr, flush=True)


def in_short(done: Search | Cases, options: Namespace, number: int) -> None:
    """A few lines a formula: what was typed, the exact answer, how sure it is."""
    screen = console(options)
    lines = (
        minimum_report.cases_in_short(done)
        if isinstance(done, Cases)
        else minimum_report.search_in_short(done)
    )
    for i, line in enumerate(lines):
        screen.print(Text(line if i else f"line {number}: {line}"), soft_wrap=True)


Done = Search | Cases
WRITERS: dict[str, Callable[[Done, Namespace], None]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
    "tex": as_latex,
    "quiet": quietly,
}
BATCH: dict[str, Callable[[Done, Namespace, int], None]] = {"json": json_line, "csv": as_csv}
