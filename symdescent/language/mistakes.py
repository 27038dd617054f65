"""Notes on second readings, and brackets, derivatives and neighbours that cannot be meant."""

import re
from collections.abc import Callable
from typing import NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.names import CONSTANTS, canonical
from symdescent.language.reader import Reader
from symdescent.language.tokens import GREEK_NAMES, Token
from symdescent.language.tree import Name, Negative, Node, Number, Power

_TEXT = re.compile(r"\\(text\w*|mbox)\s*\{\s*$")
_SMALL_WORDS = frozenset("of to is in by as at an on it we be".split())


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
    elif isinstance(exponent, Name) and exponent.name == "T" and not reader.names.declared:
        reader.note("T in the exponent read as a variable; vectors are written in coordinates")
    elif isinstance(exponent, Negative) and isinstance(exponent.operand, Number):
        if kind == "/" and reader.last.kind == reader.following.kind == "number":
            _note_root(reader, begin)
    elif isinstance(exponent, Number | Name) and reader.last.kind in ("number", "name"):
        if kind == "/" and isinstance(exponent, Number) and exponent.text == "1":
            _note_root(reader, begin)
        elif kind == "name" and reader.last.end == reader.token.start:
            _note_exponent(reader, begin, exponent)


def _note_root(reader: Reader, begin: int) -> None:
    """x^1/2 and x^-1/2: what follows the slash is not part of the exponent."""
    typed, bottom = reader.typed(begin, reader.place), reader.following.text
    top = re.search(r"-?[\d.]+$", typed)
    assert top is not None  # the exponent is a number
    reader.note(
        f"{typed}/{bottom} read as ({typed})/{bottom}; "
        f"write {typed[: top.start()]}({top[0]}/{bottom}) for the other reading"
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
            from symdescent.language.refusals import refuse_word

            refuse_word(reader, word)


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


Reads = Callable[[str], bool]
_CLOSING = {")": "(", "]": "[", "}": "{"}


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
