"""A sum with a bounded part goes in; where the rest of it falls without bound, so does the sum."""

from sympy import Add, Expr, Symbol

from symdescent.exact.cells import line
from symdescent.exact.landscape import least_on
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep
from symdescent.exact.ranges import defined_everywhere, range_of
from symdescent.exact.spelling import spell


def drift(problem: Problem) -> Minimum | None:
    """UNBOUNDED for a function of one variable plus a bounded one; None where it is not seen."""
    if len(problem.variables) != 1 or problem.box[0] != (None, None):
        return None
    x = problem.variables[0]
    terms = Add.make_args(problem.expression)
    bounded = [t for t in terms if _bounded(t)]
    rest = Add(*(t for t in terms if t not in bounded))
    if not bounded or not rest.has(x) or not defined_everywhere(Add(*bounded)):
        return None
    return _falls(rest, Add(*bounded), x)


def _bounded(term: Expr) -> bool:
    known = range_of(term, {})
    return known.low is not None and known.high is not None


def _falls(rest: Expr, bounded: Expr, x: Symbol) -> Minimum | None:
    found = least_on(rest, x, line(None, None) or [])
    if found is None or found.kind is not Kind.UNBOUNDED:
        return None
    words = ProofStep("this part is bounded, so the sum falls without bound too", spell(bounded))
    return Minimum(Kind.UNBOUNDED, proof=(*found.proof, words), complete=True, rung="drift")
