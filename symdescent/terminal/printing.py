"""What is told goes in; it is printed in the signs that standard output has."""

import json
import sys
from collections.abc import Callable
from typing import Any, Final

from symdescent.terminal.ascii import is_ascii, transliterated


def spelling() -> Callable[[str], str]:
    """What writes a text in the signs of standard output, before it is laid out in columns."""
    return transliterated if is_ascii(sys.stdout) else str


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
