"""An end of the domain is named in words that the worked example reads as mathematics."""

import pytest
from sympy import Symbol, log

from symdescent.proofs.problem import Problem
from symdescent.proofs.rungs.smooth import analytic

x = Symbol("x", real=True)


@pytest.mark.parametrize(
    "text, place", [(log(x), "x -> 0 from the right"), (log(-x), "x -> 0 from the left")]
)
def test_the_side_of_an_end_is_told_in_words(text, place):
    found = analytic(Problem(text, (x,), ((None, None),)))
    assert found is not None
    assert found.proof[0].formula == f"L -> -oo as {place}"
