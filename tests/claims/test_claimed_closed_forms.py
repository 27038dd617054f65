"""Claimed closed forms of iterates, against those of the interface notes and hand arithmetic."""

import pytest

import symdescent
from symdescent.claims.claim import Word

PARABOLA = "1/2*(x-4)^2"
HEAVY = {"optimizer": "momentum", "settings": {"momentum": "0.4"}}
PLANE = "(17x^2 - 24x*y + 10y^2)/2"


def judged(formula, claim, **options):
    options = {"start": "14", "rate": "0.1", **options}
    (found,) = symdescent.check(formula, closed_form=claim, **options).claims
    return found


@pytest.mark.parametrize("formula, claim, options", [
    (PARABOLA, "4 + 10*(9/10)^k", {}),
    (PARABOLA, "x_k = 4 + 10*0.9^k", {}),
    (PARABOLA, "4 + 9^k/10^(k-1)", {}),
    (PARABOLA, "4 + 10*(-1/2)^k", {"rate": "3/2"}),
    (PARABOLA, "4 + (40/3)*(4/5)^k - (10/3)*(1/2)^k", HEAVY),
    ("x^2 + 2y^2", "(8/10)^k, (6/10)^k", {"start": "1, 1"}),
    ("x1^2", "x₁,ₖ = (8/10)^k", {"start": "1"}),
    ("x1^2 + 2x2^2", "x₁,ₖ = (8/10)^k, x_{2,k} = (6/10)^k", {"start": "1, 1"}),
    (PLANE, "6(19/20)^k - 4(-3/10)^k, 8(19/20)^k + 3(-3/10)^k", {"start": "2, 11", "rate": "1/20"}),
])  # fmt: skip
def test_a_right_form_is_proved_for_every_k(formula, claim, options):
    assert judged(formula, claim, **options).word is Word.RIGHT


@pytest.mark.parametrize("claim, k, words", [
    ("4 + 14*(9/10)^k", "k = 0", "x_0 - c belongs"),
    ("10*(9/10)^k", "k = 0", "fixed point is missing"),
    ("4 + 10*(11/10)^k", "k = 1", "1 + lr"),
    ("4 + 10*(1/10)^k", "k = 1", "1 - lr"),
    ("4 - 10*(9/10)^k", "k = 0", "sign of"),
    ("4 + 10*(9/10)^(k+1)", "k = 0", "off by one"),
    ("4 + 10*(9/10)^k + k*(k-1)*(k-2)", "k = 3", ""),
])  # fmt: skip
def test_a_wrong_form_fails_at_a_step(claim, k, words):
    found = judged(PARABOLA, claim)
    assert found.word is Word.WRONG and found.where == k
    assert words in found.mistake and bool(words) == bool(found.mistake)


@pytest.mark.slow
def test_a_form_that_agrees_at_first_is_not_proved():
    found = judged(PARABOLA, "4 + 10*(9/10)^k + max(0, k - 300)")
    assert found.word is Word.AGREES and "first 250 iterates" in found.reason
    late = "*".join(f"(k-{j})" for j in range(1, 13))
    assert judged(PARABOLA, f"4 + 10*(9/10)^k + k*{late}").where == "k = 13"


def test_a_descent_without_closed_form_is_only_compared():
    assert judged("x^4/4", "0.9^k", start="1").where == "k = 2"


@pytest.mark.parametrize("claim, options, said", [
    ("4 + 10*0.9^n", {}, "in k alone"),
    ("4, 5", {}, "2 entries for 1"),
    ("4", {"start": None}, "needs the start"),
    ("4", {"rate": None}, "needs the start"),
    ("4", {"optimizer": "bfgs"}, "not checked"),
])  # fmt: skip
def test_what_cannot_be_meant_is_said(claim, options, said):
    with pytest.raises(symdescent.SymdescentError, match=said):
        judged(PARABOLA, claim, **options)
