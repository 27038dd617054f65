"""A formula without variables goes in; its value comes out as the minimum, if it is real."""

from symdescent.exact.enclosure import enclose
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep
from symdescent.exact.spans import Unknown
from symdescent.exact.spelling import spell


def constant(problem: Problem) -> Minimum | None:
    """The value of a constant, taken everywhere; None where it is no real number for certain."""
    if problem.variables:
        return None
    try:
        enclose(problem.expression, {}, 80)
    except Unknown:
        return None
    step = ProofStep("L is constant", f"L = {spell(problem.expression)}")
    return Minimum(Kind.GLOBAL, ((),), problem.expression, (step,), complete=True)
