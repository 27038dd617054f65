"""A kind and a count go in; what a look at so many of its exercises finds comes out.

A wrong key is no finding but a mistake of ours, and stops the drawing: see `drawing.demand_right`.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from symdescent.worked.exercises.drawing import Source, place_of_key, problems, tell
from symdescent.worked.exercises.mathematics import numbers
from symdescent.worked.exercises.records import PLACES, Problem
from symdescent.worked.exercises.words import TABLES, speaker


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
    told = [numbers(tell(p, speaker(language))) for p in drawn for language in TABLES]
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
