"""Cleaned pieces of LaTeX go in; a cursor over them comes out, with what is known and noted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.latex_raw import Raw
from symdescent.language.latex_tables import CLOSERS
from symdescent.language.limits import Limits
from symdescent.language.reader import LONGEST, MOST_NOTES
from symdescent.language.tokens import Token, check_number

Out = list[Token]
CLOSING = frozenset({"end", "}", "close", "right", "&", "row", "end_of"})


@dataclass(slots=True)
class Page:
    """The one thing that moves while LaTeX becomes tokens; `unit` reads what comes next.

    `indices` are the letters of sums; `norms` counts the open ‖ around this place; `lifted` is
    the place after the last exponent.
    """

    text: str
    raws: list[Raw]
    limits: Limits
    unit: Callable[["Page", Out], None]
    indices: frozenset[str]
    notes: dict[str, None] = field(default_factory=dict)
    place: int = 0
    depth: int = 0
    norms: int = 0
    lifted: int = -1

    @property
    def raw(self) -> Raw:
        """The next piece."""
        return self.raws[self.place]

    @property
    def following(self) -> Raw:
        """The piece after the next one."""
        return self.raws[min(self.place + 1, len(self.raws) - 1)]

    def take(self) -> Raw:
        """Step over the next piece and return it; never over the end."""
        raw = self.raws[self.place]
        self.place += raw.kind != "end"
        return raw

    def closes(self) -> bool:
        """Whether the next piece ends what is being read."""
        kind = self.raws[self.place].kind
        return kind in CLOSING or (kind == "‖" and self.norms > 0)

    def sequence(self, norms: int = 0) -> Out:
        """The tokens up to what closes the brackets around them."""
        self.depth += 1
        if self.depth > self.limits.depth:
            message = f"braces and brackets are nested more than {self.limits.depth} deep"
            self.fail("too_large", message)
        outside, self.norms = self.norms, norms
        out: Out = []
        while not self.closes():
            self.unit(self, out)
        self.norms = outside
        self.depth -= 1
        return out

    def braced(self) -> Out:
        """The tokens between the braces that come next, with the braces as round brackets."""
        opening = self.take()
        inner = self.sequence()
        closing = self.take()
        if closing.kind != "}":
            self.place -= closing.kind != "end"
            self.stray()
        return [token("(", opening), *inner, token(")", closing)]

    def stray(self) -> NoReturn:
        """The error for a bracket that closes where nothing of its kind is open."""
        raw = self.raw
        shown = printable(self.text[raw.start : raw.end])
        self.fail("syntax", f"this {shown} closes nothing", "leave it away, or open it before")

    def unclosed(self, opening: Raw) -> NoReturn:
        """The error for a bracket that nothing closes."""
        closer = CLOSERS[opening.text]
        typed = rf"\right{closer}" if opening.kind == "left" else closer
        self.fail("syntax", "this bracket is never closed", f"close it with  {typed}", opening)

    def note(self, sentence: str) -> None:
        """Say once how a doubtful piece was read."""
        if len(self.notes) < MOST_NOTES:
            self.notes[sentence] = None

    def number(self, raw: Raw) -> Token:
        """The token of a number that can be meant."""
        check_number(self.text, raw.text, (raw.start, raw.end), self.limits)
        return token("number", raw)

    def typed(self, start: int, end: int | None = None) -> str:
        """What was typed from one column to another (the place that was reached), in one line."""
        end = self.raws[max(self.place - 1, 0)].end if end is None else end
        typed = printable(" ".join(self.text[start:end][:1_000].split()))
        return typed if len(typed) <= LONGEST else f"{typed[:LONGEST]}…"

    def fail(self, kind: str, message: str, hint: str = "", at: Raw | None = None) -> NoReturn:
        """Raise a mistake at a piece, by default the next one."""
        raw = at or self.raw
        raise FormulaError(kind, message, self.text, (raw.start, raw.end), hint)


def token(kind: str, raw: Raw, text: str = "") -> Token:
    """A token at the columns of a piece."""
    return Token(kind, text or raw.text or kind, raw.start, raw.end)


def inner(bracketed: Sequence[Token]) -> Sequence[Token]:
    """The tokens between the outer brackets."""
    return bracketed[1:-1]
