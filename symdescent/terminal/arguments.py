"""The words of a command line go in, its options come out; a formula may begin with a minus."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from symdescent.errors import InputError, did_you_mean
from symdescent.terminal import flags
from symdescent.version import VERSION

EPILOG = """\
commands (each with its own --help):
  symdescent minimum FORMULA         the exact minimum and its proof, no descent
  symdescent example FORMULA         a worked example for a textbook: LaTeX, Markdown
  symdescent exercises --kind KIND   sheets of exercises, with solutions and key
  symdescent compare FORMULA         several optimizers side by side
  symdescent sweep FORMULA           one optimizer over a range of rates
  symdescent optimizers [NAME]       every optimizer, or the rule of one
  symdescent schedules [NAME]        every schedule of the learning rate, or one
  symdescent verify FILE             check a proof that was saved with --save

examples:
  symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100
  symdescent "(1-x)^2 + 100*(y-x^2)^2" --x0 -1.2,1
  symdescent "x^4 - 3x^3 + 2" --box "0<=x<=10"
  symdescent "sum(i=1..n-1, (x[i+1]-x[i]^2)^2 + (1-x[i])^2)" --let n=4
  symdescent -f formulas.txt
  symdescent "x^4 + y^2" --optimizer adam --set beta1=0.8
  symdescent "x^2 + y^4" --rule my.rule --lr 0.1

exit status:
  0  done, and nothing speaks against the answer
  1  honest work whose verdict does not hold: diverged, stopped elsewhere than
     at the minimum, out of steps with --require-converged, no minimiser with
     -q; or the output cannot be written
  2  wrong input      3  an optional part is missing      130  stopped by Ctrl-C
"""

MINIMUM = """\
examples:
  symdescent minimum "x^4 - 3x^3 + 2" --box "0<=x<=10"
  symdescent minimum "(1-x)^2 + 100*(y-x^2)^2" --explain
  symdescent minimum "x^4 + y^4 - 4x*y + 1" --critical
  symdescent minimum "L(x) = a*x^2 + b*x + c" --assume "a>=0"
  symdescent minimum "a*x^2 + 2b*x*y + c*y^2" --parameters a,b,c

Letters that a header L(x) = ... does not name, and those of --parameters, stay
letters where --let gives them no value: the answer is then a list of cases.

exit status:
  0  proved: global, unbounded below, or an infimum that is not attained
  1  less than that: undecided, or only local; with -q: no minimiser
  2  wrong input      130  stopped by Ctrl-C, the best so far printed
"""
COMPARE = """\
examples:
  symdescent compare "(1-x)^2 + 100*(y-x^2)^2" --x0 -1.2,1 --tune
  symdescent compare "x^4/4 - x^2/2 + x/10" --optimizers gd@0.1,adam@0.05 \\
             --starts 100 --within "[-2,2]"

Steps are counted until L - L* is at most --gap and stays so (where |L*| > 1, at
most that share of it).
--tune takes, of some seventy rates between 1e-6 and 100, the one that needs the
fewest. Starts are spread over a box: a Latin hypercube from a seed.
"""
SWEEP = """\
examples:
  symdescent sweep "(17x^2 - 24x y + 10y^2)/2" --lr 1e-3..1
  symdescent sweep "x^4 + y^2" --optimizer momentum --lr 0.01..1:12 \\
             --over "momentum=0, 0.5, 0.9"

A range whose ends are ten times apart, or more, is cut by equal ratios, another
by equal steps. All descents are made at once, as arrays.
"""
EXAMPLE = """\
examples:
  symdescent example "1/2*(x-4)^2" --x0 14 --lr 1/10 --to tex -o gd.tex
  symdescent example "100(y-x^2)^2 + (1-x)^2" --x0 -1.2,1 --optimizer adam \\
             --lr 0.01 --to myst -o adam.md
  symdescent example "x^2*exp(-x)" --x0 1/2 --detail full --language de

LaTeX is a part of a document to \\input, whose first lines name what the preamble
needs; --standalone makes it a whole file. Files appear whole or not at all.
"""
EXERCISES = """\
examples:
  symdescent exercises --kind quadratic --count 20 --seed 7 --to tex -o sheet.tex
  symdescent exercises --kind momentum --variants 3 --solutions apart -o test.tex
  symdescent exercises --kind polynomial --choices --language de --to md
  symdescent exercises --check 500

Numbers that are given or asked for have at most 6 characters (-12/25), those of
polynomial 5; in solutions, numerators and denominators are below 10000, those of
polynomial below 2000. Every key is verified exactly before a sheet is written.
The same command gives the same sheet on every machine, and exercise 3 of a seed
is the same however many are asked for.
"""
VERIFY = """\
examples:
  symdescent "x^4 - 3x^3 + 2" --save proof.json
  symdescent verify proof.json

exit status: 0 accepted, 1 refused, 2 the file is no saved proof. The check
takes nothing on trust but the formula and the claim; what it cannot follow, it
refuses.
"""


@dataclass(frozen=True)
class Command:
    """What a command is for, the groups of options that it takes, and examples of its use."""

    summary: str
    groups: tuple[Callable[[argparse.ArgumentParser], None], ...]
    epilog: str = ""


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
        ),
        EPILOG,
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
        MINIMUM,
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
        COMPARE,
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
        SWEEP,
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
        EXAMPLE,
    ),
    "exercises": Command(
        "Exercises with short numbers: statements, solutions, an answer key.",
        (flags.add_exercises, flags.add_file_made),
        EXERCISES,
    ),
    "schedules": Command(
        "Every schedule of the learning rate, or the settings and lines of one.",
        (flags.add_schedule_names,),
    ),
    "verify": Command(
        "A proof that was saved, checked by code that shares nothing with the search.",
        (flags.add_saved_proof,),
        VERIFY,
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
    options = made.parse_args(regrouped(made, words[1:] if name else words))
    late = "".join(options.formula[:1]) if name == PLAIN else ""
    if late and late in COMMANDS:
        hint = f"write  symdescent {late} ..."
        raise InputError("syntax", f"the command {late} comes before its options", hint)
    if getattr(options, "every", None) == 0:
        raise InputError("domain", "--every must be at least 1")
    options.command, options.words = name, list(words)
    return name, options


def regrouped(made: Parser, words: Sequence[str]) -> list[str]:
    """The words with values glued to their options and formulas last, so that "-x^2" is a formula
    and "--x0 -1,2" a start; argparse takes both for options."""
    takes = {flag: action.nargs != 0 for action in made._actions for flag in action.option_strings}
    options, formulas, rest = [], [], list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            formulas += rest
            break
        if word in takes:
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
