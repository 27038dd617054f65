"""The words of a command line go in; what was asked is printed, and an exit status comes out."""

import gc
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Final, TextIO

from symdescent.errors import InputError, SymdescentError
from symdescent.terminal import arguments
from symdescent.terminal.ascii import written_in_ascii
from symdescent.terminal.columns import width
from symdescent.terminal.services import SERVICES
from symdescent.terminal.session.entering import entered
from symdescent.terminal.sources import from_file, from_input, marked
from symdescent.terminal.streams import prepare_streams, unwritten

STOPPED = 130
Load = Callable[[], ModuleType]  # of a module with answer_one and answer_many


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 1 the verdict does not hold, 2 wrong input, 3 a part is missing."""
    words = list(sys.argv[1:] if argv is None else argv)
    with written_in_ascii("--ascii" in words):
        try:
            gc.disable()  # importing sympy makes a million objects, and no garbage
            prepare_streams()
            name, options = arguments.read(words)
            with written_in_ascii(options.ascii):
                status = ANSWERS[name](options)
            sys.stdout.flush()
            return status
        except SymdescentError as mistake:
            complain(mistake)
            return mistake.exit_code
        except KeyboardInterrupt:
            print("stopped", file=sys.stderr)
            return STOPPED
        except OSError as error:
            return unwritten(error)


def answer(options: Namespace) -> int:
    """One formula from the arguments, or many lines from a file, a pipe or standard input; a
    session at a terminal, or from a file that holds one."""
    held = entered(options, main)
    if held is not None:
        return held
    if options.rule is not None:
        from symdescent.terminal.rule_file import wanted_rule

        options.optimizer = wanted_rule(options)
    return spread(options, descents)


def proof(options: Namespace) -> int:
    """The exact side alone: one formula, or many lines."""
    return spread(options, proofs)


def descents() -> ModuleType:
    """What answers where one descends."""
    from symdescent.terminal import output

    return output


def proofs() -> ModuleType:
    """What answers where one only proves."""
    from symdescent.terminal import proving

    return proving


def spread(options: Namespace, load: Load) -> int:
    """One formula or many, answered by a module that is loaded once they can be read."""
    if options.file is not None:
        return many(from_file(options.file, options.latex), options, load)
    if options.formula and options.formula != ["-"]:
        return one(typed(options), options, load)
    if not options.formula and sys.stdin.isatty():
        arguments.parser(options.command).print_help()
        return 2
    return many(from_input(options.latex), options, load)


def typed(options: Namespace) -> str:
    """The formula of the arguments."""
    demand_one(options.formula, options.command)
    text = " ".join(options.formula)
    return marked(text) if options.latex else text


def catalogue(options: Namespace) -> int:
    """The list of optimizers, one with its rule, or a person's own."""
    from symdescent.terminal import listing

    name = " ".join(options.name)
    if options.rule is not None and not name:
        from symdescent.terminal.rule_file import wanted_rule

        print(listing.own(wanted_rule(options), options.format))
    elif name and options.format == "tex":
        print(listing.latex(name))
    else:
        print(extent(listing, options))
    return 0


def extent(of: ModuleType, options: Namespace) -> str:
    """One entry of a list, the best known, all, or what a framework has; InputError for two."""
    name = " ".join(options.name)
    if name and (options.all or options.framework is not None):
        hint = f"symdescent {options.command} {name}  shows one whole"
        raise InputError("syntax", "--all and --framework are for lists, without a name", hint)
    if name:
        return str(of.one(name))
    wide = width(sys.stdout.isatty())
    if options.framework is not None:
        return str(of.of_framework(options.framework, wide))
    return str((of.every if options.all else of.known)(wide))


def alone(module: str, function: str, options: Namespace) -> int:
    """One formula, answered by a function of a module of this room, which is loaded for it."""
    text = single(options)
    loaded = import_module(f"symdescent.terminal.{module}")
    status: int = getattr(loaded, function)(text, options)
    return status


def glossary(options: Namespace) -> int:
    """A term of the glossary."""
    from symdescent.terminal import explaining

    return explaining.answer(options)


def exercises(options: Namespace) -> int:
    """Sheets of exercises, printed, kept in files, or checked."""
    from symdescent.terminal import exercising

    return exercising.answer(options)


