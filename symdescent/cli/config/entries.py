"""The entries of a file of defaults, each with its line; what is wrong with one is told there."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from symdescent.cli.config import VARIABLE
from symdescent.errors import FormulaError, InputError, printable

BYTES: Final = 100_000
PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
VALUE: Final = re.compile(r"""=\s*("[^"]*"|'[^']*'|[^#]*[^#\s])""")  # what stands behind the =
TWICE: Final = "Cannot overwrite a value"  # what tomllib says of it
WARNED: Final[set[str]] = set()  # what was said already in this process


@dataclass(frozen=True)
class Entry:
    """A key with its value, and the line of the file where it stands (from 1 on)."""

    key: str
    value: Any
    path: str
    line: int
    text: str

    @property
    def words(self) -> str:
        """The value as a command line has it."""
        return str(self.value).replace("_", "") if self.is_number else str(self.value)

    @property
    def is_number(self) -> bool:
        from symdescent.cli.config.keys import Decimal

        return isinstance(self.value, int | Decimal)

    def wrong(self, problem: str) -> FormulaError:
        """The mistake that this value is, with a caret under it."""
        found = VALUE.search(self.text)
        span = found.span(1) if found else (0, len(self.text))
        return FormulaError("type", f"{where(self.path, self.line)}: {problem}", self.text, span)


def where(path: str, line: int) -> str:
    return f"{path[-200:]}, line {line}"


def entries(path: str | None) -> dict[str, Entry]:
    """The entries of known keys, each of its kind; a key that there is not is warned about.

    Raises InputError for a file that cannot be read, and FormulaError for a mistake in it.
    """
    text = None if path is None else contents(path)
    if path is None or text is None:
        return {}
    found: dict[str, Entry] = {}
    for typed in located(path, text, parsed(path, text)):
        entry = renamed(typed)
        if checked(entry):
            if entry.key in found:
                other = f"{found[entry.key].text.strip()[:60]}"
                raise entry.wrong(f"{entry.key} is given twice: {other}")
            found[entry.key] = entry
    return found


def renamed(entry: Entry) -> Entry:
    """The entry under our own name of its key, with a note where it has another."""
    from symdescent.cli.config.keys import KEYS
    from symdescent.synonyms import meant

    name = meant(entry.key, KEYS)
    if not name or name == entry.key:
        return entry
    warn(f"{where(entry.path, entry.line)}: {printable(entry.key[:40])} read as {name}", "note")
    return replace(entry, key=name)


def is_demanded() -> bool:
    """Whether the person named the file, so that it must be there."""
    return bool(os.environ.get(VARIABLE))


def contents(path: str) -> str | None:
    """The text of the file; None where there is none."""
    try:
        with open(path, "rb") as file:
            raw = file.read(BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        if is_demanded():
            hint = "symdescent config --init  writes it"
            message = f"{VARIABLE} names a file that is not there: {path[-200:]}"
            raise InputError("type", message, hint) from None
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("type", f"your defaults cannot be read: {reason}: {path[-200:]}") from None
    if len(raw) > BYTES:
        raise InputError(
            "too_large", f"a file of defaults has at most {BYTES} bytes: {path[-200:]}"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("type", f"this file is no text in UTF-8: {path[-200:]}") from None


def parsed(path: str, text: str) -> Mapping[str, Any]:
    """The file as TOML has it, its decimals as they were typed."""
    import tomllib

    from symdescent.cli.config.keys import Decimal

    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = PLACE.search(str(error))
        lines = text.splitlines() or [""]
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (len(lines), 0)
        shown = lines[min(line, len(lines)) - 1]
        start = column - 1 if column else len(shown)
        reason = PLACE.sub("", str(error))
        told = "this key is given twice" if reason == TWICE else f"this is no TOML: {reason}"
        message = f"{where(path, line)}: {told}"
        hint = 'a line is a key, =, and a value: steps = 100, or language = "de"'
        raise FormulaError("syntax", message, shown, (start, start + 1), hint) from None
    except (RecursionError, ValueError):  # nested too deep, or an integer of thousands of digits
        raise InputError("too_large", f"this is no file of defaults: {path[-200:]}") from None


def located(path: str, text: str, values: Mapping[str, Any]) -> Iterator[Entry]:
    """The values with their lines; a section has the line of its head."""
    lines = text.splitlines()
    for key, value in values.items():
        head = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[].=]""")
        line = next((i for i, each in enumerate(lines, 1) if head.match(each)), 1)
        yield Entry(key, value, path, line, lines[line - 1])


def checked(entry: Entry) -> bool:
    """Whether the key is known; FormulaError where its value is not of its kind."""
    from symdescent.cli.config.keys import KEYS, nearest

    key = KEYS.get(entry.key)
    if key is None:
        hint = nearest(entry.key) or "symdescent config  shows all keys"
        name = printable(entry.key[:40])
        warn(f"{where(entry.path, entry.line)}: there is no key '{name}'; {hint}")
        return False
    if not key.kind.holds(entry.value):
        raise entry.wrong(f"{entry.key} must be {key.kind.words}")
    return True


def warn(words: str, how: str = "warning") -> None:
    """Say it on standard error, once."""
    if words not in WARNED:
        WARNED.add(words)
        print(f"{how}: {words}", file=sys.stderr)
