"""The state of a session: what is defined, what a line asks for, inputs of several lines."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from symdescent.errors import InputError


@dataclass(frozen=True)
class Run:
    """The words of a command line; `rows`: of its descent only the steps from..to, a line each;
    `remark`: what is said once it is done."""

    words: tuple[str, ...]
    rows: tuple[int, int] | None = None
    remark: str = ""


@dataclass(frozen=True)
class Say:
    """A text to be printed; empty: nothing."""

    text: str = ""


@dataclass(frozen=True)
class Save:
    """The lines of the session, to be kept in a file."""

    path: str
    force: bool


@dataclass(frozen=True)
class Load:
    """A file whose lines are to be read as if they were typed."""

    path: str


@dataclass(frozen=True)
class Quit:
    """The end."""


Action = Run | Say | Save | Load | Quit


OPENING: Final = "([{"
CLOSING: Final = ")]}"
GOES_ON: Final = ("+", "-", "*", "/", "^", "=", ",", "·", "−", "×")
ENVIRONMENT: Final = re.compile(r"\\(begin|end)\s*\{")


def inputs(text: str) -> list[str]:
    """The inputs of a text, each on one line; empty ones and comments are left out."""
    found, rest = grouped(text)
    return [whole for whole in (*found, rest) if whole and not whole.startswith("#")]


def goes_on(text: str) -> bool:
    """Whether the last input of a text waits for another line; an empty line ends it."""
    return bool(grouped(text)[1])


def grouped(text: str) -> tuple[list[str], str]:
    """Whole inputs, and the beginning of one that goes on below; lines are joined by a blank."""
    found, rest = [], ""
    for line in text.split("\n"):
        rest = f"{rest} {line.strip()}".strip()
        if not line.strip() or not unfinished(rest):
            found.append(rest)
            rest = ""
    return found, rest


def unfinished(line: str) -> bool:
    """Whether another line must follow: a bracket or what LaTeX begins is open, or an operator
    stands at the end."""
    if not line or line.startswith("#"):
        return False
    return line.endswith(GOES_ON) or depth(line) > 0 or begun(line)


def begun(line: str) -> bool:
    """Whether a LaTeX environment has no end yet, or $$ no other one."""
    found = [command[1] for command in ENVIRONMENT.finditer(line)]
    return found.count("begin") > found.count("end") or line.count("$$") % 2 == 1


def depth(line: str) -> int:
    """How many brackets are open at the end."""
    opened = sum(line.count(sign) for sign in OPENING)
    return opened - sum(line.count(sign) for sign in CLOSING)


class Sort(StrEnum):
    """What a line defines: L, a letter in it, an option of the command line, or one of a rule."""

    FORMULA = "formula"
    LETTER = "letter"
    OPTION = "option"
    RULE = "rule"


@dataclass(frozen=True)
class Definition:
    """A name with its value as typed; `line` defines it again.

    A formula's name is empty; an option's is its longest flag, --lr; an option without a value
    has the value "".
    """

    sort: Sort
    name: str
    value: str
    line: str


@dataclass(frozen=True)
class State:
    """All that a session knows: its definitions in order, the lines that a file of it would hold,
    the number of steps that were shown one by one, and the states that undo and redo lead to."""

    definitions: tuple[Definition, ...] = ()
    lines: tuple[str, ...] = ()
    taken: int = 0
    before: "State | None" = field(default=None, repr=False, compare=False)
    after: "State | None" = field(default=None, repr=False, compare=False)

    @property
    def formula(self) -> str:
        """The text of the formula; empty where there is none yet."""
        return next((d.value for d in self.of(Sort.FORMULA)), "")

    def of(self, sort: Sort) -> tuple[Definition, ...]:
        """The definitions of one sort."""
        return tuple(d for d in self.definitions if d.sort is sort)

    @property
    def letters(self) -> dict[str, str]:
        """The letters that stand in the formula, with their values."""
        words = set(re.findall(r"\w+", self.formula))
        return {d.name: d.value for d in self.of(Sort.LETTER) if d.name in words}

    def wrote(self, line: str) -> "State":
        """The state after a command, which defines nothing."""
        return replace(self, lines=(*self.lines, line))


def defined(state: State, made: Definition) -> State:
    """The state with one definition more, or with another value in the place of the former."""
    key = (made.sort, made.name)
    if any((d.sort, d.name) == key for d in state.definitions):
        kept = tuple(made if (d.sort, d.name) == key else d for d in state.definitions)
    else:
        kept = (*state.definitions, made)
    return State(kept, (*state.lines, made.line), before=state)


def forgotten(state: State, name: str, line: str) -> State:
    """The state without what bears a name, or the word formula; InputError where none does."""
    gone = [d for d in state.definitions if name in (d.name, d.name.lstrip("-"), short(d))]
    if not gone:
        raise InputError("unknown_name", f"nothing is called {name[:40]}", "show  lists what is")
    kept = tuple(d for d in state.definitions if d not in gone)
    return State(kept, (*state.lines, line), before=state)


def short(definition: Definition) -> str:
    """What a definition is called: the word before its =, or formula."""
    if definition.sort is Sort.FORMULA:
        return "formula"
    return definition.line.partition("=")[0].split()[-1]


def cleared(state: State) -> State:
    """Nothing defined, and undo leads back."""
    return State(before=state)


def undone(state: State) -> State:
    """The state as it was before the last definition; InputError where there is none."""
    if state.before is None:
        raise InputError("empty", "there is nothing to undo", "show  lists what is defined")
    return replace(state.before, after=state)


def redone(state: State) -> State:
    """The state that was undone last."""
    if state.after is None:
        raise InputError("empty", "there is nothing to redo", "undo  comes first")
    return state.after
