"""The table of writers: a format's name goes in, what spells a document in it comes out."""

from collections.abc import Callable, Mapping
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.show.spelling import Manner, Page
from symdescent.show.writers.json_document import document_json
from symdescent.show.writers.markdown import myst, plain, quarto
from symdescent.show.writers.notebook import ipynb
from symdescent.show.writers.page import html
from symdescent.show.writers.tex import tex
from symdescent.worked.blocks import Document

Writer = Callable[[Document, Manner], Page]
WRITERS: Final[Mapping[str, Writer]] = {
    "tex": tex,
    "md": plain,
    "myst": myst,
    "quarto": quarto,
    "html": html,
    "ipynb": ipynb,
    "json": document_json,
}


def written(document: Document, form: str, manner: Manner) -> Page:
    """The document in a format; InputError for one that there is not, with the nearest."""
    if form not in WRITERS:
        hint = did_you_mean(form, WRITERS) or f"there are {', '.join(WRITERS)}"
        raise InputError("unknown_name", f"there is no format '{form[:40]}'", hint)
    return WRITERS[form](document, manner)
