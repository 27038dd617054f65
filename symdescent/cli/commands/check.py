"""The command `check`: claims about a formula with their verdicts, or a file of them graded."""

import csv
import gc
import io
import os
import sys
import time
from argparse import Namespace
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rich.console import Group
from rich.text import Text

from symdescent.claims.answers import Claimed, check, content
from symdescent.claims.claim import Check
from symdescent.claims.grade import HEADING, Stopped, Verdicts, grade_all, sheet
from symdescent.cli.arguments import let
from symdescent.cli.batch import inert
from symdescent.cli.console import Spinner, print_json
from symdescent.cli.files import demand_free, write_whole
from symdescent.cli.output import STOPPED, show
from symdescent.cli.rule_file import requested_rule
from symdescent.errors import InputError
from symdescent.render import claims_report
from symdescent.render.report import Report, latex_fragment, markdown, renderable
from symdescent.render.short_text import Fact
from symdescent.render.table import fact_lines


def graded(options: Namespace) -> int:
    """Grade a file: 0, all claims are right; 1, one is not; 2, a row could not be read."""
    demand_alone(options)
    target = None if options.output is None else Path(options.output)
    if target is not None:
        demand_free(target, options.force)
    source = Path(options.batch)
    wanted = sheet(content(source), str(source.parent))
    progress = Progress()
    try:
        done, status = grade_all(wanted, options.row_limit, progress.tell), None
    except Stopped as stop:
        done, status = stop.verdicts, STOPPED
    progress.clear()
    written(done, target, is_marked(source))
    if done.answered < done.asked:
        print(f"stopped: {done.answered} of {done.asked} rows are answered", file=sys.stderr)
    return done.status if status is None else status


def demand_alone(options: Namespace) -> None:
    """Refuse what a batch has columns for."""
    if options.formula:
        raise InputError("syntax", "--batch has its formulas in the file", "leave the formula out")
    for name in ("gradient", "hessian", "minimum", "value", "iterates", "closed_form", "against"):
        if getattr(options, name) is not None:
            flag = "--" + name.replace("_", "-")
            hint = f"a column  {name.replace('_', ' ')}" if name != "against" else "leave it out"
            raise InputError("syntax", f"{flag} does not go with --batch", hint)
    typed = {word.partition("=")[0] for word in options.words}
    if "--format" in typed and options.format != "csv":
        hint = "leave --format out; one claim at a time has the others"
        raise InputError("syntax", "--batch answers with a CSV alone", hint)


def is_marked(source: Path) -> bool:
    """Whether a spreadsheet wrote the file: it has a mark of its encoding, or is not in UTF-8."""
    data = source.read_bytes()
    try:
        return data.startswith(BOM_UTF8) or not data.decode()
    except UnicodeDecodeError:
        return True


def written(done: Verdicts, target: Path | None, marked: bool) -> None:
    """The rows as CSV, in a file or on standard output; no cell begins a formula.

    The sign between cells is that of the batch, and a file for a spreadsheet has the mark by
    which that knows UTF-8.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=done.sign, lineterminator="\n")
    writer.writerow([inert(name) for name in (*done.kept, *HEADING)])
    writer.writerows([inert(cell) for cell in row] for row in done.rows)
    if target is None:
        sys.stdout.write(out.getvalue())
    else:
        write_whole(target, (BOM_UTF8 if marked else b"") + out.getvalue().encode())


class Progress:
    """A line on a terminal that says how many rows are done."""

    def __init__(self) -> None:
        self.shows = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.begun = time.monotonic()

    def tell(self, done: int, every: int) -> None:
        """Draw it anew."""
        if self.shows:
            seconds = time.monotonic() - self.begun
            sys.stderr.write(f"\r{done} of {every} rows, {seconds:.0f} s ")
            sys.stderr.flush()

    def clear(self) -> None:
        """Wipe it out."""
        if self.shows:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


COLOURS = {"✓": "green", "✗": "red", "–": "bold"}


def answer(text: str, options: Namespace) -> int:
    """Check one formula's claims, or a file; 0 where all are right or agree, else 1."""
    gc.freeze()
    gc.enable()
    if options.batch is not None:
        return graded(options)
    if options.output is not None:
        hint = "send the output there:  symdescent check ... > FILE"
        raise InputError("syntax", "-o is for --batch", hint)
    done = check(text, meanwhile=Spinner(sys.stderr, "checking"), **wishes(options))
    write(done, options)
    return int(not done.holds)


def wishes(options: Namespace) -> Claimed:
    """What is claimed, and the options of the descent and the proof."""
    return Claimed(
        gradient=options.gradient,
        hessian=options.hessian,
        minimum=options.minimum,
        value=options.value,
        iterates=None if options.iterates is None else Path(options.iterates),
        closed_form=options.closed_form,
        against=options.against,
        start=options.start,
        rate=options.rate,
        steps=options.steps,
        box=options.box,
        let=let(options.let),
        time_limit=options.time_limit,
        optimizer=options.optimizer if options.rule is None else requested_rule(options),
        convention=options.convention,
        settings=let(options.set, "--set") if options.rule is None else None,
        schedule=options.schedule,
        clip_norm=options.clip_norm,
        clip_value=options.clip_value,
        weight_decay=options.weight_decay,
        average=options.average,
    )


def write(done: Check, options: Namespace) -> None:
    """The check in the format that was asked for."""
    if options.format == "json":
        print_json(done.to_dict())
    elif options.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(claims_report.HEADING)
        writer.writerows([inert(cell) for cell in row] for row in claims_report.rows(done))
    elif options.format == "table":
        draw(claims_report.check_report(done), options)
    else:
        spell = {"md": markdown, "tex": latex_fragment}[options.format]
        print(spell(claims_report.check_report(done, marked=options.format == "md")))


def draw(report: Report, options: Namespace) -> None:
    """The lines, the verdicts in their colours, and the table of solvers."""

    def drawn(width: int | None, _: Callable[[str], str]) -> Group:
        lines = [line for fact in report.facts for line in coloured(fact, width)]
        rest = [renderable(Report((), report.columns, ()), width)] if report.columns else []
        return Group(*lines, *rest)

    show(drawn, options)


def coloured(fact: Fact, width: int | None) -> list[Text]:
    inner = replace(fact, label=f"  {fact.label}") if fact.label else fact
    lines = list(fact_lines(inner, width))
    colour = COLOURS.get(fact.text[:1]) if not fact.label else None
    for line in lines if colour else ():
        line.stylize(colour or "")
    return lines
