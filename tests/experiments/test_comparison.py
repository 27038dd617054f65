"""Optimizers side by side, against hand arithmetic."""

import math
from fractions import Fraction

import numpy as np
import pytest

from symdescent.errors import FormulaError, InputError
from symdescent.experiments.comparison import Contest, compare
from symdescent.experiments.many_starts import starting_points
from symdescent.numeric.box import Box
from symdescent.optimizers import Rule
from symdescent.optimizers.rule import Optimizer
from symdescent.studies import objective
from symdescent.verdict import Standing, Word

PARABOLA = "1/2*(x-4)^2"
TILTED = "x^4/4 - x^2/2 + x/10"  # x^3 - x + 1/10 vanishes at -1.0467, 0.1010 and 0.9456


def by_label(done):
    return {entry.label: entry for entry in done.contenders}


def test_steps_are_those_of_the_closed_form():
    done = compare(PARABOLA, ["gd@0.1", "gd@1", "gd@2.5"], start=14, steps=100)
    slow, exact, wild = done.contenders
    # the gap is 50 * 0.81^k, at most 1e-6 from k = ln(5e7)/ln(1/0.81) on
    assert done.goal.first(slow.run) == math.ceil(math.log(5e7) / math.log(1 / 0.81)) == 85
    assert done.goal.gap(slow.setting.derivation, slow.run) == pytest.approx(50 * 0.81**100)
    assert done.goal.distance(slow.run) == pytest.approx(10 * 0.9**100)
    assert done.goal.first(exact.run) == 1
    assert done.goal.first(wild.run) is None
    assert [v.finding.standing for v in done.verdicts][::2] == [
        Standing.AGREES,
        Standing.DIVERGED,
    ]
    assert done.goal.word is Word.PROVED


def test_a_run_that_passes_by_has_not_come():
    """Undamped momentum swings through the minimum for ever."""
    done = compare(PARABOLA, ["momentum@0.01"], start=14, steps=60)
    assert min(done.contenders[0].run.values) < 0.1
    assert done.goal.first(done.contenders[0].run) is None


def test_calls_are_counted():
    done = compare("x^4 + y^2", ["gd@0.01", "steepest descent"], start="1,1", steps=10)
    calls = {label: entry.calls for label, entry in by_label(done).items()}
    assert calls["gd@0.01"] == {"value": 11, "gradient": 11, "hessian": 0}
    steps = by_label(done)["steepest descent"].run.steps
    assert calls["steepest descent"]["gradient"] == 2 * (steps + 1)


@pytest.mark.slow
def test_a_tuned_rate_is_next_to_the_best():
    """For curvatures 1 and 26 the best fixed rate is 2/27; counts of steps are whole numbers."""
    text = "(17x^2 - 24x*y + 10y^2)/2"
    done = compare(text, ["gd"], Contest(tune=True), start="2,11")
    assert float(done.contenders[0].setting.rate.value) == pytest.approx(2 / 27, rel=0.05)
    at_best = compare(text, ["gd@2/27"], start="2,11").contenders[0]
    assert done.goal.first(done.contenders[0].run) <= 1.05 * done.goal.first(at_best.run)


@pytest.mark.slow
def test_shares_are_those_of_the_basins():
    done = compare(TILTED, ["gd@0.1"], Contest(starts=200, within="[-2,2]"), start=1)
    starts = starting_points(objective(TILTED), Box((-2.0,), (2.0,)), 200, 0)
    ridge = sorted(np.roots([1, 0, -1, 0.1]).real)[1]
    (share,) = done.shares
    assert share.reached.tolist() == np.flatnonzero(starts[0] < ridge).tolist()
    (least, trap) = share.basins
    assert len(trap.members) == 200 - len(share.reached)
    assert trap.point[0] == pytest.approx(max(np.roots([1, 0, -1, 0.1]).real), rel=1e-12)
    assert set(least.members) == set(np.flatnonzero(starts[0] < ridge))
    assert (share.lost, share.under_way) == (0, 0)


def test_unfinished_runs_are_no_minima():
    """In the valley of this function descent is slow; its one minimum is (1, 1, 1)."""
    text = "(1-x)^2 + 100*(y-x^2)^2 + (z-y^2)^2"
    contest = Contest(starts=40, within="[0.5,1.5]")
    done = compare(text, ["gd@0.0005"], contest, start="1.2,1,1", steps=3000)
    (share,) = done.shares
    assert all(basin.point == pytest.approx([1, 1, 1], abs=1e-6) for basin in share.basins)
    near = {int(i) for basin in share.basins for i in basin.members} | {*share.reached.tolist()}
    assert len(near) + share.lost + share.under_way == 40


def test_too_many_starts():
    with pytest.raises(InputError, match="at most 100000 starts"):
        compare("x^2", ["gd"], Contest(starts=10**9))


def test_starts_lie_where_the_formula_is_defined():
    starts = starting_points(objective("x - log(x)"), Box((-5.0,), (5.0,)), 40, 0)
    assert starts.shape == (1, 40)
    assert (starts > 0).all()


@pytest.mark.slow
def test_methods_that_are_no_formula_take_part():
    done = compare(TILTED, ["torch:LBFGS"], Contest(starts=10, within="[-2,2]"), start=1)
    (entry,), (share,) = done.contenders, done.shares
    assert entry.calls["gradient"] > 0
    trapped = {i for basin in share.basins for i in basin.members} - {*share.reached.tolist()}
    assert share.many == 10 == len(share.reached) + len(trapped) + share.lost + share.under_way


def test_a_rule_of_one_s_own_takes_part():
    own = Rule("plain", "x = x - lr*g", {"lr": Fraction(1, 100)})
    done = compare("x^4 + y^2", ["gd", own, Optimizer(own, "scalars")], rate=0.1, start="1,1")
    plain = by_label(done)["plain"]
    assert len(done.contenders) == 2
    assert (plain.run.points == by_label(done)["gd"].run.points).all()


def test_without_a_proof_the_lowest_value_is_the_measure():
    text = "x^6+y^6-3x*y^2+sin(x*y)+exp(x)"
    done = compare(text, ["gd", "adam"], start="1,1", steps=200, time_limit=0.2)
    assert done.goal.word is Word.OBSERVED
    assert done.goal.value == min(float(e.run.values.min()) for e in done.contenders)


def test_unbounded_below_nothing_is_near():
    done = compare("x^3", ["gd"], Contest(tune=True), start=-1, steps=20)
    assert done.goal.value == -math.inf
    assert done.goal.first(done.contenders[0].run) is None


@pytest.mark.parametrize(
    ("text", "names", "error"),
    [
        ("x^", ["gd"], FormulaError),
        ("x^2", [], InputError),
        ("x^2", ["adm"], InputError),
        ("x^2", ["gd@0"], InputError),
        ("x^2", ["gd@fast"], InputError),
        ("x^2", None, InputError),
        ("x^2", [3], InputError),
        ("x^2", "gd,adm", InputError),
        ("3", ["gd"], FormulaError),
    ],
)
def test_mistakes(text, names, error):
    with pytest.raises(error):
        compare(text, names)
