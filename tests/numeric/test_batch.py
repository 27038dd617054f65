"""Many starts go in at once; every column ends where the walk of that start alone ends."""

import math
import threading
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from symdescent.calculus.compilation import compiled_batch, step
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.errors import InputError
from symdescent.language import parse
from symdescent.numeric import batch as ensembles
from symdescent.numeric.batch import Batch, run_batch
from symdescent.numeric.box import Box
from symdescent.numeric.descent import Descent, Stop, descend, normals
from symdescent.numeric.objective import Evaluator
from symdescent.numeric.run import Ending
from symdescent.optimizers import GRADIENT_DESCENT, Rule
from symdescent.optimizers.catalogue import find

ROSENBROCK = "100*(y - x^2)^2 + (1 - x)^2"
NOISY = Rule("noisy", "x = x - lr*g + 0.01*noise/t", {"lr": Fraction(1, 1000)})
AVERAGED = Rule(
    "averaged",
    "x = x - lr*g\na = a + (x - a)/(t + 1)\nk = k + 1",
    {"lr": Fraction(1, 1000)},
    {"a": "x", "k": Fraction(3)},
    answer="a",
)


def update(text, rule, free=()):
    return fuse(derive(build(parse(text))), rule, free=free)


def plain(rate):
    return GRADIENT_DESCENT.with_settings({"lr": Fraction(rate)})


def starts(n, m=40, size=2.0, seed=0):
    return np.random.default_rng(seed).uniform(-size, size, (n, m))


def alone(made, start, stop, box=None):
    """The run of one column by the walk of one point."""
    exact = [Fraction(x) for x in start]
    memory = tuple(map(float, made.memory_at(exact)))
    names = tuple(f"x{i}" for i in range(len(start)))
    draws = normals(made.noise) if made.noise else None
    return descend(Descent("one", names, step(made), tuple(start), memory, box, draws), stop)


def check_alike(made, points, stop, box=None, rel=1e-9):
    """Every column of an ensemble against the run of its start alone."""
    ends = run_batch(compiled_batch(made, points, box=box), stop)
    bounds = box or Box((-math.inf,) * len(points), (math.inf,) * len(points))
    for j, start in enumerate(points.T.tolist()):
        run = alone(made, start, stop, box)
        assert ends.ending(j) is run.outcome.ending
        assert ends.steps[j] == run.steps
        if run.steps < 0:
            continue
        norm = bounds.stationarity(run.points[-1].tolist(), run.gradients[-1].tolist())
        assert ends.points[:, j] == pytest.approx(run.points[-1], rel=rel, abs=1e-12)
        assert ends.values[j] == pytest.approx(run.values[-1], rel=rel, abs=1e-15)
        assert ends.norms[j] == pytest.approx(norm, rel=1e-6, abs=1e-12)
    return ends


OPTIMIZERS = ("adam", "heavy ball", "nesterov", "rmsprop", "adagrad", "lion", "rprop", "amsgrad")


@pytest.mark.slow_beyond(2)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_column_walks_as_if_alone(name):
    check_alike(update(ROSENBROCK, find(name).rule), starts(2), Stop(60, 0.0), rel=1e-6)


@pytest.mark.parametrize("rule", [plain("1/1000"), NOISY, AVERAGED], ids=lambda rule: rule.name)
def test_noise_and_memory_of_every_kind(rule):
    check_alike(update(ROSENBROCK, rule), starts(2), Stop(80, 1e-3))


MIXED = [  # formula, rate, half the width of the starts, endings that must occur
    ("x^4/4 - x^2/2", "1/10", 6.0, {Ending.CONVERGED, Ending.DIVERGED}),
    ("x - log(x)", "1/5", 3.0, {Ending.CONVERGED, Ending.LEFT_DOMAIN}),
    ("x^2 + exp(x^4)", "1/1000", 4.0, {Ending.DIVERGED, Ending.OUT_OF_STEPS}),
    ("sin(3*x) + x^2/10", "1/50", 9.0, {Ending.CONVERGED}),
    ("x^2", "2", 1.0, {Ending.DIVERGED}),
    ("x^2", "1", 1.0, {Ending.OUT_OF_STEPS}),
    ("sqrt(x)", "1", 1.0, {Ending.LEFT_DOMAIN}),
    ("2*x + 1", "1/10", 1.0, {Ending.OUT_OF_STEPS}),
]


