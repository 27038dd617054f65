"""The ladder climbed in a process that can be killed, by a deadline."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from symdescent.proofs.problem import FINAL, Kind, Minimum, Problem, distinct, fractions
from symdescent.proofs.rungs.quadratic import quadratic
from symdescent.proofs.steps import Reason, Why, reason

if TYPE_CHECKING:
    from symdescent.proofs.process import Child, Deadline

QUICK_VARIABLES = 30
RESULT, CHECKED, RUNG = "minimum", "checked", "rung"
TRIED, END, FAULT = "tried", "end", "fault"


@dataclass(frozen=True)
class Attempt:
    """One rung that was tried: its name, what it took, and what came of it, in words."""

    rung: str
    seconds: float
    outcome: str


def minimum(problem: Problem, time_limit: float = 10.0) -> Minimum:
    """The strongest answer proved within `time_limit` seconds; never raises for running out."""
    return start(problem).result(time_limit)


def start(problem: Problem) -> "Pending":
    """Begin the work and return at once; a quadratic is answered here and now."""
    begun = time.perf_counter()
    if len(problem.variables) <= QUICK_VARIABLES:
        found = quadratic(problem)
        if found is not None:
            best = checked(problem, distinct(found, problem))
            return Pending(begun, problem, None, at_once(best, begun))
    from symdescent.proofs.process import launch

    return Pending(begun, problem, launch(problem, serve), Progress())


def at_once(found: Minimum, begun: float) -> "Progress":
    """The progress of a problem that the quadratic rung has answered without a process."""
    attempt = Attempt(found.rung, time.perf_counter() - begun, found.kind)
    return Progress(found, ended=True, attempts=(attempt,))


def serve(problem: Problem, send: Callable[[str], None]) -> None:
    """The child's work: every rung's name before it starts, every answer as it comes, and again
    with its certificate when that has passed its check."""
    from symdescent.proofs import codec, ladder

    for found in ladder.climb(problem, lambda *words: send(" ".join(words)), forgiving=True):
        try:
            send(f"{RESULT} {codec.write_minimum(found)}")
            judged = checked(problem, found)
            if judged is not found:
                send(f"{CHECKED} {codec.write_minimum(judged)}")
        except ValueError as error:
            send(f"{FAULT} {Why.RUNG_NOT_WRITTEN}|{found.rung}|{error}")
    send(END)


def checked(problem: Problem, found: Minimum) -> Minimum:
    """The answer with its certificate; the modules are loaded when there is something to check."""
    from symdescent.proofs.certify import assured

    return assured(problem, found)


def fault_of(text: str) -> Reason:
    """What went wrong with which rung, from a message of the child."""
    kind, rung, error = text.split("|", 2)
    return reason(Why(kind), rung=rung, error=error)


@dataclass(frozen=True)
class Progress:
    """What has been heard so far: the strongest answer, the rungs that are done and at work."""

    best: Minimum = Minimum(Kind.UNDECIDED)
    rung: str = ""
    fault: Reason | None = None
    ended: bool = False
    attempts: tuple[Attempt, ...] = ()

    def hear(self, line: str) -> "Progress":
        """The progress after one more message of the child."""
        from symdescent.proofs import codec

        word, _, rest = line.partition(" ")
        if word == RESULT:
            return self._told(rest)
        if word == TRIED:
            return replace(self, attempts=(*self.attempts, self._attempt(*rest.split("|", 2))))
        if word == CHECKED:
            judged = codec.read_minimum(rest)
            return replace(self, best=judged) if judged.rung == self.best.rung else self
        changed: dict[str, dict[str, Any]] = {
            RUNG: {"rung": rest},
            END: {"ended": True},
            FAULT: {"fault": fault_of(rest) if word == FAULT else None},
        }
        return replace(self, **changed.get(word, {}))

    def _told(self, written: str) -> "Progress":
        """The progress after an answer."""
        from symdescent.proofs import codec, ladder

        try:
            found = codec.read_minimum(written)
        except ValueError as error:
            return replace(self, fault=reason(Why.RUNG_NOT_READ, rung=self.rung, error=str(error)))
        return replace(self, best=ladder.strongest(self.best, found))

    def _attempt(self, seconds: str, outcome: str, rung: str) -> Attempt:
        from symdescent.proofs import ladder

        fault = self.fault if outcome == ladder.NOTHING else None
        if fault is not None and fault.given["rung"] == (rung,):
            outcome = f"broke ({fault.given['error'][0]})"
        return Attempt(rung, float(seconds), outcome)


@dataclass
class Pending:
    """Work that goes on in another process; read it with `result`, or `cancel` it."""

    begun: float
    problem: Problem
    child: "Child | None"
    progress: Progress
    owner: int = field(default_factory=os.getpid)
    until: float = 0.0

    def result(self, time_limit: float = 10.0) -> Minimum:
        """The strongest answer once the child has ended, or has had `time_limit` seconds of the
        processor (by the clock at most SLACK times as many), and is killed."""
        if self.child is not None:
            from symdescent.proofs.process import Deadline

            self._listen(self.child, Deadline(max(time_limit, 0.0), self.begun))
        return self._summary(time_limit)

    def _listen(self, child: "Child", deadline: "Deadline") -> None:
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
            self.until = time.perf_counter()
            self.child.end()
            self.child = None

    def attempts(self, cut: str = "out of time") -> tuple[Attempt, ...]:
        """The rungs that were tried, in their order; of the one that was cut short `cut` is said.

        Its seconds are those until the end of the work, the way of the others taken off.
        """
        done, open_rung = self.progress.attempts, self.progress.rung
        if self.progress.ended or not open_rung or open_rung in {a.rung for a in done}:
            return done
        left = (self.until or time.perf_counter()) - self.begun - sum(a.seconds for a in done)
        return (*done, Attempt(open_rung, max(left, 0.0), cut))

    def _summary(self, time_limit: float) -> Minimum:
        best, seconds = self.progress.best, time.perf_counter() - self.begun
        reasons = best.reasons
        if best.kind not in FINAL and not (self.progress.ended and reasons):
            reasons = (*reasons, self._why(time_limit))
        names = tuple(x.name for x in self.problem.variables)
        known = replace(best, names=names, sides=fractions(self.problem))
        return replace(known, reasons=reasons, seconds=seconds)

    def _why(self, time_limit: float) -> Reason:
        fault, rung = self.progress.fault, self.progress.rung
        if self.progress.ended and fault is not None:
            return fault
        if self.progress.ended:
            return reason(Why.UNSETTLED)
        seconds = f"{time_limit:g}"
        if not rung:
            return reason(Why.NO_TIME, seconds=seconds)
        return reason(Why.OUT_OF_TIME, rung=rung, seconds=seconds)
