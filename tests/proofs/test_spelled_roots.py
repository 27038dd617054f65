"""Values at roots without a name are never cut in the middle of one."""

import pytest
from sympy import CRootOf, Symbol

import symdescent
from symdescent.messages.typed import typed
from symdescent.proofs.proof_text import LONGEST, spell

x = Symbol("x", real=True)
ROOT = CRootOf(6 * x**5 - 20 * x**3 + 8 * x + 1, 0)


def test_a_value_is_whole_where_short_names_make_it_short():
    value = -5 * ROOT**4 / 3 + 5 * ROOT / 6 + 8 * ROOT**2 / 3
    assert "..." not in spell(value)
    assert spell(value).count("CRootOf") == 3


def test_a_value_that_stays_long_is_told_by_its_digits():
    value = sum((10**9 + n) * ROOT**n for n in range(1, 12))
    assert len(spell(value)) <= LONGEST
    assert spell(value).endswith("...")
    assert "CRootOf" not in spell(value)


@pytest.mark.slow
def test_no_step_of_a_proof_is_cut():
    found = symdescent.study("x^6 - 5x^4 + 4x^2 + x", start=1, rate="0.01", steps=1).minimum
    assert found.proof
    assert not any("..." in typed(step)[1] for step in found.proof)
