"""The commands with their options, and the words of a command line read by them."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, NoReturn

from symdescent.errors import InputError, did_you_mean
from symdescent.terminal import epilogs, flags, service_flags
from symdescent.terminal.config.applying import added
from symdescent.terminal.regrouping import Regrouped, regrouped, where_listed
from symdescent.version import VERSION


@dataclass(frozen=True)
class Command:
    """What a command is for, the groups of options that it takes, and examples of its use."""

    summary: str
    groups: tuple[Callable[[argparse.ArgumentParser], None], ...]
    epilog: str = ""


PLAIN: Final = ""  # the command without a name: descend on a formula
ALL: Final = ("all", "options")  # of help: every option of that, and every command
COMMANDS: Final = {
    PLAIN: Command(
        "Gradient descent on a formula, beside its exact minimum, with a proof.",
        (
            flags.add_formula,
            flags.add_file,
            flags.add_descent,
            flags.add_rule,
            flags.add_proof,
            flags.add_save,
            flags.add_rows,
            flags.add_picture,
            flags.add_open,
            service_flags.add_explain,
        ),
        epilogs.EPILOG,
    ),
    "minimum": Command(
        "The exact minimum of a formula, with its proof, and no descent.",
        (
            flags.add_formula,
            flags.add_file,
            flags.add_symbols,
            flags.add_proof,
            flags.add_telling,
            flags.add_save,
            flags.add_format,
            service_flags.add_explain,
        ),
        epilogs.MINIMUM,
    ),
    "gradient": Command(
        "The exact gradient of a formula, and its value at a point.",
        (flags.add_derivatives,),
        epilogs.DERIVATIVES,
    ),
    "hessian": Command(
        "The exact gradient and Hessian of a formula, and their values at a point.",
        (flags.add_derivatives,),
        epilogs.DERIVATIVES,
    ),
    "compare": Command(
        "Several optimizers on one formula, each measured against the proved minimum.",
        (
            flags.add_formula,
            flags.add_place,
            flags.add_contest,
            flags.add_proof,
            flags.add_format,
            service_flags.add_explain,
        ),
        epilogs.COMPARE,
    ),
    "sweep": Command(
        "One optimizer on one formula, with many values of one setting, or of two.",
        (
            flags.add_formula,
            flags.add_place,
            flags.add_rule,
            flags.add_sweep,
            flags.add_proof,
            flags.add_format,
            service_flags.add_explain,
        ),
        epilogs.SWEEP,
    ),
    "plot": Command(
        "A figure of a descent, for a page or for print.",
        (
            flags.add_formula,
            flags.add_descent,
            flags.add_rule,
            flags.add_proof,
            flags.add_plot,
        ),
        epilogs.PLOT,
    ),
    "animate": Command(
        "A descent as a film, or as a strip of pictures for print.",
        (
            flags.add_formula,
            flags.add_descent,
            flags.add_rule,
            flags.add_proof,
            flags.add_animation,
        ),
        epilogs.ANIMATE,
    ),
    "example": Command(
        "A worked example: derivation, proof, exact iterates, figures, an exercise.",
        (
            flags.add_formula,
            flags.add_descent,
            flags.add_rule,
            flags.add_proof,
            flags.add_document,
            flags.add_file_made,
            flags.add_open,
        ),
        epilogs.EXAMPLE,
    ),
    "code": Command(
        "The same descent as a script: Python, NumPy, PyTorch, Keras, JAX, TensorFlow.",
        (
            flags.add_formula,
            flags.add_script,
            flags.add_rule,
        ),
        epilogs.CODE,
    ),
    "exercises": Command(
        "Exercises with short numbers: statements, solutions, an answer key.",
        (flags.add_exercises, flags.add_file_made),
        epilogs.EXERCISES,
    ),
    "schedules": Command(
        "Schedules of the learning rate, or the settings and lines of one.",
        (service_flags.add_schedule_names,),
        epilogs.SCHEDULES,
    ),
    "check": Command(
        "A person's claims about a formula: each proved right, proved wrong, or neither.",
        (
            flags.add_formula,
            flags.add_claims,
            flags.add_descent,
            flags.add_rule,
            flags.add_proof,
            flags.add_format,
            flags.add_batch,
            service_flags.add_explain,
        ),
        epilogs.CHECK,
    ),
    "verify": Command(
        "A proof that was saved, checked by code that shares nothing with the search.",
        (flags.add_saved_proof,),
        epilogs.VERIFY,
    ),
    "info": Command(
        "A term explained in a few sentences, or the list of all terms.",
        (service_flags.add_term,),
        epilogs.INFO,
    ),
    "optimizers": Command(
        "The best known optimizers, all of them, or the rule of one.",
        (service_flags.add_names,),
        epilogs.OPTIMIZERS,
    ),
    "tour": Command("A guided run of two minutes: one stop a screen.", (flags.add_color,)),
    "config": Command(
        "Your own defaults: what they are, and where they come from.",
        (service_flags.add_config,),
        epilogs.CONFIG,
    ),
    "completion": Command(
        "A script for your shell, so that Tab completes.",
        (service_flags.add_shell,),
        epilogs.COMPLETION,
    ),
    "man": Command("The manual page, in roff.", (), epilogs.MAN),
    "help": Command(
        "One screen of help, every option, or the help of a command.",
        (service_flags.add_command_name,),
        epilogs.HELP,
    ),
}


def flags_of(name: str) -> list[str]:
    """Every flag of a command, the long ones."""
    known = (flag for action in parser(name)._actions for flag in action.option_strings)
    return sorted(flag for flag in known if flag.startswith("--"))


class Parser(argparse.ArgumentParser):
    """argparse, with our own way of speaking about mistakes."""

    def error(self, message: str) -> NoReturn:
        told = message.replace("arguments: -- ", "arguments: ")  # our own mark before formulas
        raise InputError("syntax", told, where_listed(self.prog))

    def print_help(self, file: Any = None) -> None:
        """The help of a command; of the one without a name one screen of it."""
        if " " in self.prog:
            super().print_help(file)
        else:
            self._print_message(epilogs.overview(self.description or ""), file or sys.stdout)


def parser(name: str = PLAIN) -> Parser:
    """Every option of a command."""
    command = COMMANDS[name]
    made = Parser(
        prog=f"symdescent {name}".strip(),
        description=command.summary,
        epilog=command.epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for add in (*command.groups, service_flags.add_everywhere):
        add(made)
    if name == PLAIN:
        made.add_argument("--version", action="version", version=f"symdescent {VERSION}")
    return made


def read(words: Sequence[str]) -> tuple[str, argparse.Namespace]:
    """The command and its options; InputError with the nearest for one that does not exist.

    An option that has another name with us is told in a note on standard error.
    """
    name = words[0] if words and words[0] in COMMANDS else PLAIN
    made, typed = parser(name), Regrouped()
    try:
        regrouped(made, words[1:] if name else words, typed)
        own = added(name, made, typed.parsed)
        options = made.parse_args([*own.parsed, *typed.parsed])
    except InputError:
        near = near_command(words[0]) if name == PLAIN and len(words) > 1 else ""
        if not near:
            raise
        raise InputError("unknown_name", f"there is no command {words[0][:40]}", near) from None
    finally:
        for note in typed.notes:
            print(f"note: {note}", file=sys.stderr)
    demand_sound(name, options)
    before = words[: bool(name)]
    options.command, options.words = name, [*before, *own.told, *typed.told]
    options.typed = (*before, *typed.told)
    return name, options


def demand_sound(name: str, options: argparse.Namespace) -> None:
    """Refuse a command behind its options, and every row of none."""
    late = "".join(options.formula[:1]) if name == PLAIN else ""
    if late and late in COMMANDS:
        hint = f"write  symdescent {late} ..."
        raise InputError("syntax", f"the command {late} comes before its options", hint)
    if getattr(options, "every", None) == 0:
        raise InputError("domain", "--every must be at least 1")


def named(name: str) -> Parser:
    """The parser of a command; InputError with the nearest for one that there is not."""
    if name not in COMMANDS:
        known = [*ALL, *filter(None, COMMANDS)]
        hint = did_you_mean(name, known) or "symdescent help all  lists them"
        raise InputError("unknown_name", f"there is no command {name[:40]}", hint)
    return parser(name)


def near_command(word: str) -> str:
    """A suggestion with the command that a word may have been meant for, or nothing."""
    long = len(word) > 3 and word.isalpha()  # exp is a function
    return did_you_mean(word, filter(None, COMMANDS)) if long else ""


def slip(word: str) -> str:
    """The same for a word that stands alone, as a variable might: only one slip is a command."""
    commands = [name for name in COMMANDS if len(name) > 3]
    near = get_close_matches(word.lower(), commands, n=1, cutoff=0.75)
    meant = near and word.isalpha() and word not in COMMANDS
    return f"did you mean  symdescent {near[0]} ?" if meant else ""


def let(pairs: Sequence[str], flag: str = "--let", between: str = ",") -> dict[str, str]:
    """The values of --let a=3 --let b=4, or --let a=3,b=4."""
    found = {}
    for piece in between.join(pairs).split(between) if pairs else []:
        name, sign, value = piece.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise InputError("syntax", f"{flag} cannot be read: {piece[:60]}", f"write  {flag} a=3")
        found[name.strip()] = value.strip()
    return found
