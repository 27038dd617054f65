"""The first iterates of a descent as exact fractions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from symdescent.calculus.compilation import on_fractions
from symdescent.calculus.rule_step import Update
from symdescent.numeric.objective import Function

LONGEST: Final = 96  # bits of a numerator or denominator: beyond it nobody reads a fraction
Point = tuple[Fraction, ...]


class Halt(StrEnum):
    """Why exact iterates end where they do."""

    ASKED = "as many as were asked for"
    LONG = "the next fraction is too long to read"
    UNDEFINED = "the next step is not defined"
    IRRATIONAL = "a step leaves the rational numbers"
    NOISE = "a step draws random numbers"


@dataclass(frozen=True)
class ExactWalk:
    """Iterates as exact fractions, the start first.

    `points` (k, n); `halt`: why there are no more; `bits`: of the longest numerator or denominator
    of the first iterate that is not among them, 0 where there is none.
    """

    points: tuple[Point, ...]
    halt: Halt
    bits: int = 0


def exact_walk(update: Update, start: Point, most: int, longest: int = LONGEST) -> ExactWalk:
    """Up to `most` iterates, ending before a fraction of over `longest` bits."""
    step = exact_step(update)
    if step is None:
        return ExactWalk((), Halt.NOISE if update.noise else Halt.IRRATIONAL)
    n, points = len(start), list[Point]()
    for state in states(step, (*start, *update.memory_at(start))):
        bits = max(map(length, state[:n]))
        if bits > longest:
            return ExactWalk(tuple(points), Halt.LONG, bits)
        if len(points) >= most:
            return ExactWalk(tuple(points), Halt.ASKED)
        points.append(tuple(state[:n]))
    return ExactWalk(tuple(points), Halt.UNDEFINED)


def exact_iterates(update: Update, start: Point, most: int) -> tuple[Point, ...]:
    """Up to `most` iterates, the start first, ending before a fraction of over LONGEST bits.

    Empty where a step needs more than rational arithmetic.
    """
    return exact_walk(update, start, most).points


def exact_step(update: Update) -> Function | None:
    """The step on fractions; None where it needs more than rational arithmetic."""
    if update.noise:
        return None
    return on_fractions(update.inputs, update.outputs, update.assignments)


def states(step: Function, state: Sequence[Fraction]) -> Iterator[Sequence[Fraction]]:
    """The states (x, memory) from the first on; they end where a step is not defined."""
    size, t = len(state), 1
    while True:
        yield state
        try:
            state = step(*state, t)[-size:]
        except ArithmeticError:
            return
        t += 1


def length(number: Fraction) -> int:
    """The bits of the longer one of numerator and denominator."""
    return max(number.numerator.bit_length(), number.denominator.bit_length())
