"""The text of an answer goes in; what its columns, signs and words mean comes out, line by line."""

import re
from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Final

from symdescent.show.legend_words import COLUMNS, ROWS, SIGNS, SOLVERS, WORDS

TITLE: Final = "What stands above"
LABELS: Final = re.compile(r"^ {2}(?: {2})?([A-Za-z][A-Za-z ]*?)  ", re.MULTILINE)
HEADINGS: Final = re.compile(r"^ ─+ *\n(.*)$", re.MULTILINE)
VALUE: Final = re.compile(r"\w+\([^)]*\)")  # L(x), or f(x, y)
EXACT: Final = re.compile(r"exact (\S+)")
GRID: Final = (
    "down and across: the values of two settings; in the cells: the steps until near enough"
)
GAP: Final = "  "

Meaning = tuple[str, str]  # what stands there, and what it means


def legend(text: str) -> tuple[Meaning, ...]:
    """The entries for what appears in the text, and for nothing else: rows, columns, signs, words.

    `text`: a printed answer, in any width, with the signs of mathematics.
    """
    found = (*rows(text), *columns(text), *patterns(text, SIGNS), *patterns(text, WORDS))
    first: dict[str, str] = {}
    for sign, meaning in found:
        first.setdefault(sign, meaning)
    return tuple(first.items())


def rows(text: str) -> Iterator[Meaning]:
    """The labels at the left."""
    for label in dict.fromkeys(LABELS.findall(text)):
        if label.strip() in ROWS:
            yield label.strip(), ROWS[label.strip()]


def columns(text: str) -> Iterator[Meaning]:
    """The headings of the table; unknown ones are variables, or values of a swept setting."""
    found = HEADINGS.search(text)
    headings = re.split(r"\s{2,}", found[1].strip()) if found else []
    for heading in headings:
        rivals = SOLVERS if "solver" in headings else {}
        meaning = rivals.get(heading) or column(heading, "k" in headings)
        if meaning:
            yield heading, meaning


def column(heading: str, is_walk: bool) -> str:
    """What a heading means; `is_walk`: whether the rows are the steps of a descent."""
    if heading in COLUMNS:
        return COLUMNS[heading]
    if VALUE.fullmatch(heading) or heading == "L":
        return COLUMNS["L(x)"]
    if "\\" in heading:
        return GRID
    if heading.startswith("|"):
        return COLUMNS["|x − x*|"]
    if heading.endswith("*"):
        return COLUMNS["xₖ − x*"]
    exact = EXACT.fullmatch(heading)
    if exact:
        return COLUMNS["exact xₖ" if exact[1].endswith("ₖ") else "exact x"]
    if not is_walk:
        return "" if heading[:1].isdigit() else "the value of this setting"
    return COLUMNS["xₖ" if heading.endswith("ₖ") else "x"]


def patterns(text: str, table: dict[str, Meaning]) -> Iterator[Meaning]:
    """The entries whose pattern is found."""
    return (meaning for pattern, meaning in table.items() if re.search(pattern, text))


def told(text: str, width: int, spell: Callable[[str], str] = str) -> str:
    """The legend as lines of at most `width` characters, in the signs that `spell` writes."""
    entries = [(spell(sign), spell(meaning)) for sign, meaning in legend(text)]
    room = max((len(sign) for sign, _ in entries), default=0)
    lines = [f"  {TITLE}"]
    for sign, meaning in entries:
        start = f"  {sign:<{room}}{GAP}"
        wide, behind = max(width, len(start) + 20), " " * len(start)
        lines += wrap(meaning, wide, initial_indent=start, subsequent_indent=behind)
    return "\n".join(lines)
