"""The commands `compare` and `sweep`."""

import csv
import gc
import sys
from argparse import Namespace
from typing import Any

from symdescent.cli.arguments import let
from symdescent.cli.console import Spinner, print_json
from symdescent.cli.output import STOPPED, show
from symdescent.cli.rule_file import requested_rule
from symdescent.experiments import json_data
from symdescent.experiments.comparison import Comparison, Contest, compare
from symdescent.experiments.sweep import Sweep, sweep
from symdescent.optimizers import Rule
from symdescent.optimizers.frameworks.script_names import split_names
from symdescent.problem.options import Options
from symdescent.render import comparison_report
from symdescent.render.report import Report, latex_fragment, markdown, renderable


def answer_comparison(text: str, options: Namespace) -> int:
    """Compare optimizers on one formula; 1 where none of them ends as it should."""
    collected()
    done = compared(text, options)
    write(
        comparison_report.comparison_report(done, not options.no_time),
        json_data.compared(done),
        options,
    )
    return STOPPED if done.interrupted else int(not any(v.holds for v in done.verdicts))


def compared(text: str, options: Namespace) -> Comparison:
    """The optimizers that the options name, a person's own rule among them."""
    rules = Contest(options.tune, options.starts, options.within, options.seed, options.gap)
    names: list[str | Rule] = list(split_names(options.optimizers))
    names += [requested_rule(options)] if options.rule is not None else []
    return compare(text, names, rules, meanwhile=Spinner(sys.stderr), **given(options))


def answer_sweep(text: str, options: Namespace) -> int:
    """Sweep settings on one formula; 1 where no value ends as it should."""
    collected()
    done = swept(text, options)
    write(comparison_report.sweep_report(done), json_data.swept(done), options)
    return STOPPED if done.interrupted else int(done.best is None)


def swept(text: str, options: Namespace) -> Sweep:
    """The settings that the options give a range."""
    over = let(options.over, "--over", ";") if options.over else {}
    if options.rates or not over:
        over = {"lr": options.rates or "1e-4..10", **over}
    wanted = options.optimizer if options.rule is None else requested_rule(options, over)
    asked: Options = {**given(options), "optimizer": wanted}
    own = {} if options.rule is not None else let(options.set, "--set")
    asked |= {"convention": options.convention, "settings": own, "schedule": options.schedule}
    asked |= {"clip_norm": options.clip_norm, "clip_value": options.clip_value}
    asked |= {"weight_decay": options.weight_decay, "average": options.average}
    return sweep(text, over, meanwhile=Spinner(sys.stderr), **asked)


def collected() -> None:
    """The garbage collector is off while sympy is imported, and on again from here."""
    gc.freeze()
    gc.enable()


def given(options: Namespace) -> Options:
    """The options of a descent that both commands take."""
    return Options(
        start=options.start,
        rate=getattr(options, "rate", None),
        steps=options.steps,
        box=options.box,
        let=let(options.let),
        tolerance=options.tol,
        time_limit=options.time_limit,
    )


def write(shown: Report, facts: dict[str, Any], options: Namespace) -> None:
    """The report in the format that was asked for."""
    if options.format == "json":
        print_json(facts)
    elif options.format == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows(json_data.rows(facts))
    elif options.format == "table":
        show(lambda width, spell: renderable(shown, width, spell), options)
    else:
        print({"md": markdown, "tex": latex_fragment}[options.format](shown))
