"""The words of exercises: both tables complete, every word used, nothing said twice."""

import re
from itertools import islice, pairwise
from pathlib import Path

import pytest

import symdescent.lessons.exercises
from symdescent.errors import InputError
from symdescent.language.notation import Relation
from symdescent.lessons.blocks import Derivation, Paragraph
from symdescent.lessons.exercises.drawing import (
    FIXED,
    KINDS,
    TABLES,
    Source,
    problems,
    speaker,
    worded,
)
from symdescent.lessons.exercises.problems import Opening
from symdescent.printing.text import text

SOURCES = Path(symdescent.lessons.exercises.__file__).parent.glob("*.py")
GOING_ON = ("für", "for", "gives", "folgt")  # a formula follows on a line of its own
PLACE = re.compile(r"\{(\w+)\}")


def words(parts):
    return "".join(p if isinstance(p, str) else text(p) for p in parts)


def test_both_languages_have_the_same_words_and_places():
    english, german = TABLES["en"], TABLES["de"]
    assert list(english) == list(german)
    for key in english:
        given = [
            {place for place in PLACE.findall(table[key]) if place not in FIXED}
            for table in (english, german)
        ]
        assert given[0] == given[1], key


@pytest.mark.slow
def test_every_word_is_used_and_no_other():
    code = "".join(p.read_text(encoding="utf-8") for p in SOURCES if "words_" not in p.name)
    used = set(re.findall(r'"([a-z]+\.[a-z_]+)"', code))
    made = {"title": set(KINDS), "sheet": {"exercises", "solutions", "variant"}}
    made["mistake"] = {
        wrong.mistake
        for kind in KINDS
        for problem in islice(problems(Source(kind, 1)), 80)
        for wrong in problem.distractors
    }
    used |= {f"{head}.{tail}" for head, tails in made.items() for tail in tails}
    assert used - set(TABLES["en"]) == set()
    assert set(TABLES["en"]) - used == set()


def test_a_language_that_is_none():
    with pytest.raises(InputError, match="there is no language 'fr'"):
        speaker("fr")


@pytest.mark.long_beyond(6)
@pytest.mark.slow
@pytest.mark.parametrize("language", TABLES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_exercise_is_whole(kind, language):
    """As many parts as answers; each with a key, and a solution that opens with a sentence."""
    for problem in islice(problems(Source(kind, 2)), 28):
        told = worded(problem, speaker(language))
        openings = [block for block in told.solution if isinstance(block, Opening)]
        assert len(told.parts) == len(told.key) == len(openings) == len(problem.answers)
        assert isinstance(told.solution[0], Opening)
        sentences = [*told.parts, told.question, *(o.text for o in openings)]
        sentences += [b.text for b in told.solution if isinstance(b, Paragraph)]
        for sentence in map(words, sentences):
            assert "{" not in sentence and "  " not in sentence
            assert sentence[-1] in ".?:" or sentence.endswith(GOING_ON)
        assert any(isinstance(block, Derivation) for block in told.solution)


def test_a_solution_is_read_whole():
    (problem,) = islice(problems(Source("quadratic", 7)), 1)
    told = worded(problem, speaker("en"))
    derivations = [block for block in told.solution if isinstance(block, Derivation)]
    lines = [f"{text(x.written)} | {words(x.reason)}" for b in derivations for x in b.lines]
    assert [words(p.text) for p in told.statement] == [
        "Let L(x) = 6x² − 96x + 380. Gradient descent starts at x₀ = −40 with learning rate "
        "η = 1/48."
    ]
    assert lines == [
        "L′(x) = 12x − 96 | power rule",
        "xₖ₊₁ = xₖ − 1/48·(12·xₖ − 96) | one step",
        "xₖ₊₁ = ¾·xₖ + 2 | collected",
        "x₁ = ¾(−40) + 2 = −28 | ",
        "x₂ = ¾(−28) + 2 = −19 | ",
        "x₃ = ¾(−19) + 2 = −49/4 | ",
        "x* = ¾·x* + 2 ⇔ x* = 8 | fixed point",
        "xₖ₊₁ − 8 = ¾(xₖ − 8) | the fixed point subtracted",
        "xₖ = 8 − 48(3/4)ᵏ | since x₀ − 8 = −48",
    ]


@pytest.mark.long
@pytest.mark.slow
def test_no_line_says_the_same_thing_twice():
    for kind in KINDS:
        for problem in islice(problems(Source(kind, 8)), 42):
            blocks = worded(problem, speaker("en")).solution
            lines = [x.written for b in blocks if isinstance(b, Derivation) for x in b.lines]
            for sides in (x.sides for x in lines if isinstance(x, Relation)):
                spelt = list(map(text, sides))
                assert all(a != b for a, b in pairwise(spelt)), spelt
