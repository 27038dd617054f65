"""Rows of claims go in; their verdicts come out, each row done in a process that can be killed.

Two processes work side by side. One that dies, or overruns its time, costs no other row: the row it
was at is done once more (after a death), and is then undecided.
"""

import json
import select
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from symdescent.exact.process import FORKS, Deadline, Forked, Spawned, fork

WORKERS: Final = 2
CHUNK: Final = 6  # rows that a process works through
TRIES: Final = 2
PULSE: Final = 0.2  # seconds between two looks at the clock
Task = dict[str, Any]  # plain data; "row" numbers it
Result = dict[str, Any]
Grade = Callable[[Task], Result]


@dataclass
class Worker:
    """A process, the rows it has still to do, and since when it is at the first of them."""

    child: Forked
    tasks: deque[Task]
    since: float = field(default_factory=time.perf_counter)


@dataclass
class Crew:
    """All rows: those that wait, those under way, and how often a worker died at each."""

    grade: Grade
    seconds: float
    waiting: deque[Task]
    workers: list[Worker] = field(default_factory=list)
    deaths: dict[int, int] = field(default_factory=dict)

    def results(self) -> Iterator[Result]:
        """Every row's result, as it comes."""
        try:
            while self.waiting or self.workers:
                self.fill()
                yield from self.heard()
        finally:
            for worker in self.workers:
                worker.child.end()

    def fill(self) -> None:
        """Send workers off until there are WORKERS of them."""
        while self.waiting and len(self.workers) < WORKERS:
            share = min(CHUNK, -(-len(self.waiting) // WORKERS))
            tasks = deque(self.waiting.popleft() for _ in range(share))
            child = fork(list(tasks), self.work)
            self.workers.append(Worker(child, tasks))

    def work(self, tasks: Sequence[Task], send: Callable[[str], None]) -> None:
        """A worker's life."""
        for task in tasks:
            send(json.dumps(self.grade(task)))

    def heard(self) -> Iterator[Result]:
        """What the workers say within a pulse, and what comes of those that say nothing."""
        readers = [worker.child.reader for worker in self.workers]
        ready = select.select(readers, [], [], PULSE)[0]
        for worker in list(self.workers):
            if worker.child.reader in ready:
                yield from self.listen(worker)
            elif time.perf_counter() - worker.since > self.seconds:
                yield self.dismissed(worker)

    def listen(self, worker: Worker) -> Iterator[Result]:
        lines = list(worker.child.lines(Deadline(0.0, worker.since)))
        for line in lines:
            yield json.loads(line)
            worker.tasks.popleft()
            worker.since = time.perf_counter()
        if not worker.tasks:
            self.leave(worker)
        elif not lines and select.select([worker.child.reader], [], [], 0)[0]:
            yield from self.died(worker)

    def leave(self, worker: Worker) -> None:
        worker.child.end()
        self.workers.remove(worker)
        self.waiting.extendleft(reversed(worker.tasks))

    def died(self, worker: Worker) -> Iterator[Result]:
        """The row that it was at is done once more, by another."""
        row = worker.tasks[0]["row"]
        self.deaths[row] = self.deaths.get(row, 0) + 1
        if self.deaths[row] >= TRIES:
            yield lost(worker.tasks.popleft(), f"its process ended without an answer {TRIES} times")
        self.leave(worker)

    def dismissed(self, worker: Worker) -> Result:
        """Out of time: the row is undecided, the others go on elsewhere."""
        task = worker.tasks.popleft()
        self.leave(worker)
        return lost(task, f"out of time ({self.seconds:g} s)")


def lost(task: Task, why: str) -> Result:
    return {"row": task["row"], "lost": why}


def graded(tasks: Sequence[Task], grade: Grade, seconds: float) -> Iterator[Result]:
    """The result of every task; `grade` is the `grade` of a module of ours."""
    if FORKS:
        yield from Crew(grade, seconds, deque(tasks)).results()
        return
    for task in tasks:
        yield alone(task, grade.__module__, seconds)


def alone(task: Task, module: str, seconds: float) -> Result:
    """One row in a fresh interpreter, where there is no fork."""
    for _ in range(TRIES):
        deadline = Deadline(seconds, time.perf_counter())
        child = Spawned(json.dumps(task), "symdescent.claims.spawned", module)
        lines = list(child.lines(deadline))
        late = not deadline.left(child.process.pid)
        child.end()
        if lines:
            found: Result = json.loads(lines[-1])
            return found
        if late:
            return lost(task, f"out of time ({seconds:g} s)")
    return lost(task, f"its process ended without an answer {TRIES} times")
