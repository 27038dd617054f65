"""A report that is no study goes in, what a terminal shows comes out."""

from rich.console import Group, RenderableType
from rich.text import Text

from symdescent.show.report import Report
from symdescent.show.rows import fitting
from symdescent.show.rows import spelt as spelt_columns
from symdescent.show.table import Spell, fact_lines, iterates, spelt
from symdescent.show.words import Fact


def told(report: Report, width: int | None, spell: Spell = str) -> RenderableType:
    """Facts, the columns that fit into `width` (None: all), closing lines, in signs it has."""
    columns = spelt_columns(report.columns, spell)
    fitted = fitting(columns, width)
    left_out = ", ".join(column.heading for column in columns[len(fitted) :])
    narrow = (f"left out at this width: {left_out}",) if left_out else ()
    closing = (Fact("", words) for words in (*report.closing, *narrow))
    return Group(
        *(line for fact in report.facts for line in fact_lines(spelt(fact, spell), width)),
        *((Text(), iterates(fitted, spell)) if fitted else ()),
        *((Text(),) if report.closing else ()),
        *(line for fact in closing for line in fact_lines(spelt(fact, spell), width)),
    )
