"""The table of methods that are no formula: an Algorithm and a Search give iterates."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

import numpy as np

from symdescent.errors import InputError
from symdescent.numeric import quasi_newton
from symdescent.numeric.gradient_methods import conjugate, projected, steepest
from symdescent.numeric.line_search import Search
from symdescent.numeric.newton import newton, trust_region
from symdescent.numeric.quasi_newton import bfgs, l_bfgs, torch_l_bfgs
from symdescent.numeric.run import Iterate
from symdescent.numeric.scipy_solvers import SOLVERS, solve
from symdescent.optimizers.rule import Algorithm

Walk = Callable[[Search], Iterator[Iterate]]
ALGORITHMS: Final[Mapping[str, Walk]] = {
    "backtracking": projected,
    "strong Wolfe descent": steepest,
    "conjugate gradient": conjugate,
    "Newton": newton,
    "trust region": trust_region,
    "BFGS": bfgs,
    "L-BFGS": l_bfgs,
    "torch L-BFGS": torch_l_bfgs,
    "optax L-BFGS": quasi_newton.optax_l_bfgs,
    "optax zoom descent": quasi_newton.optax_zoom_descent,
    **{f"scipy {name}": partial(solve, solver=solver) for name, solver in SOLVERS.items()},
}
COUNTS: Final = frozenset({"history_size", "max_iter", "max_eval", "max_linesearch_steps"})
# Those that keep to a box.
BOXED: Final = {"backtracking", *(f"scipy {s.method}" for s in SOLVERS.values() if s.bounds)}


def iterates(algorithm: Algorithm, search: Search) -> Iterator[Iterate]:
    """The iterates of a method from the start on; they end where it has no further step to make.

    Raises InputError for a box, if the method knows no bounds, and for a setting out of range.
    """
    demand_in_range(algorithm)
    if search.box.bounded and algorithm.routine not in BOXED:
        message = f"{algorithm.name} knows no bounds"
        raise InputError("domain", message, "leave --box out, or take gradient descent")
    return quietly(ALGORITHMS[algorithm.routine](search))


def demand_in_range(algorithm: Algorithm) -> None:
    """Refuse settings below 0, and counts that are not whole."""
    for name, value in algorithm.settings.items():
        if value < 0:
            raise InputError("domain", f"{name} must not be negative, not {value}")
        if name in COUNTS and value.denominator != 1:
            raise InputError("domain", f"{name} must be a whole number, not {value}")


def quietly(found: Iterator[Iterate]) -> Iterator[Iterate]:
    """The same iterates; what overflows on the way is inf or nan, and no warning."""
    while True:
        with np.errstate(all="ignore"):
            here = next(found, None)
        if here is None:
            return
        yield here
