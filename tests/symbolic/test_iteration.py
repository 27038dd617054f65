"""A quadratic and a rate go in, the closed form of the iteration and its exact counts come out."""

from fractions import Fraction

import pytest
import sympy as sp

from symdescent.language import parse
from symdescent.optimizers import GRADIENT_DESCENT
from symdescent.symbolic.derivation import derive
from symdescent.symbolic.exact_walk import LONGEST, exact_iterates
from symdescent.symbolic.formula import build
from symdescent.symbolic.iteration import K, affine, constant_curvature
from symdescent.symbolic.update import fuse

TENTH = Fraction(1, 10)
COUNTS = {Fraction(1, 10**3): 88, Fraction(1, 10**6): 153, Fraction(1, 10**9): 219}


def update(text, rate):
    derivation = derive(build(parse(text)))
    return fuse(derivation, GRADIENT_DESCENT.with_settings({"lr": Fraction(rate)}))


def line(text="1/2*(x-4)^2", rate=TENTH, start=14):
    return affine(update(text, rate), (Fraction(start),))


def test_the_closed_form_of_the_example():
    found = line()
    assert found.closed_form == 4 + 10 * sp.Rational(9, 10) ** K
    assert (found.factor, found.shift, found.fixed, found.gap) == (
        sp.Rational(9, 10),
        sp.Rational(2, 5),
        4,
        10,
    )


@pytest.mark.parametrize("tolerance", COUNTS)
def test_the_steps_until_a_tolerance_are_counted_exactly(tolerance):
    found = line().steps_until(tolerance)
    assert found == COUNTS[tolerance]
    assert 10 * Fraction(9, 10) ** found <= tolerance < 10 * Fraction(9, 10) ** (found - 1)


@pytest.mark.parametrize("rate", ["1/1000", "1/7", "1/3", "3/2", "199/100", "1/20000"])
def test_a_count_is_the_first_one(rate):
    found = line(rate=rate)
    size, tolerance = abs(1 - Fraction(rate)), Fraction(1, 1000)
    count = found.steps_until(tolerance)
    if count < 5000:
        assert 10 * size**count <= tolerance < 10 * size ** (count - 1)


def test_the_perfect_rate_arrives_in_one_step():
    found = line(rate=1)
    assert found.factor == 0
    assert found.steps_until(Fraction(1, 10**9)) == 1
    assert exact_iterates(update("1/2*(x-4)^2", 1), (Fraction(14),), 4) == ((14,), (4,), (4,), (4,))


def test_at_the_fixed_point_no_step_is_needed():
    found = line(start=4)
    assert found.gap == 0
    assert found.steps_until(Fraction(0)) == 0


def test_an_irrational_curvature_has_a_closed_form_but_no_exact_count():
    found = line("pi*x^2", Fraction(1, 100), 3)
    assert found.factor == 1 - sp.pi / 50
    assert found.fixed == 0
    assert found.steps_until(TENTH) is None
    assert exact_iterates(update("pi*x^2", TENTH), (Fraction(3),), 4) == ()


@pytest.mark.parametrize(("rate", "factor"), [(3, -2), (2, -1)])
def test_a_rate_that_is_too_large_never_arrives(rate, factor):
    found = line(rate=rate)
    assert found.factor == factor
    assert found.steps_until(TENTH) is None


@pytest.mark.parametrize(
    "text", ["x^4", "3*x + 1", "sin(x)", "abs(x)", "where(x < 0, x^2, 2*x^2)", "exp(x)"]
)
def test_what_is_not_affine_has_no_closed_form(text):
    assert line(text) is None


def test_several_variables_have_none():
    assert affine(update("x^2 + y^2", TENTH), (Fraction(1), Fraction(2))) is None


def test_constant_curvature():
    assert constant_curvature(derive(build(parse("1/2*(x-4)^2")))) == 1
    assert constant_curvature(derive(build(parse("x^3")))) is None
    assert constant_curvature(derive(build(parse("x^2 + y^2")))) is None


def test_the_first_iterates_as_fractions():
    found = exact_iterates(update("1/2*(x-4)^2", TENTH), (Fraction(14),), 6)
    assert found == tuple((4 + 10 * Fraction(9, 10) ** k,) for k in range(6))


def test_two_variables_as_fractions():
    found = exact_iterates(update("x^2*y + y^2", TENTH), (Fraction(1), Fraction(2)), 2)
    assert found == ((1, 2), (Fraction(6, 10), Fraction(15, 10)))


def test_fractions_end_before_nobody_can_read_them():
    found = exact_iterates(update("x^4", TENTH), (Fraction(1, 3),), 50)
    assert 2 < len(found) < 8
    assert all(x.denominator.bit_length() <= LONGEST for (x,) in found)


def test_fractions_end_at_a_pole():
    """x - 1/x^2... from 1 with rate 1: the first step of L = -1/x leads to zero, and ends there."""
    found = exact_iterates(update("-1/x", 1), (Fraction(1),), 9)
    assert found == ((1,), (0,))
