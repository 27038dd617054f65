"""A rate that nobody gave as a number: proved where it can be, and never one that diverges."""

import gzip
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from symdescent import InputError, Rule, descend, objective
from symdescent.numeric.run import Ending
from symdescent.problem.problem import posed
from symdescent.problem.setting import prepare

PATH = Path(__file__).parent.parent / "reference" / "mgh.json.gz"
PROBLEMS = json.loads(gzip.decompress(PATH.read_bytes()))["problems"]
FINE = (Ending.CONVERGED, Ending.OUT_OF_STEPS)


def chosen(text, **given):
    given = {"rate": "auto", "steps": 500, **given}
    return prepare(posed(text, given), given).rate


@pytest.mark.long_beyond(6)
@pytest.mark.slow_beyond(4)
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p["name"])
def test_it_never_diverges(problem):
    names = objective(problem["formula"]).names
    start = {name: problem["start"][name] for name in names}
    run = descend(problem["formula"], start=start, rate="auto", steps=2000)
    assert run.outcome.ending in FINE
    assert np.isfinite(run.points).all() and np.isfinite(run.values).all()
    assert run.values[-1] <= run.values[0]


def test_there_are_thirty_three():
    assert len(PROBLEMS) == 33


def test_a_rate_ten_times_as_large_diverges_on_some():
    """The measure above can fail: it is not that every rate would do."""
    problem = next(p for p in PROBLEMS if p["name"] == "rosenbrock")
    run = descend(problem["formula"], start=problem["start"], rate=0.0066, steps=2000)
    assert run.outcome.ending not in FINE or not run.values[-1] <= run.values[0]


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("1/2*(x-4)^2", 1, "proved: L is quadratic"),
        ("(17x^2 - 24x*y + 10y^2)/2", Fraction(2, 27), "μ = 1, L = 26: proved"),
        ("x^2 + x*y + 3y^2", Fraction(1, 4), "μ = 4 − √5, L = √5 + 4"),
        ("(x+y)^2", Fraction(1, 4), "not 0"),
        ("log(1+exp(x))", 4, "1/L, L = ¼: proved"),
        ("x^2 + sin(x)", Fraction(1, 2), "2/(μ + L), μ = 1, L = 3: proved"),
        ("sqrt(x^2+1)", 1, "1/L, L = 1: proved"),
        ("x^2 - y^2", Fraction(1, 2), "no rate is best"),
        ("x^2 + y", Fraction(1, 2), "no rate is best"),
    ],
)
def test_what_is_proved(text, value, words):
    rate = chosen(text)
    assert rate.value == value
    assert words in rate.reason


def test_a_box_bounds_the_curvature():
    rate = chosen("x^4", box="0<=x<=2")
    assert rate.value == Fraction(1, 48)
    assert "proved" in rate.reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x^4", "checked numerically"),
        ("(1-x)^2 + 100*(y-x^2)^2", "checked numerically"),
        ("|x| + |y-1|", "a line search"),
    ],
)
def test_what_is_not_proved_says_so(text, words):
    reason = chosen(text).reason
    assert words in reason
    assert "proved" not in reason


@pytest.mark.slow_beyond(2)
@pytest.mark.parametrize("seed", range(6))
def test_the_best_rate_is_that_of_numpy(seed):
    """Against numpy's eigenvalues, and against every other rate on a grid."""
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 6))
    factor = random.integers(-3, 4, (n, n))
    hessian = factor @ factor.T + np.eye(n, dtype=int)
    names = [f"x{i + 1}" for i in range(n)]
    text = " + ".join(
        f"({hessian[i, j]})/2*{names[i]}*{names[j]}" for i in range(n) for j in range(n)
    )
    least, *_, largest = np.linalg.eigvalsh(hessian)
    found = float(chosen(text).value)
    assert found == pytest.approx(2 / (least + largest), rel=1e-12)

    def worst(rate):
        return np.abs(np.linalg.eigvals(np.eye(n) - rate * hessian)).max()

    grid = np.linspace(1e-6, 2 / largest, 4001)
    assert worst(found) <= min(map(worst, grid)) + 1e-9


@pytest.mark.parametrize("optimizer", ["momentum", "nesterov", "adam", "rmsprop"])
def test_other_rules_descend_too(optimizer):
    for text in ("x^2 + 10*y^2 + x*y", "(1-x)^2 + 100*(y-x^2)^2"):
        run = descend(text, start=[-1.2, 1], optimizer=optimizer, rate="auto", steps=300)
        assert run.outcome.ending in FINE
        assert run.values[-1] <= run.values[0]


def test_a_rule_without_a_rate_has_no_best_one():
    with pytest.raises(InputError, match="no learning rate"):
        chosen("x^2", optimizer=Rule("mine", "x = x - g/10", {}))
