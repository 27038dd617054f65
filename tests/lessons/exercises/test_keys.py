"""A hundred exercises of each kind, five hundred at length: every key found in another way."""

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import islice

import pytest

from symdescent.language import plain
from symdescent.language.notation import Relation
from symdescent.language.tree import Number
from symdescent.lessons.exercises import drawing
from symdescent.lessons.exercises.drawing import KINDS, Source, problems, speaker, worded
from symdescent.lessons.exercises.problems import Answer, Distractor
from symdescent.lessons.exercises.verification import CHECKS, refuted
from symdescent.printing.latex import latex
from tests.lessons.exercises.references import REFERENCES, Found, read

SEEDS, EACH = 10, 50
FEWER = 2  # seeds, where it is not done at length
MOST_CHARACTERS = {"polynomial": 5}  # of a number given or asked for; 6 in all other kinds
BELOW = {"polynomial": 2_000}  # what every number printed is below; 10,000 in all other kinds


@cache
def some(kind, seeds=FEWER):
    """The exercises of so many sheets, told in English."""
    drawn = [p for seed in range(seeds) for p in islice(problems(Source(kind, seed)), EACH)]
    return [worded(problem, speaker("en")) for problem in drawn]


def pieces(part):
    """Every piece of mathematics, and every number, in records of records."""
    if isinstance(part, str | int | Fraction | None):
        return
    if isinstance(part, tuple):
        for inner in part:
            yield from pieces(inner)
        return
    yield part
    names = part.__slots__ if hasattr(part, "__slots__") else vars(part)
    yield from pieces(tuple(getattr(part, name) for name in names))


def stated(exercise):
    """The right side of L(x) = ... in the statement, as text."""
    return next(
        plain(p.sides[1])
        for p in pieces(exercise.statement)
        if isinstance(p, Relation) and "L" in latex(p.sides[0])
    )


@pytest.mark.long_beyond(3)
@pytest.mark.slow
@pytest.mark.parametrize("seeds", [FEWER, pytest.param(SEEDS, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_found_again(kind, seeds):
    asked = set()
    for exercise in some(kind, seeds):
        problem = exercise.problem
        found = Found(stated(exercise), problem.numbers)
        for answer in (*problem.answers, problem.chosen):
            assert REFERENCES[answer.asked](found, answer.value), (problem.formula, answer)
            asked.add(answer.asked)
    assert len(some(kind, seeds)) == seeds * EACH
    assert len(asked) >= 3


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_wrong_answers_are_wrong_and_differ(kind):
    for exercise in some(kind):
        problem = exercise.problem
        offered = [problem.chosen.value, *(wrong.value for wrong in problem.distractors)]
        assert len(offered) == len(set(offered)) == 4
        found = Found(problem.formula, problem.numbers)
        for wrong in problem.distractors:
            assert len(wrong.value) == len(problem.chosen.value)
            assert not REFERENCES[problem.chosen.asked](found, wrong.value)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_as_short_as_promised(kind):
    longest, below = MOST_CHARACTERS.get(kind, 6), BELOW.get(kind, 10_000)
    for exercise in some(kind):
        problem = exercise.problem
        shown = [*problem.numbers.values(), *(a.value for a in problem.answers)]
        shown += [wrong.value for wrong in problem.distractors]
        assert all(len(str(x)) <= longest for v in shown for x in v if isinstance(x, Fraction))
        told = (exercise.statement, exercise.parts, exercise.key, exercise.solution)
        sizes = [p.value for p in pieces(told) if isinstance(p, Number)]
        assert sizes and all(max(x.numerator, x.denominator) < below and x >= 0 for x in sizes)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [FEWER, pytest.param(SEEDS, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_answers_are_spread_out(kind, seeds):
    drawn = some(kind, seeds)
    keys = Counter(exercise.problem.chosen.value for exercise in drawn)
    assert keys.most_common(1)[0][1] <= 0.08 * len(drawn)
    forms = Counter(exercise.problem.form for exercise in drawn)
    assert set(forms) == set(KINDS[kind].forms)
    assert max(forms.values()) - min(forms.values()) <= seeds


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_exercise_of_a_full_sheet_comes_twice(kind, monkeypatch):
    monkeypatch.setattr(drawing, "demand_right", lambda problem: problem)  # keys: see above
    sheet = list(islice(problems(Source(kind, 3)), 500))
    assert len({(p.formula, repr(sorted(p.numbers.items()))) for p in sheet}) == 500


@pytest.mark.slow
def test_every_answer_has_a_check_and_a_reference():
    asked = {a.asked for kind in KINDS for e in few(kind) for a in (*e.answers, e.chosen)}
    assert asked == set(CHECKS) == set(REFERENCES)


def few(kind):
    return list(islice(problems(Source(kind, 1)), 14))


def spoilt(value):
    """Each entry of an answer, changed a little."""
    for place, entry in enumerate(value):
        wrong = f"{entry} + 1" if isinstance(entry, str) else entry + Fraction(1, 7)
        yield (*value[:place], wrong, *value[place + 1 :])


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_wrong_key_is_caught(kind):
    for problem in few(kind):
        assert refuted(problem) == ""
        for place, answer in enumerate(problem.answers):
            for value in spoilt(answer.value):
                answers = list(problem.answers)
                answers[place] = Answer(answer.asked, value)
                assert answer.asked in refuted(replace(problem, answers=tuple(answers)))
        for value in spoilt(problem.chosen.value):
            chosen = Answer(problem.chosen.asked, value)
            assert problem.chosen.asked in refuted(replace(problem, chosen=chosen))


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("kind", KINDS)
def test_a_distractor_that_is_no_wrong_answer_is_caught(kind):
    problem = few(kind)[0]
    first, *rest = problem.distractors
    same = Distractor(first.mistake, problem.chosen.value)
    twice = Distractor(first.mistake, rest[0].value)
    for planted in (same, twice):
        assert "same" in refuted(replace(problem, distractors=(planted, *rest)))
    assert "missing" in refuted(replace(problem, distractors=tuple(rest)))


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_references_find_a_wrong_key_too(kind):
    for problem in few(kind):
        found = Found(problem.formula, problem.numbers)
        for answer in (*problem.answers, problem.chosen):
            assert REFERENCES[answer.asked](found, answer.value)
            for value in spoilt(answer.value):
                assert not REFERENCES[answer.asked](found, value), answer.asked


def test_the_reader_of_the_references():
    assert read("2*x^2 - exp(x)").subs("x", 0) == -1
    found = Found("1/2*(x-4)^2", {"start": (Fraction(14),), "rate": (Fraction(1, 10),)})
    assert found.iterates(2) == [(Fraction(13),), (Fraction(121, 10),)]
    known = Found("(17*x^2 - 24*x*y + 10*y^2)/2", {})
    assert known.eigenvalues() == [1, 26]
    assert re.fullmatch(r"[\d/]+", str(known.trace_and_determinant()[0]))
