"""A sheet of exercises: questions, solutions, an answer key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Any, Final

from symdescent.errors import InputError
from symdescent.lessons.blocks import (
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
from symdescent.lessons.exercises.drawing import (
    MOST,
    VARIANTS,
    Source,
    place_of_key,
    rows,
    speaker,
    worded,
)
from symdescent.lessons.exercises.mathematics import row
from symdescent.lessons.exercises.problems import Exercise, Opening, Problem, Value

LETTERS: Final = "abcdefghi"


@dataclass(frozen=True)
class SheetRequest:
    """Sheets to be made, one a variant; `command` and `version`: what makes them again."""

    kind: str
    count: int = 20
    seed: int = 0
    variants: int = 1
    solutions: str = "end"
    choices: bool = False
    language: str = "en"
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


def sheets(wanted: SheetRequest) -> tuple[Sheet, ...]:
    """The sheets of all variants; InputError for what cannot be made."""
    demand(wanted)
    drawn = list(islice(rows(wanted.kind, wanted.seed, wanted.variants), wanted.count))
    layouts = (Layout(wanted, v, numbered(wanted, v, drawn)) for v in range(wanted.variants))
    return tuple(LAYOUTS[wanted.solutions](layout) for layout in layouts)


def demand(wanted: SheetRequest) -> None:
    """Refuse sizes and words that are not offered."""
    sizes = (("count", wanted.count, MOST), ("variants", wanted.variants, VARIANTS))
    for name, size, most in sizes:
        if not 1 <= size <= most:
            raise InputError("domain", f"{name} must be from 1 to {most}, not {size}")
    if wanted.solutions not in LAYOUTS:
        shown, hint = wanted.solutions[:40], f"there are {', '.join(LAYOUTS)}"
        raise InputError("unknown_name", f"there is no place '{shown}' for solutions", hint)


def numbered(
    wanted: SheetRequest, variant: int, drawn: list[tuple[Problem, ...]]
) -> list[Numbered]:
    """The exercises of a variant in order."""
    say, source = speaker(wanted.language), Source(wanted.kind, wanted.seed, variant)
    return [
        Numbered(worded(row[variant], say), place + 1, place_of_key(source, place))
        for place, row in enumerate(drawn)
    ]


@dataclass(frozen=True)
class Layout:
    """The exercises of one variant, to be laid out as documents."""

    wanted: SheetRequest
    variant: int
    exercises: list[Numbered]

    def say(self, key: str, **parts: Any) -> Text:
        return speaker(self.wanted.language)(key, **parts)

    def inline(self) -> Sheet:
        blocks: list[Block] = []
        for each in self.exercises:
            told = Environment("solution", self.solved(each), label=self.label(each))
            blocks += [self.question(each), told]
        return Sheet(self.keyed("exercises", [*blocks, *self.key()]))

    def at_the_end(self) -> Sheet:
        rest = [*self.key(), Heading(self.say("heading.solutions")), *self.solutions()]
        return Sheet(self.keyed("exercises", [*self.questions(), *rest]))

    def apart(self) -> Sheet:
        told = self.keyed("solutions", [*self.key(), *self.solutions()])
        return Sheet(self.framed("exercises", list(self.questions())), told)

    def keyed(self, part: str, blocks: list[Block]) -> Document:
        """The same with the exact numbers of everything, for machines."""
        data = {"exercises": [recorded(each) for each in self.exercises]}
        return replace(self.framed(part, blocks), data=data)

    def framed(self, part: str, blocks: list[Block]) -> Document:
        """The blocks under a title, with what makes them again."""
        wanted = self.wanted
        title = self.say(f"sheet.{part}", kind=self.say(f"title.{wanted.kind}"))
        if wanted.variants > 1:
            letter = LETTERS[self.variant].upper()
            title = self.say("sheet.variant", title=title, letter=letter)
        made = Provenance(wanted.command, wanted.version, wanted.seed)
        return Document(title, (*blocks, made), wanted.language)

    def questions(self) -> Iterator[Block]:
        return map(self.question, self.exercises)

    def question(self, each: Numbered) -> Environment:
        """What is given and asked; with answers to choose from, one question."""
        told = each.exercise
        blocks: tuple[Block, ...] = tuple(
            Paragraph(lettered(place, text)) for place, text in enumerate(told.parts)
        )
        if self.wanted.choices:
            options = tuple((row(value),) for _, value in each.options)
            right = None if self.wanted.solutions == "apart" else each.right
            blocks = (Paragraph(told.question), Choices(options, right))
        whole = (*told.statement, *blocks)
        return Environment("exercise", whole, label=self.label(each), number=each.number)

    def label(self, each: Numbered) -> str:
        """A name that no exercise of another sheet has."""
        variant = LETTERS[self.variant]
        return f"ex:{self.wanted.kind}-{self.wanted.seed}{variant}-{each.number}"

    def solutions(self) -> Iterator[Block]:
        """Each refers to its exercise, by number and, within one document, by label."""
        for each in self.exercises:
            title = self.say("solution.of", place=str(each.number))
            label = "" if self.wanted.solutions == "apart" else self.label(each)
            yield Environment("solution", self.solved(each), title, label)

    def solved(self, each: Numbered) -> tuple[Block, ...]:
        """The whole solution; with answers to choose from, the mistakes behind the wrong ones."""
        blocks: list[Block] = []
        place = 0
        for block in each.exercise.solution:
            if isinstance(block, Opening):
                text = block.text if self.wanted.choices else lettered(place, block.text)
                block, place = Paragraph(text), place + 1
            blocks.append(block)
        return (*blocks, *(self.mistakes(each) if self.wanted.choices else ()))

    def mistakes(self, each: Numbered) -> Iterator[Block]:
        yield Paragraph(self.say("choice.right", letter=f"({LETTERS[each.right]})"))
        named = zip(LETTERS, each.options, strict=False)
        yield Listing(tuple(self.mistake(letter, how) for letter, (how, _) in named if how))

    def mistake(self, letter: str, how: str) -> Text:
        return self.say("choice.wrong", letter=f"({letter})", mistake=self.say(f"mistake.{how}"))

    def key(self) -> Iterator[Block]:
        """The answers alone."""
        yield Heading(self.say("heading.key"))
        yield Listing(tuple(map(self.short, self.exercises)), ordered=True)

    def short(self, each: Numbered) -> Text:
        """The letter of the right answer and the answer; or one answer a part."""
        if self.wanted.choices:
            return (f"({LETTERS[each.right]}) ", row(each.options[each.right][1]))
        told: list[Any] = []
        for place, text in enumerate(each.exercise.key):
            told += ["; "] * (place > 0) + [*lettered(place, text)]
        return tuple(told)


LAYOUTS: Final[dict[str, Callable[[Layout], Sheet]]] = {
    "inline": Layout.inline,
    "end": Layout.at_the_end,
    "apart": Layout.apart,
}


def lettered(place: int, text: Text) -> Text:
    """(a) and what is said there."""
    return (f"({LETTERS[place]}) ", *text)


def recorded(each: Numbered) -> dict[str, Any]:
    """An exercise as plain data; exact numbers are texts: -12/25."""
    told, problem = each.exercise, each.exercise.problem
    return {
        "number": each.number,
        "kind": problem.kind,
        "form": problem.form,
        "difficulty": told.difficulty,
        "formula": problem.formula,
        "given": {name: texts(values) for name, values in problem.numbers.items()},
        "answers": [{"asked": a.asked, "value": texts(a.value)} for a in problem.answers],
        "choices": [{"mistake": how, "value": texts(value)} for how, value in each.options],
        "right": each.right,
    }


def texts(values: Value) -> list[str]:
    return [str(value) for value in values]
