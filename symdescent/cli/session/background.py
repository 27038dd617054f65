"""A process with sympy loaded that does requests in children of its own that can be killed.

The session itself never loads sympy, so that no keystroke waits for it; a child that is stopped,
or breaks, leaves nothing behind. Needs fork: `FORKS` says whether it is at hand.
"""

import json
import os
import select
import signal
import sys
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, Final, NoReturn

from symdescent.cli.session.loop import BROKEN, STOPPED

FORKS: Final = hasattr(os, "fork") and sys.platform != "darwin"
LOOK_SECONDS: Final = 1.0  # for a gradient while typing
PATIENCE: Final = 3  # Ctrl-C so often kills what does not stop
Message = Mapping[str, Any]
Run = Callable[[Message], int]


class Background:
    """The process, our ends of its pipes, and who is told what it finds while a person types."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.saw: Callable[[Message], None] = lambda message: None
        self.open()

    def open(self) -> None:
        """Start it; it loads the mathematics at once, while the person types."""
        theirs, ours = os.pipe()
        here, there = os.pipe()
        pid = forked()
        if pid == 0:
            os.close(ours)
            os.close(here)
            live(theirs, there, self.run)
        os.close(theirs)
        os.close(there)
        self.pid, self.writer = pid, ours
        self.statuses: SimpleQueue[int] = SimpleQueue()
        self.silent = Event()
        heard = (here, self.statuses, self.silent)
        Thread(target=self.listen, args=heard, daemon=True).start()

    def listen(self, reader: int, statuses: "SimpleQueue[int]", silent: Event) -> None:
        """Hand on what it says, until it ends."""
        with open(reader, encoding="utf-8", closefd=False) as lines:
            for line in lines:
                message = json.loads(line)
                if "status" in message:
                    statuses.put(message["status"])
                else:
                    self.saw(message)
        os.close(reader)
        silent.set()
        statuses.put(BROKEN)

    def send(self, message: Message) -> None:
        """A request, one line; a background that has ended is opened anew."""
        line = json.dumps(message).encode() + b"\n"
        try:
            if self.silent.is_set():
                raise BrokenPipeError
            os.write(self.writer, line)
        except OSError:
            self.close()
            self.open()
            os.write(self.writer, line)

    def work(self, message: Message) -> int:
        """The exit status of a command; Ctrl-C is meanwhile for the command alone."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.send(message)
            return self.statuses.get()
        finally:
            signal.signal(signal.SIGINT, before)

    def close(self) -> None:
        """End it, and wait until it is gone."""
        os.close(self.writer)
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def forked() -> int:
    """fork, without Python's warning of threads: ours are idle."""
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def live(reader: int, writer: int, run: Run) -> NoReturn:
    """The whole life of the background."""
    try:
        keys = os.dup(0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # no child takes the person's keys unasked
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        import_module("symdescent.cli.session.gradient_line").warm()
        serve(reader, writer, partial(with_keys, keys, run))
    finally:
        os._exit(0)


def with_keys(keys: int, run: Run, message: Message) -> int:
    """Run a command, with the person's keys where it may ask for them."""
    if message.get("keys"):
        os.dup2(keys, 0)
    return run(message)


def serve(reader: int, writer: int, run: Run) -> None:
    """One request after the other, until the session closes its end."""
    rest = b""
    while True:
        while b"\n" not in rest:
            chunk = os.read(reader, 65536)
            if not chunk:
                return
            rest += chunk
        *lines, rest = rest.split(b"\n")
        messages = [json.loads(line) for line in lines]
        looks = [m for m in messages if "look" in m]
        for message in looks[:-1]:
            write_message(writer, {"look": message["look"], "told": ""})
        for message in [*(m for m in messages if "look" not in m), *looks[-1:]]:
            if "look" in message:
                write_message(writer, {"look": message["look"], "told": looked(message, reader)})
            else:
                write_message(writer, {"status": ran(message, run)})


def write_message(writer: int, message: Message) -> None:
    os.write(writer, json.dumps(message).encode() + b"\n")


def looked(message: Message, reader: int) -> str | None:
    """The gradient of a formula, by a child that has little time; None where it took too long,
    nothing where the next request was there first."""
    hears, says = os.pipe()
    pid = forked()
    if pid == 0:
        look_in_child(message, says)
    os.close(says)
    try:
        ready, _, _ = select.select([hears, reader], [], [], LOOK_SECONDS)
        raw = os.read(hears, 65536) if hears in ready else b""
    finally:
        os.close(hears)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return raw.decode() if raw else "" if reader in ready else None


def look_in_child(message: Message, says: int) -> NoReturn:
    try:
        looking = import_module("symdescent.cli.session.gradient_line")
        text = looking.gradient(message["text"], message["let"])
        os.write(says, text.encode()[:60000] or b"-")
    finally:
        os._exit(0)


def ran(message: Message, run: Run) -> int:
    """The exit status of a command, run by a child at the terminal; Ctrl-C is the child's, but for
    the third, which kills it."""
    pressed: list[int] = []
    pid = forked()
    if pid == 0:
        run_in_child(message, run)

    def press(*_: object) -> None:
        pressed.append(1)
        if len(pressed) >= PATIENCE:
            os.kill(pid, signal.SIGKILL)

    signal.signal(signal.SIGINT, press)
    try:
        _, ending = os.waitpid(pid, 0)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.WIFEXITED(ending):
        return os.WEXITSTATUS(ending)
    return STOPPED if pressed else BROKEN


def run_in_child(message: Message, run: Run) -> NoReturn:
    status = BROKEN
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        status = run(message)
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        status = STOPPED
    except BaseException:
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    finally:
        os._exit(status)
