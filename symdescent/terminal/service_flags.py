"""A parser goes in, and has the options of all commands, or of one that answers no formula."""

import argparse
from typing import Final

SHELLS: Final = ("bash", "zsh", "fish")


def add_everywhere(made: argparse.ArgumentParser) -> None:
    """What every command takes."""
    shown = made.add_argument_group("everywhere").add_argument
    either = argparse.BooleanOptionalAction
    shown("--ascii", action=either, default=False, help="print nothing but ASCII")
    shown("--no-config", action="store_true", help="without your file of defaults")


def add_explain(made: argparse.ArgumentParser) -> None:
    """What the output means."""
    words = "what each column, sign and word of this output means, below it"
    either = argparse.BooleanOptionalAction
    made.add_argument("--explain", action=either, default=False, help=words)


def add_shell(made: argparse.ArgumentParser) -> None:
    """For which shell."""
    made.add_argument("shell", choices=SHELLS, help="bash, zsh or fish")


def add_config(made: argparse.ArgumentParser) -> None:
    """What is done with the file of defaults."""
    what = made.add_mutually_exclusive_group().add_argument
    what("--path", action="store_true", help="where the file is looked for")
    what("--init", action="store_true", help="write one, with every key in a comment")
    made.add_argument("--force", action="store_true", help="with --init: replace the file")


def add_command_name(made: argparse.ArgumentParser) -> None:
    """The command whose help is wanted."""
    words = "one of the commands, or all"
    made.add_argument("name", nargs="?", default="", metavar="COMMAND", help=words)


def add_term(made: argparse.ArgumentParser) -> None:
    """A term of the glossary."""
    made.add_argument("term", nargs="*", help="one term, explained; without it, all are listed")


def add_names(made: argparse.ArgumentParser) -> None:
    """An optimizer to look up."""
    add = made.add_argument
    add("name", nargs="*", help="one optimizer, shown whole")
    add_extent(made)
    add("--rule", metavar="FILE", help="a file with your own rule")
    add("--lr", "--rate", dest="rate", metavar="RATE", help="the learning rate of that rule")
    add("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of that rule")
    add("--format", choices=("table", "tex"), default="table", help="tex: its rule")


def add_schedule_names(made: argparse.ArgumentParser) -> None:
    """A schedule to look up."""
    made.add_argument("name", nargs="*", help="one schedule, shown whole")
    add_extent(made)


def add_extent(made: argparse.ArgumentParser) -> None:
    """How much is listed."""
    which = made.add_mutually_exclusive_group().add_argument
    which("--all", action="store_true", help="all of them, not only the best known")
    words = "what torch, keras, optax or scipy has, by the names there"
    which("--framework", metavar="NAME", help=words)
