"""The words of a session as data: how each is used, what it does, where its own words go."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from symdescent.optimizers.frameworks.script_names import OWNED
from symdescent.terminal import arguments, flags


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
