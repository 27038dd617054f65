"""What records show of themselves: a short text, and what a notebook draws, as upper rooms say.

Records lie below the room that draws. So a record asks here, and the package says at its beginning
who is to be asked; nothing of that is loaded before something is shown.
"""

from collections.abc import Callable
from typing import Any

Bundle = dict[str, str]  # a text for each kind of text: text/plain, text/markdown, text/html
_drawers: list[Callable[[Any], Bundle]] = []
_printers: list[Callable[[Any], str]] = []


def install(drawer: Callable[[Any], Bundle], printer: Callable[[Any], str]) -> None:
    """Say who draws records from now on, and who prints them."""
    _drawers[:], _printers[:] = [drawer], [printer]


def bundle(record: Any) -> Bundle:
    """The record as plain text, Markdown and HTML; as its short text where nobody draws."""
    for drawer in _drawers:
        return drawer(record)
    return {"text/plain": short(record)}


def short(record: Any) -> str:
    """The record in a few lines of text, for `repr` and `print`; its name where nobody prints."""
    for printer in _printers:
        return printer(record)
    return f"<{type(record).__name__}>"
