"""Exercises without end, each checked, from the table of their kinds.

Exercise i depends on the kind, the seed, the variant and i (and on the exercises before it only so
far as none of them comes twice), not on how many are asked for; its form depends on kind, seed and
i alone, so that all variants have the same structure.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import count, islice
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.language.notation import Function
from symdescent.lessons.blocks import Text
from symdescent.lessons.exercises import (
    convergence,
    gradient,
    momentum,
    plane,
    polynomial,
    quadratic,
)
from symdescent.lessons.exercises.mathematics import number, numbers, written
from symdescent.lessons.exercises.problems import (
    PLACES,
    Chance,
    Exercise,
    Problem,
    Promise,
    Say,
    Wording,
)
from symdescent.lessons.exercises.verification import refuted
from symdescent.lessons.wording import demand_language
from symdescent.lessons.wording_de import EXERCISES_IN_GERMAN
from symdescent.lessons.wording_en import EXERCISES_IN_ENGLISH
from symdescent.messages.sentences import Part, filled


@dataclass(frozen=True)
class Kind:
    """`forms`: the structures of its exercises, each with its difficulty from 1 to 3."""

    forms: Mapping[str, int]
    promise: Promise
    draw: Callable[[str, Chance], Problem | None]
    wording: Callable[[Problem, Say], Wording]


KINDS: Final = {
    "quadratic": Kind(quadratic.FORMS, quadratic.PROMISE, quadratic.draw, quadratic.wording),
    "quadratic-2d": Kind(plane.FORMS, plane.PROMISE, plane.draw, plane.wording),
    "momentum": Kind(momentum.FORMS, momentum.PROMISE, momentum.draw, momentum.wording),
    "polynomial": Kind(polynomial.FORMS, polynomial.PROMISE, polynomial.draw, polynomial.wording),
    "convergence": Kind(
        convergence.FORMS, convergence.PROMISE, convergence.draw, convergence.wording
    ),
    "gradient": Kind(gradient.FORMS, gradient.PROMISE, gradient.draw, gradient.wording),
}


def kind_of(name: str) -> Kind:
    """The kind of a name; InputError with the nearest one."""
    if name not in KINDS:
        hint = did_you_mean(name, KINDS) or f"there are {', '.join(KINDS)}"
        raise InputError("unknown_name", f"there is no kind of exercises '{name[:40]}'", hint)
    return KINDS[name]


TABLES: Final = {"en": EXERCISES_IN_ENGLISH, "de": EXERCISES_IN_GERMAN}
FIXED: Final = {  # mathematics that is the same in every exercise
    **{letter: written(letter) for letter in ("L", "k", "x", "y", "A", "B", "eta", "beta", "rho")},
    "eigenvalue": written("lambda"),
    "mode": written("1 - eta*lambda"),
    "quadratic": written("r^2 - (1 + beta - eta*lambda)*r + beta"),
    "modulus": written("sqrt(beta)"),
    "flipped": written("1/eta"),
    "complement": written("1 - beta"),
    "at_zero": Function("L", (number(0),)),
}


def speaker(language: str) -> Say:
    """What says the sentences of one language; InputError where there is none."""
    demand_language(language)
    return partial(say, language)


def say(language: str, key: str, **parts: "Part") -> Text:
    """The sentence of a key with words and mathematics in its places."""
    return filled(TABLES[language][key], {**FIXED, **parts})


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
    return is_short(worded(problem, PLAIN), kind.promise)


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


def worded(problem: Problem, say: Say) -> Exercise:
    """The exercise in one language."""
    kind = kind_of(problem.kind)
    told = kind.wording(problem, say)
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


@dataclass(frozen=True)
class Findings:
    """What was found: `longest` in characters of numbers given or asked for, `largest` of all."""

    kind: str
    count: int
    doubles: int
    longest: int
    largest: int
    commonest: int  # exercises that share the most frequent answer
    places: tuple[int, ...]  # how often the right answer stands at each place


def examined(source: Source, count: int) -> Findings:
    """A sheet of `count` exercises: drawn, verified, told in every language, and measured."""
    drawn = list(islice(problems(source), count))
    told = [numbers(worded(p, speaker(language))) for p in drawn for language in TABLES]
    sizes = (max(abs(x.numerator), x.denominator) for values in told for x in values)
    keys = Counter(problem.chosen.value for problem in drawn)
    places = Counter(place_of_key(source, place) for place in range(count))
    return Findings(
        source.kind,
        count,
        count - len({problem.identity for problem in drawn}),
        max(len(str(value)) for problem in drawn for value in exact(problem)),
        max(sizes),
        keys.most_common(1)[0][1],
        tuple(places[place] for place in range(PLACES)),
    )


def exact(problem: Problem) -> list[Fraction]:
    """Every number that is given, asked for, or offered."""
    given, offered = problem.numbers.values(), (wrong.value for wrong in problem.distractors)
    asked = (answer.value for answer in (*problem.answers, problem.chosen))
    groups = (*given, *offered, *asked)
    return [value for group in groups for value in group if isinstance(value, Fraction)]
