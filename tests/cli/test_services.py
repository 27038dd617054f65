"""Commands that answer no formula: help by its name, slips of the pen, words too many."""

import re
import shlex
from contextlib import suppress

import pytest

from symdescent.cli import help
from symdescent.cli.arguments import COMMANDS, flags_of, near_lone_word, parser
from symdescent.cli.main import main
from symdescent.language.names import FUNCTIONS

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


def printed(capsys, *words):
    """What a command prints that leaves by itself, or by an exception."""
    with suppress(SystemExit):
        main(list(words))
    return capsys.readouterr().out


def test_the_first_help_is_one_screen(capsys):
    """Six commands and ten options with what they do, every other command by its name."""
    told = printed(capsys, "--help")
    lines = told.splitlines()
    assert len(lines) <= 45 and max(map(len, lines)) <= 80
    assert told == printed(capsys, "-h") == printed(capsys, "help")
    assert len(help.FRONT) == 6 and len(help.OPTIONS) == 10
    assert all(f"\n  {help.called(name)}  " in told for name in help.FRONT)
    assert set(re.findall(r"\w+", told)) > set(filter(None, COMMANDS))
    known = parser()._option_string_actions
    for option in help.OPTIONS:
        assert all(word in known for word in re.findall(r"--?\w[\w-]*", option)), option
    assert "symdescent help all" in told


@pytest.mark.slow
def test_the_examples_of_the_first_help_run(capsys):
    lines = help.overview("").partition("examples:\n")[2].partition("\n\n")[0].splitlines()
    commands = [shlex.split(line)[1:] for line in lines if '"' in line]
    assert len(commands) >= 4
    assert [words for words in commands if main(words) != 0] == []
    assert capsys.readouterr().err == ""


def test_help_all_has_every_option_and_every_command(capsys):
    told = printed(capsys, "help", "all")
    assert told == printed(capsys, "help", "options")
    assert all(flag in told for flag in flags_of(""))
    assert list(help.CALLS) == re.findall(r"^  symdescent (\w+) .*  \w", told, re.MULTILINE)
    assert sorted(help.CALLS) == sorted(filter(None, COMMANDS))
    assert main(["x^2", "--lr"]) == 2
    assert "symdescent help all  lists the options" in capsys.readouterr().err


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
        word for word in (*LETTERS.split(), *FUNCTIONS, "x", "loss", "cost") if near_lone_word(word)
    ] == []
    assert [name for name in COMMANDS if near_lone_word(name)] == []


def test_the_help_of_what_there_is_not(capsys):
    assert main(["help", "mini"]) == 2
    assert "there is no command mini\n  did you mean  minimum ?" in capsys.readouterr().err
    assert main(["help", "qqq"]) == 2
    assert "symdescent help all  lists them" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["man", "tour", "config"])
def test_words_too_many_are_refused(name, capsys):
    assert main([name, "x^2"]) == 2
    assert capsys.readouterr().err.startswith("error: unrecognized arguments: x^2\n")


def test_a_shell_must_be_named(capsys):
    assert main(["completion"]) == main(["completion", "tcsh"]) == 2
    err = capsys.readouterr().err
    assert "'bash', 'zsh', 'fish'" in err and "Traceback" not in err
