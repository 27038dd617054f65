"""A smooth function of one variable by the signs of its slope."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final

import sympy
from sympy import (
    Abs,
    Dummy,
    Expr,
    Integer,
    Max,
    Min,
    Piecewise,
    Pow,
    Rational,
    Symbol,
    exp,
    log,
    oo,
    pi,
)

from symdescent.proofs.algebraic_numbers import (
    between,
    closed_form,
    coefficients,
    horner,
    real_roots,
    sign,
)
from symdescent.proofs.enclosure import bounds, sign_of, sign_over
from symdescent.proofs.kernel.certificates import Unfollowed
from symdescent.proofs.kernel.range_bounds import Range
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.ranges import range_sign
from symdescent.proofs.rungs.piecewise import Unreadable, quotient
from symdescent.proofs.steps import (
    Applied,
    Fact,
    ProofStep,
    Sign,
    Step,
    Towards,
    Why,
    equal,
    limit,
    reason,
    step,
    value_at,
)
from symdescent.proofs.substitution import put
from symdescent.proofs.terms import fraction, rational

DEEPEST: Final = 3
SAMPLES: Final = tuple(Fraction(2) ** k for k in (-12, -6, -3, -1, 0, 1, 3, 5, 7))


class Unclear(Exception):
    """The signs cannot be told for certain; its argument is the Reason, where there is one."""


@dataclass(frozen=True)
class Chart:
    """Roots in order, and the sign (1 or -1) in each of the intervals before, between and after."""

    roots: tuple[Expr, ...]
    signs: tuple[int, ...]


Interval = tuple[Expr, Expr]


def chart(g: Expr, x: Symbol, interval: Interval, depth: int = 0) -> Chart:
    """The sign chart of g, which is smooth on the open interval; Unclear where it is not sure."""
    total = Chart((), (1,))
    for factor, exponent in _factors(g, x):
        part = _factor(factor, x, interval, depth)
        if exponent % 2 == 0:
            part = Chart(part.roots, (1,) * len(part.signs))
        total = _multiply(total, part)
    return total


def _factors(g: Expr, x: Symbol) -> Iterator[tuple[Expr, int]]:
    """Factors with whole exponents; constants with them."""
    whole = sympy.factor(sympy.powsimp(sympy.together(g)))
    for part in sympy.Mul.make_args(whole):
        if isinstance(part, Pow) and isinstance(part.exp, Integer) and part.base is not sympy.E:
            yield part.base, int(part.exp)
        else:
            yield part, 1


def _factor(g: Expr, x: Symbol, interval: Interval, depth: int) -> Chart:
    known = sign_of(g) if not g.has(x) else range_sign(g, {x: span(interval)})
    if known:
        return Chart((), (known,))
    if not g.has(x):
        raise Unclear
    for substitution in SUBSTITUTIONS:
        found = substitution(g, x)
        if found is not None:
            return _substituted(*found, interval)
    return _monotone(g, x, interval, depth)


def span(interval: Interval) -> Range:
    """The open interval as a range whose ends are never met."""
    low, high = interval
    return Range(None if low == -oo else low, None if high == oo else high, False, False)


Back = Callable[[Expr], Expr | None]


def _identity(g: Expr, x: Symbol) -> tuple[Expr, Symbol, Back] | None:
    return (g, x, lambda u: u) if not g.atoms(sympy.Function) and _polynomial(g, x) else None


def _polynomial(g: Expr, x: Symbol) -> bool:
    return bool(g.is_rational_function(x))


def _exponentials(g: Expr, x: Symbol) -> tuple[Expr, Symbol, Back] | None:
    """g as a function of u = exp(x/m) alone."""
    nodes = {n for n in g.atoms(exp, Pow) if isinstance(n, exp) or n.base is sympy.E}
    slopes = [n.exp.coeff(x, 1) for n in nodes]
    rests = [n.exp - s * x for n, s in zip(nodes, slopes, strict=True)]
    if (
        not nodes
        or any(r.has(x) for r in rests)
        or not all(isinstance(s, Rational) for s in slopes)
    ):
        return None
    m = lcm(*(int(s.q) for s in slopes))
    u = Dummy("u", positive=True)
    swap = {n: exp(r) * u ** int(s * m) for n, s, r in zip(nodes, slopes, rests, strict=True)}
    inner = g.xreplace(swap)
    back: Back = lambda value: m * log(value) if sign_of(value) == 1 else None  # noqa: E731
    return (inner, u, back) if not inner.has(x) else None


def _logarithm(g: Expr, x: Symbol) -> tuple[Expr, Symbol, Back] | None:
    u = Dummy("u", real=True)
    inner = g.xreplace({log(x): u})
    return (inner, u, lambda value: exp(value)) if not inner.has(x) else None


def _radical(g: Expr, x: Symbol) -> tuple[Expr, Symbol, Back] | None:
    """g as a function of u = x^(1/m), u > 0."""
    nodes = {n for n in g.atoms(Pow) if n.base == x and isinstance(n.exp, Rational)}
    m = lcm(*(int(n.exp.q) for n in nodes)) if nodes else 1
    if m == 1:
        return None
    u = Dummy("u", positive=True)
    inner = g.xreplace({n: u ** int(n.exp * m) for n in nodes}).xreplace({x: u**m})
    back: Back = lambda value: value**m if sign_of(value) == 1 else None  # noqa: E731
    return inner, u, back


SUBSTITUTIONS: Final = (_identity, _exponentials, _logarithm, _radical)


def _substituted(inner: Expr, u: Symbol, back: Back, interval: Interval) -> Chart:
    """The chart of a rational function of u, carried back to x by an increasing map."""
    try:
        form = quotient(inner, u)
    except Unreadable:
        raise Unclear from None
    poly = form.top * form.bottom
    roots = real_roots(poly)
    ends = [None, *roots, None]
    signs = [
        sign(horner(coefficients(poly), between(low, high)))
        for low, high in zip(ends, ends[1:], strict=False)
    ]
    places = [back(closed_form(root)) for root in roots]
    return _inside(places, signs, interval)


def _inside(places: list[Expr | None], signs: list[int], interval: Interval) -> Chart:
    """Only the roots strictly inside the interval; those without a place in x lie left of it."""
    kept: list[Expr] = []
    outer = [signs[0]]
    for place, after in zip(places, signs[1:], strict=True):
        if place is None or not _above(place, interval[0]):
            outer = [after]
        elif _above(interval[1], place):
            kept.append(place)
            outer.append(after)
    return Chart(tuple(kept), tuple(outer))


def _above(one: Expr, two: Expr) -> bool:
    return order(one, two) > 0


def order(one: Expr, two: Expr) -> int:
    """The sign of one - two for exact numbers or infinities; Unclear where it cannot be told."""
    if one == two:
        return 0
    if one in (oo, -oo) or two in (oo, -oo):
        return 1 if one == oo or two == -oo else -1
    known = sign_of(one - two)
    if known is None:
        known = 0 if sympy.expand(one - two) == 0 else None
    if known is None:
        raise Unclear
    return known


def _multiply(one: Chart, two: Chart) -> Chart:
    """The chart of a product."""
    roots = list(one.roots)
    for root in two.roots:
        if all(order(root, r) for r in roots):
            roots.append(root)
    roots.sort(key=_Key)
    ends = [-oo, *roots, oo]
    signs = [
        _sign_between(one, low, high) * _sign_between(two, low, high)
        for low, high in zip(ends, ends[1:], strict=False)
    ]
    return Chart(tuple(roots), tuple(signs))


class _Key:
    """Sorts exact numbers by `order`."""

    def __init__(self, number: Expr) -> None:
        self.number = number

    def __lt__(self, other: "_Key") -> bool:
        return order(self.number, other.number) < 0


def _sign_between(one: Chart, low: Expr, high: Expr) -> int:
    before = sum(1 for root in one.roots if order(root, low) <= 0)
    return one.signs[before]


def _monotone(g: Expr, x: Symbol, interval: Interval, depth: int) -> Chart:
    """A strictly monotone function with a change of sign between two samples has one root."""
    if depth >= DEEPEST:
        raise Unclear
    slope = chart(sympy.diff(g, x), x, interval, depth + 1)
    if len(set(slope.signs)) != 1:
        raise Unclear
    seen = [(at, s) for at in samples(interval) if (s := sign_at(g, x, at))]
    low = [at for at, s in seen if s == -slope.signs[0]]
    high = [at for at, s in seen if s == slope.signs[0]]
    if not low or not high:
        raise Unclear
    named = _name(g, x, max(low), min(high))
    return Chart((named,), (-slope.signs[0], slope.signs[0]))


def samples(interval: Interval) -> list[Fraction]:
    """Rational numbers inside the interval, near its ends and far out."""
    low, high = (_rough(end) for end in interval)
    if low is None and high is None:
        return sorted([Fraction(0), *SAMPLES, *(-s for s in SAMPLES)])
    if low is None or high is None:
        end, side = (low, 1) if low is not None else (high or Fraction(0), -1)
        return sorted((end or Fraction(0)) + side * s for s in SAMPLES)
    return sorted(
        low + (high - low) * s
        for k in range(1, 10)
        for s in (Fraction(1, 2**k), 1 - Fraction(1, 2**k))
    )


def _rough(end: Expr) -> Fraction | None:
    """A rational number within 2^-60 of a finite end."""
    if end in (oo, -oo):
        return None
    if isinstance(end, Rational):
        return fraction(end)
    try:
        return bounds(end, 80)[0]
    except Unfollowed:
        raise Unclear from None


def sign_at(g: Expr, x: Symbol, at: Fraction) -> int | None:
    """The certain sign of g at a rational number."""
    for bits in (80, 300):
        try:
            known = sign_over(g, bits, {x: (at, at)})
        except Unfollowed:
            return None
        if known is not None:
            return known
    return None


def _name(g: Expr, x: Symbol, low: Fraction, high: Fraction) -> Expr:
    """The root between two points of opposite sign, if it has a name; Unclear if it has none."""
    start = sign_at(g, x, low)
    for _ in range(140):
        middle = (low + high) / 2
        known = sign_at(g, x, middle)
        if known is None or known == 0:
            low = high = middle
            break
        low, high = (middle, high) if known == start else (low, middle)
    for candidate in names((low + high) / 2):
        if sympy.expand(g.subs(x, candidate)) == 0:
            return candidate
    near = Decimal(str(round(float((low + high) / 2), 6)))
    raise Unclear(reason(Why.ROOT_WITHOUT_NAME, function=g, near=near))


def names(near: Fraction, bits: int = 40) -> Iterator[Expr]:
    """Simple numbers within 2^-bits of a rational one."""
    whole = near.limit_denominator(1000)
    if abs(whole - near) < Fraction(1, 2**bits):
        yield rational(whole)
    for unit in (pi, sympy.sqrt(2), sympy.sqrt(3), log(2), log(3), sympy.E):
        low, high = bounds(unit, 100)
        ratio = (near / ((low + high) / 2)).limit_denominator(48)
        if abs(ratio * (low + high) / 2 - near) < Fraction(1, 2**bits):
            yield rational(ratio) * unit


SMOOTH: Final = (
    sympy.exp,
    sympy.log,
    sympy.sin,
    sympy.cos,
    sympy.sinh,
    sympy.cosh,
    sympy.tanh,
    sympy.atan,
)


@dataclass(frozen=True)
class Candidate:
    """A value taken at `point`, or only tended to (point None) on the way `towards` an end."""

    value: Expr
    point: Expr | None
    towards: Towards | None = None


def analytic(problem: Problem) -> Minimum | None:
    """The minimum of a smooth function of one variable; None where the signs of L' are not sure."""
    if len(problem.variables) != 1 or problem.expression.has(Abs, Max, Min, Piecewise, sympy.sign):
        return None
    x, f = problem.variables[0], problem.expression
    if not all(isinstance(n, SMOOTH) for n in f.atoms(sympy.Function)):
        return None
    try:
        return _settle(f, x, problem.box[0])
    except Unclear as gap:
        return Minimum(Kind.UNDECIDED, reasons=gap.args) if gap.args else None


