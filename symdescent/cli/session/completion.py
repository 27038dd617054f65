"""Help and completion in a session: the text on a word, and the words that may follow."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from textwrap import wrap
from typing import Final

from symdescent.calculus.script_targets import TARGETS
from symdescent.cli import arguments, flags, glossary
from symdescent.cli.glossary import ENTRIES
from symdescent.cli.help import columns
from symdescent.cli.help import width as columns_of
from symdescent.cli.session.state import State, short
from symdescent.cli.session.vocabulary import (
    BEHIND,
    CLAIMS,
    DOCUMENTS,
    OWN,
    Setting,
    meant,
    settings,
    taken,
    takes_formula,
    words,
)
from symdescent.errors import FormulaError, InputError, did_you_mean
from symdescent.language import parse
from symdescent.language.names import CONSTANTS, canonical, known_words

COLUMN: Final = 26
EXAMPLES: Final = (
    ("1/2*(x-4)^2", "a formula; L(x, y) = a*x^2 + y^2 names variables"),
    ("a = 3", "a letter in it"),
    ("x0 = (1, 2)", "the start; lr, steps, optimizer, box = ... alike"),
)
MAIN: Final = tuple("run step minimum gradient hessian at plot compare sweep example".split())
LAST_HELP: Final = (
    ("show; undo, redo", "what is defined; back, and forth again"),
    ("forget NAME; clear", "one definition less; none (undo brings them back)"),
    ("command [WORDS]", OWN["command"].summary),
    ("save FILE; load FILE", ".txt: this session; .tex, .svg, ...: an export"),
    ("info [TERM]", "a term explained: info hessian"),
    ("help [WORD]", "more on one word, or on a setting: help lr"),
    ("quit", "end, as Ctrl-D does"),
)


def width() -> int:
    """The columns of the terminal, within reason."""
    return columns_of(on_terminal=True)


def everything() -> str:
    """Every word, with what it does."""
    known = words()
    others = [name for name in known if name not in (*MAIN, "info", *OWN)]
    first = [*EXAMPLES, *((known[name].usage, known[name].summary) for name in MAIN)]
    more = "Options of the command line may follow: run adam --lr 0.1 --steps 50"
    also = rows([("also", ", ".join(others))])
    return "\n".join([*rows(first), *also, *rows(LAST_HELP), *wrap(more, width())])


def rows(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Two columns, or one below the other where the screen is narrow."""
    yield from columns(pairs, COLUMN, width())


def one(word: str) -> str:
    """Help on a word of the session, or on a setting, from the text of --help."""
    known, name = words(), word.strip().lstrip("-").replace("-", "_")
    if name in known:
        return "\n".join([*rows([(known[name].usage, known[name].summary)]), *option_lines(name)])
    if setting := meant(name):
        return "\n".join(of_setting(setting))
    if glossary.named(word):
        return explained(word)
    if canonical(word):
        return f"{canonical(word)} is a function that a formula may call: {canonical(word)}(...)"
    near = did_you_mean(name, [*known, *settings()])
    raise InputError("unknown_name", f"there is no help on {word[:40]}", near or "help  lists all")


def option_lines(name: str) -> Iterator[str]:
    """The options that a command takes."""
    command = BEHIND.get(name, name)
    if name in OWN and name not in BEHIND:
        return
    yield ""
    named = ", ".join(s.flag for s in taken(command).values() if s.dest not in ("help", "version"))
    yield from wrap(f"options: {named}", width(), subsequent_indent="    ", break_on_hyphens=False)
    shell = f"symdescent {command}".strip()
    yield from wrap(f"each explained by  {shell} --help  in the shell, or here: help lr", width())


def of_setting(setting: Setting) -> Iterator[str]:
    """An option as it is set here, its text in --help, and which commands take it."""
    name = setting.flag.lstrip("-").replace("-", "_")
    yield f"{name} = {setting.metavar or 'yes'}"
    if setting.help:
        text = setting.help.replace("%%", "%")
        yield from wrap(text, width(), initial_indent="    ", subsequent_indent="    ")
    flags = ", ".join(setting.flags)
    having = [c or "run" for c in arguments.COMMANDS if alike(setting, c)]
    told = f"on the command line {flags}; taken by {', '.join(having)}"
    yield from wrap(told, width(), initial_indent="    ", subsequent_indent="    ")


def alike(setting: Setting, command: str) -> bool:
    found = taken(command).get(setting.dest)
    return found is not None and found.flag == setting.flag


def explained(term: str) -> str:
    """An entry of the glossary, or all their names."""
    return glossary.entry_text(term, width())


LAST_WORD: Final = re.compile(r"[^\s()\[\]+*/^,|=<>·-]*$")
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
        return found.start(1), option_flags(BEHIND.get(command, command))
    begin = len(LAST_WORD.sub("", before))
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


def option_flags(command: str) -> Iterator[str]:
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
