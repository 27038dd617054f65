"""A piecewise rational function of one variable goes in; its whole truth comes out."""

from symdescent.exact.cells import line
from symdescent.exact.landscape import least_on
from symdescent.exact.problem import Minimum, Problem


def univariate(problem: Problem) -> Minimum | None:
    """The minimum over a box in one variable (method: see `landscape`); None for other forms."""
    if len(problem.variables) != 1:
        return None
    box = line(*problem.box[0])
    return least_on(problem.expression, problem.variables[0], box) if box else None