def _settle(f: Expr, x: Symbol, box: tuple[Expr | None, Expr | None]) -> Minimum | None:
    low, high = (-oo if box[0] is None else box[0], oo if box[1] is None else box[1])
    if order(low, high) >= 0:
        return None
    intervals, edges = domain(f, x, (low, high))
    if not intervals:
        return None
    slope = sympy.diff(f, x)
    charts = [chart(slope, x, each) for each in intervals]
    found = [Candidate(_at(f, x, e), e) for e in edges if put(f, {x: e}) is not None]
    for interval, signs in zip(intervals, charts, strict=True):
        found += _candidates(f, x, interval, signs)
    return _least(found, x, slope, charts)


def domain(f: Expr, x: Symbol, interval: Interval) -> tuple[list[Interval], list[Expr]]:
    """The open intervals where f is smooth, and the points between where it may be defined."""
    out, edges = [interval], []
    for inner, needs in _conditions(f, x):
        parts = [_where(inner, x, each, needs) for each in out]
        out = [each for kept, _ in parts for each in kept]
        edges += [edge for _, roots in parts for edge in roots]
    return out, edges


def _conditions(f: Expr, x: Symbol) -> list[tuple[Expr, bool]]:
    """Expressions that must be positive (True) or only other than 0 (False), innermost first."""
    found = []
    for node in sympy.postorder_traversal(f):
        if isinstance(node, log) and node.has(x):
            found.append((node.args[0], True))
        elif isinstance(node, Pow) and node.base.has(x):
            whole = isinstance(node.exp, Integer)
            if not whole or node.exp < 0:
                found.append((node.base, not whole))
    return found


