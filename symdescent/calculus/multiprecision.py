"""Values of expressions to many digits."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sympy as sp
from mpmath import mp, mpf
from sympy import Basic, Expr, Symbol
from sympy.functions.elementary.piecewise import ExprCondPair

from symdescent.calculus.subexpressions import subexpressions

LARGEST: Final = 10_000  # bits before the point, or zeros after it
HIGHEST: Final = 20  # bits of the bits of a power
Values = Mapping[Basic, Any]
Tell = Callable[[Any, list[Any]], Any]


def values(expressions: Sequence[Expr], point: Mapping[Symbol, Any], digits: int) -> list[Any]:
    """What each expression is worth at the point, computed with so many digits."""
    with mp.workdps(digits):
        known: dict[Basic, Any] = {symbol: mpf(x) for symbol, x in point.items()}
        for node in subexpressions(expressions):
            if node not in known:
                known[node] = real(node, known)
        return [known[expression] for expression in expressions]


def real(node: Basic, known: Values) -> Any:
    """The value of a node from those of its parts; nan where it is no real number."""
    if node.is_Rational:
        return mpf(node.p) / node.q
    try:
        tell: Tell = TABLE.get(node.func, unknown)
        found = tell(node, [known[part] for part in node.args])
    except (ArithmeticError, ValueError):
        return mp.nan  # a pole, or outside of a domain
    return found if is_kept(found) else mp.nan


def is_kept(found: Any) -> bool:
    """Whether it is a real number of bearable size, or no number at all but a condition."""
    if isinstance(found, mpf):
        return bool(found == 0 or abs(mp.mag(found)) <= LARGEST)
    return not isinstance(found, mp.mpc)


def unknown(node: Any, _: Any) -> Any:
    """A number that only sympy can tell, such as a root of a polynomial."""
    return mp.mpmathify(node.evalf(mp.dps)) if node.is_number else mp.nan


def plainly(function: Callable[..., Any]) -> Tell:
    return lambda _, parts: function(*parts)


def power(_: Any, parts: list[Any]) -> Any:
    base, exponent = parts
    if base and exponent and mp.mag(exponent) + mp.log(1 + abs(mp.mag(base)), 2) > HIGHEST:
        return mp.nan
    return base ** int(exponent) if mp.isint(exponent) else mp.power(base, exponent)


def step(_: Any, parts: list[Any]) -> Any:
    return (1 + mp.sign(parts[0])) / 2


def extremum(choose: Callable[[list[Any]], Any]) -> Tell:
    return lambda _, parts: mp.nan if any(map(mp.isnan, parts)) else choose(parts)


def choice(_: Any, pairs: list[Any]) -> Any:
    """The value of the first branch whose condition holds."""
    for value, holds in pairs:
        if holds is None:
            return mp.nan
        if holds:
            return value
    return mp.nan


def relation(compare: Callable[[Any, Any], bool]) -> Tell:
    """Whether it holds; None where one side has no value."""
    return lambda _, parts: None if any(map(mp.isnan, parts)) else compare(*parts)


def both(_: Any, parts: list[Any]) -> Any:
    return False if False in parts else None if None in parts else True


def either(_: Any, parts: list[Any]) -> Any:
    return True if True in parts else None if None in parts else False


TABLE: Final[dict[Any, Tell]] = {
    type(sp.E): lambda _, __: +mp.e,
    type(sp.pi): lambda _, __: +mp.pi,
    type(sp.true): lambda _, __: True,
    type(sp.false): lambda _, __: False,
    sp.Add: lambda _, parts: mp.fsum(parts),
    sp.Mul: lambda _, parts: mp.fprod(parts),
    sp.Pow: power,
    sp.Abs: plainly(abs),
    sp.sign: plainly(mp.sign),
    sp.Heaviside: step,
    sp.Max: extremum(max),
    sp.Min: extremum(min),
    sp.Piecewise: choice,
    ExprCondPair: lambda _, parts: tuple(parts),
    sp.And: both,
    sp.Or: either,
    sp.Not: lambda _, parts: None if parts[0] is None else not parts[0],
    sp.StrictLessThan: relation(lambda a, b: a < b),
    sp.LessThan: relation(lambda a, b: a <= b),
    sp.StrictGreaterThan: relation(lambda a, b: a > b),
    sp.GreaterThan: relation(lambda a, b: a >= b),
    sp.Eq: relation(lambda a, b: a == b),
    sp.Ne: relation(lambda a, b: a != b),
    sp.exp: plainly(mp.exp),
    sp.log: plainly(mp.log),
    sp.sin: plainly(mp.sin),
    sp.cos: plainly(mp.cos),
    sp.tan: plainly(mp.tan),
    sp.asin: plainly(mp.asin),
    sp.acos: plainly(mp.acos),
    sp.atan: plainly(mp.atan),
    sp.atan2: plainly(mp.atan2),
    sp.sinh: plainly(mp.sinh),
    sp.cosh: plainly(mp.cosh),
    sp.tanh: plainly(mp.tanh),
    sp.asinh: plainly(mp.asinh),
    sp.acosh: plainly(mp.acosh),
    sp.atanh: plainly(mp.atanh),
}
