"""Exact bounds for the range of an expression over a box, and where they are met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol, pi

from symdescent.proofs.enclosure import sign_of
from symdescent.proofs.problem import Problem


@dataclass(frozen=True)
class End:
    """One end of a range: its value; the expressions that vanish exactly where it is met.

    `never`: proved not to be met. `loose`: only a bound, nothing is known of where it is met.
    """

    value: Expr
    equations: tuple[Expr, ...] = ()
    never: bool = False
    loose: bool = False


@dataclass(frozen=True)
class Range:
    """From `low` to `high`; None: no bound known."""

    low: End | None = None
    high: End | None = None

    @property
    def sign(self) -> int | None:
        """1 where all values are known to be positive, -1 negative, else None."""
        if self.low is not None and _positive(self.low, 1):
            return 1
        return -1 if self.high is not None and _positive(self.high, -1) else None

    @property
    def not_negative(self) -> bool:
        """True where all values are known to be at least 0."""
        return self.low is not None and sign_of(self.low.value) in (0, 1)


def _positive(end: End, side: int) -> bool:
    sign = sign_of(end.value)
    return sign == side or (sign == 0 and end.never)


ANY: Final = Range()
Box = Mapping[Symbol, Range]


def range_of(node: Expr, box: Box) -> Range:
    """Bounds for the expression where it is defined and the symbols lie in the box."""
    if not node.free_symbols:
        known = sign_of(node) is not None
        return Range(End(node), End(node)) if known else ANY
    if isinstance(node, Symbol):
        return box.get(node, ANY)
    if isinstance(node, Add):
        parts = [range_of(part, box) for part in node.args]
        return Range(_sum([p.low for p in parts]), _sum([p.high for p in parts]))
    if isinstance(node, Mul):
        return _product(node, box)
    if isinstance(node, Pow) and node.base is not sympy.E:
        return _power(node, box)
    return _function(node, box)


def _sum(ends: list[End | None]) -> End | None:
    if any(end is None for end in ends):
        return None
    known = [end for end in ends if end is not None]
    return End(
        Add(*(end.value for end in known)),
        tuple(e for end in known for e in end.equations),
        any(end.never for end in known),
        any(end.loose for end in known),
    )


def _product(node: Expr, box: Box) -> Range:
    number, rest = node.as_coeff_Mul()
    if number != 1:
        inner = range_of(rest, box)
        ends = (_scaled(inner.low, number), _scaled(inner.high, number))
        return Range(*ends) if number > 0 else Range(ends[1], ends[0])
    constant, rest = node.as_independent(*node.free_symbols, as_Add=False)
    if constant != 1:
        return _constant_times(constant, range_of(rest, box))
    parts = [range_of(part, box) for part in node.args]
    signs = [-1 if p.high is not None and _below(p.high) else 1 for p in parts]
    flipped = [p if s > 0 else _flip(p) for p, s in zip(parts, signs, strict=True)]
    if not all(p.not_negative for p in flipped):
        return ANY
    total = Range(_least_product(node, flipped), _greatest_product(flipped))
    return total if signs.count(-1) % 2 == 0 else _flip(total)


def _below(end: End) -> bool:
    return sign_of(end.value) in (0, -1)


def _constant_times(constant: Expr, inner: Range) -> Range:
    sign = sign_of(constant)
    if not sign:
        return ANY
    ends = (_scaled(inner.low, constant), _scaled(inner.high, constant))
    return Range(*ends) if sign > 0 else Range(ends[1], ends[0])


def _scaled(end: End | None, number: Expr) -> End | None:
    if end is None:
        return None
    return End(number * end.value, end.equations, end.never, end.loose)


def _flip(inner: Range) -> Range:
    return Range(_scaled(inner.high, Integer(-1)), _scaled(inner.low, Integer(-1)))


def _least_product(node: Expr, parts: list[Range]) -> End:
    """Factors none of which is negative: 0 where one of them vanishes, else all at their least."""
    lows = [p.low for p in parts if p.low is not None]
    zeros = [(low, f) for low, f in zip(lows, node.args, strict=True) if sign_of(low.value) == 0]
    if zeros:
        reached = [f for low, f in zeros if not low.never]
        return End(Integer(0), (Mul(*reached),) if reached else (), never=not reached)
    return End(
        Mul(*(low.value for low in lows)),
        tuple(e for low in lows for e in low.equations),
        any(low.never for low in lows),
        any(low.loose for low in lows),
    )


def _greatest_product(parts: list[Range]) -> End | None:
    highs = [p.high for p in parts if p.high is not None]
    if len(highs) < len(parts):
        return None
    positive = all(sign_of(h.value) == 1 for h in highs)
    return End(
        Mul(*(h.value for h in highs)),
        tuple(e for h in highs for e in h.equations),
        positive and any(h.never for h in highs),
        not positive or any(h.loose for h in highs),
    )


def _power(node: Expr, box: Box) -> Range:
    base, exponent = node.base, node.exp
    if not isinstance(exponent, Rational):
        return ANY
    inner = range_of(base, box)
    if exponent < 0:
        return _inverse(range_of(Pow(base, -exponent), box))
    if isinstance(exponent, Integer) and exponent % 2:
        return Range(*(_mapped(e, lambda v: Pow(v, exponent)) for e in (inner.low, inner.high)))
    return _even(base, exponent, inner)


def _even(base: Expr, exponent: Rational, inner: Range) -> Range:
    """An even power, or a fractional one whose base cannot be negative where it is defined."""
    whole = isinstance(exponent, Integer)
    up: Callable[[Expr], Expr] = lambda v: Pow(v, exponent)  # noqa: E731
    if inner.not_negative or not whole:
        starts = inner.low if inner.not_negative else End(Integer(0), (base,))
        return Range(_mapped(starts, up), _mapped(inner.high, up))
    if inner.sign == -1:
        return _even(-base, exponent, _flip(inner))
    return Range(End(Integer(0), (base,)))


def _mapped(end: End | None, rule: Callable[[Expr], Expr]) -> End | None:
    """An end carried through an increasing function."""
    return None if end is None else End(rule(end.value), end.equations, end.never, end.loose)


def _inverse(inner: Range) -> Range:
    """1/x for positive x; nothing for others."""
    if inner.sign == -1:
        return _flip(_inverse(_flip(inner)))
    if inner.sign != 1 and not inner.not_negative:
        return ANY
    low = End(Integer(0), never=True)
    if inner.high is not None:
        low = End(1 / inner.high.value, inner.high.equations, inner.high.never, inner.high.loose)
    if inner.low is None or sign_of(inner.low.value) != 1:
        return Range(low)
    return Range(
        low, End(1 / inner.low.value, inner.low.equations, inner.low.never, inner.low.loose)
    )


def _wave(node: Expr, inner: Range) -> Range:
    return Range(End(Integer(-1), (node + 1,)), End(Integer(1), (node - 1,)))


def _exp(node: Expr, inner: Range) -> Range:
    low = _mapped(inner.low, sympy.exp) or End(Integer(0), never=True)
    return Range(low, _mapped(inner.high, sympy.exp))


def _log(node: Expr, inner: Range) -> Range:
    low, high = (
        _mapped(e, sympy.log) if e is not None and sign_of(e.value) == 1 else None
        for e in (inner.low, inner.high)
    )
    return Range(low, high)


def _cosh(node: Expr, inner: Range) -> Range:
    return Range(End(Integer(1), (node.args[0],)))


def _between(low: Expr, high: Expr, rule: Any) -> Callable[[Expr, Range], Range]:
    """An increasing bounded function that never meets its bounds."""

    def found(node: Expr, inner: Range) -> Range:
        ends = (_mapped(inner.low, rule), _mapped(inner.high, rule))
        return Range(ends[0] or End(low, never=True), ends[1] or End(high, never=True))

    return found


def _abs(node: Expr, inner: Range) -> Range:
    if inner.not_negative:
        return inner
    return _flip(inner) if inner.sign == -1 else Range(End(Integer(0), (node.args[0],)))


def _asin(node: Expr, inner: Range) -> Range:
    """From -pi/2 to pi/2, met where the inner expression is -1 and 1."""
    x = node.args[0]
    return Range(End(-pi / 2, (x + 1,)), End(pi / 2, (x - 1,)))


def _acos(node: Expr, inner: Range) -> Range:
    x = node.args[0]
    return Range(End(Integer(0), (x - 1,)), End(pi, (x + 1,)))


RULES: Final[dict[Any, Callable[[Expr, Range], Range]]] = {
    sympy.asin: _asin,
    sympy.acos: _acos,
    sympy.sin: _wave,
    sympy.cos: _wave,
    sympy.exp: _exp,
    sympy.log: _log,
    sympy.cosh: _cosh,
    sympy.Abs: _abs,
    sympy.tanh: _between(Integer(-1), Integer(1), sympy.tanh),
    sympy.atan: _between(-pi / 2, pi / 2, sympy.atan),
}


def _function(node: Expr, box: Box) -> Range:
    if isinstance(node, Pow):
        return _exp(node, range_of(node.exp, box))
    if type(node) not in RULES:
        return ANY
    return RULES[type(node)](node, range_of(node.args[0], box))


SAFE: Final = (sympy.sin, sympy.cos, sympy.exp, sympy.cosh, sympy.sinh, sympy.tanh, sympy.atan)


def defined_everywhere(node: Expr, box: Box | None = None) -> bool:
    """True where the expression is surely defined, and smooth, at every point of the box."""
    if not node.free_symbols or isinstance(node, Symbol):
        return True
    if not all(defined_everywhere(part, box) for part in node.args):
        return False
    if isinstance(node, Pow) and node.base is not sympy.E:
        whole = isinstance(node.exp, Integer) and node.exp > 0
        return whole or range_of(node.base, box or {}).sign == 1
    if isinstance(node, sympy.log):
        return range_of(node.args[0], box or {}).sign == 1
    return isinstance(node, (Add, Mul, *SAFE))


def box_of(problem: Problem) -> Box | None:
    """The ranges of the variables with rational ends; None for other ends."""
    out: dict[Symbol, Range] = {}
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        if not all(end is None or isinstance(end, Rational) for end in (low, high)):
            return None
        if low is not None or high is not None:
            out[v] = Range(*(None if e is None else End(e, (v - e,)) for e in (low, high)))
    return out