@pytest.mark.slow_beyond(4)
@pytest.mark.parametrize(("text", "rate", "size", "wanted"), MIXED, ids=range(len(MIXED)))
def test_columns_end_each_for_its_own_reason(text, rate, size, wanted):
    points = np.append(starts(1, 60, size), [[0.0]], axis=1)
    ends = check_alike(update(text, plain(rate)), points, Stop(700, 1e-8))
    assert wanted <= {ends.ending(j) for j in range(61)}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["adam", "heavy ball"])
def test_a_box_is_kept_to_as_in_the_walk_of_one_point(name):
    box = Box((-0.5, -math.inf), (0.8, 0.4))
    inside = np.clip(starts(2), [[-0.5], [-9.0]], [[0.8], [0.4]])
    made = update(ROSENBROCK, find(name).rule)
    ends = check_alike(made, inside, Stop(3000, 1e-5), box, rel=1e-6)
    assert (ends.points[0] <= 0.8).all() and (ends.points[1] <= 0.4).all()
    check_alike(update(ROSENBROCK, plain("1/500")), inside, Stop(4000, 1e-6), box, rel=1e-6)


def adam_by_hand(points, steps, rate):
    """Adam (D. P. Kingma, J. Ba 2015) on Rosenbrock's function, in arrays."""
    point, m, v = points.copy(), np.zeros_like(points), np.zeros_like(points)
    for t in range(1, steps + 1):
        x, y = point
        gradient = np.array([-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)])
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        point = point - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    x, y = point
    return point, 100 * (y - x * x) ** 2 + (1 - x) ** 2


def test_adam_against_a_loop_by_hand_over_several_parts():
    points = starts(2, 2 * ensembles.CELLS + 5)
    made = update(ROSENBROCK, find("adam").rule.with_settings({"lr": Fraction(1, 100)}))
    ends = run_batch(compiled_batch(made, points), Stop(30, 0.0))
    point, value = adam_by_hand(points, 30, 0.01)
    assert np.allclose(ends.points, point, rtol=1e-9, atol=1e-9)
    assert np.allclose(ends.values, value, rtol=1e-6, atol=1e-9)
    assert (ends.steps == 30).all()


def test_a_sweep_gives_each_column_its_own_settings():
    made = update(ROSENBROCK, find("adam").rule, free=("lr", "beta1"))
    assert made.free == ("lr", "beta1")
    rates, betas = np.array([0.001, 0.01, 0.1, 0.5]), np.array([0.0, 0.5, 0.9, 0.99])
    swept = compiled_batch(made, [[-1.2], [1.0]], {"lr": rates, "beta1": betas})
    ends = run_batch(swept, Stop(200, 0.0))
    for j in range(4):
        values = {"lr": Fraction(rates[j]), "beta1": Fraction(betas[j])}
        fixed = update(ROSENBROCK, find("adam").rule.with_settings(values))
        run = alone(fixed, (-1.2, 1.0), Stop(200, 0.0))
        assert ends.points[:, j] == pytest.approx(run.points[-1], rel=1e-7)


def test_free_settings_stand_before_the_step_number():
    made = update("x^2", plain("1/10"), free=("lr",))
    assert len(made.inputs) == 3 and made.inputs[-1].name == "t"
    assert step(made).at((3.0, 0.25, 1)) == (9.0, 6.0, 1.5)


def test_a_setting_that_the_rule_has_not_cannot_be_free():
    with pytest.raises(InputError, match="no setting 'rate'"):
        update("x^2", plain("1/10"), free=("rate",))


def test_rates_that_diverge_leave_the_others_alone():
    rates = np.linspace(0.05, 1.5, 30)
    made = update("x^2", plain("1/10"), free=("lr",))
    ends = run_batch(compiled_batch(made, [[3.0]], {"lr": rates}), Stop(5000, 1e-9))
    assert (ends.ended(Ending.CONVERGED) == (rates < 1)).all()
    assert (ends.ended(Ending.DIVERGED) == (rates > 1)).all()
    counts = [math.ceil(math.log(1e-9 / 6) / math.log(abs(1 - 2 * r))) for r in rates if r < 1]
    assert np.abs(ends.steps[rates < 1] - counts).max() <= 1


def test_steps_to_a_goal_are_counted():
    """x_k = 3*(4/5)^k, so x_k^2 <= goal from k = log(goal/9)/log(16/25) on."""
    made = update("x^2", plain("1/10"))
    goals = np.array([9.0, 8.9, 1.0, 1e-4, 0.0, -1.0])
    ends = run_batch(compiled_batch(made, np.full((1, 6), 3.0)), Stop(50, 0.0), goals)
    assert ends.reached.tolist() == [0, 1, 5, 26, -1, -1]
    assert run_batch(compiled_batch(made, [[3.0]]), Stop(50, 0.0)).reached.tolist() == [-1]


