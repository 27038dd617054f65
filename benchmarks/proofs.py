"""The public problem sets go in; how many minima were proved comes out, as benchmarks/proofs.md.

python benchmarks/proofs.py [--seconds 10 60] [--only exact_problems] [--most-variables 100]
"""

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sympy import Float, N, Rational, Symbol
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations
from timing import machine

from symdescent.proofs import Kind, Minimum, Problem, minimum

HERE = Path(__file__).parent
REFERENCE = HERE.parent / "tests" / "reference"
CLOSE = 1e-9
NARROW = 1e-6
# (y + 3)^4, squared, is 0 at -3 alone; the set says -2.99916 and -3.00014 of the second minimiser.
FLAT = {"Mishra08": 1e-3, "Decanomial": 1e-3}
PROVED = {Kind.GLOBAL: "global", Kind.NOT_ATTAINED: "not attained", Kind.UNBOUNDED: "unbounded"}
COLUMNS = ("global", "not attained", "unbounded", "derived", "bracketed", "undecided", "wrong")


@dataclass(frozen=True)
class Task:
    """A problem and what is known of it; `status` and `value` empty where nothing is."""

    name: str
    problem: Problem
    status: str
    value: str
    minimisers: list[list[str]]


@dataclass(frozen=True)
class Result:
    """One line of the record."""

    task: Task
    word: str
    seconds: float
    found: Minimum


def read(name: str) -> object:
    return json.loads(gzip.decompress((REFERENCE / f"{name}.json.gz").read_bytes()))


def problem(formula: str, names: list[str], bounds: list[list[object]] | None) -> Problem:
    """Decimals are read as the rational numbers that they spell."""
    known = {n: Symbol(n, real=True) for n in names}
    steps = (*standard_transformations, rationalize)
    expression = parse_expr(formula, known, transformations=steps)
    free = [(None, None)] * len(names)
    box = free if bounds is None else [tuple(map(end, pair)) for pair in bounds]
    return Problem(expression, tuple(known.values()), tuple(box))


def end(bound: object) -> Rational | None:
    return None if bound is None else Rational(str(bound))


def exact_problems() -> Iterator[Task]:
    for e in read("exact_problems"):
        if e["params"]:
            continue
        bounds = [e["bounds"][n] for n in e["variables"]] if e["bounds"] else None
        points = [[p[n] for n in e["variables"]] for p in e["minimisers"] or []]
        status = {"attained": "global", "unattained": "not attained"}.get(e["status"], e["status"])
        task = problem(e["formula"], e["variables"], bounds)
        yield Task(e["id"], task, status, e["value"] or "", points)


def go_functions() -> Iterator[Task]:
    for e in read("go_functions"):
        task = problem(e["formula"], e["variables"], e["box"])
        yield Task(e["name"], task, "global", e["fmin"], e["minimisers"] or [])


def mgh() -> Iterator[Task]:
    for e in read("mgh")["problems"]:
        names = list(e["start"])
        task = problem(e["formula"], names, BOXES.get(e["name"]))
        yield Task(e["name"], task, "", e["minimum"] or "", [])


# The boxes of W. Hock, K. Schittkowski (1981), which the record of the set leaves out.
BOXES = {
    "hs1": [[None, None], ["-1.5", None]],
    "hs2": [[None, None], ["1.5", None]],
    "hs3": [[None, None], ["0", None]],
    "hs25": [["0.1", "100"], ["0", "25.6"], ["0", "5"]],
    "hs45": [["0", str(k)] for k in range(1, 6)],
    "hs110": [["2.001", "9.999"]] * 10,
}
SETS = {"exact_problems": exact_problems, "go_functions": go_functions, "mgh": mgh}


def judged(task: Task, found: Minimum) -> str:
    """The word of COLUMNS for an answer."""
    if found.kind in PROVED:
        word = PROVED[found.kind]
        agrees = not task.status or word == task.status
        if not (agrees and value_agrees(task, found) and has_all(task, found)):
            return "wrong"
        return word if found.word == "proved" else "derived"
    if found.bracket is None:
        return "undecided"
    low, high = map(float, found.bracket)
    if task.value and not low - slack(task) <= float(task.value) <= high + slack(task):
        return "wrong"
    return "bracketed" if high - low <= NARROW * (1 + abs(high)) else "undecided"


