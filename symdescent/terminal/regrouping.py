"""The words of a command line as argparse takes them: values at their options, formulas last.

An option may be written as other programs have it, --learning_rate or -lr; that is said in a note.
"""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from symdescent.errors import InputError
from symdescent.synonyms import meant, nearest

FILE: Final = re.compile(r"\S.*\.[A-Za-z]\w{2,3}")  # what --plot takes for a file's name
ONE_DASH: Final = re.compile(r"-[A-Za-z][A-Za-z0-9_-]+")  # -x is a formula, -lr hardly
LIKE_AN_OPTION: Final = re.compile(r"-[A-Za-z][A-Za-z_-]{2,}")  # -stpes, and not -xy or -x1
ELSEWHERE: Final = ("-q", "-o", "-f")  # of some commands
INSTEAD: Final = {  # what stands for an option that there is not
    "maximize": 'write it before the formula:  "maximize 4x - x^2"',
    "maximise": 'write it before the formula:  "maximize 4x - x^2"',
    "max": 'write it before the formula:  "maximize 4x - x^2"',
    "minimize": "symdescent minimum  is the exact minimum alone",
    "momentum": "write  --optimizer momentum --set momentum=0.9",
    "nesterov": "write  --optimizer nesterov",
    "adam": "write  --optimizer adam",
    "sgd": "write  --optimizer gd",
    "alpha": "the learning rate is --lr; a setting of a rule  --set alpha=...",
    "gamma": "a setting of a rule is given with  --set gamma=...",
    "beta": "a setting of a rule is given with  --set beta=...",
    "beta1": "a setting of a rule is given with  --set beta1=0.9",
    "beta2": "a setting of a rule is given with  --set beta2=0.999",
    "eps": "a setting of a rule is given with  --set eps=1e-8",
    "epsilon": "a setting of a rule is given with  --set eps=1e-8",
}


@dataclass
class Regrouped:
    """Words on their way: `options` with their values, `formulas`, and `told` as they would be
    typed with our own names; `notes` say which option was read for another; `seen`: how each option
    was typed."""

    options: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def parsed(self) -> list[str]:
        """The words for argparse."""
        return [*self.options, *(["--", *self.formulas] if self.formulas else [])]


@dataclass(frozen=True)
class Flags:
    """The options of a command: which take a value, which may stand with one or without."""

    prog: str
    takes: dict[str, bool]
    maybe: frozenset[str]

    @property
    def names(self) -> list[str]:
        """The long ones, without their dashes."""
        return [flag[2:] for flag in self.takes if flag.startswith("--")]


def flags_of(made: argparse.ArgumentParser) -> Flags:
    """The options of a parser."""
    known = {flag: action for action in made._actions for flag in action.option_strings}
    takes = {flag: action.nargs != 0 for flag, action in known.items()}
    maybe = frozenset(flag for flag, action in known.items() if action.nargs == "?")
    return Flags(made.prog, takes, maybe)


def regrouped(made: argparse.ArgumentParser, words: Sequence[str], into: Regrouped) -> None:
    """Put the words in order, so that "-x^2" is a formula and "--x0 -1,2" a start; argparse takes
    both for options. Raises InputError for an option that there is not, or without its value."""
    flags, rest = flags_of(made), list(words)
    while rest:
        typed = rest.pop(0)
        word = renamed(typed, flags, into)
        demand_once(word, typed, flags, into)
        into.told.append(word)
        if word == "--":
            into.formulas += rest
            into.told += rest
            return
        if word in flags.maybe and rest and FILE.fullmatch(rest[0]):
            into.told.append(rest[0])
            into.options.append(f"{word}={rest.pop(0)}")
        elif flags.takes.get(word) and word not in flags.maybe:
            into.options.append(glued(word, rest, flags))
            into.told.append(value_of(into.options[-1], word))
        elif word in flags.takes or looks_like_option(word, flags):
            into.options.append(demanded(word, flags))
        else:
            into.formulas.append(demand_formula(word, flags))


def renamed(word: str, flags: Flags, into: Regrouped) -> str:
    """An option under our own name, with a note where it had another, or one dash."""
    flag, sign, value = word.partition("=")
    if flag in flags.takes or not (flag.startswith("--") or ONE_DASH.fullmatch(flag)):
        return word
    name = meant(flag.lstrip("-"), flags.names)
    if not name:
        return word
    into.notes.append(f"{flag} read as --{name}")
    return f"--{name}{sign}{value}"


def demand_once(word: str, typed: str, flags: Flags, into: Regrouped) -> None:
    """Refuse one option under two names; under one name the last counts, as in every shell."""
    flag, typed = word.partition("=")[0], typed.partition("=")[0]
    if flag in flags.takes and into.seen.setdefault(flag, typed) != typed:
        message = f"{into.seen[flag]} and {typed} are the same option"
        raise InputError("syntax", message, "leave one of them out")


def glued(flag: str, rest: list[str], flags: Flags) -> str:
    """--flag=value or -fvalue; the next word is the value, unless it is another --flag."""
    if not rest or (rest[0].startswith("--") and rest[0].partition("=")[0] in flags.takes):
        raise InputError("syntax", f"{flag} needs a value", where_listed(flags.prog))
    value = rest.pop(0)
    return f"{flag}={value}" if flag.startswith("--") else f"{flag}{value}"


def value_of(option: str, flag: str) -> str:
    """The value that was glued to a flag."""
    return option[len(flag) + flag.startswith("--") :]


def looks_like_option(word: str, flags: Flags) -> bool:
    """Two minus signs and a word: a formula would put a bracket or an operator somewhere."""
    name = word.partition("=")[0]
    letters = name[2:].replace("-", "").replace("_", "")
    return name in flags.takes or (
        name.startswith("--") and letters[:1].isalpha() and letters.isalnum()
    )


def demanded(word: str, flags: Flags) -> str:
    """An option that the command has; InputError with the nearest, or what is written instead."""
    flag = word.partition("=")[0]
    if flag not in flags.takes:
        raise InputError("unknown_name", f"there is no option {flag[:40]}", hint(flag, flags))
    return word


def hint(flag: str, flags: Flags) -> str:
    """What an option may have been meant for."""
    name = flag.lstrip("-").lower()
    instead = INSTEAD.get(name, "") if "let" in flags.names else ""
    near = nearest(name, flags.names)
    return instead or (f"did you mean  --{near} ?" if near else "")


def demand_formula(word: str, flags: Flags) -> str:
    """A formula; InputError for what looks like an option with one dash, misspelt or of others."""
    if word in ELSEWHERE and word not in flags.takes:
        hint = f"as a part of the formula put it in quotes:  ({word})"
        raise InputError("unknown_name", f"there is no option {word} here", hint)
    near = nearest(word[1:], flags.names) if LIKE_AN_OPTION.fullmatch(word) else ""
    if near:
        meaning = f"did you mean  --{near} ?  As a formula:  ({word})"
        raise InputError("unknown_name", f"there is no option {word[:40]}", meaning)
    return word


def where_listed(prog: str) -> str:
    """Where all options of a command are listed."""
    return f"{prog} {'--help' if ' ' in prog else 'help all'}  lists the options"
