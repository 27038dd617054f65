"""Whether an expression is convex over a box."""

from collections.abc import Sequence

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.proofs.kernel import zero_test
from symdescent.proofs.kernel.certificates import Convex, Unfollowed, Untrue
from symdescent.proofs.kernel.claim import Claim, Point, attained, box_ranges
from symdescent.proofs.kernel.differentiation import derivative
from symdescent.proofs.kernel.exact_values import Place, at
from symdescent.proofs.kernel.range_bounds import Ranges, reach
from symdescent.proofs.kernel.statement import Problem
from symdescent.proofs.kernel.zero_test import sign

MOST_MINORS = 4


def convex(problem: Problem, minimum: Claim, shown: Convex) -> bool:
    """L is convex on the box, and its slope at each point leads nowhere down; True: no others."""
    ranges = box_ranges(problem)
    if shown.route not in ("rules", "second derivatives"):
        raise Untrue("no such way to see that L is convex")
    seen = is_convex if shown.route == "rules" else bends_up
    if not seen(problem.expression, ranges):
        raise Untrue("L is not seen to be convex")
    points = attained(problem, minimum)
    for point in points:
        _settled(problem, point)
    return len(points) == 1 and _strict(problem, points[0])


def _settled(problem: Problem, point: Point) -> None:
    """The slope is zero, or points out of the box at a bound."""
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        steep = at(derivative(problem.expression, v), point.place)
        here = point.place.values[v]
        if steep.free_symbols:
            if not zero_test.vanishes(steep, sign):
                raise Unfollowed("the slope at a family of points is not seen to be zero")
            continue
        told = sign(steep)
        blocked = {1: low, -1: high}.get(told)
        if told and (blocked is None or here.free_symbols or sign(here - blocked)):
            raise Untrue(f"the slope in {v.name} is not zero at a claimed point")


def _strict(problem: Problem, point: Point) -> bool:
    """Whether the Hessian is positive definite there (J. J. Sylvester): no other point is least."""
    names = problem.variables
    if len(names) > MOST_MINORS or point.place.ranges:
        return False
    slopes = [derivative(problem.expression, v) for v in names]
    rows = [[at(derivative(s, v), point.place) for v in names] for s in slopes]
    try:
        return all(sign(determinant([r[:k] for r in rows[:k]])) > 0 for k in _sizes(rows))
    except Unfollowed:
        return False


def _sizes(rows: Sequence[Sequence[Expr]]) -> range:
    return range(1, len(rows) + 1)


def determinant(rows: list[list[Expr]]) -> Expr:
    """By the first row."""
    if not rows:
        return Integer(1)
    total: Expr = Integer(0)
    for j, head in enumerate(rows[0]):
        rest = [row[:j] + row[j + 1 :] for row in rows[1:]]
        total += (-1) ** j * head * determinant(rest)
    return total


def bends_up(node: Expr, ranges: Ranges) -> bool:
    """The Hessian is diagonally dominant on the whole box, where the function is defined."""
    names = list(ranges)
    at(node, Place({}, ranges))  # defined everywhere on the box
    slopes = [derivative(node, v) for v in names]
    for i, s in enumerate(slopes):
        others = [sympy.Abs(derivative(s, v)) for j, v in enumerate(names) if j != i]
        low = reach(Add(derivative(s, names[i]), *(-other for other in others)), ranges).low
        if low is None or sign(low) < 0:
            return False
    return True


def affine(node: Expr) -> bool:
    """A linear form with constant coefficients, and a constant."""
    if not node.free_symbols or isinstance(node, Symbol):
        return True
    if isinstance(node, Add):
        return all(map(affine, node.args))
    return isinstance(node, Mul) and len(_moving(node)) == 1 and affine(_moving(node)[0])


def _moving(node: Expr) -> list[Expr]:
    return [part for part in Mul.make_args(node) if part.free_symbols]


def _split(node: Expr) -> tuple[Expr, Expr]:
    """The constant factor, and the rest."""
    fixed = [part for part in Mul.make_args(node) if not part.free_symbols]
    return Mul(*fixed), Mul(*_moving(node))


def is_convex(node: Expr, ranges: Ranges) -> bool:
    """Convex on a convex domain, by rules."""
    if affine(node):
        return True
    if isinstance(node, Add):
        return all(is_convex(part, ranges) for part in node.args)
    if isinstance(node, Mul):
        return _scaled(node, ranges, is_convex, is_concave) or _entropy(node)
    if isinstance(node, Pow) and node.base is not sympy.E:
        return _power(node.base, node.exp, ranges)
    if isinstance(node, sympy.exp | Pow):
        return is_convex(node.args[-1], ranges)
    if isinstance(node, sympy.log):
        return all(_exponential(part) for part in Add.make_args(node.args[0]))
    if isinstance(node, sympy.Max):
        return all(is_convex(part, ranges) for part in node.args)
    return isinstance(node, sympy.Abs | sympy.cosh) and affine(node.args[0])


def is_concave(node: Expr, ranges: Ranges) -> bool:
    """Concave on a convex domain, by rules."""
    if affine(node):
        return True
    if isinstance(node, Add | sympy.Min):
        return all(is_concave(part, ranges) for part in node.args)
    if isinstance(node, Mul):
        return _scaled(node, ranges, is_concave, is_convex)
    if isinstance(node, sympy.log):
        return is_concave(node.args[0], ranges)
    if isinstance(node, Pow) and isinstance(node.exp, Rational):
        return bool(0 < node.exp < 1) and is_concave(node.base, ranges)
    return False


def _scaled(node: Expr, ranges: Ranges, same: object, other: object) -> bool:
    factor, rest = _split(node)
    if factor == 1 or isinstance(rest, Mul) or sign(factor) == 0:
        return False
    return bool((same if sign(factor) > 0 else other)(rest, ranges))  # type: ignore[operator]


def _entropy(node: Expr) -> bool:
    """c u log(u) with an affine u and c > 0."""
    factor, rest = _split(node)
    logs = [part for part in Mul.make_args(rest) if isinstance(part, sympy.log)]
    return len(logs) == 1 and affine(logs[0].args[0]) and sign(factor) > 0 and rest == _own(logs[0])


def _own(log: Expr) -> Expr:
    return log.args[0] * log


def _power(base: Expr, exponent: Expr, ranges: Ranges) -> bool:
    if not isinstance(exponent, Rational):
        return False
    whole = exponent.q == 1
    if whole and exponent > 0 and exponent % 2 == 0 and affine(base):
        return True
    if exponent >= 1:
        return is_convex(base, ranges) and reach(base, ranges).never_negative
    if exponent < 0:
        above = reach(base, ranges).sign == 1 if whole else True
        return above and is_concave(base, ranges)
    return exponent == Rational(1, 2) and all(_square(part) for part in Add.make_args(base))


def _square(part: Expr) -> bool:
    """c times the square of an affine form, or a constant, not negative: a norm's part."""
    factor, rest = _split(part)
    if sign(factor) < 0:
        return False
    return rest == 1 or (isinstance(rest, Pow) and rest.exp == 2 and affine(rest.base))


def _exponential(part: Expr) -> bool:
    """c e^u with an affine u and c > 0, or a positive constant."""
    factor, rest = _split(part)
    power = isinstance(rest, sympy.exp) or (isinstance(rest, Pow) and rest.base is sympy.E)
    return sign(factor) > 0 and (rest == 1 or (power and affine(rest.args[-1])))
