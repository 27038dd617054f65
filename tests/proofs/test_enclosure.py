"""Every enclosure holds the value that mpmath finds with 80 digits."""

import random
from fractions import Fraction

import mpmath
import pytest
import sympy
from sympy import CRootOf, Symbol, cos, exp, log, pi, sin, sqrt

from symdescent.proofs.enclosure import RULES, Unknown, enclose, of, sign_of

NAMES = ("exp", "log", "sin", "cos", "tan", "atan", "asin", "acos", "sinh", "cosh", "tanh")
INSIDE = {
    "log": lambda a: a > 0,
    "asin": lambda a: abs(a) < 1,
    "acos": lambda a: abs(a) < 1,
    "exp": lambda a: abs(a) < 200,
    "sinh": lambda a: abs(a) < 200,
    "cosh": lambda a: abs(a) < 200,
    "tan": lambda a: abs(a) < 1,
}


def holds(span, value):
    low, high = (mpmath.mpf(end.numerator) / end.denominator for end in span.bounds())
    return low <= value <= high


@pytest.mark.slow_beyond(3)
@pytest.mark.parametrize("name", NAMES)
def test_holds_the_value(name):
    source, rule = random.Random(name), RULES[getattr(sympy, name)]
    with mpmath.workdps(100):
        for _ in range(60):
            bits = source.choice([64, 200])
            low = Fraction(source.randint(-(10**6), 10**6), source.choice([7, 10**3, 10**5, 10**7]))
            high = low + Fraction(source.randint(0, 10**6), source.choice([10**5, 10**8]))
            if not all(map(INSIDE.get(name, lambda a: True), (low, high))):
                continue
            wide = rule(of(low, high, bits))
            for k in range(9):
                at = low + (high - low) * Fraction(k, 8)
                value = getattr(mpmath, name)(mpmath.mpf(at.numerator) / at.denominator)
                assert holds(wide, value)
                assert holds(rule(of(at, at, bits)), value)


@pytest.mark.parametrize(
    ("number", "sign"),
    [
        (exp(1) - 3, -1),
        (pi - sympy.Rational(355, 113), -1),
        (sqrt(2) + sqrt(3) - pi, 1),
        (log(2) - sympy.Rational(6931471805, 10**10), 1),
        (sin(22), -1),
        (cos(1) ** 2 + sin(1) ** 2 - 1, None),
        (CRootOf(Symbol("x") ** 5 - Symbol("x") + 1, 0) + sympy.Rational(7, 6), -1),
        (sympy.Integer(0), 0),
    ],
)
def test_signs(number, sign):
    assert sign_of(number) == sign


@pytest.mark.parametrize("bad", [log(-sympy.Integer(2)), 1 / (sin(pi * sqrt(4)) + 0 * pi) ** 2])
def test_outside_the_domain_nothing_is_said(bad):
    with pytest.raises(Unknown):
        enclose(bad, {}, 80)
