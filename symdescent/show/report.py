"""A study goes in, what every text format tells of it comes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from symdescent.show.facts import facts
from symdescent.show.rows import Column, columns
from symdescent.show.table import classic
from symdescent.show.words import Fact
from symdescent.studies import Study


@dataclass(frozen=True)
class Report:
    """What is told about one study: facts, a table of iterates, closing lines."""

    facts: tuple[Fact, ...]
    columns: tuple[Column, ...]
    closing: tuple[str, ...]


def report(study: Study, steps: Sequence[int]) -> Report:
    """The same lines and columns as in the terminal, with all the room they need."""
    finding = study.verdict.finding
    verdict = f"{finding.standing}: {finding.sentence}"
    return Report(
        tuple(fact for fact in facts(study) if fact.text or fact.remark),
        columns(study, steps, None),
        tuple(filter(None, (classic(study), verdict, finding.advice))),
    )
