"""A descent returns whatever happens: finite rows, the best one known, one outcome in words."""

import math
import random
from fractions import Fraction

import numpy as np
import pytest

from symdescent import descend, objective
from symdescent.numeric.box import Box, unbounded
from symdescent.numeric.descent import Descent, Stop, walk
from symdescent.numeric.descent import descend as follow
from symdescent.numeric.objective import Evaluator
from symdescent.numeric.run import Ending


def of_scalars(scalars):
    """An evaluator from one function of floats, which stands in for both spellings."""
    return Evaluator(scalars, lambda: lambda *state: scalars(*map(float, state)))


def halving(x, t):
    """L = x^2 with a rate of a quarter: each step halves x."""
    return x * x, 2 * x, x / 2


def descent_of(step, start=(1.0,), memory=(), box=None):
    names = tuple(f"x{i}" for i in range(len(start)))
    return Descent("made up", names, of_scalars(step), start, memory, box)


def check_whole(run):
    """What holds of every run, however it ended."""
    n = len(run.names)
    for rows, shape in ((run.points, (n,)), (run.gradients, (n,)), (run.values, ())):
        assert rows.shape == (run.steps + 1, *shape) and rows.dtype == np.float64
        assert np.isfinite(rows).all()
        assert not rows.flags.writeable
    if run.steps >= 0:
        assert run.values[run.best] == run.values.min()
    assert str(run.outcome) == run.outcome.sentence and run.outcome.sentence


ENDINGS = [
    ("x^2", {"start": 1, "rate": "1/4"}, Ending.CONVERGED, "fell to"),
    ("x^2", {"start": 0}, Ending.CONVERGED, "zero at the start"),
    ("x^2", {"start": 1, "rate": "1/4", "steps": 3}, Ending.OUT_OF_STEPS, "all 3 steps"),
    ("x^2", {"start": 1, "steps": 0}, Ending.OUT_OF_STEPS, "all 0 steps"),
    ("x^2", {"start": 1, "rate": 2}, Ending.DIVERGED, "beyond all numbers"),
    ("x^2", {"start": 1, "rate": 2, "steps": 9}, Ending.DIVERGED, "higher and steeper"),
    ("x^4", {"start": 10, "rate": 1}, Ending.DIVERGED, "beyond all numbers"),
    ("x^2", {"start": 1, "rate": 1, "steps": 9}, Ending.OUT_OF_STEPS, "all 9 steps"),
    ("-log(x) - log(1-x)", {"start": 0.1, "rate": 1}, Ending.LEFT_DOMAIN, "undefined"),
    ("sqrt(x)", {"start": 0.01, "rate": 1}, Ending.LEFT_DOMAIN, "step 1 led to (-4.99)"),
    ("-x^2", {"start": 1, "rate": 1}, Ending.DIVERGED, "beyond all numbers"),
]


@pytest.mark.parametrize("text, given, ending, words", ENDINGS, ids=repr)
def test_the_ending_and_its_sentence(text, given, ending, words):
    run = descend(text, **given)
    check_whole(run)
    assert run.outcome.ending is ending
    assert words in run.outcome.sentence


def test_out_of_time():
    def slowly(x, t):
        return x, 1.0, x - 1e-9

    run = follow(descent_of(slowly), Stop(10**9, seconds=0.02))
    check_whole(run)
    assert run.outcome.ending is Ending.OUT_OF_TIME
    assert run.outcome.sentence == f"out of time after {run.steps} steps"


@pytest.mark.parametrize("last", [0, 1, 7, 300])
def test_stopped_by_hand_keeps_what_was_reached(last):
    def watch(here):
        if here.step == last:
            raise KeyboardInterrupt

    run = follow(descent_of(halving), Stop(10**6, 0.0), watch)
    check_whole(run)
    assert run.steps == last
    assert run.outcome.ending is Ending.STOPPED
    assert run.outcome.sentence == f"stopped by hand after {last} steps"


