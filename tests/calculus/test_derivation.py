"""Formulas go in, the gradients that one derives by hand come out, at a bounded size."""

import random

import pytest
import sympy as sp
from precise import evaluate

from symdescent.calculus import gradient as derivation_module
from symdescent.calculus.compilation import objective
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.subexpressions import subexpressions
from symdescent.errors import InputError
from symdescent.language import FROM_FILE, parse

BY_HAND = {  # L: its slopes, as one writes them down
    "1/2*(x-4)^2": ["x - 4"],
    "x^3 - 3*x": ["3*x^2 - 3"],
    "x*y + x/y": ["y + 1/y", "x - x/y^2"],
    "100*(y-x^2)^2 + (1-x)^2": ["-400*x*(y-x^2) - 2*(1-x)", "200*(y-x^2)"],
    "exp(-x^2/2)": ["-x*exp(-x^2/2)"],
    "log(1+x^2)": ["2*x/(1+x^2)"],
    "sin(x)*cos(y)": ["cos(x)*cos(y)", "-sin(x)*sin(y)"],
    "sqrt(1+x^2)": ["x/sqrt(1+x^2)"],
    "x^y": ["y*x^(y-1)", "x^y*log(x)"],
    "tan(x/4)": ["1/(4*cos(x/4)^2)"],
    "tanh(x)": ["1 - tanh(x)^2"],
    "atan(x/2)": ["2/(4+x^2)"],
    "atan2(y, x)": ["-y/(x^2+y^2)", "x/(x^2+y^2)"],
    "asin(x/4)": ["1/sqrt(16-x^2)"],
    "acos(x/4)": ["-1/sqrt(16-x^2)"],
    "asinh(x)": ["1/sqrt(x^2+1)"],
    "acosh(x)": ["1/sqrt(x^2-1)"],
    "atanh(x/4)": ["4/(16-x^2)"],
    "norm(x, y)": ["x/norm(x, y)", "y/norm(x, y)"],
    "dot(x, y, y, x)": ["2*y", "2*x"],
    "cbrt(x)": ["1/(3*cbrt(x)^2)"],
    "sigmoid(x)": ["sigmoid(x)*(1-sigmoid(x))"],
    "softplus(x)": ["sigmoid(x)"],
    "log(exp(x)+exp(y))": ["exp(x)/(exp(x)+exp(y))", "exp(y)/(exp(x)+exp(y))"],
    "log(cosh(x))": ["tanh(x)"],
    "relu(x-2)": ["where(x > 2, 1, 0)"],
    "abs(x)": ["sign(x)"],
    "max(x, y)": ["where(x > y, 1, 0)", "where(y > x, 1, 0)"],
    "where(x < 1, x^2, 2*x)": ["where(x < 1, 2*x, 2)"],
}
MIDDLE = {  # at a kink: the point and the slopes there
    "abs(x)": ((0.0,), [0.0]),
    "abs(x) + 3*x": ((0.0,), [3.0]),
    "max(x, 3*x)": ((0.0,), [2.0]),
    "min(x, 3*x)": ((0.0,), [2.0]),
    "relu(x)": ((0.0,), [0.5]),
    "max(x, y)": ((2.0, 2.0), [0.5, 0.5]),
    "sign(x)": ((0.0,), [0.0]),
    "abs(x)^2": ((0.0,), [0.0]),
    "max(abs(x), abs(y))": ((1.0, -1.0), [0.5, -0.5]),
}


def derived(text, **named):
    return derive(build(parse(text, limits=FROM_FILE, **named)))


@pytest.mark.parametrize("text", BY_HAND)
def test_the_gradient_is_the_one_derived_by_hand(text):
    found = derived(text)
    names = [str(x) for x in found.formula.variables]
    dice = random.Random(text)
    for _ in range(5):
        point = dict(zip(names, [dice.uniform(1.1, 3) for _ in names], strict=True))
        for slope, hand in zip(
            objective(found).gradient([*point.values()]), BY_HAND[text], strict=True
        ):
            expected = float(evaluate(parse(hand).tree, point))
            assert slope == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_slopes_read_as_one_writes_them():
    assert [str(g) for g in derived("1/2*(x-4)^2").gradient] == ["x - 4"]
    assert [str(g) for g in derived("x*y").gradient] == ["y", "x"]
    assert [str(g) for g in derived("(x+y)^2").gradient] == ["2*x + 2*y"] * 2
    assert [str(g) for g in derived("softplus(x)").gradient] == ["1/(1 + exp(-x))"]


