"""A document as plain LaTeX: a fragment to \\input, or a whole file that compiles."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from symdescent.lessons.blocks import (
    Block,
    Choices,
    Code,
    Column,
    Derivation,
    Document,
    Environment,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Provenance,
    Table,
    Text,
)
from symdescent.lessons.wording import word
from symdescent.printing.escaping import in_latex
from symdescent.render.latex import Row, rows, text_width
from symdescent.render.latex import mixed as words
from symdescent.render.pgfplots import pgfplots
from symdescent.render.writers import Manner, Page

NUMERAL: Final = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(\.(?P<part>\d+))?(e(?P<power>[+-]?\d+))?")
DIGIT: Final = 5.0  # points
SIGN: Final = 7.8
POINT: Final = 2.8
GROUP: Final = 1.7  # the gap between groups of three digits
POWER: Final = 24.0  # of "x 10", before the digits of the exponent
SPACE: Final = 12.0  # between two columns
SURE: Final = 1.04  # for what is only estimated
SIZES: Final = ((1.0, ""), (0.9, r"\small"), (0.8, r"\footnotesize"), (0.7, r"\scriptsize"))
Words = Callable[[Text], str]


@dataclass(frozen=True)
class Form:
    """How numbers of a column are aligned: places before and after the point, of the exponent."""

    sign: bool
    whole: int
    part: int
    power: str = ""

    @property
    def column(self) -> str:
        """The column type of siunitx."""
        exponent = f"e{self.power}" if self.power else ""
        return f"S[table-format={'-' * self.sign}{self.whole}.{self.part}{exponent}]"

    @property
    def width(self) -> float:
        digits = DIGIT * (self.whole + self.part) + GROUP * (self.whole // 4 + self.part // 4)
        power = POWER + SIGN * self.power.startswith("-") + 4.0 * int(self.power.lstrip("-") or 0)
        return digits + POINT + SIGN * self.sign + (power if self.power else 0.0)


def tabular(table: Table, words: Words, room: float) -> Iterator[str]:
    """The lines of the tabular; `words` spells text, `room` is in points."""
    forms = [form(column) for column in table.columns]
    yield from filter(None, (size(table, forms, room),))
    yield rf"\begin{{tabular}}{{{''.join(map(kind, table.columns, forms))}}}"
    yield r"\toprule"
    yield joined(braced(words(c.heading), f) for c, f in zip(table.columns, forms, strict=True))
    yield r"\midrule"
    lines = [table_row(table, forms, i, words) for i in range(len(table.columns[0].cells))]
    yield from lines[:-1]
    yield from (r"\midrule",) * table.foot
    yield from lines[-1:]
    yield r"\bottomrule"
    yield r"\end{tabular}"


def form(column: Column) -> Form | None:
    """How its numbers are aligned; None where it has none, or too few."""
    found = [m for cell in column.cells if (m := number(cell))]
    if not column.numeric or 2 * len(found) <= len(column.cells):
        return None
    powers = [m["power"] for m in found if m["power"]]
    digits = max((len(p.lstrip("+-")) for p in powers), default=0)
    negative = "-" * any(p.startswith("-") for p in powers)
    return Form(
        any(m["sign"] for m in found),
        max(len(m["whole"]) for m in found),
        max(len(m["part"] or "") for m in found),
        f"{negative}{digits}" if powers else "",
    )


def number(cell: Text) -> re.Match[str] | None:
    """A cell that is a decimal."""
    (only,) = cell if len(cell) == 1 else (None,)
    return NUMERAL.fullmatch(only) if isinstance(only, str) else None


def kind(column: Column, aligned: Form | None) -> str:
    return aligned.column if aligned else "r" if column.numeric else "l"


def table_row(table: Table, forms: list[Form | None], i: int, words: Words) -> str:
    """One row; what is no number of an aligned column stands in braces."""
    cells = ((column.cells[i], f) for column, f in zip(table.columns, forms, strict=True))
    return joined(str(c[0]) if f and number(c) else braced(words(c), f) for c, f in cells)


def braced(spelt: str, aligned: Form | None) -> str:
    return f"{{{spelt}}}" if aligned and spelt else spelt


def joined(cells: Iterator[str]) -> str:
    return " & ".join(cells) + r" \\"


def size(table: Table, forms: list[Form | None], room: float) -> str:
    """The largest size at which the table fits; beyond the smallest, with less between columns."""
    whole, gaps = SURE * sum(map(needed, table.columns, forms)), SPACE * len(forms)
    fitting = [name for share, name in SIZES if whole * share + gaps <= room]
    return fitting[0] if fitting else SIZES[-1][1] + r"\setlength{\tabcolsep}{2pt}"


def needed(column: Column, aligned: Form | None) -> float:
    """The width of a column in points."""
    texts = [column.heading, *(c for c in column.cells if not (aligned and number(c)))]
    return max(aligned.width if aligned else 0.0, *map(text_width, texts))


ROOM: Final = 340.0  # points of a column: article has 345
NUMBER: Final = 35.0  # for the number of a row that has a label
PACKAGES: Final = "amsmath,amssymb,amsthm,booktabs,graphicx,siunitx,pgfplots"
THEOREMS: Final = ("example", "exercise", "remark")
SECTIONS: Final = {1: "section", 2: "subsection", 3: "subsubsection"}
UNBROKEN: Final = r"\hyphenpenalty=10000"  # TeX alone would break all words as English ones
CLASS: Final = (
    r"\documentclass{article}",
    r"\usepackage[T1]{fontenc}",
    r"\usepackage{lmodern}",
)


def tex(document: Document, manner: Manner) -> Page:
    """The document in LaTeX."""
    body = Tex(document.language).spelt(document.blocks)
    if not manner.standalone:
        needed = (f"% {line}" for line in needs(document.language))
        return Page("\n".join(("% In the preamble:", *needed, "", body, "")))
    title = rf"\section*{{{words(document.title)}}}" if is_untitled(document) else ""
    names = (
        rf"\renewcommand{{\{name}name}}{{{word(document.language, name)}}}"
        for name in ("figure", "table")
    )
    whole = () if document.language == "en" else (UNBROKEN,)
    head = (*CLASS, *needs(document.language), *names, *whole, r"\begin{document}", title, "")
    return Page("\n".join((*head, body, "", r"\end{document}", "")))


def is_untitled(document: Document) -> bool:
    """Whether the first block does not bear the title of the document."""
    first = document.blocks[0] if document.blocks else None
    return bool(document.title) and getattr(first, "title", ()) != document.title


def needs(language: str) -> Iterator[str]:
    """The lines of the preamble that a fragment relies on."""
    yield rf"\usepackage{{{PACKAGES}}}"
    yield r"\pgfplotsset{compat=1.17}"
    yield r"\setlength{\emergencystretch}{4em}\allowdisplaybreaks"
    yield r"\theoremstyle{definition}"
    yield from (rf"\newtheorem{{{kind}}}{{{word(language, kind)}}}" for kind in THEOREMS)


@dataclass(frozen=True)
class Tex:
    """Spells blocks in a document of one language."""

    language: str

    def spelt(self, blocks: Iterable[Block]) -> str:
        """All blocks; a display belongs to the paragraph about it."""
        text, display = "", False
        for block in blocks:
            piece = BLOCKS[type(block)](self, block)
            close = display or isinstance(block, Derivation)
            text += ("" if not text else "\n" if close else "\n\n") + piece
            display = isinstance(block, Derivation)
        return text

    def environment(self, block: Environment) -> str:
        """Blocks under a name: the author's theorem styles number what is to be numbered."""
        numbered = block.kind in THEOREMS
        name = block.kind if numbered else "proof"
        title = words(block.title) or ("" if numbered else word(self.language, block.kind))
        option = f"[{{{title}}}]" if title else ""
        mark = label(block.label) if numbered else ""
        return f"\\begin{{{name}}}{option}{mark}\n{self.spelt(block.blocks)}\n\\end{{{name}}}"


