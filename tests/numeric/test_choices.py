"""Starts and rates that nobody gave: there is somewhere to go, and the way does not diverge."""

import math
from fractions import Fraction

import pytest

from symdescent import descend, objective
from symdescent.numeric.box import candidates, default_start, unbounded
from symdescent.numeric.rate_search import default_rate, rounded_down
from symdescent.numeric.run import Ending
from symdescent.problem import options
from symdescent.problem.problem import posed
from symdescent.problem.setting import prepare

FORMULAS = [
    "1/2*(x-4)^2",
    "1e6*x^2",
    "1e-6*x^2",
    "1e200*x^2",
    "1e-200*x^2",
    "x^4",
    "x^20",
    "-x^2+x^4",
    "x^4 - 3x^3 + 2",
    "(1-x)^2 + 100*(y-x^2)^2",
    "|x|",
    "|x-1| + |y+2|",
    "sqrt(x^2+1)",
    "exp(x) - x",
    "exp(x^2)",
    "x - log(x)",
    "-log(x) - log(1-x)",
    "x*log(x)",
    "1/x + x",
    "cos(x)",
    "x^2 + 10*sin(x)^2",
    "20 + x^2 + y^2 - 10*cos(2*pi*x) - 10*cos(2*pi*y)",
    "(x^2+y-11)^2 + (x+y^2-7)^2",
    "max(x, -2x)",
    "x^2 if x > 0 else -x",
    "log(1+exp(-x)) + x^2/10",
    "(x+y)^2",
    "sum(i=1..60, (x[i]-i)^2)",
    "sum(i=1..99, 100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2)",
    "cosh(x) + atan(y)^2",
    "-exp(-x^2-y^2)",
    "x^2*y^2 + x^2 + y^2",
    "(x-100000)^2",
    "log(log(x))^2",
    "asin(x)^2 + asinh(y-2)^2",
]
AT_AN_EDGE = ["sqrt(x)", "x^(3/2)", "asin(x)^2 + acosh(y)^2", "sqrt(1-x^2)*x"]


@pytest.mark.slow_beyond(28)
@pytest.mark.parametrize("text", FORMULAS)
def test_what_is_chosen_never_diverges(text):
    run = descend(text, steps=400)
    assert run.outcome.ending in (Ending.CONVERGED, Ending.OUT_OF_STEPS)
    assert run.values[-1] <= run.values[0]


@pytest.mark.parametrize("text", AT_AN_EDGE)
def test_a_minimiser_on_the_edge_of_the_domain_may_be_overrun_but_not_far(text):
    run = descend(text, steps=400)
    assert run.outcome.ending is not Ending.DIVERGED
    assert run.values[-1] <= run.values[0]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("text", [*FORMULAS, *AT_AN_EDGE])
def test_the_start_is_a_place_to_go_from(text):
    made = objective(text)
    start = default_start(made, unbounded(len(made.names)))
    value, *slopes = made._compiled.slope.at(start)
    assert math.isfinite(value) and all(map(math.isfinite, slopes)) and any(slopes)


@pytest.mark.parametrize("box", ["[0,10]", "[-3,-2]", "x>=5", "x<=-5", "[1/3,1/3]", "[0,1e-9]"])
def test_the_start_lies_in_the_box(box):
    made, bounds = objective("x^2"), options.bounds(box, ["x"]).box
    assert bounds.contains(default_start(made, bounds))
    assert all(bounds.contains(point) for point in candidates(1, bounds))


def test_only_the_edges_of_a_saddle_are_left_for_a_seeded_start():
    assert default_start(objective("sign(x)"), unbounded(1)) == (1.0,)
    assert default_start(objective("sqrt(-1-x^2)"), unbounded(1)) is None


def test_what_is_chosen_is_said():
    setting = prepare(posed("x^2", {}), {})
    assert setting.chosen == ("start", "rate")
    assert setting.rate.value == Fraction(1, 5)  # half the inverse of the curvature 2, rounded down
    assert setting.rate.reason == "chosen from the curvature 2 at the start"
    given = {"start": 3, "rate": "0.1", "steps": 5}
    setting = prepare(posed("x^2", given), given)
    assert (setting.chosen, setting.rate.reason, setting.stop.steps) == ((), "", 5)


@pytest.mark.parametrize("start", [1.0, 2.0, -1.5, 30.0])
def test_a_rate_survives_its_trial(start):
    made = objective("x^4 + exp(x)")
    rate = default_rate(made, (start,), unbounded(1))
    assert descend("x^4 + exp(x)", start=start, rate=rate.value, steps=200).values[-1] <= (
        made.value([start])
    )


@pytest.mark.parametrize(
    "rate, wanted",
    [
        (0.00066, Fraction(6, 10**4)),
        (0.25, Fraction(2, 10)),
        (1.0, Fraction(1)),
        (0.1, Fraction(1, 10)),
        (0.3, Fraction(3, 10)),
        (70.0, Fraction(70)),
        (2e-300, Fraction(2, 10**300)),
        (1e-320, Fraction(1, 10**320)),
        (3e300, Fraction(3 * 10**300)),
    ],
)
def test_a_rate_has_one_digit(rate, wanted):
    assert rounded_down(rate) == wanted
