"""The parsers go in; what each command takes comes out as records, for a shell or a manual."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symdescent.terminal import arguments
from symdescent.terminal.shell.vocabulary import KNOWN, Words

FILES = ("FILE",)  # the names of values that are files


@dataclass(frozen=True)
class Value:
    """What follows an option: one of some words (with what each means), a file, or any text.

    `several`: a list of them, with commas between.
    """

    name: str
    words: Words = ()
    is_file: bool = False
    several: bool = False


@dataclass(frozen=True)
class Flag:
    """An option under all its names; `value` is None for a switch.

    `optional`: the value may be left out; `repeated`: it may be given more than once.
    """

    names: tuple[str, ...]
    help: str
    value: Value | None = None
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True)
class Group:
    """Options that belong together, under a title."""

    title: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Argument:
    """A word that is no option, such as the formula."""

    help: str
    value: Value
    optional: bool
    repeated: bool


@dataclass(frozen=True)
class Offer:
    """One command: what it is for, its words, its options, and what stands below its help."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    groups: tuple[Group, ...]
    epilog: str

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All options, in the order of the help."""
        return tuple(flag for group in self.groups for flag in group.flags)


def offers() -> tuple[Offer, ...]:
    """Every command, the one without a name first."""
    return tuple(offer(name) for name in arguments.COMMANDS)


def offer(name: str) -> Offer:
    """One command, as its parser takes it."""
    made = arguments.parser(name)
    words = tuple(
        Argument(
            action.help or "",
            value(name, action),
            action.nargs in ("*", "?"),
            action.nargs in ("*", "+"),
        )
        for action in made._actions
        if not action.option_strings and action.help != argparse.SUPPRESS
    )
    groups = tuple(
        Group(group.title or "", shown)
        for group in made._action_groups
        if (shown := tuple(flags(name, group._group_actions)))
    )
    return Offer(name, made.description or "", words, groups, made.epilog or "")


def flags(command: str, actions: Sequence[argparse.Action]) -> Iterator[Flag]:
    for action in actions:
        if action.option_strings and action.help != argparse.SUPPRESS:
            yield Flag(
                tuple(action.option_strings),
                action.help or "",
                None if action.nargs == 0 else value(command, action),
                action.nargs == "?",
                isinstance(action, argparse._AppendAction),
            )


def value(command: str, action: argparse.Action) -> Value:
    """What may stand there: the parser's own choices, else the words of the vocabulary."""
    shown = action.metavar if isinstance(action.metavar, str) else None
    name = shown or ("WORD" if action.choices else action.dest.upper())
    if action.choices is not None:
        return Value(name, tuple((str(word), "") for word in action.choices))
    flag = next((word for word in action.option_strings if word.startswith("--")), action.dest)
    known = KNOWN.get((command, flag)) or KNOWN.get(("", flag))
    words = known() if known else ()
    return Value(name, words, name in FILES, name == "NAMES" and bool(words))
