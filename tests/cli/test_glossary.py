"""The glossary: every entry has sentences, neighbours that exist, and a command that runs."""

import re
import shlex

import pytest

from symdescent.cli.glossary import BY_NAME, ENTRIES, entry_text
from symdescent.cli.main import main

EXPECTED = """gradient|Hessian|learning rate|momentum|convex|strictly convex|strongly convex
coercive|minimiser|infimum|stationary point|saddle point|local minimum
global minimum|condition number|eigenvalue|Lipschitz gradient|descent direction
closed form|linear convergence|rate of convergence|divergence|mini-batch|schedule
line search|Newton's method|trust region|bracket|certificate|proved|derived
checked|observed|undecided|basin of attraction|multi-start|kink|subgradient
Taylor"""


@pytest.mark.parametrize("term", re.split(r"[|\n]", EXPECTED))
def test_a_student_finds(term, capsys):
    assert main(["info", *term.split()]) == 0
    assert f"try: {BY_NAME[term.lower()].example}" in capsys.readouterr().out


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.term)
def test_an_entry(entry):
    sentences = re.findall(r"[.:](?= |$)", entry.text)
    assert 1 <= len(sentences) <= 7 and entry.text.endswith(".")
    assert len(entry.text) < 420
    assert entry.see and {name.lower() for name in entry.see} <= set(BY_NAME)
    assert entry.term not in entry.see


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.term)
def test_its_command_runs(entry, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    name, *words = shlex.split(entry.example)
    assert name == "symdescent"
    assert main(words) in (0, 1)
    out, err = capsys.readouterr()
    assert out.strip() and "error" not in err


def test_no_name_is_given_twice():
    names = [name.lower() for entry in ENTRIES for name in (entry.term, *entry.also)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_all_are_listed_and_fit(width):
    text = entry_text("", width)
    assert all(entry.term in text for entry in ENTRIES)
    lines = [line for entry in ENTRIES for line in entry_text(entry.term, width).split("\n")]
    prose = [line for line in lines if not line.startswith(("  try: ", "  see also: "))]
    assert max(map(len, [*prose, *text.split("\n")])) <= max(width, 40)


def test_another_spelling_and_a_mistake(capsys):
    assert entry_text("Eigenvalues", 80) == entry_text("eigenvector", 80)
    assert entry_text("multi start", 80) == entry_text("Multi-Start", 80)
    assert main(["info", "hesian"]) == 2
    assert "did you mean  hessian ?" in capsys.readouterr().err
