"""LaTeX goes in; its commands, letters, numbers and signs come out, each with its columns."""

import re
from typing import Final, NamedTuple

from symdescent.errors import FormulaError
from symdescent.language.characters import (
    BLANKS,
    FRACTIONS,
    GREEK,
    GREEK_NAMES,
    RADICALS,
    SIGNS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
)
from symdescent.language.limits import Limits
from symdescent.language.names import FUNCTIONS, canonical
from symdescent.language.tokens import not_allowed, too_long


class Raw(NamedTuple):
    """One piece of LaTeX.

    `kind` is command (its name in `text`, no backslash), letter (a variable's name, Greek ones by
    name), word (several letters), text (of \\text{...}), number, superscript, subscript, fraction,
    radical, foreign, open, close, left, right (a delimiter's shape in `text`), end, or the sign.
    """

    kind: str
    text: str
    start: int
    end: int


_GROUPED: Final = r"[0-9]{1,3}(?:\\,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
_WHOLE: Final = r"[0-9]+(?:\{,\}[0-9]+)*"
_POINT: Final = r"(?:\.|\{\.\})"
_PATTERN: Final = re.compile(
    rf"""
    (?P<blank>(?:[{re.escape(BLANKS)}~]|%[^\n]*)+)
  | (?P<command>\\(?:[A-Za-z]+|[^A-Za-z]))
  | (?P<number>{_GROUPED}|(?:{_WHOLE}(?:{_POINT}[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<run>[A-Za-z]+)
  | (?P<letter>[{"".join(GREEK)}])
  | (?P<series>[∑∏])
  | (?P<superscript>[{"".join(SUPERSCRIPTS)}]+)
  | (?P<subscript>[{"".join(SUBSCRIPTS)}]+)
  | (?P<fraction>[{"".join(FRACTIONS)}])
  | (?P<radical>[{"".join(RADICALS)}])
  | (?P<sign>\$\$|\*\*|//|<=|>=|==|!=|:=|\.\.+|[-+*/^_()\[\]{{}}|=<>,;:!&'$.])
  | (?P<other>[{"".join(SIGNS)}])
    """,
    re.VERBOSE,
)
_OPENED: Final = re.compile(r"\s*(?:\\left\s*)?[(\[{]")
_LONGEST: Final = max(map(len, FUNCTIONS))
_STRICT: Final = {"**": "^", "...": ".."}
# Words that are written without a backslash, where no product of these letters is meant.
_SPOKEN: Final = frozenset(
    "if otherwise else and minimize minimise maximize maximise argmin argmax".split()
)
_GREEK_WORDS: Final = frozenset(name for name in GREEK_NAMES if len(name) > 3) | {"pi"}


def raws(text: str, limits: Limits) -> list[Raw]:
    """The pieces of a text, and a last one of kind end."""
    found: list[Raw] = []
    place, blanks = 0, 0
    while place < len(text):
        match = _PATTERN.match(text, place)
        if match is None:
            found.append(_foreign(text, place))
            place += 1
        else:
            if match.lastgroup == "blank":
                blanks += match.end() - place
            else:
                found.extend(_pieces(match, text))
            place = match.end()
        if place - blanks > limits.characters or len(found) > limits.tokens:
            raise too_long(text, len(text), place, limits)
    if blanks > 10 * limits.characters:
        raise too_long(text, len(text), len(text), limits)
    found.append(Raw("end", "", len(text), len(text)))
    return found


def _foreign(text: str, place: int) -> Raw:
    """A letter of another alphabet, which words in \\text{...} may have."""
    character = text[place]
    if character == "\\":
        span = (place, place + 1)
        raise FormulaError(
            "syntax", "a backslash without a command", text, span, r"as  \frac{1}{2}"
        )
    if not character.isalpha() or not character.isprintable():
        raise not_allowed(text, place)
    return Raw("foreign", character, place, place + 1)


def _pieces(match: re.Match[str], text: str) -> list[Raw]:
    """The piece of a match, or its letters."""
    group, word, (start, end) = str(match.lastgroup), match.group(), match.span()
    if group == "run":
        return _letters(word, start, _OPENED.match(text, end) is not None)
    if group == "number":
        return [_number(word, start, end)]
    if group == "command":
        return [Raw("command", word[1:], start, end)]
    if group == "series":
        return [Raw("command", "sum" if word == "∑" else "prod", start, end)]
    if group == "letter":
        return [Raw("letter", GREEK[word], start, end)]
    if group in ("sign", "other"):
        kind = SIGNS[word] if group == "other" else _STRICT.get(word, word)
        return [Raw(kind, word, start, end)]
    return [Raw(group, word, start, end)]


def _number(word: str, start: int, end: int) -> Raw:
    """A number; 1{,}5 has a decimal comma, 10\\,000 and 10{,}000 have their digits in groups."""
    plain = word.replace("\\,", "").replace("{.}", ".")
    head, *groups = plain.split("{,}")
    thousands = len(groups) > 1 or groups == ["000"] or (groups and "." in groups[-1])
    plain = "".join((head, *groups)) if thousands else ".".join((head, *groups))
    return Raw("number", plain, start, end)


def _letters(word: str, start: int, opened: bool) -> list[Raw]:
    """Each letter alone, but cos and its like as one word; also after letters, as in xcos(x)."""
    if word in _SPOKEN or word in _GREEK_WORDS or _is_function(word):
        return [Raw("word", word, start, start + len(word))]
    first = max(1, len(word) - _LONGEST) if opened else len(word)
    cut = next((n for n in range(first, len(word)) if _is_function(word[n:])), len(word))
    found = [Raw("letter", sign, start + n, start + n + 1) for n, sign in enumerate(word[:cut])]
    if cut < len(word):
        found.append(Raw("word", word[cut:], start + cut, start + len(word)))
    return found


def _is_function(word: str) -> bool:
    """Whether a word is a function's name too long to be a product."""
    return (len(word) > 2 or word == "ln") and canonical(word) in FUNCTIONS and word.islower()
