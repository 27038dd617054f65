"""A kind, a seed and a variant go in; exercises without end come out, each checked.

Exercise i depends on the kind, the seed, the variant and i (and on the exercises before it only so
far as none of them comes twice), not on how many are asked for; its form depends on kind, seed and
i alone, so that all variants have the same structure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from symdescent.errors import InputError
from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.kinds import Kind, kind_of
from symdescent.worked.exercises.mathematics import numbers
from symdescent.worked.exercises.records import PLACES, Exercise, Problem, Promise, Say
from symdescent.worked.exercises.verification import refuted
from symdescent.worked.exercises.words import speaker

MOST: Final = 500  # exercises of a sheet
TRIES: Final = 2_000
VARIANTS: Final = 9
PLAIN: Final = speaker("en")


@dataclass(frozen=True)
class Source:
    """Where exercises are drawn from."""

    kind: str
    seed: int
    variant: int = 0


def problems(source: Source) -> Iterator[Problem]:
    """The problems of one variant, one after the other."""
    for row in rows(source.kind, source.seed, source.variant + 1):
        yield row[-1]


def rows(name: str, seed: int, variants: int) -> Iterator[tuple[Problem, ...]]:
    """Place by place the problems of all variants: none twice in one of them, nor in one place."""
    kind = kind_of(name)
    seen: list[set[tuple[object, ...]]] = [set() for _ in range(variants)]
    for place in count():
        row: list[Problem] = []
        for variant, before in enumerate(seen):
            taken = before | {problem.identity for problem in row}
            row.append(fresh(kind, Source(name, seed, variant), place, taken))
            before.add(row[-1].identity)
        yield tuple(row)


def fresh(kind: Kind, source: Source, place: int, taken: set[tuple[object, ...]]) -> Problem:
    """The first drawn problem that is not taken and whose numbers are all short."""
    form = form_at(kind, source, place)
    for attempt in range(TRIES):
        chance = Chance(source.kind, source.seed, source.variant, place, attempt)
        problem = kind.draw(form, chance)
        if problem and problem.identity not in taken and is_nice(kind, problem):
            return demand_right(problem)
    raise InputError("too_large", f"there are no more exercises like {source.kind}, {form}")


def form_at(kind: Kind, source: Source, place: int) -> str:
    """Each form once in every round of them, in an order that differs from round to round."""
    turn, rest = divmod(place, len(kind.forms))
    return Chance(source.kind, source.seed, "form", turn).shuffled(tuple(kind.forms))[rest]


def is_nice(kind: Kind, problem: Problem) -> bool:
    """Whether there are enough distractors, and every number keeps the promise."""
    if len(problem.distractors) < PLACES - 1:
        return False
    asked = (value for answer in problem.answers for value in answer.value)
    given = (value for values in problem.numbers.values() for value in values)
    if not kind.promise.keeps((*asked, *given, *problem.chosen.value)):
        return False
    return is_short(tell(problem, PLAIN), kind.promise)


def is_short(exercise: Exercise, promise: Promise) -> bool:
    """Whether every number that is printed is below the bound."""
    printed = (exercise.statement, exercise.parts, exercise.key, exercise.solution)
    return all(
        max(abs(value.numerator), value.denominator) < promise.below for value in numbers(printed)
    )


def demand_right(problem: Problem) -> Problem:
    """The problem; a wrong key is a mistake of ours, and no exercise is made of it."""
    wrong = refuted(problem)
    if wrong:
        raise AssertionError(f"{problem.kind}, {problem.form}: {wrong}")
    return problem


def tell(problem: Problem, say: Say) -> Exercise:
    """The exercise in one language."""
    kind = kind_of(problem.kind)
    told = kind.tell(problem, say)
    return Exercise(
        problem,
        kind.forms[problem.form],
        told.statement,
        told.parts,
        told.question,
        told.key,
        told.solution,
    )


def place_of_key(source: Source, place: int) -> int:
    """Where the right answer stands: each place once in every four exercises."""
    turn, rest = divmod(place, PLACES)
    labels = (source.kind, source.seed, source.variant, "key", turn)
    return Chance(*labels).shuffled(range(PLACES))[rest]
