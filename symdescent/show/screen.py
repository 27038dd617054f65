"""A document that is no study goes in, what a terminal shows comes out."""

from rich.console import Group, RenderableType
from rich.text import Text

from symdescent.show.document import Document
from symdescent.show.rows import fitting
from symdescent.show.table import fact_lines, iterates
from symdescent.show.words import Fact


def told(document: Document, width: int | None) -> RenderableType:
    """Facts, the columns that fit into `width` (None: all), closing lines."""
    fitted = fitting(document.columns, width)
    left_out = ", ".join(column.heading for column in document.columns[len(fitted) :])
    narrow = (f"left out at this width: {left_out}",) if left_out else ()
    closing = (Fact("", words) for words in (*document.closing, *narrow))
    return Group(
        *(line for fact in document.facts for line in fact_lines(fact, width)),
        *((Text(), iterates(fitted)) if fitted else ()),
        *((Text(),) if document.closing else ()),
        *(line for fact in closing for line in fact_lines(fact, width)),
    )
