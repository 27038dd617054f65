"""Random formulas and a judge by sampling, made without the package's mathematics."""

import math
import random
import warnings

import mpmath
import numpy as np
import sympy
from sympy import Abs, Expr, Max, Min, Piecewise, Rational, Symbol, cos, exp, log, sin, sqrt, tanh

from symdescent.proofs import Kind, Minimum, Problem

X, Y = Symbol("x", real=True), Symbol("y", real=True)
UNUSABLE = (sympy.zoo, sympy.nan, sympy.oo, sympy.I)


class Maker:
    """A seeded source of formulas and boxes."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self):
        return Rational(self.random.randint(-6, 6), self.random.choice([1, 1, 1, 2, 3]))

    def polynomial(self, degree):
        return sum(self.number() * X**k for k in range(degree + 1))

    def one(self, depth):
        """A formula in x."""
        if depth == 0:
            leaves = [X, X, X - 1, 2 * X + 1, X**2, X**2 - 2, X**3 - X, self.polynomial(2)]
            return self.random.choice(leaves)
        a, b = self.one(depth - 1), self.one(depth - 1)
        return self.random.choice(
            [
                lambda: a + b,
                lambda: a * b,
                lambda: a - b,
                lambda: a / b,
                lambda: Abs(a),
                lambda: Max(a, b),
                lambda: Min(a, b),
                lambda: a**2,
                lambda: exp(a),
                lambda: exp(-X) * a,
                lambda: log(a),
                lambda: sqrt(a),
                lambda: sin(a),
                lambda: cos(2 * X) + a,
                lambda: sin(X) * cos(X) ** 2 - cos(3 * X),
                lambda: tanh(a),
                lambda: Piecewise((a, self.number() > X), (b, True)),
                lambda: self.polynomial(5),
            ]
        )()

    def two(self, depth):
        """A formula in x and y."""
        if depth == 0:
            leaves = [X, Y, X - Y, X * Y, X**2, Y**2 - 1, X + 2 * Y - 1]
            return self.random.choice(leaves)
        a, b = self.two(depth - 1), self.two(depth - 1)
        coercive = (
            X**4 + Y**4 + self.number() * X * Y + self.number() * X**2 * Y + self.number() * X
        )
        return self.random.choice(
            [
                lambda: a + b,
                lambda: a - b,
                lambda: a * b,
                lambda: a**2 + b**2,
                lambda: exp(a),
                lambda: cos(a),
                lambda: log(1 + a**2),
                lambda: sqrt(1 + a**2),
                lambda: 1 / (1 + a**2),
                lambda: Abs(a),
                lambda: coercive,
            ]
        )()

    def box(self):
        low, high = Rational(self.random.randint(-3, 1)), Rational(self.random.randint(2, 4))
        free = (None, None)
        return self.random.choice([free] * 5 + [(low, high), (low, None), (None, high), (low, low)])

    def problem(self, two):
        """A problem whose formula sympy has not already spoilt."""
        while True:
            formula = self.two(self.random.choice([1, 2])) if two else self.one(2)
            if formula.free_symbols and not formula.has(*UNUSABLE):
                variables = (X, Y) if two else (X,)
                return Problem(formula, variables, tuple(self.box() for _ in variables))


def sample(problem: Problem) -> tuple[float, list[float]]:
    """The least value on a dense set of points of the box, and where; nan if undefined there."""
    grids = [_grid(pair, len(problem.variables)) for pair in problem.box]
    mesh = np.meshgrid(*grids, indexing="ij")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        values = sympy.lambdify(problem.variables, problem.expression, "numpy")(*mesh)
        values = np.broadcast_to(np.asarray(values, dtype=float), mesh[0].shape)
    values = np.where(np.isfinite(values), values, np.nan)
    if np.all(np.isnan(values)):
        return math.nan, []
    place = np.nanargmin(values)
    return float(values.flat[place]), [float(axis.flat[place]) for axis in mesh]


def _grid(pair, count):
    low, high = (None if end is None else float(end) for end in pair)
    fine = 2001 if count == 1 else 81
    parts = [
        np.linspace(-10, 10, fine),
        np.logspace(0, 6, fine // 20),
        -np.logspace(0, 6, fine // 20),
    ]
    for centre in (-2, -1, -0.5, 0, 0.5, 1, 2, low or 0, high or 0):
        near = np.logspace(-8, 0, 30 if count == 1 else 4)
        parts += [centre + near, centre - near, np.array([centre])]
    points = np.unique(np.concatenate(parts))
    above = points >= (-math.inf if low is None else low)
    return points[above & (points <= (math.inf if high is None else high))]


def exact_value(expression: Expr, variables, point, digits=50) -> mpmath.mpf:
    """The value at a point, with so many digits."""
    with mpmath.workdps(digits):
        numbers = [mpmath.mpf(str(sympy.N(c, digits))) for c in point]
        value = sympy.lambdify(variables, expression, "mpmath")(*numbers)
        return value.real if abs(mpmath.im(value)) < mpmath.mpf(10) ** -20 else mpmath.nan


def complaint(problem: Problem, found: Minimum) -> str:
    """What sampling says against the answer; nothing where it agrees."""
    least, at = sample(problem)
    if math.isnan(least):
        return ""
    if found.kind in (Kind.GLOBAL, Kind.NOT_ATTAINED):
        value = float(sympy.N(found.value, 30))
        if least < value - 1e-9 * (1 + abs(value)):
            return f"L{at} = {least} is below {value}"
    if found.kind is Kind.NOT_ATTAINED and least > value + 0.5 + abs(value) / 10:
        return f"nothing near {value} was seen, only {least}"
    if found.kind is Kind.GLOBAL:
        return next(filter(None, (_wrong_point(problem, found, p) for p in found.points)), "")
    return ""


def _wrong_point(problem, found, point):
    numbers = {"any integer": 2, "any real number": Rational(5, 3)}
    known = {}
    for name, words in found.parameters.items():
        if words not in numbers:
            return ""
        whole = words == "any integer"
        symbol = Symbol(name, integer=True) if whole else Symbol(name, real=True)
        known[symbol] = sympy.Integer(2) if whole else Rational(5, 3)
    place = [c.xreplace(known) for c in point]
    for coordinate, (low, high) in zip(place, problem.box, strict=True):
        number = sympy.N(coordinate, 30)
        slack = Rational(1, 10**20)
        below = low is not None and number < low - slack
        if below or (high is not None and number > high + slack):
            return f"{place} is outside the box"
    if problem.expression.has(Piecewise):
        return ""
    try:
        value = exact_value(problem.expression, problem.variables, place)
    except ZeroDivisionError:
        return f"L is not defined at {place}"
    wanted = mpmath.mpf(str(sympy.N(found.value, 40)))
    if mpmath.isnan(value):
        return ""  # an end of the domain, missed by rounding
    return "" if abs(value - wanted) < 1e-12 * (1 + abs(wanted)) else f"L{place} = {value}"
