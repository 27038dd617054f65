"""Characters go in; tokens with their columns come out, or the first character not allowed."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from symdescent.errors import FormulaError, code_point
from symdescent.language.characters import (
    BLANKS,
    FRACTIONS,
    GREEK,
    RADICALS,
    SIGNS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
)
from symdescent.language.limits import Limits


class Token(NamedTuple):
    """One word or sign. `kind` is number, fraction, name, superscript, radical, end or the sign."""

    kind: str
    text: str
    start: int
    end: int


_GREEK: Final = "".join(GREEK)
_LOW: Final = "".join(SUBSCRIPTS)
_TAIL: Final = rf"(?:_[A-Za-z0-9]+|[0-9]+)*(?:_[{_GREEK}])?[{_LOW}]*"
_PATTERN: Final = re.compile(
    rf"""
    (?P<blank>[{re.escape(BLANKS)}]+)
  | (?P<number>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<series>[∑Σ](?=_[{{(])_|[∏Π](?=_[{{(])_|[∑∏](?=\())
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:(?<=_)[{_GREEK}])?[{_LOW}]*|[{_GREEK}]{_TAIL})
  | (?P<sign>\*\*|//|/\*|<=|>=|==|!=|:=|\.\.+|[-+*/^()\[\]{{}},=<>|!.])
  | (?P<superscript>[{"".join(SUPERSCRIPTS)}]+)
  | (?P<fraction>[{"".join(FRACTIONS)}])
  | (?P<radical>[{"".join(RADICALS)}])
  | (?P<other>[{"".join(SIGNS)}])
    """,
    re.VERBOSE,
)
_STRICT: Final = {"**": "^", "...": ".."}
_ADVICE: Final = {
    '"': "text in quotes is no part of a formula",
    "'": "text in quotes is no part of a formula; for a derivative write the formula itself",
    "%": "write 5/100 for a percentage; there is no remainder",
    "\\": "LaTeX is read by itself, or with --latex; in plain text write  x^2/2  for example",
    "$": "leave the dollar signs away, or put them around the whole formula",
    "`": "leave the backquotes away",
    "#": "leave the comment away",
    ";": "one formula at a time",
    "&": "write  and",
    "~": "write  not",
    "∞": "infinity is no number",
    "∑": "write  sum(i=1..3, x_i^2)",
    "∏": "write  prod(i=1..3, x_i)",
    "—": "a minus is written  -",
    "‐": "a minus is written  -",
}


def tokenise(text: str, limits: Limits, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end], with columns of the whole text, and a last one of kind end."""
    end = len(text) if end is None else end
    tokens: list[Token] = []
    place, blanks = start, 0
    while place < end:
        match = _PATTERN.match(text, place, end)
        if match is None:
            raise not_allowed(text, place)
        if match.lastgroup == "blank":
            blanks += match.end() - place
        else:
            tokens.append(_token(match, text, limits))
        place = match.end()
        if place - start - blanks > limits.characters or len(tokens) > limits.tokens:
            raise too_long(text, end - start, place, limits)
    if blanks > 10 * limits.characters:
        raise too_long(text, end - start, end, limits)
    tokens.append(Token("end", "", end, end))
    return tokens


def _token(match: re.Match[str], text: str, limits: Limits) -> Token:
    """The token of a match that is no blank."""
    group, word, (start, end) = str(match.lastgroup), match.group(), match.span()
    if group == "sign":
        kind = _STRICT.get(word, word)
        return Token(kind, word, start, end)
    if group == "series":
        return Token("name", ("sum" if word[0] in "∑Σ" else "prod") + word[1:], start, end)
    if group == "name":
        return Token("name", plain_name(word, text, start, limits), start, end)
    if group == "number":
        check_number(text, word, (start, end), limits)
    if group == "other":
        return Token(SIGNS[word], word, start, end)
    return Token(group, word, start, end)


def plain_name(word: str, text: str, start: int, limits: Limits) -> str:
    """The name in ASCII: θ₁ is theta_1."""
    if not word.isascii():
        word = _without_greek(word)
    if len(word) > limits.name:
        message = f"a name of {len(word):,} letters; at most {limits.name} are read"
        raise FormulaError("too_large", message, text, (start, start + limits.name))
    if word[0] == "_" or "__" in word:
        message = "a name cannot begin with an underscore or hold two in a row"
        raise FormulaError("not_allowed", message, text, (start, start + len(word)))
    return word


def _without_greek(word: str) -> str:
    """Greek letters by name, digits below the line after an underscore."""
    stem = word.rstrip("".join(SUBSCRIPTS))
    digits = "".join(SUBSCRIPTS[sign] for sign in word[len(stem) :])
    name = "".join(GREEK.get(letter, letter) for letter in stem)
    return f"{name}_{digits}" if digits else name


def check_number(text: str, word: str, span: tuple[int, int], limits: Limits) -> None:
    """Refuse a number that is too long, begins with 0 like an octal one, or has two dots."""
    start, end = span
    if len(word) < 16 and word[0] != "0" and word.isdigit():
        return  # the usual case, and fast
    mantissa, _, power = word.lower().partition("e")
    if (
        len(mantissa) - mantissa.count(".") > limits.digits
        or len(power) > 8
        or abs(int(power or 0)) > limits.decimal_exponent
    ):
        message = f"a number of more than {limits.digits} digits or beyond 1e±"
        raise FormulaError(
            "too_large", f"{message}{limits.decimal_exponent}", text, (start, min(end, start + 40))
        )
    _check_spelling(text, mantissa, start, end)


def _check_spelling(text: str, mantissa: str, start: int, end: int) -> None:
    """Refuse 007, 0x10 and 3.14.15, which mean different things to different people."""
    if len(mantissa) > 1 and mantissa[0] == "0" and mantissa[1].isdigit():
        if re.search(r"[0-9],$", text[max(start - 2, 0) : start]):
            hint = "write the digits without commas, and a decimal point"
            raise FormulaError("syntax", "a comma in a number", text, (start - 1, start), hint)
        hint = f"did you mean  {mantissa.lstrip('0') or '0'} ?"
        raise FormulaError("syntax", "a number that begins with 0", text, (start, end), hint)
    following = text[end : end + 2]
    if mantissa == "0" and re.fullmatch("[xXbBoO][0-9a-fA-F]", following):
        hint = "write the number in decimal, or 0*x for a product"
        raise FormulaError("syntax", "a number in another base", text, (start, end + 2), hint)
    if "." in mantissa and re.match(r"\.[0-9]", following):
        raise FormulaError("syntax", "two dots in one number", text, (end, end + 1), "keep one dot")


def too_long(text: str, length: int, place: int, limits: Limits) -> FormulaError:
    """The error for a text beyond the limits, with the caret where they were passed."""
    message = (
        f"the text has {length:,} characters; at most {limits.characters:,} characters "
        f"and {limits.tokens:,} words and signs are read"
    )
    return FormulaError("too_large", message, text, (place - 1, place))


def not_allowed(text: str, place: int) -> FormulaError:
    """The error for the character at `place`, which is named by its number unless it is ASCII."""
    character = text[place]
    shown = repr(character) if character.isprintable() and character.isascii() else ""
    message = f"the character {shown or code_point(character)} is not allowed here"
    return FormulaError(
        "not_allowed", message, text, (place, place + 1), _ADVICE.get(character, "")
    )


@lru_cache(maxsize=4_096)
def number(word: str) -> Fraction:
    """The exact value of a number token."""
    return Fraction(int(word)) if word.isdigit() else Fraction(word)


def superscript(word: str) -> str:
    """The digits and sign of a superscript: ⁻¹ is -1."""
    return "".join(SUPERSCRIPTS[sign] for sign in word)
