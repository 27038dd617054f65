"""Claimed minimisers and least values, against answers that were worked out by hand."""

import pytest

import symdescent
from symdescent.claims.claim import Word

POINTS = [
    ("1/2*(x-4)^2", "x=4", Word.RIGHT),
    ("1/2*(x-4)^2", "4", Word.RIGHT),
    ("1/2*(x-4)^2", "3", Word.WRONG),
    ("x^2 + y^2 - 2x", "x=1, y=0", Word.RIGHT),
    ("x^2 + y^2 - 2x", "(1, 0)", Word.RIGHT),
    ("x^2 + y^2 - 2x", "1, 0", Word.RIGHT),
    ("x^2 + y^2 - 2x", "y=0, x=1", Word.RIGHT),
    ("x^2 + y^2 - 2x", "(x, y) = (1, 0)", Word.RIGHT),
    ("x^2 + y^2 - 2x", "x* = 1, y* = 0", Word.RIGHT),
    ("x^4 - 2x^2", "x=1", Word.MORE),
    ("x^4 - 2x^2", "x=1 or x=1", Word.MORE),
    ("x^4 - 2x^2", "x=1 or x=-1", Word.RIGHT),
    ("x^4 - 2x^2", "1, -1", Word.RIGHT),
    ("x^4 - 2x^2", "±1", Word.RIGHT),
    ("x^4 - 2x^2", "1, 0", Word.WRONG),
    ("x^4 - 2x^2", "none", Word.WRONG),
    ("(x^2-2)^2", "sqrt(2), -sqrt(2)", Word.RIGHT),
    ("(x^2-2)^2", "1.414, -1.414", Word.ROUNDED),
    ("(x^2-2)^2", "1.415, -1.414", Word.WRONG),
    ("(x^2-1)^2 + (y^2-1)^2", "(1,1), (-1,1), (1,-1), (-1,-1)", Word.RIGHT),
    ("(x^2-1)^2 + (y^2-1)^2", "(1,1), (-1,1)", Word.MORE),
    ("(x-1/3)^2", "0.33", Word.ROUNDED),
    ("(x-1/3)^2", "x ≈ 0.33", Word.ROUNDED),
    ("(x-1/3)^2", "0.34", Word.WRONG),
    ("sin(x)", "-pi/2", Word.MORE),
    ("x*log(x)", "1/e", Word.RIGHT),
    ("x^2 + sin(x)", "-0.450", Word.ROUNDED),
    ("x^2 + sin(x)", "-0.451", Word.WRONG),
    ("|x| + |y-2|", "(0, 2)", Word.RIGHT),
    ("exp(-x)", "none", Word.RIGHT),
    ("exp(-x)", "unbounded", Word.WRONG),
    ("exp(-x)", "100", Word.WRONG),
    ("-x^2", "unbounded", Word.RIGHT),
    ("-x^2", "none", Word.RIGHT),
    ("x^3 - 3x", "1", Word.WRONG),
    ("x^2 - y^2", "(0, 0)", Word.WRONG),
    ("log(x)", "0", Word.WRONG),
    ("x^2*y^2", "(0, 0)", Word.MORE),
]
VALUES = [
    ("1/2*(x-4)^2", "0", Word.RIGHT),
    ("1/2*(x-4)^2", "1", Word.WRONG),
    ("1/2*(x-4)^2", "-1", Word.WRONG),
    ("x^2 - 2x*sqrt(2)", "-2", Word.RIGHT),
    ("x*log(x)", "-1/e", Word.RIGHT),
    ("x*log(x)", "-0.37", Word.ROUNDED),
    ("x*log(x)", "-0.38", Word.WRONG),
    ("exp(-x)", "0", Word.WRONG),
    ("-x^2", "-100", Word.WRONG),
    ("x^2 + sin(x)", "-0.2325", Word.ROUNDED),
]


@pytest.mark.slow_beyond(16)
@pytest.mark.parametrize("formula, claim, word", POINTS)
def test_a_claimed_minimiser(formula, claim, word):
    (found,) = symdescent.check(formula, minimum=claim).claims
    assert found.word is word


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("formula, claim, word", VALUES)
def test_a_claimed_value(formula, claim, word):
    (found,) = symdescent.check(formula, value=claim).claims
    assert found.word is word


def test_a_wrong_minimiser_comes_with_a_lower_point():
    (found,) = symdescent.check("1/2*(x-4)^2", minimum="3").claims
    assert (found.where, found.claimed.text, found.found.text) == ("x = 4", "0.5", "0")
    assert found.reason == "the gradient there is not 0 but -1"


@pytest.mark.parametrize("formula, claim, said", [
    ("x^3 - 3x", "1", "only a local minimum"),
    ("x^4 - 2x^2", "0", "a local maximum"),
    ("x^2 - y^2", "(0, 0)", "a saddle point"),
    ("x^3", "0", "not enough"),
    ("log(x)", "0", "no value"),
])  # fmt: skip
def test_what_the_point_is_instead_is_said(formula, claim, said):
    (found,) = symdescent.check(formula, minimum=claim).claims
    assert said in found.reason


def test_a_box_counts():
    assert symdescent.check("x^2", minimum="1", value="1", box="[1, 3]")
    outside = symdescent.check("x^2", minimum="0", box="[1, 3]").claims[0]
    assert outside.word is Word.WRONG and "outside the box" in outside.reason
    inner = symdescent.check("x^2", minimum="2", box="[1, 3]").claims[0]
    assert inner.where == "x = 1"


@pytest.mark.slow
def test_what_the_exact_side_does_not_decide_is_left_open():
    hard = "x^4 + y^4 + sin(3x*y)*cos(5x - y^2) + exp(sin(x*y^2))/7 + x/11"
    (found,) = symdescent.check(hard, minimum="(100, 100)", time_limit=0.01).claims
    assert found.word is Word.WRONG  # a lower point needs no proof of the minimum
    (least,) = symdescent.check(hard, value="-1000", time_limit=0.01).claims
    assert least.word is Word.UNDECIDED and least.reason


@pytest.mark.parametrize("claim, said", [
    ("(1, 2, 3)", "2 coordinates"),
    ("x=1", "2 coordinates"),
    ("z=1, y=2", "cannot be read"),
    ("x, y", "is a number"),
])  # fmt: skip
def test_what_is_no_point_is_said(claim, said):
    with pytest.raises(symdescent.InputError, match=said):
        symdescent.check("x^2 + y^2", minimum=claim)


def test_a_point_may_be_numbers():
    assert symdescent.check("x^2 + y^2", minimum=(0, 0), value=0)
    assert symdescent.check("(x-1/2)^2", minimum=0.5)
