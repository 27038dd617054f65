"""The tables that --help is made from go in, a page about every command comes out."""

from argparse import RawDescriptionHelpFormatter
from functools import partial

from reference.markdown import code, fenced, inert, page, table
from symdescent.cli import arguments
from symdescent.cli.help import EXAMPLES


def commands():
    """Every command with its options, by the tables that --help is made from."""
    said = "All commands. Each takes the options that are listed with it, as its `--help` says."
    return page("Commands", said, *map(command, arguments.COMMANDS))


def command(name):
    made = arguments.parser(name)
    made.formatter_class = partial(RawDescriptionHelpFormatter, width=88)
    usage = made.format_usage().removeprefix("usage: ")
    parts = [f"## {code(made.prog)}", inert(made.description), fenced(usage)]
    for group in made._action_groups:
        rows = [option(action) for action in group._group_actions if told(action)]
        parts += [f"**{group.title}**", table(["option", "what it does"], rows)] if rows else []
    return "\n\n".join([*parts, fenced(EXAMPLES[name]) if name in EXAMPLES else ""])


def told(action):
    return action.help != "==SUPPRESS=="


def option(action):
    flags = action.option_strings or [action.metavar or action.dest]
    value = "" if action.nargs == 0 or not action.option_strings else f" {value_of(action)}"
    return [code(", ".join(flags) + value), inert(action.help or "")]


def value_of(action):
    shown = action.metavar or "|".join(map(str, action.choices or [action.dest.upper()]))
    return f"[{shown}]" if action.nargs == "?" else shown
