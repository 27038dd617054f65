"""Child processes that can be killed, and deadlines in processor time."""

import os
import select
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from symdescent.proofs import codec
from symdescent.proofs.problem import Problem

if sys.platform != "win32":
    import fcntl
    import resource

FORKS: Final = hasattr(os, "fork") and sys.platform != "darwin"
EXTRA_MEMORY: Final = 512 * 2**20
LONGEST_LINE: Final = 2**22
SLACK: Final = 10.0
Asked = TypeVar("Asked")
Work = Callable[[Asked, Callable[[str], None]], None]


@dataclass(frozen=True)
class Deadline:
    """How long a child may work: seconds of its own processor time, and, as a ceiling that a busy
    machine does not reach, SLACK times as many by the clock. Where the processor time of another
    process cannot be read, the clock alone counts."""

    seconds: float
    begun: float  # by time.perf_counter

    def left(self, pid: int) -> float:
        """The seconds for which it can surely go on; 0 once it has had its time."""
        passed = time.perf_counter() - self.begun
        worked = processor_time(pid)
        if worked is None:
            return max(self.seconds - passed, 0.0)
        return max(min(self.seconds - worked, SLACK * self.seconds - passed), 0.0)


def processor_time(pid: int) -> float | None:
    """The seconds that a running process has had of the processor, where Linux can say so."""
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3) of a process
    except OSError:
        return None


class Child(Protocol):
    """A process at work."""

    def lines(self, deadline: "Deadline") -> Iterator[str]:
        """Its messages, until it ends or has had its time."""

    def end(self) -> None:
        """Kill it and clear up; harmless when repeated."""


def launch(problem: Problem, work: Work[Problem]) -> Child:
    """Start `work(problem, send)`, the `serve` of a module of ours, in a child process."""
    if FORKS:
        return fork(problem, work)
    return Spawned(codec.write_problem(problem), "symdescent.proofs.spawned", work.__module__)


class Forked:
    """A forked child: its number, our end of its pipe, our end of its lifeline."""

    def __init__(self, pid: int, reader: int, lifeline: int) -> None:
        self.pid, self.reader, self.lifeline = pid, reader, lifeline
        self.rest = b""
        self.alive = True

    def lines(self, deadline: Deadline) -> Iterator[str]:
        """Whole lines, as they arrive; what has arrived already is read even after the deadline."""
        while self.alive:
            left = deadline.left(self.pid)
            if not select.select([self.reader], [], [], left)[0]:
                if left:
                    continue  # it was kept waiting, and has still some time
                return
            chunk = os.read(self.reader, 65536)
            if not chunk or len(self.rest) > LONGEST_LINE:
                return
            *whole, self.rest = (self.rest + chunk).split(b"\n")
            yield from (line.decode("ascii") for line in whole)

    def end(self) -> None:
        """SIGKILL, then wait, so that no zombie stays."""
        if not self.alive:
            return
        self.alive = False
        os.close(self.reader)
        os.close(self.lifeline)
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass  # somebody else has waited for it

    def __del__(self) -> None:
        self.end()


def fork(asked: Asked, work: Work[Asked]) -> Forked:
    """A forked child at work on what is asked, which never returns from here."""
    reader, writer = os.pipe()
    lifeline, held = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # numpy's idle threads
        pid = os.fork()
    if pid == 0:
        _live(asked, work, writer, lifeline)
    os.close(writer)
    os.close(lifeline)
    return Forked(pid, reader, held)


def _live(asked: Asked, work: Work[Asked], writer: int, lifeline: int) -> None:
    """The whole life of a forked child."""
    try:
        _isolate(writer, lifeline)
        work(asked, lambda line: _send(writer, line))
    finally:
        os._exit(0)


def _send(writer: int, line: str) -> None:
    data = line.encode("ascii") + b"\n"
    while data:
        data = data[os.write(writer, data) :]


def _isolate(writer: int, lifeline: int) -> None:
    """No terminal, no files of the parent, Ctrl-C left to the parent, bounded memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    keep = sorted((writer, lifeline))
    edges = [2, *keep, 4096]
    for low, high in zip(edges, edges[1:], strict=False):
        os.closerange(low + 1, high)
    _die_with_parent(lifeline)
    limit_memory()


def _die_with_parent(lifeline: int) -> None:
    """The kernel ends us by SIGIO when the parent's end of the lifeline closes."""
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(lifeline, fcntl.F_GETFL)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, flags | os.O_ASYNC | os.O_NONBLOCK)


def limit_memory(extra: int = EXTRA_MEMORY) -> None:
    """At most `extra` bytes of address space more than now, where the system can say how many."""
    if sys.platform == "win32":
        return
    try:
        with open("/proc/self/statm", encoding="ascii") as pages:
            present = int(pages.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (present + extra, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        return


class Spawned:
    """A fresh interpreter that reads a line; it is heard when it has ended or been killed."""

    def __init__(self, line: str, *words: str) -> None:
        self.process: subprocess.Popen[str] = subprocess.Popen(
            [sys.executable, "-m", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.text: str | None = f"{line}\n"

    def lines(self, deadline: Deadline) -> Iterator[str]:
        """All it has said."""
        heard = None
        while heard is None:
            left = deadline.left(self.process.pid)
            if not left:
                self.process.kill()
            try:
                heard, _ = self.process.communicate(self.text, timeout=left or None)
            except subprocess.TimeoutExpired:
                self.text = None  # it is under way
        complete = heard.endswith("\n")
        lines = heard.splitlines()
        yield from lines if complete else lines[:-1]

    def end(self) -> None:
        """Kill it, and close its pipes."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
