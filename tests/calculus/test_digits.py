"""Expressions go in; their values agree with an interpreter of their text that is mpmath alone."""

import pytest
import sympy as sp
from mpmath import mp, mpf
from precise import evaluate
from random_formulas import cases

from symdescent.calculus.formula import build
from symdescent.calculus.multiprecision import values
from symdescent.language import parse

X = sp.Symbol("x", real=True)
CASES = cases(120, seed=11)


@pytest.fixture
def case(request):
    """The case of this number."""
    return CASES[request.param]


def at(expression, x):
    return values([expression], {X: x}, 50)[0]


@pytest.mark.slow_beyond(42)
@pytest.mark.parametrize("case", range(len(CASES)), indirect=True)
def test_random_formulas_have_their_value(case):
    formula = build(parse(case.text, variables=list(case.point)))
    point = {formula.names[name]: x for name, x in case.point.items()}
    expected = evaluate(case.tree, case.point)
    found = values([formula.expression], point, 60)[0]
    assert abs(found - expected) <= mpf(10) ** -45 * max(1, abs(expected))


@pytest.mark.parametrize(
    ("expression", "x", "expected"),
    [
        (sp.sqrt(X), -1, None),
        (sp.log(X), 0, None),
        (sp.log(X), -2, None),
        (1 / X, 0, None),
        (sp.asin(X), 2, None),
        (sp.Max(X, sp.log(X)), -1, None),
        (sp.Piecewise((X, X > 0)), -1, None),
        (sp.Piecewise((X, X > 0)), 2, 2),
        (sp.Piecewise((1 / X, X > 0), (7, True)), 0, 7),
        (sp.Piecewise((5, sp.Or(X > 1, X < -1)), (7, True)), -3, 5),
        (sp.Piecewise((5, sp.And(X > 1, X < 3)), (7, True)), 4, 7),
        (sp.Piecewise((5, sp.log(X) > 1), (7, True)), -1, None),
        (sp.Heaviside(X, sp.Rational(1, 2)), 0, 0.5),
        (sp.sign(X), 0, 0),
        (X**X, -2, 0.25),
        (X ** (X ** (X**X)), 9, None),
        (sp.exp(sp.exp(sp.exp(X))), 9, None),
        (sp.CRootOf(X**5 - X - 1, 0) * X, 0, 0),
    ],
)
def test_edges(expression, x, expected):
    found = at(expression, x)
    assert mp.isnan(found) if expected is None else abs(found - expected) < 1e-45


def test_more_digits_are_more_digits():
    third = sp.exp(sp.Rational(1, 3)) * X
    coarse, fine = values([third], {X: 1}, 20)[0], values([third], {X: 1}, 80)[0]
    with mp.workdps(90):
        assert abs(fine - mp.exp(mpf(1) / 3)) < mpf(10) ** -78
        assert mpf(10) ** -40 < abs(coarse - fine) < mpf(10) ** -18
