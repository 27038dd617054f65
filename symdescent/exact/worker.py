"""A Problem goes in; its Minimum comes out by the deadline, found in a process that can be killed.

Only a killed process ends a big-number computation for certain: a timer's signal waits for the
interpreter, and an interrupted sympy must not be used again.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from symdescent.exact import codec, ladder
from symdescent.exact.problem import Kind, Minimum, Problem
from symdescent.exact.process import Child, launch
from symdescent.exact.quadratic import quadratic

QUICK_VARIABLES = 30
RESULT, RUNG, END, FAULT = "minimum", "rung", "end", "fault"


def minimum(problem: Problem, time_limit: float = 10.0) -> Minimum:
    """The strongest answer proved within `time_limit` seconds; never raises for running out."""
    return start(problem).result(time_limit)


def start(problem: Problem) -> "Pending":
    """Begin the work and return at once; a quadratic is answered here and now."""
    begun = time.perf_counter()
    if len(problem.variables) <= QUICK_VARIABLES:
        found = quadratic(problem)
        if found is not None:
            return Pending(begun, None, Progress(ladder.distinct(found, problem), ended=True))
    return Pending(begun, launch(problem, serve), Progress())


def serve(problem: Problem, send: Callable[[str], None]) -> None:
    """The child's work: every rung's name before it starts, every answer as it comes."""
    for found in ladder.climb(problem, lambda *words: send(" ".join(words)), forgiving=True):
        try:
            send(f"{RESULT} {codec.write_minimum(found)}")
        except ValueError as error:
            send(f"{FAULT} {found.rung} gave what cannot be written ({error})")
    send(END)


@dataclass(frozen=True)
class Progress:
    """What has been heard so far: the strongest answer, and the rung that is at work."""

    best: Minimum = Minimum(Kind.UNDECIDED)
    rung: str = ""
    fault: str = ""
    ended: bool = False

    def hear(self, line: str) -> "Progress":
        """The progress after one more message of the child."""
        word, _, rest = line.partition(" ")
        if word == RESULT:
            best = ladder.strongest(self.best, codec.read_minimum(rest))
            return replace(self, best=best)
        changed: dict[str, dict[str, Any]] = {
            RUNG: {"rung": rest},
            END: {"ended": True},
            FAULT: {"fault": rest},
        }
        return replace(self, **changed.get(word, {}))


@dataclass
class Pending:
    """Work that goes on in another process; read it with `result`, or `cancel` it."""

    begun: float
    child: Child | None
    progress: Progress
    owner: int = field(default_factory=os.getpid)

    def result(self, time_limit: float = 10.0) -> Minimum:
        """Wait until `time_limit` seconds after the start at most; kill; return the strongest."""
        if self.child is not None:
            self._listen(self.child, self.begun + max(time_limit, 0.0))
        return self._summary(time_limit)

    def _listen(self, child: Child, deadline: float) -> None:
        try:
            for line in child.lines(deadline):
                self.progress = self.progress.hear(line)
                if self.progress.ended:
                    break
        finally:
            self.cancel()

    def cancel(self) -> None:
        """End the work now; harmless when it has ended."""
        if self.child is not None:
            self.child.end()
            self.child = None

    def _summary(self, time_limit: float) -> Minimum:
        best, seconds = self.progress.best, time.perf_counter() - self.begun
        reason = best.reason
        if best.kind not in ladder.FINAL:
            reason = best.reason if self.progress.ended and best.reason else self._why(time_limit)
        return replace(best, reason=reason, seconds=seconds)

    def _why(self, time_limit: float) -> str:
        known = f"{self.progress.best.reason}; " if self.progress.best.reason else ""
        if self.progress.ended and self.progress.fault:
            return f"{known}the rung {self.progress.fault}"
        if self.progress.ended:
            return f"{known}no rung of the ladder settles this formula"
        if not self.progress.rung:
            return f"{known}{time_limit:g} s was no time to begin"
        return f"{known}the rung '{self.progress.rung}' ran out of time ({time_limit:g} s)"
