"""Bounds hold the value that mpmath finds with more digits; signs are those of mpmath."""

import random
from fractions import Fraction

import mpmath
import pytest
import sympy
from sympy import CRootOf, Symbol, cos, exp, log, pi, sin, sqrt

from symdescent.proofs.enclosure import bounds, sign_of, sign_over
from symdescent.proofs.kernel.certificates import Unfollowed

NAMES = ("exp", "log", "sin", "cos", "tan", "atan", "asin", "acos", "sinh", "cosh", "tanh")
INSIDE = {
    "log": lambda a: a > Fraction(1, 5),
    "asin": lambda a: abs(a) < 1,
    "acos": lambda a: abs(a) < 1,
    "exp": lambda a: abs(a) < 200,
    "sinh": lambda a: abs(a) < 200,
    "cosh": lambda a: abs(a) < 200,
    "tan": lambda a: abs(a) < 1,
}
X = Symbol("x")


def holds(ends, value):
    low, high = (mpmath.mpf(end.numerator) / end.denominator for end in ends)
    return low <= value <= high


@pytest.mark.slow_beyond(3)
@pytest.mark.parametrize("name", NAMES)
def test_holds_the_value(name):
    source, node = random.Random(name), getattr(sympy, name)(X)
    with mpmath.workdps(100):
        for _ in range(60):
            bits = source.choice([64, 200])
            low = Fraction(source.randint(-(10**6), 10**6), source.choice([7, 10**3, 10**5, 10**7]))
            high = low + Fraction(source.randint(0, 10**6), source.choice([10**7, 10**10]))
            if not all(map(INSIDE.get(name, lambda a: True), (low, high))):
                continue
            wide = bounds(node, bits, {X: (low, high)})
            for k in range(9):
                at = low + (high - low) * Fraction(k, 8)
                value = getattr(mpmath, name)(mpmath.mpf(at.numerator) / at.denominator)
                assert holds(wide, value)
                assert holds(bounds(node, bits, {X: (at, at)}), value)


@pytest.mark.parametrize(
    ("number", "sign"),
    [
        (exp(1) - 3, -1),
        (pi - sympy.Rational(355, 113), -1),
        (sqrt(2) + sqrt(3) - pi, 1),
        (log(2) - sympy.Rational(6931471805, 10**10), 1),
        (sin(22), -1),
        (exp(-3000), 1),
        (cos(1) ** 2 + sin(1) ** 2 - 1, None),
        (CRootOf(X**5 - X + 1, 0) + sympy.Rational(7, 6), -1),
        (sympy.Integer(0), 0),
        (X + 1, None),
        (sympy.oo, None),
        (sympy.nan, None),
        (sympy.I, None),
    ],
)
def test_signs(number, sign):
    assert sign_of(number) == sign


def test_signs_over_boxes():
    unit = {X: (Fraction(1), Fraction(9, 8))}
    assert sign_over(exp(X) - 2, 80, unit) == 1
    assert sign_over(X - 1, 80, unit) is None
    assert sign_over(sympy.Integer(0), 80, unit) == 0


@pytest.mark.parametrize("bad", [log(-sympy.Integer(2)), 1 / (sin(pi * sqrt(4)) + 0 * pi) ** 2])
def test_outside_the_domain_nothing_is_said(bad):
    with pytest.raises(Unfollowed):
        bounds(bad, 80)


def test_numbers_that_could_not_be_written_down_have_no_bounds():
    with pytest.raises(Unfollowed):
        bounds(exp(exp(13)), 80)
