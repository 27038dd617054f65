"""A file of claims goes in; a CSV of verdicts is written, and the exit status comes out."""

import csv
import io
import os
import sys
import time
from argparse import Namespace
from codecs import BOM_UTF8
from pathlib import Path

from symdescent.claims.checking import content
from symdescent.claims.grading import HEADING, Stopped, Verdicts, grade_all
from symdescent.claims.sheet import sheet
from symdescent.errors import InputError
from symdescent.terminal.files import demand_free, write_whole
from symdescent.terminal.output import STOPPED, inert


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
