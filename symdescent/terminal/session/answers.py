"""A state and a line for the session alone go in; the state after it and an action come out."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from symdescent.errors import InputError
from symdescent.terminal.session.actions import Action, Load, Quit, Run, Save, Say
from symdescent.terminal.session.helping import everything, explained, one
from symdescent.terminal.session.state import (
    Sort,
    State,
    cleared,
    forgotten,
    redone,
    short,
    undone,
)
from symdescent.terminal.session.translation import pieces, translated

Answer = Callable[[State, str, str], tuple[State, Action]]
EXPORTS: Final = {
    ".tex": ("example", "--output"),
    ".md": ("example", "--output"),
    ".qmd": ("example", "--output"),
    ".html": ("example", "--output"),
    ".ipynb": ("example", "--output"),
    ".svg": ("plot", "--output"),
    ".pdf": ("plot", "--output"),
    ".png": ("plot", "--output"),
    ".gif": ("animate", "--output"),
    ".mp4": ("animate", "--output"),
    ".json": ("minimum", "--save"),
    ".py": ("code", "--output"),
}
SESSION: Final = ("", ".txt", ".session")


def shown(state: State, rest: str, line: str) -> tuple[State, Action]:
    """What is defined, in order."""
    return state, Say("\n".join(listed(state)) or "nothing is defined yet: type a formula")


def listed(state: State) -> list[str]:
    """A line for each definition, and what it becomes on the command line."""
    told = {Sort.FORMULA: "formula", Sort.LETTER: "letter", Sort.OPTION: "setting"}
    lines = [(told.get(d.sort, "setting of the rule"), d.line) for d in state.definitions]
    idle = [d.name for d in state.of(Sort.LETTER) if d.name not in state.letters]
    notes = [f"not in the formula: {', '.join(idle)}"] if idle and state.formula else []
    return [*(f"{what:8} {line}" for what, line in lines), *notes]


def back(state: State, rest: str, line: str) -> tuple[State, Action]:
    """One definition less."""
    after = undone(state)
    return after, Say("\n".join(["now defined:", *indented(after)]))


def forth(state: State, rest: str, line: str) -> tuple[State, Action]:
    """The undo taken back."""
    after = redone(state)
    return after, Say("\n".join(["now defined:", *indented(after)]))


def indented(state: State) -> list[str]:
    return [f"  {line}" for line in listed(state)] or ["  nothing"]


def forget(state: State, rest: str, line: str) -> tuple[State, Action]:
    """A definition that is taken away."""
    if not rest:
        raise InputError("empty", "forget needs a name", "write  forget lr  or  forget formula")
    after = forgotten(state, rest, line)
    gone = [short(d) for d in state.definitions if d not in after.definitions]
    return after, Say(f"forgotten: {', '.join(gone)}")


def clear(state: State, rest: str, line: str) -> tuple[State, Action]:
    return cleared(state), Say("nothing is defined now; undo brings it back")


def save(state: State, rest: str, line: str) -> tuple[State, Action]:
    """The session, or what the ending of the file asks for."""
    names = [piece for piece in pieces(rest) if piece != "--force"]
    if len(names) != 1:
        raise InputError("empty", "save needs the name of one file", "write  save session.txt")
    ending = PurePath(names[0]).suffix.lower()
    force = len(names) < len(pieces(rest))
    if ending in SESSION:
        return state, Save(names[0], force)
    if ending not in EXPORTS:
        known = ", ".join(EXPORTS)
        raise InputError(
            "unknown_name", f"no export ends in {ending[:20]}", f"known: .txt, {known}"
        )
    command, flag = EXPORTS[ending]
    more = ("--force",) if force and command != "minimum" else ()
    asked = (*translated(state, command, ""), flag, names[0], *more)
    return state.wrote(line), Run(asked, remark=f"saved: {names[0]}")


def load(state: State, rest: str, line: str) -> tuple[State, Action]:
    """A session file, read here."""
    if len(pieces(rest)) != 1:
        raise InputError("empty", "load needs the name of one file", "write  load session.txt")
    return state, Load(pieces(rest)[0])


def end(state: State, rest: str, line: str) -> tuple[State, Action]:
    return state, Quit()


def alone(answer: Answer) -> Answer:
    """The same for a word that nothing may follow."""

    def checked(state: State, rest: str, line: str) -> tuple[State, Action]:
        if rest:
            raise InputError("syntax", f"nothing follows {line.split()[0]}", "type it alone")
        return answer(state, rest, line)

    return checked


ANSWERS: Final[dict[str, Answer]] = {
    "show": alone(shown),
    "undo": alone(back),
    "redo": alone(forth),
    "forget": forget,
    "clear": alone(clear),
    "save": save,
    "load": load,
    "help": lambda state, rest, line: (state, Say(one(rest) if rest else everything())),
    "info": lambda state, rest, line: (state, Say(explained(rest))),
    "quit": alone(end),
    "exit": alone(end),
}
