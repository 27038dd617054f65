"""A bracket, a bar or a brace of LaTeX goes in; tokens with its kind of brackets come out."""

from typing import Final, NoReturn

from symdescent.language.latex_page import Out, Page, token
from symdescent.language.latex_raw import Raw
from symdescent.language.latex_tables import CLOSERS
from symdescent.language.names import FUNCTIONS
from symdescent.language.tokens import Token

_CALLS: Final = {"|": "abs", "‖": "norm", "⟨": "dot"}
_SINGLE: Final = frozenset({"name", "number", "when", "otherwise"})
_OTHER_NORM: Final = (
    "not_allowed",
    "only the Euclidean norm is read",
    r"write  \lVert x \rVert",
)


def bracketed(page: Page, out: Out) -> None:
    """(x), [x], \\{x\\} are brackets, \\lvert x \\rvert and \\|x\\| calls."""
    opening = page.take()
    inside = page.sequence(int(opening.kind == "‖"))
    closing = _closing(page, opening)
    if opening.text in _CALLS:
        out.append(token("name", opening, _CALLS[opening.text]))
    out.extend((token("(", opening, "("), *inside, token(")", closing, ")")))
    if opening.text == "‖":
        _norm(page, opening)
    elif opening.text == "⟨":
        page.note(f"{page.typed(opening.start)} read as a product of numbers; vectors are not read")


def _closing(page: Page, opening: Raw) -> Raw:
    """Step over the bracket that closes this one."""
    closing = page.raw
    wanted = {"left": "right", "open": "close"}.get(opening.kind, opening.kind)
    if closing.kind not in ("close", "right", "‖"):
        page.unclosed(opening)
    if "." in (opening.text, closing.text) and opening.text not in ("{", closing.text):
        hint = "put the value in yourself"
        page.fail("not_allowed", "the value at a point is no formula", hint, closing)
    if closing.kind != wanted:
        _unpaired(page, opening, closing)
    if closing.text not in (opening.text, "."):
        missing = f"a  {CLOSERS[opening.text]}  is missing before this bracket"
        page.fail("not_allowed", missing, "close brackets in the order in which they open", closing)
    return page.take()


def _unpaired(page: Page, opening: Raw, closing: Raw) -> NoReturn:
    """The error for a \\left or a \\right alone."""
    if opening.kind == "left":
        hint = r"write  \right  before the closing bracket"
        page.fail("syntax", r"this \left has no \right", hint, opening)
    if closing.kind == "right":
        hint = r"write  \left  before the opening bracket"
        page.fail("syntax", r"this \right has no \left", hint, closing)
    page.unclosed(opening)


def _norm(page: Page, opening: Raw) -> None:
    """The norm of one number is its absolute value, whichever norm it is."""
    if page.raw.kind == "_":
        if page.following.text not in ("1", "2") and page.following.kind != "{":
            page.fail(*_OTHER_NORM)
        page.take()
        below = page.braced()[1:-1] if page.raw.kind == "{" else [token("", page.take())]
        if [t.text for t in below] not in (["1"], ["2"]):
            page.fail(*_OTHER_NORM, at=opening)
    page.note(
        f"{page.typed(opening.start)} read as the norm of a number, |x|; vectors are not read"
    )


def group(page: Page, out: Out) -> None:
    """{...}: brackets that TeX does not print, left away where they change nothing."""
    found = page.braced()
    inside = found[1:-1]
    if not inside:
        return
    single = len(inside) == 1 and inside[0].kind in _SINGLE
    within = bool(out) and out[-1].kind == "(" and page.closes()
    if single and inside[0].kind == "name" and page.raw.kind in ("_", "^"):
        _scripted(page, out, inside[0])
    elif single or within or is_one(inside) or _is_function(inside):
        out.extend(inside)
    else:
        out.extend(found)


def _scripted(page: Page, out: Out, name: Token) -> None:
    """{x}_1 is x_1: the letter is read again, with what follows its braces."""
    page.place -= 1
    page.raws[page.place] = Raw("letter", name.text, name.start, page.raws[page.place].end)
    page.unit(page, out)


def is_one(tokens: list[Token]) -> bool:
    """Whether one pair of brackets holds all of the tokens."""
    if tokens[0].kind != "(":
        return False
    depth = 0
    for place, found in enumerate(tokens):
        depth += (found.kind == "(") - (found.kind == ")")
        if depth == 0:
            return place == len(tokens) - 1
    return False


def _is_function(tokens: list[Token]) -> bool:
    """Whether this is {\\sin ^2}, a function that still waits for its argument."""
    name, *rest = tokens
    if name.kind != "name" or name.text not in FUNCTIONS and name.text != "ln":
        return False
    kinds = [found.kind for found in rest]
    return not kinds or kinds == ["^", "number"] or (kinds[:2] == ["^", "("] and len(kinds) < 6)


def spelled(found: list[Token]) -> list[Token]:
    """Brackets around one pair of brackets are that pair: {\\left(x, y\\right)}."""
    return found[1:-1] if len(found) > 2 and is_one(found[1:-1]) else found
