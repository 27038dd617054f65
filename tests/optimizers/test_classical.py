"""The rules of the theory books agree with hand arithmetic on a quadratic, fraction by fraction."""

from fractions import Fraction as F

import pytest

from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.language import parse
from symdescent.optimizers import momentum
from symdescent.optimizers.rule import numbers
from symdescent.recurrence.exact_iterates import exact_iterates

BOWL = "(x^2 + 4*y^2)/2"  # its curvatures are 1 and 4
TILTED = "x^2 + 2*y^2 + 3*z^2 + x*y - y*z - 4*x + 2*z"
BOUNDS = "least=1 largest=4"
ONE = (F(1), F(1))

FIRST_STEPS = [
    (momentum.HEAVY_BALL, BOUNDS, [(F(5, 9), F(-7, 9)), (F(7, 27), F(11, 27))]),
    (momentum.NESTEROV_CONVEX, BOUNDS, [(F(2, 3), F(-1, 3))]),
    (momentum.POLYAK_STEP, "", [(F(29, 34), F(7, 17))]),
    (
        momentum.BARZILAI_BORWEIN,
        "lr=0.1",
        [(F(9, 10), F(6, 10)), (F(216, 325), F(-9, 325))],
    ),
    (
        momentum.SHORT_BARZILAI_BORWEIN,
        "lr=0.1",
        [(F(9, 10), F(6, 10)), (F(9, 10) * F(192, 257), F(6, 10) * F(-3, 257))],
    ),
    (momentum.STEEPEST_DESCENT, "", [(F(48, 65), F(-3, 65))]),
    (momentum.CHEBYSHEV, BOUNDS, [(F(3, 5), F(-3, 5)), (F(9, 41), F(9, 41))]),
]


def walked(method, settings, text, start, steps):
    rule = method.rule().with_settings(numbers(settings))
    return exact_iterates(fuse(derive(build(parse(text))), rule), start, steps + 1)


@pytest.mark.parametrize(
    ("method", "settings", "expected"),
    FIRST_STEPS,
    ids=[method.name for method, *_ in FIRST_STEPS],
)
def test_first_steps_are_those_of_hand_arithmetic(method, settings, expected):
    found = walked(method, settings, BOWL, ONE, len(expected))
    assert list(found) == [ONE, *expected]


@pytest.mark.parametrize("method", [momentum.CONJUGATE_GRADIENT, momentum.POLAK_RIBIERE])
def test_conjugate_gradients_end_after_as_many_steps_as_variables(method):
    start = (F(1), F(-2), F(3))
    *before, end, after = walked(method, "", TILTED, start, 4)
    assert len(before) == 3 and end not in before
    assert after == end
    x, y, z = end
    assert (2 * x + y - 4, 4 * y + x - z, 6 * z - y + 2) == (0, 0, 0)


def test_chebyshevs_error_is_the_reciprocal_of_his_polynomial():
    """Where the curvature is a bound, the error after k steps is exactly 1/T_k(5/3)."""
    found = walked(momentum.CHEBYSHEV, BOUNDS, BOWL, ONE, 8)
    assert len(found) == 9
    before, here = F(5, 3), F(1)  # T_-1 = T_1
    for k, point in enumerate(found):
        assert point == (1 / here, (-1) ** k / here)
        before, here = here, 2 * F(5, 3) * here - before


def test_chebyshevs_bound_holds_between_the_bounds():
    found = walked(momentum.CHEBYSHEV, BOUNDS, "x^2 + 3/2*y^2", ONE, 8)
    worst = [F(1), F(3, 5), F(9, 41)]
    for point, bound in zip(found, worst, strict=False):
        assert max(map(abs, point)) <= bound
