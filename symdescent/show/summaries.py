"""A study, a run or a minimum as a short document, for a notebook."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

import sympy as sp
from sympy import Expr

from symdescent.calculus.from_sympy import tree
from symdescent.claims.records import Check
from symdescent.exact import Kind, Minimum, ProofStep
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
from symdescent.numeric.run import Run
from symdescent.show import arrays, claims, facts, rows
from symdescent.show.figures import KINDS, Result, usual
from symdescent.show.report import report
from symdescent.show.rows import chosen
from symdescent.show.words import LONGEST, Fact, describe, ranged, short, signed, significant
from symdescent.studies import Study
from symdescent.worked.blocks import (
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
from symdescent.worked.numbers import elided

FEW = 6  # variables, slopes or points that are written out
ROWS = 12


def of_study(study: Study) -> Document:
    """Formula, gradient, how it was read, exact minimum, rule and rate, iterates, verdict."""
    formula = study.setting.formula
    names = [str(x.name) for x in formula.variables]
    function = Function(formula.title, (elided([*map(variable, names)]),))
    lines = [Line(Relation((function, formula.sentence.tree), ("=",)))]
    lines += slopes(study)
    lines += [Line(arrays.point(formula))] if len(names) > 1 else []
    told = report(study, chosen(study.run.steps, most=ROWS))
    table = tabular(told.columns, f"{study.run.rule}: {study.run.outcome}")
    closing = [Paragraph(told.result), *(Paragraph((line,)) for line in told.closing)]
    answer = least(study.minimum, names, formula.title, bold=True)
    read, rule = paragraphs(facts.notes(formula)), paragraphs(facts.answers(study)[1:])
    shown: tuple[Block, ...] = (table, drawn(study), *closing)
    return Document((), (Derivation(tuple(lines)), *read, *answer, *rule, *shown))


def slopes(study: Study) -> list[Line]:
    """The slope, or the gradient as a column; nothing where it is too long."""
    formula, found = study.setting.formula, study.derivation.gradient
    left = arrays.function(formula)
    if len(found) > 1:
        column = arrays.gradient(formula, found).entries
        return [Line(column.written)] if column else []
    [slope] = found
    first = Relation((replace(left, primes=1), tree(slope)), ("=",))
    return [Line(first)] if short(slope, LONGEST) else []


def paragraphs(told: Iterable[Fact]) -> Iterator[Paragraph]:
    """A paragraph for each fact that says something."""
    for fact in told:
        words = "; ".join(filter(None, (fact.text, fact.remark)))
        label = fact.label.strip()
        if words:
            yield Paragraph((f"{label}: {words}" if label else words,))


def drawn(result: Result) -> Figure:
    """The figure that fits a result, told by its alternative text alone."""
    plot = KINDS[type(result)][usual(result)](result)
    own = zlib.crc32(plot.alternative.encode())  # a notebook has many figures on its page
    return Figure(plot, (), plot.alternative, f"figure-{own:x}")


def tabular(columns: Sequence[rows.Column], caption: str = "") -> Table:
    """The columns of a report as a block."""
    foot = any(column.foot for column in columns)
    made = (
        Column((c.heading,), cells([*c.cells, *[c.foot] * foot]), not c.is_text) for c in columns
    )
    return Table(tuple(made), (caption,) if caption else (), foot=foot)


def cells(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """A cell for each text."""
    return tuple((text,) for text in texts)


def of_check(check: Check) -> Document:
    """Each claim with its verdict and what belongs to it, and the solvers side by side."""
    shown = claims.report(check)
    facts_said = [fact for fact in shown.facts if fact.text]
    said: list[Block] = []
    for listed, group in groupby(facts_said, lambda fact: bool(fact.label.strip())):
        words = [(fact_words(fact),) for fact in group]
        said += [Listing(tuple(words))] if listed else map(Paragraph, words)
    columns = tuple(Column((c.heading,), cells(c.cells), not c.is_text) for c in shown.columns)
    return Document((), (*said, *((Table(columns),) if columns else ())))


def fact_words(fact: Fact) -> str:
    label = fact.label.strip()
    return f"{label}: {fact.text}" if label else fact.text


def of_minimum(minimum: Minimum) -> Document:
    """The points and the value, how sure they are, and the proof."""
    many = len(minimum.points[0]) if minimum.points else 1
    names = ["x"] if many == 1 else [f"x{i}" for i in range(1, many + 1)]
    steps = [Paragraph((signed(step_words(step)),)) for step in minimum.proof]
    return Document((), (*least(minimum, names, "L"), *steps))


def step_words(step: ProofStep) -> str:
    return f"{step.words}: {step.formula}" if step.formula else step.words


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
    return not value.has(sp.CRootOf) and short(value, LONGEST) is not None


def variable(name: str) -> Name:
    return Name(name, 0, 0)


def whole(value: int) -> Number:
    return Number(Fraction(value), str(value), 0, 0)


def decimal(value: float) -> Node:
    """A float with nine digits, as a decimal."""
    text = f"{abs(value):.9g}"
    size = Number(Fraction(text), text, 0, 0)
    return Negative(size, 0, 0) if value < 0 else size
