"""The only point where all terms are at their least values: by hand, and never one that is not."""

import pytest
from sympy import Abs, Integer, Rational, Symbol, atan, exp, log, sqrt

from symdescent.proofs import Kind, Minimum, Problem
from symdescent.proofs.kernel.certificates import TermBounds
from symdescent.proofs.kernel.check import check
from symdescent.proofs.kernel.range_bounds import Range, only_point

X, Y = Symbol("x", real=True), Symbol("y", real=True)
FREE = {X: Range(), Y: Range()}
FORCED = [
    ([(1 - X) ** 2, 100 * (Y - X**2) ** 2], {X: 1, Y: 1}),
    ([exp((X - 1) ** 2 + 3), Abs(Y + 2)], {X: 1, Y: -2}),
    ([sqrt(1 + X**2), Y**4], {X: 0, Y: 0}),
    ([sqrt(X - 2), atan((Y - X) ** 2)], {X: 2, Y: 2}),
    ([log(1 + (2 * X - 1) ** 2), Y**2], {X: Rational(1, 2), Y: 0}),
    ([(X + Y) ** 2], {}),
    ([sqrt(X**2 - 1)], {}),  # least at -1 and at 1
    ([(X**2 - 1) ** 2], {}),
    ([-(X**2)], {}),
    ([X**2 - 2 * X], {}),
]


@pytest.mark.parametrize(("terms", "wanted"), FORCED, ids=str)
def test_what_follows(terms, wanted):
    assert only_point(terms, FREE) == wanted


@pytest.mark.parametrize("formula", [sqrt(X**2 - 1), (X**2 - 1) ** 2, sqrt(Abs(X) - 1)], ids=str)
def test_a_point_left_out_is_noticed(formula):
    problem = Problem(formula, (X,), ((None, None),))
    one = Minimum(Kind.GLOBAL, ((Integer(1),),), Integer(0))
    shown = TermBounds(((str(formula).replace("**", "^").replace("Abs", "abs"), "0"),))
    told = check(problem, Minimum(one.kind, one.points, one.value, certificate=shown))
    assert not told.complete
