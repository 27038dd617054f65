"""The words of a command line go in, its options come out; a formula may begin with a minus."""

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from symdescent.errors import InputError, did_you_mean
from symdescent.terminal import epilogs, flags
from symdescent.version import VERSION


@dataclass(frozen=True)
class Command:
    """What a command is for, the groups of options that it takes, and examples of its use."""

    summary: str
    groups: tuple[Callable[[argparse.ArgumentParser], None], ...]
    epilog: str = ""


FILE: Final = re.compile(r"\S.*\.[A-Za-z]\w{2,3}")  # what --plot takes for a file's name
PLAIN: Final = ""  # the command without a name: descend on a formula
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
        ),
        epilogs.EXAMPLE,
    ),
    "exercises": Command(
        "Exercises with short numbers: statements, solutions, an answer key.",
        (flags.add_exercises, flags.add_file_made),
        epilogs.EXERCISES,
    ),
    "schedules": Command(
        "Every schedule of the learning rate, or the settings and lines of one.",
        (flags.add_schedule_names,),
    ),
    "verify": Command(
        "A proof that was saved, checked by code that shares nothing with the search.",
        (flags.add_saved_proof,),
        epilogs.VERIFY,
    ),
    "info": Command(
        "A term explained in a few sentences, or the list of all terms.",
        (flags.add_term,),
        epilogs.INFO,
    ),
    "optimizers": Command("Every optimizer there is, or the rule of one.", (flags.add_names,)),
}


class Parser(argparse.ArgumentParser):
    """argparse, with our own way of speaking about mistakes."""

    def error(self, message: str) -> NoReturn:
        raise InputError("syntax", message, f"{self.prog} --help  lists the options")


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
    for add in command.groups:
        add(made)
    if name == PLAIN:
        made.add_argument("--version", action="version", version=f"symdescent {VERSION}")
    return made


def read(words: Sequence[str]) -> tuple[str, argparse.Namespace]:
    """The command and its options; InputError with the nearest for one that does not exist."""
    name = words[0] if words and words[0] in COMMANDS else PLAIN
    made = parser(name)
    try:
        options = made.parse_args(regrouped(made, words[1:] if name else words))
    except InputError:
        near = near_command(words[0]) if name == PLAIN and len(words) > 1 else ""
        if not near:
            raise
        raise InputError("unknown_name", f"there is no command {words[0][:40]}", near) from None
    late = "".join(options.formula[:1]) if name == PLAIN else ""
    if late and late in COMMANDS:
        hint = f"write  symdescent {late} ..."
        raise InputError("syntax", f"the command {late} comes before its options", hint)
    if getattr(options, "every", None) == 0:
        raise InputError("domain", "--every must be at least 1")
    options.command, options.words = name, list(words)
    return name, options


def near_command(word: str) -> str:
    """A suggestion with the command that a word may have been meant for, or nothing."""
    long = len(word) > 3 and word.isalpha()  # exp is a function
    return did_you_mean(word, filter(None, COMMANDS)) if long else ""


def regrouped(made: Parser, words: Sequence[str]) -> list[str]:
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
    return [*options, "--", *formulas]


def glued(flag: str, rest: list[str], takes: dict[str, bool], prog: str) -> str:
    """--flag=value or -fvalue; the next word is the value, unless it is another --flag."""
    if not rest or (rest[0].startswith("--") and rest[0].partition("=")[0] in takes):
        raise InputError("syntax", f"{flag} needs a value", f"{prog} --help  lists the options")
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


def let(pairs: Sequence[str], flag: str = "--let", between: str = ",") -> dict[str, str]:
    """The values of --let a=3 --let b=4, or --let a=3,b=4."""
    found = {}
    for piece in between.join(pairs).split(between) if pairs else []:
        name, sign, value = piece.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise InputError("syntax", f"{flag} cannot be read: {piece[:60]}", f"write  {flag} a=3")
        found[name.strip()] = value.strip()
    return found
