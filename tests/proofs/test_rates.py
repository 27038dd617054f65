"""Rates that are derived: against numpy's eigenvalues, a grid of rates, and runs."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from symdescent import study
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.language import parse
from symdescent.lessons.example.descent import convergence_rates
from symdescent.numeric.convergence_factor import empirical_rate
from symdescent.optimizers.catalogue import find
from symdescent.proofs.convergence_rates import rates as derived
from symdescent.proofs.spectrum import spectrum
from symdescent.recurrence.stability import modes
from symdescent.recurrence.steps_to_tolerance import Arrival
from tests.recurrence.quadratics import case

BOWL = "(17x^2 - 24x*y + 10y^2)/2"


def by_hand(given, rate):
    """The step of x and memory on the whole, as a matrix."""
    n, beta, h = given.n, float(given.beta), np.array(given.hessian, dtype=float)
    one, s = np.eye(n), float(rate) * np.array(given.hessian, dtype=float)
    if given.rule == "gradient descent":
        return one - s
    if given.rule == "momentum":
        return np.block([[one - s, -beta * float(rate) * one], [h, beta * one]])
    return np.block([[one - (1 + beta) * s, -(beta**2) * float(rate) * one], [h, beta * one]])


def radius(given, rate):
    """The largest size of an eigenvalue, those of flat directions left out."""
    sizes = np.abs(np.linalg.eigvals(by_hand(given, rate)))
    return sizes[np.abs(sizes - 1) > 1e-6].max(initial=0.0)


def of_case(given):
    rule = find(given.rule, "torch").rule
    settings = {"momentum": given.beta} if "momentum" in rule.settings else {}
    curvatures = spectrum(derive(build(parse(given.text))))
    return derived(modes(rule.with_settings(settings)), curvatures, given.rate)


@pytest.mark.slow_beyond(22)
@pytest.mark.parametrize("seed", range(60))
def test_factors_and_limits_against_numpy(seed):
    given = case(seed)
    found = of_case(given)
    assert np.allclose(
        [float(x) for x in found.eigenvalues],
        np.unique(np.linalg.eigvalsh(np.array(given.hessian, dtype=float)).round(9)),
        atol=1e-8,
    )
    if abs(float(found.factor) - 1) > 1e-6 and found.eigenvalues[0] > 0:
        assert float(found.factor) == pytest.approx(radius(given, given.rate), abs=1e-6)
    limit = float(found.limit)
    near = [np.abs(np.linalg.eigvals(by_hand(given, limit * s))).max() for s in (0.999, 1.001)]
    assert near[0] < 1 + 1e-9 and near[1] > 1
    assert float(found.condition) == pytest.approx(
        float(found.eigenvalues[-1]) / min(float(x) for x in found.eigenvalues if x > 0)
    )


@pytest.mark.parametrize("seed", range(0, 60, 7))
def test_no_rate_beats_the_best(seed):
    given = case(seed)
    found = of_case(given)
    bends = [float(x) for x in found.eigenvalues if x > 0]
    beta = float(given.beta)
    forms = {
        "gradient descent": lambda s: [1, s - 1],
        "momentum": lambda s: [1, s - 1 - beta, beta],
        "Nesterov momentum": lambda s: [1, (1 + beta) * (s - 1), beta * (1 - s)],
    }

    def worst(rate):
        return max(np.abs(np.roots(forms[given.rule](rate * b))).max() for b in bends)

    grid = np.linspace(0, float(found.limit), 400)[1:-1]
    digits = 1e-6  # of a best rate that was computed: a double zero moves by its root
    assert worst(float(found.best)) <= min(map(worst, grid)) + 2 * digits**0.5


def test_the_example():
    found = convergence_rates(study("1/2*(x-4)^2", start=14, rate="1/10"))
    assert (found.eigenvalues, found.factors, found.factor) == (
        (1,),
        (sp.Rational(9, 10),),
        found.factors[0],
    )
    assert (found.limit, found.best, found.condition, found.is_local) == (2, 1, 1, False)
    assert found.observed == pytest.approx(0.9, abs=1e-6)
    assert [a for _, a in found.arrivals] == [Arrival(k, k) for k in (88, 153, 219)]


def test_the_exercise():
    found = convergence_rates(study(BOWL, start="2,11", rate="1/20"))
    assert found.factors == (sp.Rational(19, 20), sp.Rational(3, 10))
    assert (found.limit, found.best, found.condition) == (
        sp.Rational(1, 13),
        sp.Rational(2, 27),
        26,
    )


def test_complex_roots_have_an_exact_size():
    found = convergence_rates(study(BOWL, start="2,11", rate="1/20", optimizer="momentum"))
    assert found.factors == (3 * sp.sqrt(10) / 10,) * 2
    assert found.limit == sp.Rational(19, 130)
    assert found.observed == pytest.approx(float(found.factor), abs=5e-3)


def test_a_quartic_has_a_local_rate():
    """L = x^4 - 2 x^2: L'' = 8 at 1, so 1 - 8/20."""
    found = convergence_rates(study("x^4 - 2x^2", start=2, rate="1/20"))
    assert found.is_local and found.factor == sp.Rational(3, 5)
    assert (found.limit, found.best) == (sp.Rational(1, 4), sp.Rational(1, 8))
    assert found.observed == pytest.approx(0.6, abs=1e-4)


def test_rosenbrock_has_a_local_rate():
    found = convergence_rates(
        study("100(y-x^2)^2+(1-x)^2", start="-1,1", rate="1/1000", steps=20_000)
    )
    bends = np.linalg.eigvalsh([[802, -400], [-400, 200]])
    assert [float(x) for x in found.eigenvalues] == pytest.approx(list(bends))
    assert float(found.factor) == pytest.approx(1 - bends[0] / 1000)
    assert float(found.condition) == pytest.approx(bends[1] / bends[0])
    assert found.observed == pytest.approx(float(found.factor), abs=1e-5)
    assert found.is_local and found.arrivals == ()


def test_where_the_curvature_vanishes_no_step_shrinks_in_the_limit():
    found = convergence_rates(study("x^4", start=1, rate="1/20", steps=400))
    assert found.is_local and found.factor == 1 and not found.converges
    assert 0.99 < found.observed < 1


NOTHING = {
    "Adam": ("x^2 + y^2", {"optimizer": "adam"}),
    "a method that is no formula": ("x^2 + y^2", {"optimizer": "bfgs"}),
    "a box": ("x^2 + y^2", {"box": "x>=1"}),
    "a schedule": ("x^2 + y^2", {"schedule": "cosine:T=9"}),
    "a kink": ("|x| + y^2", {}),
    "a family of minimisers": ("(x*y - 1)^2", {}),
    "no minimum": ("x^3 + y^2", {}),
}


@pytest.mark.parametrize("name", NOTHING)
def test_where_nothing_is_known_nothing_is_claimed(name):
    text, given = NOTHING[name]
    assert convergence_rates(study(text, start="2,1", steps=9, **given)) is None


def test_a_saddle_has_no_limit():
    found = convergence_rates(study("x^2 - y^2", start="2,1", steps=9))
    assert (found.limit, found.best, found.condition) == (None, None, None)
    assert found.factor > 1 and not found.converges and found.observed is None


def test_what_is_observed():
    points = np.array([[3 + 2 * 0.7**k, 1 + 5 * 0.7**k] for k in range(60)])
    assert empirical_rate(points, (3, 1)) == pytest.approx(0.7)
    stuck = np.vstack([points[:20], np.tile([3.0, 1.0], (500, 1))])
    assert empirical_rate(stuck, (3, 1)) == pytest.approx(0.7)
    assert empirical_rate(points[:4], (3, 1)) is None
    assert empirical_rate(points[::-1], (3, 1)) == pytest.approx(1 / 0.7)


def test_tolerances_are_fractions_of_one():
    found = convergence_rates(study("1/2*x^2", start=1, rate="1/2"))
    assert [t for t, _ in found.arrivals] == [Fraction(1, 10**k) for k in (3, 6, 9)]
    assert [a.first for _, a in found.arrivals] == [10, 20, 30]
