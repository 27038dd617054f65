"""A cursor over tokens, and what is read alike everywhere: arguments in brackets and conditions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple, NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.names import canonical
from symdescent.language.tokens import Limits, Token
from symdescent.language.tree import (
    Compare,
    Condition,
    Constant,
    Logic,
    Negative,
    Node,
    Number,
    Product,
)

MOST_NOTES: Final = 20
LONGEST: Final = 80


class Names(NamedTuple):
    """What is known of names before a formula is read.

    `declared` win over constants and functions; `bare` stand somewhere without a bracket after
    them; `only`, where it is not None, are the only names there are (a rule's); `letters`, where
    it is not None, are the names of a LaTeX formula, in which a line's end is a space.
    """

    declared: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    let: Mapping[str, Fraction | int] = MappingProxyType({})
    indexed: bool = False
    letters: frozenset[str] | None = None

    def used(self, name: str) -> bool:
        """Whether the name surely is a variable."""
        return name in self.declared or name in self.bare


class Levels(NamedTuple):
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


_BESIDE = frozenset({"number", "fraction", "name", "(", "radical", "form"})
_STOPS = frozenset({"if", "else", "and", "or", "not", "for", "in"})


def arguments(reader: Reader, lists: bool = False) -> tuple[Node, ...]:
    """The expressions between the brackets, with lists opened up where they are allowed."""
    opening = reader.expect("(")
    reader.enter(2)
    outside, reader.bars = reader.bars, 0
    values: list[Node] = []
    while reader.token.kind != ")":
        values.extend(_entries(reader) if lists and reader.token.kind == "[" else _one(reader))
        if len(values) > reader.limits.arguments:
            reader.fail("too_large", f"more than {reader.limits.arguments} arguments", at=opening)
        if reader.token.kind != ",":
            break
        reader.advance()
        if reader.token.kind == ")":
            reader.fail("syntax", "after this comma an argument is missing", at=reader.last)
    reader.bars = outside
    reader.leave(2)
    close(reader)
    return tuple(values)


def close(reader: Reader) -> None:
    """Step over the closing bracket, or say what is wrong inside."""
    if reader.token.kind == ")":
        reader.advance()
    elif reader.at_word("for"):
        hint = "write  sum(i=1..n, x_i^2)"
        reader.fail("not_allowed", "a loop is no part of a formula", hint)
    else:
        refuse_inside(reader)


def refuse_inside(reader: Reader) -> None:
    """The error for what cannot stand inside a call's brackets."""
    signs = {
        "=": "a name for an argument",
        "[": "an index",
        "<": "a comparison",
        ">": "a comparison",
    }
    what = signs.get(reader.token.kind, f"'{reader.token.text}'")
    kind = "syntax" if reader.token.kind in (")", "end") else "not_allowed"
    reader.fail(kind, f"{what} cannot stand here")


def _one(reader: Reader) -> list[Node]:
    return [reader.levels.expression(reader)]


def _entries(reader: Reader) -> list[Node]:
    """The entries of  [a, b]."""
    reader.advance()
    values = _one(reader)
    while reader.token.kind == ",":
        reader.advance()
        values += _one(reader)
    reader.expect("]")
    return values


def bare_argument(reader: Reader, token: Token) -> Node:
    """The argument of a function without brackets: -x, 2x, x^2, but not beyond the next sign."""
    if reader.token.kind == "-":
        start = reader.advance().start
        inner = bare_argument(reader, token)
        return Negative(inner, start, inner.end)
    if reader.token.kind not in _BESIDE and reader.token.kind != "|":
        hint = f"write  {token.text}(x)"
        reader.fail("syntax", f"the function {token.text} has no argument", hint, token)
    begin, factors = reader.place, [reader.levels.power(reader)]
    while _continues(reader) or _multiplies(reader, factors):
        if _is_exponential(reader) and not _is_constant(factors):
            typed = f"{token.text} {reader.typed(begin, reader.place)}"
            reader.note(f"{typed} ends before the exponential, which is a factor beside it")
            break
        factors.append(reader.levels.power(reader))
    if len(factors) == 1:
        return factors[0]
    flags = (False,) * len(factors)
    return Product(tuple(factors), flags, factors[0].start, factors[-1].end)


def _multiplies(reader: Reader, factors: list[Node]) -> bool:
    """Whether a bracket follows a number: sin 2(x+1) is sin(2(x+1)), sin x(x+1) is not."""
    return reader.token.kind == "(" and _is_constant(factors)


def _is_constant(factors: list[Node]) -> bool:
    """Whether the argument is so far a number."""
    return all(isinstance(factor, Number | Constant) for factor in factors)


def _is_exponential(reader: Reader) -> bool:
    """Whether e^x comes next, which ends an argument as a function does: cos x e^x."""
    return reader.token.text == "e" and reader.following.kind in ("^", "superscript")


def _continues(reader: Reader) -> bool:
    """Whether another factor of the argument follows: no function, no bracket."""
    token = reader.token
    if token.kind not in ("name", "fraction"):
        return token.text == "frac" and token.kind == "form"
    text = token.text
    if text in _STOPS or reader.breaks_line():
        return False
    return text in reader.names.declared or not canonical(text)


COMPARISONS = frozenset({"<", "<=", ">", ">="})
_LOGIC = frozenset({"and", "or", "not"})
_JOINS = COMPARISONS | frozenset("+-*/^")


def condition(reader: Reader) -> Condition:
    """Conditions with  or  between them."""
    return _joined(reader, "or")


def _joined(reader: Reader, operator: str) -> Condition:
    """Parts joined by one of the two words;  and  binds closer."""
    parts = [_part(reader, operator)]
    while reader.at_word(operator):
        reader.advance()
        parts.append(_part(reader, operator))
    if len(parts) == 1:
        return parts[0]
    return Logic(operator, tuple(parts), parts[0].start, parts[-1].end)


def _part(reader: Reader, operator: str) -> Condition:
    """What `operator` joins."""
    return _joined(reader, "and") if operator == "or" else _negated(reader)


def _negated(reader: Reader) -> Condition:
    """A condition that may have  not  before it."""
    if not reader.at_word("not"):
        return _bracketed(reader) if _is_condition(reader) else _comparison(reader)
    start = reader.advance().start
    reader.enter()
    part = _negated(reader)
    reader.leave()
    return Logic("not", (part,), start, part.end)


def _bracketed(reader: Reader) -> Condition:
    """A condition in brackets."""
    reader.advance()
    reader.enter()
    inner = condition(reader)
    reader.leave()
    reader.expect(")")
    return inner


def _is_condition(reader: Reader) -> bool:
    """Whether the bracket that comes next holds a condition and not a value to be compared."""
    if reader.token.kind != "(":
        return False
    depth, place, found = 0, reader.place, False
    while reader.tokens[place].kind != "end":
        token = reader.tokens[place]
        depth += (token.kind in "([{") - (token.kind in ")]}")
        if depth == 0:
            break
        found |= token.kind in COMPARISONS or token.text in _LOGIC
        place += 1
    return found and reader.tokens[place + 1].kind not in _JOINS


def _comparison(reader: Reader) -> Condition:
    """left < right, or a chain of them as in 0 < x < 1."""
    value = reader.levels.expression(reader)
    if reader.token.kind not in COMPARISONS and not _is_equality(reader):
        hint = "write one with  < <= >  or  >="
        reader.fail("syntax", "here a comparison is missing", hint)
    parts: list[Condition] = []
    while reader.token.kind in COMPARISONS or _is_equality(reader):
        operator = reader.advance().kind
        right = reader.levels.expression(reader)
        parts.append(_compared(operator, value, right))
        value = right
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts), parts[0].start, value.end)


def _is_equality(reader: Reader) -> bool:
    """Whether a case of LaTeX says  x = 0  or  x \\ne 0."""
    return reader.names.letters is not None and reader.token.kind in ("==", "!=")


def _compared(operator: str, left: Node, right: Node) -> Condition:
    """One comparison; x = 0 as x <= 0 and x >= 0, x != 0 as x < 0 or x > 0."""
    start, end = left.start, right.end
    signs = {"==": ("<=", ">="), "!=": ("<", ">")}.get(operator)
    if signs is None:
        return Compare(operator, left, right, start, end)
    parts = tuple(Compare(sign, left, right, start, end) for sign in signs)
    return Logic("and" if operator == "==" else "or", parts, start, end)
