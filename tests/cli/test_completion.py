"""Tab in real shells: commands, options, what follows them, files; and no Python is started."""

import shutil
import subprocess

import pytest
from shells import Terminal, script

from symdescent.cli.arguments import COMMANDS
from symdescent.cli.shell.offers import KNOWN, offers, optimizers, schedules
from symdescent.optimizers.catalogue import find

OFFERS = {offer.name: offer for offer in offers()}
SHELLS = [
    pytest.param(name, marks=pytest.mark.skipif(not shutil.which(name), reason=f"no {name}"))
    for name in ("bash", "zsh", "fish")
]
LINES = {  # what is typed, and what Tab makes of it
    "symdescent mini": "symdescent minimum ",
    "symdescent --req": "symdescent --require-converged ",
    "symdescent 'x^2' --plo": "symdescent 'x^2' --plot",
    "symdescent sweep --ov": "symdescent sweep --over",
    "symdescent 'x^2' --format js": "symdescent 'x^2' --format json ",
    "symdescent 'x^2' --format=js": "symdescent 'x^2' --format=json ",
    "symdescent plot --kind bas": "symdescent plot --kind basins ",
    "symdescent --optimizer torch:ASG": "symdescent --optimizer torch:ASGD ",
    "symdescent --optimizer=torch:ASG": "symdescent --optimizer=torch:ASGD ",
    "symdescent --schedule one-": "symdescent --schedule one-cycle:T=100 ",
    "symdescent compare --optimizers gd@0.1,yog": "symdescent compare --optimizers gd@0.1,yogi",
    "symdescent -f form": "symdescent -f formulas.txt ",
    "symdescent verify pro": "symdescent verify proof.json ",
    "symdescent plot -o fig": "symdescent plot -o figures/",
    "symdescent plot --output=fig": "symdescent plot --output=figures/",
    "symdescent help swe": "symdescent help sweep ",
    "symdescent completion zs": "symdescent completion zsh ",
    "symdescent exercises --kind poly": "symdescent exercises --kind polynomial ",
    "symdescent form": "symdescent form",
    "symdescent --let form": "symdescent --let form",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files to be completed, and a symdescent and a python that would leave a trace."""
    place = tmp_path_factory.mktemp("desk")
    (place / "bin").mkdir()
    (place / "figures").mkdir()
    for name in ("formulas.txt", "proof.json"):
        (place / name).touch()
    for name in ("symdescent", "python", "python3"):
        (place / "bin" / name).write_text(f"#!/bin/sh\ntouch '{place}/started'\n")
        (place / "bin" / name).chmod(0o755)
    for shell in ("bash", "zsh", "fish"):
        (place / f"script.{shell}").write_text(script(shell))
    return place


def opened(shell, folder):
    """The shell with its script loaded."""
    load = f". {folder}/script.{shell}"
    first = ["autoload -U compinit && compinit -u -D"] if shell == "zsh" else []
    return Terminal(shell, folder, *first, load)


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS[:2])
def test_tab_completes_on_a_terminal(shell, folder):
    terminal = opened(shell, folder)
    try:
        made = {typed: terminal.line(f"{typed}\t") for typed in LINES}
    finally:
        terminal.end()
    trimmed = {typed: line.rstrip(" =") for typed, line in made.items()}  # zsh: --over=
    assert trimmed == {typed: line.rstrip() for typed, line in LINES.items()}
    assert not (folder / "started").exists()


def asked(shell, folder, text):
    """What the shell prints of some lines of its own language, once the script is loaded."""
    flags = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    whole = f". {folder}/script.{shell}\n{text}"
    done = subprocess.run(
        [shell, *flags, "-c", whole], capture_output=True, text=True, cwd=folder, timeout=60
    )
    assert done.stderr == ""
    return done.stdout


def in_fish(folder, typed):
    """Word and description of each offer."""
    lines = asked("fish", folder, f'complete -C "{typed}"').splitlines()
    return dict(line.partition("\t")[::2] for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS[2:])
def test_fish_offers_what_goes_on(shell, folder):
    for typed, made in LINES.items():
        begun = typed.rpartition(" ")[2]
        offered = [f"{typed.removesuffix(begun)}{word}" for word in in_fish(folder, typed)]
        wanted = [] if made == typed else [made.rstrip()]
        assert offered[: len(wanted)] == wanted or made.rstrip() in offered, typed
        assert wanted or not offered, typed


@pytest.mark.parametrize("shell", SHELLS[2:])
def test_fish_says_what_words_mean(shell, folder):
    assert in_fish(folder, "symdescent mini") == {"minimum": COMMANDS["minimum"].summary}
    assert in_fish(folder, "symdescent compare --tu") == {"--tune": "each at its own best rate"}
    assert in_fish(folder, "symdescent --optimizer torch:ASG") == {"torch:ASGD": "averaged SGD"}


CALL = """
COMP_WORDS=({words}) COMP_CWORD={last} COMPREPLY=()
_symdescent
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def in_bash(folder, *words):
    """The replies of the function, its words cut as bash cuts them."""
    quoted = " ".join(f"'{word}'" for word in words)
    return asked("bash", folder, CALL.format(words=quoted, last=len(words) - 1)).split()


@pytest.mark.parametrize("shell", SHELLS[:1])
def test_bash_knows_every_command_and_option(shell, folder):
    assert in_bash(folder, "symdescent", "") == [name for name in COMMANDS if name]
    for name, offer in OFFERS.items():
        options = [word for flag in offer.flags for word in flag.names]
        assert in_bash(folder, "symdescent", *filter(None, [name]), "x", "-") == options
    assert asked("bash", folder, "complete -p symdescent").strip().endswith("symdescent symdescent")


@pytest.mark.parametrize("shell", SHELLS[:1])
def test_bash_offers_every_choice(shell, folder):
    for name, offer in OFFERS.items():
        for flag in offer.flags:
            if flag.value and flag.value.words and not flag.value.several:
                words = [word for word, _ in flag.value.words]
                command = ["symdescent", *filter(None, [name]), "x"]
                assert in_bash(folder, *command, flag.names[0], "") == words, flag


@pytest.mark.parametrize("shell", SHELLS[:1])
def test_bash_has_nothing_behind_two_minus_signs(shell, folder):
    assert in_bash(folder, "symdescent", "minimum", "--", "-") == []


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS[1:2])
def test_zsh_shows_what_words_mean(shell, folder):
    terminal = opened(shell, folder)
    try:
        terminal.press("symdescent compare --t\t\t")
        assert "each at its own best rate" in terminal.until("best rate")
    finally:
        terminal.end()


def test_words_that_are_offered_are_understood():
    for word, _ in optimizers():
        assert find(word).rule.name
    assert len(optimizers()) > 100
    assert len({word for word, _ in optimizers()}) == len(optimizers())
    assert all(" " not in word for word, _ in (*optimizers(), *schedules()))


def test_no_option_with_known_words_is_forgotten():
    """An option whose value has a name that stands for one of a few words has those words."""
    for offer in OFFERS.values():
        for flag in offer.flags:
            if flag.value and flag.value.name in ("FORMAT", "HOW", "CODE", "KIND", "WHERE"):
                assert flag.value.words, (offer.name, flag.names)
    assert all(command in COMMANDS for command, _ in KNOWN)


def test_files_are_where_the_help_says_file():
    named = {
        n for o in OFFERS.values() for f in o.flags if f.value and f.value.is_file for n in f.names
    }
    assert {"-f", "--file", "-o", "--output", "--save", "--rule", "--plot"} <= named
