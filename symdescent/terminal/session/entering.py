"""The options of the command line go in; a session that they ask for is held, its status out."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Final

from symdescent.errors import InputError
from symdescent.terminal.config.place import VARIABLE

Command = Callable[[Sequence[str]], int]
GENERAL: Final = frozenset({"--ascii", "--no-ascii", "--no-config"})  # what a session may have


def entered(options: Namespace, command: Command) -> int | None:
    """The status of a session at a terminal, or of one in a file; None where neither is asked."""
    if set(options.typed) <= GENERAL and sys.stdin.isatty() and sys.stdout.isatty():
        from symdescent.terminal.session.beginning import begin

        if options.no_config:
            os.environ[VARIABLE] = ""  # for the commands of the session too
        return begin(command)
    return None if options.file is None else replayed(options, command)


def replayed(options: Namespace, command: Command) -> int | None:
    """The status of a session file, whose lines are echoed; None where it holds formulas."""
    from symdescent.terminal.session.loop import Session
    from symdescent.terminal.session.performing import perform
    from symdescent.terminal.session.script import is_session, lines_of

    if not is_session(options.file):
        return None
    if options.formula or len(options.typed) > 2:
        hint = "its lines are settings too, such as  lr = 0.1"
        raise InputError("syntax", "a session file takes no other options", hint)
    return Session(lambda asked: perform(asked, command)).replay(lines_of(options.file))
