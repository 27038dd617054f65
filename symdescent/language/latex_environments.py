"""\\begin, \\end and \\\\ of LaTeX go in; the rows of cases come out, and layout is left away."""

import re
from typing import Final

from symdescent.language.latex_raw import Raw
from symdescent.language.latex_sheet import Sheet
from symdescent.language.latex_tables import CASES, LAYOUTS, MATRICES

_LENGTH: Final = re.compile(r"\[\s*-?[0-9.]+\s*(?:pt|em|ex|mm|cm|mu)\s*\]")


def begin(page: Sheet, raw: Raw) -> None:
    """An environment that lays out one formula, or that lists cases."""
    name, end = _environment(page, raw)
    before = page.out[-1] if page.out else raw
    braced = before.kind in ("left", "open") and before.text == "{"
    listed = name in CASES or (braced and (name in LAYOUTS or name in MATRICES))
    opened = Raw("begin" if listed else "layout", name, raw.start, end)
    if name in MATRICES and not listed:
        page.fail(opened, "not_allowed", "vectors and matrices are not read", "write them out")
    if not listed and name not in LAYOUTS:
        hint = "as  cases, align or equation"
        page.fail(opened, "unknown_name", f"the environment {name[:32]} is not known", hint)
    page.environments.append(opened)
    page.option()
    if name in ("array", "alignat", "alignedat") and page.raw.kind == "{":
        page.group()
    if listed:
        page.out.append(opened)


def _environment(page: Sheet, raw: Raw) -> tuple[str, int]:
    """The name between the braces after \\begin or \\end, without its star, and where it ends."""
    if page.raw.kind != "{":
        page.fail(raw, "syntax", f"\\{raw.text} has no name", "as  \\begin{cases}")
    first, beyond = page.group()
    return page.slice(first, beyond).strip().rstrip("*"), page.raws[beyond].end


def finish(page: Sheet, raw: Raw) -> None:
    name, end = _environment(page, raw)
    closed = Raw("end_of", name, raw.start, end)
    opened = page.environments.pop() if page.environments else None
    if opened is None or opened.text != name:
        page.fail(closed, "syntax", f"here \\end{{{name[:32]}}} closes nothing")
    if opened.kind == "begin":
        page.out.append(closed)


def row(page: Sheet, raw: Raw) -> None:
    """The end of a line, with the space that it may ask for."""
    if page.raw.kind == "[" and page.raw.start == raw.end:
        if _LENGTH.match(page.text, page.raw.start):
            page.option()
    page.out.append(Raw("row" if is_listed(page) else "newline", raw.text, raw.start, raw.end))


def is_listed(page: Sheet) -> bool:
    """Whether rows and columns list cases here, and do not only lay out the formula."""
    return bool(page.environments) and page.environments[-1].kind == "begin"