def single(options: Namespace) -> str:
    """The one formula of a command, from the arguments or a pipe."""
    words = options.formula
    if words and words != ["-"]:
        text = typed(options)
    else:
        lines = [] if sys.stdin.isatty() else from_input(options.latex)
        if len(lines) != 1:
            hint = f'type it in quotes, as  symdescent {options.command} "(x-4)^2"'
            raise InputError("empty", f"one formula is needed, not {len(lines)}", hint)
        text = lines[0][1]
    check(text, options)
    return text


def figure(options: Namespace) -> int:
    """A figure of one formula."""
    text = single(options)
    from symdescent.terminal import pictures

    return pictures.answer_plot(text, options)


def animation(options: Namespace) -> int:
    """A film of one formula."""
    text = single(options)
    from symdescent.terminal import pictures

    return pictures.answer_film(text, options)


def timetable(options: Namespace) -> int:
    """The list of schedules, or one with its settings and lines."""
    from symdescent.terminal import timetable as schedules

    print(extent(schedules, options))
    return 0


def verification(options: Namespace) -> int:
    """A saved proof, checked again."""
    from symdescent.terminal.proofs import verify

    return verify(options)


def checked(options: Namespace) -> int:
    """Claims about one formula, or a file of them."""
    text = single(options) if options.batch is None else ""
    from symdescent.terminal import checking

    return checking.answer(text, options)


def tour(options: Namespace) -> int:
    """A guided run, whose commands are run by the same code."""
    from symdescent.terminal.tour import guide

    return guide(options, main)


ANSWERS: Final[Mapping[str, Callable[[Namespace], int]]] = {
    arguments.PLAIN: answer,
    "minimum": proof,
    "gradient": partial(alone, "derivatives", "answer"),
    "hessian": partial(alone, "derivatives", "answer"),
    "compare": partial(alone, "experiments", "answer_comparison"),
    "example": partial(alone, "documents", "answer"),
    "code": partial(alone, "coding", "answer"),
    "check": checked,
    "exercises": exercises,
    "sweep": partial(alone, "experiments", "answer_sweep"),
    "plot": figure,
    "animate": animation,
    "optimizers": catalogue,
    "schedules": timetable,
    "verify": verification,
    "info": glossary,
    "tour": tour,
    **SERVICES,
}


def demand_one(words: list[str], command: str) -> None:
    """Refuse several formulas, but take x^2 + 1 without quotes: a sign alone is no formula.

    The first of several may be a command that was misspelt.
    """
    from symdescent.language import parse

    slip = arguments.slip(words[0]) if len(words) == 1 and not command else ""
    if slip:
        raise InputError("unknown_name", f"there is no command {words[0][:40]}", slip)
    if len(words) == 1 or any(word.startswith(("+", "-", "−")) for word in words[1:]):
        return
    near = "" if command else arguments.near_command(words[0])
    try:
        for word in [" ".join(words)] if near else words:
            parse(word)
    except SymdescentError:
        if near:
            raise InputError("unknown_name", f"there is no command {words[0][:40]}", near) from None
        return
    hint = near or "put one in quotes, or write one a line with -f"
    raise InputError("syntax", f"{len(words)} formulas were given", hint)


def one(text: str, options: Namespace, load: Load) -> int:
    """Answer one formula."""
    check(text, options)
    status: int = load().answer_one(text, options)
    return status


def many(lines: list[tuple[int, str]], options: Namespace, load: Load) -> int:
    """Answer each line; a bad one is reported with its number and costs that line only."""
    if len(lines) != 1 or options.file is not None:
        demand_none(options, "save", "plot", "open")
    if len(lines) == 1 and options.file is None:
        return one(lines[0][1], options, load)
    if not lines:
        raise InputError("empty", "there is no formula", 'type one, as  symdescent "(x-4)^2"')
    status: int = load().answer_many(lines, options)
    return status


def demand_none(options: Namespace, *names: str) -> None:
    """Refuse what is for one formula."""
    for name in names:
        if getattr(options, name, None) not in (None, False):
            raise InputError("syntax", f"--{name} is for one formula")


def check(text: str, options: Namespace) -> None:
    """Report a mistake in the formula before anything heavy is loaded."""
    from symdescent.language import parse

    if not options.let:
        parse(text)


def complain(mistake: SymdescentError, where: str = "", stream: TextIO | None = None) -> None:
    """The mistake, in words and with its caret, on standard error."""
    print(f"error: {where}{mistake}", file=stream or sys.stderr)


def run() -> None:
    """The command `symdescent`."""
    try:
        status = main()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        status = STOPPED
    sys.exit(status)
