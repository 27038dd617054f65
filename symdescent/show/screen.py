"""A report that is no study goes in, what a terminal shows comes out."""

from rich.console import Group, RenderableType
from rich.text import Text

from symdescent.show.report import Report
from symdescent.show.rows import fitting
from symdescent.show.table import fact_lines, iterates
from symdescent.show.words import Fact


def told(report: Report, width: int | None) -> RenderableType:
    """Facts, the columns that fit into `width` (None: all), closing lines."""
    fitted = fitting(report.columns, width)
    left_out = ", ".join(column.heading for column in report.columns[len(fitted) :])
    narrow = (f"left out at this width: {left_out}",) if left_out else ()
    closing = (Fact("", words) for words in (*report.closing, *narrow))
    return Group(
        *(line for fact in report.facts for line in fact_lines(fact, width)),
        *((Text(), iterates(fitted)) if fitted else ()),
        *((Text(),) if report.closing else ()),
        *(line for fact in closing for line in fact_lines(fact, width)),
    )
