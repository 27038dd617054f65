"""The environment goes in; where the file of defaults is looked for comes out."""

import os
import sys
from typing import Final

VARIABLE: Final = "SYMDESCENT_CONFIG"
NAME: Final = os.path.join("symdescent", "config.toml")


def place() -> str | None:
    """The file's name, whether it is there or not; None where there is to be none.

    SYMDESCENT_CONFIG, where it is set (empty: none); else below XDG_CONFIG_HOME or ~/.config, on
    Windows below APPDATA. As the XDG base directory specification has it, a folder that is not
    told from the root on is passed over.
    """
    said = os.environ.get(VARIABLE)
    if said is not None:
        return os.path.expanduser(said) or None
    windows = sys.platform == "win32"
    folder = os.environ.get("APPDATA" if windows else "XDG_CONFIG_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.expanduser(r"~\AppData\Roaming" if windows else "~/.config")
    return os.path.join(folder, NAME) if os.path.isabs(folder) else None


def is_demanded() -> bool:
    """Whether the person named the file, so that it must be there."""
    return bool(os.environ.get(VARIABLE))
