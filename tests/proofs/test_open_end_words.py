"""An end of the domain is named in words that the worked example reads as mathematics."""

import pytest
from sympy import Integer, Symbol, log, oo

from symdescent.messages.typed import typed
from symdescent.proofs.problem import Problem
from symdescent.proofs.rungs.smooth import analytic
from symdescent.proofs.steps import Towards, limit

x = Symbol("x", real=True)


@pytest.mark.parametrize("text, side", [(log(x), "right"), (log(-x), "left")])
def test_the_side_of_an_end_is_told(text, side):
    found = analytic(Problem(text, (x,), ((None, None),)))
    assert found is not None
    assert found.proof[0].facts == (limit(-oo, Towards(x, Integer(0), side)),)
    assert typed(found.proof[0])[1] == f"L -> -oo as x -> 0 from the {side}"
