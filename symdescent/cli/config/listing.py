"""The command `config`: the keys of the defaults with what holds and why, or a new file."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final

from symdescent.cli.config import VARIABLE
from symdescent.cli.config.defaults import place
from symdescent.cli.config.entries import Entry, entries
from symdescent.cli.config.keys import KEYS, Key
from symdescent.cli.files import demand_free, write_whole
from symdescent.errors import InputError

WIDTH: Final = 80
HEAD: Final = """\
# Defaults of symdescent. A key is an option without its --, and a line that
# begins with # does nothing: take the # away to set it. symdescent config
# shows what holds; the command line and the environment come before this file.
"""


def answer(options: Namespace) -> int:
    """Show the defaults, or the file's name, or write a file."""
    path = None if options.no_config else place()
    if options.path or options.init:
        if path is None:
            message = f"there is no file of defaults: {VARIABLE} is empty"
            raise InputError("empty", message, f"unset {VARIABLE}, or let it name a file")
        print(written(path, options.force) if options.init else path)
        return 0
    width = get_terminal_size().columns if sys.stdout.isatty() else WIDTH
    for line in shown(path, width):
        print(line)
    return 0


def written(path: str, force: bool) -> str:
    """Write a file in which every key is a comment; what was done, in words."""
    file = Path(path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError("type", f"the folder cannot be made: {reason}: {file.parent}") from None
    demand_free(file, force)
    write_whole(file, sample().encode())
    return f"written: {path}"


def sample() -> str:
    """The text of a new file."""
    lines = [HEAD]
    for key in KEYS.values():
        lines += [f"# {key.meaning}", f"# (default: {key.default}; {key.kind.words})"]
        lines += [f"# {key.name} = {key.sample}", ""]
    return "\n".join(lines)


def shown(path: str | None, width: int) -> Iterator[str]:
    """The file, then every key: its value, where that comes from, what it is."""
    found = entries(path)
    there = path is not None and os.path.exists(path)
    yield f"file: {path or 'none'}" + ("" if there or not path else "   (there is none yet)")
    yield ""
    rows = [row(key, found.get(name)) for name, key in KEYS.items()]
    widths = [max(len(cells[i]) for cells in rows) for i in range(3)]
    for cells in rows:
        first = "  ".join(cell.ljust(wide) for cell, wide in zip(cells, widths, strict=False))
        line = f"{first}  {cells[3]}".rstrip()
        if len(line) <= width:
            yield line
        else:
            yield first.rstrip()
            yield from wrap(cells[3], width, initial_indent="    ", subsequent_indent="    ")
    if path and not there:
        yield ""
        yield "symdescent config --init  writes a file in which every key is a comment"


def row(key: Key, entry: Entry | None) -> tuple[str, str, str, str]:
    """The key, its value, where that comes from, what it is; FormulaError for what is wrong."""
    first = next((name for name in key.environment if os.environ.get(name)), None)
    if first is not None:
        return key.name, f"{first}={os.environ[first]}"[:24], "environment", key.meaning
    if entry is None:
        return key.name, key.default, "default", key.meaning
    problem = key.problem(entry.words)
    if problem:
        raise entry.wrong(problem)
    value = entry.words.lower() if isinstance(entry.value, bool) else entry.words
    return key.name, value, f"line {entry.line}", f"{key.meaning} (default: {key.default})"
