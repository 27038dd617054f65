"""A function proved convex by composition goes in; a point with gradient zero is its minimum.

Rules: see `curvature` (M. Grant, S. Boyd, Y. Ye, 2006, doi:10.1007/0-387-30528-9_7).
"""

from typing import Final

from sympy import Abs

from symdescent.exact.curvature import AFFINE, CONVEX, curvature
from symdescent.exact.guesses import Point, critical_points, minors
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep
from symdescent.exact.spelling import spell, spell_point
from symdescent.exact.substitution import put

MOST_VARIABLES: Final = 4


def convex(problem: Problem) -> Minimum | None:
    """The minimum of a convex function at an exactly verified critical point; None without one."""
    f, variables = problem.expression, problem.variables
    free = all(end is None for pair in problem.box for end in pair)
    if not free or len(variables) > MOST_VARIABLES or f.has(Abs):
        return None
    if curvature(f) not in (CONVEX, AFFINE):
        return None
    points = critical_points(f, variables)
    return _minimum(problem, points[0]) if points else None


def _minimum(problem: Problem, point: Point) -> Minimum | None:
    f, variables = problem.expression, problem.variables
    value = put(f, dict(zip(variables, point, strict=True)))
    if value is None:
        return None
    at = spell_point(point)
    only = all(sign == 1 for sign in minors(f, variables, point))
    last = "its Hessian there is positive definite, so there is no other"
    return Minimum(
        kind=Kind.GLOBAL,
        points=(point,),
        value=value,
        proof=(
            ProofStep("L is convex, and its gradient vanishes there", f"grad L({at}) = 0"),
            ProofStep("so the least value is", f"L({at}) = {spell(value)}"),
            *([ProofStep(last)] if only else []),
        ),
        complete=only,
        rung="convex",
    )
