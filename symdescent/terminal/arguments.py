"""The words of a command line go in, a Command comes out; a formula may begin with a minus."""

import argparse
import math
from collections.abc import Sequence
from typing import Any, NoReturn

from symdescent.errors import InputError, did_you_mean

VERSION = "0.1.0"
EPILOG = """\
examples:
  symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100
  symdescent "(1-x)^2 + 100*(y-x^2)^2" --x0 -1.2,1
  symdescent "x^4 - 3x^3 + 2" --box "0<=x<=10"
  symdescent "sum(i=1..n-1, (x[i+1]-x[i]^2)^2 + (1-x[i])^2)" --let n=4
  symdescent -f formulas.txt
  symdescent "x^4 + y^2" --optimizer adam --set beta1=0.8
  symdescent optimizers              all of them;  symdescent optimizers adam

exit status:
  0  done, and nothing speaks against the answer
  1  honest work whose verdict does not hold: diverged, stopped elsewhere than
     at the minimum, out of steps with --require-converged, no minimiser with
     -q; or the output cannot be written
  2  wrong input      3  an optional part is missing      130  stopped by Ctrl-C
"""


class Parser(argparse.ArgumentParser):
    """argparse, with our own way of speaking about mistakes."""

    def error(self, message: str) -> NoReturn:
        raise InputError("syntax", message, "symdescent --help  lists the options")


def parser() -> Parser:
    """Every option of the command."""
    made = Parser(
        prog="symdescent",
        description="Gradient descent on a formula, beside its exact minimum, with a proof.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = made.add_argument
    add("formula", nargs="*", help="a formula; - or a pipe: one formula a line")
    add("-f", "--file", metavar="FILE", help="a file with one formula a line; # starts a comment")
    descent = made.add_argument_group("descent").add_argument
    descent("--x0", "--start", dest="start", metavar="POINT", help='"1,2" or "x=1, y=2"')
    descent("--lr", "--rate", dest="rate", metavar="RATE", help="learning rate, 0.1 or 1/10")
    descent("--steps", type=whole, metavar="N", help="most steps (default 10000, at most 2 s)")
    descent("--box", metavar="BOUNDS", help='"0<=x<=10, y>=0", or "[0,10]" for all variables')
    descent("--let", action="append", default=[], metavar="NAME=VALUE", help="a parameter's value")
    descent("--tol", type=float, default=1e-10, metavar="G", help="gradient norm to stop at")
    add_rule(made)
    proof = made.add_argument_group("proof").add_argument
    proof("--time-limit", type=seconds, default=5.0, metavar="S", help="seconds (default 5)")
    shown = made.add_argument_group("output").add_argument
    quoted = "csv of many: a formula that begins with = + - @ gets a ' before it"
    forms = ("table", "json", "csv", "md", "tex")
    shown("--format", choices=forms, default="table", help=quoted)
    shown("-q", "--quiet", action="store_true", help="the minimiser alone: exact where proved")
    shown("--every", type=whole, metavar="N", help="show every N-th iterate")
    shown("--rows", type=whole, default=24, metavar="N", help="most rows of the table (24)")
    shown("--color", choices=("auto", "always", "never"), default="auto")
    add("--require-converged", action="store_true", help="out of steps is exit status 1")
    add("--version", action="version", version=f"symdescent {VERSION}")
    return made


def add_rule(made: Parser) -> None:
    """The options about the update rule."""
    rule = made.add_argument_group("rule").add_argument
    rule("--optimizer", metavar="NAME", help='adam, "Nesterov momentum", torch:Adam, ...')
    rule("--convention", metavar="NAME", help="torch, keras, optax or paper, where they differ")
    rule("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the rule")


def whole(text: str) -> int:
    """A whole number from 0 on."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is not a whole number from 0 on")
    return int(text)


def seconds(text: str) -> float:
    """A number of seconds from 0 on."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not value >= 0:
        raise argparse.ArgumentTypeError(f"must be a number of seconds, not '{text[:40]}'")
    return value


def read(words: Sequence[str]) -> argparse.Namespace:
    """The options; InputError with the nearest option for one that does not exist."""
    made = parser()
    options = made.parse_args(regrouped(made, words))
    if options.every == 0:
        raise InputError("domain", "--every must be at least 1")
    return options


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
            options.append(glued(word, rest, takes) if takes[word] else word)
        elif looks_like_option(word, takes):
            options.append(known(word, takes))
        else:
            formulas.append(word)
    return [*options, "--", *formulas]


def glued(flag: str, rest: list[str], takes: dict[str, bool]) -> str:
    """--flag=value or -fvalue; the next word is the value, unless it is another --flag."""
    if not rest or (rest[0].startswith("--") and rest[0].partition("=")[0] in takes):
        raise InputError("syntax", f"{flag} needs a value", "symdescent --help  lists the options")
    value = rest.pop(0)
    return f"{flag}={value}" if flag.startswith("--") else f"{flag}{value}"


def looks_like_option(word: str, takes: dict[str, bool]) -> bool:
    """Two minus signs and a word: a formula would put a bracket or an operator somewhere."""
    name = word.partition("=")[0]
    return name.startswith("--") and (name in takes or name[2:].replace("-", "").isalpha())


def known(word: str, takes: dict[str, Any]) -> str:
    flag = word.partition("=")[0]
    if flag not in takes:
        message = f"there is no option {flag[:40]}"
        raise InputError("unknown_name", message, did_you_mean(flag, takes))
    return word


def let(pairs: Sequence[str], flag: str = "--let") -> dict[str, str]:
    """The values of --let a=3 --let b=4, or --let a=3,b=4."""
    found = {}
    for piece in ",".join(pairs).split(",") if pairs else []:
        name, sign, value = piece.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise InputError("syntax", f"{flag} cannot be read: {piece[:60]}", f"write  {flag} a=3")
        found[name.strip()] = value.strip()
    return found
