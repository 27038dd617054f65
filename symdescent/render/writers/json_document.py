"""A document as strict JSON; symdescent/document.schema.json says what is where."""

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, get_args

from symdescent.language.notation import Written
from symdescent.lessons.blocks import Block, Document
from symdescent.printing.latex import latex
from symdescent.printing.text import text
from symdescent.render.writers import Manner, Page

FORM: Final = "symdescent document"
VERSION: Final = 1
MATHEMATICS: Final = frozenset(get_args(Written))
BLOCKS: Final = frozenset(get_args(Block))


def document_json(document: Document, _: Manner) -> Page:
    """The whole document; mathematics as LaTeX and as text, plots as the numbers they show."""
    told = {
        "form": FORM,
        "version": VERSION,
        "language": document.language,
        "title": plain(document.title),
        "blocks": plain(document.blocks),
        "data": plain(document.data),
    }
    return Page(json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def plain(value: Any) -> Any:
    """A block, a plot or a piece of either as data for JSON; what is no finite number is null."""
    if type(value) in MATHEMATICS:
        return {"latex": latex(value), "text": text(value)}
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__.lower()
        kind = "block" if type(value) in BLOCKS else "type"
        return {kind: name} | {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value) if isinstance(value, str) else value
