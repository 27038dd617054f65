"""The file of defaults: where it lies, and the words that it adds to a command."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from symdescent.cli.config import VARIABLE

if TYPE_CHECKING:
    from symdescent.cli.config.entries import Entry
    from symdescent.cli.config.keys import Key


NAME: Final = os.path.join("symdescent", "config.toml")


def place() -> str | None:
    """The file's name, whether it is there or not; None where there is to be none.

    SYMDESCENT_CONFIG, where it is set (empty: none); else below XDG_CONFIG_HOME or ~/.config, on
    Windows below APPDATA. As the XDG base directory specification has it, a folder that is not
    told from the root on is passed over.
    """
    said = os.environ.get(VARIABLE)
    if said is not None:
        return os.path.expanduser(said) or None
    windows = sys.platform == "win32"
    folder = os.environ.get("APPDATA" if windows else "XDG_CONFIG_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.expanduser(r"~\AppData\Roaming" if windows else "~/.config")
    return os.path.join(folder, NAME) if os.path.isabs(folder) else None


UNTOUCHED: Final = ("config", "completion", "man", "help")  # commands without defaults
INFORM: Final = ("-h", "--help", "--version", "--no-config")


@dataclass(frozen=True)
class Added:
    """Words before those that were typed: for the parser, and for telling how to do it again."""

    parsed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def added(command: str, made: argparse.ArgumentParser, typed: Sequence[str]) -> Added:
    """What the file adds to a command; nothing where there is no file.

    `typed`: options glued to their values, then the formulas behind --.
    """
    names = flags_in(typed) | set(typed)
    if command in UNTOUCHED or names & set(INFORM):
        return Added()
    path = place()
    if path is None or not (os.path.lexists(path) or "SYMDESCENT_CONFIG" in os.environ):
        return Added()
    from symdescent.cli.config.entries import entries
    from symdescent.cli.config.keys import KEYS

    result = Added()
    for name, entry in entries(path).items():
        key = KEYS[name]
        if takes(made, key, entry) and not names & {*same(made, key.flag), *key.aside}:
            if any(os.environ.get(variable) for variable in key.environment):
                continue
            problem = key.problem(entry.words)
            if problem:
                raise entry.wrong(problem)
            is_switch = isinstance(entry.value, bool)
            if is_switch and entry.value is key.negative:
                continue  # as it is without the option
            result.parsed.append(key.flag if is_switch else f"{key.flag}={entry.words}")
            if not key.shown:
                result.told.extend([key.flag, entry.words])
    return result


def flags_in(typed: Sequence[str]) -> set[str]:
    """The options that were typed."""
    end = typed.index("--") if "--" in typed else len(typed)
    options = typed[:end]
    return {w.partition("=")[0] if w.startswith("--") else w[:2] for w in options}


def same(made: argparse.ArgumentParser, flag: str) -> Sequence[str]:
    """All names of an option."""
    return next((a.option_strings for a in made._actions if flag in a.option_strings), ())


def takes(made: argparse.ArgumentParser, key: "Key", entry: "Entry") -> bool:
    """Whether the command has the option, in the sense that the key has, with that value."""
    options = {flag: action for action in made._actions for flag in action.option_strings}
    action = options.get(key.flag)
    if action is None or (key.needs and key.needs not in options):
        return False
    if key.name == "lr" and action.dest != "rate":
        return False  # sweep has a range of them
    return action.choices is None or entry.value is True or entry.value in action.choices
