"""A quadratic and a rate go in, the closed form of the iteration and its exact counts come out."""

from fractions import Fraction

import pytest
import sympy as sp

from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.language import parse
from symdescent.optimizers import GRADIENT_DESCENT
from symdescent.recurrence.closed_form import Behaviour, K
from symdescent.recurrence.eigenmodes import closed_form
from symdescent.recurrence.exact_iterates import LONGEST, Halt, exact_iterates, exact_walk
from symdescent.recurrence.steps_to_tolerance import NEVER, Arrival, steps_to_tolerance

TENTH = Fraction(1, 10)
COUNTS = {Fraction(1, 10**3): 88, Fraction(1, 10**6): 153, Fraction(1, 10**9): 219}


def update(text, rate):
    derivation = derive(build(parse(text)))
    return fuse(derivation, GRADIENT_DESCENT.with_settings({"lr": Fraction(rate)}))


def line(text="1/2*(x-4)^2", rate=TENTH, start=14):
    return closed_form(update(text, rate), (Fraction(start),))


def test_the_closed_form_of_the_example():
    found = line()
    assert found.expressions == (4 + 10 * sp.Rational(9, 10) ** K,)
    [mode], [term] = found.modes, found.modes[0].terms
    assert (term.root, found.fixed, term.coefficient) == (sp.Rational(9, 10), (4,), 10)
    assert (mode.eigenvalue, mode.roots, mode.behaviour) == (1, (term.root,), Behaviour.MONOTONE)
    assert found.checked == 31 and found.is_stationary and found.converges


@pytest.mark.parametrize("tolerance", COUNTS)
def test_the_steps_until_a_tolerance_are_counted_exactly(tolerance):
    found = steps_to_tolerance(line(), tolerance)
    count = COUNTS[tolerance]
    assert found == Arrival(count, count)
    assert 10 * Fraction(9, 10) ** count <= tolerance < 10 * Fraction(9, 10) ** (count - 1)


@pytest.mark.parametrize("rate", ["1/1000", "1/7", "1/3", "3/2", "199/100", "1/20000"])
def test_a_count_is_the_first_one(rate):
    size, tolerance = abs(1 - Fraction(rate)), Fraction(1, 1000)
    count = steps_to_tolerance(line(rate=rate), tolerance).first
    if count < 5000:
        assert 10 * size**count <= tolerance < 10 * size ** (count - 1)


def test_the_perfect_rate_arrives_in_one_step():
    found = line(rate=1)
    assert found.modes[0].roots == (0,)
    assert steps_to_tolerance(found, Fraction(1, 10**9)) == Arrival(1, 1)
    assert exact_iterates(update("1/2*(x-4)^2", 1), (Fraction(14),), 4) == ((14,), (4,), (4,), (4,))


@pytest.mark.parametrize("gap", [Fraction(1, 10**250), Fraction(1, 7), Fraction(10**250)])
@pytest.mark.parametrize("left", [Fraction(1, 10**30), Fraction(1, 10**9), Fraction(2, 3)])
def test_counts_where_floats_end(gap, left):
    """The factor is `left`, the gap or its square no float."""
    count = steps_to_tolerance(line("1/2*x^2", 1 - left, gap), Fraction(1, 10**6)).first
    assert gap * left**count <= Fraction(1, 10**6)
    assert count == 0 or gap * left ** (count - 1) > Fraction(1, 10**6)


def test_a_factor_that_floats_take_for_one_has_no_count():
    assert steps_to_tolerance(line("1/2*x^2", Fraction(1, 10**400), 1), TENTH) == NEVER


def test_at_the_fixed_point_no_step_is_needed():
    found = line(start=4)
    assert found.modes[0].terms == () and found.modes[0].behaviour is Behaviour.AT_REST
    assert steps_to_tolerance(found, TENTH) == Arrival(0, 0)


def test_an_irrational_curvature_has_a_closed_form_but_no_exact_count():
    found = line("pi*x^2", Fraction(1, 100), 3)
    assert found.expressions == (3 * (1 - sp.pi / 50) ** K,)
    assert found.checked == 0 and found.is_stationary
    assert found.at(3) is None and list(found.first(3)) == []
    assert steps_to_tolerance(found, TENTH) == NEVER
    assert exact_iterates(update("pi*x^2", TENTH), (Fraction(3),), 4) == ()


def test_an_irrational_curvature_about_another_point():
    found = line("pi*(x-4)^2", Fraction(1, 4), 2)
    assert found.expressions == (4 - 2 * (1 - sp.pi / 2) ** K,)
    assert found.modes[0].behaviour is Behaviour.OSCILLATING


@pytest.mark.parametrize(("rate", "factor"), [(3, -2), (2, -1)])
def test_a_rate_that_is_too_large_never_arrives(rate, factor):
    found = line(rate=rate)
    assert found.modes[0].roots == (factor,)
    assert found.modes[0].behaviour == ("diverging" if rate == 3 else "oscillating")
    assert steps_to_tolerance(found, TENTH) == NEVER
    assert steps_to_tolerance(found, Fraction(20)) == Arrival(0, None)


@pytest.mark.parametrize(
    "text", ["x^4", "3*x + 1", "sin(x)", "abs(x)", "where(x < 0, x^2, 2*x^2)", "exp(x)", "x^3"]
)
def test_what_is_not_affine_has_no_closed_form(text):
    assert line(text) is None


def test_the_first_iterates_as_fractions():
    found = exact_iterates(update("1/2*(x-4)^2", TENTH), (Fraction(14),), 6)
    assert found == tuple((4 + 10 * Fraction(9, 10) ** k,) for k in range(6))


def test_two_variables_as_fractions():
    found = exact_iterates(update("x^2*y + y^2", TENTH), (Fraction(1), Fraction(2)), 2)
    assert found == ((1, 2), (Fraction(6, 10), Fraction(15, 10)))


def test_fractions_end_before_nobody_can_read_them():
    found = exact_walk(update("x^4", TENTH), (Fraction(1, 3),), 50)
    assert 2 < len(found.points) < 8
    assert all(x.denominator.bit_length() <= LONGEST for (x,) in found.points)
    assert found.halt is Halt.LONG and found.bits > LONGEST
    [x] = found.points[-1]
    after = x - TENTH * 4 * x**3
    assert found.bits == max(after.numerator.bit_length(), after.denominator.bit_length())


def test_fractions_end_at_a_pole():
    """x - 1/x^2... from 1 with rate 1: the first step of L = -1/x leads to zero, and ends there."""
    found = exact_walk(update("-1/x", 1), (Fraction(1),), 9)
    assert found.points == ((1,), (0,)) and found.halt is Halt.UNDEFINED


def test_the_other_ends_of_a_walk():
    assert exact_walk(update("1/2*x^2", TENTH), (Fraction(1),), 3).halt is Halt.ASKED
    assert exact_walk(update("sin(x)", TENTH), (Fraction(1),), 3).halt is Halt.IRRATIONAL
