"""Formulas and points where exponentials leave the floats go in, finite true values come out."""

import pytest
from mpmath import mp, mpf

from symdescent.calculus.compilation import objective
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive, steady
from symdescent.language import parse


@pytest.fixture(autouse=True)
def many_digits():
    """exp(-800) must not be lost beside 1."""
    with mp.workdps(800):
        yield


def logistic(x):
    return mp.log(1 + mp.exp(x))


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


FORMULAS = {  # text: the function of one variable and its two derivatives
    "softplus(x)": (logistic, sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "log(1 + exp(-x))": (
        lambda x: logistic(-x),
        lambda x: -sigmoid(-x),
        lambda x: sigmoid(x) * sigmoid(-x),
    ),
    "-log(sigmoid(x))": (
        lambda x: logistic(-x),
        lambda x: -sigmoid(-x),
        lambda x: sigmoid(x) * sigmoid(-x),
    ),
    "-log(1 - sigmoid(x))": (logistic, sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "sigmoid(x)": (
        sigmoid,
        lambda x: sigmoid(x) * sigmoid(-x),
        lambda x: sigmoid(x) * sigmoid(-x) * (sigmoid(-x) - sigmoid(x)),
    ),
    "exp(x)/(1 + exp(x))": (
        sigmoid,
        lambda x: sigmoid(x) * sigmoid(-x),
        lambda x: sigmoid(x) * sigmoid(-x) * (sigmoid(-x) - sigmoid(x)),
    ),
    "log(exp(x) + exp(-x) + 3*exp(2))": (
        lambda x: mp.log(mp.exp(x) + mp.exp(-x) + 3 * mp.exp(2)),
        lambda x: 2 * mp.sinh(x) / (2 * mp.cosh(x) + 3 * mp.exp(2)),
        lambda x: (4 + 6 * mp.exp(2) * mp.cosh(x)) / (2 * mp.cosh(x) + 3 * mp.exp(2)) ** 2,
    ),
    "tanh(x)": (mp.tanh, lambda x: mp.sech(x) ** 2, lambda x: -2 * mp.tanh(x) * mp.sech(x) ** 2),
    "log(cosh(x))": (lambda x: mp.log(mp.cosh(x)), mp.tanh, lambda x: mp.sech(x) ** 2),
}
POINTS = (-800.0, -750.5, -40.0, -1.0, 0.3, 1.0, 36.0, 700.0, 800.0, 5000.0)
TINY = 1e-300  # what lies below is nothing to a float


@pytest.mark.slow_beyond(45)
@pytest.mark.parametrize("x", POINTS)
@pytest.mark.parametrize("text", FORMULAS)
def test_far_out_the_value_and_its_slopes_are_the_true_ones(text, x):
    made = objective(derive(build(parse(text))))
    expected = [float(f(mpf(x))) for f in FORMULAS[text]]
    found = [made.value([x]), made.gradient([x])[0], made.hessian([x])[0][0]]
    arrays = [made.value([[x]])[0], made.gradient([[x]])[0][0], made.hessian([[x]])[0][0][0]]
    assert found == pytest.approx(expected, rel=1e-12, abs=TINY)
    assert arrays == pytest.approx(expected, rel=1e-12, abs=TINY)


@pytest.mark.parametrize("x", [1e-9, -1e-9, 1e-15])
def test_near_zero_no_digits_are_lost(x):
    texts = {"log(1 + x)": mp.log1p, "exp(x) - 1": mp.expm1, "1 - exp(x)": lambda x: -mp.expm1(x)}
    texts |= {"log(cosh(x))": lambda x: mp.log(mp.cosh(x)), "log1p(x)*expm1(x)": product}
    for text, truth in texts.items():
        made = objective(derive(build(parse(text))))
        assert made.value([x]) == pytest.approx(float(truth(mpf(x))), rel=1e-15)
        assert made.value([[x]])[0] == pytest.approx(float(truth(mpf(x))), rel=1e-15)


def product(x):
    return mp.log1p(x) * mp.expm1(x)


def test_a_cross_entropy_stays_finite():
    text = "-(3/4)*log(sigmoid(w*x + b)) - (1/4)*log(1 - sigmoid(w*x + b))"
    made = objective(derive(build(parse(text))))
    for point in ([400.0, 3.0, 2.0], [-400.0, 3.0, -2.0], [1.0, 2.0, 3.0]):
        z = point[1] * point[2] + point[0]
        truth = 0.75 * float(logistic(mpf(-z))) + 0.25 * float(logistic(mpf(z)))
        assert made.value(point) == pytest.approx(truth, rel=1e-13)
        assert all(abs(g) < 1e3 for g in made.gradient(point))


def test_what_has_no_exponentials_is_left_as_it_is():
    expression = build(parse("sin(x)^2/(1 + x^2) + log(x) - 1/(2 + exp(x) + y)")).expression
    assert steady([expression]) == [expression]
