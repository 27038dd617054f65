"""Exact points and floats go in; which is nearest, how far, and on which side comes out."""

from fractions import Fraction

import pytest
import sympy as sp

from symdescent.calculus.accurate_evaluation import excess, gradient_error, is_small, nearest
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.language import parse

S = sp.Symbol("s", real=True)
T = sp.Symbol("t", real=True)
N = sp.Symbol("n", integer=True)
ONE = sp.Integer(1)


def derived(text):
    return derive(build(parse(text)))


def test_the_nearest_of_several_points():
    points = [(ONE, ONE), (-ONE, ONE), (sp.sqrt(2), -ONE)]
    found = nearest(points, (), (1.4, -0.9))
    assert found.exact == (sp.sqrt(2), -1)
    assert found.distance == pytest.approx(((2**0.5 - 1.4) ** 2 + 0.01) ** 0.5, rel=1e-12)


def test_the_foot_of_the_perpendicular_on_a_line():
    """x + y = 1 as (s, 1 - s): from (2, 1) the nearest point is (1, 0)."""
    found = nearest([(S, 1 - S)], ("s",), (2.0, 1.0))
    assert found.floats == pytest.approx((1.0, 0.0), abs=1e-12)
    assert found.distance == pytest.approx(2**0.5, rel=1e-12)


def test_a_plane_has_two_parameters():
    found = nearest([(S, T, S + T)], ("s", "t"), (1.0, 1.0, 5.0))
    assert found.floats == pytest.approx((2.0, 2.0, 4.0), rel=1e-12)


def test_a_period_has_an_integer_parameter():
    found = nearest([(sp.pi / 2 + 2 * sp.pi * N,)], ("n",), (27.0,))
    assert found.exact == (sp.pi / 2 + 8 * sp.pi,)
    assert found.floats == pytest.approx((26.703537555513243,), rel=1e-15)


def test_a_curved_family_has_no_nearest_point_here():
    assert nearest([(S, S**2)], ("s",), (1.0, 2.0)) is None
    assert nearest([(S, S**2), (ONE, ONE)], ("s",), (1.0, 2.0)).exact == (1, 1)
    assert nearest([], (), (1.0,)) is None


@pytest.mark.parametrize("gap", [1e-14, -1e-14, 1e-9, 0.5])
def test_the_sign_of_an_excess_holds_far_below_a_float(gap):
    """(x - 1)^2 + 10^6 at 1 + gap lies gap^2 above: no float of the size 10^6 shows it."""
    point = 1 + gap
    exact = float((Fraction(point) - 1) ** 2)
    found = excess(derived("(x-1)^2 + 10^6"), (point,), sp.Integer(10**6))
    assert found == pytest.approx(exact, rel=1e-12)
    assert found > 0


def test_a_value_below_is_negative():
    assert excess(derived("x^2"), (0.0,), sp.Rational(1, 10**30)) == pytest.approx(-1e-30)


def test_outside_the_domain_there_is_no_excess():
    assert str(excess(derived("log(x)"), (-1.0,), ONE)) == "nan"


def test_the_error_of_a_compiled_gradient():
    assert gradient_error(derived("x^3"), (2.0,), (12.0,), 12.0) == 0
    assert gradient_error(derived("x^3"), (2.0,), (12.012,), 12.0) == pytest.approx(1e-3)


def test_what_is_large_is_not_computed_at_fifty_digits():
    assert is_small(build(parse("sin(x)^2 + x")).expression)
    assert not is_small(sp.Add(*[sp.Symbol(f"x{i}") ** 2 for i in range(2000)]))


def test_a_zero_within_a_maximum_is_compared():
    """At 1 the second part of max(x, 1 - x) is 0, which sympy has only as a rounded number."""
    assert excess(derived("max(x, 1-x)"), (1.0,), sp.Rational(1, 2)) == 0.5
    assert excess(derived("min(x, 1-x)"), (0.0,), sp.Rational(-1, 2)) == 0.5
