"""The words of a command line go in; options with their values come out, formulas behind them."""

import argparse
import re
from collections.abc import Sequence
from typing import Any, Final

from symdescent.errors import InputError, did_you_mean

FILE: Final = re.compile(r"\S.*\.[A-Za-z]\w{2,3}")  # what --plot takes for a file's name


def regrouped(made: argparse.ArgumentParser, words: Sequence[str]) -> list[str]:
    """The words with values glued to their options and formulas last, so that "-x^2" is a formula
    and "--x0 -1,2" a start; argparse takes both for options."""
    known_flags = {flag: action for action in made._actions for flag in action.option_strings}
    takes = {flag: action.nargs != 0 for flag, action in known_flags.items()}
    maybe = {flag for flag, action in known_flags.items() if action.nargs == "?"}
    options, formulas, rest = [], [], list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            formulas += rest
            break
        if word in maybe:
            options.append(f"{word}={rest.pop(0)}" if rest and FILE.fullmatch(rest[0]) else word)
        elif word in takes:
            options.append(glued(word, rest, takes, made.prog) if takes[word] else word)
        elif looks_like_option(word, takes):
            options.append(known(word, takes))
        else:
            formulas.append(word)
    return [*options, *(["--", *formulas] if formulas else [])]


def glued(flag: str, rest: list[str], takes: dict[str, bool], prog: str) -> str:
    """--flag=value or -fvalue; the next word is the value, unless it is another --flag."""
    if not rest or (rest[0].startswith("--") and rest[0].partition("=")[0] in takes):
        raise InputError("syntax", f"{flag} needs a value", where_listed(prog))
    value = rest.pop(0)
    return f"{flag}={value}" if flag.startswith("--") else f"{flag}{value}"


def looks_like_option(word: str, takes: dict[str, bool]) -> bool:
    """Two minus signs and a word: a formula would put a bracket or an operator somewhere."""
    name = word.partition("=")[0]
    letters = name[2:].replace("-", "")
    return name in takes or (name.startswith("--") and letters[:1].isalpha() and letters.isalnum())


def known(word: str, takes: dict[str, Any]) -> str:
    flag = word.partition("=")[0]
    if flag not in takes:
        message = f"there is no option {flag[:40]}"
        raise InputError("unknown_name", message, did_you_mean(flag, takes))
    return word


def where_listed(prog: str) -> str:
    """Where all options of a command are listed."""
    return f"{prog} {'--help' if ' ' in prog else 'help all'}  lists the options"
