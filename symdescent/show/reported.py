"""A comparison, a sweep, a search or its cases go in, a short document about it comes out."""

import math

from symdescent.experiments.catchment import Catchment
from symdescent.experiments.comparison import Comparison
from symdescent.experiments.sweep import Sweep
from symdescent.minimum_search import Cases, Search
from symdescent.show import casework, contest, proving, sweeping
from symdescent.show.report import Report
from symdescent.show.summaries import drawn, paragraphs, tabular
from symdescent.worked.blocks import Block, Document, Paragraph


def of_comparison(done: Comparison) -> Document:
    """One row an optimizer, and how each came nearer, where there is a value to come near to."""
    figures = (drawn(done),) if math.isfinite(done.goal.value) else ()
    return document(contest.report(done), *figures)


def of_sweep(done: Sweep) -> Document:
    """One row a value, and the steps that each needs; of two settings the grid alone."""
    figures = (drawn(done),) if len(done.axes) == 1 else ()
    return document(sweeping.report(done), *figures)


def of_search(done: Search) -> Document:
    """The answer with its whole proof."""
    return document(proving.report(done, True, False))


def of_cases(done: Cases) -> Document:
    """The answer case by case, each with its proof."""
    return document(casework.report(done, True))


def of_catchment(done: Catchment) -> Document:
    """The map of where each start leads."""
    return Document((), (drawn(done),))


def document(told: Report, *figures: Block) -> Document:
    """A report in blocks: its facts, its table, pictures, its closing lines."""
    table = (tabular(told.columns),) if told.columns else ()
    closing = (Paragraph((line,)) for line in told.closing)
    return Document((), (*paragraphs(told.facts), *table, *figures, *closing))
