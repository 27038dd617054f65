"""The value of an expression at a rational point, with a sign that is certain."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

import sympy as sp
from sympy import Basic, Expr, Symbol

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs.kernel.balls import RULES, ball
from symdescent.proofs.kernel.certificates import Unfollowed

BITS: Final = (80, 320, 1200)
LONGEST: Final = 4000  # bits of a rational number
Point = Mapping[Symbol, Expr]
NOT_REAL: Final = (sp.I, sp.zoo, sp.nan, sp.oo, -sp.oo)


class Unsure(Exception):
    """There is no value, or none that is certain."""


def value(expression: Expr, point: Point) -> Expr | None:
    """The number that an expression is at a point; None where there is none for certain."""
    try:
        found = number(expression, point)
        return found if found.is_Rational else enclosed(found)
    except (Unsure, Unfollowed, ArithmeticError, ValueError, TypeError, RecursionError):
        return None


def enclosed(found: Expr) -> Expr:
    """The number itself, once it is known to have a value."""
    ball(found, BITS[0])
    return found


def sign(expression: Expr) -> int | None:
    """The sign of a number: exact if it is rational, else by enclosure; None: it may be 0."""
    if expression.is_Rational:
        return int(sp.sign(expression))
    for bits in BITS:
        try:
            found = ball(expression, bits).sign
        except (Unfollowed, ArithmeticError, ValueError):
            return None
        if found is not None:
            return found
    return None


def sure(expression: Expr) -> int:
    found = sign(expression)
    if found is None:
        raise Unsure
    return found


def number(node: Basic, point: Point) -> Any:
    """The value of a node from those of its parts; choices are made by certain signs."""
    if isinstance(node, Symbol):
        if node not in point:
            raise Unsure
        return point[node]
    if node.is_Rational or isinstance(node, sp.CRootOf | CriticalOf):
        return node
    told = CHOICES.get(node.func)
    if told is not None:
        return told(node, point)
    if node.is_Pow:
        return power(node, point)
    if node.args and not (node.is_Add or node.is_Mul or node.func in RULES):
        raise Unsure
    return real(node.func(*[number(part, point) for part in node.args]) if node.args else node)


def power(node: Any, point: Point) -> Expr:
    """u^v; where v varies it is exp(v log u), which has no value at u < 0, not even at v = -1."""
    base, exponent = (number(part, point) for part in node.args)
    if base.is_Rational and exponent.is_Rational:
        bits = max(int(base.p).bit_length(), int(base.q).bit_length())
        if bits * abs(exponent) > LONGEST and base not in (-1, 0, 1):
            raise Unsure
    if node.exp.free_symbols and sure(base) < 0:
        raise Unsure
    return real(base**exponent)


def real(found: Expr) -> Expr:
    if found.has(*NOT_REAL):
        raise Unsure
    if found.is_Rational and max(int(found.p).bit_length(), int(found.q).bit_length()) > LONGEST:
        raise Unsure
    return found


def absolute(node: Any, point: Point) -> Expr:
    inside = number(node.args[0], point)
    return inside * sure(inside)


def step(node: Any, point: Point) -> Expr:
    return sp.Rational(1 + sure(number(node.args[0], point)), 2)


def extremum(direction: int) -> Callable[[Any, Point], Expr]:
    def of(node: Any, point: Point) -> Expr:
        best, *others = [number(part, point) for part in node.args]
        for other in others:
            best = other if sure(other - best) == direction else best
        return best

    return of


def floor(node: Any, point: Point) -> Expr:
    inside = number(node.args[0], point)
    if not inside.is_Rational:
        raise Unsure
    return sp.floor(inside)


def arctangent(node: Any, point: Point) -> Expr:
    y, x = (number(part, point) for part in node.args)
    side = sure(x)
    if side == 0:
        height = sure(y)
        if height == 0:
            raise Unsure
        return height * sp.pi / 2
    turned = 0 if side > 0 else 1 if sure(y) >= 0 else -1
    return sp.atan(y / x) + turned * sp.pi


def choice(node: Any, point: Point) -> Expr:
    for branch, condition in node.args:
        if holds(condition, point):
            return number(branch, point)
    raise Unsure


def holds(condition: Any, point: Point) -> bool:
    if condition in (sp.true, sp.false):
        return bool(condition)
    if isinstance(condition, sp.And):
        return all([holds(part, point) for part in condition.args])
    if isinstance(condition, sp.Or):
        return any([holds(part, point) for part in condition.args])
    if isinstance(condition, sp.Not):
        return not holds(condition.args[0], point)
    return RELATIONS[condition.func](sure(number(condition.lhs - condition.rhs, point)))


RELATIONS: Final[dict[Any, Callable[[int], bool]]] = {
    sp.StrictLessThan: lambda s: s < 0,
    sp.LessThan: lambda s: s <= 0,
    sp.StrictGreaterThan: lambda s: s > 0,
    sp.GreaterThan: lambda s: s >= 0,
    sp.Eq: lambda s: s == 0,
    sp.Ne: lambda s: s != 0,
}


def by_logarithm(form: Callable[[Expr], Expr]) -> Callable[[Any, Point], Expr]:
    """acosh and atanh in logarithms and roots, whose balls are known."""

    def of(node: Any, point: Point) -> Expr:
        return real(number(form(number(node.args[0], point)), point))

    return of


CHOICES: Final[dict[Any, Callable[[Any, Point], Any]]] = {
    sp.Abs: absolute,
    sp.sign: lambda node, point: sp.Integer(sure(number(node.args[0], point))),
    sp.Heaviside: step,
    sp.Max: extremum(1),
    sp.Min: extremum(-1),
    sp.floor: floor,
    sp.ceiling: lambda node, point: -floor(-node, point),
    sp.atan2: arctangent,
    sp.Piecewise: choice,
    sp.acosh: by_logarithm(lambda u: sp.log(u + sp.sqrt(u - 1) * sp.sqrt(u + 1))),
    sp.atanh: by_logarithm(lambda u: (sp.log(1 + u) - sp.log(1 - u)) / 2),
}


def kinks(expression: Expr) -> list[Expr]:
    """What changes its sign where the expression may have a kink or a jump."""
    found: list[Expr] = []
    for node in sp.preorder_traversal(expression):
        if isinstance(node, sp.Abs | sp.sign | sp.Heaviside):
            found.append(node.args[0])
        elif isinstance(node, sp.Max | sp.Min):
            found += [a - b for i, a in enumerate(node.args) for b in node.args[:i]]
        elif isinstance(node, sp.core.relational.Relational):
            found.append(node.lhs - node.rhs)
        elif isinstance(node, sp.floor | sp.ceiling):
            found.append(sp.sin(sp.pi * node.args[0]))
    return list(dict.fromkeys(found))


def is_smooth_at(places: list[Expr], point: Point) -> bool:
    """Whether none of `kinks` is zero there, for certain."""
    for inside in places:
        found = value(inside, point)
        if found is None or not sign(found):
            return False
    return True


assert all(a < b for a, b in pairwise(BITS))
