"""A study goes in, the blocks that every text format spells come out."""

from collections.abc import Sequence
from dataclasses import dataclass

from symdescent.show.facts import facts
from symdescent.show.rows import Column, columns
from symdescent.show.table import classic
from symdescent.show.words import Fact
from symdescent.studies import Study


@dataclass(frozen=True)
class Document:
    """What is told about one study: facts, a table of iterates, closing lines."""

    facts: tuple[Fact, ...]
    columns: tuple[Column, ...]
    closing: tuple[str, ...]


def document(study: Study, steps: Sequence[int]) -> Document:
    """The same lines and columns as in the terminal, with all the room they need."""
    finding = study.verdict.finding
    verdict = f"{finding.standing}: {finding.sentence}"
    return Document(
        tuple(fact for fact in facts(study) if fact.text or fact.remark),
        columns(study, steps, None),
        tuple(filter(None, (classic(study), verdict, finding.advice))),
    )
