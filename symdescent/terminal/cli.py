"""The words of a command line go in; what was asked is printed, and an exit status comes out."""

import gc
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Sequence
from types import FrameType
from typing import TextIO

from symdescent.errors import InputError, SymdescentError
from symdescent.terminal import arguments

MOST_LINES = 10_000
BYTES = 20_000_000
STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 1 the verdict does not hold, 2 wrong input, 3 a part is missing."""
    gc.disable()  # importing sympy makes a million objects, and no garbage
    prepare_streams()
    try:
        return answer(arguments.read(sys.argv[1:] if argv is None else argv))
    except SymdescentError as mistake:
        complain(mistake)
        return mistake.exit_code
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that the exit does not complain again
        return 1


def prepare_streams() -> None:
    """A terminal that lacks a character shows a question mark, SIGTERM ends like Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    try:
        signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread
        pass


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def answer(options: Namespace) -> int:
    """One formula from the arguments, or many lines from a file, a pipe or standard input."""
    if options.file is not None:
        return many(from_file(options.file), options)
    if options.formula and options.formula != ["-"]:
        return one(" ".join(options.formula), options)
    if not options.formula and sys.stdin.isatty():
        arguments.parser().print_help()
        return 2
    return many(decoded(sys.stdin.buffer.read(BYTES + 1)), options)


def one(text: str, options: Namespace) -> int:
    """Answer one formula."""
    check(text, options)
    from symdescent.terminal import output

    return output.answer_one(text, options)


def many(lines: list[tuple[int, str]], options: Namespace) -> int:
    """Answer each line; a bad one is reported with its number and costs that line only."""
    if len(lines) == 1 and options.file is None:
        return one(lines[0][1], options)
    if not lines:
        raise InputError("empty", "there is no formula", 'type one, as  symdescent "(x-4)^2"')
    from symdescent.terminal import output

    return output.answer_many(lines, options)


def check(text: str, options: Namespace) -> None:
    """Report a mistake in the formula before anything heavy is loaded."""
    from symdescent.language import parse

    if not options.let:
        parse(text)


def from_file(path: str) -> list[tuple[int, str]]:
    try:
        with open(path, "rb") as file:
            return decoded(file.read(BYTES + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("type", f"the file cannot be read: {reason}: {path[:200]}") from None


def decoded(raw: bytes) -> list[tuple[int, str]]:
    """The lines that hold a formula, with their numbers from 1 on."""
    if len(raw) > BYTES:
        raise InputError("too_large", f"at most {BYTES} bytes are read")
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    if len(lines) > MOST_LINES:
        raise InputError(
            "too_large", f"at most {MOST_LINES} lines are read; these are {len(lines)}"
        )
    stripped = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    return [(number, line) for number, line in stripped if line and not line.startswith("#")]


def complain(mistake: SymdescentError, where: str = "", stream: TextIO | None = None) -> None:
    """The mistake, in words and with its caret, on standard error."""
    print(f"error: {where}{mistake}", file=stream or sys.stderr)


def run() -> None:
    """The command `symdescent`."""
    sys.exit(main())
