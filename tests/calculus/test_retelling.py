"""Expressions go in, told as trees, spelt and read back; the same numbers come out."""

import pytest
import sympy as sp
from random_formulas import cases

from symdescent.calculus.compilation import objective, on_scalars
from symdescent.calculus.formula import build
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import derive
from symdescent.language import parse, plain

CASES = cases(120, seed=7)


@pytest.fixture
def case(request):
    """The case of this number."""
    return CASES[request.param]


def number(expression, case):
    names = list(case.point)
    variables = [sp.Symbol(name, real=True) for name in names]
    return on_scalars(variables, [expression])(*case.point.values())[0]


@pytest.mark.long_beyond(40)
@pytest.mark.slow_beyond(10)
@pytest.mark.parametrize("case", range(len(CASES)), indirect=True)
def test_told_spelt_and_read_back_it_is_the_same_function(case):
    derivation = derive(build(parse(case.text, variables=list(case.point))))
    for expression in (derivation.formula.expression, *derivation.gradient):
        text = plain(tree(expression))
        again = build(parse(text, variables=list(case.point))).expression
        expected = number(expression, case)
        size = max(abs(expected), 1.0)
        assert number(again, case) == pytest.approx(expected, rel=1e-9, abs=1e-9 * size), text


def test_the_jump_of_heaviside_is_told_by_sign():
    x = sp.Symbol("x", real=True)
    text = plain(tree(sp.Heaviside(x - 1, sp.Rational(1, 2))))
    made = objective(derive(build(parse(text))))
    assert [made.value([v]) for v in (0.0, 1.0, 2.0)] == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("-b/(2a)", "-b/(2*a)"),
        ("3b/(4a)", "3*b/(4*a)"),
        ("1/(2a)", "1/(2*a)"),
        ("x/(2y z)", "x/(2*y*z)"),
        ("2a/b", "2*a/b"),
        ("x/2", "0.5*x"),
    ],
)
def test_one_line_has_all_that_is_divided_by(typed, told):
    assert plain(tree(build(parse(typed)).expression)) == told
