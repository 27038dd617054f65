"""The loop of a session: lines asked for or read from a file, commands run, rows shown."""

import csv
import io
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import fill
from typing import Any, Final, Protocol

from symdescent.cli.arguments import COMMANDS
from symdescent.cli.files import demand_free, write_whole
from symdescent.cli.session.line_reader import understand
from symdescent.cli.session.state import Load, Quit, Run, Save, Say, State, inputs, unfinished
from symdescent.cli.session.vocabulary import takes_formula, width
from symdescent.cli.sources import from_file
from symdescent.errors import InputError, SymdescentError, printable

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
        yield row_line(heading, row)
    if rows and int(rows[-1][0]) < last:
        yield ENDED.format(int(rows[-1][0]) + 1, rows[-1][0])


def row_line(heading: Sequence[str], row: Sequence[str]) -> str:
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


STOPPED: Final = 130
WRONG: Final = 2
BROKEN: Final = 70  # a status of no command: its process has ended without one
MOST_LOADS: Final = 5  # files within files


class LineSource(Protocol):
    """What asks the person for a line."""

    def ask(self, state: State) -> str:
        """What was typed or pasted; EOFError at the end, KeyboardInterrupt for a line given up."""


@dataclass
class Session:
    """The state as it stands, and what runs a command."""

    work: Callable[[Mapping[str, Any]], int]
    state: State = field(default_factory=State)
    over: bool = False
    loads: int = 0

    def answer(self, line: str, where: str = "") -> int:
        """Carry out one input; its exit status. A definition that is refused is not kept."""
        former = self.state
        try:
            self.state, action = understand(former, line)
            status = self.act(action)
        except SymdescentError as mistake:
            sys.stdout.flush()
            print(f"error: {where}{mistake}", file=sys.stderr, flush=True)
            self.state = former
            return mistake.exit_code
        if status == WRONG and isinstance(action, Run):
            self.state = former
            if where:
                print(f"error: {where}refused", file=sys.stderr, flush=True)
        return status

    def act(self, action: Run | Say | Save | Load | Quit) -> int:
        """Do what a line asks for."""
        if isinstance(action, Run):
            status = self.work(message(action))
            if status == BROKEN:
                print("the command broke off; the session goes on", file=sys.stderr, flush=True)
            if action.remark and status != WRONG:
                show(fill(action.remark, width(), initial_indent="  ", subsequent_indent="    "))
            return status
        if isinstance(action, Quit):
            self.over = True
        elif isinstance(action, Load):
            return self.load(action.path)
        else:
            text = saved(self.state, action) if isinstance(action, Save) else action.text
            show(text)
        return 0

    def load(self, path: str) -> int:
        """The lines of a file, as if they were typed."""
        if self.loads == MOST_LOADS:
            raise InputError("too_large", f"{MOST_LOADS} files that load each other are enough")
        self.loads += 1
        try:
            return self.replay(lines_of(path))
        finally:
            self.loads -= 1

    def replay(self, lines: list[tuple[int, str]]) -> int:
        """Numbered lines, each shown and answered; a bad one costs itself. The worst status: 2
        before all others, then the highest; 130 ends them."""
        statuses = [0]
        for number, line in whole(lines):
            show(f"> {line}")
            statuses.append(self.answer(line, f"line {number}: "))
            if statuses[-1] == STOPPED or self.over:
                break
        if statuses[-1] == STOPPED:
            return STOPPED
        return max(statuses, key=lambda code: (code == WRONG, code))


def show(text: str) -> None:
    """Print a text, of which nothing is taken for a command to the terminal; empty: nothing."""
    if text:
        print("\n".join(map(printable, text.split("\n"))), flush=True)


def whole(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Inputs with the number of their first line: a formula may take several."""
    first, gathered = 0, ""
    for number, line in lines:
        first, gathered = (first, f"{gathered} {line}") if gathered else (number, line)
        if not unfinished(gathered):
            yield first, gathered
            gathered = ""
    if gathered:
        yield first, gathered


def attend(session: Session, source: LineSource) -> None:
    """Ask and answer until the end; neither a mistake nor Ctrl-C ends it."""
    while not session.over:
        try:
            answer_all(session, inputs(source.ask(session.state)))
        except EOFError:
            break
        except KeyboardInterrupt:
            continue


def answer_all(session: Session, lines: list[str]) -> None:
    """The inputs of one paste, each shown before its answer where there are several."""
    for line in lines:
        if session.over:
            return
        if len(lines) > 1:
            show(f"> {line}")
        if session.answer(line) == STOPPED:
            return
