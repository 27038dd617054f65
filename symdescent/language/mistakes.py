"""A token that cannot stand where it stands goes in; the error that says so comes out."""

import re
from collections.abc import Callable
from typing import NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.ambiguity import bounds_meant
from symdescent.language.conditions import COMPARISONS
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token

Reads = Callable[[str], bool]
_CLOSING = {")": "(", "]": "[", "}": "{"}
_ROUND = "write round brackets; LaTeX is read with  --latex"
_LEFT_OVER = {
    "=": (
        "syntax",
        "an equation is no formula to minimise",
        "to solve it, minimise  (left - right)^2",
    ),
    "==": ("not_allowed", "an equation is no formula to minimise", "minimise  (left - right)^2"),
    "!=": ("not_allowed", "a comparison is no formula", ""),
    ":=": ("not_allowed", "here nothing can be defined", "write  L(x) = x^2  at the beginning"),
    "//": ("not_allowed", "there is no division without remainder", "write  /  for a fraction"),
    ".": (
        "not_allowed",
        "what follows a dot is no part of a formula",
        "a decimal point needs digits",
    ),
    "/*": ("not_allowed", "a comment is no part of a formula", "leave the comment away"),
    "..": ("syntax", "two dots in a row", "a range is written  sum(i=1..3, x_i^2)"),
    "[": ("not_allowed", "an index in square brackets belongs into a sum", "write  x_1  or  x1"),
    "{": ("not_allowed", "curly brackets are no part of a formula", _ROUND),
    "]": ("not_allowed", "a square bracket is no part of a formula", "write round brackets"),
    "}": ("not_allowed", "a curly bracket is no part of a formula", "write round brackets"),
    "|": ("syntax", "this bar is never closed", "write  abs(x)  where bars are not clear"),
}
_NO_OPERAND = {
    "[": ("not_allowed", "a list is no formula", "write round brackets"),
    "{": ("not_allowed", "curly brackets are no part of a formula", _ROUND),
    "<": ("not_allowed", "a formula cannot begin with a comparison", ""),
    ">": ("not_allowed", "a formula cannot begin with a comparison", ""),
    ".": (
        "not_allowed",
        "what follows a dot is no part of a formula",
        "a decimal point needs digits",
    ),
    "!": ("not_allowed", "an exclamation mark needs a number before it", ""),
    "//": ("not_allowed", "there is no division without remainder", "write  /  for a fraction"),
    "superscript": ("syntax", "an exponent without its base", "write  x²"),
}


def missing_operand(reader: Reader) -> NoReturn:
    """The error where a number, a name or a bracket should be."""
    token = reader.token
    known = _NO_OPERAND.get(token.kind)
    if known:
        reader.fail(*known)
    if token.kind == "end":
        reader.fail("syntax", f"after  {reader.last.text}  something is missing")
    if token.kind in ")," and reader.last.kind == "(":
        reader.fail("syntax", "there is nothing in these brackets")
    hint = "a power is written  x^2" if token.kind == "^" else ""
    reader.fail("syntax", f"before this  {token.text}  something is missing", hint)


def left_over(reader: Reader) -> NoReturn:
    """The error for what follows a complete expression and cannot follow it."""
    token = reader.token
    if token.kind in COMPARISONS:
        chosen = "to choose between two values write  where(x > 0, a, b)"
        hint = bounds_meant(reader.text) or chosen
        reader.fail("not_allowed", "a comparison is no formula to minimise", hint)
    if token.kind == ",":
        _comma(reader)
    if token.kind == "name":
        chosen = "to choose between two values write  where(x > 0 and y > 0, a, b)"
        hint = bounds_meant(reader.text) or chosen
        reader.fail("not_allowed", f"'{token.text}' is no part of a formula here", hint)
    reader.fail(*_LEFT_OVER.get(token.kind, ("syntax", "this cannot stand here", "")))


