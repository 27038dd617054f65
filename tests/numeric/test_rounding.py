"""Decimals rounded from exact numbers: against Python's decimal module; and distances in ulp."""

import math
import random
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest

from symdescent import study
from symdescent.numeric.rounding import drift, fixed, scientific, ulps

MODES = {"half-even": ROUND_HALF_EVEN, "half-up": ROUND_HALF_UP}


def numbers(seed):
    """Fractions with a finite decimal, ties among them, so that Decimal knows them exactly."""
    draw = random.Random(seed)
    for _ in range(200):
        yield Fraction(draw.randint(-(10**6), 10**6) * 5, 10 ** draw.randint(0, 9))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("places", [0, 1, 3, 6])
def test_places_against_decimal(mode, places):
    for value in numbers(places):
        with localcontext(prec=60):
            known = Decimal(value.numerator) / Decimal(value.denominator)
            expected = known.quantize(Decimal(1).scaleb(-places), MODES[mode])
        assert fixed(value, places, mode) == f"{expected + 0:f}".replace("-0.", "-0.")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("digits", [1, 2, 4, 9])
def test_digits_that_count_against_decimal(mode, digits):
    for value in numbers(digits):
        mantissa, exponent = scientific(value, digits, mode)
        with localcontext(prec=digits, rounding=MODES[mode]):
            expected = Decimal(value.numerator) / Decimal(value.denominator)
        assert Decimal(mantissa).scaleb(exponent) == expected
        assert value == 0 or len(mantissa.strip("-").replace(".", "")) == digits


def test_a_tie():
    """L(x_2) of the example is exactly 32.805."""
    assert fixed(Fraction(32805, 1000), 2) == "32.80"
    assert fixed(Fraction(32805, 1000), 2, "half-up") == "32.81"
    assert fixed(Fraction(-32805, 1000), 2, "half-up") == "-32.81"
    assert fixed(Fraction(-1, 1000), 2) == "0.00"
    assert scientific(Fraction(99995, 10), 4, "half-up") == ("1.000", 4)
    assert scientific(Fraction(7, 3000), 4) == ("2.333", -3)


def test_a_near_tie_is_none():
    """A float would not see what is left over."""
    value = Fraction(1, 8) + Fraction(1, 10**60)
    assert (fixed(Fraction(1, 8), 2), fixed(value, 2)) == ("0.12", "0.13")


def test_an_unknown_mode():
    with pytest.raises(KeyError):
        fixed(Fraction(1, 8), 2, "up")


def test_distances_in_ulp():
    assert ulps(0.1, Fraction(1, 10)) == abs(Fraction(0.1) - Fraction(1, 10)) * 2**56
    assert ulps(0.1, Fraction(1, 10)) < Fraction(1, 2)
    assert ulps(math.nextafter(3.0, 4), Fraction(3)) == 1
    assert ulps(5e-324, Fraction(0)) == 1
    assert ulps(2.5, Fraction(5, 2)) == 0


def test_the_drift_of_a_run():
    """Both coordinates of each step; the start is exact."""
    run = study("1/2*(x-4)^2 + y^2", start="14,1", rate="1/10", steps=12).run
    exact = [(4 + 10 * Fraction(9, 10) ** k, Fraction(4, 5) ** k) for k in range(9)]
    found = drift(run.points, exact)
    assert len(found) == 9 and found[0] == 0
    for k in (1, 5, 8):
        apart = [ulps(float(x), e) for x, e in zip(run.points[k], exact[k], strict=True)]
        assert found[k] == max(apart) < 10


def test_a_loop_loses_a_few_ulp():
    x, exact = 14.0, Fraction(14)
    for _ in range(30):
        x, exact = x - 0.1 * (x - 4), exact - (exact - 4) / 10
    assert 0 < ulps(x, exact) < 10
