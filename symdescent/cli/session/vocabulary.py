"""The words and settings of a session: how each is used, the help on it, and what may follow."""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from textwrap import wrap
from typing import Final

from symdescent import synonyms
from symdescent.calculus.script_targets import TARGETS
from symdescent.cli import arguments, flags, glossary
from symdescent.cli.arguments import ONE_DASH
from symdescent.cli.glossary import ENTRIES
from symdescent.cli.help import columns
from symdescent.cli.help import width as columns_of
from symdescent.cli.session.state import State, short
from symdescent.errors import FormulaError, InputError, did_you_mean
from symdescent.language import parse
from symdescent.language.names import CONSTANTS, canonical, known_words
from symdescent.optimizers.frameworks.script_names import OWNED

NOT_KEPT: Final = frozenset(
    "formula let set help version file output save force plot open quiet rest name".split()
)
YES: Final = ("yes", "on", "true", "1")
NO: Final = ("no", "off", "false", "0")
POINT: Final = (re.compile(r".*[\d¼-¾⅐-⅞].*", re.DOTALL), "x0 = 14  or  x0 = (1, 2)")
LIKELY: Final = {  # what a value has at least, and an example
    "start": POINT,
    "at": POINT,
    "box": (re.compile(r".*[<>≤≥\[].*", re.DOTALL), "box = 0<=x<=10"),
    "rate": (re.compile(r"[^=]+"), "lr = 0.1"),
}
INSTEAD: Final = {"tune": ("rate",), "rates": ("rate",)}  # what a word of a command puts aside


@dataclass(frozen=True)
class Setting:
    """An option of the command line: its flags, the longest last, and what it is for."""

    dest: str
    flags: tuple[str, ...]
    metavar: str
    help: str
    bare: bool

    @property
    def flag(self) -> str:
        """The flag that a person would type: --lr, --x0, --output."""
        return next((flag for flag in self.flags if flag.startswith("--")), self.flags[0])

    @property
    def names(self) -> tuple[str, ...]:
        """What may stand before a = : lr, rate, clip_norm."""
        return tuple(flag.lstrip("-").replace("-", "_") for flag in self.flags)


@cache
def taken(command: str) -> dict[str, Setting]:
    """The options that a command takes, by their destination."""
    return {s.dest: s for action in options(command) if (s := described(action))}


@cache
def options(command: str) -> tuple[argparse.Action, ...]:
    return tuple(arguments.parser(command)._actions)


def described(action: argparse.Action) -> Setting | None:
    """An option in our own words; None for what stands without a flag."""
    if not action.option_strings:
        return None
    choices = "|".join(map(str, action.choices)) if action.choices else ""
    metavar = action.metavar if isinstance(action.metavar, str) else choices or "VALUE"
    return Setting(
        action.dest,
        tuple(action.option_strings),
        "" if action.nargs == 0 else metavar,
        action.help or "",
        action.nargs == 0,
    )


@cache
def takes_formula(command: str) -> bool:
    """Whether a formula follows the command's name."""
    return any(action.dest == "formula" for action in options(command))


@cache
def settings() -> dict[str, Setting]:
    """Every option that stays set, by each of its names; a descent's before those of the others."""
    found: dict[str, Setting] = {}
    for command in filter(takes_formula, arguments.COMMANDS):
        for setting in taken(command).values():
            if setting.dest not in NOT_KEPT:
                for name in setting.names:
                    found.setdefault(name, setting)
    return found


@cache
def for_once() -> frozenset[str]:
    """The names of the options that are for one command, and are not kept."""
    told = [s for c in filter(takes_formula, arguments.COMMANDS) for s in taken(c).values()]
    names = {name for s in told if s.dest in NOT_KEPT for name in s.names if len(name) > 1}
    return frozenset(names - {"let", "set", "help", "version"})


