"""What follows a command, a ^ or a _ in LaTeX goes in; the tokens of this argument come out."""

from symdescent.language.latex_page import Out, Page, inner, token
from symdescent.language.latex_raw import Raw
from symdescent.language.latex_tables import GREEK
from symdescent.language.tokens import Token


def argument(page: Page, owner: Raw, whole: bool = False) -> Out:
    """The next argument as TeX takes it, in round brackets: one sign, or what is in braces.

    `whole`: a number without braces is taken whole, and that is noted.
    """
    raw = page.raw
    if raw.kind == "{":
        found = page.braced()
        if len(found) == 2:
            page.fail("syntax", "there is nothing in these braces", "", _span(found))
        return found
    if raw.kind == "number":
        return _digits(page, owner, whole)
    if raw.kind == "letter" or (raw.kind == "command" and raw.text in GREEK):
        page.take()
        name = GREEK[raw.text] if raw.kind == "command" else raw.text
        return _bracketed(token("name", raw, name))
    if raw.kind in ("command", "upright", "fraction", "text", "open", "left"):
        return _longer(page, owner)
    shown = f"\\{owner.text}" if owner.kind == "command" else owner.text
    page.fail("syntax", f"after {shown} an argument is missing", "put it in braces", owner)


def _span(found: Out) -> Raw:
    return Raw("", "", found[0].start, found[-1].end)


def _bracketed(*tokens: Token) -> Out:
    """Tokens in brackets that nobody typed."""
    start, end = tokens[0].start, tokens[-1].end
    return [Token("(", "{", start, start), *tokens, Token(")", "}", end, end)]


def _longer(page: Page, owner: Raw) -> Out:
    """A command with arguments of its own, or a bracket."""
    raw = page.raw
    out: Out = []
    page.depth += 1
    if page.depth > page.limits.depth:
        page.fail("too_large", f"commands are nested more than {page.limits.depth} deep")
    page.unit(page, out)
    page.depth -= 1
    if raw.kind in ("open", "left") and out:
        typed = page.typed(owner.start)
        page.note(f"{typed} read with all of the bracket; TeX takes the first sign alone")
    if not out:
        page.fail("syntax", "here an argument is missing", "put it in braces", owner)
    return _bracketed(*out)


def _digits(page: Page, owner: Raw, whole: bool) -> Out:
    """A number: the first digit, as in \\frac12, or all of it."""
    raw = page.take()
    if len(raw.text) == 1 or whole:
        if len(raw.text) > 1:
            sign = owner.text if owner.kind != "command" else f"\\{owner.text}"
            page.note(
                f"{sign}{raw.text} read as {sign}{{{raw.text}}}; TeX takes only the {raw.text[0]}"
            )
        return _bracketed(page.number(raw))
    if not raw.text.isdigit() or raw.end - raw.start != len(raw.text):
        page.fail("syntax", "TeX takes only the first digit here", "put it in braces", raw)
    page.place -= 1
    page.raws[page.place] = Raw("number", raw.text[1:], raw.start + 1, raw.end)
    return _bracketed(Token("number", raw.text[0], raw.start, raw.start + 1))


def exponent(page: Page, out: Out) -> None:
    """^2, ^{n+1}, ^-1: the sign and what it raises to."""
    sign = page.raw
    found = power(page)
    out.append(token("^", sign))
    if found[0].start == found[0].end:  # nobody typed these brackets
        out.extend(inner(found))
    else:
        first, last = found[0], found[-1]
        out.append(Token("{", "{", first.start, first.end))
        out.extend(inner(found))
        out.append(Token("}", "}", last.start, last.end))


def power(page: Page) -> Out:
    """What stands above the line, in brackets."""
    sign = page.take()
    if page.place - 1 == page.lifted:
        page.fail("syntax", "two exponents on one base", "put the inner power in braces", sign)
    minus = page.take() if page.raw.kind == "-" else None
    _check_star(page)
    found = argument(page, sign, whole=True)
    if minus:
        page.note(f"{page.typed(sign.start)} read as ^{{{page.typed(minus.start)}}}")
        found = _bracketed(token("-", minus), *inner(found))
    _note_odd(page, sign, found)
    page.lifted = page.place
    return found


def _check_star(page: Page) -> None:
    """Refuse x^*, which is a point and no power."""
    raw = page.raws[page.place + 1] if page.raw.kind == "{" else page.raw
    if raw.kind == "*" or (raw.kind == "command" and raw.text in ("ast", "star")):
        page.fail("not_allowed", "a star names a point, it is no power", "write  x_{0}", raw)


def _is_named(page: Page, letter: str) -> bool:
    """Whether a letter stands somewhere else than above another, as in f(x, T) = x^T."""
    found = [place for place, raw in enumerate(page.raws) if raw.text == letter]
    return any("^" not in [raw.kind for raw in page.raws[max(p - 2, 0) : p]] for p in found)


def _note_odd(page: Page, sign: Raw, found: Out) -> None:
    """Refuse the transpose x^T, and note x^{(2)}, which may be meant as an index."""
    words = [t.text for t in inner(found)]
    typed = page.typed(sign.start)
    if words == ["T"] and not _is_named(page, "T"):
        hint = "write it out, as  x_1^2 + x_2^2"
        page.fail("not_allowed", "a transpose is no power: vectors are not read", hint, sign)
    if words == ["T"]:
        page.note(f"{typed} read as a power; vectors are not read")
    elif len(words) == 3 and words[0] == "(" and words[1].isalnum():
        page.note(f"{typed} read as a power, not as an index")
