"""Both languages have the same words; the formulas of proofs are mathematics."""

import re

import pytest

from symdescent.calculus.steps.derivation_steps import RULES
from symdescent.lessons.blocks import Environment, Listing
from symdescent.lessons.wording import LANGUAGES, known, say
from symdescent.messages.sentences import PLACE
from symdescent.proofs import Kind
from symdescent.proofs.critical_points import Nature
from symdescent.recurrence.closed_form import Behaviour
from symdescent.render.documents import example
from symdescent.verdict import Standing
from tests.lessons.classic import blocks

FORMULAS = (
    "1/2*(x-4)^2",
    "x^2 + 2x y + y^2",
    "x^4 - 3x^2 + x",
    "x^2 - y^2",
    "x + y^2",
    "-x^3",
    "exp(x) - x",
    "exp(-x)",
    "x^2 + exp(-y)",
    "sin(x) + cos(2x)",
    "abs(x - 1) + (y - 2)^2",
    "100(y-x^2)^2 + (1-x)^2",
    "x^4 + y^4 - 4x y",
    "(x y - 1)^2 + x^2",
    "sqrt(1 + x^2)",
    "log(1 + (x - 2)^2)",
    "x^2 + sin(x)",
    "(x + y)^4 + 1",
    "x*exp(x)",
    "x^2 y^2 - x",
    "abs(x) - sin(y)",
    "x log(x)",
    "cosh(x) + x",
    "(x-1)^2 + 10 sin(3x)^2",
)


def places(template):
    return sorted(PLACE.findall(template))


def test_every_language_has_the_same_keys_and_places():
    for table in LANGUAGES.values():
        assert set(table) == set(LANGUAGES["en"])
    for key, english in LANGUAGES["en"].items():
        extra = set(places(LANGUAGES["de"][key])) - set(places(english))
        assert not extra, key


def test_nothing_is_the_same_in_both_by_oversight():
    same = {k for k, v in LANGUAGES["en"].items() if LANGUAGES["de"][k] == v}
    assert {k for k in same if re.search("[a-z]{3}", PLACE.sub("", LANGUAGES["en"][k]))} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_tables_can_emit_has_words(language):
    needed = [*map(str, Nature), *(f"mode {b}" for b in Behaviour)]
    needed += [f"title {k}" for k in Kind if k is not Kind.UNDECIDED]
    needed += [str(s) for s in Standing if s is not Standing.UNDECIDED]
    assert [key for key in needed if not known(language, key)] == []
    general = RULES[: RULES.index("derivative") + 1]
    named = ("values", "simplify", "rearrange", "domain")
    assert [r for r in (*general, *named) if not known(language, f"rule {r}")] == []


def test_a_sentence_is_filled():
    assert say("en", "list end", first="a", second=("b",)) == ("a and b",)


@pytest.mark.long_beyond(8)
@pytest.mark.slow_beyond(2)
@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_of_proofs_are_mathematics(formula):
    document = example(formula, steps=3, time_limit=3.0).document
    proofs = [b for b in blocks(document) if isinstance(b, Environment) and b.kind == "proof"]
    told = [
        text
        for proof in proofs
        for block in proof.blocks
        for text in (block.items if isinstance(block, Listing) else (block.text,))
    ]
    words = [part for text in told for part in text if isinstance(part, str)]
    assert words
    assert [w for w in words if re.search(r"[\^*<>]|->|\boo\b|CRootOf", w)] == []
