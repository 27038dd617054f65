"""A line goes in; if it is one for the shell, its words come out: to be run as they stand."""

import re
import shlex
from typing import Final

from symdescent.errors import InputError
from symdescent.terminal.session.settings import for_once, settings

FOR_THE_SHELL: Final = re.compile(r"(?:[$%>]\s+)?symdescent(?:\s+(.*))?", re.DOTALL)
QUOTED: Final = re.compile(r'"([^"]*)"')
SIGNS: Final = re.compile(r"[|<>&;]+")  # a word of such signs alone is the shell's
BEHIND: Final = re.compile(r"\s--([A-Za-z][\w-]+)[\s=]*(.*?)(?=\s--[A-Za-z]|$)", re.DOTALL)
NOTE: Final = "note: run as in the shell; the session keeps its own formula and settings"


def words_of(line: str) -> list[str] | None:
    """The words after symdescent in a line such as the README has; None for another line.

    >>> words_of('$ symdescent minimum "(x-4)^2"')
    ['minimum', '(x-4)^2']
    """
    found = FOR_THE_SHELL.fullmatch(line)
    if found is None:
        return None
    try:
        words = shlex.split(found[1] or "")
    except ValueError:
        hint = "a quotation mark needs another"
        raise InputError("syntax", "this command line cannot be read", hint) from None
    if sign := next((word for word in words if SIGNS.match(word)), ""):
        hint = "save FILE  writes one;  exit  leads back to the shell"
        raise InputError("not_allowed", f"{sign[:40]} is for the shell", hint)
    return words


def unquoted(line: str) -> str:
    """A formula without the quotes that a shell needs."""
    found = QUOTED.fullmatch(line)
    return found[1].strip() if found else line


def demand_no_option(line: str) -> None:
    """Refuse a formula with an option behind it: two minus signs and x0 would be a product."""
    for found in BEHIND.finditer(line):
        name = found[1].replace("-", "_")
        if name in settings():
            hint = f"write  {name} = {found[2].strip() or 'yes'}"
            raise InputError("syntax", f"--{found[1]} stands on a line of its own here", hint)
        if name in for_once():
            hint = f"write  run --{found[1]} {found[2]}".rstrip()
            raise InputError("syntax", f"--{found[1]} stands behind a command", hint)
