"""No number may contradict a proof: random formulas, attacked by sampling and by local search."""

from dataclasses import replace

import pytest
from attack import astray, attack, lower
from exact_oracle import X, Y
from sympy import Integer, Rational, cos, exp

from symdescent.proofs import Kind, Minimum, Problem
from symdescent.proofs.kernel.certificates import Approach, Escape, TermBounds

FREE = ((None, None),)


@pytest.mark.slow
@pytest.mark.parametrize("count", [20, pytest.param(60, marks=pytest.mark.long)])
def test_no_proof_is_contradicted(count):
    tally = attack(101, count, 1.5)
    assert tally.wrong == []
    assert tally.proved > tally.asked / 3
    assert tally.checked > tally.proved / 2


def test_the_attack_finds_a_lie():
    true = Minimum(Kind.GLOBAL, value=Rational(-7, 2))
    asked = Problem(X**2 + 4 * cos(X) - Rational(15, 2) + 4, (X,), FREE)
    assert lower(asked, replace(true, value=Rational(0)), 1)
    assert not lower(asked, replace(true, value=Rational(-40)), 1)


def test_the_attack_finds_a_curve_that_leads_elsewhere():
    asked = Problem(X**2 - Y, (X, Y), FREE * 2)
    falls = Minimum(Kind.UNBOUNDED, certificate=Escape(("0", "t"), "2"))
    assert not astray(asked, falls) and not lower(asked, falls, 1)
    assert astray(asked, replace(falls, certificate=Escape(("t", "t"), "2")))
    assert lower(Problem(X**2, (X,), FREE), falls, 1)
    decays = Problem(exp(-X), (X,), FREE)
    bound = TermBounds((("exp(-x)", "0"),))
    tends = Minimum(Kind.NOT_ATTAINED, value=Integer(0), certificate=Approach(bound, ("t",), "2"))
    assert not astray(decays, tends)
    assert astray(decays, replace(tends, certificate=Approach(bound, ("-t",), "2")))
    assert astray(decays, replace(tends, value=Integer(-1)))
