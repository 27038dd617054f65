"""Assignments and outputs in symbols go in, functions on floats or arrays come out.

The one bridge from symbols to numbers. The code is written by `writing`, under names of our own,
and made a function by sympy's lambdify.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from sympy import Expr, Symbol, lambdify

from symdescent.errors import InputError
from symdescent.numeric.batch import Batch, first_memory
from symdescent.numeric.box import Box
from symdescent.numeric.objective import Compiled, Evaluator, Function, Objective
from symdescent.symbolic.derivation import Derivation
from symdescent.symbolic.dialects import ARRAYS, FRACTIONS, SCALARS, Dialect, NotRational
from symdescent.symbolic.formula import Formula
from symdescent.symbolic.update import Update
from symdescent.symbolic.writing import Assignments, written

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
    dialect: Dialect, inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments
) -> Function:
    code = written(dialect, inputs, outputs, assignments)
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


def ensemble(
    update: Update,
    starts: ArrayLike,
    settings: Mapping[str, ArrayLike] = NO_SETTINGS,
    box: Box | None = None,
    seed: int = 0,
) -> Batch:
    """m walks by one rule: `starts` (n, m), and for each free setting a number or m of them.

    A start (n, 1) serves as many columns as the settings have.
    """
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
