"""No number may contradict a proof: random formulas, attacked by sampling and by local search."""

from dataclasses import replace

import pytest
from attack import attack, lower
from exact_oracle import X
from sympy import Rational, cos

from symdescent.exact import Kind, Minimum, Problem

FREE = ((None, None),)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [101, 102])
def test_no_proof_is_contradicted(seed):
    tally = attack(seed, 60, 1.5)
    assert tally.wrong == []
    assert tally.proved > tally.asked / 3
    assert tally.checked > tally.proved / 2


def test_the_attack_finds_a_lie():
    true = Minimum(Kind.GLOBAL, value=Rational(-7, 2))
    asked = Problem(X**2 + 4 * cos(X) - Rational(15, 2) + 4, (X,), FREE)
    assert lower(asked, replace(true, value=Rational(0)), 1)
    assert not lower(asked, replace(true, value=Rational(-40)), 1)
