"""The words of a command line go in; it is run, and of its rows only those asked for are shown."""

import csv
import io
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any, Final

from symdescent.terminal.arguments import COMMANDS
from symdescent.terminal.session.actions import Run
from symdescent.terminal.session.settings import takes_formula

Command = Callable[[Sequence[str]], int]
MOST: Final = 6  # variables on a line
ENDED: Final = "no step {0}: the descent has ended after {1} steps"


def message(action: Run) -> dict[str, Any]:
    """The action as plain data; `keys`: it may ask the person, since it has no formula to read."""
    asks = bool(action.words) and action.words[0] in COMMANDS
    keys = asks and not takes_formula(action.words[0])
    return {"words": list(action.words), "rows": action.rows, "keys": keys}


def perform(asked: Mapping[str, Any], command: Command) -> int:
    """Run it by `command`, the entry of the command line; its exit status."""
    words, rows = asked["words"], asked["rows"]
    if rows is None:
        return ended(command, words)
    written = io.StringIO()
    with redirect_stdout(written):
        status = ended(command, words)
    shown = list(iterates(written.getvalue(), *rows))
    print("\n".join(shown), end="\n" if shown else "")
    return 0 if shown else status


def ended(command: Command, words: Sequence[str]) -> int:
    """The status, also of --help, which leaves by an exception."""
    try:
        return command(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0


def apart(words: Sequence[str]) -> int:
    """The same in an interpreter of its own, where there is no fork; Ctrl-C is for that one."""
    command = [sys.executable, "-m", "symdescent", *words]
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        if sys.stdout is sys.__stdout__:
            return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8", check=False
        )
    finally:
        signal.signal(signal.SIGINT, before)
    sys.stdout.write(done.stdout)
    return done.returncode


def iterates(table: str, first: int, last: int) -> Iterator[str]:
    """The rows of the steps first..last, each on a line."""
    heading, *rows = list(csv.reader(table.splitlines())) or [[]]
    found = [row for row in rows if first <= int(row[0]) <= last]
    for row in found:
        yield told(heading, row)
    if rows and int(rows[-1][0]) < last:
        yield ENDED.format(int(rows[-1][0]) + 1, rows[-1][0])


def told(heading: Sequence[str], row: Sequence[str]) -> str:
    """k = 1   x = 13   L = 40.5   exact x = 13"""
    count = (len(heading) - 2) // 3
    cells = list(zip(heading, row, strict=True))
    names, level = cells[1 : count + 1], cells[count + 1]
    exact = [cell for cell in cells[2 + 2 * count :] if cell[1]]
    shown = [f"k = {row[0]}", *(f"{n} = {rounded(x)}" for n, x in names[:MOST])]
    shown += ["…"] if count > MOST else []
    shown += [f"{level[0]} = {rounded(level[1])}"]
    fractions = [f"{n} = {x.replace('-', '−')}" for n, x in exact[:MOST] if "/" in x]
    return "   ".join([*shown, *fractions])


def rounded(number: str) -> str:
    return f"{float(number):.10g}".replace("-", "−")
