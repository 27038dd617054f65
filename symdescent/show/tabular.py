"""A report goes in, a LaTeX fragment comes out: a booktabs table between its lines."""

from collections.abc import Sequence

from symdescent.printing.escaping import in_latex as in_text
from symdescent.show import sparkline
from symdescent.show.latex import PREAMBLE, number
from symdescent.show.report import Report
from symdescent.show.rows import Column
from symdescent.show.words import Fact

BARS = {bar: rf"\rule{{.4em}}{{{i + 1}pt}}" for i, bar in enumerate(sparkline.BARS)}


def fragment(told: Report) -> str:
    """The facts as a list, the table, the closing lines, to be set in any article."""
    facts = (item(fact) for fact in told.facts)
    return "\n".join(
        [
            PREAMBLE,
            r"\begin{itemize}",
            *(rf"\item {words}" for words in facts if words),
            r"\end{itemize}",
            "",
            *(table(told.columns) if told.columns else ()),
            "",
            *(spelt(line) + r"\\" for line in told.closing),
        ]
    )


def spelt(words: str) -> str:
    return "".join(BARS.get(c) or in_text(c) for c in words)


def item(fact: Fact) -> str:
    """A fact with its label in front; nothing for an empty one."""
    words = "; ".join(filter(None, (fact.text, fact.remark)))
    label = rf"\textbf{{{fact.label}}}: " if fact.label.strip() else ""
    return f"{label}{spelt(words)}" if words else ""


def cell_text(cell: str) -> str:
    """A number as mathematics, words as they are."""
    shown = number(cell)
    return spelt(cell) if shown == cell else shown


def table(columns: Sequence[Column]) -> list[str]:
    sides = "".join("l" if column.is_text else "r" for column in columns)
    rows = zip(*[column.cells for column in columns], strict=True)
    return [
        rf"\begin{{tabular}}{{{sides}}}",
        r"\toprule",
        " & ".join(spelt(column.heading) for column in columns) + r" \\",
        r"\midrule",
        *(" & ".join(cell_text(cell) for cell in row) + r" \\" for row in rows),
        r"\bottomrule",
        r"\end{tabular}",
    ]
