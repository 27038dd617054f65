"""A user's mistakes as one tree: a sentence, the text with a caret, a suggestion, an exit status.

SymdescentError            exit status 2 unless said otherwise
  FormulaError             the text of a formula or a rule: kind, place, hint
  InputError               a start, a rate, a box, an option: kind, hint
  MissingExtra             an optional part is not installed; exit status 3
  MissingProgram           a program that we call is not found; exit status 3
  TypesettingError         there is no TeX, or it set no document; exit status 3
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

KINDS: Final = frozenset(
    {
        "syntax",
        "unknown_name",
        "not_allowed",
        "too_large",
        "empty",
        "type",
        "domain",
        "not_real",
        "no_variable",
    }
)
WINDOW: Final = 72


class SymdescentError(Exception):
    """A mistake in what the user gave; `kind` is one word of KINDS, `exit_code` the status."""

    exit_code = 2

    def __init__(self, kind: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.kind, self.message, self.hint = kind, message, hint

    def __str__(self) -> str:
        return pointed(self, "", (0, 0))


class FormulaError(SymdescentError):
    """A mistake in the text of a formula: columns start..end (0-based, end excluded) of `text`."""

    def __init__(
        self, kind: str, message: str, text: str, span: tuple[int, int], hint: str = ""
    ) -> None:
        super().__init__(kind, message, hint)
        self.text = text
        self.start = min(max(span[0], 0), len(text))
        self.end = max(span[1], self.start)

    @property
    def pos(self) -> int:
        """The 0-based column of the caret."""
        return self.start

    def __str__(self) -> str:
        return pointed(self, self.text, (self.start, self.end))


class InputError(SymdescentError):
    """A start point, a learning rate, a box or another option that cannot be meant.

    `word`: the part that is wrong; `text` and `span`: what was given, and where the part stands in
    it, where a caret helps.
    """

    def __init__(self, kind: str, message: str, hint: str = "", word: str = "") -> None:
        super().__init__(kind, message, hint)
        self.word, self.text, self.span = word, "", (0, 0)

    def within(self, text: str, span: tuple[int, int]) -> "InputError":
        """The same mistake, with a caret under a part of what was given."""
        self.text, self.span = text, span
        return self

    def __str__(self) -> str:
        return pointed(self, self.text, self.span)


class MissingExtra(SymdescentError):
    """An optional part that is not installed."""

    exit_code = 3

    def __init__(self, what: str, extra: str) -> None:
        super().__init__("type", f"{what} needs: pip install 'symdescent[{extra}]'")


class MissingProgram(SymdescentError):
    """A program that is called for one thing, and is not found."""

    exit_code = 3

    def __init__(self, what: str, program: str, hint: str) -> None:
        super().__init__("type", f"{what} needs the program {program}, which is not found", hint)


def pointed(mistake: SymdescentError, text: str, span: tuple[int, int]) -> str:
    """The message, the text with a caret under the span, the hint; what is empty is left out."""
    drawn = caret(text, *span) if text.strip() else []
    lines = [mistake.message, *drawn]
    return "\n  ".join([*lines, mistake.hint] if mistake.hint else lines)


class TypesettingError(SymdescentError):
    """There is no TeX; or it set no document, for want of a package or with another complaint."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__("type", message, hint)


def caret(text: str, start: int, end: int) -> list[str]:
    """The line of `text` that holds `start`, at most WINDOW wide, and a line of carets below it."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    left = max(first, min(start - WINDOW // 2, last - WINDOW))
    right = min(last, left + WINDOW)
    lead, tail = ("…" if left > first else ""), ("…" if right < last else "")
    before, under = printable(text[left:start]), printable(text[start : min(end, right)])
    return [
        lead + printable(text[left:right]) + tail,
        " " * (len(lead) + len(before)) + "^" * max(len(under), 1),
    ]


def printable(text: str) -> str:
    """The text with characters that no terminal shows as themselves written as codes."""
    return "".join(c if c.isprintable() else " " if c == "\t" else code_point(c) for c in text)


def code_point(character: str) -> str:
    """A character's number as it is written: U+200B."""
    return f"U+{ord(character):04X}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion with the nearest known word, one of the same letters first; or nothing.

    >>> did_you_mean("sen", ["sin", "cos"]), did_you_mean("adma", ["adamax", "adam"])
    ('did you mean  sin ?', 'did you mean  adam ?')
    """
    table = {name.lower(): name for name in known}
    turned = [name for name in table if sorted(name) == sorted(word.lower())]
    near = turned or get_close_matches(word.lower(), table, n=1, cutoff=0.6)
    return f"did you mean  {table[near[0]]} ?" if near else ""