def meant(name: str) -> Setting | None:
    """The setting of a name, or of what other programs have for it: epochs; None for a letter."""
    return settings().get(name) or settings().get(synonyms.meant(name, settings()))


def flag_of(command: str, word: str) -> str:
    """The flag of a command that a word is: --steps for --epochs; "" for another word."""
    flag = word.partition("=")[0]
    known = [name for setting in taken(command).values() for name in setting.flags]
    if flag in known:
        return flag
    if not (re.match("--[A-Za-z]", flag) or ONE_DASH.fullmatch(flag)):
        return ""
    name = synonyms.meant(flag.lstrip("-"), [f[2:] for f in known if f.startswith("--")])
    return f"--{name}" if name else ""


def by_flag(flag: str) -> Setting:
    """The setting with this flag."""
    return settings()[flag.lstrip("-").replace("-", "_")]


def checked(setting: Setting, value: str) -> str:
    """The value as the command line would take it; yes or no of an option without one.

    InputError where it would not be taken.
    """
    if setting.bare:
        return switched(setting, value)
    demand_likely(setting, value)
    command = next(c for c in filter(takes_formula, arguments.COMMANDS) if holds(c, setting))
    try:
        arguments.read([*filter(None, [command]), "x", f"{setting.flag}={value}"])
    except InputError as mistake:
        message = re.sub(r"^argument \S+: ", "", mistake.message)
        name = setting.flag.lstrip("-").replace("-", "_")
        raise InputError(mistake.kind, f"{name}: {message}", f"help {name}  tells more") from None
    return value


def demand_likely(setting: Setting, value: str) -> None:
    """Refuse a value that no formula could make sense of."""
    shape, example = LIKELY.get(setting.dest, (None, ""))
    if shape and not shape.fullmatch(value):
        name = setting.names[-1] if setting.dest != "start" else "x0"
        message = f"{name} cannot be {value[:40]}"
        raise InputError("type", message, f"for example  {example}")


def holds(command: str, setting: Setting) -> bool:
    return setting.dest in taken(command) and setting.flag in taken(command)[setting.dest].flags


def switched(setting: Setting, value: str) -> str:
    """yes, or no where an option is to be left out again."""
    if value.lower() in YES:
        return "yes"
    if value.lower() in NO:
        return "no"
    name = setting.names[-1]
    raise InputError("type", f"{name} is yes or no, not {value[:40]}", f"write  {name} = yes")


@dataclass(frozen=True)
class Word:
    """A command of the session: how it is written, and what it does."""

    usage: str
    summary: str


ENDINGS: Final = frozenset(
    ".svg .pdf .png .gif .mp4 .tex .md .qmd .html .ipynb .json .csv .txt".split()
)
OWN: Final = {
    "run": Word("run [OPTIMIZER] [STEPS]", "descend: steps, exact minimum, verdict"),
    "step": Word("step [N]", "the next iterate, or the next N"),
    "at": Word("at POINT", "value, gradient and Hessian there: at (1, 2)"),
    "show": Word("show", "what is defined"),
    "undo": Word("undo", "as it was before the last definition"),
    "redo": Word("redo", "take the undo back"),
    "forget": Word("forget NAME", "one definition less: forget lr"),
    "clear": Word("clear", "forget all (undo brings it back)"),
    "command": Word("command [WORDS]", "the same for the shell: command run adam"),
    "save": Word("save FILE", ".txt: this session; .tex, .svg, ...: an export"),
    "load": Word("load FILE", "the lines of a session file, as if typed"),
    "help": Word("help [WORD]", "all words, or one; a setting too: help lr"),
    "quit": Word("quit", "end, as Ctrl-D does; exit is the same"),
    "exit": Word("exit", "the same as quit"),
}
USED: Final = {
    "minimum": Word("minimum", "the exact minimum with its whole proof"),
    "gradient": Word("gradient [POINT]", "the gradient, and its value at a point"),
    "hessian": Word("hessian [POINT]", "the Hessian too, and its eigenvalues there"),
    "compare": Word("compare [OPTIMIZERS]", "several side by side: compare gd adam"),
    "sweep": Word("sweep [RANGE]", "many learning rates: sweep 0.01..1"),
    "plot": Word("plot [KIND] [FILE]", "a picture, here or in a file: plot gd.svg"),
    "animate": Word("animate FILE", "a film: animate gd.gif"),
    "example": Word("example [FORMAT] [FILE]", "worked out for a textbook: example tex"),
    "code": Word("code [TARGET] [FILE]", "this descent as a script: code torch"),
    "exercises": Word("exercises --kind KIND", "sheets of exercises"),
    "optimizers": Word("optimizers [NAME]", "the best known, or the rule of one"),
    "schedules": Word("schedules [NAME]", "schedules of the rate, or one"),
    "verify": Word("verify FILE", "check a proof that was saved"),
    "check": Word(
        "check CLAIM ...", "right or wrong: check gradient 2x; or hessian, minimum, value"
    ),
    "info": Word("info [TERM]", "a term explained: info hessian"),
}


