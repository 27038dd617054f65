"""Random formulas, and an attack with numbers on whatever is claimed to be proved about them.

The attack shares nothing with the package: dense samples, random ones, and local searches from the
best of them. A value below a proved minimum by more than rounding is a find, and so is a curve on
which L does not do what was claimed.
"""

import warnings
from dataclasses import dataclass, field
from itertools import pairwise

import mpmath
import numpy as np
import sympy
from exact_oracle import Maker, X, Y, complaint, exact_value
from sympy import Abs, Integer, Max, Piecewise, Rational, cos, exp, log, sin, sqrt

from symdescent.proofs import Kind, Problem, minimum
from symdescent.proofs.kernel.certificates import Approach, Escape
from symdescent.proofs.kernel.check import check
from symdescent.proofs.steps import Why

POINTS, POLISHED = 200_000, 200
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
            said = complaint(asked, found) or lower(asked, found, seed) or astray(asked, found)
            if found.certificate is not None and not check(asked, found).accepted:
                said = "its certificate is refused the second time"
            if said:
                tally.wrong.append(f"{asked.expression} {asked.box} {found.rung}: {said}")
        elif Why.REFUSED in [reason.kind for reason in found.reasons]:
            tally.wrong.append(f"{asked.expression} {asked.box} {found.rung}: {found.reasons}")
    return tally


def lower(asked, found, seed):
    """A sampled or polished point below the proved value, or none that falls, in words; or ""."""
    best, at = least(asked, seed)
    if at is None:
        return ""
    if found.kind is Kind.UNBOUNDED:
        return "" if best < -15 else f"no value below {best} was seen"
    proved = float(sympy.N(found.value, 30))
    if best >= proved - 1e-9 * (1 + abs(proved)):
        return ""
    precise = exact_value(asked.expression, asked.variables, [Rational(x) for x in at])
    slack = 1e-12 * (1 + abs(proved))
    return f"L{at} = {precise}, below {proved}" if precise < proved - slack else ""


def astray(asked, found):
    """What is wrong with the curve of a certificate: there L falls, or tends to its infimum."""
    shown = found.certificate
    if not isinstance(shown, Escape | Approach):
        return ""
    t = sympy.Symbol("t", real=True)
    curve = [sympy.parse_expr(c.replace("^", "**"), {"t": t, "e": sympy.E}) for c in shown.curve]
    places = [[c.xreplace({t: Integer(k)}) for c in curve] for k in (2, 10, 50, 300)]
    values = [exact_value(asked.expression, asked.variables, place, 400) for place in places]
    if isinstance(shown, Escape):
        falls = all(b < a for a, b in pairwise(values))
        return "" if falls else f"L on its curve: {values}"
    with mpmath.workdps(400):
        gaps = [v - exact_value(found.value, (), (), 400) for v in values]
    shrinks = gaps[-1] < max(gaps[0] / 2, mpmath.mpf("1e-3"))
    above = gaps[0] > 0 and gaps[-1] >= 0  # far out 400 digits may not tell them apart
    nears = shrinks and above and all(b <= a for a, b in pairwise(gaps))
    return "" if nears else f"L - m on its curve: {gaps}"


def least(asked, seed):
    """The least value at POINTS random points, and after POLISHED compass searches from some."""
    function = sympy.lambdify(asked.variables, asked.expression, "numpy")
    low, high = np.array([(_float(a, -np.inf), _float(b, np.inf)) for a, b in asked.box]).T
    made = np.random.default_rng(seed)
    spread = made.standard_normal((POINTS, len(low))) * 10.0 ** made.uniform(-3, 2, (POINTS, 1))
    points = np.clip(spread, low, high)
    values = _values(function, points)
    best = np.argsort(values, kind="stable")[: POLISHED // 2]
    chosen = np.concatenate([best, made.integers(0, POINTS, POLISHED - len(best))])
    points, values = compass(function, points[chosen], (low, high))
    place = int(np.argmin(values))
    return float(values[place]), points[place].tolist() if values[place] < np.inf else None


def compass(function, points, ends):
    """R. Hooke and T. A. Jeeves' search (1961) along the axes, for all points at once."""
    values, step = _values(function, points), np.full(len(points), 0.5)
    for _ in range(120):
        moved = np.zeros(len(points), dtype=bool)
        for axis in range(points.shape[1]):
            for side in (1, -1):
                trial = points.copy()
                trial[:, axis] += side * step
                trial = np.clip(trial, *ends)
                there = _values(function, trial)
                better = there < values
                points = np.where(better[:, None], trial, points)
                values, moved = np.where(better, there, values), moved | better
        step = np.where(moved, step * 2, step / 2)
    return points, values


def _values(function, points):
    """The values, infinite where there is none."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found = np.broadcast_to(np.asarray(function(*points.T), dtype=float), len(points))
    return np.where(np.isnan(found) | np.isposinf(found), np.inf, found)


def _float(end, instead):
    return instead if end is None else float(end)
