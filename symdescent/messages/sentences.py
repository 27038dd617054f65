"""Steps of proofs and reasons as sentences: the tables of a language, filled."""

import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final, Protocol

from symdescent.language.notation import Written
from symdescent.messages.mathematics import MOST_POINTS, Paper
from symdescent.printing.text import text as paper
from symdescent.proofs.steps import Applied, Fact, Given, ProofStep, Reason, Sign, Statement

LANGUAGES: Final = ("en", "de")
PLACE: Final = re.compile(r"\{(\w+)\}")
FACTS: Final = " {facts}"  # at the end of a sentence; else after a colon
Text = tuple[str | Written, ...]
Part = str | Written | Text
BOOK: Final = Paper(nabla=True)


class Writer(Protocol):
    """Puts facts on paper, or as they would be typed."""

    @property
    def dots(self) -> str | Written:
        """What stands for points that are left out."""
        ...

    def fact(self, fact: Fact) -> str | Written:
        """A relation, or what stands alone."""
        ...

    def place(self, statement: Statement) -> str | Written:
        """Where a limit is taken."""
        ...


def table(language: str) -> Any:
    """The module with the sentences of a language, loaded when it is spoken."""
    return import_module(f"symdescent.messages.{language}")


def filled(template: str, parts: Mapping[str, Part]) -> Text:
    """A sentence with {places}, each of which has a part."""
    told: list[str | Written] = []
    for i, piece in enumerate(PLACE.split(template)):
        part = parts[piece] if i % 2 else piece
        told.extend(part if isinstance(part, tuple) else (part,))
    return joined(told)


def joined(parts: Sequence[str | Written]) -> Text:
    """Words that follow each other as one piece, empty ones left out."""
    told: list[str | Written] = []
    for part in parts:
        if isinstance(part, str) and told and isinstance(told[-1], str):
            told[-1] += part
        elif part != "":
            told.append(part)
    return tuple(told)


def step(one: ProofStep, language: str = "en", writer: Writer = BOOK) -> Text:
    """What a step says, and what it is about."""
    told, facts = words(one, language, writer), about(one, language, writer)
    gap = " " if table(language).STEPS[one.rule].endswith(FACTS) else ": "
    return joined([*told, gap, *facts]) if facts else told


def about(one: ProofStep, language: str = "en", writer: Writer = BOOK) -> Text:
    """What a step is about."""
    return _listed(one.facts, language, writer)


def words(one: ProofStep, language: str = "en", writer: Writer = BOOK) -> Text:
    """What a step says, without what it is about."""
    template = table(language).STEPS[one.rule].removesuffix(FACTS)
    return filled(template, _parts(one.given, one.of, language, writer))


def reasons(many: Sequence[Reason], language: str = "en", writer: Writer = BOOK) -> Text:
    """Why there is no stronger answer, in one sentence; nothing where there is no reason."""
    told: list[str | Written] = []
    for one in many:
        parts = _parts(one.given, "L", language, writer)
        told += ["; ", *filled(table(language).REASONS[one.kind], parts)]
    return joined(told[1:])


def _parts(given: Given, of: str, language: str, writer: Writer) -> dict[str, Part]:
    listed = {key: _listed(facts, language, writer) for key, facts in given.items()}
    return {**listed, "L": writer.fact(Applied(of))}


def _listed(facts: Sequence[Fact], language: str, writer: Writer) -> Text:
    """The facts with commas between them, of many points the first ones; signs with gaps."""
    comma = " " if all(isinstance(fact, Sign) for fact in facts) else ", "
    are_points = all(isinstance(fact, tuple) for fact in facts)
    shown = facts[:MOST_POINTS] if are_points else facts
    told = [piece for fact in shown for piece in (comma, *_told(fact, language, writer))][1:]
    if len(shown) < len(facts):
        told += [comma, writer.dots]
    return joined(told)


def _told(fact: Fact, language: str, writer: Writer) -> Text:
    """A fact; a limit with the place that it is taken at."""
    if not isinstance(fact, Statement) or fact.towards is None:
        return (writer.fact(fact),)
    parts = {"limit": writer.fact(fact), "place": writer.place(fact)}
    return filled(table(language).LIMITS[fact.towards.side], parts)


def sentence(told: Text) -> Text:
    """The same with a capital at its beginning, unless that is mathematics, and a full stop."""
    head, *rest = told
    first = head[:1].upper() + head[1:] if isinstance(head, str) else head
    return joined([first, *rest, "."])


def line(told: Text) -> str:
    """The same on one line of Unicode."""
    return "".join(part if isinstance(part, str) else paper(part) for part in told)
