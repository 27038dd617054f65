"""A problem goes in; the ranges of its variables come out."""

from sympy import Rational, Symbol

from symdescent.exact.problem import Problem
from symdescent.exact.ranges import Box, End, Range


def box_of(problem: Problem) -> Box | None:
    """The ranges of the variables with rational ends; None for other ends."""
    out: dict[Symbol, Range] = {}
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        if not all(end is None or isinstance(end, Rational) for end in (low, high)):
            return None
        if low is not None or high is not None:
            out[v] = Range(*(None if e is None else End(e, (v - e,)) for e in (low, high)))
    return out