def slack(task: Task) -> float:
    return CLOSE * (1 + abs(float(task.value)))


def value_agrees(task: Task, found: Minimum) -> bool:
    if not task.value or found.value is None:
        return True
    return abs(float(N(found.value, 30) - Float(task.value, 30))) <= slack(task)


def has_all(task: Task, found: Minimum) -> bool:
    """Where the points are said to be all, none of the known minimisers is missing."""
    if not found.complete or found.parameters or found.kind is not Kind.GLOBAL:
        return True
    places = [[float(N(c, 30)) for c in p] for p in found.points]
    slack = FLAT.get(task.name, 1e-5)
    return all(any(near(p, known, slack) for p in places) for known in task.minimisers)


def near(point: list[float], known: list[str], slack: float) -> bool:
    return all(abs(a - float(b)) < slack * (1 + abs(a)) for a, b in zip(point, known, strict=True))


def answered(task: Task, seconds: float) -> Result:
    begin = time.perf_counter()
    found = minimum(task.problem, seconds)
    return Result(task, judged(task, found), time.perf_counter() - begin, found)


def row(name: str, limit: float, results: list[Result]) -> str:
    count = Counter(r.word for r in results)
    cells = [str(count[word]) for word in COLUMNS]
    middle = median(r.seconds for r in results)
    head = f"| {name} | {limit:g} s | {len(results)} | "
    return head + " | ".join(cells) + f" | {middle:.2f} |"


def split(name: str, tries: dict[float, list[Result]]) -> Iterator[str]:
    """A row a limit; and again for the problems of few variables."""
    for limit, results in tries.items():
        yield row(name, limit, results)
    for limit, results in tries.items():
        small = [r for r in results if len(r.task.problem.variables) <= 4]
        if 0 < len(small) < len(results):
            yield row(f"{name}, up to 4 variables", limit, small)


def listed(name: str, results: list[Result]) -> Iterator[str]:
    for word in ("wrong", "undecided", "bracketed", "derived"):
        those = [r.task.name for r in results if r.word == word]
        if those:
            yield f"- {name}, {word}: {', '.join(those)}"


def record(done: dict[str, dict[float, list[Result]]]) -> str:
    limits = " ".join(f"{limit:g}" for limit in next(iter(done.values())))
    head = ["# What is proved", ""]
    head += [f"Written by `python benchmarks/proofs.py --seconds {limits}` on {machine()},"]
    head += ["with other work on it.", ""]
    head += ["*Global*, *not attained*, *unbounded*: proved, the certificate accepted by the"]
    head += ["independent check with every claimed minimiser, and agreeing with what is known, all"]
    head += ["known minimisers among ours where ours are said to be all. *Derived*: the same, but"]
    head += ["the check could not follow. *Bracketed*: between two numbers from enclosures within"]
    head += [
        "1e-6 of each other, relative to 1 + |L|. *Wrong*: an answer that contradicts the set.",
        "",
    ]
    head += ["| set | limit | problems | " + " | ".join(COLUMNS) + " | median s |"]
    head += ["| --- " * (len(COLUMNS) + 4) + "|"]
    rows = [line for name, tries in done.items() for line in split(name, tries)]
    rest = [line for name, tries in done.items() for line in listed(name, [*tries.values()][-1])]
    return "\n".join([*head, *rows, "", *rest, ""])


def tried(task: Task, limits: list[float]) -> Iterator[Result]:
    """The result for each limit; what is proved within a short one is not asked for again."""
    result = None
    for limit in limits:
        if result is None or result.word not in PROVED.values():
            result = answered(task, limit)
        yield result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, nargs="+", default=[10.0, 60.0])
    parser.add_argument("--only", choices=[*SETS])
    parser.add_argument("--most-variables", type=int, default=100)
    asked = parser.parse_args()
    done: dict[str, dict[float, list[Result]]] = {}
    for name in [asked.only] if asked.only else SETS:
        done[name] = {limit: [] for limit in asked.seconds}
        for task in SETS[name]():
            if len(task.problem.variables) <= asked.most_variables:
                for limit, result in zip(asked.seconds, tried(task, asked.seconds), strict=True):
                    done[name][limit].append(result)
                print(name, task.name, result.word, result.found.rung, f"{result.seconds:.2f}")
    text = record(done)
    if asked.only:
        print(text)
    else:
        (HERE / "proofs.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
