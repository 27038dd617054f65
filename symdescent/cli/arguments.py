"""The commands with their options, and the words of a command line read by them."""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, NamedTuple, NoReturn

from symdescent.cli import flags
from symdescent.cli.config.defaults import added
from symdescent.errors import InputError, did_you_mean
from symdescent.synonyms import meant
from symdescent.version import VERSION

FILE: Final = re.compile(r"\S.*\.[A-Za-z]\w{2,3}")  # what --plot takes for a file's name
ONE_DASH: Final = re.compile(r"-[A-Za-z][A-Za-z0-9_-]+")  # -x is a formula, -lr hardly


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


class Flags(NamedTuple):
    """The options of a command: which take a value, which may stand with one or without, and which
    may be given `once`, with the first of the names that each has."""

    prog: str
    takes: dict[str, bool]
    maybe: frozenset[str]
    once: dict[str, str]

    @property
    def names(self) -> list[str]:
        """The long ones, without their dashes."""
        return [flag[2:] for flag in self.takes if flag.startswith("--")]


def parser_flags(made: argparse.ArgumentParser) -> Flags:
    """The options of a parser."""
    known = {flag: action for action in made._actions for flag in action.option_strings}
    takes = {flag: action.nargs != 0 for flag, action in known.items()}
    maybe = frozenset(flag for flag, action in known.items() if action.nargs == "?")
    single = {flag: a for flag, a in known.items() if a.nargs != 0 and not repeats(a)}
    once = {flag: action.option_strings[0] for flag, action in single.items()}
    return Flags(made.prog, takes, maybe, once)


def repeats(action: argparse.Action) -> bool:
    """Whether an option gathers all that it is given: --let a=1 --let b=2."""
    return isinstance(action.default, list)


def regrouped(made: argparse.ArgumentParser, words: Sequence[str], into: Regrouped) -> None:
    """Put the words in order, so that "-x^2" is a formula and "--x0 -1,2" a start; argparse takes
    both for options. Raises InputError for an option that there is not, or without its value."""
    flags, rest = parser_flags(made), list(words)
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
            demand_known(word, flags, rest, into)
            into.options.append(word)
        else:
            demand_formula(word, flags, rest, into)
            into.formulas.append(word)


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
    """Refuse one value given twice, under one name or under two."""
    flag, typed = word.partition("=")[0], typed.partition("=")[0]
    if flag not in flags.once:
        return
    before = into.seen.setdefault(flags.once[flag], "")
    if before:
        same = f"{before} and {typed} are the same option"
        message = f"{typed} is given twice" if before == typed else same
        raise InputError("syntax", message, "leave one of them out")
    into.seen[flags.once[flag]] = typed


def glued(flag: str, rest: list[str], flags: Flags) -> str:
    """--flag=value or -fvalue; the next word is the value, unless it is another --flag."""
    if not rest or (rest[0].startswith("--") and rest[0].partition("=")[0] in flags.takes):
        raise InputError("syntax", f"{flag} needs a value", where_options_are(flags.prog))
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


def demand_known(word: str, flags: Flags, rest: Sequence[str], into: Regrouped) -> None:
    """Refuse an option that the command has not."""
    if word.partition("=")[0] not in flags.takes:
        from symdescent.cli.option_mistakes import unknown_option

        raise unknown_option(word, flags.names, rest, into.seen)


def demand_formula(word: str, flags: Flags, rest: Sequence[str], into: Regrouped) -> None:
    """Refuse a word with a dash that is hardly a formula, or a part of one."""
    if word.startswith("-"):
        from symdescent.cli import option_mistakes

        option_mistakes.demand_formula(word, flags.names, flags.takes)
        is_next = into.told[-2:-1] == into.formulas[-1:]
        option_mistakes.demand_part(word, rest, into.formulas, is_next)


def where_options_are(prog: str) -> str:
    """Where all options of a command are listed."""
    return f"{prog} {'--help' if ' ' in prog else 'help all'}  lists the options"


class Command(NamedTuple):
    """What a command is for, and the groups of options that it takes."""

    summary: str
    groups: tuple[Callable[[argparse.ArgumentParser], None], ...]


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
            flags.add_explain,
        ),
    ),
    "minimum": Command(
        "The exact minimum of a formula, with its proof, and no descent.",
        (
            flags.add_formula,
            flags.add_file,
            flags.add_symbols,
            flags.add_proof,
            flags.add_detail,
            flags.add_save,
            flags.add_format,
            flags.add_explain,
        ),
    ),
    "gradient": Command(
        "The exact gradient of a formula, and its value at a point.",
        (flags.add_derivatives,),
    ),
    "hessian": Command(
        "The exact gradient and Hessian of a formula, and their values at a point.",
        (flags.add_derivatives,),
    ),
    "compare": Command(
        "Several optimizers on one formula, each measured against the proved minimum.",
        (
            flags.add_formula,
            flags.add_place,
            flags.add_contest,
            flags.add_proof,
            flags.add_format,
            flags.add_explain,
        ),
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
            flags.add_explain,
        ),
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
    ),
    "code": Command(
        "The same descent as a script: Python, NumPy, PyTorch, Keras, JAX, TensorFlow.",
        (
            flags.add_formula,
            flags.add_script,
            flags.add_rule,
        ),
    ),
    "exercises": Command(
        "Exercises with short numbers: statements, solutions, an answer key.",
        (flags.add_exercises, flags.add_file_made),
    ),
    "schedules": Command(
        "Schedules of the learning rate, or the settings and lines of one.",
        (flags.add_schedule_names,),
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
            flags.add_explain,
        ),
    ),
    "verify": Command(
        "A proof that was saved, checked by code that shares nothing with the search.",
        (flags.add_saved_proof,),
    ),
    "info": Command(
        "A term explained in a few sentences, or the list of all terms.",
        (flags.add_term,),
    ),
    "optimizers": Command(
        "The best known optimizers, all of them, or the rule of one.",
        (flags.add_names,),
    ),
    "tour": Command("A guided run of two minutes: one stop a screen.", (flags.add_color,)),
    "config": Command(
        "Your own defaults: what they are, and where they come from.",
        (flags.add_config,),
    ),
    "completion": Command(
        "A script for your shell, so that Tab completes.",
        (flags.add_shell,),
    ),
    "man": Command("The manual page, in roff.", ()),
    "help": Command(
        "One screen of help, every option, or the help of a command.",
        (flags.add_command_name,),
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
        raise InputError("syntax", told, where_options_are(self.prog))

    def format_help(self) -> str:
        """All of the help, with examples."""
        from symdescent.cli.help import EXAMPLES

        self.epilog = EXAMPLES.get(self.prog.partition(" ")[2])
        return super().format_help()

    def print_help(self, file: Any = None) -> None:
        """The help of a command; of the one without a name one screen of it."""
        from symdescent.cli.help import overview

        if " " in self.prog:
            super().print_help(file)
        else:
            self._print_message(overview(self.description or ""), file or sys.stdout)


def parser(name: str = PLAIN) -> Parser:
    """Every option of a command."""
    command = COMMANDS[name]
    made = Parser(
        prog=f"symdescent {name}".strip(),
        description=command.summary,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for add in (*command.groups, flags.add_everywhere):
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


def near_lone_word(word: str) -> str:
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
