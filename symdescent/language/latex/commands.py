"""The commands of LaTeX: functions, fractions, brackets, roots and sums as tokens."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final, NoReturn

from symdescent.errors import did_you_mean, printable
from symdescent.language.latex.lexer import Raw
from symdescent.language.latex.scripts import (
    Out,
    Page,
    accented,
    argument,
    exponent,
    inner,
    power,
    scripted,
    token,
)
from symdescent.language.latex.symbols import (
    ACCENTS,
    CLOSERS,
    GREEK_COMMANDS,
    LOGIC,
    PROGRAMS,
    REFUSED,
    SIGNS,
)
from symdescent.language.names import FUNCTIONS, canonical
from symdescent.language.tokens import Token
from symdescent.language.tokens import number as exact
from symdescent.language.unparse import decimal

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
    elif raw.text in GREEK_COMMANDS:
        page.take()
        if raw.text == "Delta" and page.raw.kind == "letter":
            page.note(rf"\Delta {page.raw.text} read as a product, not as a change")
        scripted(page, out, GREEK_COMMANDS[raw.text], raw)
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
    known = [*GREEK_COMMANDS, *SIGNS, *_READERS, *FUNCTIONS, "arcsin", "arccos", "arctan", "ln"]
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