Split = tuple[list[Interval], list[Expr]]


def _where(inner: Expr, x: Symbol, interval: Interval, positive: bool) -> Split:
    """The parts where `inner` is positive (or only not 0), and its roots."""
    if range_sign(inner, {x: span(interval)}) == 1:
        return [interval], []
    signs = chart(inner, x, interval)
    ends = [interval[0], *signs.roots, interval[1]]
    parts = zip(ends, ends[1:], signs.signs, strict=False)
    kept = [(low, high) for low, high, sign in parts if sign > 0 or not positive]
    return kept, list(signs.roots)


def _candidates(f: Expr, x: Symbol, interval: Interval, signs: Chart) -> list[Candidate]:
    """Local minima inside, and the ends towards which the function falls."""
    out = []
    if signs.signs[0] > 0:
        out.append(_end(f, x, interval, 0))
    if signs.signs[-1] < 0:
        out.append(_end(f, x, interval, 1))
    for root, before, after in zip(signs.roots, signs.signs, signs.signs[1:], strict=False):
        if before < 0 < after:
            out.append(Candidate(_at(f, x, root), root))
    return out


def _at(f: Expr, x: Symbol, point: Expr) -> Expr:
    value = put(f, {x: point})
    if value is None:
        raise Unclear
    _check(value)
    return value


