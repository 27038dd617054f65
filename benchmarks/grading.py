"""A CSV of 300 claims goes in; how long their grading takes, a worker being killed, comes out.

python benchmarks/grading.py [--claims 300]
"""

import argparse
import csv
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from timing import machine

TARGET = 60  # seconds for 300 claims on two cores
KINDS = (
    ("({a}x - 1)^2", "gradient", "{b}*({a}x - 1)"),
    ("x^2*exp({a}x)", "gradient", "2x*exp({a}x)"),
    ("x^4 - {b}x^2", "minimum", "sqrt({a}), -sqrt({a})"),
    ("x^2 + {a}y^2", "hessian", "2, 0; 0, {a}"),
    ("log(1 + exp({a}x))", "gradient", "{a}/(1 + exp(-{a}x))"),
    ("sin({a}x)*cos(y)", "gradient", "{a}cos({a}x)*cos(y), -(cos({a}x-y) - cos({a}x+y))/2"),
    ("(x-{a})^2 + (y+1)^2", "value", "0"),
    ("x/(x^2 + {a})", "gradient", "({a} + x^2)/(x^2 + {a})^2"),
)


def rows(count: int) -> list[tuple[str, ...]]:
    """Right and wrong claims of every kind, no two alike."""
    made = []
    for i in range(count):
        a = i // len(KINDS) + 1
        made.append((str(i), *(cell.format(a=a, b=2 * a) for cell in KINDS[i % len(KINDS)])))
    return made


def killed(process: "subprocess.Popen[bytes]") -> bool:
    """Kill one worker, once there is one."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        found = children.read_text().split()
        if found:
            time.sleep(0.5)
            try:
                os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
            except (IndexError, ProcessLookupError):
                continue
            return True
        time.sleep(0.02)
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=300)
    count = parser.parse_args().claims
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "claims.csv")
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([("id", "formula", "kind", "claim"), *rows(count)])
        words = [sys.executable, "-m", "symdescent", "check", "--batch", str(path)]
        begun = time.perf_counter()
        with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
            was_killed = killed(process)
            out, _ = process.communicate()
        seconds = time.perf_counter() - begun
    found = list(csv.DictReader(io.StringIO(out.decode())))
    print(machine())
    print(
        f"{len(found)} claims in {seconds:.1f} s (target {TARGET} s); worker killed: {was_killed}"
    )
    print(", ".join(f"{word}: {n}" for word, n in Counter(r["verdict"] for r in found).items()))


if __name__ == "__main__":
    main()
