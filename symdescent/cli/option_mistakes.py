"""What a word was meant for that is no option of the command, or hardly a formula."""

import re
from collections.abc import Collection, Sequence
from itertools import takewhile, zip_longest
from typing import Final

from symdescent.errors import InputError
from symdescent.synonyms import nearest, squashed

NAME_ALONE: Final = re.compile(r"-([A-Za-z][\w.]*)")  # -n and -n7, behind a formula
OPERAND: Final = re.compile(r"[\w.]")  # what a value begins with, and no operator or bracket
LIKE_AN_OPTION: Final = re.compile(r"-[A-Za-z][A-Za-z_-]{2,}")  # -stpes, and not -xy or -x1
ELSEWHERE: Final = ("-q", "-o", "-f")  # of some commands
INSTEAD: Final = {  # what stands for an option that there is not
    "maximize": 'write it before the formula:  "maximize 4x - x^2"',
    "maximise": 'write it before the formula:  "maximize 4x - x^2"',
    "max": 'write it before the formula:  "maximize 4x - x^2"',
    "minimize": "symdescent minimum  is the exact minimum alone",
    "nesterov": "write  --optimizer nesterov",
    "adam": "write  --optimizer adam",
    "sgd": "write  --optimizer gd",
    "amsgrad": "write  --optimizer amsgrad",
    "warmup": "write  --schedule warmup:T=10",
}
SETTINGS: Final = {  # what a setting of a rule is called, its names here, an optimizer with it
    "beta1": ("beta1", "adam"),
    "beta2": ("beta2", "adam"),
    "betas": ("beta1 beta2", "adam"),
    "b1": ("beta1", "adam"),
    "b2": ("beta2", "adam"),
    "eps": ("eps", "adam"),
    "epsilon": ("eps", "adam"),
    "momentum": ("momentum", "momentum"),
    "rho": ("rho", "rmsprop"),
    "alpha": ("alpha", ""),
    "beta": ("beta", ""),
    "gamma": ("gamma", ""),
}
VALUES: Final = re.compile(r"[\s,()\[\]]+")  # what stands between the values of a setting
VALUE: Final = re.compile(r"[\s,()\[\]]*[\d.][\w.+/-]*([\s,()\[\]]+[\d.][\w.+/-]*)*[\s,()\[\]]*")


def unknown_option(
    word: str, names: Collection[str], rest: Sequence[str], given: Collection[str]
) -> InputError:
    """The mistake of an option that there is not, with the nearest, or what is written instead.

    `names`: of the command's options; `rest`: the words behind it; `given`: the flags before it.
    """
    flag, _, value = word.partition("=")
    name = flag.lstrip("-").lower()
    instead = INSTEAD.get(name, "") if "let" in names else ""
    if squashed(name) in SETTINGS and "set" in names:
        values = [value] if value else list(takewhile(VALUE.fullmatch, rest))
        instead = of_rule(squashed(name), " ".join(values), "--optimizer" not in given)
    near = nearest(name, names)
    hint = instead or (f"did you mean  --{near} ?" if near else "")
    return InputError("unknown_name", f"there is no option {flag[:40]}", hint)


def of_rule(name: str, values: str, is_plain: bool) -> str:
    """How a setting of a rule is given, with the values that stood behind its name; `is_plain`:
    no optimizer was asked for."""
    names, optimizer = SETTINGS[name]
    given = [value for value in VALUES.split(values) if value]
    pairs = zip_longest(names.split(), given[: len(names.split())], fillvalue="...")
    told = " ".join(f"--set {own}={value}" for own, value in pairs)
    if optimizer and is_plain:
        return f"write  --optimizer {optimizer} {told}"
    learning = "the learning rate is --lr; " * (name == "alpha")
    return f"{learning}a setting of a rule is given with  {told}"


def demand_formula(word: str, names: Collection[str], takes: Collection[str]) -> None:
    """Refuse what looks like an option with one dash, misspelt or of another command."""
    if word in ELSEWHERE and word not in takes:
        raise misplaced(word, f"as a part of the formula put it in quotes:  ({word})")
    near = nearest(word[1:], names) if LIKE_AN_OPTION.fullmatch(word) else ""
    if near:
        meaning = f"did you mean  --{near} ?  As a formula:  ({word})"
        raise InputError("unknown_name", f"there is no option {word[:40]}", meaning)


def demand_part(word: str, rest: Sequence[str], formulas: Sequence[str], is_next: bool) -> None:
    """Refuse -n behind a formula where it is hardly a part of it: a value follows, options stand
    between (it `is_next` where none do), or the formula has no such letter."""
    found = NAME_ALONE.fullmatch(word)
    if found is None or not formulas:
        return
    letters = set(re.findall(r"[A-Za-z]+", " ".join(formulas)))
    parts = re.findall(r"[A-Za-z]+", found[1])
    known = all(part in letters or set(part) <= letters for part in parts)
    valued = bool(rest) and OPERAND.match(rest[0]) is not None
    if valued or not known or not is_next:
        raise misplaced(word, f"as a part of the formula put it all in quotes:  ({word})")


def misplaced(word: str, hint: str) -> InputError:
    return InputError("unknown_name", f"there is no option {word[:40]} here", hint)
