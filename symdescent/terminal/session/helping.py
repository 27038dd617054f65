"""A word or nothing goes in; help on it, or on all words, comes out as text for a narrow screen."""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.language.names import canonical
from symdescent.terminal import arguments, explaining
from symdescent.terminal.columns import columns
from symdescent.terminal.columns import width as columns_of
from symdescent.terminal.session.settings import Setting, meant, settings, taken
from symdescent.terminal.session.words import BEHIND, OWN, words

COLUMN: Final = 26
EXAMPLES: Final = (
    ("1/2*(x-4)^2", "a formula; L(x, y) = a*x^2 + y^2 names variables"),
    ("a = 3", "a letter in it"),
    ("x0 = (1, 2)", "the start; lr, steps, optimizer, box = ... alike"),
)
MAIN: Final = tuple("run step minimum gradient hessian at plot compare sweep example".split())
LAST: Final = (
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
    return "\n".join([*rows(first), *also, *rows(LAST), *wrap(more, width())])


def rows(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Two columns, or one below the other where the screen is narrow."""
    yield from columns(pairs, COLUMN, width())


def one(word: str) -> str:
    """Help on a word of the session, or on a setting, from the text of --help."""
    known, name = words(), word.strip().lstrip("-").replace("-", "_")
    if name in known:
        return "\n".join([*rows([(known[name].usage, known[name].summary)]), *options(name)])
    if setting := meant(name):
        return "\n".join(of_setting(setting))
    if explaining.named(word):
        return explained(word)
    if canonical(word):
        return f"{canonical(word)} is a function that a formula may call: {canonical(word)}(...)"
    near = did_you_mean(name, [*known, *settings()])
    raise InputError("unknown_name", f"there is no help on {word[:40]}", near or "help  lists all")


def options(name: str) -> Iterator[str]:
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
    return explaining.told(term, width())
