"""A document goes in, a LaTeX fragment comes out: a booktabs table between its lines."""

from collections.abc import Sequence

from symdescent.show import sparkline
from symdescent.show.document import Document
from symdescent.show.latex import in_text, minus
from symdescent.show.rows import Column

BARS = {bar: rf"\rule{{.4em}}{{{i + 1}pt}}" for i, bar in enumerate(sparkline.BARS)}
PREAMBLE = "% needs \\usepackage{amsmath,booktabs}"


def fragment(told: Document) -> str:
    """The facts as a list, the table, the closing lines, to be set in any article."""
    facts = ("; ".join(filter(None, (fact.text, fact.remark))) for fact in told.facts)
    return "\n".join(
        [
            PREAMBLE,
            r"\begin{itemize}",
            *(rf"\item {spelt(words)}" for words in facts if words),
            r"\end{itemize}",
            "",
            *table(told.columns),
            "",
            *(spelt(line) + r"\\" for line in told.closing),
        ]
    )


def spelt(words: str) -> str:
    return "".join(BARS.get(c) or in_text(c) for c in words)


def cell_text(cell: str) -> str:
    """A number in mathematics where it has a minus sign."""
    number = minus(cell)
    return spelt(cell) if number == cell else number


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
