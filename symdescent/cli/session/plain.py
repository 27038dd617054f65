"""Lines typed at a terminal without prompt_toolkit, with a history of the person's own."""

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from symdescent.cli.session.state import State, goes_on
from symdescent.cli.session.vocabulary import completed

MOST: Final = 1000
FOLDER, NAME = "symdescent", "history"


def place() -> Path:
    """The file, by the XDG base directories: ~/.local/state/symdescent/history."""
    given = os.environ.get("XDG_STATE_HOME", "")
    state = Path(given) if given.startswith("/") else Path.home() / ".local" / "state"
    return state / FOLDER / NAME


class History:
    """The inputs of former sessions, oldest first; new ones are added to the file as they come.

    A line is added by one write at the end of the file, so that two sessions do not harm each
    other's; what begins with a blank is not kept. Nobody else may read the file.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.entries = read(file)
        self.kept = True

    def add(self, text: str) -> None:
        """Keep an input; a file that cannot be written is told once."""
        line = " ".join(text.split())
        if not line or text.startswith(" ") or line == next(reversed(self.entries), ""):
            return
        self.entries.append(line)
        try:
            append(self.file, line)
        except OSError as error:
            if self.kept:
                reason = error.strerror or str(error)
                print(f"note: the history is not kept: {reason}: {self.file}", file=sys.stderr)
            self.kept = False


def read(file: Path) -> list[str]:
    """The last inputs; a file that has become long is cut to them."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    if len(lines) > 2 * MOST:
        with contextlib.suppress(OSError):
            shorten(file, lines[-MOST:])
    return [line for line in lines[-MOST:] if line.strip() and line.isprintable()]


def append(file: Path, line: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, f"{line}\n".encode(errors="replace"))
    finally:
        os.close(number)


def shorten(file: Path, lines: list[str]) -> None:
    """The file with these lines alone: another one takes its place."""
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as whole:
        whole.write("".join(f"{line}\n" for line in lines))
    os.replace(beside, file)


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
