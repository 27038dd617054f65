"""The command `symdescent`: words are read, a command answers them, an exit status is left."""

import errno
import gc
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from types import FrameType, ModuleType
from typing import Final, TextIO

from symdescent.cli import arguments
from symdescent.cli.ascii import spell_out, written_in_ascii
from symdescent.cli.config import VARIABLE
from symdescent.errors import InputError, SymdescentError

UNWRITABLE: Final = (
    errno.EPIPE,
    errno.ENOSPC,
    errno.EIO,
    errno.EFBIG,
    errno.EDQUOT,
    errno.EBADF,
)


def prepare_streams() -> None:
    """A terminal that lacks our characters gets them spelt out, SIGTERM ends like Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            spell_out(stream)
    try:
        signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread
        pass


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def unwritten(error: OSError) -> int:
    """A reader that has gone is no mistake, a full disk is one line; our own bugs stay errors."""
    if error.errno not in UNWRITABLE:
        raise error
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that the exit does not complain again
    if error.errno != errno.EPIPE:
        print(f"error: the output cannot be written: {error.strerror}", file=sys.stderr)
    return 1


def completion(options: Namespace) -> int:
    """A completion script."""
    from symdescent.cli.shell.scripts import answer_completion

    return answer_completion(options.shell)


def manual(_: Namespace) -> int:
    """The manual page."""
    from symdescent.cli.shell.scripts import answer_manual

    return answer_manual()


def helped(options: Namespace) -> int:
    """One screen of help, all of it, or the help of a command."""
    if options.name in arguments.ALL:
        print(arguments.parser().format_help(), end="")
    else:
        arguments.named(options.name).print_help()
    return 0


def config(options: Namespace) -> int:
    """The defaults that hold, or the file that they come from."""
    from symdescent.cli.config.listing import answer

    return answer(options)


SERVICES: Final[dict[str, Callable[[Namespace], int]]] = {
    "config": config,
    "completion": completion,
    "man": manual,
    "help": helped,
}


Command = Callable[[Sequence[str]], int]
GENERAL: Final = frozenset({"--ascii", "--no-ascii", "--no-config"})  # what a session may have


def entered(options: Namespace, command: Command) -> int | None:
    """The status of a session at a terminal, or of one in a file; None where neither is asked."""
    if set(options.typed) <= GENERAL and sys.stdin.isatty() and sys.stdout.isatty():
        from symdescent.cli.session.start import begin

        if options.no_config:
            os.environ[VARIABLE] = ""  # for the commands of the session too
        return begin(command)
    return None if options.file is None else replayed(options, command)


def replayed(options: Namespace, command: Command) -> int | None:
    """The status of a session file, whose lines are echoed; None where it holds formulas."""
    from symdescent.cli.session.loop import Session, is_session, lines_of, perform

    if not is_session(options.file):
        return None
    if options.formula or len(options.typed) > 2:
        hint = "its lines are settings too, such as  lr = 0.1"
        raise InputError("syntax", "a session file takes no other options", hint)
    return Session(lambda asked: perform(asked, command)).replay(lines_of(options.file))


STOPPED = 130
Load = Callable[[bool], ModuleType]  # of a module with answer_one and answer_many


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
        from symdescent.cli.rule_file import requested_rule

        options.optimizer = requested_rule(options)
    return spread(options, descents)


def proof(options: Namespace) -> int:
    """The exact side alone: one formula, or many lines."""
    return spread(options, proofs)


def descents(many: bool) -> ModuleType:
    """What answers where one descends, one formula or many."""
    if many:
        from symdescent.cli import batch

        return batch
    from symdescent.cli import output

    return output


def proofs(_: bool) -> ModuleType:
    """What answers where one only proves."""
    from symdescent.cli.commands import minimum

    return minimum


def spread(options: Namespace, load: Load) -> int:
    """One formula or many, answered by a module that is loaded once they can be read."""
    if options.file is None and options.formula and options.formula != ["-"]:
        return one(typed(options), options, load)
    from symdescent.cli.sources import from_file, from_input

    if options.file is not None:
        return many(from_file(options.file, options.latex), options, load)
    if not options.formula and sys.stdin.isatty():
        arguments.parser(options.command).print_help()
        return 2
    return many(from_input(options.latex), options, load)


def typed(options: Namespace) -> str:
    """The formula of the arguments."""
    demand_one(options.formula, options.command)
    text = " ".join(options.formula)
    if not options.latex:
        return text
    from symdescent.cli.sources import marked

    return marked(text)


def catalogue(options: Namespace) -> int:
    """The list of optimizers, one with its rule, or a person's own."""
    from symdescent.cli.commands import optimizer_list

    name = " ".join(options.name)
    if options.rule is not None and not name:
        from symdescent.cli.rule_file import requested_rule

        print(optimizer_list.own(requested_rule(options), options.format))
    elif name and options.format == "tex":
        print(optimizer_list.latex(name))
    else:
        print(extent(optimizer_list, options))
    return 0


