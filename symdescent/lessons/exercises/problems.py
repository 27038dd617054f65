"""The records of an exercise, numbers first and then words, and the chance that draws them.

Python guarantees that `random.Random(seed).random()` keeps its sequence for a whole number as the
seed, and nothing of the kind for `choice`, `sample` or `shuffle`; so only `random()` is used here.
The whole number is the SHA-256 of the labels, which also keeps neighbouring seeds apart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from random import Random
from typing import Any, Final, TypeVar

from symdescent.lessons.blocks import Block, Text

T = TypeVar("T")


class Chance:
    """Choices that depend on the labels alone."""

    def __init__(self, *labels: str | int) -> None:
        digest = sha256("/".join(map(str, labels)).encode()).digest()
        self._random = Random(int.from_bytes(digest[:8], "big"))

    def below(self, count: int) -> int:
        """A whole number from 0 to count - 1."""
        return int(self._random.random() * count)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def nonzero(self, size: int) -> int:
        """A whole number from -size to size, but 0."""
        return self.between(1, size) * self.one_of((1, -1))

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """Each order as likely as any other: R. Durstenfeld (1964), doi:10.1145/364520.364540."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return tuple(order)


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
class Wording:
    """The words of one problem, as its kind has them."""

    statement: tuple[Block, ...]
    parts: tuple[Text, ...]
    question: Text
    key: tuple[Text, ...]
    solution: Solution


PLACES: Final = 4  # answers that are offered


def three(
    chance: Chance, key: Answer, slips: Mapping[str, tuple[Fraction, ...]], promise: Promise
) -> tuple[Distractor, ...]:
    """Three of the slips, all short and all different; fewer where there are no three."""
    taken, found = {key.value}, []
    for mistake in chance.shuffled(tuple(slips)):
        value = slips[mistake]
        if value not in taken and promise.keeps(value):
            taken.add(value)
            found.append(Distractor(mistake, value))
    return tuple(found[: PLACES - 1])
