"""Pieces of LaTeX go in; those that mean something come out, without spaces, fonts and layout."""

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Final

from symdescent.language.latex_environments import begin, finish, is_listed, row
from symdescent.language.latex_raw import Raw
from symdescent.language.latex_sheet import Sheet, delimiter, sheet
from symdescent.language.latex_tables import (
    BOLD,
    COMPARED,
    DROPPED,
    FONTS,
    FRAMES,
    GREEK,
    OLD_FONTS,
    SIZES,
    SPACES,
    TEXTS,
    WHEN,
)
from symdescent.language.limits import Limits

_LENGTH: Final = re.compile(r"\s*-?[0-9.]+\s*(?:pt|mu|em|ex|mm|cm|in)")
_SPOKEN: Final = re.compile(r"[^\W\d_]{2}")  # two letters side by side: a word
_SHIFTS: Final = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_STOPS: Final = frozenset({".", ",", ";"})


def cleaned(text: str, raws: list[Raw], limits: Limits) -> tuple[list[Raw], frozenset[str]]:
    """The pieces of the formula, and the names that were printed bold."""
    found = sheet(text, raws, limits)
    _walk(found, len(raws) - 1)
    if found.shift is not None:
        found.fail(found.shift, "syntax", f"this {found.shift.text} is never closed")
    if found.environments:
        found.fail(found.environments[-1], "syntax", "this environment has no \\end")
    return [*_bare(found.out), found.raw], frozenset(found.bold)


def _bare(pieces: list[Raw]) -> list[Raw]:
    """The pieces without a stop at the end, and without braces around all of them."""
    while pieces and pieces[-1].kind in _STOPS:
        pieces.pop()
    if len(pieces) < 3 or (pieces[0].kind, pieces[-1].kind) != ("{", "}"):
        return pieces
    depths = accumulate((raw.kind == "{") - (raw.kind == "}") for raw in pieces[:-1])
    return pieces if 0 in depths else _bare(pieces[1:-1])


def _walk(page: Sheet, beyond: int) -> None:
    """Take over what stands before a place."""
    while page.place < beyond:
        if page.place in page.skips:
            page.place = page.skips[page.place]
        else:
            _step(page, page.take())


def _step(page: Sheet, raw: Raw) -> None:
    """Take over a piece, or do without it."""
    shape = delimiter(raw) if raw.kind != "." else None
    if raw.kind == "command" and raw.text in _COMMANDS:
        _COMMANDS[raw.text](page, raw)
    elif _is_shift(raw):
        _shift(page, raw)
    elif shape is not None:
        page.out.append(_delimited(raw, *shape))
    elif raw.kind != "&" or is_listed(page):
        page.out.append(raw)


def _delimited(raw: Raw, shape: str, turn: int) -> Raw:
    """A bracket that opens or closes, or a bar that may do either."""
    kind = {1: "open", -1: "close"}.get(turn, shape)
    return Raw(kind, shape, raw.start, raw.end)


def _is_shift(raw: Raw) -> bool:
    return raw.kind in ("$", "$$") or (raw.kind == "command" and raw.text in "()[]")


def _shift(page: Sheet, raw: Raw) -> None:
    """The signs around a formula: one pair, each with its partner."""
    sign = raw.text if raw.kind != "command" else f"\\{raw.text}"
    if page.shift is None:
        if page.shifted:
            page.fail(raw, "syntax", "a second formula begins here", "one formula at a time")
        if sign not in _SHIFTS:
            page.fail(raw, "syntax", f"this {sign} was never opened")
        page.shift = Raw(raw.kind, sign, raw.start, raw.end)
    elif _SHIFTS[page.shift.text] != sign:
        page.fail(raw, "syntax", f"{page.shift.text} is closed by {sign}")
    else:
        page.shift, page.shifted = None, True


def _nothing(_: Sheet, __: Raw) -> None:
    """What only moves or paints the formula."""


def _kern(page: Sheet, raw: Raw) -> None:
    """\\kern 1pt: a space, with its length."""
    length = _LENGTH.match(page.text, raw.end)
    if length is None:
        page.fail(raw, "syntax", f"\\{raw.text} has no length", "leave it away")
    while page.raw.kind != "end" and page.raw.start < length.end():
        page.take()


def _dropped(page: Sheet, raw: Raw) -> None:
    """A command with an argument that is no part of the formula."""
    _star(page)
    if page.raw.kind == "end":
        page.fail(raw, "syntax", f"\\{raw.text} has no argument")
    page.group()


def _star(page: Sheet) -> None:
    if page.raw.kind == "*" and page.raw.start == page.raws[page.place - 1].end:
        page.take()


def _frame(page: Sheet, _: Raw) -> None:
    """\\mathop{\\min} is \\min; a longer argument keeps its braces."""
    if page.raw.kind == "{" and page.partners[page.place] == page.place + 2:
        page.skips[page.partners[page.place]] = page.partners[page.place] + 1
        page.take()


def _font(page: Sheet, raw: Raw) -> None:
    """\\mathbf{x} is x, \\mathrm{loss} one word; what is longer keeps its braces."""
    _star(page)
    begin = page.place
    if page.raw.kind != "{":
        if raw.text in BOLD:
            page.bold.add(GREEK.get(page.raw.text, page.raw.text))
        return
    first, beyond = page.group()
    word = _word(page, first, beyond)
    if not word:
        page.place = begin
        return
    end = page.raws[beyond].end
    single = len(word) == 1 or (beyond - first == 1 and page.raws[first].text in GREEK)
    if raw.text in BOLD:
        page.bold.add(word)
    page.out.append(Raw("letter" if single else "upright", word, raw.start, end))


