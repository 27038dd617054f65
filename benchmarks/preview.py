"""How long a formula of 200 characters waits for its preview: the reading, and the gradient.

    python benchmarks/preview.py          writes preview.md as well

The reading is worked out where the keys are read, on every keystroke; the gradient in a process
of its own, which is asked and heard as in a session. No peer previews a formula while it is typed;
beside ours stands what sympy alone takes for the same text, in a process that has it loaded.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from threading import Event

from sympy import diff
from sympy.core.cache import clear_cache
from sympy.parsing.sympy_parser import parse_expr
from timing import machine

from symdescent.cli.session import gradient_line
from symdescent.cli.session.background import Background, forked
from symdescent.cli.session.prompt import preview
from symdescent.cli.session.state import State

TARGET = 0.050  # seconds
LENGTH = 200
COUNT = 200
PIECES = (
    "{a}*x^{n}",
    "(x - {a})^{n}",
    "exp(-x^2/{a})*y",
    "sin({a}*x + y)",
    "log(1 + x^2 + {a}*y^2)",
    "x*y^{n}/{a}",
    "sqrt({a} + x^2)",
    "(y - x^2)^2*{a}",
    "cos(x)*sin(y)^{n}",
    "x/(1 + y^2)",
)
FIRST = """
import time
from threading import Event
from symdescent.cli.session.background import Background
begun, heard = time.perf_counter(), Event()
background = Background(lambda message: 0)
background.saw = lambda message: heard.set()
background.send({"look": 1, "text": "x^2", "let": {}})
heard.wait(60)
print(time.perf_counter() - begun)
background.close()
"""
HOSTILE = {
    "sin nested 60 deep": "sin(" * 60 + "x" + ")" * 60,
    "sin nested 40 deep": "sin(" * 40 + "x" + ")" * 40,
    "1/(1 + ...) nested 30 deep": "1/(1+" * 30 + "x" + ")" * 30,
    "x^x^x^x^x^x": "x^x^x^x^x^x",
    "max nested 12 deep": "max(x,sin(" * 12 + "y" + "))" * 12,
    "a product of 25 factors": "prod(i=1..25, (x[i]+i))",
    "a bracket to the power 1000": "(x + y + 1)^1000*(x - y)^1000",
}


def formulas(seed: int = 1) -> Iterator[str]:
    """Sums of random pieces, as long as LENGTH allows."""
    chance = random.Random(seed)
    while True:
        text = ""
        while True:
            piece = chance.choice(PIECES).format(a=chance.randint(2, 99), n=chance.randint(2, 6))
            if len(text) + len(piece) + 3 > LENGTH:
                break
            text = f"{text} + {piece}" if text else piece
        yield text


def seconds(job: Callable[[], object]) -> float:
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def asked(background: Background, text: str) -> Callable[[], None]:
    """A request for a gradient, until its answer is heard."""

    def job() -> None:
        heard = Event()
        background.saw = lambda message: heard.set()
        background.send({"look": 1, "text": text, "let": {}})
        heard.wait(30)

    return job


def loading() -> float:
    """Seconds from the first prompt to the first gradient, in a process that has nothing loaded."""
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    return float(done.stdout)


def in_child(text: str) -> float:
    """Seconds of the processor for a gradient, in a child that was forked for it, as in a session;
    a busy machine spoils them less than the clock on the wall."""
    hears, says = os.pipe()
    pid = forked()
    if pid == 0:
        begun = time.process_time()
        gradient_line.gradient(text, {})
        os.write(says, repr(time.process_time() - begun).encode())
        os._exit(0)
    os.close(says)
    told = os.read(hears, 100)
    os.close(hears)
    os.waitpid(pid, 0)
    return float(told)


def theirs(text: str) -> None:
    """sympy's own parser and diff; it evaluates what is typed, so it may not be ours."""
    clear_cache()
    expression = parse_expr(text.replace("^", "**"))
    for variable in sorted(expression.free_symbols, key=str):
        str(diff(expression, variable))


def row(name: str, times: list[float], target: bool = True) -> str:
    """Median, 95th of a hundred and the longest, in milliseconds."""
    ordered = sorted(times)
    late = ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]
    figures = " | ".join(f"{1e3 * t:.1f}" for t in (median(times), late, ordered[-1]))
    return f"| {name} | {figures} | {'50' if target else ''} |"


def report(background: Background) -> list[str]:
    """The rows of the table, every formula being looked at by each in turn."""
    drawn = formulas()
    texts = [next(drawn) for _ in range(COUNT)]
    readings, gradients, children, sympys = [], [], [], []
    gradient_line.warm()
    for text in texts:
        readings.append(seconds(lambda text=text: preview(State(), text)))
        gradients.append(seconds(asked(background, text)))
        children.append(in_child(text))
        sympys.append(seconds(lambda text=text: theirs(text)))
    return [
        row("the reading, or the first mistake", readings),
        row("the gradient, asked and heard", gradients),
        row("its seconds of the processor alone", children),
        row("`parse_expr`, `diff`, `str`, in one process", sympys, target=False),
    ]


def hostile(background: Background) -> Iterator[str]:
    """What takes long, if anything does: the reading first, the gradient given up after 1 s."""
    for name, text in HOSTILE.items():
        reading = seconds(lambda text=text: preview(State(), text))
        gradient = seconds(asked(background, text))
        yield f"| {name} | {1e3 * reading:.1f} | {1e3 * gradient:.0f} |"


def main() -> None:
    background = Background(lambda message: 0)
    preview(State(), "x^2 + sin(y)")  # what is loaded with the first key
    asked(background, "x")()
    try:
        lines = [
            "# The preview under the prompt",
            "",
            f"`python benchmarks/preview.py`; {machine()}.",
            "",
            f"{COUNT} random formulas of up to {LENGTH} characters; milliseconds, by the clock on "
            f"the wall but for the third row; {os.getloadavg()[0]:.1f} processes were running "
            f"on {os.cpu_count()} cores.",
            "",
            "| what | median | 95 % | longest | target |",
            "| --- | ---: | ---: | ---: | ---: |",
            *report(background),
            "",
            f"The first gradient waits {loading():.2f} s, while the process beside the session "
            "loads sympy; keys are answered meanwhile.",
            "",
            "Formulas that were made to be slow; a gradient is given up after 1 s:",
            "",
            "| formula | reading | gradient |",
            "| --- | ---: | ---: |",
            *hostile(background),
        ]
    finally:
        background.close()
    text = "\n".join(lines) + "\n"
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
