"""Functions on floats, arrays or fractions from expressions: objectives, steps of rules, rates."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike
from sympy import Expr, Symbol, lambdify

from symdescent.calculus.codegen import Assignments, straight_code
from symdescent.calculus.codegen_targets import ARRAYS, FRACTIONS, SCALARS, CodeTarget, NotRational
from symdescent.calculus.formula import Formula, express
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.rule_step import STEP, Update
from symdescent.errors import FormulaError, InputError
from symdescent.language import assignments
from symdescent.language.tree import Assignment, names
from symdescent.numeric.box import Box
from symdescent.numeric.objective import Compiled, Evaluator, Function, Objective

if TYPE_CHECKING:
    from symdescent.numeric.batch import Batch

NO_SETTINGS: Final[Mapping[str, ArrayLike]] = MappingProxyType({})


def on_scalars(
    inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments = ()
) -> Function:
    """A function of Python floats, one argument an input, that returns a tuple of floats.

    It may raise ArithmeticError or ValueError where a result is not finite or not real.
    """
    return compiled(SCALARS, inputs, outputs, assignments)


def on_arrays(
    inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments = ()
) -> Function:
    """The same on arrays, or numpy floats, of one shape; nan and inf where a result is neither.

    Outputs that do not depend on an input come back as plain floats.
    """
    return compiled(ARRAYS, inputs, outputs, assignments)


def on_fractions(
    inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments = ()
) -> Function | None:
    """The same on exact fractions; None where the formulas leave the rational numbers."""
    try:
        return compiled(FRACTIONS, inputs, outputs, assignments)
    except NotRational:
        return None


def compiled(
    dialect: CodeTarget, inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments
) -> Function:
    code = straight_code(dialect, inputs, outputs, assignments)
    return lambdify(  # type: ignore[no-any-return]
        [Symbol(name) for name in code.inputs],
        code.outputs,
        modules=[dialect.namespace],
        printer=as_written,
        cse=lambda _: (code.lines, code.outputs),
        use_imps=False,
        docstring_limit=0,
    )


def as_written(code: str) -> str:
    """A printer for lambdify: what it is given is code already."""
    return code


def evaluator(
    inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments = ()
) -> Evaluator:
    """Both spellings of one function; the one on arrays is made when it is first needed."""
    return Evaluator(
        on_scalars(inputs, outputs, assignments),
        lambda: on_arrays(inputs, outputs, assignments),
    )


def step(update: Update) -> Evaluator:
    """The compiled step (x, memory, noise, free settings, t) -> (L, g, x', memory')."""
    return evaluator(update.inputs, update.outputs, update.assignments)


def compiled_batch(
    update: Update,
    starts: ArrayLike,
    settings: Mapping[str, ArrayLike] = NO_SETTINGS,
    box: Box | None = None,
    seed: int = 0,
) -> "Batch":
    """m walks by one rule: `starts` (n, m), and for each free setting a number or m of them.

    A start (n, 1) serves as many columns as the settings have.
    """
    from symdescent.numeric.batch import Batch, first_memory

    points, *free = np.broadcast_arrays(
        np.asarray(starts, np.float64),
        *[np.asarray(settings[name], np.float64) for name in update.free],
    )
    values = np.array([row[0] for row in free]).reshape(len(free), points.shape[1])
    memory = first_memory(update.first_memory, points)
    seen = len(update.outputs) - points.shape[0] - len(memory)
    return Batch(
        step(update),
        points,
        memory,
        values,
        box,
        update.noise,
        seed,
        lambda: on_arrays(update.inputs, update.outputs[seen:], update.assignments),
    )


def objective(derivation: Derivation) -> Objective:
    """The compiled formula; InputError where a parameter has no value yet."""
    formula = derivation.formula
    demand_values(formula)
    xs, value = formula.variables, formula.expression
    made = Compiled(
        evaluator(xs, [value]),
        evaluator(xs, [value, *derivation.gradient]),
        lambda: evaluator(xs, [entry for row in derivation.hessian for entry in row]),
    )
    return Objective(tuple(str(x.name) for x in xs), made)


def demand_values(formula: Formula) -> None:
    """Refuse to compute with a parameter that has no value."""
    if formula.parameters:
        name = formula.parameters[0].name
        raise InputError("unknown_name", f"{name} has no value", f"give it one:  --let {name}=3")


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
