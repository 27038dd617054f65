"""A letter with what stands below and above it goes in; the tokens of a name come out."""

import re
from typing import Final

from symdescent.language.characters import SUBSCRIPTS
from symdescent.language.latex_page import Out, Page, inner, token
from symdescent.language.latex_raw import Raw
from symdescent.language.latex_scripts import argument, exponent
from symdescent.language.latex_tables import ACCENTS, GREEK, OTHERWISE, WHEN
from symdescent.language.tokens import Token, plain_name

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_CONSTANTS: Final = frozenset({"e", "pi"})
_JOINED: Final = frozenset({"letter", "word", "upright", "number", "text"})


def letter(page: Page, out: Out) -> None:
    """x, x_1, x_1^2 and x^2_1."""
    raw = page.take()
    scripted(page, out, raw.text, raw)


def accented(page: Page, out: Out) -> None:
    """\\hat{y} is the name y_hat."""
    raw = page.take()
    found = [t for t in argument(page, raw) if t.kind not in "()"]
    if len(found) != 1 or found[0].kind != "name":
        page.fail("not_allowed", f"\\{raw.text} belongs on one letter", r"as  \hat{y}", raw)
    end = max(raw.end, page.raws[page.place - 1].end)
    name = f"{found[0].text}_{ACCENTS[raw.text]}"
    scripted(page, out, name, Raw("letter", name, raw.start, end))


def scripted(page: Page, out: Out, name: str, raw: Raw) -> None:
    """A name with its subscript, in whatever order the scripts stand."""
    below: str | Out = ""
    lifted: Out = []
    start, end = raw.start, raw.end
    if _is_digit_beside(page, name, end):
        below = page.take().text
        end = page.raws[page.place - 1].end
        page.note(f"{page.typed(start)} read as the name {name}_{{{below}}}")
    while True:
        if page.raw.kind in ("_", "subscript") and not below:
            below = _subscript(page)
            end = end if lifted else max(end, page.raws[page.place - 1].end)
        elif page.raw.kind == "^" and not lifted:
            exponent(page, lifted)
        else:
            break
    _emit(page, out, name, below, (start, end))
    out.extend(lifted)


def _is_digit_beside(page: Page, name: str, end: int) -> bool:
    """Whether x1 was typed, which TeX prints like a product."""
    raw = page.raw
    beside = raw.kind == "number" and raw.start == end and raw.text.isdigit()
    return beside and name not in _CONSTANTS


def _emit(page: Page, out: Out, name: str, below: str | Out, span: tuple[int, int]) -> None:
    """x_12 as one name; x_{i+1} as a name that waits for its index."""
    if isinstance(below, str):
        word = f"{name}_{below}" if below else name
        out.append(Token("name", plain_name(word, page.text, span[0], page.limits), *span))
        return
    out.append(Token("name", f"{name}_", *span))
    out.append(Token("{", "{", below[0].start, below[0].end))
    out.extend(inner(below))
    out.append(Token("}", "}", below[-1].start, below[-1].end))


def _subscript(page: Page) -> str | Out:
    """What stands below the line: a word to be joined to the name, or an index to be computed."""
    raw = page.take()
    if raw.kind == "subscript":
        return "".join(SUBSCRIPTS[sign] for sign in raw.text)
    if page.raw.kind != "{":
        return _single(page, raw)
    place = page.place + 1
    while page.raws[place].kind in _JOINED or _joint(page.raws[place]):
        place += 1
    parts = page.raws[page.place + 1 : place]
    if page.raws[place].kind != "}" or not parts or _is_computed(page, parts):
        return _computed(page, parts)
    page.place = place + 1
    word = "_".join(_run(page, group) for group in _listed(parts))
    if not re.fullmatch(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)*", word):
        page.fail("not_allowed", "a subscript is made of letters and digits", "as  x_{12}", raw)
    return word


def _joint(raw: Raw) -> bool:
    """A Greek letter or a comma in a subscript, or a function's name as in x_{\\max}."""
    if raw.kind == "command":
        return raw.text in GREEK or raw.text in ("max", "min")
    return raw.kind == ","


def _listed(parts: list[Raw]) -> list[list[Raw]]:
    """The pieces between commas."""
    groups: list[list[Raw]] = [[]]
    for raw in parts:
        if raw.kind == ",":
            groups.append([])
        else:
            groups[-1].append(raw)
    return groups


def _run(page: Page, parts: list[Raw]) -> str:
    """Letters and digits as one word."""
    words = [GREEK.get(raw.text, raw.text) if raw.kind == "command" else raw.text for raw in parts]
    return "".join(words).replace(" ", "_")


def _is_computed(page: Page, parts: list[Raw]) -> bool:
    """Whether an index of a sum stands in a longer subscript, as in a_{ij}."""
    return len(parts) > 1 and any(raw.text in page.indices for raw in parts)


def _computed(page: Page, parts: list[Raw]) -> Out:
    """The tokens of an index; those of a_{ij} with a comma between them."""
    letters = all(raw.kind == "letter" for raw in parts)
    found = page.braced()
    if len(found) == 2:
        page.fail("syntax", "there is nothing in these braces", "", page.raws[page.place - 1])
    if not letters or len(parts) != len(found) - 2:
        return found
    between = [Token(",", ",", t.start, t.start) for t in found[2:-1]]
    joined = [t for pair in zip(found[2:-1], between, strict=True) for t in reversed(pair)]
    return [*found[:2], *joined, found[-1]]


def _single(page: Page, below: Raw) -> str:
    """A subscript without braces: one letter, or digits, of which TeX takes the first alone."""
    raw = page.take()
    if raw.kind == "number" and raw.text.isdigit():
        if len(raw.text) > 1:
            typed = f"_{raw.text}"
            page.note(f"{typed} read as _{{{raw.text}}}; TeX puts only the {raw.text[0]} below")
        return raw.text
    if raw.kind in ("letter", "word", "upright", "text") and _WORD.fullmatch(raw.text):
        return raw.text
    if raw.kind == "command" and (raw.text in GREEK or raw.text in ("max", "min")):
        return GREEK.get(raw.text, raw.text)
    if raw.kind == "*" or (raw.kind == "command" and raw.text in ("ast", "star")):
        return "star"
    page.fail("syntax", "here a subscript is missing", "as  x_{12}", raw if raw.text else below)


def upright(page: Page, out: Out, raw: Raw) -> None:
    """A word that is no function: one name."""
    if not _WORD.fullmatch(raw.text):
        plain_name(raw.text, page.text, raw.start, page.limits)
        page.fail("not_allowed", f"'{raw.text[:32]}' is no name", "letters, digits and _", raw)
    scripted(page, out, raw.text, raw)


def words(page: Page, out: Out) -> None:
    """What stands in \\text{...}: a name, or the words of a case."""
    raw = page.take()
    plain = raw.text.strip(" .,:;").lower()
    if not plain:
        return
    if plain in WHEN:
        out.append(token("when", raw))
    elif plain.split(" ")[-1] in OTHERWISE:
        out.append(token("otherwise", raw))
    elif plain in ("and", "or", "not"):
        out.append(token("name", raw, plain))
    elif plain in ("s.t", "st", "subject to", "such that", "with"):
        page.fail("not_allowed", "a constraint is no part of a formula", 'write  --box "x>=0"', raw)
    elif _WORD.fullmatch(raw.text):
        upright(page, out, raw)
        if len(plain) > 1 and page.raw.kind not in ("=", ":=", "open", "left"):
            page.note(f"the text {plain} read as the name of a variable")
    else:
        page.fail("not_allowed", "text is no part of a formula", "leave the words away", raw)