def _check(value: Expr) -> None:
    try:
        bounds(value, 80)
    except Unfollowed:
        raise Unclear from None


def _end(f: Expr, x: Symbol, interval: Interval, side: int) -> Candidate:
    """The value at an end where f is defined, else its limit there."""
    end = interval[side]
    if end not in (oo, -oo):
        value = put(f, {x: end})
        if value is not None:
            _check(value)
            return Candidate(value, end)
    towards = Towards(x, end, "" if end in (oo, -oo) else "left" if side else "right")
    return Candidate(_limit(f, x, interval, side), None, towards)


def _limit(f: Expr, x: Symbol, interval: Interval, side: int) -> Expr:
    """sympy's limit (D. Gruntz, 1996), believed only where monotone samples come down to it."""
    end = interval[side]
    found = sympy.limit(f, x, end, "-" if side or end == oo else "+")
    if found == oo or found.has(x, sympy.Limit, sympy.AccumBounds, sympy.nan, sympy.zoo):
        raise Unclear
    if found != -oo:
        _check(found)
    _cross_check(f if found == -oo else f - found, x, interval, side, found == -oo)
    return found


def _cross_check(gap: Expr, x: Symbol, interval: Interval, side: int, endless: bool) -> None:
    """Towards the end the gap must shrink, and stay above 0 where the limit is finite."""
    points = samples(interval)
    row = (points if side else points[::-1])[-3:]
    heights = [_bounds(gap, x, at) for at in row]
    if endless and (heights[1][0] - heights[2][1]) * 4 < heights[0][1] - heights[1][0]:
        raise Unclear
    if heights[-1][1] >= heights[0][0] or (not endless and heights[-1][1] <= 0):
        raise Unclear
    if not endless and heights[-1][1] > heights[0][0] * Fraction(9, 10):
        raise Unclear


def _bounds(f: Expr, x: Symbol, at: Fraction) -> tuple[Fraction, Fraction]:
    try:
        return bounds(f, 600, {x: (at, at)})
    except Unfollowed:
        raise Unclear from None


def _least(found: list[Candidate], x: Symbol, slope: Expr, charts: list[Chart]) -> Minimum | None:
    if not found:
        return None
    best = found[0]
    for other in found[1:]:
        best = other if order(other.value, best.value) < 0 else best
    if best.value == -oo:
        proof = (step(Step.FALLS, limit(best.value, best.towards)),)
        return Minimum(Kind.UNBOUNDED, proof=proof, complete=True, rung="analytic")
    ties = [c for c in found if order(c.value, best.value) == 0]
    there = list({c.point: c for c in ties if c.point is not None}.values())
    steps = _proof(x, slope, charts)
    return _attained(there, steps) if there else _unattained(best, steps)


def _attained(there: list[Candidate], steps: tuple[ProofStep, ...]) -> Minimum:
    value, at = there[0].value, there[0].point
    return Minimum(
        kind=Kind.GLOBAL,
        points=tuple((c.point,) for c in there if c.point is not None),
        value=value,
        proof=(step(Step.SIGN_CHART, value_at((at,), value)), *steps),
        complete=True,
        rung="analytic",
    )


def _unattained(best: Candidate, steps: tuple[ProofStep, ...]) -> Minimum:
    return Minimum(
        kind=Kind.NOT_ATTAINED,
        value=best.value,
        proof=(step(Step.APPROACHED, limit(best.value, best.towards)), *steps),
        complete=True,
        rung="analytic",
    )


def _proof(x: Symbol, slope: Expr, charts: list[Chart]) -> tuple[ProofStep, ...]:
    steps = [step(Step.SLOPE, equal(Applied("L", (x,), primes=1), slope))]
    for each in charts:
        signs: list[Fact] = [Sign.PLUS if s > 0 else Sign.MINUS for s in each.signs]
        rule = Step.SLOPE_SIGNS if each.roots else Step.SLOPE_SIGNS_WITHOUT_ROOT
        steps.append(step(rule, *each.roots, signs=signs))
    return tuple(steps)
