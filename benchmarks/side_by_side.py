"""The public problem sets go in; what we, sympy and scipy make of each comes out, as a table.

python benchmarks/side_by_side.py [--seconds 10] [--most-variables 4]

Every answer is made in a process of its own that is ended after the limit. sympy: `minimum` for one
variable, else `solve` on the gradient and the least value at the real solutions, which is what a
person would do by hand; scipy: `dual_annealing` and `shgo` within the box of the problem, else
within [-10, 10]. Right: the known value to 1e-6, relative to 1 + |L|. Wrong: another value, given
as the answer. The last number of a row is the median time of all problems, in seconds.
"""

import argparse
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from statistics import median
from typing import Any

import numpy as np
import scipy.optimize
import sympy
from proofs import Task, exact_problems, go_functions
from sympy.calculus.util import minimum as sympy_minimum
from timing import machine

from symdescent.proofs import Kind, minimum

NEAR = 1e-6
FALLS = "falls without bound"
KINDS = {Kind.GLOBAL: "", Kind.NOT_ATTAINED: "", Kind.UNBOUNDED: FALLS}
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Answer:
    """The value that was found (None: none, FALLS: -oo), and whether it came with a proof."""

    value: float | str | None
    proved: bool = False


def ours(task: Task, seconds: float) -> Answer:
    found = minimum(task.problem, seconds - 0.5)
    if found.kind not in KINDS:
        return Answer(None)
    value = KINDS[found.kind] or float(sympy.N(found.value, 30))
    return Answer(value, found.word == "proved")


def by_sympy(task: Task, _seconds: float) -> Answer:
    problem = task.problem
    if len(problem.variables) == 1:
        low, high = problem.box[0]
        ends = sympy.Interval(-sympy.oo if low is None else low, sympy.oo if high is None else high)
        found = sympy_minimum(problem.expression, problem.variables[0], ends)
        return Answer(FALLS if found == -sympy.oo else float(found))
    slopes = [sympy.diff(problem.expression, v) for v in problem.variables]
    places = sympy.solve(slopes, problem.variables, dict=True)
    values = [problem.expression.subs(place) for place in places]
    real = [float(v) for v in values if v.is_number and abs(sympy.im(sympy.N(v))) < 1e-12]
    return Answer(min(real, default=None))


def by_annealing(task: Task, _seconds: float) -> Answer:
    found = scipy.optimize.dual_annealing(numbers(task), bounds(task), seed=1)
    return Answer(float(found.fun))


def by_shgo(task: Task, _seconds: float) -> Answer:
    found = scipy.optimize.shgo(numbers(task), bounds(task))
    return Answer(float(found.fun) if found.success else None)


def numbers(task: Task) -> Callable[[Any], float]:
    """The function of a point, large where it has no value."""
    compiled = sympy.lambdify(task.problem.variables, task.problem.expression, "numpy")

    def value(point: Any) -> float:
        with np.errstate(all="ignore"):
            found = np.real_if_close(compiled(*map(float, point)))
        return float(found) if np.isfinite(found) and not np.iscomplexobj(found) else 1e30

    return value


def bounds(task: Task) -> list[tuple[float, float]]:
    return [
        (-10.0 if low is None else float(low), 10.0 if high is None else float(high))
        for low, high in task.problem.box
    ]


SOLVERS: dict[str, Callable[[Task, float], Answer]] = {
    "symdescent": ours,
    "sympy, minimum and solve": by_sympy,
    "scipy, dual_annealing": by_annealing,
    "scipy, shgo": by_shgo,
}


def asked(solver: str, task: Task, seconds: float) -> tuple[Answer | None, float]:
    """The answer, None where there was none in time or an error; and how long it took."""
    queue: Any = multiprocessing.Queue()
    child = multiprocessing.Process(target=deliver, args=(solver, task, seconds, queue))
    begin = time.perf_counter()
    child.start()
    try:
        answer = queue.get(timeout=seconds + 0.5)
    except Empty:
        answer = None
    took = time.perf_counter() - begin
    child.kill()
    child.join()
    return answer, took


def deliver(solver: str, task: Task, seconds: float, queue: Any) -> None:
    try:
        queue.put(SOLVERS[solver](task, seconds))
    except Exception:  # whatever a peer may raise is no answer
        queue.put(None)


def judged(task: Task, answer: Answer | None) -> str:
    """proved, right, wrong, or none."""
    if answer is None or answer.value is None:
        return "none"
    known = FALLS if task.status == "unbounded" else float(task.value)
    if FALLS in (known, answer.value):
        agrees = known == answer.value
    else:
        agrees = abs(answer.value - known) <= NEAR * (1 + abs(known))
    return ("proved" if answer.proved else "right") if agrees else "wrong"


def rows(name: str, tasks: list[Task], seconds: float) -> Iterator[str]:
    for solver in SOLVERS:
        pairs = [asked(solver, task, seconds) for task in tasks]
        words = [judged(task, answer) for task, (answer, _) in zip(tasks, pairs, strict=True)]
        count, middle = Counter(words), median(took for _, took in pairs)
        cells = [str(count[word]) for word in ("proved", "right", "wrong", "none")]
        wrong = [t.name for t, word in zip(tasks, words, strict=True) if word == "wrong"]
        print(name, solver, cells, wrong, flush=True)
        yield f"| {name} | {solver} | {len(tasks)} | {' | '.join(cells)} | {middle:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--most-variables", type=int, default=4)
    options = parser.parse_args()
    head = ["# Side by side", ""]
    head += [f"Written by `python benchmarks/side_by_side.py --seconds {options.seconds:g}`"]
    head += [f"--most-variables {options.most_variables} on {machine()},"]
    head += [f"scipy {scipy.__version__}, with other work on it.", ""]
    head += [
        "*Proved*: the right value, with a proof that was checked. *Right*: the right value to"
    ]
    head += [
        "1e-6. *Wrong*: another value, given as the answer. *None*: no answer, an error, or out"
    ]
    head += ["of time.", "", "| set | who | problems | proved | right | wrong | none | median s |"]
    head += ["| --- " * 8 + "|"]
    lines = []
    for name, tasks in (("exact_problems", exact_problems()), ("go_functions", go_functions())):
        few = [t for t in tasks if len(t.problem.variables) <= options.most_variables]
        known = [t for t in few if t.value or t.status == "unbounded"]
        lines += rows(name, known, options.seconds)
    (HERE / "side_by_side.md").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
