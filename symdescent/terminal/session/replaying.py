"""The options of the command line go in; where their file is a session it is run, status out."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from symdescent.errors import InputError
from symdescent.terminal.session.loop import Session
from symdescent.terminal.session.performing import Command, perform
from symdescent.terminal.session.script import is_session, lines_of


def replayed(options: Namespace, command: Command) -> int | None:
    """The status of a session file, whose lines are echoed; None where it holds formulas."""
    if not is_session(options.file):
        return None
    if options.formula or len(options.words) > 2:
        hint = "its lines are settings too, such as  lr = 0.1"
        raise InputError("syntax", "a session file takes no other options", hint)

    def run(asked: Mapping[str, Any]) -> int:
        return perform(asked, command)

    return Session(run).replay(lines_of(options.file))
