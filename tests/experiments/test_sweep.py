"""Sweeps, against single descents and hand arithmetic."""

import numpy as np
import pytest

from symdescent.errors import InputError
from symdescent.experiments.comparison import compare
from symdescent.experiments.sweep import sweep
from symdescent.studies import descend

BOWL = "(17x^2 - 24x*y + 10y^2)/2"  # curvatures 1 and 26


def test_each_descent_is_the_one_made_alone():
    done = sweep(BOWL, {"lr": "0.01..0.07:5"}, start="2,11", steps=50)
    for i, rate in enumerate(done.axes[0].values):
        alone = descend(BOWL, rate=rate, start="2,11", steps=50)
        assert done.ends.points[:, i] == pytest.approx(alone.points[-1], rel=1e-12)
        assert done.ends.values[i] == pytest.approx(alone.values[-1], rel=1e-10)


def test_what_diverges_is_what_must():
    done = sweep(BOWL, {"lr": "0.02..0.12:21"}, start="2,11", steps=3000)
    rates = np.array([float(value) for value in done.axes[0].values])
    assert (done.lost == (rates > 2 / 26)).all()
    assert done.lost.any() and not done.lost.all()


def test_steps_are_counted_as_a_comparison_counts_them():
    """Adam swings through the minimum: what counts is from where on it stays near enough."""
    text = "x^2 + 3y^2"
    done = sweep(text, {"lr": [1, 0.1]}, optimizer="adam", start="1,1", steps=400)
    runs = compare(text, ["adam@1", "adam@0.1"], start="1,1", steps=400)
    assert done.ends.reached.tolist() == [runs.goal.first(e.run) for e in runs.contenders]
    assert done.ends.reached[0] > 100


def test_what_is_clipped_is_swept_so():
    """Each step is at most lr*0.1 long, so five of them end next to the start."""
    bound = sweep(BOWL, {"lr": "0.02,0.03"}, start="2,11", steps=5, clip_norm=0.1)
    moved = np.hypot(*(bound.ends.points - np.array([[2.0], [11.0]])))
    assert moved == pytest.approx(5 * 0.1 * np.array([0.02, 0.03]), rel=1e-3)


def test_two_settings_make_a_grid():
    over = {"lr": "0.01,0.02", "momentum": "0,0.5,0.9"}
    done = sweep(BOWL, over, optimizer="momentum", start="2,11", steps=30)
    assert done.ends.points.shape == (2, 6)
    alone = descend(
        BOWL, optimizer="momentum", rate=0.02, settings={"momentum": 0.5}, start="2,11", steps=30
    )
    assert done.ends.values[4] == pytest.approx(alone.values[-1], rel=1e-10)


def test_the_best_is_the_one_that_needs_the_fewest_steps():
    done = sweep("1/2*(x-4)^2", {"lr": "0.1, 0.9, 1.9, 3"}, start=14, steps=200)
    assert done.best == 1
    assert done.near.tolist() == [True, True, True, False]
    assert np.isnan(done.gaps[3])


@pytest.mark.parametrize(
    ("over", "extra", "said"),
    [
        ({"lr": "0..1"}, {}, "above 0"),
        ({"beta": "0..1"}, {}, "no setting 'beta'"),
        ({}, {}, "one or two"),
        (None, {}, "maps names to values"),
        ({"lr": None}, {}, "real number"),
        ({"lr": []}, {}, "needs 1 to"),
        ({"lr": "0.1,0.2"}, {"schedule": "cosine:T=5"}, "cannot be swept"),
        ({"lr": "0.1..1", "beta1": "0..1", "beta2": "0..1"}, {"optimizer": "adam"}, "one or two"),
        ({"lr": "0.1..1:9999", "beta1": "0..1:99"}, {"optimizer": "adam"}, "at most"),
        ({"lr": "0.1..1"}, {"optimizer": "torch:LBFGS"}, "no formula"),
    ],
)
def test_mistakes(over, extra, said):
    with pytest.raises(InputError, match=said):
        sweep("x^2", over, **extra)
