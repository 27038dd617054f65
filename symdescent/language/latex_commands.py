"""A command of LaTeX goes in; the tokens that it stands for, or the reason against it, come out."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from symdescent.errors import did_you_mean, printable
from symdescent.language.latex_functions import function, is_known
from symdescent.language.latex_names import accented, scripted
from symdescent.language.latex_page import Out, Page, token
from symdescent.language.latex_raw import Raw
from symdescent.language.latex_scripts import argument
from symdescent.language.latex_tables import (
    ACCENTS,
    GREEK,
    LOGIC,
    PROGRAMS,
    REFUSED,
    SIGNS,
)
from symdescent.language.names import FUNCTIONS
from symdescent.language.spelling import decimal
from symdescent.language.tokens import Token
from symdescent.language.tokens import number as exact

FRACTIONS: Final = frozenset("frac dfrac tfrac cfrac sfrac nicefrac flatfrac".split())
BINOMIALS: Final = frozenset("binom dbinom tbinom".split())
_INFIX: Final = {"over": "frac", "choose": "binom"}
_SERIES: Final = {"sum": "sum_", "prod": "prod_"}


def command(page: Page, out: Out) -> None:
    """What begins with a backslash."""
    raw = page.raw
    if raw.text in _SIMPLE:
        page.take()
        out.append(token(*_SIMPLE[raw.text](raw)))
    elif raw.text in GREEK:
        page.take()
        if raw.text == "Delta" and page.raw.kind == "letter":
            page.note(rf"\Delta {page.raw.text} read as a product, not as a change")
        scripted(page, out, GREEK[raw.text], raw)
    elif raw.text in ACCENTS:
        accented(page, out)
    elif raw.text in _READERS:
        _READERS[raw.text](page, out)
    elif raw.text in REFUSED:
        page.fail(*REFUSED[raw.text])
    elif is_known(raw.text):
        function(page, out, page.take())
    else:
        _unknown(page, raw)


def _unknown(page: Page, raw: Raw) -> None:
    """Refuse a command that no formula needs, or that we do not know."""
    shown = printable(page.text[raw.start : raw.end])[:40]
    if raw.text in PROGRAMS or not raw.text.isalpha():
        page.fail("not_allowed", f"{shown} is no part of a formula", "leave it away")
    known = [*GREEK, *SIGNS, *_READERS, *FUNCTIONS, "arcsin", "arccos", "arctan", "ln"]
    near = did_you_mean(raw.text, known).replace("mean  ", "mean  \\")
    page.fail("unknown_name", f"unknown command {shown}", near)


def _fraction(page: Page, out: Out) -> None:
    """\\frac{a}{b}, \\frac12."""
    raw = page.take()
    above = argument(page, raw)
    below = argument(page, raw)
    _check_derivative(page, raw, above, below)
    if out and out[-1].kind == above[1].kind == below[1].kind == "number":
        if len(above) == len(below) == 3:
            mixed = page.typed(out[-1].start)
            page.note(f"{mixed} read as a product, not as a mixed number")
    out.extend((token("form", raw, "frac"), *above, *below))


def _check_derivative(page: Page, raw: Raw, above: Out, below: Out) -> None:
    """Refuse \\frac{dy}{dx}, which would otherwise be a quotient of names."""
    top, first, second = above[1], below[1], below[2]
    if top.text == first.text == "d" and second.kind == "name":
        page.fail(*REFUSED["partial"], at=raw)


def _binomial(page: Page, out: Out) -> None:
    raw = page.take()
    out.extend((token("form", raw, "binom"), *argument(page, raw), *argument(page, raw)))


def _infix(page: Page, out: Out) -> None:
    """{a \\over b}."""
    raw = page.take()
    before, after = list(out), page.sequence()
    if not before or not after:
        page.fail("syntax", f"\\{raw.text} needs something on both sides", r"as  \frac{1}{2}", raw)
    out.clear()
    out.append(token("form", raw, _INFIX[raw.text]))
    for part in (before, after):
        start, end = part[0].start, part[-1].end
        out.extend((Token("(", "{", start, start), *part, Token(")", "}", end, end)))


def _root(page: Page, out: Out) -> None:
    """\\sqrt{x}, \\sqrt[3]{x}."""
    raw = page.take()
    degree: Out = []
    if page.raw.kind == "open" and page.raw.text == "[":
        opening = page.take()
        degree = page.sequence()
        if page.raw.kind != "close" or page.raw.text != "[":
            page.unclosed(opening)
        page.take()
    _rooted(page, out, raw, degree)


def _old_root(page: Page, out: Out) -> None:
    """\\root 3 \\of {x}."""
    raw = page.take()
    degree = argument(page, raw, whole=True)[1:-1]
    if page.raw.kind == "command" and page.raw.text == "of":
        page.take()
    _rooted(page, out, raw, degree)


def _rooted(page: Page, out: Out, raw: Raw, degree: Out) -> None:
    """A root of this degree."""
    inside = argument(page, raw, whole=True)
    word = "".join(found.text for found in degree)
    if word in ("", "2", "3"):
        out.extend((token("name", raw, "cbrt" if word == "3" else "sqrt"), *inside))
    else:
        comma = Token(",", ",", degree[0].start, degree[0].start)
        out.extend((token("name", raw, "root"), *inside[:-1], comma, *degree, inside[-1]))
    if word.isdigit() and int(word[-1]) % 2:
        page.note(f"{page.typed(raw.start)} read as the real root, also of negative numbers")


def _series(page: Page, out: Out) -> None:
    """\\sum_{i=1}^{n}, with its limits in either order."""
    raw = page.take()
    limits: dict[str, Out] = {}
    while page.raw.kind in ("_", "^") and page.raw.kind not in limits:
        sign = page.take()
        limits[sign.kind] = argument(page, sign, whole=True)
    if len(limits) < 2:
        hint = rf"write  \{raw.text}_{{i=1}}^{{3}} x_i"
        page.fail("syntax", f"this \\{raw.text} needs both of its limits", hint, raw)
    out.append(token("name", raw, _SERIES[raw.text]))
    for mark in ("_", "^"):
        if mark == "^":
            out.append(Token("^", "^", raw.end, raw.end))
        first, *inside, last = limits[mark]
        out.extend((first._replace(kind="{"), *inside, last._replace(kind="}")))


def _percent(page: Page, out: Out) -> None:
    """50\\% is 0.5."""
    raw = page.take()
    if not out or out[-1].kind != "number":
        page.fail("syntax", "a percentage needs a number before it", "as  0.5", raw)
    last = out.pop()
    value = decimal(exact(last.text) / Fraction(100))
    out.append(Token("number", value, last.start, raw.end))


_SIMPLE: Final[dict[str, Callable[[Raw], tuple[str, Raw, str]]]] = {
    **{name: lambda raw: (SIGNS[raw.text], raw, "") for name in SIGNS},
    **{name: lambda raw: ("name", raw, LOGIC[raw.text]) for name in LOGIC},
}
_READERS: Final[dict[str, Callable[[Page, Out], None]]] = {
    **dict.fromkeys(FRACTIONS, _fraction),
    **dict.fromkeys(BINOMIALS, _binomial),
    **dict.fromkeys(_INFIX, _infix),
    **dict.fromkeys(_SERIES, _series),
    "sqrt": _root,
    "root": _old_root,
    "%": _percent,
}
