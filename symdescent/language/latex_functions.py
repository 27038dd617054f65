"""A function's name in LaTeX goes in; the tokens of its call come out, with its power and base."""

from typing import Final

from symdescent.language.latex_brackets import bracketed, spelled
from symdescent.language.latex_page import Out, Page, inner, token
from symdescent.language.latex_raw import Raw
from symdescent.language.latex_scripts import argument, exponent, power
from symdescent.language.names import FUNCTIONS, canonical
from symdescent.language.tokens import Token

RECIPROCALS: Final = {"sech": "cosh", "csch": "sinh", "coth": "tanh", "cosech": "sinh"}
_INVERSE: Final = frozenset({"arccot", "arcsec", "arccsc", "acot", "asec", "acsc"})
_BASES: Final = {"2": "log2", "10": "log10", "e": "ln"}
_AFTER: Final = frozenset({"letter", "number", "command", "{", "open", "left"})


def is_known(word: str) -> bool:
    """Whether a word is read as a function."""
    return canonical(word) in FUNCTIONS or word in RECIPROCALS or word in _INVERSE


def function(page: Page, out: Out, raw: Raw) -> None:
    """\\sin^2 x, \\log_2 x, \\max\\{x, y\\}: the name, its scripts, and a bracketed argument."""
    if raw.text in _INVERSE:
        hint = r"write it with  \arctan,  \arccos  or  \arcsin"
        page.fail("unknown_name", f"the function {raw.text} is not known", hint, raw)
    below: Out = []
    above: Out = []
    while page.raw.kind in ("_", "^"):
        if page.raw.kind == "^":
            above = power(page)
        elif below:
            page.fail("syntax", "two subscripts on one function")
        else:
            below = argument(page, page.take(), whole=True)
    _named(page, out, raw, list(inner(below)), bool(above))
    if above:
        _raised(out, above)
    _applied(page, out, raw)


def _named(page: Page, out: Out, raw: Raw, below: Out, raised: bool) -> None:
    """The token of the name, or those of a quotient in which it stands."""
    name = canonical(raw.text)
    if raw.text in RECIPROCALS:
        out.append(token("form", raw, "1/"))
        name = RECIPROCALS[raw.text]
    elif below and name == "log":
        name = _logarithm(page, out, raw, below, raised)
    elif below and [name, *[t.text for t in below]] == ["atan", "2"]:
        name = "atan2"
    elif below:
        message = f"a subscript below {raw.text} is not read here"
        hint = r"min and max take what is in brackets, as  \max\{0, x\}"
        page.fail("not_allowed", message, hint, raw)
    out.append(token("name", raw, "ln" if raw.text == "ln" else name))


def _logarithm(page: Page, out: Out, raw: Raw, below: Out, raised: bool) -> str:
    """The logarithm to a base, by name or as a quotient."""
    word = below[0].text if len(below) == 1 else ""
    if word in _BASES:
        return _BASES[word]
    if raised:
        hint = r"write  \left(\log_a x\right)^{2}"
        page.fail("syntax", "a power of this logarithm needs brackets", hint, raw)
    start, end = below[0].start, below[-1].end
    base = [Token("(", "{", start, start), *below, Token(")", "}", end, end)]
    out.extend((token("form", raw, "log"), *base))
    return "ln"


def _raised(out: Out, above: Out) -> None:
    """The exponent between a function's name and its argument."""
    out.append(Token("^", "^", above[0].start, above[0].end))
    inside = inner(above)
    out.extend(inside if len(inside) == 1 and inside[0].kind == "number" else above)


def _applied(page: Page, out: Out, raw: Raw) -> None:
    """An argument in brackets or braces; one without is found by the grammar."""
    opening = page.raw
    if opening.kind == "{":
        found = page.braced()
        if len(found) == 2:
            return
        out.extend(spelled(found))
        plain = spelled(found) is found
    elif opening.kind in ("open", "left") and opening.text in "([{":
        bracketed(page, out)
        plain = False
    else:
        return
    if canonical(raw.text) == "norm":
        typed = f"\\{raw.text}{page.typed(opening.start)}"
        page.note(f"{typed} read as the norm of numbers; vectors are not read")
    if page.raw.kind == "^":
        _powered(page, out, raw, opening)
    elif plain and page.raw.kind in _AFTER and page.raw.start == page.raws[page.place - 1].end:
        typed = f"\\{raw.text}{page.typed(opening.start)}"
        page.note(f"{typed} read as a whole: what follows is a factor beside it")


def _powered(page: Page, out: Out, raw: Raw, opening: Raw) -> None:
    """\\cos(x)^2, which is not \\cos(x^2)."""
    call = f"\\{raw.text}{page.typed(opening.start)}"
    above = page.raw.start
    exponent(page, out)
    if FUNCTIONS.get(canonical(raw.text), FUNCTIONS["exp"]).most == 1:
        raised = page.typed(above)
        page.note(f"{call}{raised} read as ({call}){raised}, not with the power inside")
