"""What was typed goes into a file of the person's own, and comes out of it in the next session."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

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
