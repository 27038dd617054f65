"""The lines of a session go into a file, or come out of one; a file of formulas is no session."""

from pathlib import Path
from typing import Final

from symdescent.errors import InputError
from symdescent.terminal.files import demand_free, write_whole
from symdescent.terminal.session.actions import Save
from symdescent.terminal.session.state import State
from symdescent.terminal.sources import from_file

FIRST: Final = "# a session of symdescent, version 1"
LIKE: Final = "# a session of symdescent"


def saved(state: State, action: Save) -> str:
    """Write the file; what is said of it comes back. InputError where it must not be written."""
    if not state.lines:
        raise InputError("empty", "there is nothing to save yet", "type a formula")
    path = Path(action.path)
    demand_free(path, action.force)
    write_whole(path, "".join(f"{line}\n" for line in (FIRST, *state.lines)).encode())
    count = len(state.lines)
    lines = f"{count} line{'s' if count > 1 else ''}"
    return f"saved {lines}; symdescent -f {action.path}  runs them again"


def is_session(path: str) -> bool:
    """Whether a file says in its first line that it is a session; InputError for a newer one."""
    if not Path(path).is_file():
        return False  # a pipe could not be read once more
    try:
        with open(path, "rb") as file:
            first = file.readline(200).decode("utf-8-sig", errors="replace").strip()
    except (OSError, ValueError):
        return False  # whoever reads it whole says why it cannot be read
    if first.startswith(LIKE) and first != FIRST:
        raise InputError("type", f"this session is of another version: {first[:60]}")
    return first == FIRST


def lines_of(path: str) -> list[tuple[int, str]]:
    """The numbered lines of a session file; InputError where it is none."""
    lines = from_file(path)
    if not is_session(path):
        hint = f"its first line would be  {FIRST}"
        raise InputError("type", f"this is no session file: {path[:200]}", hint)
    return lines
