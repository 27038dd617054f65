"""What a notebook shows of a record: a short document as text, Markdown and HTML.

text/plain, text/markdown with mathematics between dollars, text/html with MathML: a front end takes
the richest that it knows.
"""

import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import Any, Final

import sympy as sp
from sympy import Expr

from symdescent.calculus.from_sympy import tree
from symdescent.claims.claim import Check
from symdescent.experiments.comparison import Comparison
from symdescent.experiments.many_starts import Catchment
from symdescent.experiments.sweep import Sweep
from symdescent.language.notation import (
    Bold,
    Function,
    Indexed,
    Point,
    Relation,
    Starred,
    Transposed,
)
from symdescent.language.tree import Name, Negative, Node, Number
from symdescent.lessons.blocks import (
    Block,
    Column,
    Derivation,
    Document,
    Figure,
    Line,
    Listing,
    Paragraph,
    Table,
)
from symdescent.lessons.written_numbers import bounds, elided
from symdescent.messages.sentences import step
from symdescent.minimum_search import Cases, Search
from symdescent.notebook_hook import Bundle
from symdescent.numeric.run import Run
from symdescent.printing.escaping import element
from symdescent.printing.mathml import halves, row, spell, words
from symdescent.printing.mathml import math as math_element
from symdescent.proofs import Kind, Minimum
from symdescent.render import (
    claims_report,
    comparison_report,
    facts,
    matrices,
    minimum_report,
    printed,
)
from symdescent.render import table as rows
from symdescent.render.figures import KINDS, Result, usual
from symdescent.render.html import BLOCKS, Fragments, picture, plain, text_html
from symdescent.render.report import Report, study_report
from symdescent.render.short_text import (
    LONGEST_VALUE,
    Fact,
    coordinates,
    describe,
    ranged,
    short,
    significant,
)
from symdescent.render.table import chosen
from symdescent.render.writers.notebook import Cells as Spelling
from symdescent.studies import Study

FEW = 6  # variables, slopes or points that are written out
ROWS = 12


def of_study(study: Study) -> Document:
    """Formula, gradient, how it was read, exact minimum, rule and rate, iterates, verdict."""
    formula = study.setting.formula
    names = [str(x.name) for x in formula.variables]
    function = Function(formula.title, (elided([*map(variable, names)]),))
    lines = [Line(Relation((function, formula.sentence.tree), ("=",)))]
    lines += slopes(study)
    lines += [Line(matrices.point(formula))] if len(names) > 1 else []
    box = [Line(one) for one in bounds(names, study.setting.bounds.sides)]
    told = study_report(study, chosen(study.run.steps, most=ROWS))
    table = tabular(told.columns, f"{study.run.rule}: {study.run.outcome}")
    closing = [Paragraph(told.result), *(Paragraph((line,)) for line in told.closing)]
    answer = least(study.minimum, names, formula.title, bold=True)
    read, rule = paragraphs(facts.notes(formula)), paragraphs(facts.answers(study)[1:])
    shown: tuple[Block, ...] = (table, figure_block(study), *closing)
    return Document((), (Derivation((lines[0], *box, *lines[1:])), *read, *answer, *rule, *shown))


def slopes(study: Study) -> list[Line]:
    """The slope, or the gradient as a column; nothing where it is too long."""
    formula, found = study.setting.formula, study.derivation.gradient
    left = matrices.function(formula)
    if len(found) > 1:
        column = matrices.gradient(formula, found).entries
        return [Line(column.written)] if column else []
    [slope] = found
    first = Relation((replace(left, primes=1), tree(slope)), ("=",))
    return [Line(first)] if short(slope, LONGEST_VALUE) else []


def paragraphs(told: Iterable[Fact]) -> Iterator[Paragraph]:
    """A paragraph for each fact that says something."""
    for fact in told:
        words = "; ".join(filter(None, (fact.text, fact.remark)))
        label = fact.label.strip()
        if words:
            yield Paragraph((f"{label}: {words}" if label else words,))


def figure_block(result: Result) -> Figure:
    """The figure that fits a result, told by its alternative text alone."""
    plot = KINDS[type(result)][usual(result)](result)
    own = zlib.crc32(plot.alternative.encode())  # a notebook has many figures on its page
    return Figure(plot, (), plot.alternative, f"figure-{own:x}")


def tabular(columns: Sequence[rows.Column], caption: str = "") -> Table:
    """The columns of a report as a block."""
    foot = any(column.foot for column in columns)
    made = (
        Column((c.heading,), text_cells([*c.cells, *[c.foot] * foot]), not c.is_text)
        for c in columns
    )
    return Table(tuple(made), (caption,) if caption else (), foot=foot)


