"""Ways to run the command: in this process, in its own, and on a terminal of a given width."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

COMMAND = (sys.executable, "-W", "error", "-m", "symdescent")
CLICOLOR = ("CLICOLOR", "CLICOLOR_FORCE")
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]")
PLAIN = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
ROOT = Path(__file__).parent.parent.parent


def environment(**extra):
    """The variables of this process without those that choose colours and sizes."""
    dropped = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "COLORTERM", *CLICOLOR)
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, **PLAIN, **extra}


def begin(*words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, **extra):
    """The command as a process of its own, its output piped."""
    return subprocess.Popen(
        [*COMMAND, *words],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment(**extra),
        cwd=ROOT,
    )


def run(*words, given=None, **extra):
    """(exit status, output, errors) of the command in a process of its own."""
    process = begin(*words, stdin=subprocess.PIPE if given is not None else None, **extra)
    out, err = process.communicate(given, timeout=60)
    return process.returncode, out.decode(), err.decode()


def on_terminal(*words, columns=80, lines=50, seconds=60, **extra):
    """(exit status, all that the terminal was sent) with output and errors on a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    process = subprocess.Popen(
        [*COMMAND, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(**extra),
        cwd=ROOT,
        start_new_session=True,
    )
    os.close(theirs)
    sent = everything(ours, time.monotonic() + seconds)
    os.close(ours)
    return process.wait(timeout=10), sent.decode()


def everything(descriptor, deadline):
    """What is written until the other side closes."""
    pieces = []
    while time.monotonic() < deadline:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # Linux says EIO where the other side has closed
            break
        if not piece:
            break
        pieces.append(piece)
    return b"".join(pieces)


def shown(sent):
    """The lines that a person sees: without escape codes, and without what was wiped out."""
    lines = ESCAPE.sub("", sent).replace("\r\n", "\n").split("\n")
    return [line.rpartition("\r")[2] for line in lines]


def piped(raw):
    """A standard input that holds these bytes."""
    return io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8")