def words() -> dict[str, Word]:
    """Every word of a session: its own, and every command of the command line."""
    others = {name: Word(name, c.summary) for name, c in arguments.COMMANDS.items() if name}
    return {**OWN, **others, **{name: USED[name] for name in USED if name in others}}


def is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()


def is_range(word: str) -> bool:
    return ".." in word or ("," in word and word[:1].isdigit())


def is_file(word: str) -> bool:
    """A name with an ending; torch.optim.Adam is none, keras.svg is."""
    ending = PurePath(word).suffix
    named = OWNED.match(word) and ending.lower() not in ENDINGS
    return not named and bool(re.fullmatch(r"\.[A-Za-z]\w*", ending))


def is_kind(word: str) -> bool:
    return word in flags.KINDS


def is_bound(word: str) -> bool:
    return any(sign in word for sign in ("<=", ">=", "≤", "≥"))


def is_name(word: str) -> bool:
    """A name such as adam, torch:Adam or gd@0.1, also one of several words, or a call."""
    return bool(re.fullmatch(r"[A-Za-z][\w:.@,-]*(\(.*\)[\w:.@,-]*)?", word))


def anything(word: str) -> bool:
    return not word.startswith("-")


Place = tuple[Callable[[str], bool], str]  # which words, and the option whose value they are
PLACES: Final[dict[str, tuple[Place, ...]]] = {
    "run": ((is_number, "--steps"), (is_name, "--optimizer")),
    "step": ((is_name, "--optimizer"),),
    "at": ((anything, "--at"),),
    "gradient": ((anything, "--at"),),
    "hessian": ((anything, "--at"),),
    "minimum": ((is_bound, "--box"),),
    "compare": ((is_number, "--steps"), (is_name, "--optimizers")),
    "sweep": ((is_range, "--lr"), (is_number, "--steps"), (is_name, "--optimizer")),
    "plot": (
        (is_kind, "--kind"),
        (is_range, "--lr"),
        (is_number, "--steps"),
        (is_file, "--output"),
        (is_name, "--optimizer"),
    ),
    "animate": ((is_number, "--steps"), (is_file, "--output"), (is_name, "--optimizer")),
    "code": ((is_number, "--steps"), (is_file, "--output"), (is_name, "--to")),
    "example": ((is_number, "--steps"), (is_file, "--output"), (is_name, "--to")),
}
JOINED: Final = {"--optimizer": " ", "--optimizers": ",", "--at": ", ", "--box": ", "}
BEHIND: Final = {"run": "", "step": "", "at": "hessian"}  # the command that a word stands for
CLAIMS: Final = ("gradient", "hessian", "minimum", "value", "iterates", "closed-form", "against")
DOCUMENTS: Final = ("tex", "md", "myst", "quarto", "html", "ipynb", "json")  # of example


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
