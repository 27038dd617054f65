"""Every band holds what mpmath finds with 40 digits; a band cut a little short is caught."""

from dataclasses import replace

import mpmath
import numpy as np
import pytest
import sympy
from sympy import Abs, Max, Min, Rational, Symbol, cos, exp, log, pi, sin, sqrt, symbols

from symdescent.proofs import interval_arrays
from symdescent.proofs.interval_arrays import Band, Tape, Unreadable

X, Y = symbols("x y", real=True)
ONES = {
    "exponential": (mpmath.exp, -700, 700),
    "logarithm": (mpmath.log, 1e-300, 1e300),
    "sine": (mpmath.sin, -1e6, 1e6),
    "cosine": (mpmath.cos, -1e6, 1e6),
    "arctangent": (mpmath.atan, -1e9, 1e9),
    "arcsine": (mpmath.asin, -1, 1),
    "arccosine": (mpmath.acos, -1, 1),
    "hyperbolic_sine": (mpmath.sinh, -700, 700),
    "hyperbolic_cosine": (mpmath.cosh, -700, 700),
    "hyperbolic_tangent": (mpmath.tanh, -30, 30),
    "absolute": (mpmath.fabs, -9, 9),
    "root": (mpmath.sqrt, 0, 1e300),
}


def numbers(low, high):
    """Points all over a range, near zero, and near multiples of pi/2."""
    source = np.random.default_rng(3)
    spread = source.uniform(low, high, 400)
    small = source.uniform(-1, 1, 400) * 10.0 ** source.uniform(-12, 1, 400)
    turns = np.arange(-200, 200) * (np.pi / 2)
    points = np.concatenate([spread, small, turns, np.nextafter(turns, 9)])
    return points[(points >= low) & (points <= high)]


@pytest.mark.slow_beyond(6)
@pytest.mark.parametrize("name", ONES)
def test_functions(name):
    rule, low, high = ONES[name]
    points = numbers(low, high)
    wide = np.concatenate([np.zeros(len(points) // 2), np.full(len(points), 0.7)])[: len(points)]
    ends = np.minimum(points + wide, high)
    with np.errstate(all="ignore"):
        found = getattr(interval_arrays, name)(Band(points, ends))
    with mpmath.workdps(40):
        for k, (a, b) in enumerate(zip(points, ends, strict=True)):
            for at in (a, b, min(a + (b - a) / 3, b)):
                assert found.low[k] <= rule(mpmath.mpf(float(at))) <= found.high[k]


def test_the_margin_is_needed():
    """Without widening, some value of the exponential falls outside: the test can fail."""
    points = numbers(-700, 700)
    raw = np.exp(points)
    with mpmath.workdps(40):
        outside = [mpmath.exp(mpmath.mpf(float(p))) != v for p, v in zip(points, raw, strict=True)]
    assert sum(outside) > len(points) / 2


def test_products_with_endless_sides():
    half = Band(np.array([0.0]), np.array([np.inf]))
    with np.errstate(all="ignore"):
        assert (half * half).low == 0 and (half * half).high == np.inf
        assert (-half * half).high == 0 and (half + half).low == 0
        assert (
            interval_arrays.inverse(half).low == 0 and interval_arrays.inverse(half).high == np.inf
        )
        thin = Band(np.array([1e-200]), np.array([1e-200]))
        assert 0 <= (thin * thin).low < (thin * thin).high


FORMULAS = [
    exp(X * Y) - sin(X) * cos(Y) + X**3 * Y**2,
    log(1 + X**2 + Y**2) * sympy.atan(X - Y),
    sqrt(X**2 + Y**2 + 1) / (2 + cos(X)),
    sympy.tan(X / 5) + sympy.asin(X / 7) * sympy.acos(Y / 9),
    sympy.sinh(X) * sympy.cosh(Y) + sympy.tanh(X * Y),
    (X**2 + 1) ** Rational(1, 3) * Y**5,
    (2 + X**2) ** (Y / 2),
    (X**2 + 2) ** Rational(-5, 3) + pi / (Y**2 + 1) ** 3,
    Y * Abs(X - 1) + Max(X, Y, X * Y) - Min(X, -Y),
]


def misses(formula, tweak=lambda band: band):
    """How often a value or a derivative at a point of a box lies outside its band."""
    source, tape = np.random.default_rng(1), Tape(formula, (X, Y))
    centres = source.uniform(-3, 3, (30, 2))
    half = source.choice([0, 1e-9, 1e-2, 1.0], (30, 1))
    low, high = centres - half, centres + half
    sweep = tape.sweep(low, high, 2)
    slopes, bends = sweep.gradient(2), sweep.hessian(2)
    value = tweak(sweep.jet.value)
    found = {(): (value.low, value.high)}
    found |= {(i,): (slopes[0][:, i], slopes[1][:, i]) for i in (0, 1)}
    found |= {(i, j): (bends[0][:, i, j], bends[1][:, i, j]) for i in (0, 1) for j in (0, 1)}
    kinked = formula.has(Abs, Max)
    count = 0
    with mpmath.workdps(40):
        for key, (lows, highs) in found.items():
            exact = formula
            for i in key if not kinked else ():
                exact = sympy.diff(exact, (X, Y)[i])
            if key and kinked:
                continue
            rule = sympy.lambdify((X, Y), exact, "mpmath")
            for k in range(30):
                at = [mpmath.mpf(float(c)) for c in source.uniform(low[k], high[k])]
                count += not lows[k] <= rule(*at) <= highs[k]
    return count


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_value_gradient_hessian(formula):
    assert misses(formula) == 0


def test_a_short_band_is_caught():
    assert misses(FORMULAS[0], lambda band: replace(band, high=band.low)) > 0


def test_kinks_and_edges_are_marked():
    low, high = np.array([[-1.0], [1.0], [-3.0]]), np.array([[1.0], [2.0], [-2.0]])
    for formula in (Abs(X), sqrt(X), log(X), 1 / X, Max(X, -X)):
        assert Tape(formula, (X,)).sweep(low, high).marks.smooth.tolist()[:2] == [False, True]
    assert Tape(log(X), (X,)).sweep(low, high).marks.empty.tolist() == [False, False, True]
    assert Tape(X ** (X / 2), (X,)).sweep(low, high).marks.whole.tolist() == [False, True, False]


def test_what_has_no_rule_is_not_read():
    with pytest.raises(Unreadable):
        Tape(sympy.floor(Symbol("x", real=True)), (X,))