def text_cells(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """A cell for each text."""
    return tuple((text,) for text in texts)


def of_check(check: Check) -> Document:
    """Each claim with its verdict and what belongs to it, and the solvers side by side."""
    shown = claims_report.check_report(check)
    facts_said = [fact for fact in shown.facts if fact.text]
    said: list[Block] = []
    for listed, group in groupby(facts_said, lambda fact: bool(fact.label.strip())):
        words = [(fact_words(fact),) for fact in group]
        said += [Listing(tuple(words))] if listed else map(Paragraph, words)
    columns = tuple(Column((c.heading,), text_cells(c.cells), not c.is_text) for c in shown.columns)
    return Document((), (*said, *((Table(columns),) if columns else ())))


def fact_words(fact: Fact) -> str:
    label = fact.label.strip()
    return f"{label}: {fact.text}" if label else fact.text


def of_minimum(minimum: Minimum) -> Document:
    """The points and the value, how sure they are, and the proof."""
    names = coordinates(minimum)
    bounded = paragraphs(facts.within(names, minimum.sides)) if minimum.sides else ()
    steps = [Paragraph(step(one)) for one in minimum.proof]
    return Document((), (*bounded, *least(minimum, names, "L"), *steps))


def of_run(run: Run) -> Document:
    """How it ended, where, and the iterates."""
    steps = chosen(run.steps, most=ROWS)
    ends = [
        Line(Relation((Indexed(variable(x), whole(run.steps)), decimal(at)), ("~",)))
        for x, at in zip(run.names[:FEW], run.points[-1].tolist(), strict=False)
    ]
    columns = [Column(("k",), tuple((str(k),) for k in steps))]
    columns += [
        Column(
            (Indexed(variable(x), variable("k")),),
            tuple((f"{run.points[k, i]:.9g}",) for k in steps),
        )
        for i, x in enumerate(run.names[:FEW])
    ]
    columns.append(Column(("value",), tuple((significant(run.values[k]),) for k in steps)))
    said = Paragraph((f"{run.rule}: {run.outcome}.",))
    return Document((), (said, Derivation(tuple(ends)), Table(tuple(columns))))


def least(
    minimum: Minimum, names: Sequence[str], title: str, bold: bool = False
) -> tuple[Block, ...]:
    """The exact answer in mathematics where it is short, and in words how sure it is.

    `bold`: the point of several variables by its letter.
    """
    where, sure = describe(minimum, names, bold)
    ranges = "; ".join(ranged(letter, words) for letter, words in minimum.parameters.items())
    reasons = [(ranges,) if ranges else (), *[()] * FEW]  # on the first point's line
    place = Bold("x") if bold and len(names) > 1 else Point(tuple(map(variable, names)))
    pairs = zip(written(minimum, place, title), reasons, strict=False)
    lines = [Line(relation, reason) for relation, reason in pairs]
    words = sure if lines else f"{where}; {sure}"
    said = Paragraph((f"Exact minimum: {words}.",))
    return (said, Derivation(tuple(lines))) if lines else (said,)


def written(minimum: Minimum, place: Bold | Point, title: str) -> list[Relation]:
    """(x, y)* = (1, 1) for each point, or a bold x* as a column, and L* = 0; nothing where a number
    is too long to be read."""
    if minimum.kind not in (Kind.GLOBAL, Kind.LOCAL) or minimum.value is None:
        return []
    numbers = [*(x for point in minimum.points for x in point), minimum.value]
    many = max((len(point) for point in minimum.points), default=0)
    if many > FEW or len(minimum.points) > FEW or not all(map(readable, numbers)):
        return []
    rows = [Point(tuple(map(tree, point))) for point in minimum.points]
    turned = [Transposed(row) if isinstance(place, Bold) else row for row in rows]
    points = [Relation((Starred(place), row), ("=",)) for row in turned]
    return [*points, Relation((Starred(Function(title)), tree(minimum.value)), ("=",))]


def readable(value: Expr) -> bool:
    return not value.has(sp.CRootOf) and short(value, LONGEST_VALUE) is not None


def variable(name: str) -> Name:
    return Name(name, 0, 0)


def whole(value: int) -> Number:
    return Number(Fraction(value), str(value), 0, 0)


def decimal(value: float) -> Node:
    """A float with nine digits, as a decimal."""
    text = f"{abs(value):.9g}"
    size = Number(Fraction(text), text, 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


def of_comparison(done: Comparison) -> Document:
    """One row an optimizer, and how each came nearer, where there is a value to come near to."""
    figures = (figure_block(done),) if math.isfinite(done.goal.value) else ()
    return report_document(comparison_report.comparison_report(done), *figures)


def of_sweep(done: Sweep) -> Document:
    """One row a value, and the steps that each needs; of two settings the grid alone."""
    figures = (figure_block(done),) if len(done.axes) == 1 else ()
    return report_document(comparison_report.sweep_report(done), *figures)


def of_search(done: Search) -> Document:
    """The answer with its whole proof."""
    return report_document(minimum_report.search_report(done, True, False))


def of_cases(done: Cases) -> Document:
    """The answer case by case, each with its proof."""
    return report_document(minimum_report.cases_report(done, True))


def of_catchment(done: Catchment) -> Document:
    """The map of where each start leads."""
    return Document((), (figure_block(done),))


def report_document(told: Report, *figures: Block) -> Document:
    """A report in blocks: its facts, its table, pictures, its closing lines."""
    table = (tabular(told.columns),) if told.columns else ()
    closing = (Paragraph((line,)) for line in told.closing)
    return Document((), (*paragraphs(told.facts), *table, *figures, *closing))


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
    made = Fragments(document.language, figure_html, BLOCKS | {Derivation: displayed})
    head = element("h2", text_html(document.title)) if document.title else ""
    return element("div", head, made.all(document.blocks), class_="symdescent")


def figure_html(figure: Figure, name: str) -> tuple[str, str]:
    return picture(figure.plot, name), ""


def displayed(_: Fragments, block: Derivation) -> str:
    """All lines as one table of mathematics, aligned at their relations."""
    rows = [element("mtr", *line_cells(line)) for line in block.lines]
    return math_element(element("mtable", *rows, displaystyle="true"), display="block")


def line_cells(line: Line) -> list[str]:
    """A line's first side, its rest, and its reason in words."""
    first, rest = halves(line.written)
    reason = [words(p) if isinstance(p, str) else spell(p) for p in line.reason]
    pairs = ((RIGHT, first), (LEFT, rest), (LEFT, row(*reason) if reason else ""))
    return [element("mtd", inside, style=style) for style, inside in pairs]