def label(name: str) -> str:
    """A label of letters, digits, colons and hyphens alone."""
    return rf"\label{{{re.sub('[^A-Za-z0-9:-]+', '-', name)}}}" if name else ""


def paragraph(_: Tex, block: Paragraph) -> str:
    return words(block.text)


def heading(_: Tex, block: Heading) -> str:
    return rf"\{SECTIONS[block.level]}*{{{words(block.text)}}}"


def derivation(_: Tex, block: Derivation) -> str:
    """Rows aligned at their relations; numbered where a line has a label."""
    numbered = any(line.label for line in block.lines)
    name = "align" if numbered else "align*"
    found = rows(block, ROOM - NUMBER * numbered)
    shown = " \\\\\n".join(row(each, numbered) for each in found)
    return f"\\begin{{{name}}}\n{shown}\n\\end{{{name}}}"


def row(each: Row, numbered: bool) -> str:
    """left & right && reason."""
    reason = rf"\text{{{words(each.reason)}}}" if each.reason else ""
    tail = label(each.label) or r"\notag" * numbered
    if not each.beside:
        return rf"& \quad {reason} {tail}".rstrip()
    beside = f" && {reason}" if reason else ""
    return f"{each.left} & {fitted(each)}{beside} {tail}".strip()


def fitted(each: Row) -> str:
    """The right-hand side, set smaller where it can neither be broken nor fits."""
    if each.fit is None:
        return each.right
    return rf"\resizebox{{{each.fit:.0f}pt}}{{!}}{{$\displaystyle {each.right}$}}"


