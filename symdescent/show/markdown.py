"""A report as Markdown: its facts, a pipe table, its closing lines."""

from collections.abc import Sequence

from symdescent.printing.escaping import in_markdown as escaped
from symdescent.printing.latex import latex
from symdescent.show.report import Report
from symdescent.show.rows import Column
from symdescent.show.words import Fact
from symdescent.worked.blocks import Text


def markdown(told: Report) -> str:
    """The text of a whole page section; nothing in it can be taken for markup."""
    return "\n".join(
        [
            *(bullet(fact) for fact in told.facts if fact.text or fact.remark),
            "",
            *(table(told.columns) if told.columns else ()),
            *((f"{result(told.result)}  ",) if told.result else ()),
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


def result(text: Text) -> str:
    """Words, and mathematics between dollars."""
    return "".join(escaped(p) if isinstance(p, str) else f"${latex(p)}$" for p in text)


def bullet(fact: Fact) -> str:
    """A line of the list; a column or a matrix as mathematics on lines of its own."""
    if fact.entries:
        remark = f"\n- {escaped(fact.remark)}" if fact.remark else ""
        return f"\n$$\n{latex(fact.entries.written)}\n$$\n{remark}"
    label = f"**{escaped(fact.label)}:** " if fact.label.strip() else ""
    return f"- {label}{escaped('; '.join(filter(None, (fact.text, fact.remark))))}"


def row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
