"""A smooth function of one variable goes in; its minimum by the signs of its slope comes out.

Between the roots of L' the function is strictly monotone, so that only these roots, the ends and
the limits there can be least; their values are ordered by rational enclosures.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import sympy
from sympy import Abs, Expr, Integer, Max, Min, Piecewise, Pow, Symbol, log, oo

from symdescent.exact.chart import Chart, Interval, Unclear, chart, order, samples, span
from symdescent.exact.enclosure import enclose
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep
from symdescent.exact.ranges import range_of
from symdescent.exact.spans import Unknown, of
from symdescent.exact.spelling import spell
from symdescent.exact.substitution import put

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
    """A value taken at `point`, or only tended to (point None) as `where` says."""

    value: Expr
    point: Expr | None
    where: str = ""


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
        return Minimum(Kind.UNDECIDED, reason=str(gap)) if str(gap) else None


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
    if range_of(inner, {x: span(interval)}).sign == 1:
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
        enclose(value, {}, 80)
    except Unknown:
        raise Unclear from None


def _end(f: Expr, x: Symbol, interval: Interval, side: int) -> Candidate:
    """The value at an end where f is defined, else its limit there."""
    end = interval[side]
    if end not in (oo, -oo):
        value = put(f, {x: end})
        if value is not None:
            _check(value)
            return Candidate(value, end)
    from_side = "" if end in (oo, -oo) else f" from the {('right', 'left')[side]}"
    where = f"{x.name} -> {spell(end)}{from_side}"
    return Candidate(_limit(f, x, interval, side), None, where)


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
        return enclose(f, {x: of(at, at, 600)}, 600).bounds()
    except Unknown:
        raise Unclear from None


def _least(found: list[Candidate], x: Symbol, slope: Expr, charts: list[Chart]) -> Minimum | None:
    if not found:
        return None
    best = found[0]
    for other in found[1:]:
        best = other if order(other.value, best.value) < 0 else best
    if best.value == -oo:
        step = ProofStep("L falls without bound", f"L -> -oo as {best.where}")
        return Minimum(Kind.UNBOUNDED, proof=(step,), complete=True, rung="analytic")
    ties = [c for c in found if order(c.value, best.value) == 0]
    there = list({c.point: c for c in ties if c.point is not None}.values())
    steps = _proof(x, slope, charts)
    return _attained(there, steps) if there else _unattained(best, steps)


def _attained(there: list[Candidate], steps: tuple[ProofStep, ...]) -> Minimum:
    value, at = there[0].value, there[0].point
    first = ProofStep(
        "L falls before and rises after, by the signs of its slope",
        f"L({spell(at)}) = {spell(value)}",
    )
    return Minimum(
        kind=Kind.GLOBAL,
        points=tuple((c.point,) for c in there if c.point is not None),
        value=value,
        proof=(first, *steps),
        complete=True,
        rung="analytic",
    )


def _unattained(best: Candidate, steps: tuple[ProofStep, ...]) -> Minimum:
    first = ProofStep(
        "L comes as near as you like, and stays above", f"L -> {spell(best.value)} as {best.where}"
    )
    return Minimum(
        kind=Kind.NOT_ATTAINED,
        value=best.value,
        proof=(first, *steps),
        complete=True,
        rung="analytic",
    )


def _proof(x: Symbol, slope: Expr, charts: list[Chart]) -> tuple[ProofStep, ...]:
    steps = [ProofStep("the slope", f"L'({x.name}) = {spell(slope)}")]
    for each in charts:
        signs = " ".join("+" if s > 0 else "-" for s in each.signs)
        roots = ", ".join(map(spell, each.roots)) or "none"
        steps.append(ProofStep(f"the signs of the slope are {signs}; its roots", roots))
    return tuple(steps)