NOT_NUMBERS = (math.nan, math.inf, -math.inf)


def spoilt(at, where, by):
    """A step that gives `by` in place of its result number `where`, from step `at` on."""

    def step(x, y, t):
        results = [x * x + y * y, 2 * x, 2 * y, 0.9 * x, 0.8 * y]
        if t > at:
            results[where] = by
        return tuple(results)

    return step


def raising(at, error):
    def step(x, y, t):
        if t > at:
            raise error
        return x * x + y * y, 2 * x, 2 * y, 0.9 * x, 0.8 * y

    def arrays(*state):
        return (math.nan,) * 5 if state[-1] > at else step(*state)

    return Evaluator(step, lambda: arrays)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_not_finite_ends_the_run_and_no_more(seed):
    chance = random.Random(seed)
    at, where, by = chance.randrange(40), chance.randrange(5), chance.choice(NOT_NUMBERS)
    run = follow(descent_of(spoilt(at, where, by), (3.0, 4.0)), Stop(100, 0.0))
    check_whole(run)
    assert run.outcome.ending in (Ending.DIVERGED, Ending.LEFT_DOMAIN)
    assert run.steps in (at - 1, at)
    assert run.best == max(run.steps, 0)


@pytest.mark.parametrize("at", [0, 1, 17])
@pytest.mark.parametrize("error", [ZeroDivisionError(), OverflowError(), ValueError("math domain")])
def test_a_step_that_raises_is_taken_on_arrays(at, error):
    names = ("x", "y")
    run = follow(Descent("made up", names, raising(at, error), (3.0, 4.0)), Stop(100, 0.0))
    check_whole(run)
    assert run.outcome.ending is Ending.LEFT_DOMAIN
    assert run.steps == at - 1


def test_a_mistake_of_ours_is_not_swallowed():
    def broken(x, t):
        raise TypeError("a bug")

    with pytest.raises(TypeError):
        follow(descent_of(broken), Stop())


def test_the_best_row_is_not_always_the_last():
    run = descend("x^2", start=1, rate="3/2", steps=5)
    assert (run.best, run.steps) == (0, 5)


def test_the_walk_has_no_end_and_gives_memory_back():
    def averaged(x, m, t):
        return x * x, 2 * x, x - m, (m + x) / 2

    def counting(x, m, t):
        return m, 1.0, x, t

    here = walk(descent_of(averaged, memory=(0.0,)))
    assert [next(here).point for _ in range(3)] == [(1.0,), (1.0,), (0.5,)]
    here = walk(descent_of(counting, memory=(0.0,)))
    assert [next(here).value for _ in range(4)] == [0.0, 1, 2, 3]


BOX = Box((0.0, -math.inf), (1.0, 2.0))


@pytest.mark.parametrize(
    "point, wanted",
    [
        ((0.5, 0.5), (0.5, 0.5)),
        ((-1.0, -1e300), (0.0, -1e300)),
        ((7.0, 7.0), (1.0, 2.0)),
        ((math.inf, -math.inf), (1.0, -math.inf)),
        ((1.0, 2.0), (1.0, 2.0)),
    ],
)
def test_a_point_is_projected_to_the_nearest_of_the_box(point, wanted):
    assert BOX.project(point) == wanted
    assert BOX.contains(point) == (point == wanted)
    assert BOX.contains(wanted)


def test_nan_stays_nan():
    assert all(map(math.isnan, BOX.project((math.nan, math.nan))))


@pytest.mark.parametrize(
    "point, gradient, wanted",
    [
        ((0.5, 0.0), (3.0, 4.0), 5.0),
        ((0.0, 0.0), (3.0, 4.0), 4.0),
        ((0.0, 2.0), (3.0, -4.0), 0.0),
        ((1.0, 2.0), (3.0, 4.0), 5.0),
        ((1.0, 2.0), (-3.0, 0.0), 0.0),
    ],
)
def test_a_gradient_that_presses_against_an_edge_counts_for_nothing(point, gradient, wanted):
    assert BOX.stationarity(point, gradient) == wanted
    left = [
        g for g, pressed in zip(gradient, BOX.pressed(point, gradient), strict=True) if not pressed
    ]
    assert math.hypot(*left) == wanted


