"""A terminal without prompt_toolkit goes in; lines that were typed there come out."""

import os
from collections.abc import Sequence
from types import ModuleType

from symdescent.terminal.session.completion import completed
from symdescent.terminal.session.history import History
from symdescent.terminal.session.inputs import goes_on
from symdescent.terminal.session.state import State

PROMPT, MORE = "> ", "... "


class Plain:
    """Asks by input(), with readline's keys, history and Tab where readline is at hand."""

    def __init__(self, history: History) -> None:
        self.history, self.state = history, State()
        self.found: Sequence[str] = ()
        self.readline = None if os.environ.get("TERM") in ("dumb", None) else loaded()
        if self.readline:
            prepare(self.readline, self.complete, history)

    def ask(self, state: State) -> str:
        """One input; it may take several lines."""
        self.state = state
        try:
            text = input(PROMPT)
            while goes_on(text):
                text += "\n" + input(MORE)
        except (EOFError, KeyboardInterrupt):
            print()
            raise
        self.history.add(text)
        if self.readline and text.strip():
            self.readline.add_history(" ".join(text.split()))
        return text

    def complete(self, _: str, number: int) -> str | None:
        """The number-th completion, as readline asks for it."""
        if number == 0 and self.readline:
            begin, end = self.readline.get_begidx(), self.readline.get_endidx()
            line = self.readline.get_line_buffer()[:end]
            start, words = completed(self.state, line)
            self.found = [line[begin:start] + word[max(begin - start, 0) :] for word in words]
        return self.found[number] if number < len(self.found) else None


def loaded() -> ModuleType | None:
    """readline, where Python has it."""
    try:
        import readline
    except ImportError:
        return None
    return readline


def prepare(readline: ModuleType, complete: object, history: History) -> None:
    """Tab completes, Ctrl-R searches, the arrows go through former inputs."""
    edits = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if edits else "tab: complete")
    readline.set_completer_delims(" \t\n()[]+*/^,|=<>")
    readline.set_completer(complete)
    readline.set_auto_history(False)
    for entry in history.entries:
        readline.add_history(entry)
