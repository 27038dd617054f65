"""Bytes go into a file, all of them or none; a file that is there is kept unless that is asked."""

import os
import tempfile
from pathlib import Path

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
