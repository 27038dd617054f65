"""Commands that answer no formula: help by its name, slips of the pen, words too many."""

import pytest

from symdescent.language.names import FUNCTIONS
from symdescent.terminal.arguments import COMMANDS, slip
from symdescent.terminal.cli import main

LETTERS = (
    "alpha beta gamma delta epsilon zeta theta iota kappa lambda omicron sigma tau upsilon omega"
)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_the_help_of_a_command(name, capsys):
    with pytest.raises(SystemExit):
        main([*([name] if name else []), "--help"])
    told = capsys.readouterr().out
    assert told.isascii()
    assert main(["help", *([name] if name else [])]) == 0
    assert capsys.readouterr().out == told


SLIPS = {"confg": "config", "hepl": "help", "tuor": "tour", "exercizes": "exercises",
         "optimizer": "optimizers", "schedule": "schedules", "Sweeps": "sweep"}  # fmt: skip


@pytest.mark.parametrize("word", SLIPS)
def test_a_command_alone_that_is_misspelt_is_no_formula(word, capsys):
    assert main([word]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"error: there is no command {word}\n  did you mean  symdescent {SLIPS[word]} ?\n"
    )


def test_words_of_mathematics_are_no_slips():
    assert [
        word for word in (*LETTERS.split(), *FUNCTIONS, "x", "loss", "cost") if slip(word)
    ] == []
    assert [name for name in COMMANDS if slip(name)] == []


def test_the_help_of_what_there_is_not(capsys):
    assert main(["help", "mini"]) == 2
    assert "there is no command mini\n  did you mean  minimum ?" in capsys.readouterr().err
    assert main(["help", "qqq"]) == 2
    assert "symdescent help  lists them" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["man", "tour", "config"])
def test_words_too_many_are_refused(name, capsys):
    assert main([name, "x^2"]) == 2
    assert capsys.readouterr().err.startswith("error: unrecognized arguments: x^2\n")


def test_a_shell_must_be_named(capsys):
    assert main(["completion"]) == main(["completion", "tcsh"]) == 2
    err = capsys.readouterr().err
    assert "'bash', 'zsh', 'fish'" in err and "Traceback" not in err
