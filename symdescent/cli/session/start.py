"""A session at a terminal, held until the person quits."""

import gc
import os
import signal
from collections.abc import Mapping
from importlib.util import find_spec
from textwrap import wrap
from types import FrameType
from typing import Any, Final

from symdescent.cli import arguments
from symdescent.cli.session.background import FORKS, Background
from symdescent.cli.session.loop import Command, LineSource, Session, apart, attend, perform
from symdescent.cli.session.plain import History, Plain, place
from symdescent.cli.session.vocabulary import width
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

    background = Background(run) if FORKS else None
    try:
        greet()
        attend(Session(background.work if background else run), line_source(history, background))
    finally:
        if background:
            background.close()
    return 0


def terminate(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)


def greet() -> None:
    """One line that names the ways on."""
    tour = "tour, " if "tour" in arguments.COMMANDS else ""
    words = f"symdescent {VERSION}: type a formula, then run; or help, info, {tour}quit"
    print("\n".join(wrap(words, width())))


def line_source(history: History, background: Background | None) -> LineSource:
    """With a preview where prompt_toolkit is installed and the terminal can move its cursor."""
    if os.environ.get("TERM") in ("dumb", None):
        return Plain(history)
    if find_spec("prompt_toolkit") is None:
        print("\n".join(wrap(EXTRA, width())))
        return Plain(history)
    from symdescent.cli.session.prompt import Prompting

    return Prompting(history, background)
