"""LaTeX goes in; the tokens of the same formula as plain text come out, at columns of the LaTeX.

What is behind the tokens (grammar, limits, notes, mistakes) is shared with plain text.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from symdescent.errors import code_point
from symdescent.language.latex_brackets import bracketed, group
from symdescent.language.latex_cases import cases
from symdescent.language.latex_cleaning import cleaned
from symdescent.language.latex_commands import command
from symdescent.language.latex_domains import without_domain
from symdescent.language.latex_functions import function, is_known
from symdescent.language.latex_goals import Goal, goal
from symdescent.language.latex_names import letter, scripted, upright, words
from symdescent.language.latex_page import Out, Page, token
from symdescent.language.latex_raw import Raw, raws
from symdescent.language.latex_scripts import exponent
from symdescent.language.latex_tables import GREEK, OTHERWISE, REFUSED, SIGNS, WHEN
from symdescent.language.limits import Limits
from symdescent.language.tokens import Token

# Letters that are constants or units in code, and variables in LaTeX.
VARIABLES: Final = frozenset({"E", "I", "j", "Pi"})
_MARKS: Final = re.compile(
    r"\\[A-Za-z(\[{|,;:!>\\%]|\A\s*\$|\{,\}|(?<![_^])\{[^{}]*\}\s*[_^]|\}\s*_|\^[0-9]_"
)
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


def is_latex(text: str) -> bool:
    """Whether a text shows by itself that it is LaTeX: a backslash, $ around it, {x}_1, x^2_1."""
    return _MARKS.search(text) is not None


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
    elif raw.text in GREEK:
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
