"""Functions convex by composition: a critical point is their minimum."""

from typing import Final

from sympy import Abs, Max, Min

from symdescent.proofs.kernel.certificates import Refusal
from symdescent.proofs.kernel.convexity import is_convex
from symdescent.proofs.kernel.range_bounds import ALL
from symdescent.proofs.named_points import Point, critical_points, minors
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.steps import Step, level_at, step, value_at
from symdescent.proofs.substitution import put

MOST_VARIABLES: Final = 4


def convex(problem: Problem) -> Minimum | None:
    """The minimum of a convex function at an exactly verified critical point; None without one."""
    f, variables = problem.expression, problem.variables
    free = all(end is None for pair in problem.box for end in pair)
    if not free or len(variables) > MOST_VARIABLES or f.has(Abs, Max, Min):
        return None
    try:
        if not is_convex(f, dict.fromkeys(variables, ALL)):
            return None
    except Refusal:
        return None
    points = critical_points(f, variables)
    return _minimum(problem, points[0]) if points else None


def _minimum(problem: Problem, point: Point) -> Minimum | None:
    f, variables = problem.expression, problem.variables
    value = put(f, dict(zip(variables, point, strict=True)))
    if value is None:
        return None
    only = all(sign == 1 for sign in minors(f, variables, point))
    return Minimum(
        kind=Kind.GLOBAL,
        points=(point,),
        value=value,
        proof=(
            step(Step.CONVEX_STATIONARY, level_at(point)),
            step(Step.SO_LEAST, value_at(point, value)),
            *([step(Step.POSITIVE_DEFINITE_THERE)] if only else []),
        ),
        complete=only,
        rung="convex",
    )
