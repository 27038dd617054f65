"""A state and the text before the cursor go in; a word's column and its completions come out."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from symdescent.calculus.script_targets import TARGETS
from symdescent.errors import FormulaError
from symdescent.language import parse
from symdescent.language.names import CONSTANTS, known_words
from symdescent.terminal import flags
from symdescent.terminal.glossary import ENTRIES
from symdescent.terminal.session.settings import settings, taken, takes_formula
from symdescent.terminal.session.state import State, short
from symdescent.terminal.session.words import BEHIND, CLAIMS, DOCUMENTS, words

LAST: Final = re.compile(r"[^\s()\[\]+*/^,|=<>·-]*$")
OPTION: Final = re.compile(r"(?:^|\s)(--?[\w-]*)$")
VALUE: Final = re.compile(r"^(?:(\w+)\s*=\s*|.*--([\w-]+)[\s=]+)([\w:.]*)$", re.DOTALL)
FIRST: Final = re.compile(r"^\s*([A-Za-z]*)$")


def completed(state: State, before: str) -> tuple[int, list[str]]:
    """The column at which the word begins, and its completions in order."""
    begin, known = candidates(state, before)
    typed = before[begin:]
    return begin, sorted({w for w in known if w.startswith(typed) and w != typed}, key=str.lower)


def candidates(state: State, before: str) -> tuple[int, Iterable[str]]:
    """The word's column, and every word that may stand there."""
    command, _, rest = before.lstrip().partition(" ")
    if command in ("help", "info") and command != before.lstrip():
        begin = len(before) - len(rest.lstrip())
        return begin, topics(command)
    if found := VALUE.match(before):
        name = (found[1] or found[2] or "").replace("-", "_")
        if values(name):
            return found.start(3), values(name)
    if found := OPTION.search(before):
        return found.start(1), options(BEHIND.get(command, command))
    begin = len(LAST.sub("", before))
    if FIRST.match(before):
        return begin, [*words(), *assignable(), *in_formulas(state)]
    if command in words():
        return begin, [*positional(state, command)]
    return begin, in_formulas(state)


def topics(command: str) -> Iterator[str]:
    """What help and info speak of."""
    if command == "info":
        yield from (entry.term for entry in ENTRIES)
    else:
        yield from (*words(), *settings())


def assignable() -> Iterator[str]:
    return (f"{name} = " for name in settings() if len(name) > 1)


def options(command: str) -> Iterator[str]:
    """The flags of a command; of none, those that are set for good."""
    known = command if command in words() and takes_formula(command) else ""
    return (f for s in taken(known).values() for f in s.flags if f.startswith("--"))


def values(name: str) -> tuple[str, ...]:
    """The values of a setting that has a list of them."""
    if name == "optimizer":
        return optimizers()
    if name == "lr":
        return ("auto",)
    setting = settings().get(name)
    return tuple(setting.metavar.split("|")) if setting and "|" in setting.metavar else ()


def positional(state: State, command: str) -> Iterator[str]:
    """What may follow a command without a flag."""
    if command in ("run", "compare", "sweep", "step", "optimizers", "animate"):
        yield from optimizers()
    if command == "plot":
        yield from flags.KINDS
    if command == "check":
        yield from CLAIMS
    if command == "example":
        yield from DOCUMENTS
    if command == "code":
        yield from TARGETS
    if command == "forget":
        yield from ("formula", *(short(d) for d in state.definitions))
    if command == "command":
        yield from words()


def in_formulas(state: State) -> Iterator[str]:
    """Functions, constants, and the names of the present formula."""
    yield from known_words()
    yield from (name for name in CONSTANTS if len(name) > 1 and name.islower())
    try:
        yield from parse(state.formula).names if state.formula else ()
    except FormulaError:
        return


@cache
def optimizers() -> tuple[str, ...]:
    """The names of all optimizers, the short ones too."""
    from symdescent.optimizers.catalogue import SHORT, methods

    return (*methods(), *SHORT)