def _old_font(page: Sheet, raw: Raw) -> None:
    """{\\rm rate} is one word."""
    opening = page.place - 2
    if opening >= 0 and page.raws[opening].kind == "{":
        beyond = page.partners[opening]
        word = _word(page, page.place, beyond)
        if len(word) > 1:
            page.out.append(Raw("upright", word, page.raw.start, page.raws[beyond].start))
            page.place = beyond


def _word(page: Sheet, first: int, beyond: int) -> str:
    """The letters between braces as one word; empty where there is more than letters."""
    parts: list[str] = []
    for place in range(first, beyond):
        raw = page.raws[place]
        if raw.kind in ("letter", "word", "number"):
            parts.append(raw.text)
        elif raw.kind == "command" and raw.text == "_":
            parts.append("_")
        elif raw.kind == "command" and raw.text in GREEK and beyond - first == 1:
            parts.append(GREEK[raw.text])
        elif raw.kind == "_" and (len(parts) != 1 or parts[0] == "_"):
            parts.append("_")
        elif raw.kind != "command" or raw.text not in SPACES:
            return ""
    return "" if not parts or parts[0][0].isdigit() else "".join(parts)


def _text(page: Sheet, raw: Raw) -> None:
    """Words, with formulas between dollar signs among them."""
    first, beyond = page.group()
    start, inside = first, False
    for place in range(first, beyond + 1):
        if place < beyond and page.raws[place].kind != "$":
            continue
        if inside and place < beyond:
            page.out.extend(page.raws[start:place])
        elif start < place:
            _words(page, start, place)
        start, inside = place + 1, not inside


def _words(page: Sheet, first: int, beyond: int) -> None:
    """One piece for some words; a condition after  if  is mathematics, even as text."""
    start = page.raws[first].start
    if not _SPOKEN.search(page.slice(first, beyond)):
        page.out.extend(page.raws[first:beyond])
        return
    head, _, rest = page.slice(first, beyond).strip().partition(" ")
    if head.lower() in WHEN and COMPARED.search(rest):
        page.out.append(Raw("text", head, start, start + len(head)))
        for place in range(first, beyond):
            if page.raws[place].start >= start + len(head):
                page.out.append(page.raws[place])
    else:
        words = " ".join(page.slice(first, beyond).split())
        page.out.append(Raw("text", words, start, page.raws[beyond].start))


def _sized(page: Sheet, raw: Raw) -> None:
    """\\left( and \\bigl( are brackets."""
    shape = delimiter(page.raw)
    if shape is None:
        if page.raw.kind not in ("command", "/"):
            page.fail(raw, "syntax", f"after \\{raw.text} a bracket is missing", "as  \\left(")
        return
    sign = page.take()
    if raw.text in ("left", "right"):
        kind = raw.text
    elif raw.text == "middle" or (not SIZES[raw.text] and not shape[1]):
        kind = shape[0]
    else:
        kind = "open" if (SIZES[raw.text] or shape[1]) > 0 else "close"
    page.out.append(Raw(kind, shape[0], raw.start, sign.end))


def _over(page: Sheet, _: Raw) -> None:
    """\\overset{!}{=} is =."""
    page.group()
    _frame(page, page.raw)


def _under(page: Sheet, raw: Raw) -> None:
    """\\underset{x}{\\min} is \\min_{x}."""
    begin = page.place
    _, beyond = page.group()
    if page.raw.kind != "{" or page.raws[begin].kind != "{":
        page.fail(raw, "syntax", f"\\{raw.text} needs two arguments in braces")
    first, last = page.group()
    after, page.place = page.place, first
    _walk(page, last)
    page.out.append(Raw("_", "_", page.raws[begin].start, page.raws[begin].start))
    page.place = begin
    _walk(page, beyond + 1)
    page.place = after


def _braced(page: Sheet, raw: Raw) -> None:
    """\\underbrace{x}_{label} is x."""
    if page.raw.kind != "{":
        page.fail(raw, "syntax", f"\\{raw.text} has no argument in braces")
    beyond = page.partners[page.place] + 1
    if page.raws[beyond].kind in ("_", "^"):
        label = beyond + 1
        if page.raws[label].kind == "end":
            return
        page.skips[beyond] = page.partners.get(label, label) + 1


_COMMANDS: Final[dict[str, Callable[[Sheet, Raw], None]]] = {
    **dict.fromkeys(SPACES, _nothing),
    **dict.fromkeys(OLD_FONTS, _old_font),
    **dict.fromkeys(DROPPED, _dropped),
    **dict.fromkeys(FRAMES, _frame),
    **dict.fromkeys(FONTS | {"vec", "underline"}, _font),
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(("left", "right", "middle", *SIZES), _sized),
    **dict.fromkeys(("overset", "stackrel"), _over),
    **dict.fromkeys(("underbrace", "overbrace"), _braced),
    **dict.fromkeys(("kern", "mkern", "hskip", "mskip"), _kern),
    "underset": _under,
    "newline": row,
    "begin": begin,
    "end": finish,
    "\\": row,
}
