"""A study, a run, a minimum or a document goes in; its texts for a notebook come out.

text/plain, text/markdown with mathematics between dollars, text/html with MathML: a front end takes
the richest that it knows.
"""

from collections.abc import Callable
from typing import Any, Final

from symdescent.claims.records import Check
from symdescent.exact import Minimum
from symdescent.experiments.catchment import Catchment
from symdescent.experiments.comparison import Comparison
from symdescent.experiments.sweep import Sweep
from symdescent.minimum_search import Cases, Search
from symdescent.notebook_hook import Bundle
from symdescent.numeric.run import Run
from symdescent.printing.escaping import element
from symdescent.printing.mathml import halves, math, row, spell, words
from symdescent.show import printed
from symdescent.show.cells import Cells as Spelling
from symdescent.show.fragments import BLOCKS, Fragments, plain, spelt
from symdescent.show.reported import (
    of_cases,
    of_catchment,
    of_comparison,
    of_search,
    of_sweep,
)
from symdescent.show.stage import picture
from symdescent.show.summaries import of_check, of_minimum, of_run, of_study
from symdescent.studies import Study
from symdescent.worked.blocks import (
    Derivation,
    Document,
    Figure,
    Line,
)

LEFT: Final = "text-align: left"
RIGHT: Final = "text-align: right; text-align: -webkit-right"  # Chromium heeds the second alone
SUMMARIES: Final[dict[type, Callable[[Any], Document]]] = {
    Study: of_study,
    Run: of_run,
    Minimum: of_minimum,
    Check: of_check,
    Search: of_search,
    Cases: of_cases,
    Comparison: of_comparison,
    Sweep: of_sweep,
    Catchment: of_catchment,
}


def bundle(record: Any) -> Bundle:
    """The texts of a record by their kind."""
    summary = SUMMARIES.get(type(record))
    told = summary(record) if summary else record
    markdown = marked(told)
    said = printed.text(record) if summary else markdown
    return {"text/plain": said, "text/markdown": markdown, "text/html": html(told)}


def marked(document: Document) -> str:
    """The blocks as Markdown, pictures within it: an output of a cell has no attachments."""
    spelling = Spelling(document.language)
    markdown = spelling.all(document.blocks)
    for name, kinds in spelling.attachments.items():
        ((kind, data),) = kinds.items()
        markdown = markdown.replace(f"](attachment:{name})", f"](data:{kind};base64,{data})")
    return f"# {plain(document.title)}\n\n{markdown}" if document.title else markdown


def html(document: Document) -> str:
    """The blocks as HTML that needs no style and no script."""
    made = Fragments(document.language, drawn, BLOCKS | {Derivation: displayed})
    head = element("h2", spelt(document.title)) if document.title else ""
    return element("div", head, made.all(document.blocks), class_="symdescent")


def drawn(figure: Figure, name: str) -> tuple[str, str]:
    return picture(figure.plot, name), ""


def displayed(_: Fragments, block: Derivation) -> str:
    """All lines as one table of mathematics, aligned at their relations."""
    rows = [element("mtr", *cells(line)) for line in block.lines]
    return math(element("mtable", *rows, displaystyle="true"), display="block")


def cells(line: Line) -> list[str]:
    """A line's first side, its rest, and its reason in words."""
    first, rest = halves(line.written)
    reason = [words(p) if isinstance(p, str) else spell(p) for p in line.reason]
    pairs = ((RIGHT, first), (LEFT, rest), (LEFT, row(*reason) if reason else ""))
    return [element("mtd", inside, style=style) for style, inside in pairs]
