"""The whole program, from the shell to the printed table, against only importing what it uses."""

import os
import sys
import time
from collections.abc import Sequence

from timing import in_turn, line, machine, process

PAIRS = 21
FORMULA = ("1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100")
HEAVY = {
    "import sympy, numpy, rich.table": ("-c", "import sympy, numpy, rich.table"),
    "the same, garbage collector off": (
        "-c",
        "import gc; gc.disable(); import sympy, numpy, rich.table",
    ),
    "symdescent, the whole run": ("-m", "symdescent", *FORMULA),
}
LIGHT = {
    "python -c pass": ("-c", "pass"),
    "symdescent --help": ("-m", "symdescent", "--help"),
    "symdescent, a misspelt formula": ("-m", "symdescent", "sen(x)"),
}


def report(commands: dict[str, tuple[str, ...]], targets: Sequence[str]) -> None:
    """Run the commands in turn; the first is what the others are compared with."""
    jobs = {name: process(sys.executable, *words) for name, words in commands.items()}
    in_turn(jobs, 2)  # compiled files and the disk's cache
    times = in_turn(jobs, PAIRS, time.perf_counter)
    base = next(iter(times.values()))
    for name, target in zip(jobs, targets, strict=True):
        print(line(name, times[name], base, target))


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    print(machine())
    report(HEAVY, ("", "", "target 1.25"))
    report(LIGHT, ("", "", ""))
