"""Answers found again from the text of a statement, by means that the package does not use.

sympy's own reader takes the formula, its `diff` and `solve` do the rest; iterates are a loop over
fractions. Nothing here imports the package.
"""

from fractions import Fraction

import sympy as sp

X, Y = sp.symbols("x y")
K, NOW, BEFORE = sp.symbols("k x_k x_prev")


def read(text):
    """The expression of a formula in our language."""
    return sp.parse_expr(
        text.replace("^", "**"), {"x": X, "y": Y, "k": K, "x_k": NOW, "x_prev": BEFORE}
    )


def fraction(value):
    value = value if value.is_Rational else sp.simplify(value)
    assert value.is_Rational, value
    return Fraction(int(value.p), int(value.q))


def fractions(values):
    return tuple(fraction(value) for value in values)


class Found:
    """What follows from a formula and given numbers."""

    def __init__(self, formula, given):
        self.curve, self.given = read(formula), given
        self.variables = sorted(self.curve.free_symbols, key=str)
        self.slopes = [sp.diff(self.curve, x) for x in self.variables]

    def gradient(self, point):
        there = dict(zip(self.variables, map(sp.Rational, point), strict=True))
        return fractions(slope.subs(there) for slope in self.slopes)

    def iterates(self, steps):
        rate = self.given["rate"][0]
        beta = self.given.get("momentum", (Fraction(0),))[0]
        old = here = self.given["start"]
        found = []
        for _ in range(steps):
            moved = [
                x - rate * g + beta * (x - z)
                for x, z, g in zip(here, old, self.gradient(here), strict=True)
            ]
            old, here = here, tuple(moved)
            found.append(here)
        return found

    def trace_and_determinant(self):
        """Of the Hessian of a quadratic in two variables."""
        (a, b), (_, c) = [[fraction(sp.diff(s, v)) for v in self.variables] for s in self.slopes]
        return a + c, a * c - b * b

    def eigenvalues(self):
        """The roots of t^2 - trace t + determinant; the second derivative of a parabola."""
        if len(self.variables) == 1:
            return [fraction(sp.diff(self.slopes[0], X))]
        trace, determinant = self.trace_and_determinant()
        root = fraction(sp.sqrt(sp.Rational(trace**2 - 4 * determinant)))
        return [(trace - root) / 2, (trace + root) / 2]

    def critical(self):
        return sorted(map(fraction, sp.solve(self.slopes[0], X)))

    def value(self, x):
        return fraction(self.curve.subs(X, sp.Rational(x)))


def steps_of(found):
    return int(found.given["steps"][0])


def update(found, value):
    rate = found.given["rate"][0]
    beta = found.given.get("momentum", (0,))[0]
    moved = NOW - sp.Rational(rate) * found.slopes[0].subs(X, NOW)
    return sp.expand(moved + sp.Rational(beta) * (NOW - BEFORE) - read(value[0])) == 0


def iterates(found, value):
    return value == tuple(x for point in found.iterates(steps_of(found)) for x in point)


def last(found, value):
    return value == found.iterates(steps_of(found))[-1]


def closed(found, value):
    told = [read(text) for text in value]
    points = [found.given["start"], *found.iterates(5)]
    return all(
        fractions(formula.subs(K, k) for formula in told) == point for k, point in enumerate(points)
    )


def gradient(found, value):
    """Equal in three places, to 40 digits."""
    told = [read(text) for text in value]
    places = [
        tuple(map(sp.Rational, pair))
        for pair in (["0.37", "1.21"], ["2.71", "-0.33"], ["5.19", "4.4"])
    ]
    return len(told) == len(found.slopes) and all(
        abs(sp.N((a - b).subs({X: x, Y: y}), 40)) < 1e-30
        for a, b in zip(told, found.slopes, strict=True)
        for x, y in places
    )


def gradient_there(found, value):
    return value == found.gradient(found.given["start"])


def eigenvalues(found, value):
    return list(value) == found.eigenvalues()


