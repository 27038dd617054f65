"""Certificates by lower bounds: each term has one, and their sum is met, or only approached."""

from sympy import Add, Expr, Integer, Mul, Pow, Symbol

from symdescent.exact.certificate import Approach, TermBounds
from symdescent.exact.check import formal
from symdescent.exact.check.claim import attained, box_ranges, value_of
from symdescent.exact.check.curves import limit_on
from symdescent.exact.check.reach import reach
from symdescent.exact.check.reading import expression, number
from symdescent.exact.check.refusal import Unfollowed, Untrue
from symdescent.exact.check.signs import sign
from symdescent.exact.check.tight import only_point
from symdescent.exact.problem import Minimum, Problem


def term_bounds(problem: Problem, minimum: Minimum, shown: TermBounds) -> bool:
    """L >= m term by term, and the points make it m; True: no other point does."""
    bounded(problem, minimum, shown)
    points = attained(problem, minimum)
    terms = [expression(term, problem.variables) for term, _ in shown.terms]
    forced = only_point(terms, box_ranges(problem))
    return len(points) == 1 and set(forced) == set(problem.variables)


def approach(problem: Problem, minimum: Minimum, shown: Approach) -> bool:
    """L > m, and L tends to m on a curve."""
    if not bounded(problem, minimum, shown.bound):
        raise Untrue("the bound is not seen to be strict")
    low = value_of(minimum)
    found = limit_on(problem, shown.curve, shown.start)
    if found.number is None or sign(found.number - low) != 0:
        raise Untrue("L does not tend to the claimed infimum on the curve")
    return True


def bounded(problem: Problem, minimum: Minimum, shown: TermBounds) -> bool:
    """Check that L >= m; True where the bound is strict."""
    terms = [expression(term, problem.variables) for term, _ in shown.terms]
    if not same(Add(*terms), problem.expression):
        raise Untrue("the terms do not add up to L")
    lows = [number(low) for _, low in shown.terms]
    if sign(Add(*lows) - value_of(minimum)) < 0:
        raise Untrue("the bounds add up to less than the claimed value")
    strict = [_above(problem, t, low) for t, low in zip(terms, lows, strict=True)]
    higher = sign(Add(*lows) - value_of(minimum)) > 0
    return any(strict) or higher or _at_odds(problem, terms, lows)


def _at_odds(problem: Problem, terms: list[Expr], lows: list[Expr]) -> bool:
    """Whether the terms cannot all be at their bounds: where c x^(2n) is at 0, so is x; and with 0
    for x another term stays above its bound."""
    zero = [_vanishing(t) for t, low in zip(terms, lows, strict=True) if low == 0]
    gone = {v: Integer(0) for v in zero if v is not None}
    for term, low in zip(terms, lows, strict=True):
        if gone and whole(term):
            found = reach(term.xreplace(gone), box_ranges(problem))
            if found.low is not None and sign(found.low - low) > 0:
                return True
    return False


def _vanishing(term: Expr) -> Symbol | None:
    """The letter x of a term c x^(2n), which is 0 only where x is."""
    factor, power = term.as_coeff_Mul()
    if isinstance(power, Pow) and isinstance(power.base, Symbol) and factor > 0:
        even = isinstance(power.exp, Integer) and power.exp > 0 and power.exp % 2 == 0
        return power.base if even else None
    return None


def same(one: Expr, two: Expr) -> bool:
    """Whether two expressions are equal, and defined at the same points: of one structure, or both
    polynomials."""
    if one == two:
        return True
    return whole(one) and whole(two) and formal.vanishes(one - two, sign)


def whole(node: Expr) -> bool:
    """Made of letters and numbers by sums, products and whole powers: defined everywhere."""
    if isinstance(node, Symbol) or not node.free_symbols:
        return True
    if isinstance(node, Pow) and not (isinstance(node.exp, Integer) and node.exp >= 0):
        return False
    return isinstance(node, Add | Mul | Pow) and all(map(whole, node.args))


def _above(problem: Problem, term: Expr, low: Expr) -> bool:
    """Check that a term is never below its bound; True where never at it."""
    found = reach(term, box_ranges(problem))
    if found.low is None:
        raise Unfollowed("no lower bound of a term is seen")
    gap = sign(found.low - low)
    if gap < 0:
        raise Untrue("a term may be less than its bound")
    return gap > 0 or not found.low_met
