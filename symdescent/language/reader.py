"""Tokens go in; a cursor over them comes out, with what is known of the names and what to note."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.limits import Limits
from symdescent.language.tokens import Token
from symdescent.language.tree import Condition, Node

MOST_NOTES: Final = 20
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of names before a formula is read.

    `declared` win over constants and functions; `bare` stand somewhere without a bracket after
    them; `only`, where it is not None, are the only names there are (a rule's); `letters`, where
    it is not None, are the names of a LaTeX formula, in which a line's end is a space.
    """

    declared: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    let: Mapping[str, Fraction | int] = field(default_factory=dict)
    indexed: bool = False
    letters: frozenset[str] | None = None

    def used(self, name: str) -> bool:
        """Whether the name surely is a variable."""
        return name in self.declared or name in self.bare


@dataclass(frozen=True, slots=True)
class Levels:
    """The readers of `grammar` that the readers of calls and conditions call back."""

    expression: Callable[["Reader"], Node]
    product: Callable[["Reader"], Node]
    power: Callable[["Reader"], Node]
    condition: Callable[["Reader"], Condition]


@dataclass(slots=True)
class Reader:
    """The one thing that moves while a formula is read: `token` is the next one to be read."""

    text: str
    tokens: list[Token]
    limits: Limits
    levels: Levels
    names: Names
    place: int = 0
    depth: int = 0
    bars: int = 0
    raised: int = 0
    indices: list[str] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    token: Token = field(init=False)

    def __post_init__(self) -> None:
        self.token = self.tokens[self.place]

    def advance(self) -> Token:
        """Step over the next token and return it."""
        token = self.token
        self.place += 1
        self.token = self.tokens[self.place]
        return token

    def jump(self, place: int) -> None:
        """Go to a token by its number."""
        self.place = place
        self.token = self.tokens[place]

    @property
    def following(self) -> Token:
        """The token after the next one."""
        return self.tokens[min(self.place + 1, len(self.tokens) - 1)]

    @property
    def last(self) -> Token:
        """The token that was read last."""
        return self.tokens[max(self.place - 1, 0)]

    def at_word(self, word: str) -> bool:
        """Whether the next token is this word."""
        return self.token.kind == "name" and self.token.text == word

    def expect(self, kind: str) -> Token:
        """Step over a token of this kind, or say that it is missing."""
        if self.token.kind != kind:
            self.fail("syntax", f"here a '{kind}' is missing")
        return self.advance()

    def enter(self, levels: int = 1) -> None:
        """Go down into brackets, an exponent or a call; not deeper than the limit."""
        self.depth += levels
        if self.depth > self.limits.depth:
            message = (
                f"brackets, powers and functions are nested more than {self.limits.depth} deep"
            )
            self.fail("too_large", message)

    def leave(self, levels: int = 1) -> None:
        """Come up again."""
        self.depth -= levels

    def breaks_line(self) -> bool:
        """Whether a line ends before the next token, where lines are formulas of their own."""
        return self.names.letters is None and "\n" in self.text[self.last.end : self.token.start]

    def note(self, sentence: str) -> None:
        """Say once how a doubtful piece of text was read."""
        if not self.noted_enough:
            self.notes[sentence] = None

    @property
    def noted_enough(self) -> bool:
        """Whether more notes would no longer be read, nor be worth the time of making them."""
        return len(self.notes) >= MOST_NOTES

    def typed(self, first: int, beyond: int) -> str:
        """The text of tokens first..beyond-1 as typed, in one line."""
        start, end = self.tokens[first].start, self.tokens[beyond - 1].end
        typed = printable(" ".join(self.text[start:end][:1_000].split()))
        return typed if len(typed) <= LONGEST else f"{typed[:LONGEST]}…"

    def fail(self, kind: str, message: str, hint: str = "", at: Token | None = None) -> NoReturn:
        """Raise a mistake at a token, by default the next one."""
        token = at or self.token
        start, end = token.start, token.end
        if token.kind == "end" and self.place:
            start = end = self.tokens[self.place - 1].end
        raise FormulaError(kind, message, self.text, (start, end), hint)
