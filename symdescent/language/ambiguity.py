"""A place that can be read in two ways goes in; a note, or a refusal, comes out."""

import re

from symdescent.language.characters import GREEK_NAMES
from symdescent.language.names import CODE, CONSTANTS, canonical
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token
from symdescent.language.tree import Name, Node, Number, Power

_TEXT = re.compile(r"\\(text\w*|mbox)\s*\{\s*$")
_SMALL_WORDS = frozenset("of to is in by as at an on it we be".split())
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


def quotient(reader: Reader, begin: int, run: int) -> int:
    """Note that 1/2x was read from left to right; the factors beside each other begin at `run`."""
    if run and not reader.noted_enough:
        slash = run - 1
        while reader.tokens[slash].kind != "/":
            slash -= 1
        top, below = reader.typed(begin, slash), reader.typed(slash + 1, run)
        rest = reader.typed(run, reader.place)
        gap = "" if reader.tokens[run - 1].end == reader.tokens[run].start else " "
        reader.note(
            f"{top}/{below}{gap}{rest} read as ({top}/{below})·{_raised(rest)}; "
            f"write {top}/({below}{gap}{rest}) for the other reading"
        )
    return 0


def _raised(typed: str) -> str:
    """x^2 as x², where the exponent is one digit."""
    for sign, digit in zip("²³", "23", strict=True):
        for power in (f"^{digit}", f"**{digit}"):
            head, found, tail = typed.partition(power)
            if found and not tail[:1].isalnum() and tail[:1] not in (".", "^", "*"):
                typed = head + sign + tail
    return typed


def lost_power(reader: Reader, before: Node) -> None:
    """Note that (x - 1)2 was read as a product; refuse 2 3."""
    token = reader.token
    if token.kind not in ("number", "fraction"):
        return
    if reader.last.kind == "!":
        return
    if isinstance(before, Number):
        reader.fail("syntax", "two numbers side by side", "write  *  between them, or one number")
    reader.note(
        f"the {token.text} after {reader.last.text} read as a factor; "
        f"write ^{token.text} if it was an exponent"
    )


def tower(reader: Reader, begin: int, exponent: Node) -> None:
    """Note that x^1/2 is (x^1)/2, that x^y^z groups to the right, and that e^2x is (e^2)·x."""
    kind = reader.token.kind
    if isinstance(exponent, Power):
        if isinstance(exponent.base, Name | Number) and reader.last.kind not in ")}":
            typed = reader.typed(begin, reader.place)
            reader.note(f"{typed} read from the right: the exponent is itself a power")
    elif isinstance(exponent, Number | Name) and reader.last.kind in ("number", "name"):
        if kind == "/" and isinstance(exponent, Number) and exponent.text == "1":
            _note_root(reader, begin)
        elif kind == "name" and reader.last.end == reader.token.start:
            _note_exponent(reader, begin, exponent)


def _note_root(reader: Reader, begin: int) -> None:
    """x^1/2: what follows the slash is not part of the exponent."""
    typed, bottom = reader.typed(begin, reader.place), reader.following.text
    head, _, _ = typed.rpartition("1")
    reader.note(
        f"{typed}/{bottom} read as ({typed})/{bottom}; "
        f"write {head}(1/{bottom}) for the other reading"
    )


def _note_exponent(reader: Reader, begin: int, exponent: Number | Name) -> None:
    """2^3x, e^2x and e^xy: what follows the exponent is not part of it."""
    base = reader.tokens[begin]
    if base.kind == "number" or base.text in ("e", "E") or isinstance(exponent, Name):
        typed, rest = reader.typed(begin, reader.place), reader.token.text
        inside = reader.typed(reader.place - 1, reader.place)
        reader.note(
            f"{typed}{rest} read as ({typed})·{rest}; "
            f"write {base.text}^({inside}{rest}) for the other reading"
        )


def check_neighbours(reader: Reader) -> None:
    """Refuse factors side by side on two lines, and words of a sentence."""
    last, token = reader.last, reader.token
    if last.end == token.start:
        return
    if reader.breaks_line():
        reader.fail("syntax", "a second formula on a line of its own", "one formula at a time")
    if reader.names.letters is not None and not _is_text(reader, token, last):
        return
    for word in (token, last):
        if word.kind == "name" and {token.kind, last.kind} <= {"name"} and _is_prose(reader, word):
            _refuse_word(reader, word)


def _is_text(reader: Reader, *tokens: Token) -> bool:
    """Whether one of the names stands in \\text{...}, and not in a font for names."""
    return any(_TEXT.search(reader.text[max(t.start - 16, 0) : t.start]) for t in tokens)


def _is_prose(reader: Reader, token: Token) -> bool:
    """Whether a name looks like a word of a sentence and not like a factor."""
    text = token.text
    if text in CONSTANTS or text in GREEK_NAMES or text in reader.names.declared:
        return False
    if canonical(text) or not text.isalpha():
        return False
    return len(text) > 2 or text in _SMALL_WORDS


def bounds_meant(text: str) -> str:
    """Where bounds belong, if the text has some in words behind its formula: x^2 for x>=1."""
    found = _BOUNDS.search(text)
    return f'bounds are an option:  --box "{found[1].strip()[:60]}"' if found else ""


def _refuse_word(reader: Reader, word: Token) -> None:
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
