"""What is certain near one critical point of a smooth function."""

from typing import Final

import sympy
from sympy import Abs, Expr, Max, Min, Piecewise, sign

from symdescent.proofs.enclosure import bounds, sign_of
from symdescent.proofs.kernel.certificates import Unfollowed
from symdescent.proofs.named_points import Point, critical_points, minors
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.steps import Step, Why, level_at, reason, step, value_at
from symdescent.proofs.substitution import put

MOST_VARIABLES: Final = 4


def local(problem: Problem) -> Minimum | None:
    """LOCAL where the Hessian is positive definite at a critical point, else STATIONARY."""
    f, variables = problem.expression, problem.variables
    free = all(end is None for pair in problem.box for end in pair)
    if not free or len(variables) > MOST_VARIABLES or f.has(Abs, Max, Min, Piecewise, sign):
        return None
    points = [p for p in critical_points(f, variables) if _defined(problem, p)]
    firm = [p for p in points if all(s == 1 for s in minors(f, variables, p))]
    if firm:
        return _local(problem, _lowest(problem, firm))
    return _stationary(problem, points[0]) if points else None


def _value(problem: Problem, point: Point) -> Expr:
    known = dict(zip(problem.variables, point, strict=True))
    found = put(problem.expression, known)
    return sympy.nan if found is None else found


def _defined(problem: Problem, point: Point) -> bool:
    try:
        bounds(_value(problem, point), 80)
    except Unfollowed:
        return False
    return True


def _lowest(problem: Problem, points: list[Point]) -> Point:
    best = points[0]
    for point in points[1:]:
        if sign_of(_value(problem, point) - _value(problem, best)) == -1:
            best = point
    return best


def _local(problem: Problem, point: Point) -> Minimum:
    value = _value(problem, point)
    return Minimum(
        kind=Kind.LOCAL,
        points=(point,),
        value=value,
        proof=(
            step(Step.LOCAL_MINIMUM, level_at(point)),
            step(Step.VALUE, value_at(point, value)),
        ),
        reasons=(reason(Why.NO_RUNG_BELOW),),
        rung="local",
    )


def _stationary(problem: Problem, point: Point) -> Minimum:
    return Minimum(
        kind=Kind.STATIONARY,
        points=(point,),
        value=_value(problem, point),
        proof=(step(Step.STATIONARY, level_at(point)),),
        reasons=(reason(Why.HESSIAN_OPEN),),
        rung="local",
    )