def roots(found, value):
    r = sp.Symbol("r")
    (bend,) = found.eigenvalues()
    rate, beta = found.given["rate"][0], found.given["momentum"][0]
    polynomial = r**2 - sp.Rational(1 + beta - rate * bend) * r + sp.Rational(beta)
    return sorted(value) == sorted(map(fraction, sp.solve(polynomial, r)))


def critical(found, value):
    return list(value) == found.critical()


def natures(found, value):
    """The sign of the slope on both sides."""

    def sign(x):
        return sp.sign(found.slopes[0].subs(X, x))

    near = sp.Rational(1, 10)
    sides = [(sign(x - near), sign(x + near)) for x in map(sp.Rational, found.critical())]
    return list(value) == [0 if left == right else right for left, right in sides]


def candidates(found):
    low, high = found.given.get("interval", (None, None))
    if low is None:
        return found.critical()
    return sorted({low, high, *(x for x in found.critical() if low <= x <= high)})


def least(found, value):
    values = {x: found.value(x) for x in candidates(found)}
    places = [x for x, y in values.items() if y == min(values.values())]
    return list(value) == [min(values.values()), *places]


def least_value(found, value):
    return value == (min(map(found.value, candidates(found))),)


def basin(found, value):
    """Steps of 1/16 downhill, exactly, until the slope is 0: so small that no root is passed."""
    x, slope = sp.Rational(found.given["start"][0]), found.slopes[0]
    while here := slope.subs(X, x):
        x -= sp.sign(here) / 16
    return value == (fraction(x),)


def stable(found, value):
    return value == (0, 2 / max(found.eigenvalues()))


def at_once(found, value):
    return value == (1 / found.eigenvalues()[0],)


def waiting(found, value):
    """Step by step, until the distance from the zero of the slope is small enough."""
    (centre,), (bend,) = found.critical(), found.eigenvalues()
    x, steps = found.given["start"][0], 0
    while abs(x - centre) > Fraction(1, 10 ** int(found.given["digits"][0])):
        x, steps = x - found.given["rate"][0] * bend * (x - centre), steps + 1
    return value == (steps,)


def best(found, value):
    """2/trace, and the root of the discriminant over the trace."""
    trace, determinant = found.trace_and_determinant()
    return value == (2 / trace, fraction(sp.sqrt(sp.Rational(trace**2 - 4 * determinant))) / trace)


def best_rate(found, value):
    return value == (2 / found.trace_and_determinant()[0],)


def shrinking(found, value):
    low, high = found.eigenvalues()
    size, steps = Fraction(1), 0
    while size > Fraction(1, 10 ** int(found.given["digits"][0])):
        size, steps = size * (high - low) / (high + low), steps + 1
    return value == (steps,)


def ball_numbers(found):
    """4/(sqrt a + sqrt b)^2 and its like, by trace and the root of the determinant alone."""
    trace, determinant = found.trace_and_determinant()
    twice = 2 * fraction(sp.sqrt(sp.Rational(determinant)))
    return 4 / (trace + twice), (trace - twice) / (trace + twice)


def ball(found, value):
    return value == ball_numbers(found)


def ball_momentum(found, value):
    return value == (ball_numbers(found)[1],)


def factors(found, value):
    low, high = found.eigenvalues()
    plain = (high - low) / (high + low)
    return value == (fraction(sp.sqrt(sp.Rational(ball_numbers(found)[1]))), plain)


REFERENCES = {
    "at_once": at_once,
    "ball": ball,
    "ball_momentum": ball_momentum,
    "basin": basin,
    "best": best,
    "best_rate": best_rate,
    "closed": closed,
    "critical": critical,
    "eigenvalues": eigenvalues,
    "factors": factors,
    "gradient": gradient,
    "gradient_there": gradient_there,
    "iterates": iterates,
    "last": last,
    "least": least,
    "least_value": least_value,
    "natures": natures,
    "range": stable,
    "roots": roots,
    "shrinking": shrinking,
    "update": update,
    "waiting": waiting,
}
