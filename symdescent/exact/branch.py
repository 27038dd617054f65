"""A function over a box, or over all of space, goes in; its least value comes out by enclosures.

Where every point that may be least is verified, by name or as the only zero of the gradient in a
tiny box, the minimum is exact. Else the lowest value is bracketed between two proved numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import ceil, log10
from typing import Final

import numpy as np
import sympy
from sympy import Expr, Rational, Symbol

from symdescent.calculus.multiprecision import CriticalOf
from symdescent.exact.bands import Array
from symdescent.exact.basin import Basin
from symdescent.exact.chains import Unreadable
from symdescent.exact.domain import domain_of
from symdescent.exact.enclosure import enclose, sign_of
from symdescent.exact.jets import Tape
from symdescent.exact.local_form import BITS, local_form
from symdescent.exact.locating import partly_located
from symdescent.exact.naming import named, polished
from symdescent.exact.paving import Paving, begin, pave
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep
from symdescent.exact.spans import Span, Unknown, of
from symdescent.exact.spelling import spell_bracket, spell_number, spell_point, spell_points
from symdescent.exact.substitution import Doubtful, put
from symdescent.exact.symmetry import Symmetry, symmetry
from symdescent.exact.terms import fraction

MOST_VARIABLES: Final = 4
SHORT: Final = 1.2
WAY: Final = "every other box: L higher, or its slope along a variable never 0"
LARGEST: Final = 200  # operations of a value that is multiplied out
Point = tuple[Expr, ...]


@dataclass(frozen=True)
class Candidate:
    """A verified point with its value; where that was seen to equal another's, by what."""

    value: Expr
    point: Point
    alike: Symmetry | None = None


def branch(problem: Problem) -> Minimum | None:
    """The minimum, or a bracket of it, within about a second; None where neither is found."""
    return within(problem, SHORT, afresh=True)


def within(problem: Problem, seconds: float, afresh: bool = False) -> Minimum | None:
    """The same, after searching for that long at most.

    Unless `afresh`, the last search is gone on with if it was for this problem, and nothing is said
    twice once it has ended.
    """
    if afresh:
        _begun.cache_clear()
    state = _begun(problem)
    if state is None or state.told:
        return None
    pave(state, seconds)
    state.told = state.ended
    exact = _exact(problem, state) if state.done else None
    return exact or _bracket(state)


@lru_cache(maxsize=1)
def _begun(problem: Problem) -> Paving | None:
    """The search for this problem, remembered until another one is asked for."""
    domain = domain_of(problem) if len(problem.variables) <= MOST_VARIABLES else None
    if domain is None:
        return None
    try:
        return begin(Tape(problem.expression, problem.variables), domain)
    except Unreadable:
        return None


def _exact(problem: Problem, state: Paving) -> Minimum | None:
    """GLOBAL where the least point of each basin that may hold the least value is known."""
    found: list[Candidate] = []
    rest: list[Basin] = []
    for each in state.basins:
        point = _verified(problem, state, each)
        value = None if point is None else _value(problem, point)
        if point is None or value is None:
            rest.append(each)
        else:
            found.append(Candidate(value, point))
    best = _least(problem, found)
    if not best or not all(_higher(best[0].value, basin.bound) for basin in rest):
        return None
    low, high = _ends(best[0].value) or (Fraction(1), Fraction(0))
    if high < Fraction(state.lower) or low > Fraction(state.upper):
        return None  # the value and the enclosures contradict each other
    return _minimum(problem, best)


def _verified(problem: Problem, state: Paving, inner: Basin) -> Point | None:
    """The exact least point of a basin."""
    fixed = {
        v: pair[0 if side < 0 else 1]
        for v, pair, side in zip(problem.variables, problem.box, inner.side, strict=True)
        if side
    }
    free = [v for v in problem.variables if v not in fixed]
    smooth = local_form(problem.expression, _spans(problem, inner))
    slopes = [sympy.diff(smooth, v) for v in free]
    known: dict[Symbol, Expr] | None = fixed
    if free:
        middle = map(Fraction, map(float, inner.centre))
        at = {v: c for v, c in zip(problem.variables, middle, strict=True) if v in free}
        curve = _curve(state.tape, inner)
        near = polished(slopes, curve, at, fixed)
        known = None if near is None else named(slopes, near, fixed)
        if known is None and near is not None:
            known = partly_located(smooth, curve, near, fixed)
    if known is None:
        return None
    point = tuple(known[v] for v in problem.variables)
    return point if _inside(problem, inner, point) else None


def _spans(problem: Problem, inner: Basin) -> dict[Symbol, Span]:
    """A basin as exact intervals."""
    ends = zip(problem.variables, inner.low, inner.high, strict=True)
    return {v: of(Fraction(float(low)), Fraction(float(high)), BITS) for v, low, high in ends}


def _curve(tape: Tape, inner: Basin) -> Array:
    """The Hessian at the centre of a basin, in the variables that are free there."""
    at = inner.centre[None, :]
    low, high = (part[0] for part in tape.sweep(at, at, 2).hessian(len(inner.centre)))
    free = np.flatnonzero(inner.side == 0)
    return np.asarray((low / 2 + high / 2)[np.ix_(free, free)])


