"""Claimed Hessians: every entry is judged, and what people forget is named."""

import pytest

import symdescent
from symdescent.claims.claim import Word

RIGHT = [
    ("1/2*(x-4)^2", "1"),
    ("x^3", "6x"),
    ("x^2 + 2y^2", "[[2, 0], [0, 4]]"),
    ("x^2 + 2y^2", "2, 0; 0, 4"),
    ("x^2 + 2y^2", "((2, 0), (0, 4))"),
    ("x^2*y", "2y, 2x; 2x, 0"),
    ("sin(x)^2", "2cos(2x)"),
    ("exp(x*y)", "y^2*e^(x*y), (1 + x*y)*e^(x*y); (1 + y*x)*e^(x*y), x*x*e^(x*y)"),
    ("x*y*z", "0,z,y; z,0,x; y,x,0"),
]
WRONG = [
    ("x^2*y", "2y, 0; 0, 0", "beside the diagonal are missing"),
    ("x^2 + 3x*y", "2, 6; 6, 0", "are doubled"),
    ("x^2 + 3x*y", "2, -3; -3, 0", "wrong sign"),
    ("x^2 + 3x*y", "2, 3; 0, 0", "not symmetric"),
    ("x^3 + y^3", "6y, 0; 0, 6x", "another order"),
    ("x^4", "4x^3", "first derivatives"),
    ("x^4", "12x^3", "not lowered"),
    ("cos(2x)", "4cos(2x)", "sign"),
    ("(x-4)^2", "4", "factor"),
]


@pytest.mark.parametrize("formula, claim", RIGHT)
def test_a_right_hessian_is_proved(formula, claim):
    (found,) = symdescent.check(formula, hessian=claim).claims
    assert found.word is Word.RIGHT


@pytest.mark.parametrize("formula, claim, said", WRONG)
def test_a_wrong_hessian_is_refuted(formula, claim, said):
    (found,) = symdescent.check(formula, hessian=claim).claims
    assert found.word is Word.WRONG and found.where
    assert said in found.mistake


def test_the_wrong_entries_are_named():
    (found,) = symdescent.check("x^2*y^2", hessian=[["2y^2", "4x*y"], ["4x*y", "7x^2"]]).claims
    assert found.part == "d^2L/dy^2"
    assert (found.where, found.claimed.text, found.found.text) == ("x = 1, y = 1", "7", "2")


@pytest.mark.parametrize("claim", ["2, 0", "2, 0; 0", "2, 0; 0, 4; 1, 1", "[[2, 0]]"])
def test_another_shape_is_no_hessian(claim):
    with pytest.raises(symdescent.InputError, match="2 by 2"):
        symdescent.check("x^2 + 2y^2", hessian=claim)
