"""A report, what every format shows of a result, and its text: terminal, Markdown, LaTeX, CSV."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from symdescent.language.notation import (
    Bold,
    Chain,
    Function,
    Indexed,
    Point,
    Relation,
    Symbolic,
    Written,
)
from symdescent.language.tree import Name, Negative, Number
from symdescent.lessons.blocks import Text
from symdescent.printing.escaping import in_latex as in_text
from symdescent.printing.escaping import in_markdown as escaped
from symdescent.printing.latex import latex
from symdescent.render.facts import facts
from symdescent.render.latex import PREAMBLE, number
from symdescent.render.short_text import FEW, Fact
from symdescent.render.table import (
    Column,
    Spell,
    best,
    columns_in_signs,
    decimals,
    fact_in_signs,
    fact_lines,
    fitting,
    iterates,
    reached,
    shown,
    unreached,
)
from symdescent.studies import Study


@dataclass(frozen=True)
class Report:
    """What is told about one study: facts, a table of iterates, its result, closing lines."""

    facts: tuple[Fact, ...]
    columns: tuple[Column, ...]
    closing: tuple[str, ...]
    result: Text = ()


def study_report(study: Study, steps: Sequence[int], exact: bool = False) -> Report:
    """The same lines and columns as in the terminal, with all the room they need."""
    finding = study.verdict.finding
    verdict = f"{finding.standing}: {finding.sentence}"
    iterated = shown(study, steps, None, exact=exact)
    return Report(
        tuple(fact for fact in facts(study) if fact.text or fact.remark),
        iterated.columns,
        tuple(filter(None, (iterated.left_out, verdict, finding.advice))),
        study_result(study),
    )


def study_result(study: Study) -> Text:
    """The classic line as mathematics: x_min = 4.000, so L(4.000) = 0.000."""
    run, row = study.answer, best(study)
    at = Point(tuple(decimal(x) for x in run.points[row].tolist()[:FEW]))
    if len(run.names) > FEW:
        at = Point((*at.coordinates, Symbolic("dots")))
    value = Function(study.setting.formula.title, (at,))
    sides: tuple[Written, ...] = (at, value, decimal(float(run.values[row])))
    if not reached(study):
        return (f"{unreached(study)} ", Relation((Chain(()), *sides), ("=", "so", "=")))
    letter: Written = Name(run.names[0], 0, 0) if len(run.names) == 1 else Bold("x")
    return (Relation((Indexed(letter, Name("min", 0, 0)), *sides), ("=", "so", "=")),)


def decimal(value: float) -> Written:
    """A number with three decimals, or whatever is no finite one, in words."""
    text = decimals(abs(value))
    if not math.isfinite(value):
        return Name(text, 0, 0)
    size = Number(Fraction(text), text, 0, 0)
    return Negative(size, 0, 0) if value < 0 and size.value else size


def renderable(report: Report, width: int | None, spell: Spell = str) -> RenderableType:
    """Facts, the columns that fit into `width` (None: all), closing lines, in signs it has."""
    columns = columns_in_signs(report.columns, spell)
    fitted = fitting(columns, width)
    left_out = ", ".join(column.heading for column in columns[len(fitted) :])
    narrow = (f"left out at this width: {left_out}",) if left_out else ()
    closing = (Fact("", words) for words in (*report.closing, *narrow))
    return Group(
        *(line for fact in report.facts for line in fact_lines(fact_in_signs(fact, spell), width)),
        *((RichText(), iterates(fitted, spell)) if fitted else ()),
        *((RichText(),) if report.closing else ()),
        *(line for fact in closing for line in fact_lines(fact_in_signs(fact, spell), width)),
    )


def markdown(told: Report) -> str:
    """The text of a whole page section; nothing in it can be taken for markup."""
    return "\n".join(
        [
            *(bullet(fact) for fact in told.facts if fact.text or fact.remark),
            "",
            *(markdown_table(told.columns) if told.columns else ()),
            *((f"{markdown_result(told.result)}  ",) if told.result else ()),
            *(f"{escaped(line)}  " for line in told.closing),
        ]
    )


def markdown_table(columns: Sequence[Column]) -> list[str]:
    return [
        markdown_row([column.heading for column in columns]),
        "|" + "|".join(" ---: " for _ in columns) + "|",
        *(markdown_row(cells) for cells in zip(*[c.cells for c in columns], strict=True)),
        *([markdown_row([c.foot for c in columns])] if any(c.foot for c in columns) else []),
        "",
    ]


def markdown_result(text: Text) -> str:
    """Words, and mathematics between dollars."""
    return "".join(escaped(p) if isinstance(p, str) else f"${latex(p)}$" for p in text)


def bullet(fact: Fact) -> str:
    """A line of the list; a column or a matrix as mathematics on lines of its own."""
    if fact.entries:
        remark = f"\n- {escaped(fact.remark)}" if fact.remark else ""
        return f"\n$$\n{latex(fact.entries.written)}\n$$\n{remark}"
    label = f"**{escaped(fact.label)}:** " if fact.label.strip() else ""
    return f"- {label}{escaped('; '.join(filter(None, (fact.text, fact.remark))))}"


def markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


BARS: Final = "▁▂▃▄▅▆▇█"
NONE: Final = "×"


def sparkline(numbers: Sequence[float]) -> str:
    """A bar for each number, on the scale of their logarithms; a cross for one that is not finite.

    What is zero or below has the lowest bar.
    """
    sizes = [math.log10(x) if 0 < x < math.inf else None for x in numbers]
    known = [size for size in sizes if size is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    return "".join(
        bar(size, low, high) if math.isfinite(x) else NONE
        for x, size in zip(numbers, sizes, strict=True)
    )


def bar(size: float | None, low: float, high: float) -> str:
    if size is None:
        return BARS[0]
    share = (size - low) / (high - low) if high > low else 0.0
    return BARS[min(int(share * len(BARS)), len(BARS) - 1)]


BARS_IN_LATEX = {bar: rf"\rule{{.4em}}{{{i + 1}pt}}" for i, bar in enumerate(BARS)}


def latex_fragment(told: Report) -> str:
    """The facts as a list, the table, the closing lines, to be set in any article."""
    facts = (latex_item(fact) for fact in told.facts)
    return "\n".join(
        [
            PREAMBLE,
            r"\begin{itemize}",
            *(rf"\item {words}" for words in facts if words),
            r"\end{itemize}",
            "",
            *(latex_table(told.columns) if told.columns else ()),
            "",
            *(latex_words(line) + r"\\" for line in told.closing),
        ]
    )


def latex_words(words: str) -> str:
    return "".join(BARS_IN_LATEX.get(c) or in_text(c) for c in words)


def latex_item(fact: Fact) -> str:
    """A fact with its label in front; nothing for an empty one."""
    words = "; ".join(filter(None, (fact.text, fact.remark)))
    label = rf"\textbf{{{fact.label}}}: " if fact.label.strip() else ""
    return f"{label}{latex_words(words)}" if words else ""


def latex_cell(cell: str) -> str:
    """A number as mathematics, words as they are."""
    shown = number(cell)
    return latex_words(cell) if shown == cell else shown


def latex_table(columns: Sequence[Column]) -> list[str]:
    sides = "".join("l" if column.is_text else "r" for column in columns)
    rows = zip(*[column.cells for column in columns], strict=True)
    return [
        rf"\begin{{tabular}}{{{sides}}}",
        r"\toprule",
        " & ".join(latex_words(column.heading) for column in columns) + r" \\",
        r"\midrule",
        *(" & ".join(latex_cell(cell) for cell in row) + r" \\" for row in rows),
        r"\bottomrule",
        r"\end{tabular}",
    ]


def csv_rows(study: Study, steps: Sequence[int]) -> Iterator[list[str]]:
    """The heading, then step, point, value, slopes and the exact point where it is known."""
    run, names = study.run, study.run.names
    yield [
        "k",
        *names,
        study.setting.formula.title,
        *(f"d/d{name}" for name in names),
        *(f"exact {name}" for name in names),
    ]
    for k in steps:
        known = k < len(study.iterates)
        exact = [str(x) for x in study.iterates[k]] if known else [""] * len(names)
        numbers = (*run.points[k], run.values[k], *run.gradients[k])
        yield [str(k), *(repr(float(x)) for x in numbers), *exact]
