"""Files written whole or not at all, and pages opened in a browser; what is there is kept."""

import os
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Final, TextIO

from symdescent.errors import InputError


def write_whole(path: Path, content: bytes) -> None:
    """The file holds all of the content, or what it held before."""
    try:
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        os.unlink(name)
        raise unwritable(path, error) from None


def unwritable(path: Path, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError("type", f"the file cannot be written: {reason}: {str(path)[:200]}")


def demand_free(path: Path, force: bool) -> None:
    """Refuse a file that is there already, before any work is done, unless it may be replaced."""
    try:
        if path.is_dir():
            raise InputError("type", f"this is a folder, not a file: {str(path)[:200]}")
        if not path.parent.is_dir():
            raise InputError("type", f"there is no folder {str(path.parent)[:200]}")
        if path.exists() and not force:
            message = f"the file is there already: {str(path)[:200]}"
            raise InputError("not_allowed", message, "replace it with  --force")
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None


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
