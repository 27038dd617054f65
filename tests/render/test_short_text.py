"""Short pieces of text for people: indices and the lines of proofs."""

import pytest

from symdescent.proofs import ProofStep
from symdescent.render.short_text import indexed_name, step_line

INDEXED = [("x", "xₖ"), ("x2", "x₂,ₖ"), ("x_1", "x₁,ₖ"), ("theta", "θₖ")]
STEPS = [("x -> -oo", "x -> −∞"), ("period 2*pi", "period 2π"), ("pi*x <= oo", "π·x ≤ ∞")]


@pytest.mark.parametrize("variable, shown", INDEXED)
def test_an_index_is_told_from_a_digit(variable, shown):
    assert indexed_name(variable, "ₖ") == shown


@pytest.mark.parametrize("words, shown", STEPS)
def test_a_step_of_a_proof_has_the_signs_of_mathematics(words, shown):
    assert step_line(ProofStep(words, "")) == shown
