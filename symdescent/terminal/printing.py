"""How standard output is written to: its width, its colours, the signs that it has."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from shutil import get_terminal_size
from typing import Any, Final

from rich.console import Console

from symdescent.terminal.ascii import is_ascii, transliterated

UNLIMITED: Final = 100_000  # columns


def spelling() -> Callable[[str], str]:
    """What writes a text in the signs of standard output, before it is laid out in columns."""
    return transliterated if is_ascii(sys.stdout) else str


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
