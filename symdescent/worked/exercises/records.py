"""The records of an exercise: numbers first, then what is told of them in one language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from symdescent.worked.blocks import Block, Text

Value = tuple[Fraction | str, ...]  # exact numbers, or formulas as they are typed


@dataclass(frozen=True)
class Answer:
    """What is asked, by a name of `verification.CHECKS`, and the answer."""

    asked: str
    value: Value


@dataclass(frozen=True)
class Distractor:
    """A wrong answer, and the mistake that leads to it: a name of `words`."""

    mistake: str
    value: tuple[Fraction, ...]


@dataclass(frozen=True)
class Problem:
    """An exercise without words.

    `form` is its structure, shared by all variants of a sheet; `formula` the text of L; `numbers`
    what else is given (start, rate, ...); `answers` one a part; `chosen` the answer that is asked
    for where answers are offered, among `distractors`; `made_of` is what its kind drew.
    """

    kind: str
    form: str
    formula: str
    numbers: Mapping[str, tuple[Fraction, ...]]
    answers: tuple[Answer, ...]
    chosen: Answer
    distractors: tuple[Distractor, ...]
    made_of: Any

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two exercises the same."""
        return self.formula, tuple(sorted(self.numbers.items()))


@dataclass(frozen=True)
class Opening:
    """The first sentence of the solution of a part."""

    text: Text


Solution = tuple[Block | Opening, ...]


@dataclass(frozen=True)
class Exercise:
    """A problem as it is told: `parts` and `key` one an answer, `question` for offered answers."""

    problem: Problem
    difficulty: int  # 1 to 3
    statement: tuple[Block, ...]
    parts: tuple[Text, ...]
    question: Text
    key: tuple[Text, ...]
    solution: Solution


@dataclass(frozen=True)
class Promise:
    """How long the numbers of a kind are at most.

    `characters` of each number that is given or asked for (-12/25 has 6); all other numbers, those
    in the solution too, have numerators and denominators below `below`.
    """

    characters: int
    below: int = 10_000

    def keeps(self, values: Value) -> bool:
        """Whether all of the numbers are short."""
        return all(self.short(value) for value in values if isinstance(value, Fraction))

    def short(self, value: Fraction) -> bool:
        fits = max(abs(value.numerator), value.denominator) < self.below
        return fits and len(str(value)) <= self.characters


Say = Callable[..., Text]  # the key of a sentence and its pieces go in, the sentence comes out


@dataclass(frozen=True)
class Told:
    """The words of one problem, as its kind has them."""

    statement: tuple[Block, ...]
    parts: tuple[Text, ...]
    question: Text
    key: tuple[Text, ...]
    solution: Solution


PLACES: Final = 4  # answers that are offered
