"""The words and the settings of a session as data: how each is used, and what takes it."""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Final

from symdescent import synonyms
from symdescent.cli import arguments, flags
from symdescent.cli.arguments import ONE_DASH
from symdescent.errors import InputError
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
