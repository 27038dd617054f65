"""Lines that set lr by the step go in, the rate at each step comes out in floats."""

import math
from collections.abc import Callable, Iterator

from sympy import Expr

from symdescent.errors import FormulaError
from symdescent.language import assignments
from symdescent.language.tree import Assignment, names
from symdescent.symbolic.compilation import evaluator
from symdescent.symbolic.formula import express
from symdescent.symbolic.update import STEP

FRONT = "lr = "


def line(text: str) -> str:
    """`lr = text` for a formula in t, the number of the step from 1 on.

    Raises FormulaError with columns of the text alone.
    """
    try:
        assignments(FRONT + text, {"t"})
    except FormulaError as mistake:
        span = (mistake.start - len(FRONT), mistake.end - len(FRONT))
        known = "in a learning rate t is the step: 1, 2, ..."
        hint = mistake.hint or known
        raise FormulaError(mistake.kind, mistake.message, text, span, hint) from None
    return FRONT + text


def rate_at(lines: str) -> Callable[[int], float] | None:
    """The rate at a step; None where the lines need more than the step."""
    try:
        equations = assignments(lines, {"t"})
    except FormulaError:
        return None
    function = evaluator([STEP], [last(equations)])
    return lambda t: function.at((t,))[0]


def last(equations: tuple[Assignment, ...]) -> Expr:
    """The last of some lines, with the others put in."""
    known: dict[str, Expr] = {"t": STEP}
    for equation in equations:
        used = {name: known[name] for name in names(equation.tree)}
        known[equation.name] = express(equation.tree, used)
    return known["lr"]


def wrong(at: Callable[[int], float], steps: int, least: float) -> Iterator[tuple[int, float]]:
    """The steps, from 1 on, at which a rate is not finite, or not above `least`."""
    for t in range(1, steps + 1):
        rate = at(t)
        if not (math.isfinite(rate) and rate > least):
            yield t, rate
