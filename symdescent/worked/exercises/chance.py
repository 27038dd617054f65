"""Labels go in, a sequence of choices comes out: the same one on every machine and version.

Python guarantees that `random.Random(seed).random()` keeps its sequence for a whole number as the
seed, and nothing of the kind for `choice`, `sample` or `shuffle`; so only `random()` is used here.
The whole number is the SHA-256 of the labels, which also keeps neighbouring seeds apart.
"""

from collections.abc import Sequence
from hashlib import sha256
from random import Random
from typing import TypeVar

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
