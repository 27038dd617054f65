"""Numbers without a closed form: their digits against mpmath's, their signs, how they are read."""

from fractions import Fraction

import mpmath
import sympy
from sympy import Abs, Rational, Symbol, cos, exp, sin

from symdescent.calculus.critical_number import CriticalOf

X, Y = Symbol("x", real=True), Symbol("y", real=True)


def between(function, low, high):
    return CriticalOf(function, (X,), ((Fraction(low), Fraction(high)),), 0)


WIDE = between(X**2 + sin(X), "-0.6", "-0.3")


def test_digits_are_computed_where_the_box_does_not_tell_them():
    with mpmath.workdps(120):
        root = mpmath.findroot(lambda x: 2 * x + mpmath.cos(x), -0.45)
        assert abs(mpmath.mpf(str(WIDE.evalf(110))) - root) < mpmath.mpf(10) ** -108


def test_digits_in_two_letters():
    box = ((Fraction(-1), Fraction(0)), (Fraction(-1), Fraction(0)))
    function = exp(X) + X**2 + X * Y / 4 + Y**2 + sin(Y)
    x, y = (CriticalOf(function, (X, Y), box, i) for i in range(2))
    with mpmath.workdps(60):
        at = {X: x.evalf(50), Y: y.evalf(50)}
        for v in (X, Y):
            assert abs(sympy.diff(function, v).evalf(50, subs=at)) < 1e-45


def test_signs_are_those_of_the_number_not_of_the_middle_of_its_box():
    """-0.45018... + 0.4501 is below zero; from the middle, -0.45, it would be above."""
    near = WIDE + Rational(4501, 10000)
    assert near.is_negative and Abs(near) == -near


def test_a_box_without_a_critical_point_has_no_digits():
    assert not between(X**2, 2, 3).evalf(20).is_Float
    assert not between(X**3 + X, 2, 3).evalf(20).is_Float


def test_what_is_very_small_has_its_digits():
    tiny = between(X**2 + sin(X + 1) / 10**25, Fraction(-1, 10**20), Fraction(1, 10**20))
    with mpmath.workdps(60):
        root = mpmath.findroot(lambda x: 2 * x + mpmath.cos(x + 1) / mpmath.mpf(10) ** 25, -3e-26)
        assert abs(mpmath.mpf(str(tiny.evalf(40))) / root - 1) < mpmath.mpf(10) ** -38


def test_a_negative_number_stands_in_brackets():
    narrow = between(X**2 + sin(X), "-0.4502", "-0.4501")
    assert str(narrow**2 + sin(narrow)) == "sin(-0.450...) + (-0.450...)^2".replace("^", "**")
    assert str(-narrow) == "-(-0.450...)"
    assert "\\left(" in sympy.latex(narrow**2)
    assert str(between(cos(X), 3, "3.2") ** 2) == "3...**2"
