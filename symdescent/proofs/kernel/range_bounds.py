"""Ranges that hold all values of an expression, and where all terms are least."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.proofs.kernel.certificates import Refusal, Unfollowed
from symdescent.proofs.kernel.zero_test import sign


@dataclass(frozen=True)
class Range:
    """low <= value <= high (None: no bound); an end that is not `met` is never reached."""

    low: Expr | None = None
    high: Expr | None = None
    low_met: bool = True
    high_met: bool = True

    @property
    def sign(self) -> int | None:
        """1 or -1 where all values have that sign, 0 where all are zero, else None."""
        below = None if self.low is None else sign(self.low)
        above = None if self.high is None else sign(self.high)
        if below == 1 or (below == 0 and not self.low_met):
            return 1
        if above == -1 or (above == 0 and not self.high_met):
            return -1
        return 0 if below == above == 0 else None

    @property
    def never_negative(self) -> bool:
        return self.low is not None and sign(self.low) >= 0

    @property
    def never_positive(self) -> bool:
        return self.high is not None and sign(self.high) <= 0


ALL: Final = Range()
Ranges = Mapping[Symbol, Range]


def exactly(number: Expr) -> Range:
    return Range(number, number)


def reach(node: Expr, ranges: Ranges) -> Range:
    """The range of an expression; Unfollowed for functions that are not in the table."""
    if not node.free_symbols:
        return exactly(node)
    if isinstance(node, Symbol):
        return ranges.get(node, ALL)
    if isinstance(node, Pow):
        return _power(node, ranges)
    if isinstance(node, sympy.Piecewise):
        return _union([reach(value, ranges) for value, _ in node.args])
    rule = RULES.get(type(node))
    if rule is None:
        raise Unfollowed(f"this check has no bounds for {type(node).__name__}")
    return rule(*(reach(part, ranges) for part in node.args))


def _sum(*parts: Range) -> Range:
    low = None if any(p.low is None for p in parts) else Add(*(p.low for p in parts))
    high = None if any(p.high is None for p in parts) else Add(*(p.high for p in parts))
    return Range(low, high, all(p.low_met for p in parts), all(p.high_met for p in parts))


def _negative(x: Range) -> Range:
    mirrored = [None if end is None else -end for end in (x.high, x.low)]
    return Range(mirrored[0], mirrored[1], x.high_met, x.low_met)


@dataclass(frozen=True)
class Corner:
    """One end of a range: a number, or an infinity with its sign."""

    number: Expr | None
    side: int
    met: bool

    @property
    def sign(self) -> int:
        return self.side if self.number is None else sign(self.number)


def _corners(x: Range) -> tuple[Corner, Corner]:
    return Corner(x.low, -1, x.low_met), Corner(x.high, 1, x.high_met)


def _times(a: Corner, b: Corner) -> Corner:
    """The product of two ends; zero times infinity is zero, met where the zero is."""
    signs = a.sign * b.sign
    if signs == 0:
        zeros = [end for end in (a, b) if end.sign == 0]
        return Corner(Integer(0), 0, any(end.met for end in zeros))
    if a.number is None or b.number is None:
        return Corner(None, signs, False)
    return Corner(a.number * b.number, 0, a.met and b.met)


def _compare(a: Corner, b: Corner) -> int:
    if a.number is None or b.number is None:
        left, right = (c.side if c.number is None else 0 for c in (a, b))
        return (left > right) - (left < right)
    return sign(a.number - b.number)


def _hull(corners: list[Corner]) -> Range:
    low = high = corners[0]
    for c in corners[1:]:
        below, above = _compare(c, low), _compare(c, high)
        low = c if below < 0 else replace(low, met=low.met or c.met) if below == 0 else low
        high = c if above > 0 else replace(high, met=high.met or c.met) if above == 0 else high
    return Range(low.number, high.number, low.met, high.met)


def _product(*parts: Range) -> Range:
    total = parts[0]
    for part in parts[1:]:
        pairs = [(a, b) for a in _corners(total) for b in _corners(part)]
        total = _hull([_times(a, b) for a, b in pairs])
    return total


def _union(parts: list[Range]) -> Range:
    return _hull([c for part in parts for c in _corners(part)])


def _power(node: Expr, ranges: Ranges) -> Range:
    base, exponent = node.base, node.exp
    if base is sympy.E:
        return _exp(reach(exponent, ranges))
    if not base.free_symbols and sign(base) == 1:
        return _exp(_product(exactly(sympy.log(base)), reach(exponent, ranges)))
    if not isinstance(exponent, Rational):
        raise Unfollowed("a variable raised to a variable")
    inner = reach(base, ranges)
    if exponent.q != 1:
        inner = clipped(inner, Range(Integer(0), None))
    size = abs(exponent)
    raised = _even(inner, size) if size.q == 1 and size.p % 2 == 0 else _rising(inner, size)
    return raised if exponent > 0 else _inverse(raised)


def _rising(x: Range, exponent: Rational) -> Range:
    ends = [None if end is None else Pow(end, exponent) for end in (x.low, x.high)]
    return replace(x, low=ends[0], high=ends[1])


def _even(x: Range, exponent: Rational) -> Range:
    return _rising(_absolute(x), exponent)


def _absolute(x: Range) -> Range:
    if x.never_negative:
        return x
    if x.never_positive:
        return _negative(x)
    far = _union([x, _negative(x)])
    return Range(Integer(0), far.high, True, far.high_met)


def _inverse(x: Range) -> Range:
    """1/x, the point 0 left out."""
    if x.never_negative:
        return _inverse_above(x)
    return _negative(_inverse_above(_negative(x))) if x.never_positive else ALL


def _inverse_above(x: Range) -> Range:
    low = Integer(0) if x.high is None else 1 / x.high if sign(x.high) else None
    high = None if x.low is None or sign(x.low) == 0 else 1 / x.low
    return Range(low, high, x.high_met and x.high is not None, x.low_met)


def clipped(x: Range, domain: Range) -> Range:
    """The part of a range within the domain of a function."""
    low, high = _corners(x)
    first, last = _corners(domain)
    lower, upper = _compare(low, first), _compare(high, last)
    low = first if lower < 0 else replace(low, met=low.met and first.met) if lower == 0 else low
    high = last if upper > 0 else replace(high, met=high.met and last.met) if upper == 0 else high
    return Range(low.number, high.number, low.met, high.met)


def _exp(x: Range) -> Range:
    low = Integer(0) if x.low is None else sympy.exp(x.low)
    high = None if x.high is None else sympy.exp(x.high)
    return Range(low, high, x.low_met and x.low is not None, x.high_met)


def _log(x: Range) -> Range:
    inner = clipped(x, Range(Integer(0), None, False))
    low = None if inner.low is None or sign(inner.low) == 0 else sympy.log(inner.low)
    high = None if inner.high is None else sympy.log(inner.high)
    return Range(low, high, inner.low_met, inner.high_met)


def _monotone(function: Callable[[Expr], Expr], limits: Range = ALL) -> Callable[[Range], Range]:
    """A rising function on the whole line, with its limits at the infinities (never met)."""

    def rule(x: Range) -> Range:
        low = limits.low if x.low is None else function(x.low)
        high = limits.high if x.high is None else function(x.high)
        return Range(low, high, x.low_met and x.low is not None, x.high_met and x.high is not None)

    return rule


def _cosh(x: Range) -> Range:
    return _monotone(sympy.cosh)(_absolute(x))


def _extreme(pick: int) -> Callable[..., Range]:
    """Max (pick 1) or Min (pick -1) of ranges."""

    def rule(*parts: Range) -> Range:
        total = parts[0]
        for part in parts[1:]:
            ends = zip(_corners(total), _corners(part), strict=True)
            low, high = (_further(a, b, pick) for a, b in ends)
            total = Range(low.number, high.number, low.met, high.met)
        return total

    return rule


def _further(a: Corner, b: Corner, pick: int) -> Corner:
    order = _compare(a, b) * pick
    if order == 0:
        return replace(a, met=a.met or b.met)
    return a if order > 0 else b


def _arc_sine(x: Range) -> Range:
    inner = clipped(x, Range(Integer(-1), Integer(1)))
    return replace(inner, low=sympy.asin(inner.low), high=sympy.asin(inner.high))


def _arc_cosine(x: Range) -> Range:
    inner = clipped(x, Range(Integer(-1), Integer(1)))
    return Range(sympy.acos(inner.high), sympy.acos(inner.low), inner.high_met, inner.low_met)


UNIT: Final = Range(Integer(-1), Integer(1))
OPEN_UNIT: Final = Range(Integer(-1), Integer(1), False, False)
QUARTER: Final = Range(-sympy.pi / 2, sympy.pi / 2, False, False)
RULES: Final[dict[Any, Callable[..., Range]]] = {
    Add: _sum,
    Mul: _product,
    sympy.exp: _exp,
    sympy.log: _log,
    sympy.Abs: _absolute,
    sympy.Max: _extreme(1),
    sympy.Min: _extreme(-1),
    sympy.sin: lambda _: UNIT,
    sympy.cos: lambda _: UNIT,
    sympy.sign: lambda _: UNIT,
    sympy.atan: _monotone(sympy.atan, QUARTER),
    sympy.tanh: _monotone(sympy.tanh, OPEN_UNIT),
    sympy.erf: _monotone(sympy.erf, OPEN_UNIT),
    sympy.sinh: _monotone(sympy.sinh),
    sympy.asinh: _monotone(sympy.asinh),
    sympy.cosh: _cosh,
    sympy.acos: _arc_cosine,
    sympy.asin: _arc_sine,
}


RISING: Final = (sympy.exp, sympy.log, sympy.sinh, sympy.tanh, sympy.atan)


def only_point(terms: list[Expr], ranges: Ranges) -> dict[Symbol, Expr]:
    """The values of the letters that follow where every term is at its least value."""
    equations = [u for term in terms for u in vanishing(term, ranges)]
    known: dict[Symbol, Expr] = {}
    while True:
        left = [sympy.expand(u.xreplace(known)) for u in equations]
        found = next((pair for u in left if (pair := _solved(u)) is not None), None)
        if found is None:
            return known
        known[found[0]] = found[1]


def vanishing(node: Expr, ranges: Ranges) -> Iterator[Expr]:
    """Expressions that are zero wherever the term takes its least value; some or none of them."""
    factor, rest = node.as_coeff_Mul()
    if not rest.free_symbols or factor <= 0:
        return
    if isinstance(rest, Add):
        parts = [reach(part, ranges).low for part in rest.args]
        whole = reach(rest, ranges).low
        if None not in (*parts, whole) and _equal(Add(*parts), whole):
            for part in rest.args:
                yield from vanishing(part, ranges)
    elif isinstance(rest, Pow) and rest.base is sympy.E:
        yield from vanishing(rest.exp, ranges)
    elif isinstance(rest, Pow) and isinstance(rest.exp, Rational):
        yield from _root(rest.base, rest.exp, ranges)
    elif isinstance(rest, sympy.Abs):
        if _may_vanish(rest, ranges):
            yield rest.args[0]
    elif isinstance(rest, RISING):
        yield from vanishing(rest.args[0], ranges)


def _root(base: Expr, exponent: Rational, ranges: Ranges) -> Iterator[Expr]:
    """An even power is least where its base is zero; a root where what is under it is least, or
    zero where that may be negative."""
    if exponent <= 0:
        return
    if exponent.q == 1 and exponent.p % 2 == 0:
        if _may_vanish(base**2, ranges):
            yield base
    elif exponent.q > 1:
        low = reach(base, ranges).low
        if low is not None and _sign(low) == 1:
            yield from vanishing(base, ranges)
        elif _may_vanish(base**exponent, ranges):
            yield base


def _may_vanish(node: Expr, ranges: Ranges) -> bool:
    """Whether the least value that is seen is 0, so that it is taken at zeros alone."""
    low = reach(node, ranges).low
    return low is not None and _equal(low, Integer(0))


def _equal(one: Expr, two: Expr) -> bool:
    return _sign(one - two) == 0


def _sign(number: Expr) -> int | None:
    try:
        return sign(number)
    except Refusal:
        return None


def _solved(equation: Expr) -> tuple[Symbol, Expr] | None:
    """The letter and its value, of a x + b = 0 with numbers a and b."""
    letters = equation.free_symbols
    if len(letters) != 1:
        return None
    (x,) = letters
    slope = equation.coeff(x, 1)
    rest = equation - slope * x
    if slope.free_symbols or rest.free_symbols or not isinstance(slope, Rational) or slope == 0:
        return None
    return x, sympy.expand(-rest / slope)
