"""A rational function of sines and cosines goes in; its minimum over a period comes out.

Method: with t = tan(w x/2) the function is rational in t (K. Weierstrass); t at infinity stands for
the point w x = pi. Absolute values are resolved on the t-line.
"""

from math import lcm
from typing import Final

import sympy
from sympy import Dummy, Expr, Rational, Symbol, acos, cos, pi, sin

from symdescent.exact.algebraic import polynomial
from symdescent.exact.cells import Cell
from symdescent.exact.landscape import Candidate, best_on
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep
from symdescent.exact.ranges import range_of
from symdescent.exact.spelling import spell
from symdescent.exact.values import Value, closed_form, quotient, value_form

MOST_MULTIPLE: Final = 12


def trigonometric(problem: Problem) -> Minimum | None:
    """The minimum of a periodic function on the whole line; None for others."""
    if len(problem.variables) != 1 or problem.box[0] != (None, None):
        return None
    x = problem.variables[0]
    made = _in_tangent(problem.expression, x)
    if made is None:
        return None
    expression, t, frequency = made
    found = best_on(expression, t, [Cell(None, None)])
    return (
        _minimum(found, x, frequency, expression.xreplace({t: Symbol("t", real=True)}))
        if found
        else None
    )


def _in_tangent(f: Expr, x: Symbol) -> tuple[Expr, Symbol, Rational] | None:
    """The function in t = tan(w x/2), with the frequency w."""
    nodes = f.atoms(sin, cos)
    rates = {n: n.args[0] / x for n in nodes}
    if not nodes or not all(isinstance(r, Rational) for r in rates.values()):
        return None
    w = Rational(1, lcm(*(int(r.q) for r in rates.values())))
    if any(abs(r / w) > MOST_MULTIPLE for r in rates.values()):
        return None
    t = Dummy("t", real=True)
    swap = {n: _multiple(n, abs(int(r / w)), 1 if r > 0 else -1, t) for n, r in rates.items()}
    made = f.xreplace(swap)
    return None if made.has(x) or not _whole(f, x) else (made, t, w)


def _whole(f: Expr, x: Symbol) -> bool:
    """True where no quotient can be undefined, not even at t = oo."""
    powers = [p for p in f.atoms(sympy.Pow) if p.exp.is_negative and p.base.has(x)]
    return all(range_of(p.base, {}).sign for p in powers)


def _multiple(node: Expr, k: int, side: int, t: Symbol) -> Expr:
    """sin or cos of k times the angle, by the addition theorems."""
    c, s = (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)
    real, imaginary = sympy.Integer(1), sympy.Integer(0)
    for _ in range(k):
        real, imaginary = (
            sympy.cancel(real * c - imaginary * s),
            sympy.cancel(real * s + imaginary * c),
        )
    return real if isinstance(node, cos) else side * imaginary


def _minimum(found: list[Candidate], x: Symbol, w: Rational, inner: Expr) -> Minimum | None:
    if any(c.point is None and c.attained for c in found):
        return None  # constant on a stretch
    infinite = any(c.point is None for c in found)
    angles = [_angle(c) for c in found if c.point is not None and c.attained]
    if any(not _taken(c, found) for c in found):
        return None
    k = Symbol("k" if x.name != "k" else "n", integer=True)
    turns = [*angles, pi] if infinite else angles
    points = tuple(((angle + 2 * pi * k) / w,) for angle in turns)
    value = value_form(found[0].value)
    at = spell(turns[0] / w)
    told = ("t -> oo" if c.point is None else f"t = {spell(closed_form(c.point))}" for c in found)
    tangents = ", ".join(dict.fromkeys(told))
    half = f"t = tan({spell(w * x / 2)})"
    period = f"L repeats every {spell(2 * pi / w)}, and over one period its least value is this"
    return Minimum(
        kind=Kind.GLOBAL,
        points=tuple((sympy.expand(p[0]),) for p in points),
        value=value,
        proof=(
            ProofStep(period, f"L({at}) = {spell(value)}"),
            ProofStep(
                f"with {half} the sine and cosine are rational functions of t, and L is",
                f"h(t) = {spell(sympy.factor(inner))}",
            ),
            ProofStep("of the values at all critical points of h the least is at", tangents),
        ),
        complete=True,
        parameters={k.name: "any integer"},
        rung="trigonometric",
    )


def _taken(candidate: Candidate, found: list[Candidate]) -> bool:
    """True unless this is a limit at a finite point where the function takes another value."""
    root = candidate.point
    if candidate.attained or root is None:
        return True
    return any(c.attained and c.point is not None and c.point.same(root) for c in found)


def _angle(candidate: Candidate) -> Expr:
    """The angle in (-pi, pi) whose half has this tangent."""
    root = candidate.point
    if root is None:
        raise ValueError("no point")
    square = polynomial([1, 0, 1])
    cosine = quotient(polynomial([-1, 0, 1]), square, root)
    angle = acos(value_form(Value(cosine, root)))
    below = root.exact is not None and root.exact < 0
    if root.exact is None:
        while root.low <= 0 <= root.high:
            root.halve()
        below = root.high < 0
    return -angle if below else angle
