"""A record goes in, what a notebook shows of it comes out, as the upper rooms have said.

Records lie below the room that draws. So a record asks here, and the package says at its beginning
who is to be asked; nothing of that is loaded before something is shown.
"""

from collections.abc import Callable
from typing import Any

Bundle = dict[str, str]  # a text for each kind of text: text/plain, text/markdown, text/html
_drawers: list[Callable[[Any], Bundle]] = []


def drawn_by(drawer: Callable[[Any], Bundle]) -> None:
    """Say who draws records from now on."""
    _drawers[:] = [drawer]


def bundle(record: Any) -> Bundle:
    """The record as plain text, Markdown and HTML; as its `repr` where nobody draws."""
    for drawer in _drawers:
        return drawer(record)
    return {"text/plain": repr(record)}
