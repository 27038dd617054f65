"""The command `tour`: stop by stop a command and its real output."""

import io
import os
import shlex
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final

STOPPED: Final = 130
ONWARDS: Final = ("\n", "\r", " ")
AWAY: Final = ("q", "Q", "\x04", "\x1a", "")  # Ctrl-D, on Windows Ctrl-Z; the end of the input
WIDEST: Final = 80  # of words
Run = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Stop:
    """A title, a few sentences, the command, and how many lines of its output (0: all) are shown.

    `after`: a sentence on what came out; `lines`: what is shown in the place of a command.
    """

    title: str
    words: str
    command: str = ""
    most: int = 0
    after: str = ""
    lines: tuple[str, ...] = ()


STOPS: Final = (
    Stop(
        "A first formula",
        "Type a formula, where descent starts (--x0), its learning rate and its steps; what you "
        "leave out is chosen, and said. The gradient is derived exactly, descent is run, and "
        "beside it stands the exact minimum with its proof.",
        'symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100 --rows 8',
        after="The last line is the verdict: descent and proof agree, and here is how nearly.",
    ),
    Stop(
        "How it is read",
        "Write as on paper: 2x, x^2 or x**2, sin^2 x, |x|, 1/2, a header L(x, y) = ... if you "
        "like. Nothing that you type is ever run as code. What can be read in two ways is read "
        "in the usual one, with a note; a mistake is shown with a caret.",
        'symdescent "x^2 + sen(x)"',
        after="Without the slip, x^2 + sin(x) has a minimum that no formula gives; ask for it, "
        "and all digits that are shown are right.",
    ),
    Stop(
        "The exact minimum, and its proof",
        "The command minimum leaves descent out and tells every step of the proof. A part that "
        "shares nothing with the search checks it once more: only then is it called proved.",
        'symdescent minimum "x^4 - 3x^3 + 2"',
        after="Where nothing can be shown, the answer is undecided, and says why.",
    ),
    Stop(
        "A learning rate that is too large",
        "How far may a step go? For a quadratic the rates that converge are known exactly. "
        "This one is above them, so every step overshoots further than the one before.",
        'symdescent "(x-4)^2" --x0 14 --lr 1.1 --steps 60 --rows 7',
        after="The status of the command is 1 where the verdict does not hold, so scripts notice.",
    ),
    Stop(
        "Several minima: trapped",
        "Descent sees only the slope under its feet. This curve has two valleys; from x = 1 it "
        "ends in the higher one, and the proof of the lower one gives it away.",
        'symdescent "x^4/4 - x^2/2 + x/10" --x0 1 --rows 6',
        after="Try  --x0 -1 , or  symdescent compare ... --starts 100 : where do many starts end?",
    ),
    Stop(
        "Another optimizer",
        "More than a hundred names are known, the frameworks' too: adam, torch:RMSprop, newton. "
        "Here three of them go down a bent valley side by side, all held against the proved "
        "minimum.",
        'symdescent compare "(1-x)^2 + 100*(y-x^2)^2" --x0 -1.2,1 '
        "--optimizers gd@0.001,adam@0.1,newton --no-time",
        after="symdescent optimizers adam  shows its rule: what is printed is what is run.",
    ),
    Stop(
        "A worked example",
        "For a textbook or a lecture, the same is told as a section: the derivative rule by "
        "rule, the proof, exact iterates, a figure, an exercise with its solution. Here are its "
        "first lines in Markdown; LaTeX, HTML with sliders and notebooks are made as well.",
        'symdescent example "1/2*(x-4)^2" --x0 14 --lr 1/10 --to md',
        most=18,
        after="-o gd.tex  keeps it in a file, and  --language de  tells it in German.",
    ),
    Stop(
        "Where to go on",
        "That was all you need to begin. The rest is one command away:",
        lines=(
            "symdescent                    a session: type, run, change",
            "symdescent check --help       your gradient: right or wrong",
            "symdescent info               terms in a few sentences",
            'symdescent "x^2" --explain    what each word means',
            "symdescent help               all commands and options",
            "symdescent exercises --help   sheets of exercises, with key",
            "symdescent plot --help        figures: SVG, PDF, LaTeX",
            "symdescent config --init      your own defaults",
            "symdescent completion --help  Tab for your shell",
        ),
    ),
)


def guide(options: Namespace, run: Run) -> int:
    """Go from stop to stop; 0 at the end or where the person leaves, 130 after Ctrl-C."""
    waits = sys.stdin.isatty() and sys.stdout.isatty()
    for number, stop in enumerate(STOPS, 1):
        if visit(number, stop, options, run) == STOPPED:
            return STOPPED
        if waits and number < len(STOPS) and not goes_on():
            return 0
    return 0


def goes_on() -> bool:
    """Whether Enter was pressed, or a blank, and not q; the end of the input leaves too."""
    with keys_at_once():
        print("Enter goes on, q leaves: ", end="", flush=True)
        pressed = key()
        while pressed not in (*ONWARDS, *AWAY):
            pressed = key()
    print("\n")
    return pressed in ONWARDS


@contextmanager
def keys_at_once() -> Iterator[None]:
    """The terminal hands on each key as it is pressed, and forgets what was pressed before."""
    if sys.platform == "win32":
        yield
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def key() -> str:
    """The next key; nothing at the end of the input, KeyboardInterrupt for Ctrl-C."""
    if sys.platform != "win32":
        return os.read(sys.stdin.fileno(), 1).decode("ascii", "replace")
    import msvcrt

    pressed = msvcrt.getwch()
    if pressed == "\x03":
        raise KeyboardInterrupt
    return pressed


def visit(number: int, stop: Stop, options: Namespace, run: Run) -> int:
    """Print one stop; the status of its command."""
    width = min(get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else WIDEST
    print(f"── {number} of {len(STOPS)}: {stop.title} ".ljust(width, "─"))
    print(*wrap(stop.words, width), *("", *stop.lines) * bool(stop.lines), "", sep="\n")
    if not stop.command:
        return 0
    print(*wrapped(f"$ {stop.command}", width), sep="\n", flush=True)
    status = shown(shlex.split(stop.command)[1:], stop.most, options, run)
    print("", *wrap(stop.after, width), "", sep="\n", flush=True)
    return status


def wrapped(command: str, width: int) -> list[str]:
    """A command in lines that a shell takes for one."""
    lines = wrap(command, width - 2, subsequent_indent="    ", break_on_hyphens=False)
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]]


def shown(words: Sequence[str], most: int, options: Namespace, run: Run) -> int:
    """Run a command here and now, mistakes below its output; of a long one the first lines."""
    asked = [*words, "--no-config"]
    if not most:
        with redirect_stderr(sys.stdout):
            return run([*asked, "--color", options.color])
    printed = io.StringIO()
    with redirect_stdout(printed):
        status = run(asked)
    lines = printed.getvalue().splitlines()
    print(*lines[:most], f"... and {len(lines) - most} more lines", sep="\n")
    return status
