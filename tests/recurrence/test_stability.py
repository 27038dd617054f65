"""A rule goes in, the rates with which it converges come out: against numpy's eigenvalues."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.language import parse
from symdescent.numeric.convergence_factor import radius
from symdescent.optimizers import GRADIENT_DESCENT, Rule
from symdescent.optimizers.catalogue import find
from symdescent.proofs.best_rates import best, shrinking, tuned
from symdescent.proofs.spectrum import spectrum
from symdescent.recurrence.stability import S, modes, products, shrinks

BETAS = [Fraction(0), Fraction(2, 5), Fraction(9, 10), Fraction(99, 100)]


def momentum(kind, convention, beta):
    return find(kind, convention).rule.with_settings({"momentum": beta})


def by_hand(kind, beta, s):
    """One step of (x, b) in torch's form for L = x^2/2 at the rate s, written out."""
    if kind == "momentum":
        return np.array([[1 - s, -s * beta], [1, beta]])
    return np.array([[1 - s * (1 + beta), -s * beta**2], [1, beta]])


def spectral(matrix):
    return np.abs(np.linalg.eigvals(matrix)).max()


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("convention", ["torch", "keras"])
def test_the_limits_are_those_of_the_papers(beta, convention):
    heavy = modes(momentum("momentum", convention, beta))
    nesterov = modes(momentum("nesterov", convention, beta))
    assert heavy.limit == sp.Rational(str(2 + 2 * beta))
    assert nesterov.limit == sp.Rational(str((2 + 2 * beta) / (1 + 2 * beta)))
    assert modes(GRADIENT_DESCENT).limit == 2


@pytest.mark.parametrize("kind", ["momentum", "nesterov"])
@pytest.mark.parametrize("beta", BETAS)
def test_numpy_agrees_within_and_beyond(kind, beta):
    found = modes(momentum(kind, "torch", beta))
    limit = float(found.limit)
    for share in (0.01, 0.3, 0.9, 0.999):
        assert spectral(by_hand(kind, float(beta), share * limit)) < 1
    for share in (1.001, 1.5):
        assert spectral(by_hand(kind, float(beta), share * limit)) > 1
    for s in (Fraction(1, 3), Fraction(6, 5)):
        expected = spectral(by_hand(kind, float(beta), float(s)))
        assert radius(found.at(s)) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("name", ["adam", "rmsprop", "lion", "adagrad", "signSGD"])
def test_other_rules_have_none(name):
    assert modes(find(name).rule) is None


def test_a_rule_of_ones_own():
    """x' = x - eta g(x) with half of the last step: z^2 - (3/2 - s) z + 1/2."""
    own = Rule(
        "mine", "y = x + (x - last)/2 - lr*g\nlast = x\nx = y", {"lr": Fraction(1)}, {"last": "x"}
    )
    found = modes(own)
    assert found.coefficients == (1, S - sp.Rational(3, 2), sp.Rational(1, 2))
    assert found.limit == 3


@pytest.mark.parametrize(
    "text",
    [
        "x = x - lr*g*x",
        "x = x - lr*g/t",
        "x = x - lr*(g + x)",
        "x = x - lr*g + 1",
        "lr = 0.1\nx = x - lr*g",
        "x = x - lr*sign(g)",
        "x = x - lr*L",
    ],
)
def test_what_is_not_linear_with_rest_has_none(text):
    assert modes(Rule("mine", text, {"lr": Fraction(1)})) is None


def test_a_rule_that_never_converges():
    assert modes(Rule("uphill", "x = x + lr*g", {"lr": Fraction(1)})).limit is None


@pytest.mark.parametrize("seed", range(20))
def test_determinant_and_reduction_against_zeros(seed):
    random = np.random.default_rng(seed)
    zeros = random.integers(-12, 13, int(random.integers(2, 6)))
    upwards = [sp.Integer(1)]
    for zero in zeros:
        shifted = [sp.Integer(0), *upwards]
        scaled = [-sp.Rational(int(zero), 10) * c for c in upwards]
        upwards = [a + b for a, b in zip(shifted, [*scaled, sp.Integer(0)], strict=True)]
    parts = zeros / 10
    pairs = [1 - a * b for i, a in enumerate(parts) for b in parts[i + 1 :]]
    assert float(products(upwards)) == pytest.approx(np.prod(pairs), abs=1e-9)
    exact = [Fraction(int(c.p), int(c.q)) for c in upwards]
    assert shrinks(exact) == bool((np.abs(zeros) < 10).all())


def curvatures(text):
    return spectrum(derive(build(parse(text))))


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("kind", ["momentum", "nesterov"])
@pytest.mark.parametrize("beta", BETAS)
def test_the_best_rate_is_found_by_trying_them_all(kind, beta):
    found, bends = modes(momentum(kind, "torch", beta)), curvatures("x^2/2 + 13*y^2 + 3z^2")
    rate = best(found, bends).value
    reached = shrinking(found, bends, rate)
    grid = np.linspace(1e-4, float(found.limit) / 26, 3000)
    tried = [max(spectral(by_hand(kind, float(beta), r * b)) for b in (1, 6, 26)) for r in grid]
    assert reached <= min(tried) + 1e-5


@pytest.mark.parametrize("kind", ["momentum", "nesterov"])
def test_no_pair_beats_the_best_pair(kind):
    rule = momentum(kind, "torch", Fraction(1, 2))
    pair = tuned(rule, modes(rule), curvatures("x^2/2 + 13*y^2"))
    rate, beta, factor = map(float, (pair.rate, pair.momentum, pair.factor))
    reached = max(spectral(by_hand(kind, beta, rate * b)) for b in (1, 26))
    assert reached == pytest.approx(factor, abs=1e-6)
    for r in np.linspace(rate / 3, 2 * rate, 40):
        for b in np.linspace(0, 0.99, 60):
            other = max(spectral(by_hand(kind, b, r * bend)) for bend in (1, 26))
            assert other >= factor - 1e-9


@pytest.mark.parametrize(
    ("text", "values", "exact"),
    [
        ("(17x^2 - 24x*y + 10y^2)/2", (1, 26), True),
        ("x^2 + x*y + 3y^2", (4 - sp.sqrt(5), 4 + sp.sqrt(5)), True),
        ("(x+y)^2", (0, 4), True),
        ("pi*x^2 + y^2", (2, 2 * sp.pi), True),
        ("sum(i=1..9, (x[i]-x[i+1])^2)", None, False),
    ],
)
def test_the_curvatures(text, values, exact):
    found = curvatures(text)
    assert found.exact == exact
    hessian = np.array(derive(build(parse(text))).hessian, dtype=float)
    expected = np.linalg.eigvalsh(hessian)
    assert np.allclose([found.floats[0], found.floats[-1]], [expected[0], expected[-1]], atol=1e-9)
    if values:
        assert all(sp.expand(a - b) == 0 for a, b in zip(found.values, values, strict=True))


@pytest.mark.parametrize("text", ["x^4", "|x|", "max(x, y)^2", "exp(x)"])
def test_what_is_not_quadratic_has_no_spectrum(text):
    assert curvatures(text) is None
