"""Things to run go in, the ratios of their times come out; all are run in turn, so that they share
whatever else the machine is doing."""

import gc
import platform
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from statistics import median

Job = Callable[[], object]
Clock = Callable[[], float]


def seconds(job: Job, clock: Clock) -> float:
    """How long one run of `job` takes."""
    gc.collect()
    begin = clock()
    job()
    return clock() - begin


def in_turn(
    jobs: Mapping[str, Job], rounds: int, clock: Clock = time.process_time
) -> dict[str, list[float]]:
    """The times of each job, all jobs being run once a round.

    What runs in this process is measured in seconds of the processor, so that a busy machine
    spoils nothing; whole programs by the clock on the wall (`time.perf_counter`).
    """
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            times[name].append(seconds(job, clock))
    return times


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median over the rounds of ours by theirs in the same round."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))


def process(*command: str) -> Job:
    """A whole program, its output thrown away."""
    return lambda: subprocess.run(command, capture_output=True, check=False)


def line(name: str, times: Sequence[float], against: Sequence[float], target: str = "") -> str:
    """One row of a report: the median time, its range, and the ratio."""
    spread = f"{min(times) * 1e3:9.1f} .. {max(times) * 1e3:.1f}"
    shown = f"{name:34}{median(times) * 1e3:10.1f} ms  ({spread})  {ratio(times, against):8.3f}"
    return f"{shown}  {target}"


def machine() -> str:
    """What the figures were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("sympy", "numpy", "rich"))
    return (
        f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}, {packages}"
    )
