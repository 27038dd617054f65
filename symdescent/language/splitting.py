"""Tokens go in; tokens come out in which xy is x y, where x and y are variables beside it."""

import re
from collections.abc import Sequence

from symdescent.language.characters import GREEK_NAMES
from symdescent.language.names import CONSTANTS, canonical
from symdescent.language.tokens import Token

_LONGEST = 6


def bare_names(tokens: Sequence[Token]) -> frozenset[str]:
    """The names that stand without a bracket after them; the j of 2j is none."""
    found = set()
    for place, token in enumerate(tokens):
        if token.kind == "name" and tokens[place + 1].kind != "(" and not _is_unit(tokens, place):
            found.add(token.text)
    return frozenset(found)


def _is_unit(tokens: Sequence[Token], place: int) -> bool:
    """Whether this is Python's j directly after a number."""
    token, before = tokens[place], tokens[place - 1]
    return token.text == "j" and before.kind == "number" and before.end == token.start


def split(
    tokens: Sequence[Token], begin: int, variables: frozenset[str], declared: frozenset[str]
) -> tuple[list[Token], list[str]]:
    """The tokens with letters apart that were typed together, and a note on each such word."""
    found, notes = list(tokens[:begin]), []
    for place in range(begin, len(tokens)):
        token = tokens[place]
        if token.kind != "name" or len(token.text) < 2 or token.text in declared:
            found.append(token)
            continue
        parts = _parts(token, tokens[place + 1].kind, variables)
        found.extend(_apart(token, parts))
        if len(parts) > 1:
            notes.append(f"{token.text} read as the product {'·'.join(parts)}")
    return found, notes


def _parts(token: Token, following: str, variables: frozenset[str]) -> list[str]:
    """The words that a name is made of, usually one."""
    text = token.text
    numbered = re.findall(r"[A-Za-z]_?[0-9]+", text)
    if len(numbered) > 1 and "".join(numbered) == text and variables.issuperset(numbered):
        return numbered
    if not text.isalpha() or canonical(text) or text in GREEK_NAMES:
        return [text]
    if following == "(" and len(text) > 3 and canonical(text[1:]):
        return [text[0], text[1:]]
    letters = text[:-1] if text[-1] == "e" and following in ("^", "superscript") else text
    known = all(letter in variables and letter not in CONSTANTS for letter in letters)
    return list(text) if known and len(text) <= _LONGEST else [text]


def _apart(token: Token, parts: list[str]) -> list[Token]:
    """One token for each part, with its own columns."""
    if len(parts) == 1:
        return [token]
    found, start = [], token.start
    for part in parts:
        found.append(Token("name", part, start, start + len(part)))
        start += len(part)
    return found
