"""The commands `gradient` and `hessian`."""

import gc
import sys
from argparse import Namespace
from fractions import Fraction

from symdescent.calculus.formula import demand_variable
from symdescent.calculus.gradient import derive
from symdescent.errors import InputError
from symdescent.problem import options as given
from symdescent.problem.options import Options
from symdescent.problem.setting import read
from symdescent.render.derivative_report import Derivatives, derivatives_report, latex, to_dict
from symdescent.render.report import markdown, renderable
from symdescent.terminal.arguments import let
from symdescent.terminal.printing import console, print_json, spelling


def place(text: str, names: list[str]) -> tuple[Fraction, ...]:
    """The point of --at, which is read as a start is."""
    try:
        return given.start(text, names)
    except InputError as mistake:
        message = mistake.message.replace("the start", "the point")
        raise InputError(mistake.kind, message, mistake.hint.replace("--x0", "--at")) from None


def answer(text: str, options: Namespace) -> int:
    """Print the derivatives; 0 once that is done."""
    gc.freeze()
    gc.enable()
    formula = read(text, Options(let=let(options.let)))
    demand_variable(formula)
    names = [str(x.name) for x in formula.variables]
    point = None if options.at is None else place(options.at, names)
    done = Derivatives(derive(formula), options.command == "hessian", point)
    if options.format == "json":
        print_json(to_dict(done))
    elif options.format == "md":
        print(markdown(derivatives_report(done)))
    elif options.format == "tex":
        print(latex(done))
    else:
        screen = console(options)
        width = screen.width if sys.stdout.isatty() else None
        screen.print(
            renderable(derivatives_report(done), width, spelling()), soft_wrap=width is None
        )
    return 0