def listing(_: Tex, block: Listing) -> str:
    name = "enumerate" if block.ordered else "itemize"
    return environment_of(name, "\n".join(rf"\item {words(item)}" for item in block.items))


def environment_of(name: str, inner: str) -> str:
    return f"\\begin{{{name}}}\n{inner}\n\\end{{{name}}}"


def table(_: Tex, block: Table) -> str:
    """A table that floats, its caption above it; without one it stays in its place."""
    inner = "\n".join(tabular(block, words, ROOM))
    if not block.caption:
        return environment_of("center", inner)
    head = rf"\caption{{{words(block.caption)}}}{label(block.label)}\smallskip"
    return f"\\begin{{table}}[htbp]\n\\centering\n{head}\n{inner}\n\\end{{table}}"


def figure(_: Tex, block: Figure) -> str:
    """A picture drawn by pgfplots; a comment of it tells what it shows to who cannot see it."""
    head = rf"\caption{{{words(block.caption)}}}{label(block.label)}"
    inner = f"\\centering\n{pgfplots(block.plot)}\n{head}"
    return f"\\begin{{figure}}[htbp]\n{inner}\n\\end{{figure}}"


def code(_: Tex, block: Code) -> str:
    """Typed text, line by line; verbatim would end where the text says so."""
    lines = (typed(line) for line in block.text.splitlines())
    shown = "\\\\\n".join(lines)
    return f"\\begin{{flushleft}}\\ttfamily\n{shown}\n\\end{{flushleft}}"


def typed(line: str) -> str:
    return in_latex(line).replace("--", "-{}-").replace("'", r"\textquotesingle{}") or r"\mbox{}"


def choices(_: Tex, block: Choices) -> str:
    items = "\n".join(rf"\item[({chr(97 + i)})] {words(o)}" for i, o in enumerate(block.options))
    return environment_of("enumerate", items)


def provenance(_: Tex, block: Provenance) -> str:
    """A comment: it is not for print."""
    seed = "" if block.seed is None else f", seed {block.seed}"
    command = " ".join(block.command.split())
    return f"% {command}\n% symdescent {block.version}{seed}"


BLOCKS: Final[dict[type, Callable[[Tex, Any], str]]] = {
    Paragraph: paragraph,
    Heading: heading,
    Derivation: derivation,
    Listing: listing,
    Table: table,
    Figure: figure,
    Code: code,
    Environment: Tex.environment,
    Choices: choices,
    Provenance: provenance,
}
