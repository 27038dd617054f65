"""What Tab makes of the beginning of a word."""

import pytest

from symdescent.cli.session.line_reader import understand
from symdescent.cli.session.state import State
from symdescent.cli.session.vocabulary import DOCUMENTS, completed
from symdescent.render.documents import WRITERS

STATE, _ = understand(State(), "L(alpha, beta) = a*alpha^2 + beta^2")
COMPLETIONS = [
    ("mini", "minimum"),
    ("com", "compare"),
    ("opti", "optimizer = "),
    ("run Ad", "Adam"),
    ("run --ste", "--steps"),
    ("compare --tu", "--tune"),
    ("optimizer = Ada", "Adagrad"),
    ("--optimizer Ad", "Adam"),
    ("format = j", "json"),
    ("help clip_", "clip_norm"),
    ("info con", "condition number"),
    ("info condition nu", "condition number"),
    ("plot con", "contours"),
    ("example qu", "quarto"),
    ("x^2 + si", "sigmoid"),
    ("2*al", "alpha"),
    ("be", "beta"),
    ("forget for", "formula"),
]


@pytest.mark.parametrize("typed, wanted", COMPLETIONS)
def test_a_completion(typed, wanted):
    begin, words = completed(STATE, typed)
    assert wanted in words
    assert all(word.startswith(typed[begin:]) for word in words)


def test_what_is_whole_has_none():
    assert completed(STATE, "x^2 + y^2 + ")[0] == 12
    assert completed(STATE, "zzz") == (0, [])


def test_the_formats_are_those_there_are():
    assert set(DOCUMENTS) == set(WRITERS)
