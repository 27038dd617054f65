"""Certificates by lower bounds, and limits along curves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.proofs.kernel import zero_test
from symdescent.proofs.kernel.certificates import Approach, Escape, TermBounds, Unfollowed, Untrue
from symdescent.proofs.kernel.claim import Claim, attained, box_ranges, value_of
from symdescent.proofs.kernel.differentiation import derivative
from symdescent.proofs.kernel.exact_values import (
    Place,
    at,
    expression,
    never_negative,
    number,
    rational,
)
from symdescent.proofs.kernel.range_bounds import Range, only_point, reach
from symdescent.proofs.kernel.statement import Problem
from symdescent.proofs.kernel.zero_test import same, sign, whole

T: Final = Symbol("t", real=True)


@dataclass(frozen=True)
class Limit:
    """A number, or (number None) an infinity: side 1 or -1; side 0: bounded, without a limit."""

    number: Expr | None
    side: int = 0

    @property
    def sign(self) -> int | None:
        if self.number is not None:
            return sign(self.number)
        return self.side or None


UP, DOWN, BOUNDED = Limit(None, 1), Limit(None, -1), Limit(None, 0)


def escape(problem: Problem, minimum: Claim, shown: Escape) -> bool:
    """L falls below every number on the curve."""
    line, place = on_curve(problem, shown.curve, shown.start)
    if not falls(line, place):
        raise Untrue("L does not fall without bound on the curve")
    return True


def limit_on(problem: Problem, curve: tuple[str, ...], start: str) -> Limit:
    """The limit of L on the curve."""
    line, place = on_curve(problem, curve, start)
    return limit(line, place)


def on_curve(problem: Problem, curve: tuple[str, ...], start: str) -> tuple[Expr, Place]:
    """L on the curve, seen to be defined and within the box for all t >= start."""
    if len(curve) != len(problem.variables):
        raise Untrue("the curve has another number of coordinates than there are variables")
    alone = Place({}, {T: Range(rational(start), None)})
    parts = [at(expression(part, (T,)), alone) for part in curve]
    for part, (low, high) in zip(parts, problem.box, strict=True):
        _inside(part, low, high, alone)
    values = dict(zip(problem.variables, parts, strict=True))
    place = Place(values, alone.ranges)
    return at(problem.expression, place), place


def _inside(part: Expr, low: Expr | None, high: Expr | None, place: Place) -> None:
    gaps = [] if low is None else [part - low]
    gaps += [] if high is None else [high - part]
    if not all(never_negative(gap, place) for gap in gaps):
        raise Untrue("the curve is not seen to stay in the box")


def falls(line: Expr, place: Place) -> bool:
    """Whether a function of t tends to -oo: by limits, or a part with a falling slope."""
    try:
        return limit(line, place) == DOWN
    except Unfollowed:
        terms = Add.make_args(line)
        moving = [term for term in terms if not _bounded_above(term, place)]
        steep = reach(derivative(Add(*moving), T), place.ranges)
        if steep.high is None or sign(steep.high) >= 0:
            raise Unfollowed("the limit on the curve is not seen") from None
        return True


def _bounded_above(term: Expr, place: Place) -> bool:
    try:
        return reach(term, place.ranges).high is not None
    except Unfollowed:
        return False


def limit(node: Expr, place: Place) -> Limit:
    """The limit as t -> oo."""
    if T not in node.free_symbols:
        return Limit(node)
    if node == T:
        return UP
    quotient = _rational(node)
    if quotient is not None:
        return quotient
    if isinstance(node, Pow):
        return _power(node, place)
    if type(node) in (sympy.sin, sympy.cos):
        return _wave(node, place)
    rule = RULES.get(type(node))
    if rule is None:
        raise Unfollowed(f"this check has no limits for {type(node).__name__}")
    return rule(*(limit(part, place) for part in node.args))


def _rational(node: Expr) -> Limit | None:
    """A quotient of polynomials, by its leading terms."""
    try:
        top, bottom = (_trimmed(column) for column in zero_test.polynomial(node, T))
    except Unfollowed:
        return None
    if not top:
        return Limit(Integer(0))
    ratio = top[0] / bottom[0]
    if len(top) == len(bottom):
        return Limit(ratio)
    return Limit(Integer(0)) if len(top) < len(bottom) else Limit(None, sign(ratio))


def _trimmed(column: list[Expr]) -> list[Expr]:
    start = next((i for i, c in enumerate(column) if sign(c)), len(column))
    return column[start:]


def _sum(*parts: Limit) -> Limit:
    sides = {p.side for p in parts if p.number is None and p.side}
    if len(sides) == 2:
        raise Unfollowed("oo - oo")
    if sides:
        return Limit(None, sides.pop())
    if any(p.number is None for p in parts):
        return BOUNDED
    return Limit(Add(*(p.number for p in parts)))


def _product(*parts: Limit) -> Limit:
    total = Limit(Integer(1))
    for part in parts:
        total = _times(total, part)
    return total


def _times(a: Limit, b: Limit) -> Limit:
    if a.number is not None and b.number is not None:
        return Limit(a.number * b.number)
    signs = a.sign, b.sign
    if BOUNDED in (a, b):
        other = b if a == BOUNDED else a
        if other.number is None and other.side:
            raise Unfollowed("a bounded factor without a sign")
        return Limit(Integer(0)) if other.sign == 0 else BOUNDED
    if 0 in signs or signs[0] is None or signs[1] is None:
        raise Unfollowed("0 times oo")
    return Limit(None, signs[0] * signs[1])


def _power(node: Expr, place: Place) -> Limit:
    base, exponent = node.base, node.exp
    if base is sympy.E:
        return _exp(limit(exponent, place))
    if not isinstance(exponent, Rational):
        return _exp(_times(limit(exponent, place), _log(limit(base, place))))
    inner = limit(base, place)
    if inner.number is None:
        return _infinite(inner, exponent)
    if exponent < 0 and inner.sign == 0:
        known = reach(base, place.ranges).sign
        even = exponent.q == 1 and exponent.p % 2 == 0
        if known not in (-1, 1) and not even:
            raise Unfollowed("a pole without a side")
        return UP if even or known == 1 else DOWN
    return Limit(Pow(inner.number, exponent))


def _infinite(inner: Limit, exponent: Rational) -> Limit:
    if inner.side == 0:
        if exponent > 0 and exponent.q == 1:
            return BOUNDED
        raise Unfollowed("a power of what has no limit")
    if exponent < 0:
        return Limit(Integer(0))
    odd = exponent.q == 1 and exponent.p % 2 == 1
    return DOWN if odd and inner.side < 0 else UP


def _exp(x: Limit) -> Limit:
    if x.number is not None:
        return Limit(sympy.exp(x.number))
    return {1: UP, -1: Limit(Integer(0)), 0: BOUNDED}[x.side]


def _log(x: Limit) -> Limit:
    """What is asked of is positive on the curve, so a limit 0 is one from above."""
    if x.number is not None:
        return Limit(sympy.log(x.number)) if x.sign else DOWN
    if x.side == 1:
        return UP
    raise Unfollowed("a logarithm without a limit")


def _wave(node: Expr, place: Place) -> Limit:
    try:
        inner = limit(node.args[0], place)
    except Unfollowed:
        return BOUNDED
    return BOUNDED if inner.number is None else Limit(node.func(inner.number))


def _continuous(function: Any, low: Limit, high: Limit) -> Callable[[Limit], Limit]:
    """A continuous function with its limits at the two infinities."""

    def rule(x: Limit) -> Limit:
        if x.number is not None:
            return Limit(function(x.number))
        return {1: high, -1: low, 0: BOUNDED}[x.side]

    return rule


RULES: Final[dict[Any, Callable[..., Limit]]] = {
    Add: _sum,
    Mul: _product,
    sympy.exp: _exp,
    sympy.log: _log,
    sympy.Abs: _continuous(sympy.Abs, UP, UP),
    sympy.cosh: _continuous(sympy.cosh, UP, UP),
    sympy.sinh: _continuous(sympy.sinh, DOWN, UP),
    sympy.asinh: _continuous(sympy.asinh, DOWN, UP),
    sympy.tanh: _continuous(sympy.tanh, Limit(Integer(-1)), Limit(Integer(1))),
    sympy.erf: _continuous(sympy.erf, Limit(Integer(-1)), Limit(Integer(1))),
    sympy.atan: _continuous(sympy.atan, Limit(-sympy.pi / 2), Limit(sympy.pi / 2)),
}


def term_bounds(problem: Problem, minimum: Claim, shown: TermBounds) -> bool:
    """L >= m term by term, and the points make it m; True: no other point does."""
    bounded(problem, minimum, shown)
    points = attained(problem, minimum)
    terms = [expression(term, problem.variables) for term, _ in shown.terms]
    forced = only_point(terms, box_ranges(problem))
    return len(points) == 1 and set(forced) == set(problem.variables)


def approach(problem: Problem, minimum: Claim, shown: Approach) -> bool:
    """L > m, and L tends to m on a curve."""
    if not bounded(problem, minimum, shown.bound):
        raise Untrue("the bound is not seen to be strict")
    low = value_of(minimum)
    found = limit_on(problem, shown.curve, shown.start)
    if found.number is None or sign(found.number - low) != 0:
        raise Untrue("L does not tend to the claimed infimum on the curve")
    return True


def bounded(problem: Problem, minimum: Claim, shown: TermBounds) -> bool:
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


def _above(problem: Problem, term: Expr, low: Expr) -> bool:
    """Check that a term is never below its bound; True where never at it."""
    found = reach(term, box_ranges(problem))
    if found.low is None:
        raise Unfollowed("no lower bound of a term is seen")
    gap = sign(found.low - low)
    if gap < 0:
        raise Untrue("a term may be less than its bound")
    return gap > 0 or not found.low_met
