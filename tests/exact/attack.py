"""Random formulas, and an attack with numbers on whatever is claimed to be proved about them.

The attack shares nothing with the package: dense samples, and scipy's Nelder-Mead and Powell from
the best of them. A value below a proved minimum by more than rounding is a find.
"""

import math
import random
import warnings
from dataclasses import dataclass, field

import numpy as np
import sympy
from exact_oracle import Maker, X, Y, complaint, exact_value
from scipy.optimize import minimize
from sympy import Abs, Max, Piecewise, Rational, cos, exp, log, sin, sqrt

from symdescent.exact import Kind, Problem, minimum
from symdescent.exact.check import check

CLAIMS = {Kind.GLOBAL, Kind.NOT_ATTAINED, Kind.UNBOUNDED}


@dataclass
class Tally:
    """How many formulas were asked about, proved, checked; and what was found wrong."""

    asked: int = 0
    proved: int = 0
    checked: int = 0
    wrong: list[str] = field(default_factory=list)


class Attacker(Maker):
    """More families of formulas: sums of squares, quotients, waves, kinks; one or two letters."""

    def family(self):
        n, a = self.number, Rational(self.random.randint(1, 5))
        return self.random.choice(
            [
                lambda: self.polynomial(self.random.choice([2, 3, 4, 6])),
                lambda: self.polynomial(4) / (X**2 + a),
                lambda: self.polynomial(3) / (X - n()),
                lambda: a * exp(X) + n() * X + n() * exp(-X),
                lambda: X**2 * a + n() * X - a * log(X),
                lambda: n() * sin(X) + n() * cos(2 * X),
                lambda: Abs(X - n()) + Max(n() * X, X**2 - a),
                lambda: Piecewise((self.polynomial(2), X < n()), (self.polynomial(2), True)),
                lambda: a * X**2 + n() * X * Y + a * Y**2 + n() * X + n() * Y,
                lambda: (X**2 - Y + n()) ** 2 + (n() * X - 1) ** 2,
                lambda: (X - n()) ** 2 + a * cos(Y) + n(),
                lambda: exp(X + n() * Y) + exp(-X) + a * Y**2,
                lambda: sqrt(1 + X**2) + n() * X / 4 + Y**4 - n() * Y**2,
                lambda: -exp(-(X**2) - Y**2) * a,
                lambda: X**2 * Y + n() * Y + Y**3,
            ]
        )()

    def draw(self):
        """A problem of one of the families, or a wild one."""
        if self.random.random() < 0.25:
            return self.problem(self.random.random() < 0.3)
        formula = self.family()
        letters = tuple(sorted(formula.free_symbols, key=str))
        if not letters or formula.has(sympy.zoo, sympy.nan, sympy.oo, sympy.I):
            return self.draw()
        return Problem(formula, letters, tuple(self.box() for _ in letters))


def attack(seed, count, seconds):
    """Ask, prove, check, and attack `count` formulas of one seed."""
    maker, tally = Attacker(seed), Tally()
    for _ in range(count):
        asked = maker.draw()
        found = minimum(asked, seconds)
        tally.asked += 1
        if found.kind in CLAIMS:
            tally.proved += 1
            tally.checked += found.certificate is not None
            said = complaint(asked, found) or lower(asked, found, seed)
            if found.certificate is not None and not check(asked, found).accepted:
                said = "its certificate is refused the second time"
            if said:
                tally.wrong.append(f"{asked.expression} {asked.box} {found.rung}: {said}")
        elif "bug of ours" in found.reason:
            tally.wrong.append(f"{asked.expression} {asked.box} {found.rung}: {found.reason}")
    return tally


def lower(asked, found, seed):
    """A polished point below the proved value, in words; nothing where there is none."""
    if found.value is None:
        return ""
    proved = float(sympy.N(found.value, 30))
    function = sympy.lambdify(asked.variables, asked.expression, "numpy")
    sides = [(_float(low, -1e3), _float(high, 1e3)) for low, high in asked.box]
    best, at = _polished(function, sides, random.Random(seed))
    if at is None or best >= proved - 1e-9 * (1 + abs(proved)):
        return ""
    precise = exact_value(asked.expression, asked.variables, [Rational(x) for x in at])
    slack = 1e-12 * (1 + abs(proved))
    return f"L{at} = {precise}, below {proved}" if precise < proved - slack else ""


def _float(end, instead):
    return instead if end is None else float(end)


def _polished(function, sides, rng):
    """The least value that local searches from random points find within the sides."""

    def safe(point):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            inside = np.clip(point, [s[0] for s in sides], [s[1] for s in sides])
            try:
                value = float(function(*map(float, inside)))
            except (ArithmeticError, TypeError, ValueError):
                return 1e300
        return value if math.isfinite(value) else 1e300

    best, at = math.inf, None
    for method in ("Nelder-Mead", "Powell", "Nelder-Mead"):
        start = [rng.uniform(max(a, -5), min(b, 5)) for a, b in sides]
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            reached = minimize(safe, start, method=method, options={"maxfev": 400}).x
        point = np.clip(np.atleast_1d(reached), [s[0] for s in sides], [s[1] for s in sides])
        if safe(point) < best:
            best, at = safe(point), [float(x) for x in point]
    return best, at
