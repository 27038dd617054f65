"""The errors for tokens that cannot stand where they stand, and what may have been meant."""

import re
from typing import NoReturn

from symdescent.language.names import CODE
from symdescent.language.reader import COMPARISONS, Reader
from symdescent.language.tokens import Token

_SPOKEN = {
    "plus": "+",
    "minus": "-",
    "times": "*",
    "over": "/",
    "squared": "^2",
    "cubed": "^3",
    "equals": "=",
}
_BOUNDS = re.compile(
    r"(?:,|\b(?:for|on|within|where|with|if|when|subject +to|such +that|s\.t\.))\s*"
    r"([^,;()]*(?:<=|>=|<|>|≤|≥)[^;()]*)$"
)


def bounds_meant(text: str) -> str:
    """Where bounds belong, if the text has some in words behind its formula: x^2 for x>=1."""
    found = _BOUNDS.search(text)
    if found is None:
        return ""
    edges = re.sub(r"([<>])(?!=)", r"\1=", found[1].strip()[:60])  # they belong to a box
    return f'bounds are an option:  --box "{edges}"'


def refuse_word(reader: Reader, word: Token) -> None:
    """The error for a word of a sentence or of a programming language."""
    if word.text in CODE:
        reader.fail(
            "not_allowed",
            f"'{word.text}' is a word of a program, not of a formula",
            bounds_meant(reader.text),
            at=word,
        )
    sign = _SPOKEN.get(word.text)
    product = "write  *  between the factors of a product"
    hint = f"write  {sign}" if sign else bounds_meant(reader.text) or product
    reader.fail("syntax", f"'{word.text}' here reads like a sentence, not a formula", hint, at=word)


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
