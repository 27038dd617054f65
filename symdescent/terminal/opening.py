"""A page in a file, and the browser that is opened on it, where one can be opened."""

import os
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Final, TextIO

from symdescent.errors import InputError
from symdescent.terminal.files import write_whole

FAR: Final = ("SSH_CONNECTION", "SSH_TTY", "CI")  # a browser there is not before the person
DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY")


def temporary(page: str) -> Path:
    """The page in a new folder that only this person may read.

    It is left there, for the browser reads it later; the system empties that place.
    """
    try:
        folder = tempfile.mkdtemp(prefix="symdescent-")
    except OSError as error:
        message = f"no temporary folder can be made: {error.strerror or error}"
        raise InputError("type", message) from None
    path = Path(folder, "page.html")
    try:
        write_whole(path, page.encode())
    except BaseException:
        os.rmdir(folder)
        raise
    return path


def open_page(path: Path, stream: TextIO | None = None) -> None:
    """Open the file, and say where it is."""
    done = opened(path)
    words = "opened in the browser" if done else "no browser can be opened here; the page is"
    print(f"{words}: {path.absolute()}", file=stream or sys.stdout, flush=True)


def opened(path: Path) -> bool:
    """Whether a browser took the file."""
    try:
        return is_near() and webbrowser.open(path.absolute().as_uri())
    except (webbrowser.Error, OSError):
        return False


def is_near() -> bool:
    """Whether a browser would open before the person: BROWSER names one, or there is a screen."""
    if os.environ.get("BROWSER"):
        return True
    if any(os.environ.get(name) for name in FAR):
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in DISPLAYS)
