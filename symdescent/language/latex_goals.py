"""The first pieces of LaTeX go in; whether they ask for a minimum or a maximum comes out."""

import re
from dataclasses import dataclass
from typing import Final

from symdescent.language.latex_page import Out, Page
from symdescent.language.latex_raw import Raw

_WORDS: Final = re.compile(r"(arg)?(min|max)(imi[sz]e|imum)?[:.]?", re.IGNORECASE)
_NAMES: Final = frozenset({"letter", "command", "upright", "{"})


@dataclass(frozen=True, slots=True)
class Goal:
    """`upward`: a maximum is wanted; `names`: the variables below the word; `given`: any word."""

    given: bool = False
    upward: bool = False
    names: tuple[str, ...] = ()


def goal(page: Page) -> Goal:
    """Step over \\min_{x, y}, \\arg\\max_x, \\text{minimise} and x^* = \\arg\\min_x."""
    start = _after_equals(page)
    found = _goal(page, start)
    if not found.given and start:
        page.place = 0
        found = _goal(page, 0)
    return found


def _after_equals(page: Page) -> int:
    """The place after the first = outside brackets, if it is there; else 0."""
    depth = 0
    for place, raw in enumerate(page.raws):
        depth += (raw.kind in ("{", "open", "left")) - (raw.kind in ("}", "close", "right"))
        if depth == 0 and raw.kind in ("=", ":="):
            return place + 1
    return 0


def _goal(page: Page, start: int) -> Goal:
    """The word at a place, with what stands below it."""
    page.place = start
    word = _word(page)
    if not word or (len(word) in (3, 7) and _is_call(page)):
        page.place = start
        return Goal()
    names: tuple[str, ...] = ()
    if page.raw.kind == "_":
        page.take()
        names = _below(page)
    return Goal(True, "max" in word.lower(), names)


def _word(page: Page) -> str:
    """min, argmax, minimise, in any of their spellings; empty for anything else."""
    argued = ""
    if page.raw.kind == "command" and page.raw.text == "arg":
        argued = page.take().text
    raw = page.raw
    text = raw.text.replace(" ", "")
    if raw.kind in ("command", "upright", "word", "text") and _WORDS.fullmatch(text):
        page.take()
        return argued + text
    return ""


def _is_call(page: Page) -> bool:
    """Whether a bracket with a comma in it follows, as in \\min(x, y)."""
    if page.raw.kind not in ("open", "left", "{"):
        return page.raw.kind == "^"
    depth = 0
    for place in range(page.place, len(page.raws)):
        kind = page.raws[place].kind
        depth += (kind in ("{", "open", "left")) - (kind in ("}", "close", "right"))
        if depth == 0 or (kind == "," and depth == 1):
            return kind == ","
    return True


def _below(page: Page) -> tuple[str, ...]:
    """The variables in the subscript; what else stands there says where they lie."""
    opening = page.take()
    if opening.kind != "{":
        page.place -= 1
        return _name(page)
    names: tuple[str, ...] = ()
    while page.raw.kind in _NAMES and not _is_relation(page.raw):
        names += _name(page)
        if page.raw.kind != ",":
            break
        page.take()
    depth = 1
    while depth:
        raw = page.take()
        depth += (raw.kind == "{") - (raw.kind == "}")
        if raw.kind == "end":
            page.fail("syntax", "this brace is never closed", "", opening)
    return names


def _is_relation(raw: Raw) -> bool:
    return raw.kind == "command" and raw.text in ("in", "ge", "geq", "le", "leq")


def _name(page: Page) -> tuple[str, ...]:
    """One variable."""
    out: Out = []
    page.unit(page, out)
    return (out[0].text,) if len(out) == 1 and out[0].kind == "name" else ()
