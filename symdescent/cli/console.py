"""Standard output: its width, its colours, its signs, and a sign of life while work goes on."""

import json
import os
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable
from shutil import get_terminal_size
from typing import Any, Final, TextIO

from rich.console import Console

from symdescent.cli.ascii import is_ascii

UNLIMITED: Final = 100_000  # columns


def spelling() -> Callable[[str], str]:
    """What writes a text in the signs of standard output, before it is laid out in columns."""
    if not is_ascii(sys.stdout):
        return str
    from symdescent.cli.transliteration import transliterated

    return transliterated


def console(options: Namespace) -> Console:
    """A console with the person's wish about colour; piped, it is as wide as needed."""
    width = get_terminal_size().columns if sys.stdout.isatty() else UNLIMITED
    return Console(
        color_system=None if not colourful(options) else "standard",
        force_terminal=colourful(options) or None,
        no_color=not colourful(options),
        width=width,
        height=25,  # rich takes a dumb terminal for 80 columns unless both are given
        highlight=False,
        markup=False,
        emoji=False,
    )


def colourful(options: Namespace) -> bool:
    """--color before NO_COLOR, that before FORCE_COLOR and CLICOLOR_FORCE, these before CLICOLOR
    and what the terminal is."""
    said = os.environ.get
    asked = getattr(options, "color", "auto")  # not every command has the option
    if asked != "auto":
        return bool(asked == "always")
    if said("NO_COLOR"):
        return False
    if said("FORCE_COLOR") or said("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and said("TERM") != "dumb" and said("CLICOLOR") != "0"


def print_json(facts: Any) -> None:
    """One line of JSON; in ASCII its letters are escaped, never spelt."""
    print(json.dumps(facts, allow_nan=False, ensure_ascii=is_ascii(sys.stdout)))


def print_page(text: str, form: str) -> None:
    """A document; in ASCII by the escapes of its format, where it has any."""
    escape = ESCAPES.get(form)
    print(escape(text) if escape and is_ascii(sys.stdout) else text, end="")


def escaped(text: str) -> str:
    """JSON in ASCII: what is not ASCII stands within its strings."""
    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)


ESCAPES: Final[dict[str, Callable[[str], str]]] = {  # of the formats that have their own
    "json": escaped,
    "ipynb": escaped,
    "html": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
}


FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
PLAIN_FRAMES = "|/-\\"
PATIENCE = 0.4  # seconds before the first sign: most answers are quicker


class Spinner:
    """Draws a turning sign and the seconds on the last line, and wipes it out at the end."""

    def __init__(self, stream: TextIO, doing: str = "descending and proving") -> None:
        self.stream, self.doing = stream, doing
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.turn, daemon=True)

    def __enter__(self) -> "Spinner":
        if self.stream.isatty() and os.environ.get("TERM") != "dumb":
            self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        if self.thread.ident is not None:
            self.thread.join()

    def turn(self) -> None:
        """Draw until the work has ended."""
        begun, frame, drawn = time.monotonic(), 0, ""
        frames = PLAIN_FRAMES if is_ascii(self.stream) else FRAMES
        if self.ended.wait(PATIENCE):
            return
        while not self.ended.wait(0.1):
            seconds = time.monotonic() - begun
            drawn = f"{frames[frame % len(frames)]} {self.doing}, {seconds:.0f} s"
            self.stream.write(f"\r{drawn}")
            self.stream.flush()
            frame += 1
        self.stream.write(f"\r{'':{len(drawn)}}\r")  # no escape code: not all consoles know any
        self.stream.flush()
