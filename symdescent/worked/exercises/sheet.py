"""What is wanted goes in, a sheet of exercises comes out: questions, solutions, an answer key."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any, Final

from symdescent.errors import InputError
from symdescent.worked.blocks import (
    Block,
    Choices,
    Document,
    Environment,
    Heading,
    Listing,
    Paragraph,
    Provenance,
    Text,
)
from symdescent.worked.exercises.drawing import (
    MOST,
    VARIANTS,
    Source,
    place_of_key,
    problems,
    tell,
)
from symdescent.worked.exercises.mathematics import point
from symdescent.worked.exercises.records import Exercise, Opening, Say
from symdescent.worked.exercises.words import speaker

LETTERS: Final = "abcdefghi"
SOLUTIONS: Final = ("inline", "end", "apart")


@dataclass(frozen=True)
class Wanted:
    """A sheet to be made; `command` and `version`: what makes it again."""

    source: Source
    count: int = 20
    solutions: str = "end"
    choices: bool = False
    language: str = "en"
    lettered: bool = False  # whether the title says which variant it is
    command: str = ""
    version: str = ""


@dataclass(frozen=True)
class Numbered:
    """An exercise, its number on the sheet, and where its right answer stands."""

    exercise: Exercise
    number: int
    right: int

    @property
    def options(self) -> list[tuple[str, tuple[Fraction, ...]]]:
        """The answers that are offered, each with its mistake: the right one has none."""
        problem = self.exercise.problem
        offered = [(wrong.mistake, wrong.value) for wrong in problem.distractors]
        key = tuple(Fraction(value) for value in problem.chosen.value)
        return [*offered[: self.right], ("", key), *offered[self.right :]]


@dataclass(frozen=True)
class Sheet:
    """The questions, with the solutions behind them unless these are a document of their own."""

    questions: Document
    solutions: Document | None = None

    @property
    def documents(self) -> tuple[Document, ...]:
        return (self.questions, self.solutions) if self.solutions else (self.questions,)


def sheet(wanted: Wanted) -> Sheet:
    """The sheet; InputError for what cannot be made."""
    demand(wanted)
    say, exercises = speaker(wanted.language), numbered(wanted)
    told = {"inline": inline, "end": at_the_end, "apart": apart}[wanted.solutions]
    return told(wanted, exercises, say)


def demand(wanted: Wanted) -> None:
    """Refuse sizes and words that are not offered."""
    if not 1 <= wanted.count <= MOST:
        raise InputError("domain", f"a sheet has from 1 to {MOST} exercises, not {wanted.count}")
    if not 0 <= wanted.source.variant < VARIANTS:
        raise InputError("domain", f"there are at most {VARIANTS} variants")
    if wanted.solutions not in SOLUTIONS:
        shown = wanted.solutions[:40]
        hint = f"there are {', '.join(SOLUTIONS)}"
        raise InputError("unknown_name", f"there is no place '{shown}' for solutions", hint)


def numbered(wanted: Wanted) -> list[Numbered]:
    """The exercises in order."""
    say, source = speaker(wanted.language), wanted.source
    drawn = islice(problems(source), wanted.count)
    return [
        Numbered(tell(problem, say), place + 1, place_of_key(source, place))
        for place, problem in enumerate(drawn)
    ]


def inline(wanted: Wanted, exercises: list[Numbered], say: Say) -> Sheet:
    blocks: list[Block] = []
    for each in exercises:
        blocks += [question(wanted, each), Environment("solution", solved(wanted, each, say))]
    return Sheet(framed(wanted, say, "exercises", [*blocks, *key(wanted, exercises, say)]))


def at_the_end(wanted: Wanted, exercises: list[Numbered], say: Say) -> Sheet:
    told: list[Block] = [question(wanted, each) for each in exercises]
    told += key(wanted, exercises, say)
    told += [Heading(say("heading.solutions")), *solutions(wanted, exercises, say)]
    return Sheet(framed(wanted, say, "exercises", told))


def apart(wanted: Wanted, exercises: list[Numbered], say: Say) -> Sheet:
    blocks: list[Block] = [question(wanted, each) for each in exercises]
    rest = [*key(wanted, exercises, say), *solutions(wanted, exercises, say)]
    asked = framed(wanted, say, "exercises", blocks)
    return Sheet(asked, framed(wanted, say, "solutions", rest))


def framed(wanted: Wanted, say: Say, part: str, blocks: list[Block]) -> Document:
    """The blocks under a title, with what makes them again."""
    kind = say(f"title.{wanted.source.kind}")
    title = say(f"sheet.{part}", kind=kind)
    if wanted.lettered:
        letter = LETTERS[wanted.source.variant].upper()
        title = say("sheet.variant", title=title, letter=letter)
    made = Provenance(wanted.command, wanted.version, wanted.source.seed)
    return Document(title, (*blocks, made), wanted.language)


def question(wanted: Wanted, each: Numbered) -> Environment:
    """What is given and asked; with answers to choose from, one question."""
    told = each.exercise
    blocks: tuple[Block, ...]
    if wanted.choices:
        options = tuple((point(value),) for _, value in each.options)
        blocks = (*told.statement, Paragraph(told.question), Choices(options, each.right))
    else:
        parts = (Paragraph(lettered(i, text)) for i, text in enumerate(told.parts))
        blocks = (*told.statement, *parts)
    return Environment("exercise", blocks, label=f"ex:{named(wanted)}-{each.number}")


def named(wanted: Wanted) -> str:
    """A name for labels that no other sheet has."""
    source = wanted.source
    return f"{source.kind}-{source.seed}{LETTERS[source.variant]}"


def lettered(place: int, text: Text) -> Text:
    """(a) and what is said there."""
    return (f"({LETTERS[place]}) ", *text)


def solutions(wanted: Wanted, exercises: list[Numbered], say: Say) -> Iterator[Environment]:
    for each in exercises:
        title = say("solution.of", place=str(each.number))
        yield Environment("solution", solved(wanted, each, say), title)


def solved(wanted: Wanted, each: Numbered, say: Say) -> tuple[Block, ...]:
    """The whole solution; with answers to choose from, the mistakes behind the wrong ones too."""
    blocks: list[Block] = []
    place = 0
    for block in each.exercise.solution:
        if isinstance(block, Opening):
            text = block.text if wanted.choices else lettered(place, block.text)
            block, place = Paragraph(text), place + 1
        blocks.append(block)
    return (*blocks, *(mistakes(each, say) if wanted.choices else ()))


def mistakes(each: Numbered, say: Say) -> Iterator[Block]:
    yield Paragraph(say("choice.right", letter=f"({LETTERS[each.right]})"))
    wrong = [(letter, how) for letter, (how, _) in zip(LETTERS, each.options, strict=False) if how]
    yield Listing(
        tuple(
            say("choice.wrong", letter=f"({letter})", mistake=say(f"mistake.{how}"))
            for letter, how in wrong
        )
    )


def key(wanted: Wanted, exercises: list[Numbered], say: Say) -> Iterator[Block]:
    """The answers alone."""
    yield Heading(say("heading.key"))
    yield Listing(tuple(short(wanted, each) for each in exercises), ordered=True)


def short(wanted: Wanted, each: Numbered) -> Text:
    """The letter of the right answer and the answer; or one answer a part."""
    if wanted.choices:
        return (f"({LETTERS[each.right]}) ", point(each.options[each.right][1]))
    told: list[Any] = []
    for place, text in enumerate(each.exercise.key):
        told += ["; "] * (place > 0) + [*lettered(place, text)]
    return tuple(told)
