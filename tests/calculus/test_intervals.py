"""The words of a parameter's range become numbers, and members of a family keep to them."""

from fractions import Fraction

import pytest
import sympy as sp

from symdescent.calculus.accurate_evaluation import Interval, interval, is_smooth, nearest

T = sp.Symbol("t", real=True)
K = sp.Symbol("k", integer=True)
X = sp.Symbol("x", real=True)

RANGES = [
    ("any real number", Interval()),
    ("any real number but 0", Interval()),
    ("0 <= t <= 1", Interval(Fraction(0), Fraction(1))),
    ("-1/2 < t < 0.25", Interval(Fraction(-1, 2), Fraction(1, 4), True, True)),
    ("t <= 0", Interval(None, Fraction(0))),
    ("t >= 3", Interval(Fraction(3))),
    ("2 >= t", Interval(None, Fraction(2))),
    ("0 <= t", Interval(Fraction(0))),
    ("t > -1", Interval(Fraction(-1), None, True)),
    ("sqrt(2) <= t", None),
    ("0 <= s <= 1", None),
]


@pytest.mark.parametrize("words, expected", RANGES, ids=repr)
def test_the_words_of_a_range(words, expected):
    assert interval(words, "t") == expected


# The range of t, the point, and the member of x = t nearest to it.
MEMBERS = [
    ("any real number", 5.0, 5),
    ("0 <= t <= 1", 5.0, 1),
    ("0 <= t <= 1", -5.0, 0),
    ("t <= 1/2", 5.0, sp.Rational(1, 2)),
    ("t < 0", 1.0, None),
    ("t < 0", -1.0, -1),
    ("sqrt(2) <= t", 1.0, None),
    ("any real number", 1 / 3 + 2e-15, sp.Rational(1, 3)),
    ("any real number", 0.1234567890123456, sp.Rational("0.123456789012")),
]


@pytest.mark.parametrize("words, point, expected", MEMBERS, ids=repr)
def test_members_keep_to_their_range(words, point, expected):
    found = nearest([(T,)], {"t": words}, (point,))
    if expected is None:
        assert found is None
        return
    assert found.exact == (expected,)
    assert found.distance == pytest.approx(abs(point - float(expected)), abs=1e-9)


def test_rounding_for_the_eye_does_not_lengthen_the_distance():
    point = 1 / 3 + 2e-12
    found = nearest([(T,)], {"t": "any real number"}, (point,))
    assert found.exact == (sp.Rational(1, 3),)
    assert found.distance == 0 and found.floats == (point,)


def test_whole_parameters_stay_whole():
    assert nearest([(2 * K,)], {"k": "any integer"}, (5.1,)).exact == (6,)
    assert nearest([(2 * K,)], {"k": "0 <= k <= 2"}, (9.0,)).exact == (4,)


@pytest.mark.parametrize(
    "expression, smooth",
    [(sp.sin(X) ** 2, True), (sp.exp(sp.Abs(X)), False), (X + sp.Max(X, 1), False)],
    ids=repr,
)
def test_what_has_no_kinks_is_smooth(expression, smooth):
    assert is_smooth(expression) is smooth
