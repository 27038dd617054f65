"""A line that is neither command nor definition goes in; a slip is told, with what was meant."""

import re
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.language.names import canonical
from symdescent.language.tokens import GREEK_NAMES
from symdescent.terminal.explaining import named
from symdescent.terminal.session import settings
from symdescent.terminal.session.words import words

ONLY_WORDS: Final = re.compile(r"([A-Za-z]{3,})((?:\s+[\w@.,:/-]+)*)")
WITHOUT_SIGN: Final = re.compile(r"([A-Za-z]\w*)\s+([\d.(\"\w][^=]*)")
HEADING: Final = re.compile(r"(arg)?(min|max)(imi[sz]e)?", re.IGNORECASE)
ELSEWHERE: Final = {
    "?": "help", "q": "quit", ":q": "quit", ":wq": "quit", "exit()": "quit", "quit()": "quit",
}  # fmt: skip


def demand_none(line: str) -> None:
    """Refuse what looks like a command and is none, and a word alone."""
    if line in ELSEWHERE:
        raise InputError("unknown_name", f"{line} is no word here", f"type  {ELSEWHERE[line]}")
    unsigned = WITHOUT_SIGN.fullmatch(line)
    if unsigned and unsigned[1] in settings.settings():
        hint = f"write  {unsigned[1]} = {unsigned[2]}"
        raise InputError("syntax", f"{unsigned[1]} is a setting, and its = is missing", hint)
    if line in settings.settings() and len(line) > 1:
        hint = f"give it a value:  {line} = ...   (help {line}  tells more)"
        raise InputError("empty", f"{line} is a setting", hint)
    found = ONLY_WORDS.fullmatch(line)
    if not found or is_meant(found[1]):
        return
    if named(line):
        hint = f"info {line}  explains it"
        raise InputError("unknown_name", f"{line[:40]} is a term, no formula", hint)
    near = did_you_mean(found[1], words())
    if near:
        raise InputError("unknown_name", f"there is no command {found[1][:40]}", near)
    if not found[2]:
        message = f"{found[1][:40]} is no command, and a variable alone is hardly meant"
        raise InputError("unknown_name", message, f"as a formula:  L = {found[1][:40]}")


def is_meant(word: str) -> bool:
    """Whether a formula may well begin with this word."""
    known = word in words() or word in GREEK_NAMES or HEADING.fullmatch(word)
    return bool(known or canonical(word))
