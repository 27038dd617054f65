"""Sheets: the same ones again, variants, where solutions and right answers stand."""

from collections import Counter
from itertools import islice

import pytest

from symdescent.errors import InputError
from symdescent.lessons.blocks import Choices, Environment, Heading, Listing, Provenance
from symdescent.lessons.exercises.drawing import KINDS, Source, place_of_key, problems, rows
from symdescent.lessons.exercises.sheet import SheetRequest, sheets


def formulas(kind, seed, count, variant=0):
    return [p.formula for p in islice(problems(Source(kind, seed, variant)), count)]


FIRST = {  # of seed 7, on every machine and version of Python
    "quadratic": ("6*x^2 - 96*x + 380", "4*(x + 5)*(x - 3)", "(x - 1)^2 - 6"),
    "quadratic-2d": (
        "1/2*(5*x^2 - 2*x*y + 5*y^2) + 9*x - 21*y",
        "5*x^2 + y^2 + 40*x - 2*y",
        "12*x^2 - 8*x*y + 6*y^2",
    ),
    "momentum": ("4*(x - 2)^2 + 6", "(x + 9)^2 + 9", "1/2*x^2 - 6"),
    "polynomial": (
        "3*x^4 + 40*x^3 + 162*x^2 + 216*x",
        "3*x^4 - 44*x^3 + 210*x^2 - 300*x + 9",
        "2*x^3 - 30*x^2 + 144*x - 8",
    ),
    "convergence": (
        "17*x^2 + 19*x*y + 17*y^2 - 53*x - 53*y",
        "1/2*x^2 - 4*x + 5",
        "1/2*(45*x^2 + 72*x*y + 45*y^2) + 90*x + 72*y",
    ),
    "gradient": ("4*x^2*y + 5*y^2 + 5*x", "2*ln(x^2 + y^2 - 1) - x", "(3*x - 12)^3"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_exercises_are_pinned(kind):
    assert tuple(formulas(kind, 7, 3)) == FIRST[kind]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("kind", KINDS)
def test_an_exercise_does_not_depend_on_the_count(kind):
    many, few = (sheets(SheetRequest(kind, count=count, seed=5))[0].questions for count in (6, 3))
    asked = [[b for b in d.blocks if isinstance(b, Environment)] for d in (many, few)]
    questions = [[b for b in blocks if b.kind == "exercise"] for blocks in asked]
    assert questions[0][:3] == questions[1]
    assert formulas(kind, 5, 3) != formulas(kind, 6, 3)


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_variants_have_the_same_structure_and_other_numbers(kind):
    drawn = list(islice(rows(kind, 4, 3), 12))
    for row in drawn:
        assert len({problem.form for problem in row}) == 1
        assert len({problem.identity for problem in row}) == 3
    for variant in range(3):
        alone = list(islice(problems(Source(kind, 4, variant)), 12))
        assert [row[variant] for row in drawn] == alone
        assert len({problem.identity for problem in alone}) == 12


def test_the_right_answer_is_everywhere_equally_often():
    places = [place_of_key(Source("quadratic", 7), place) for place in range(500)]
    assert Counter(places) == {0: 125, 1: 125, 2: 125, 3: 125}
    assert places[:8] != places[8:16]


def blocks_of(document, kind):
    return [b for b in document.blocks if isinstance(b, Environment) and b.kind == kind]


def test_where_solutions_stand():
    inline, end, apart = (
        sheets(SheetRequest("momentum", count=3, solutions=place))[0]
        for place in ("inline", "end", "apart")
    )
    order = [b.kind for b in inline.questions.blocks if isinstance(b, Environment)]
    assert order == ["exercise", "solution"] * 3
    order = [b.kind for b in end.questions.blocks if isinstance(b, Environment)]
    assert order == ["exercise"] * 3 + ["solution"] * 3
    assert len(apart.documents) == 2 and apart.solutions is not None
    assert blocks_of(apart.questions, "solution") == []
    assert not any(isinstance(b, Listing | Heading) for b in apart.questions.blocks)
    assert apart.questions.data == {}
    assert len(blocks_of(apart.solutions, "solution")) == 3
    assert blocks_of(apart.questions, "exercise") == blocks_of(end.questions, "exercise")


def test_the_answer_key_has_a_line_for_each_exercise():
    (sheet,) = sheets(SheetRequest("gradient", count=5))
    (key,) = [b for b in sheet.questions.blocks if isinstance(b, Listing)]
    assert key.ordered and len(key.items) == 5


@pytest.mark.slow
def test_choices():
    (sheet,) = sheets(SheetRequest("quadratic-2d", count=8, choices=True))
    offered = [b for e in blocks_of(sheet.questions, "exercise") for b in e.blocks]
    choices = [b for b in offered if isinstance(b, Choices)]
    assert len(choices) == 8
    recorded = sheet.questions.data["exercises"]
    for block, record in zip(choices, recorded, strict=True):
        assert len(set(map(repr, block.options))) == 4
        assert block.right == record["right"]
        assert [c["mistake"] == "" for c in record["choices"]].index(True) == block.right
        last = record["answers"][2]["value"][2:]
        assert record["choices"][block.right]["value"] == last


def test_questions_apart_from_solutions_do_not_tell_the_right_answer():
    (sheet,) = sheets(SheetRequest("gradient", count=4, choices=True, solutions="apart"))
    offered = [b for e in blocks_of(sheet.questions, "exercise") for b in e.blocks]
    assert [b.right for b in offered if isinstance(b, Choices)] == [None] * 4
    assert "choices" in sheet.solutions.data["exercises"][0]


def test_a_sheet_says_what_makes_it_again():
    made = SheetRequest("quadratic", 2, 9, command="symdescent exercises --seed 9", version="0.1.0")
    last = sheets(made)[0].questions.blocks[-1]
    assert last == Provenance("symdescent exercises --seed 9", "0.1.0", 9)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (SheetRequest("quadratics"), "did you mean  quadratic"),
        (SheetRequest("quadratic", count=0), "count must be from 1 to 500, not 0"),
        (SheetRequest("quadratic", count=501), "count must be from 1 to 500, not 501"),
        (SheetRequest("quadratic", variants=10), "variants must be from 1 to 9, not 10"),
        (SheetRequest("quadratic", solutions="nowhere"), "there are inline, end, apart"),
        (SheetRequest("quadratic", language="xx"), "there is no language"),
    ],
)
def test_what_cannot_be_made(wanted, words):
    with pytest.raises(InputError) as mistake:
        sheets(wanted)
    assert words in str(mistake.value)