def extent(of: ModuleType, options: Namespace) -> str:
    """One entry of a list, the best known, all, or what a framework has; InputError for two."""
    name = " ".join(options.name)
    if name and (options.all or options.framework is not None):
        hint = f"symdescent {options.command} {name}  shows one whole"
        raise InputError("syntax", "--all and --framework are for lists, without a name", hint)
    if name:
        return str(of.one(name))
    from symdescent.cli.help import width

    wide = width(sys.stdout.isatty())
    if options.framework is not None:
        return str(of.of_framework(options.framework, wide))
    return str((of.every if options.all else of.known)(wide))


def alone(module: str, function: str, options: Namespace) -> int:
    """One formula, answered by a function of a module of commands, which is loaded for it."""
    text = single(options)
    loaded = import_module(f"symdescent.cli.commands.{module}")
    status: int = getattr(loaded, function)(text, options)
    return status


def glossary(options: Namespace) -> int:
    """A term of the glossary."""
    from symdescent.cli import glossary as explaining

    return explaining.answer(options)


def exercises(options: Namespace) -> int:
    """Sheets of exercises, printed, kept in files, or checked."""
    from symdescent.cli.commands import documents

    return documents.answer_exercises(options)


def single(options: Namespace) -> str:
    """The one formula of a command, from the arguments or a pipe."""
    from symdescent.cli.sources import from_input

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
    from symdescent.cli.commands import pictures

    return pictures.answer_plot(text, options)


def animation(options: Namespace) -> int:
    """A film of one formula."""
    text = single(options)
    from symdescent.cli.commands import pictures

    return pictures.answer_film(text, options)


def timetable(options: Namespace) -> int:
    """The list of schedules, or one with its settings and lines."""
    from symdescent.cli.commands import schedule_list as schedules

    print(extent(schedules, options))
    return 0


def verification(options: Namespace) -> int:
    """A saved proof, checked again."""
    from symdescent.cli.saved_proofs import verify

    return verify(options)


def checked(options: Namespace) -> int:
    """Claims about one formula, or a file of them."""
    text = single(options) if options.batch is None else ""
    from symdescent.cli.commands import check as checking

    return checking.answer(text, options)


def tour(options: Namespace) -> int:
    """A guided run, whose commands are run by the same code."""
    from symdescent.cli.commands.tour import guide

    return guide(options, main)


ANSWERS: Final[Mapping[str, Callable[[Namespace], int]]] = {
    arguments.PLAIN: answer,
    "minimum": proof,
    "gradient": partial(alone, "derivatives", "answer_derivatives"),
    "hessian": partial(alone, "derivatives", "answer_derivatives"),
    "compare": partial(alone, "experiments", "answer_comparison"),
    "example": partial(alone, "documents", "answer_example"),
    "code": partial(alone, "derivatives", "answer_code"),
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
    from symdescent.language.sentences import is_command

    slip = arguments.near_lone_word(words[0]) if len(words) == 1 and not command else ""
    if slip:
        raise InputError("unknown_name", f"there is no command {words[0][:40]}", slip)
    goal = len(words) == 2 and is_command(words[0])  # minimise, before its formula
    if len(words) == 1 or goal or any(word.startswith(("+", "-", "−")) for word in words[1:]):
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
    status: int = load(False).answer_one(text, options)
    return status


def many(lines: list[tuple[int, str]], options: Namespace, load: Load) -> int:
    """Answer each line; a bad one is reported with its number and costs that line only."""
    if len(lines) != 1 or options.file is not None:
        demand_none(options, "save", "plot", "open")
    if len(lines) == 1 and options.file is None:
        return one(lines[0][1], options, load)
    if not lines:
        raise InputError("empty", "there is no formula", 'type one, as  symdescent "(x-4)^2"')
    status: int = load(True).answer_many(lines, options)
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
