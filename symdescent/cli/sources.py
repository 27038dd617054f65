"""The lines that hold formulas, in a file or on standard input, with their numbers."""

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from symdescent.errors import InputError

MOST_LINES = 10_000
BYTES = 20_000_000
LONGEST_BLOCK: Final = 200  # lines of one formula between \begin and \end, or between $$ and $$
COMMENT: Final = re.compile(r"(?<!\\)%.*")
TURNS: Final = ((r"\\begin\b", r"\\end\b"), (r"(?<!\\)\\\[", r"(?<!\\)\\\]"))


def from_input(latex: bool = False) -> list[tuple[int, str]]:
    """The lines of standard input; `latex`: all of them are LaTeX."""
    return _marked(decoded(sys.stdin.buffer.read(BYTES + 1)), latex)


def from_file(path: str, latex: bool = False) -> list[tuple[int, str]]:
    """The lines of a file; InputError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return _marked(decoded(file.read(BYTES + 1)), latex)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("type", f"the file cannot be read: {reason}: {path[:200]}") from None


def _marked(lines: list[tuple[int, str]], latex: bool) -> list[tuple[int, str]]:
    return [(number, marked(line)) for number, line in lines] if latex else lines


def marked(text: str) -> str:
    """LaTeX that says so by itself: $ around what has no backslash."""
    from symdescent.language import is_latex

    if is_latex(text):
        return text
    return f"${COMMENT.sub('', text)}$"


def decoded(raw: bytes) -> list[tuple[int, str]]:
    """The lines that hold a formula, with their numbers from 1 on.

    A formula of LaTeX may run over lines: from \\begin to \\end, and from $$ or \\[ to its end.
    """
    if len(raw) > BYTES:
        raise InputError("too_large", f"at most {BYTES} bytes are read")
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    if len(lines) > MOST_LINES:
        raise InputError(
            "too_large", f"at most {MOST_LINES} lines are read; these are {len(lines)}"
        )
    return list(_formulas([line.strip() for line in lines]))


def _formulas(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each formula with the number of its first line; # and % begin comments."""
    place = 0
    while place < len(lines):
        line, first = lines[place], place + 1
        place += 1
        if not line or line[0] in "#%":
            continue
        beyond = _block_end(lines, first - 1)
        if beyond > place:
            line = " ".join([COMMENT.sub("", part) for part in lines[place - 1 : beyond]])
            place = beyond
        yield first, line


def _block_end(lines: Sequence[str], place: int) -> int:
    """The place after the lines that belong together; the next one where they never end."""
    depth = dollars = 0
    for beyond in range(place, min(place + LONGEST_BLOCK, len(lines))):
        line = COMMENT.sub("", lines[beyond])
        for opening, closing in TURNS:
            depth += len(re.findall(opening, line)) - len(re.findall(closing, line))
        dollars ^= line.count("$$") % 2
        if depth <= 0 and not dollars:
            return beyond + 1
    return place + 1
