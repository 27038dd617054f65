"""The rows of \\begin{cases} go in; the tokens of a piecewise function come out."""

from symdescent.language.latex_page import Out, Page, token
from symdescent.language.latex_raw import Raw
from symdescent.language.tokens import Token

_PUNCTUATION = frozenset({",", ";", "."})
_EQUALITIES = {"=": "==", "!=": "!="}


def cases(page: Page, out: Out) -> None:
    """piecewise((a, x > 0), (b, x < 0), (c))."""
    begin = page.take()
    rows = _rows(page, begin)
    finish = page.take()
    if not rows:
        page.fail("syntax", "here are no cases", r"as  x & x > 0 \\ 0 & \text{otherwise}", begin)
    opening, closing = token("(", begin, "("), token(")", finish, ")")
    if len(rows) == 1 and not rows[0][1]:
        out.extend((opening, *rows[0][0], closing))
        return
    out.extend((Token("name", "piecewise", begin.start, begin.end), opening))
    for place, (value, test) in enumerate(rows):
        last = place == len(rows) - 1
        if not test and not last:
            hint = "put the case of all others last"
            page.fail("syntax", "this case has no condition", hint, _span(value))
        out.extend(_pair(value, test))
        if not last:
            out.append(Token(",", ",", finish.start, finish.start))
    out.append(closing)


def _span(tokens: Out) -> Raw:
    return Raw("", "", tokens[0].start, tokens[-1].end)


def _pair(value: Out, test: Out) -> Out:
    """(value, test), or the value of all other cases alone."""
    start, end = value[0].start, (test or value)[-1].end
    comma = [Token(",", ",", test[0].start, test[0].start), *test] if test else []
    return [Token("(", "(", start, start), *value, *comma, Token(")", ")", end, end)]


def _rows(page: Page, begin: Raw) -> list[tuple[Out, Out]]:
    """The value and the condition of each row; no condition for all other cases."""
    rows: list[tuple[Out, Out]] = []
    while True:
        cells = [page.sequence()]
        while page.raw.kind == "&":
            page.take()
            if page.raw.kind == ":":
                page.take()
            cells.append(page.sequence())
        if any(cells):
            rows.append(_row(page, cells, page.raw))
        if page.raw.kind == "row":
            page.take()
        elif page.raw.kind == "end_of":
            return rows
        elif page.raw.kind == "end":
            page.fail("syntax", r"this environment has no \end", "", begin)
        else:
            page.stray()


def _row(page: Page, cells: list[Out], end: Raw) -> tuple[Out, Out]:
    """One row; a word like  if  may stand in the place of the &."""
    value = cells[0]
    test = [found for cell in cells[1:] for found in cell]
    if len(cells) == 1:
        words = ("when", "otherwise")
        cut = next((n for n, found in enumerate(value) if found.kind in words), len(value))
        value, test = value[:cut], value[cut:]
    others = any(found.kind == "otherwise" for found in test)
    value, test = _trimmed(value), _trimmed(test)
    if not value:
        page.fail("syntax", "this case has no value", "", end)
    return value, [] if others else _condition(test)


def _trimmed(tokens: Out) -> Out:
    """The tokens without punctuation at their end, and without words like  if  before them."""
    found = [t for t in tokens if t.kind != "when"]
    while found and found[-1].kind in _PUNCTUATION:
        found.pop()
    while found and found[0].kind in _PUNCTUATION:
        found.pop(0)
    return found


def _condition(tokens: Out) -> Out:
    """A comma between two conditions is  and;  = is a comparison here."""
    found: Out = []
    depth = 0
    for t in tokens:
        depth += (t.kind in ("(", "{")) - (t.kind in (")", "}"))
        if t.kind == "," and depth == 0:
            found.append(Token("name", "and", t.start, t.end))
        else:
            found.append(t._replace(kind=_EQUALITIES.get(t.kind, t.kind)))
    return found
