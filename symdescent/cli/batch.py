"""Studies of many formulas, a few lines each, with the exit status of all."""

import csv
import gc
import sys
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from rich.text import Text

from symdescent.cli.console import console, print_json
from symdescent.cli.output import STOPPED, examine, quietly, status
from symdescent.errors import SymdescentError
from symdescent.render.short_text import describe, maximum
from symdescent.render.table import Tabbed, classic
from symdescent.studies import Study

HEADING = ("line", "formula", "kind", "exact value", "best value", "standing")


def answer_many(lines: list[tuple[int, str]], options: Namespace) -> int:
    """Study every line; a mistake is reported with its line number, the others go on."""
    gc.freeze()
    gc.enable()
    if options.format == "csv" and not options.quiet:
        csv.writer(sys.stdout, lineterminator="\n").writerow(HEADING)
    write = quiet_line if options.quiet else BATCH.get(options.format, in_short)

    def answer(number: int, text: str) -> int:
        done = examine(text, options)
        write(number, done, options)
        return status(done, options)

    return each(lines, answer)


def each(lines: list[tuple[int, str]], answer: Callable[[int, str], int]) -> int:
    """The status of all lines: 2 before all others, then the highest; a stop ends them."""
    statuses = []
    for number, text in lines:
        try:
            statuses.append(answer(number, text))
        except SymdescentError as mistake:
            sys.stdout.flush()
            print(f"error: line {number}: {mistake}", file=sys.stderr, flush=True)
            statuses.append(mistake.exit_code)
        if statuses[-1] == STOPPED:
            return STOPPED
    return max(statuses, key=lambda code: (code == 2, code))


def in_short(number: int, done: Study, options: Namespace) -> None:
    """A few lines a formula: what was typed, the exact answer, the classic line, the verdict."""
    text, sure = describe(done.minimum, done.run.names)
    finding, formula = done.verdict.finding, done.setting.formula
    mark = "✓" if done.verdict.agrees else "–" if done.verdict.holds else "✗"
    screen = console(options)
    for line in (
        Text(f"line {number}: {formula.text}"),
        Text(f"  exact: {text}; {sure}"),
        *(Text(f"  {f.label.lower()}: {f.text}") for f in maximum(done.minimum, formula)),
        Tabbed(f"  {classic(done, plain=not sys.stdout.isatty())}"),
        Text(f"  {mark} {finding.standing}: {finding.sentence}"),
    ):
        screen.print(line, soft_wrap=True)


def json_line(number: int, done: Study, _: Namespace) -> None:
    print_json({"line": number, **done.to_dict()})


def quiet_line(_: int, done: Study, options: Namespace) -> None:
    quietly(done, options)


def csv_line(number: int, done: Study, _: Namespace) -> None:
    csv.writer(sys.stdout, lineterminator="\n").writerow(summary(number, done))


def inert(text: str) -> str:
    """A typed text that no spreadsheet takes for a formula of its own."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def summary(number: int, done: Study) -> list[str]:
    """Line, formula, kind, exact value, best value, standing."""
    facts: Any = done.to_dict()
    value = facts["minimum"]["value"]
    return [
        str(number),
        inert(done.setting.formula.text),
        str(done.minimum.kind),
        value["exact"] if value else "",
        repr(float(done.run.values[done.run.best])),
        str(done.verdict.finding.standing),
    ]


BATCH: dict[str, Callable[[int, Study, Namespace], None]] = {"json": json_line, "csv": csv_line}