def test_all_of_space_is_no_bound():
    box = unbounded(2)
    assert not box.bounded and BOX.bounded
    assert box.project((1e308, -1e308)) == (1e308, -1e308)


def test_every_iterate_of_a_boxed_descent_lies_in_the_box():
    run = descend("(x-5)^2 + (y+5)^2", start="0,1", rate="9/10", steps=50, box="[0,2]")
    assert run.outcome.ending is Ending.CONVERGED
    assert ((run.points >= 0) & (run.points <= 2)).all()
    assert run.points[-1].tolist() == [2.0, 0.0]


def test_the_parabola_by_hand():
    """x_k = 4 + 10(9/10)^k. A step rounds three times, by half a unit in the last place each: of
    the gradient (at most 10, a tenth of it is taken), of the product (at most 1) and of the point
    (below 16); and 0.1 is not 1/10, which costs a rounding of the product more. What earlier steps
    lost shrinks by 9/10 a step, so it adds up to at most ten times as much."""
    run = descend("1/2*(x-4)^2", start=14, rate="0.1", steps=100, tolerance=0)
    half = Fraction(1, 2)
    ulp_16, ulp_10, ulp_1 = (Fraction(math.ulp(x)) for x in (15.0, 10.0, 0.75))
    one_step = half * (ulp_16 + ulp_10 / 10 + 2 * 2 * ulp_1)
    allowed = one_step / (1 - Fraction(9, 10))
    exact = [4 + 10 * Fraction(9, 10) ** k for k in range(101)]
    misses = [abs(Fraction(x) - e) for x, e in zip(run.points[:, 0].tolist(), exact, strict=True)]
    assert max(misses) <= allowed
    assert max(misses) > 0
    assert [round(x, 9) for x in run.points[[1, 2, 10, 100], 0]] == [
        13.0,
        12.1,
        7.486784401,
        4.000265614,
    ]


def test_a_nice_plane_example_by_hand():
    """f = (17x^2 - 24xy + 10y^2)/2: x_k = 2(3,4)(19/20)^k + (-4,3)(-3/10)^k."""
    run = descend("(17x^2 - 24x*y + 10y^2)/2", start="2,11", rate="1/20", steps=60, tolerance=0)
    slow, fast = Fraction(19, 20), Fraction(-3, 10)
    for k, point in enumerate(run.points.tolist()):
        exact = (6 * slow**k - 4 * fast**k, 8 * slow**k + 3 * fast**k)
        assert all(abs(Fraction(x) - e) <= 1e-13 for x, e in zip(point, exact, strict=True))


def test_a_watch_sees_every_iterate_in_order():
    seen = []
    run = descend("x^2", start=1, rate="1/4", steps=6, watch=seen.append)
    assert [here.step for here in seen] == list(range(7))
    assert [here.point[0] for here in seen] == run.points[:, 0].tolist()


def test_scipy_takes_the_objective():
    optimize = pytest.importorskip("scipy.optimize")
    rosenbrock = objective("(1-x)^2 + 100*(y-x^2)^2")
    for method in ("BFGS", "trust-exact", "Newton-CG"):
        hess = None if method == "BFGS" else rosenbrock.hessian
        found = optimize.minimize(
            rosenbrock.value,
            [-1.2, 1.0],
            jac=rosenbrock.gradient,
            hess=hess,
            method=method,
            tol=1e-8,
        )
        assert found.success
        # |gradient| over the least curvature at (1, 1), which is 0.3994, and twice that much
        # because the curvature changes on the way
        near = 2 * np.linalg.norm(found.jac) / 0.3994 + 1e-12
        assert np.abs(found.x - 1).max() <= near < 1e-6
