"""An expression and a point (or a curve) go in; its value there comes out, exactly, if it has one.

Every demand of the formula is checked on the way: what stands under a root or a logarithm, below a
fraction bar, or in the condition of a branch.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy import Expr, Integer, Pow, Rational, Symbol, pi

from symdescent.exact.check import formal, roots
from symdescent.exact.check.reach import Range, Ranges, reach
from symdescent.exact.check.refusal import Unfollowed, Untrue
from symdescent.exact.check.signs import sign


@dataclass(frozen=True)
class Place:
    """The values of the variables, and the ranges of the parameters in them.

    `holes`: parameters that are never zero.
    """

    values: Mapping[Symbol, Expr]
    ranges: Ranges
    holes: frozenset[Symbol] = frozenset()


def at(node: Any, place: Place) -> Expr:
    """The value at the place; Untrue where it is not defined, Unfollowed where that is not seen."""
    if isinstance(node, Symbol):
        return place.values.get(node, node)
    if node is sympy.I:
        raise Untrue("a number is not real")
    if not node.args or isinstance(node, sympy.CRootOf):
        return node
    if isinstance(node, sympy.Piecewise):
        return _branch(node, place)
    parts = [at(part, place) for part in node.args]
    if isinstance(node, Pow):
        return _power(parts[0], parts[1], place)
    special = SPECIAL.get(type(node))
    return special(parts, place) if special else node.func(*parts)


def range_at(expression: Expr, place: Place) -> Range:
    """The range of an expression in the parameters: of one number, its sign."""
    return reach(expression, place.ranges)


def sign_at(expression: Expr, place: Place) -> int | None:
    """The sign for all values of the parameters; None where it is not the same for all."""
    free = expression.free_symbols
    if not free:
        return sign(expression)
    if formal.vanishes(expression, sign):
        return 0
    try:
        known = reach(expression, place.ranges).sign
    except Unfollowed:
        known = None
    return known if known is not None or len(free) > 1 else _by_roots(expression, place)


def _by_roots(expression: Expr, place: Place) -> int | None:
    """The sign of a rational function without roots or poles in the range of its parameter."""
    (letter,) = expression.free_symbols
    span = place.ranges.get(letter, Range())
    try:
        top, bottom = map(rational_numbers, formal.polynomial(expression, letter))
        low, high = (_fraction(end) for end in (span.low, span.high))
    except Unfollowed:
        return None
    numbers = roots.squarefree(multiplied(top, bottom))
    chain = roots.sturm(numbers)
    inside = roots.count(chain, low, high) if len(numbers) > 1 else 0
    if inside or (low is not None and roots.value(numbers, low) == 0):
        return None
    spot = high if high is not None else low + 1 if low is not None else Fraction(0)
    found = roots.value(top, spot) * roots.value(bottom, spot)
    return (found > 0) - (found < 0)


def _fraction(end: Expr | None) -> Fraction | None:
    if end is None:
        return None
    if not isinstance(end, Rational):
        raise Unfollowed("an end that is not rational")
    return Fraction(int(end.p), int(end.q))


def rational_numbers(column: list[Expr]) -> roots.Numbers:
    """Coefficients as Fractions; Unfollowed where one is irrational."""
    if not all(isinstance(c, Rational) for c in column):
        raise Unfollowed("a coefficient is not rational")
    return roots.stripped([Fraction(int(c.p), int(c.q)) for c in column])


def multiplied(one: roots.Numbers, two: roots.Numbers) -> roots.Numbers:
    """The product of two polynomials."""
    out = [Fraction(0)] * (len(one) + len(two) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            out[i + j] += a * b
    return out


def never_negative(expression: Expr, place: Place) -> bool:
    """Whether it is at least zero, for all values of the parameters."""
    if not expression.free_symbols:
        return sign(expression) >= 0
    return reach(expression, place.ranges).never_negative or sign_at(expression, place) in (0, 1)


def _demand(holds: bool, certain: bool, what: str) -> None:
    if not holds:
        raise (Untrue if certain else Unfollowed)(f"L is not defined at the point: {what}")


def _positive(x: Expr, place: Place) -> None:
    _demand(sign_at(x, place) == 1, not x.free_symbols, "a logarithm or root needs more than 0")


def _power(base: Expr, exponent: Expr, place: Place) -> Expr:
    if isinstance(exponent, Rational):
        if exponent.q != 1:
            low = never_negative(base, place)
            _demand(low, not base.free_symbols, "an even root of a negative number")
        if exponent < 0:
            _demand(_nonzero(base, place), not base.free_symbols, "a division by zero")
    elif base is not sympy.E and not (not base.free_symbols and sign(base) == 1):
        _positive(base, place)
    return Pow(base, exponent)


def _nonzero(x: Expr, place: Place) -> bool:
    letters = x.free_symbols
    if letters and letters <= place.holes and x.as_coeff_Mul()[1] in letters:
        return True
    return sign_at(x, place) in (-1, 1)


def _log(parts: list[Expr], place: Place) -> Expr:
    _positive(parts[0], place)
    return sympy.log(parts[0])


def _absolute(parts: list[Expr], place: Place) -> Expr:
    x = parts[0]
    if never_negative(x, place):
        return x
    if never_negative(-x, place):
        return -x
    raise Unfollowed("the sign inside an absolute value changes with the parameter")


def _choose(pick: int) -> Callable[[list[Expr], Place], Expr]:
    def chosen(parts: list[Expr], place: Place) -> Expr:
        best = parts[0]
        for part in parts[1:]:
            if never_negative(pick * (part - best), place):
                best = part
            elif not never_negative(pick * (best - part), place):
                raise Unfollowed("which of two is larger changes with the parameter")
        return best

    return chosen


def _wave(function: Any) -> Callable[[list[Expr], Place], Expr]:
    """sin or cos, whole turns left out."""

    def reduced(parts: list[Expr], place: Place) -> Expr:
        return function(unwound(parts[0]))

    return reduced


def unwound(angle: Expr) -> Expr:
    """The angle without the multiples of 2 pi that whole parameters make."""
    kept = []
    for part in sympy.Add.make_args(sympy.expand(angle)):
        factor = part / pi
        letters = factor.free_symbols
        number, rest = factor.as_coeff_Mul()
        whole = letters and all(s.is_integer for s in letters) and rest.is_integer
        if not (whole and isinstance(number, Integer) and number % 2 == 0):
            kept.append(part)
    return sympy.Add(*kept)


def _tangent(parts: list[Expr], place: Place) -> Expr:
    away = sign_at(sympy.cos(parts[0]), place) in (-1, 1)
    _demand(away, not parts[0].free_symbols, "a tangent at a pole")
    return sympy.tan(parts[0])


def _within_unit(function: Any) -> Callable[[list[Expr], Place], Expr]:
    def checked(parts: list[Expr], place: Place) -> Expr:
        inside = never_negative(1 - parts[0], place) and never_negative(1 + parts[0], place)
        _demand(inside, not parts[0].free_symbols, "outside of -1 to 1")
        return function(parts[0])

    return checked


def _unknown(parts: list[Expr], place: Place) -> Expr:
    raise Unfollowed("a function whose domain this check does not know")


def _branch(node: Any, place: Place) -> Expr:
    for value, condition in node.args:
        if holds(condition, place):
            return at(value, place)
    raise Untrue("L is not defined at the point: no branch holds there")


def holds(condition: Any, place: Place) -> bool:
    """Whether a condition is true at the place, for all values of the parameters."""
    if condition in (sympy.true, sympy.false):
        return bool(condition)
    if isinstance(condition, sympy.And | sympy.Or | sympy.Not):
        told = [holds(part, place) for part in condition.args]
        if isinstance(condition, sympy.Not):
            return not told[0]
        return all(told) if isinstance(condition, sympy.And) else any(told)
    if type(condition) not in RELATIONS:
        raise Unfollowed("a condition that this check does not know")
    known = sign_at(at(condition.lhs, place) - at(condition.rhs, place), place)
    if known is None:
        raise Unfollowed("which branch holds changes with the parameter")
    return known in RELATIONS[type(condition)]


RELATIONS: Final[dict[Any, tuple[int, ...]]] = {
    sympy.StrictLessThan: (-1,),
    sympy.LessThan: (-1, 0),
    sympy.StrictGreaterThan: (1,),
    sympy.GreaterThan: (0, 1),
    sympy.Eq: (0,),
    sympy.Ne: (-1, 1),
}
SPECIAL: Final[dict[Any, Callable[[list[Expr], Place], Expr]]] = {
    sympy.log: _log,
    sympy.Abs: _absolute,
    sympy.Max: _choose(1),
    sympy.Min: _choose(-1),
    sympy.sin: _wave(sympy.sin),
    sympy.cos: _wave(sympy.cos),
    sympy.tan: _tangent,
    sympy.asin: _within_unit(sympy.asin),
    sympy.acos: _within_unit(sympy.acos),
} | dict.fromkeys(
    (
        sympy.cot,
        sympy.sec,
        sympy.csc,
        sympy.acosh,
        sympy.atanh,
        sympy.coth,
        sympy.csch,
        sympy.sech,
        sympy.LambertW,
        sympy.atan2,
        sympy.acot,
        sympy.asec,
        sympy.acsc,
        sympy.loggamma,
        sympy.gamma,
    ),
    _unknown,
)
