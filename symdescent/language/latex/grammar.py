"""A whole formula in LaTeX, with its goal and its cases, as tokens at columns of the LaTeX."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from symdescent.errors import code_point
from symdescent.language.latex.commands import bracketed, command, function, group, is_known
from symdescent.language.latex.lexer import Raw, cleaned, raws, without_domain
from symdescent.language.latex.scripts import (
    Out,
    Page,
    exponent,
    letter,
    scripted,
    token,
    upright,
    words,
)
from symdescent.language.latex.symbols import GREEK_COMMANDS, OTHERWISE, REFUSED, SIGNS, WHEN
from symdescent.language.tokens import Limits, Token

_PUNCTUATION = frozenset({",", ";", "."})
_EQUALITIES = {"=": "==", "!=": "!="}


def cases(page: Page, out: Out) -> None:
    """piecewise((a, x > 0), (b, x < 0), (c))."""
    begin = page.take()
    rows = _rows(page, begin)
    finish = page.take()
    if not rows:
        page.fail("syntax", "here are no cases", r"as  x & x > 0 \\ 0 & \text{otherwise}", begin)
    opening, closing = token("(", begin, "("), token(")", finish, ")")
    if len(rows) == 1 and not rows[0][1]:
        out.extend((opening, *rows[0][0], closing))
        return
    out.extend((Token("name", "piecewise", begin.start, begin.end), opening))
    for place, (value, test) in enumerate(rows):
        last = place == len(rows) - 1
        if not test and not last:
            hint = "put the case of all others last"
            page.fail("syntax", "this case has no condition", hint, _span(value))
        out.extend(_pair(value, test))
        if not last:
            out.append(Token(",", ",", finish.start, finish.start))
    out.append(closing)


def _span(tokens: Out) -> Raw:
    return Raw("", "", tokens[0].start, tokens[-1].end)


def _pair(value: Out, test: Out) -> Out:
    """(value, test), or the value of all other cases alone."""
    start, end = value[0].start, (test or value)[-1].end
    comma = [Token(",", ",", test[0].start, test[0].start), *test] if test else []
    return [Token("(", "(", start, start), *value, *comma, Token(")", ")", end, end)]


def _rows(page: Page, begin: Raw) -> list[tuple[Out, Out]]:
    """The value and the condition of each row; no condition for all other cases."""
    rows: list[tuple[Out, Out]] = []
    while True:
        cells = [page.sequence()]
        while page.raw.kind == "&":
            page.take()
            if page.raw.kind == ":":
                page.take()
            cells.append(page.sequence())
        if any(cells):
            rows.append(_row(page, cells, page.raw))
        if page.raw.kind == "row":
            page.take()
        elif page.raw.kind == "end_of":
            return rows
        elif page.raw.kind == "end":
            page.fail("syntax", r"this environment has no \end", "", begin)
        else:
            page.stray()


def _row(page: Page, cells: list[Out], end: Raw) -> tuple[Out, Out]:
    """One row; a word like  if  may stand in the place of the &."""
    value = cells[0]
    test = [found for cell in cells[1:] for found in cell]
    if len(cells) == 1:
        words = ("when", "otherwise")
        cut = next((n for n, found in enumerate(value) if found.kind in words), len(value))
        value, test = value[:cut], value[cut:]
    others = any(found.kind == "otherwise" for found in test)
    value, test = _trimmed(value), _trimmed(test)
    if not value:
        page.fail("syntax", "this case has no value", "", end)
    return value, [] if others else _condition(test)


def _trimmed(tokens: Out) -> Out:
    """The tokens without punctuation at their end, and without words like  if  before them."""
    found = [t for t in tokens if t.kind != "when"]
    while found and found[-1].kind in _PUNCTUATION:
        found.pop()
    while found and found[0].kind in _PUNCTUATION:
        found.pop(0)
    return found


def _condition(tokens: Out) -> Out:
    """A comma between two conditions is  and;  = is a comparison here."""
    found: Out = []
    depth = 0
    for t in tokens:
        depth += (t.kind in ("(", "{")) - (t.kind in (")", "}"))
        if t.kind == "," and depth == 0:
            found.append(Token("name", "and", t.start, t.end))
        else:
            found.append(t._replace(kind=_EQUALITIES.get(t.kind, t.kind)))
    return found


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
    word = _goal_word(page)
    if not word or (len(word) in (3, 7) and _is_call(page)):
        page.place = start
        return Goal()
    names: tuple[str, ...] = ()
    if page.raw.kind == "_":
        page.take()
        names = _below(page)
    return Goal(True, "max" in word.lower(), names)


def _goal_word(page: Page) -> str:
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


_COPIED: Final = frozenset(
    {"superscript", "fraction", "+", "-", "*", "/", "=", ":=", "==", "!=", "<", ">", "<=", ">="}
    | {",", "!", "|", "//", "..", "."}
)
_JOINS: Final = frozenset({"+", "-", "*", "/", "=", ":=", "(", "{", "^", ","})
_SAID: Final = {
    "'": ("not_allowed", "a derivative is no formula", "its slopes are found for you"),
    ":": ("not_allowed", "a colon is no part of a formula", "write  f(x) = x^2"),
    ";": ("not_allowed", "a semicolon is no part of a formula", "one formula at a time"),
    "_": ("syntax", "a subscript belongs to a letter", "as  x_{1}"),
    "subscript": ("syntax", "a subscript belongs to a letter", "as  x_{1}"),
}


@dataclass(frozen=True, slots=True)
class Script:
    """The tokens of a LaTeX formula; `letters` are its names, `bold` those printed so."""

    tokens: list[Token]
    goal: Goal
    notes: tuple[str, ...]
    letters: frozenset[str]
    bold: frozenset[str]


def script(text: str, limits: Limits) -> Script:
    """The tokens of a LaTeX formula. Raises FormulaError, and nothing else."""
    pieces, bold = cleaned(text, raws(text, limits), limits)
    pieces, aside = without_domain(text, pieces)
    page = Page(text, pieces, limits, unit, _indices(pieces))
    if aside:
        page.note(aside)
    wish = goal(page)
    found = page.sequence()
    if page.raw.kind != "end":
        page.stray()
    found.append(Token("end", "", page.raw.start, page.raw.start))
    _check_derivatives(page, found)
    named = frozenset(t.text for t in found if t.kind == "name")
    return Script(found, wish, tuple(page.notes), named, bold)


def _check_derivatives(page: Page, tokens: Sequence[Token]) -> None:
    """Refuse d/dx, which would otherwise be a quotient of names."""
    for place in range(len(tokens) - 3):
        if [token.text for token in tokens[place : place + 3]] == ["d", "/", "d"]:
            if tokens[place + 3].kind == "name":
                start, end = tokens[place].start, tokens[place + 3].end
                page.fail(*REFUSED["partial"], at=Raw("", "", start, end))


def _indices(pieces: Sequence[Raw]) -> frozenset[str]:
    """The letters before the = in the limits of sums and products."""
    found = set()
    for place in range(2, len(pieces)):
        names, first = set(), place - 1
        while pieces[place].kind == "=" and pieces[first].kind == "letter" and first:
            names.add(pieces[first].text)
            first -= 1 + (pieces[first - 1].kind == ",")
        if pieces[first].kind == "{":
            found |= names
    return frozenset(found)


def unit(page: Page, out: Out) -> None:
    """What comes next, with its scripts."""
    raw = page.raw
    if raw.kind in _COPIED:
        page.take()
        out.append(token(raw.kind, raw))
    elif raw.kind in _SAID:
        page.fail(*_SAID[raw.kind])
    elif raw.kind in _UNITS:
        _UNITS[raw.kind](page, out)
    else:
        page.fail("not_allowed", f"the character {code_point(raw.text[0])} is not allowed here")


def _number(page: Page, out: Out) -> None:
    """A number; in 2. the dot belongs to it."""
    raw = page.take()
    typed = page.text[raw.start : raw.end]
    if typed != raw.text or not raw.text.replace(".", "").isdigit():
        page.note(f"{typed} read as the number {raw.text}")
    if page.raw.kind == "." and page.raw.start == raw.end:
        page.take()
    out.append(page.number(raw))


def _word(page: Page, out: Out) -> None:
    """A word without a backslash: a function, a Greek letter, or a word of a case."""
    raw = page.take()
    if is_known(raw.text):
        page.note(f"{raw.text} read as \\{raw.text}")
        function(page, out, raw)
    elif raw.text in GREEK_COMMANDS:
        page.note(f"{raw.text} read as \\{raw.text}")
        scripted(page, out, raw.text, raw)
    else:
        page.place -= 1
        words(page, out)


def _upright(page: Page, out: Out) -> None:
    """A word in a font of its own."""
    raw = page.take()
    if raw.text == "d" and page.raw.kind in ("letter", "upright"):
        page.fail(*REFUSED["partial"], at=raw)
    if is_known(raw.text):
        function(page, out, raw)
    elif raw.text in WHEN | OTHERWISE:
        page.place -= 1
        words(page, out)
    else:
        upright(page, out, raw)


def _text(page: Page, out: Out) -> None:
    """Words; a function's name before a bracket is one."""
    raw, opened = page.raw, page.following.kind in ("open", "left")
    if opened and is_known(raw.text):
        function(page, out, page.take())
    else:
        words(page, out)


def _newline(page: Page, out: Out) -> None:
    """The end of a line: the formula goes on if a sign stands before or after it."""
    raw = page.take()
    joined = not out or out[-1].kind in _JOINS or page.raw.kind in _JOINS or page.closes()
    goes_on = page.raw.kind == "newline" or page.raw.text in SIGNS
    if not joined and not goes_on:
        page.fail("syntax", "a second formula on a line of its own", "one formula at a time", raw)


def _radical(page: Page, out: Out) -> None:
    out.append(token("radical", page.take()))


_UNITS: Final[dict[str, Callable[[Page, Out], None]]] = {
    "letter": letter,
    "number": _number,
    "word": _word,
    "upright": _upright,
    "text": _text,
    "command": command,
    "open": bracketed,
    "left": bracketed,
    "‖": bracketed,
    "{": group,
    "^": exponent,
    "begin": cases,
    "newline": _newline,
    "radical": _radical,
}