def _inside(problem: Problem, inner: Basin, point: Point) -> bool:
    """Whether the point surely lies in the basin and in the problem's box."""
    for coordinate, low, high in zip(point, inner.low, inner.high, strict=True):
        bounds = _ends(coordinate)
        if bounds is None or bounds[0] < Fraction(float(low)) or bounds[1] > Fraction(float(high)):
            return False
    gaps = [c - low for c, (low, _) in zip(point, problem.box, strict=True) if low is not None]
    gaps += [high - c for c, (_, high) in zip(point, problem.box, strict=True) if high is not None]
    return all(sign_of(gap) in (0, 1) for gap in gaps)


def _ends(number: Expr) -> tuple[Fraction, Fraction] | None:
    """Rational numbers around a number in closed form; None where it has no known value."""
    if isinstance(number, Rational):
        return fraction(number), fraction(number)
    try:
        return enclose(number, {}, 120).bounds()
    except Unknown:
        return None


def _value(problem: Problem, point: Point) -> Expr | None:
    """The exact value at the point, where the function is smooth."""
    known = dict(zip(problem.variables, point, strict=True))
    try:
        value = put(problem.expression, known)
    except Doubtful:
        value = problem.expression.xreplace(known)
    if value is None or _ends(value) is None:
        return None
    if value.has(CriticalOf) or sympy.count_ops(value) > LARGEST:
        return value
    return min(value, sympy.expand(value), key=sympy.count_ops)


def _least(problem: Problem, found: list[Candidate]) -> list[Candidate]:
    """Those of least value; none where two values cannot be told apart or seen to be equal."""
    best: list[Candidate] = []
    for each in found:
        sign, alike = _order(problem, each, best[0]) if best else (-1, None)
        if sign is None:
            return []
        if sign <= 0:
            best = ([*best] if sign == 0 else []) + [replace(each, alike=alike)]
    return best


def _order(
    problem: Problem, each: Candidate, other: Candidate
) -> tuple[int | None, Symmetry | None]:
    """The sign of the difference of two values; where a symmetry makes it 0, that symmetry."""
    one, two = _ends(each.value), _ends(other.value)
    if one and two and (one[1] < two[0] or two[1] < one[0]):
        return (-1 if one[1] < two[0] else 1), None
    seen = symmetry(problem.expression, problem.variables, other.point, each.point)
    if seen is not None or each.value.has(CriticalOf) or other.value.has(CriticalOf):
        return (None if seen is None else 0), seen
    return sign_of(sympy.expand(each.value - other.value)), None


def _higher(value: Expr, bound: float) -> bool:
    ends = _ends(value)
    return ends is not None and ends[1] < Fraction(bound)


def _minimum(problem: Problem, best: list[Candidate]) -> Minimum:
    best = sorted(best, key=lambda each: _place(each.point))
    points, value = tuple(each.point for each in best), best[0].value
    at = spell_point(points[0])
    nameless = any(c.has(CriticalOf) for c in points[0])
    told = "the value there, to its first digits" if nameless else "the exact value there"
    seen = {each.alike.formula: each for each in best if each.alike is not None}
    return Minimum(
        kind=Kind.GLOBAL,
        points=points,
        value=value,
        proof=(
            ProofStep("cut into boxes, and in each enclosed, L is nowhere else as low", WAY),
            ProofStep(told, f"L({at}) = {spell_number(value)}"),
            *_reasons(problem, points),
            *(ProofStep("by symmetry the values there are equal", f) for f in seen),
            ProofStep("the least value is taken at", spell_points(points)),
        ),
        complete=True,
        rung="branch",
    )


def _place(point: Point) -> list[Fraction]:
    return [(_ends(c) or (Fraction(0),))[0] for c in point]


def _reasons(problem: Problem, points: tuple[Point, ...]) -> Iterator[ProofStep]:
    """Why nothing near these points is as low, and why the gradient is exactly 0 there."""
    ends = [any(c in pair for c, pair in zip(p, problem.box, strict=True)) for p in points]
    words = "about it the Hessian is positive definite, and the gradient is exactly 0"
    if any(ends):
        words = (
            "about it L rises from the end of the box; in the other variables the gradient"
            " is exactly 0 and the Hessian positive definite"
        )
    yield ProofStep(words)
    boxes = {ends for p in points for c in p for a in c.atoms(CriticalOf) for ends in a.box}
    if boxes:
        yield ProofStep(
            "the digits are those of the only zero of the gradient in a box of width"
            f" {_power_of_ten(max(high - low for low, high in boxes))} (Krawczyk's test)"
        )


def _power_of_ten(width: Fraction) -> str:
    """The least power of ten that is not less: 1e-35."""
    return f"1e{ceil(log10(width))}"


def _bracket(state: Paving) -> Minimum | None:
    """UNDECIDED, with two proved numbers that the infimum lies between."""
    low, high = state.lower, state.upper
    if not np.isfinite(low) or not np.isfinite(high):
        return None
    ends = (Rational(Fraction(low)), Rational(Fraction(high)))
    words = spell_bracket(*ends)
    return Minimum(Kind.UNDECIDED, reason=words, bracket=ends, rung="branch")
