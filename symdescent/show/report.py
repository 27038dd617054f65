"""What every text format tells of a study."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

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
from symdescent.show.facts import facts
from symdescent.show.rows import Column, shown
from symdescent.show.table import best, decimals, reached
from symdescent.show.words import FEW, Fact
from symdescent.studies import Study
from symdescent.worked.blocks import Text


@dataclass(frozen=True)
class Report:
    """What is told about one study: facts, a table of iterates, its result, closing lines."""

    facts: tuple[Fact, ...]
    columns: tuple[Column, ...]
    closing: tuple[str, ...]
    result: Text = ()


def report(study: Study, steps: Sequence[int], exact: bool = False) -> Report:
    """The same lines and columns as in the terminal, with all the room they need."""
    finding = study.verdict.finding
    verdict = f"{finding.standing}: {finding.sentence}"
    iterated = shown(study, steps, None, exact=exact)
    return Report(
        tuple(fact for fact in facts(study) if fact.text or fact.remark),
        iterated.columns,
        tuple(filter(None, (iterated.left_out, verdict, finding.advice))),
        result(study),
    )


def result(study: Study) -> Text:
    """The classic line as mathematics: x_min = 4.000, so L(4.000) = 0.000."""
    run, row = study.answer, best(study)
    at = Point(tuple(decimal(x) for x in run.points[row].tolist()[:FEW]))
    if len(run.names) > FEW:
        at = Point((*at.coordinates, Symbolic("dots")))
    value = Function(study.setting.formula.title, (at,))
    sides: tuple[Written, ...] = (at, value, decimal(float(run.values[row])))
    if not reached(study):
        return ("best so far ", Relation((Chain(()), *sides), ("=", "so", "=")))
    letter: Written = Name(run.names[0], 0, 0) if len(run.names) == 1 else Bold("x")
    return (Relation((Indexed(letter, Name("min", 0, 0)), *sides), ("=", "so", "=")),)


def decimal(value: float) -> Written:
    """A number with three decimals, or whatever is no finite one, in words."""
    text = decimals(abs(value))
    if not math.isfinite(value):
        return Name(text, 0, 0)
    size = Number(Fraction(text), text, 0, 0)
    return Negative(size, 0, 0) if value < 0 and size.value else size
