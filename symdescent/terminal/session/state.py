"""What has been defined so far goes in with one definition more; a new state comes out."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from symdescent.errors import InputError


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
