"""The entry of the command line goes in; a session is held until the person quits."""

import gc
import os
import signal
from collections.abc import Mapping
from importlib.util import find_spec
from textwrap import wrap
from types import FrameType
from typing import Any, Final

from symdescent.terminal import arguments
from symdescent.terminal.session.helping import width
from symdescent.terminal.session.history import History, place
from symdescent.terminal.session.loop import Asking, Session, attend
from symdescent.terminal.session.performing import Command, apart, perform
from symdescent.terminal.session.plain import Plain
from symdescent.terminal.session.workshop import FORKS, Workshop
from symdescent.version import VERSION

TERMINATED: Final = 143
EXTRA: Final = "pip install 'symdescent[repl]'  adds a preview under the prompt"


def begin(command: Command) -> int:
    """Greet, ask and answer; 0 at the end."""
    gc.enable()
    signal.signal(signal.SIGTERM, terminate)
    history = History(place())

    def run(asked: Mapping[str, Any]) -> int:
        return perform(asked, command if FORKS else apart)

    workshop = Workshop(run) if FORKS else None
    try:
        greet()
        attend(Session(workshop.work if workshop else run), asking(history, workshop))
    finally:
        if workshop:
            workshop.close()
    return 0


def terminate(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)


def greet() -> None:
    """One line that names the ways on."""
    tour = "tour, " if "tour" in arguments.COMMANDS else ""
    words = f"symdescent {VERSION}: type a formula, then run; or help, info, {tour}quit"
    print("\n".join(wrap(words, width())))


def asking(history: History, workshop: Workshop | None) -> Asking:
    """With a preview where prompt_toolkit is installed and the terminal can move its cursor."""
    if os.environ.get("TERM") in ("dumb", None):
        return Plain(history)
    if find_spec("prompt_toolkit") is None:
        print("\n".join(wrap(EXTRA, width())))
        return Plain(history)
    from symdescent.terminal.session.prompting import Prompting

    return Prompting(history, workshop)
