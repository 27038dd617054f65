"""A step as formulas and an exact start go in, exact iterates and values come out, far enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from symdescent.calculus.rule_step import Update
from symdescent.recurrence.exact_iterates import exact_step, length

MOST_BITS: Final = 10_000  # of a numerator or a denominator that is only rounded
Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Exact:
    """An iterate and the value there."""

    point: Point
    value: Fraction


def exact_rows(update: Update | None, start: Point, last: int) -> tuple[Exact, ...]:
    """The iterates from 0 to `last`, as far as they stay rational and below MOST_BITS.

    Empty where a step is no rational arithmetic, or needs random numbers.
    """
    step = None if update is None else exact_step(update)
    if update is None or step is None:
        return ()
    n, found = len(start), []
    state: Sequence[Fraction] = (*start, *update.memory_at(start))
    for t in range(1, last + 2):
        try:
            after = step(*state, t)
        except ArithmeticError:
            break
        found.append(Exact(tuple(state[:n]), after[0]))
        state = after[n + 1 :]
        if any(length(number) > MOST_BITS for number in state):
            break
    return tuple(found)