def test_steps_without_a_look_lead_to_the_same_ends():
    """With no tolerance and no goal many steps are taken at once; a loss is still seen in time."""
    points = starts(2)
    for rule in (plain("1/1000"), plain("1/100"), find("adam").rule, AVERAGED):
        made = update(ROSENBROCK, rule)
        leaping = compiled_batch(made, points)
        at_once = run_batch(leaping, Stop(75, 0.0))
        looking = run_batch(replace(leaping, make_blind=None), Stop(75, 0.0))
        for a, b in zip(vars(at_once).values(), vars(looking).values(), strict=True):
            np.testing.assert_array_equal(a, b)
    assert at_once.steps.tolist() == [75] * 40


def test_a_leap_that_loses_a_walk_is_taken_back():
    made = update("x^4", plain("1/10"))
    ends = run_batch(compiled_batch(made, [[1.0, 5.0, 0.0]]), Stop(40, 0.0))
    assert [ends.ending(i) for i in range(3)] == [
        Ending.OUT_OF_STEPS,
        Ending.DIVERGED,
        Ending.CONVERGED,
    ]
    assert ends.steps[1] < 10
    assert ends.steps[2] == 0


def test_what_is_handed_out_is_read_only():
    ends = run_batch(compiled_batch(update("x^2", plain("1/10")), [[1.0, 2.0]]), Stop(3))
    for rows in vars(ends).values():
        assert not rows.flags.writeable


def test_no_columns_and_no_steps():
    made = update("x^2", plain("1/10"))
    assert run_batch(compiled_batch(made, np.empty((1, 0))), Stop(3)).values.shape == (0,)
    ends = run_batch(compiled_batch(made, [[1.0, 0.0]]), Stop(0))
    assert [ends.ending(j) for j in (0, 1)] == [Ending.OUT_OF_STEPS, Ending.CONVERGED]
    assert ends.values.tolist() == [1.0, 0.0]


def made_up(function, m):
    """An ensemble in one variable from a function of arrays."""
    evaluator = Evaluator(function, lambda: function)
    empty = np.empty((0, m))
    return Batch(evaluator, np.arange(1.0, m + 1)[None], empty, empty)


def test_ctrl_c_keeps_what_was_reached(monkeypatch):
    monkeypatch.setattr(ensembles, "CELLS", 4)
    monkeypatch.setattr(ensembles, "FEWEST", 4)
    calls = iter(range(1000))

    def halving(x, t):
        if next(calls) == 15:
            raise KeyboardInterrupt
        return x * x, 2 * x, x / 2

    ends = run_batch(made_up(halving, 12), Stop(10, 0.0))
    assert ends.steps.tolist() == [10] * 4 + [3] * 4 + [0] * 4
    assert [ends.ending(j) for j in (0, 4, 8)] == [
        Ending.OUT_OF_STEPS,
        Ending.STOPPED,
        Ending.STOPPED,
    ]
    assert (ends.points[0] == np.arange(1.0, 13) / 2.0**ends.steps).all()


def test_out_of_time():
    pause = threading.Event()

    def slowly(x, t):
        pause.wait(0.002)
        return x, np.ones_like(x), x - 1e-9

    ends = run_batch(made_up(slowly, 3), Stop(10**6, seconds=0.05))
    assert ends.ended(Ending.OUT_OF_TIME).all()
    assert 0 < ends.steps[0] < 200


def test_a_gradient_whose_square_leaves_the_floats_is_no_end():
    def steep(x, t):
        return x, 1e200 * x, x / 2

    def shallow(x, t):
        return x, 1e-200 * x, x / 2

    assert run_batch(made_up(steep, 3), Stop(5, 0.0)).steps.tolist() == [5, 5, 5]
    assert run_batch(made_up(shallow, 3), Stop(5, 0.0)).steps.tolist() == [5, 5, 5]
    assert run_batch(made_up(shallow, 3), Stop(5, 1e-1)).steps.tolist() == [4, 4, 4]


def test_a_wrong_ensemble_would_be_seen():
    """The comparison fails when the walk of one point is by another rate."""
    ends = run_batch(compiled_batch(update("x^2", plain("1/10")), [[3.0]]), Stop(5, 0.0))
    run = alone(update("x^2", plain("11/100")), (3.0,), Stop(5, 0.0))
    assert ends.points[:, 0] != pytest.approx(run.points[-1], rel=1e-3)
