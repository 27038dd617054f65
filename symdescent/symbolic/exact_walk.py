"""An Update and an exact start go in, the first iterates come out as exact fractions."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from symdescent.numeric.evaluation import Function
from symdescent.symbolic.compilation import on_fractions
from symdescent.symbolic.update import Update

LONGEST = 96  # bits of a numerator or denominator: beyond it nobody reads a fraction
Point = tuple[Fraction, ...]


def exact_iterates(update: Update, start: Point, most: int) -> tuple[Point, ...]:
    """Up to `most` iterates, the start first, ending before a fraction of over LONGEST bits.

    Empty where a step needs more than rational arithmetic.
    """
    if update.noise:
        return ()
    step = on_fractions(update.inputs, update.outputs, update.assignments)
    if step is None:
        return ()
    return tuple(islice(walk(step, start, update), most))


def walk(step: Function, start: Point, update: Update) -> Iterator[Point]:
    n, t = len(start), 1
    state: Sequence[Fraction] = (*start, *update.memory_at(start))
    while all(is_short(number) for number in state[:n]):
        yield tuple(state[:n])
        try:
            state = step(*state, t)[n + 1 :]
        except ArithmeticError:
            return
        t += 1


def is_short(number: Fraction) -> bool:
    return max(number.numerator.bit_length(), number.denominator.bit_length()) <= LONGEST