@pytest.mark.parametrize("text", ["x^2*y^3*sin(z)", "exp(x*y)*z", "max(x,y)*z", "norm(x,y,z)"])
def test_the_hessian_is_symmetric(text):
    hessian = derived(text).hessian
    assert all(hessian[i][j] == hessian[j][i] for i in range(3) for j in range(3))


def test_a_product_of_sixty_variables_stays_small():
    found = derived("*".join(f"x{i}" for i in range(60)))
    assert len(list(subexpressions(found.gradient))) < 200
    made = objective(found)
    point = [1 + i / 100 for i in range(60)]
    value, slopes = made.value(point), made.gradient(point)
    assert slopes == pytest.approx([value / x for x in point], rel=1e-12)


def test_shared_parts_are_differentiated_once(monkeypatch):
    """Nested 14 times the formula has 2^14 leaves when written out, 29 parts when shared."""
    x = sp.Symbol("x", real=True)
    whole = x
    for _ in range(14):
        whole = whole * sp.sin(whole)
    looked = []
    slopes = derivation_module.slopes
    monkeypatch.setattr(
        derivation_module, "slopes", lambda node: looked.append(node) or slopes(node)
    )
    [slope] = derivation_module.gradient(whole, [x])
    assert len(looked) <= 30
    assert len(list(subexpressions([slope]))) < 400


def test_the_branch_not_taken_gives_no_nan():
    made = objective(derived("where(x > 0, log(x) + sqrt(x), x^2)"))
    assert made.value([-2.0]) == 4.0
    assert made.gradient([-2.0]).tolist() == [-4.0]
    assert made.hessian([-2.0]).tolist() == [[2.0]]
    assert made.gradient([[-2.0, 1.0]]).tolist() == [[-4.0, 1.5]]


def test_choices_within_a_condition_are_decided():
    made = objective(derived("where(where(x < 1, x, 2 - x) < y, x^2, y^2)"))
    for x in (-1.0, 0.5, 1.5, 3.0):
        for y in (-1.2, 0.2, 0.8, 2.5):
            inner = x if x < 1 else 2 - x
            assert made.value([x, y]) == (x * x if inner < y else y * y)


@pytest.mark.parametrize("text", MIDDLE)
def test_the_middle_slope_is_taken_at_a_kink(text):
    point, slopes = MIDDLE[text]
    made = objective(derived(text))
    assert made.gradient(point).tolist() == slopes
    assert made.gradient([[x] for x in point])[:, 0].tolist() == slopes


@pytest.mark.parametrize("point", [(0.0, 0.0), (0.0, 1.0), (2.0, -1.0)])
def test_the_weights_of_a_tie_of_three_add_up(point):
    """max(x+1, x+y, x-y): along x the slope is one everywhere, also where all three are equal."""
    made = objective(derived("max(x, x+y, x-y)"))
    assert made.gradient(point)[0] == 1.0


def test_fifty_variables_have_a_hessian_and_fifty_one_have_not():
    assert len(derived("+".join(f"x{i}^2" for i in range(50))).hessian) == 50
    with pytest.raises(InputError) as caught:
        derived("+".join(f"x{i}^2" for i in range(51))).hessian  # noqa: B018
    assert caught.value.kind == "too_large"


@pytest.mark.parametrize(
    "text", ["abs(exp(asin(x)))", "3*abs(-2*exp(acos(x)/2))", "abs(2^log(x))", "cbrt(x^acos(x))"]
)
def test_no_real_parts_enter_a_formula(text):
    """sympy turns |exp(asin(x))| into exp(re(asin(x))): it does not know that x lies in [-1, 1]."""
    found = derived(text)
    assert not {sp.re, sp.im} & {node.func for node in subexpressions([found.formula.expression])}
    point = {"x": 0.375}
    assert objective(found).value([0.375]) == pytest.approx(
        float(evaluate(parse(text).tree, point)), rel=1e-14
    )
    assert str(objective(found).value([-1.5])) == "nan"
