"""`symdescent.code`: a descent as a script of its own, for Python, NumPy or a framework."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Unpack

from symdescent.calculus.python_source import call
from symdescent.calculus.script_targets import target
from symdescent.optimizers import Rule
from symdescent.problem.options import Options
from symdescent.show.scripts import comments, functions
from symdescent.show.scripts.planning import Plan, plan
from symdescent.show.scripts.stepping import Stepping, by_formulas, by_optimizer, by_search

SIGN: Final = ("def sign(x):", "    return (x > 0) - (x < 0)")


def code(text: str, to: str = "python", **given: Unpack[Options]) -> str:
    """A script of some twenty lines that descends as `descend` does, without this package.

    `to`: python, numpy, torch, keras, jax or tensorflow; the other options are those of `study`.
    With python and numpy dL is the gradient that is run here, with a framework its automatic
    differentiation; the steps are those of the framework's own optimizer, in the framework's
    convention where none is asked for, and formulas where it has none. All is in double precision.
    Raises FormulaError or InputError for what cannot be meant, or cannot stand in a script.
    """
    made = plan(text, target(to), **given)
    return "\n".join(script(made)) + "\n"


def script(made: Plan) -> Iterator[str]:
    """The lines of the script."""
    defined = [functions.value(made.setting.formula, made.cast, made.target)]
    stepping = stepped(made)
    defined += stepping.functions
    main = [*beginning(made, stepping), "", *repeated(made, stepping), "", *ending(made, stepping)]
    body = [*(line for lines in defined for line in lines), *main]
    helpers = [list(SIGN)] if uses(body, r"(?<![.\w])sign\(") else []
    yield from comments.heading(made)
    imported = [*imports(stepping, body)]
    yield from ["", *imported] if imported else []
    for lines in (*helpers, *defined, main):
        yield from ("", "", *lines)


def stepped(made: Plan) -> Stepping:
    """The steps, by whoever makes them."""
    rule, own = made.rule, made.own
    if isinstance(rule, Rule):
        return by_optimizer(made, rule, own) if own else by_formulas(made, rule)
    assert own is not None  # another algorithm has no plan
    return by_search(made, own)


def imports(stepping: Stepping, body: Sequence[str]) -> Iterator[str]:
    """What is imported, math where it is used."""
    if uses(body, r"(?<![.\w])math\."):
        yield "import math"
        yield from [""] if stepping.heading and stepping.heading[0] != "import os" else []
    for line in stepping.heading:
        module = re.search(r" as (\w+)", line)
        if module is None or uses(body, rf"\b{module[1]}\."):
            yield line


def uses(lines: Iterable[str], pattern: str) -> bool:
    """Whether code has it; what stands in comments does not count."""
    return any(re.search(pattern, line.partition("  #")[0]) for line in lines if "# " != line[:2])


def beginning(made: Plan, stepping: Stepping) -> Iterator[str]:
    """Settings, the start, memory or the optimizer."""
    yield from [*stepping.derive, ""] if stepping.derive else []
    yield from stepping.constants
    yield from stepping.start
    yield from stepping.ready


def repeated(made: Plan, stepping: Stepping) -> Iterator[str]:
    """The loop."""
    yield from comments.rule(made)
    head = f"for epoch in range({made.steps}):"
    yield from comments.beside(head, comments.counted(made))
    yield from stepping.body


def ending(made: Plan, stepping: Stepping) -> Iterator[str]:
    """The line of the classic script."""
    value, shown = made.cast.value, stepping.shown
    if not made.cast.several:
        [label] = made.cast.variables
        point, level = f"{{{shown}:.3f}}", f"{{{value}({stepping.read}):.3f}}"
        line = f'f"{label}_min = {point}\\t=> {value}({point}) = {level}"'
        yield from call("print(", [line])
        return
    at, u = made.cast.identifiers.claim("at"), made.cast.identifiers.claim("u")
    yield f'{at} = ", ".join(f"{{{u}:.3f}}" for {u} in {shown})'
    level = f"{{{value}({stepping.read}):.3f}}"
    yield from call("print(", [f'f"x_min = ({{{at}}})\\t=> {value}({{{at}}}) = {level}"'])
