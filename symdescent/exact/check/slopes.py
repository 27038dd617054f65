"""A certificate for one variable: the derivative in factors, and the signs that they have."""

from itertools import pairwise

import sympy
from sympy import Expr, Mul, Pow

from symdescent.exact.certificate import Slopes
from symdescent.exact.check import formal
from symdescent.exact.check.claim import attained, value_of
from symdescent.exact.check.differentiation import derivative
from symdescent.exact.check.places import Place, at
from symdescent.exact.check.reach import Range, Ranges, reach
from symdescent.exact.check.reading import expression, number
from symdescent.exact.check.refusal import Refusal, Unfollowed, Untrue
from symdescent.exact.check.signs import sign
from symdescent.exact.problem import Minimum, Problem

Ends = tuple[Expr | None, ...]


def slopes(problem: Problem, minimum: Minimum, shown: Slopes) -> bool:
    """On every piece L leads down to an end where it is at least m; True: no others."""
    if len(problem.variables) != 1:
        raise Untrue("a chart of slopes is for one variable")
    x = problem.variables[0]
    steep = expression(shown.derivative, (x,))
    if not formal.vanishes(steep - derivative(problem.expression, x), sign):
        raise Untrue("this is not the derivative of L")
    points = [p.place.values[x] for p in attained(problem, minimum)]
    if any(p.free_symbols for p in points):
        raise Unfollowed("a family of points in a chart of slopes")
    ends = _ends(problem, [number(text) for text in shown.breaks])
    signs = [_sign(problem, steep, low, high) for low, high in pairwise(ends)]
    pieces = zip(signs, pairwise(ends), strict=True)
    feet = [(b if told < 0 else a) for told, (a, b) in pieces if told]
    low = value_of(minimum)
    met = [foot for foot in feet if _least(problem, foot, low)]
    met += [end for end in ends if end is not None and _alone(problem, end, low)]
    return all(any(sign(foot - p) == 0 for p in points) for foot in met if foot is not None)


def _alone(problem: Problem, end: Expr, low: Expr) -> bool:
    """The same of any end where L is defined, be it by itself; True where equal to the value."""
    try:
        return _least(problem, end, low)
    except Untrue:
        at_end = Place({problem.variables[0]: end}, {})
        if is_defined(problem.expression, at_end):
            raise
        return False


def is_defined(node: Expr, place: Place) -> bool:
    try:
        at(node, place)
    except Untrue:
        return False
    return True


def _ends(problem: Problem, breaks: list[Expr]) -> Ends:
    """Where the pieces end: the box, the natural end of the domain, and the breaks between."""
    low, high = problem.box[0]
    inner = [b for b in breaks if not any(e is not None and sign(b - e) == 0 for e in (low, high))]
    ends = (low, *inner, high)
    told = [e for e in ends if e is not None]
    if any(sign(b - a) <= 0 for a, b in pairwise(told)):
        raise Untrue("the breaks are not in order")
    return ends


def _sign(problem: Problem, steep: Expr, low: Expr | None, high: Expr | None) -> int:
    """The sign of the slope between two ends; 0 where L is not defined there at all."""
    x = problem.variables[0]
    span = Range(low, high, False, False)
    try:
        at(problem.expression, Place({}, {x: span}))
    except Refusal:
        if nowhere(problem.expression, {x: span}):
            return 0
        raise
    total = 1
    for factor in Mul.make_args(steep):
        known = factor_sign(factor, {x: span})
        if known not in (-1, 1):
            raise Unfollowed("the sign of the slope is not seen on a piece")
        total *= known
    return total


def factor_sign(factor: Expr, ranges: Ranges) -> int | None:
    """The sign of one factor on an open piece."""
    if not factor.free_symbols:
        return sign(factor)
    return reach(factor, ranges).sign


def nowhere(node: Expr, ranges: Ranges) -> bool:
    """Whether a root or logarithm in the expression is undefined on the whole piece."""
    inner = [p.args[0] for p in node.atoms(Pow) if p.exp.is_Rational and p.exp.q % 2 == 0]
    inner += [p.args[0] for p in node.atoms(sympy.log)]
    return any(part.free_symbols and reach(part, ranges).sign == -1 for part in inner)


def _least(problem: Problem, end: Expr | None, low: Expr) -> bool:
    """L at the lower end of a piece is at least the claimed value; True where equal to it.

    L is made of continuous functions, so on the piece it is nowhere less than at that end.
    """
    if end is None:
        raise Unfollowed("L falls towards infinity on a piece")
    gap = sign(at(problem.expression, Place({problem.variables[0]: end}, {})) - low)
    if gap < 0:
        raise Untrue("L is less at another point")
    return gap == 0