def _comma(reader: Reader) -> NoReturn:
    """A comma outside a call: a decimal comma, or a list."""
    token, before, after = reader.token, reader.last, reader.following
    if before.kind == after.kind == "number" and before.end == token.start == after.start - 1:
        joined = f"{before.text}.{after.text}"
        hint = f"did you mean  {joined} ?" if "." not in before.text else "use one point, no comma"
        reader.fail("syntax", "a comma in a number", hint)
    hint = bounds_meant(reader.text) or "one formula at a time"
    reader.fail("syntax", "a comma outside a function's brackets", hint)


def check_derivatives(text: str, tokens: list[Token]) -> None:
    """Refuse d/dx, which would otherwise be a quotient of names."""
    for place in range(len(tokens) - 2):
        top, slash, below = tokens[place : place + 3]
        if top.text == "d" and slash.kind == "/" and below.kind == "name":
            if len(below.text) > 1 and below.text[0] == "d" and slash.end == below.start:
                span = (top.start, below.end)
                hint = "write the formula itself; its slopes are found for you"
                raise FormulaError("not_allowed", "a derivative is no formula", text, span, hint)


def any_text(_: str) -> bool:
    """Every mended text is worth suggesting."""
    return True


def check_brackets(text: str, tokens: list[Token], reads: Reads = any_text) -> None:
    """Refuse brackets that are never closed, never opened, or closed by another kind.

    A mended text is suggested if it `reads`.
    """
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind in ("(", "[", "{"):
            opened.append(place)
        elif token.kind in _CLOSING:
            _close(text, tokens, opened, token, reads)
    if opened:
        _unclosed(text, tokens, opened, reads)


def _close(text: str, tokens: list[Token], opened: list[int], token: Token, reads: Reads) -> None:
    """Match a closing bracket with the last one opened."""
    span = (token.start, token.end)
    if not opened:
        kind = "syntax" if token.kind == ")" else "not_allowed"
        hint = _suggest(text[: token.start] + text[token.end :], reads)
        raise FormulaError(kind, "this bracket was never opened", text, span, hint)
    before = tokens[opened.pop()]
    if before.kind == _CLOSING[token.kind]:
        return
    if before.kind != "(":
        span = (before.start, before.end)
    raise FormulaError(
        "not_allowed", f"'{before.kind}' is closed by '{token.kind}'", text, span, "write ( and )"
    )


def _unclosed(text: str, tokens: list[Token], opened: list[int], reads: Reads) -> NoReturn:
    """The error for brackets that are never closed, with the mended text as a suggestion."""
    token = tokens[opened[0]]
    kind = "syntax" if token.kind == "(" else "not_allowed"
    where = tokens[_mend_at(tokens, opened[-1])].start
    if where == tokens[-1].start:
        where = tokens[-2].end
    mended = f"{text[:where]}){text[where:]}" + ")" * (len(opened) - 1)
    hint = _suggest(mended, reads) if kind == "syntax" else "write round brackets"
    span = (token.start, token.end)
    raise FormulaError(kind, "this bracket is never closed", text, span, hint)


def _mend_at(tokens: list[Token], opened: int) -> int:
    """Where the missing bracket belongs: before the power of a lone number, as in (x-4^2."""
    depth, added, found = 0, False, 0
    for place in range(opened + 1, len(tokens) - 1):
        kind = tokens[place].kind
        depth += (kind in "([{") - (kind in ")]}")
        if depth == 0:
            added |= kind in "+-" and place > opened + 1
            power = kind in ("^", "superscript") and tokens[place - 1].kind == "number"
            found = place if power and added else found
    return found or len(tokens) - 1


def _suggest(mended: str, reads: Reads) -> str:
    """The mended text as a suggestion, unless it is too long or itself no formula."""
    mended = mended.strip()
    if len(mended) > 120 or not mended or re.search(r"[\r\n]", mended):
        return ""
    return f"did you mean  {printable(mended)} ?" if reads(mended) else ""
