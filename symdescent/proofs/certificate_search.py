"""What may prove an answer: certificates by kind, guessed from the formula and the answer."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Symbol

from symdescent.proofs.kernel import polynomials as squares
from symdescent.proofs.kernel.certificates import (
    Approach,
    Certificate,
    Chart,
    Convex,
    Cover,
    Escape,
    Parts,
    Refusal,
    Slopes,
    Summand,
    TermBounds,
)
from symdescent.proofs.kernel.differentiation import derivative
from symdescent.proofs.kernel.range_bounds import Range, reach
from symdescent.proofs.kernel.sign_charts import breaks_of
from symdescent.proofs.kernel.zero_test import sign
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.proof_text import text

T: Final = Symbol("t", real=True)


MOST_CURVES: Final = 60


def charts(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    """The breaks of one variable, as it is, in tan(x/2), in e^x."""
    if len(problem.variables) != 1:
        return
    for substitution in ("", "tangent", "exponential"):
        try:
            breaks = breaks_of(problem, substitution)
        except Refusal:
            continue
        spans = tuple((str(b.span[0]), str(b.span[1])) for b in breaks)
        yield Chart(spans, substitution)


def bounds(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    """The least value of each term."""
    shown = term_bounds(problem)
    if shown is not None:
        yield shown


def term_bounds(problem: Problem) -> TermBounds | None:
    terms = Add.make_args(problem.expression)
    pairs = zip(problem.variables, problem.box, strict=True)
    ranges = {v: Range(low, high) for v, (low, high) in pairs}
    lows = [reach(term, ranges).low for term in terms]
    if any(low is None for low in lows):
        return None
    return TermBounds(tuple((text(t), text(low)) for t, low in zip(terms, lows, strict=True)))


def shapes(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    yield Convex("rules")
    yield Convex("second derivatives")


def slopes(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    """The factors of the derivative, cut where one of them is seen to vanish."""
    if len(problem.variables) != 1:
        return
    x = problem.variables[0]
    steep = sympy.factor(sympy.powsimp(derivative(problem.expression, x)))
    cuts = {p[0] for p in found.points} | _zeros(steep, x) | _edges(problem.expression, x)
    kept = [c for c in cuts if not c.free_symbols and _inside(problem, c)]
    ordered = sorted(set(kept), key=lambda c: sympy.Float(c.evalf(40)))
    for written in (steep, sympy.factor_terms(derivative(problem.expression, x))):
        yield Slopes(text(written), tuple(map(text, ordered)))


def _zeros(steep: Expr, x: Symbol) -> set[Expr]:
    """The real roots of the factors that are polynomials."""
    found: set[Expr] = set()
    for factor in Mul.make_args(steep):
        if factor.has(x) and factor.is_polynomial(x):
            found |= set(sympy.real_roots(factor, x)) if factor.is_number is False else set()
    return found


def _edges(node: Expr, x: Symbol) -> set[Expr]:
    """Where a root or a logarithm begins to be defined."""
    inner = [p.base for p in node.atoms(Pow) if p.exp.is_Rational and (p.exp.q > 1 or p.exp < 0)]
    inner += [p.args[0] for p in node.atoms(sympy.log)]
    polys = [u for u in inner if u.has(x) and u.is_polynomial(x)]
    return {r for u in polys for r in sympy.real_roots(u, x)}


def _inside(problem: Problem, cut: Expr) -> bool:
    low, high = problem.box[0]
    above = low is None or sign(cut - low) > 0
    return above and (high is None or sign(high - cut) > 0)


def separated(
    problem: Problem, found: Minimum, settle: Callable[[Problem, Minimum], Minimum]
) -> Iterator[Certificate]:
    """A certificate for each part of a sum over variables of its own, made by `settle`."""
    groups = _groups(problem.expression)
    if len(groups) < 2 or len(groups) != sum(bool(g.free_symbols) for g in groups):
        return
    summands = [_summand(problem, found, part, settle) for part in groups]
    if all(s is not None for s in summands):
        yield Parts(tuple(s for s in summands if s is not None))


def _groups(expression: Expr) -> list[Expr]:
    """The terms of a sum, those with common variables together; constants with the first."""
    groups: list[Expr] = []
    loose = [t for t in Add.make_args(expression) if not t.free_symbols]
    for term in Add.make_args(expression):
        near = [g for g in groups if g.free_symbols & term.free_symbols]
        if term.free_symbols:
            groups = [g for g in groups if g not in near] + [Add(term, *near)]
    return [Add(groups[0], *loose), *groups[1:]] if groups else []


def _summand(
    problem: Problem, found: Minimum, part: Expr, settle: Callable[[Problem, Minimum], Minimum]
) -> Summand | None:
    places = [i for i, v in enumerate(problem.variables) if v in part.free_symbols]
    names = tuple(problem.variables[i] for i in places)
    inner = Problem(part, names, tuple(problem.box[i] for i in places))
    points = dict.fromkeys(tuple(p[i] for i in places) for p in found.points)
    at = dict(zip(names, next(iter(points)), strict=True))
    value = sympy.expand(part.xreplace(at))
    claim = Minimum(Kind.GLOBAL, tuple(points), value, parameters=found.parameters)
    done = settle(inner, claim)
    if done.certificate is None:
        return None
    return Summand(text(part), text(value), done.certificate)


def covers(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    """For polynomials in several variables that tend to infinity far away."""
    if found.rung == "polynomial":
        yield from (Cover(radius) for radius in ("2", "4", "10"))


def escapes(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    for curve in _curves(problem):
        yield Escape(tuple(map(text, curve)), "2")


def approaches(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    bound = term_bounds(problem)
    if bound is not None:
        for curve in _curves(problem):
            yield Approach(bound, tuple(map(text, curve)), "2")


def _curves(problem: Problem) -> Iterator[tuple[Expr, ...]]:
    """Rays along the axes and diagonals, then curves with powers and exponentials of t."""
    count = len(problem.variables)
    yield from _downhill(problem)
    straight = (Integer(0), T, -T, Integer(1), Integer(-1))
    rays = (
        [c for c in product(straight, repeat=count) if any(e.has(T) for e in c)]
        if count < 4
        else []
    )
    bent = (1 / T, -1 / T, T**2, -(T**2), 2 * T, sympy.exp(-T))
    if count == 1:
        rays += [(b,) for b in bent]
    if count == 2:
        rays += [pair for b in bent for pair in ((b, T), (T, b), (b, -T), (-T, b))]
    yield from rays[:MOST_CURVES]


def _rational(number: object) -> Expr:
    return sympy.Rational(str(number))


def _downhill(problem: Problem) -> Iterator[tuple[Expr, ...]]:
    """For a polynomial of degree two: lines of negative or of no curvature."""
    try:
        rows, slope = squares.second_degree(problem)
    except Refusal:
        return
    matrix = sympy.Matrix([[_rational(c) for c in row] for row in rows])
    count = len(rows)
    for i, j in product(range(count), repeat=2):
        for factor in (1, -1):
            line = [Integer(0)] * count
            line[i] = T
            if i != j:
                line[j] = factor * T
            yield tuple(line)
    for flat in matrix.nullspace():
        tilt = sum((_rational(s) * f for s, f in zip(slope, flat, strict=True)), Integer(0))
        yield tuple(-sympy.sign(tilt) * f * T for f in flat)
