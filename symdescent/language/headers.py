"""Tokens go in; where the formula begins comes out, with its title and declared names."""

import re
from dataclasses import dataclass
from typing import Final, NoReturn

from symdescent.errors import FormulaError
from symdescent.language.tokens import Token

_COMMAND: Final = re.compile(r"(arg)?min(imi[sz]e)?(_[A-Za-z0-9]+)?", re.IGNORECASE)
_OPPOSITE: Final = re.compile(r"(arg)?max(imi[sz]e)?(_[A-Za-z0-9]+)?", re.IGNORECASE)
_AFTER_COMMAND: Final = frozenset({"name", "number", "(", "-", "|", "fraction", "radical"})


@dataclass(frozen=True, slots=True)
class Header:
    """`begin` is the number of the first token of the formula; `upward`: its maximum is wanted."""

    begin: int
    title: str = "L"
    declared: tuple[str, ...] | None = None
    upward: bool = False


def header(text: str, tokens: list[Token], spoken: bool = True) -> Header:
    """L(x, y) = ..., f(x) := ..., L = ..., each with or without minimise or maximise before it.

    `spoken`: such a word may stand there.
    """
    upward = spoken and _is_command(tokens, _OPPOSITE)
    commanded = spoken and (upward or _is_command(tokens, _COMMAND))
    begin = _after_lower_line(tokens) or int(commanded)
    sign = _equals(tokens)
    if sign is None:
        return Header(begin, upward=upward)
    left = tokens[begin:sign]
    if not left or left[0].kind != "name" or not (len(left) == 1 or _is_list(left[1:])):
        _equation(text, tokens[sign])
    title, declared = left[0].text, None
    if len(left) > 1:
        declared = _declared(text, left[2:-1])
    elif any(token.kind == "name" and token.text == title for token in tokens[sign:]):
        _equation(text, tokens[sign])
    return Header(sign + 1, title, declared, upward)


def _is_command(tokens: list[Token], words: re.Pattern[str]) -> bool:
    """Whether the text begins with minimise, min or argmin (or max...) as a word of its own."""
    first, second = tokens[0], tokens[min(1, len(tokens) - 1)]
    if first.kind != "name" or second.kind not in _AFTER_COMMAND:
        return False
    apart = second.start > first.end
    long = len(first.text) > 3
    if not words.fullmatch(first.text) or (second.kind == "-" and not long):
        return False
    return apart and (long or not _has_comma(tokens)) or (long and second.kind == "(")


def _after_lower_line(tokens: list[Token]) -> int:
    """The number of the token after  min_{x, y};  0 if the text does not begin so."""
    if tokens[0].text.lower() not in ("min_", "argmin_") or tokens[1].kind != "{":
        return 0
    return next((place + 1 for place, token in enumerate(tokens) if token.kind == "}"), 0)


def _has_comma(tokens: list[Token]) -> bool:
    """Whether  min (a, b)  is a call after all."""
    return tokens[1].kind == "(" and any(token.kind == "," for token in tokens)


def _equals(tokens: list[Token]) -> int | None:
    """The number of the first = outside brackets."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.kind in ("(", "[", "{")) - (token.kind in (")", "]", "}"))
        if depth == 0 and token.kind in ("=", ":="):
            return place
    return None


def _is_list(tokens: list[Token]) -> bool:
    """Whether this is (x, y)."""
    if len(tokens) % 2 == 0 or tokens[0].kind != "(" or tokens[-1].kind != ")":
        return False
    return all(
        token.kind == ("name" if place % 2 == 0 else ",")
        for place, token in enumerate(tokens[1:-1])
    )


def _declared(text: str, tokens: list[Token]) -> tuple[str, ...]:
    """The names between the header's brackets, each once."""
    seen: dict[str, None] = {}
    for token in tokens[::2]:
        if token.text in seen:
            span = (token.start, token.end)
            raise FormulaError("syntax", f"'{token.text}' is declared twice", text, span)
        seen[token.text] = None
    return tuple(seen)


def _equation(text: str, sign: Token) -> NoReturn:
    """The error for x^2 = 4."""
    message = "an equation is not a function to minimise"
    hint = "to solve it, minimise  (left - right)^2"
    raise FormulaError("syntax", message, text, (sign.start, sign.end), hint)


def coordinates(
    listed: tuple[str, ...] | None, found: tuple[str, ...]
) -> tuple[tuple[str, ...] | None, list[str]]:
    """The variables of f(x) = x_1^2 + x_2^2, where x is the vector of those; a note says so."""
    names: dict[str, None] = {}
    notes: list[str] = []
    for name in listed or ():
        number = re.compile(rf"{re.escape(name)}_?([0-9]+)")
        parts = [(int(m[1]), other) for other in found if (m := number.fullmatch(other))]
        inside = [other for _, other in sorted(parts)]
        if not parts and len(listed or ()) == 1:  # f(x) = (1 + x_n)^2
            inside = [other for other in found if other.startswith(f"{name}_")]
        if name in found or not inside:
            names[name] = None
            continue
        names.update(dict.fromkeys(inside))
        notes.append(f"{name} read as the vector of {', '.join(inside[:8])}")
    return (None if listed is None else tuple(names)), notes
