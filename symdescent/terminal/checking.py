"""A formula and claims go in; each verdict is printed, and the exit status comes out."""

import csv
import gc
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rich.console import Group
from rich.text import Text

from symdescent.claims.checking import Claimed, check
from symdescent.claims.records import Check
from symdescent.errors import InputError
from symdescent.render import claims_report
from symdescent.render.report import Report, latex_fragment, markdown, renderable
from symdescent.render.short_text import Fact
from symdescent.render.table import fact_lines
from symdescent.terminal.arguments import let
from symdescent.terminal.grading import graded
from symdescent.terminal.output import inert, show
from symdescent.terminal.printing import print_json
from symdescent.terminal.rule_file import wanted_rule
from symdescent.terminal.spinner import Spinner

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
        optimizer=options.optimizer if options.rule is None else wanted_rule(options),
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
