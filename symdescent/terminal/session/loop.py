"""A way of asking for lines goes in; each is answered until the person quits."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import fill
from typing import Any, Final, Protocol

from symdescent.errors import InputError, SymdescentError, printable
from symdescent.terminal.session import script
from symdescent.terminal.session.actions import Load, Quit, Run, Save, Say
from symdescent.terminal.session.helping import width
from symdescent.terminal.session.inputs import inputs, unfinished
from symdescent.terminal.session.performing import message
from symdescent.terminal.session.reading import understand
from symdescent.terminal.session.state import State

STOPPED: Final = 130
WRONG: Final = 2
BROKEN: Final = 70  # a status of no command: its process has ended without one
MOST_LOADS: Final = 5  # files within files


class Asking(Protocol):
    """What asks the person for a line."""

    def ask(self, state: State) -> str:
        """What was typed or pasted; EOFError at the end, KeyboardInterrupt for a line given up."""


@dataclass
class Session:
    """The state as it stands, and what runs a command."""

    work: Callable[[Mapping[str, Any]], int]
    state: State = field(default_factory=State)
    over: bool = False
    loads: int = 0

    def answer(self, line: str, where: str = "") -> int:
        """Carry out one input; its exit status. A definition that is refused is not kept."""
        former = self.state
        try:
            self.state, action = understand(former, line)
            status = self.act(action)
        except SymdescentError as mistake:
            sys.stdout.flush()
            print(f"error: {where}{mistake}", file=sys.stderr, flush=True)
            self.state = former
            return mistake.exit_code
        if status == WRONG and isinstance(action, Run):
            self.state = former
            if where:
                print(f"error: {where}refused", file=sys.stderr, flush=True)
        return status

    def act(self, action: Run | Say | Save | Load | Quit) -> int:
        """Do what a line asks for."""
        if isinstance(action, Run):
            status = self.work(message(action))
            if status == BROKEN:
                print("the command broke off; the session goes on", file=sys.stderr, flush=True)
            if action.remark and status != WRONG:
                show(fill(action.remark, width(), initial_indent="  ", subsequent_indent="    "))
            return status
        if isinstance(action, Quit):
            self.over = True
        elif isinstance(action, Load):
            return self.load(action.path)
        else:
            text = script.saved(self.state, action) if isinstance(action, Save) else action.text
            show(text)
        return 0

    def load(self, path: str) -> int:
        """The lines of a file, as if they were typed."""
        if self.loads == MOST_LOADS:
            raise InputError("too_large", f"{MOST_LOADS} files that load each other are enough")
        self.loads += 1
        try:
            return self.replay(script.lines_of(path))
        finally:
            self.loads -= 1

    def replay(self, lines: list[tuple[int, str]]) -> int:
        """Numbered lines, each shown and answered; a bad one costs itself. The worst status: 2
        before all others, then the highest; 130 ends them."""
        statuses = [0]
        for number, line in whole(lines):
            show(f"> {line}")
            statuses.append(self.answer(line, f"line {number}: "))
            if statuses[-1] == STOPPED or self.over:
                break
        if statuses[-1] == STOPPED:
            return STOPPED
        return max(statuses, key=lambda code: (code == WRONG, code))


def show(text: str) -> None:
    """Print a text, of which nothing is taken for a command to the terminal; empty: nothing."""
    if text:
        print("\n".join(map(printable, text.split("\n"))), flush=True)


def whole(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Inputs with the number of their first line: a formula may take several."""
    first, gathered = 0, ""
    for number, line in lines:
        first, gathered = (first, f"{gathered} {line}") if gathered else (number, line)
        if not unfinished(gathered):
            yield first, gathered
            gathered = ""
    if gathered:
        yield first, gathered


def attend(session: Session, asking: Asking) -> None:
    """Ask and answer until the end; neither a mistake nor Ctrl-C ends it."""
    while not session.over:
        try:
            answer_all(session, inputs(asking.ask(session.state)))
        except EOFError:
            break
        except KeyboardInterrupt:
            continue


def answer_all(session: Session, lines: list[str]) -> None:
    """The inputs of one paste, each shown before its answer where there are several."""
    for line in lines:
        if session.over:
            return
        if len(lines) > 1:
            show(f"> {line}")
        if session.answer(line) == STOPPED:
            return
