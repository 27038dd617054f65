"""Short pieces of text for people: indices and the lines of proofs."""

import pytest
from sympy import Symbol, oo, pi, tan

from symdescent.proofs.steps import Step, Towards, equal, limit, related, step, value_at
from symdescent.render.short_text import indexed_name, step_line

INDEXED = [("x", "xₖ"), ("x2", "x₂,ₖ"), ("x_1", "x₁,ₖ"), ("theta", "θₖ")]
X, T = Symbol("x"), Symbol("theta")
STEPS = [
    (step(Step.FALLS, limit(-oo, Towards(X, -oo))), "L falls without bound: L → −∞ as x → −∞"),
    (step(Step.TAKEN_AT, equal(T, 2 * pi)), "the least value is taken at θ = 2π"),
    (step(Step.EQUALITY, related(pi * X, "<=", oo)), "equality means πx ≤ ∞"),
    (step(Step.VALUE, value_at((X,), tan(X) ** sum(range(40)) + X**2 * 10**60)), "the value there"),
]


@pytest.mark.parametrize("variable, shown", INDEXED)
def test_an_index_is_told_from_a_digit(variable, shown):
    assert indexed_name(variable, "ₖ") == shown


def test_a_step_of_a_proof_is_mathematics_and_left_out_where_it_is_long():
    assert [step_line(one) for one, _ in STEPS] == [shown for _, shown in STEPS]
