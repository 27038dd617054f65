"""The commands `gradient` and `hessian`, and `code`, which writes a descent as a script."""

import gc
import sys
from argparse import Namespace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from symdescent.calculus.formula import demand_variable
from symdescent.calculus.gradient import derive
from symdescent.calculus.script_targets import meant
from symdescent.cli.arguments import let
from symdescent.cli.console import console, print_json, spelling
from symdescent.cli.files import demand_free, write_whole
from symdescent.cli.output import wishes
from symdescent.cli.rule_file import ruled
from symdescent.errors import InputError
from symdescent.problem import options as given
from symdescent.problem.options import Options
from symdescent.problem.problem import read
from symdescent.render.derivative_report import Derivatives, derivatives_report, latex, to_dict
from symdescent.render.report import markdown, renderable
from symdescent.render.scripts.code import code


def place(text: str, names: list[str]) -> tuple[Fraction, ...]:
    """The point of --at, which is read as a start is."""
    try:
        return given.start(text, names)
    except InputError as mistake:
        message = mistake.message.replace("the start", "the point")
        raise InputError(mistake.kind, message, mistake.hint.replace("--x0", "--at")) from None


def answer_derivatives(text: str, options: Namespace) -> int:
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


def answer_code(text: str, options: Namespace) -> int:
    """Write one formula's descent as a script; 0 once that is done."""
    gc.freeze()
    gc.enable()
    path = None if options.output is None else Path(options.output)
    if path is not None:
        demand_script(path)
        demand_free(path, options.force)
    if meant(options.target) != options.target:
        print(f"note: --to {options.target} read as {meant(options.target)}", file=sys.stderr)
    script = scripted(text, options)
    if path is None:
        sys.stdout.write(script)
    else:
        write_whole(path, script.encode())
    return 0


DOCUMENTS: Final = (".ipynb", ".tex", ".md", ".qmd", ".html", ".pdf")
FIGURES: Final = (".svg", ".png", ".gif", ".mp4", ".jpg")


def demand_script(path: Path) -> None:
    """Refuse a file whose ending says that it is no script."""
    end = path.suffix.lower()
    if end not in (*DOCUMENTS, *FIGURES, ".json", ".csv"):
        return
    hint = f"write it to  {path.stem}.py"
    if end in DOCUMENTS:
        hint += f";  symdescent example -o {path.name}  makes a worked example"
    raise InputError("type", f"code writes a script, not {end}: {path.name[:100]}", hint)


def scripted(text: str, options: Namespace) -> str:
    """The script that the options ask for."""
    ruled(options)
    given: Any = {name: value for name, value in wishes(options).items() if value is not None}
    return code(text, options.target, **given)
