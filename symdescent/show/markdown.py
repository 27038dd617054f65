"""A report goes in, Markdown with a pipe table comes out."""

from collections.abc import Sequence

from symdescent.show.escaping import in_markdown as escaped
from symdescent.show.report import Report
from symdescent.show.rows import Column
from symdescent.show.words import Fact


def markdown(told: Report) -> str:
    """The text of a whole page section; nothing in it can be taken for markup."""
    return "\n".join(
        [
            *(bullet(fact) for fact in told.facts if fact.text or fact.remark),
            "",
            *(table(told.columns) if told.columns else ()),
            *(f"{escaped(line)}  " for line in told.closing),
        ]
    )


def table(columns: Sequence[Column]) -> list[str]:
    return [
        row([column.heading for column in columns]),
        "|" + "|".join(" ---: " for _ in columns) + "|",
        *(row(cells) for cells in zip(*[c.cells for c in columns], strict=True)),
        *([row([c.foot for c in columns])] if any(c.foot for c in columns) else []),
        "",
    ]


def bullet(fact: Fact) -> str:
    label = f"**{escaped(fact.label)}:** " if fact.label.strip() else ""
    return f"- {label}{escaped('; '.join(filter(None, (fact.text, fact.remark))))}"


def row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
