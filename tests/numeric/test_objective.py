"""A compiled formula at one point and at many, checked against hand-written derivatives."""

import math

import numpy as np
import pytest

import symdescent
from symdescent import InputError

POINTS = np.array([[0.5, -1.0, 2.0], [1.5, 0.0, -0.25]])  # (n, m) = (2, 3)


def value(x, y):
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def gradient(x, y):
    return np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])


def hessian(x, y):
    return np.array([[2 - 400 * (y - 3 * x**2), -400 * x], [-400 * x, 200 + 0 * x]])


@pytest.fixture(scope="module")
def rosenbrock():
    return symdescent.objective("(1-x)^2 + 100*(y-x^2)^2")


@pytest.mark.parametrize("point", POINTS.T.tolist())
@pytest.mark.parametrize("shape", [list, tuple, np.array])
def test_at_one_point(rosenbrock, point, shape):
    x = shape(point)
    assert type(rosenbrock.value(x)) is float
    assert rosenbrock.value(x) == pytest.approx(value(*point), rel=1e-14)
    for made, wanted in ((rosenbrock.gradient, gradient), (rosenbrock.hessian, hessian)):
        found = made(x)
        assert found.dtype == np.float64 and found.shape == wanted(*point).shape
        np.testing.assert_allclose(found, wanted(*point), rtol=1e-13)


def test_at_many_points(rosenbrock):
    assert rosenbrock.value(POINTS).shape == (3,)
    assert rosenbrock.gradient(POINTS).shape == (2, 3)
    assert rosenbrock.hessian(POINTS).shape == (2, 2, 3)
    np.testing.assert_allclose(rosenbrock.value(POINTS), value(*POINTS), rtol=1e-13)
    np.testing.assert_allclose(rosenbrock.gradient(POINTS), gradient(*POINTS), rtol=1e-13)
    for k, point in enumerate(POINTS.T):
        np.testing.assert_allclose(rosenbrock.hessian(POINTS)[:, :, k], hessian(*point), rtol=1e-13)


def test_no_points_at_all(rosenbrock):
    nowhere = np.empty((2, 0))
    assert rosenbrock.value(nowhere).shape == (0,)
    assert rosenbrock.gradient(nowhere).shape == (2, 0)
    assert rosenbrock.hessian(nowhere).shape == (2, 2, 0)


def test_whole_numbers_do_not_overflow():
    made = symdescent.objective("x^20")
    assert made.value([1000]) == 1e60
    assert made.value(np.array([[1000]])).tolist() == [1e60]


@pytest.mark.parametrize("x", [1.0, [], [1.0], [1, 2, 3], [[1.0, 2.0]], np.zeros((2, 2, 2))])
def test_a_wrong_shape_is_named(rosenbrock, x):
    for made in (rosenbrock.value, rosenbrock.gradient, rosenbrock.hessian):
        with pytest.raises(InputError, match=r"expected shape \(2,\) or \(2, m\) for x, y; got"):
            made(x)


UNDEFINED = [("log(x)", -1.0), ("1/x", 0.0), ("sqrt(x)", -4.0), ("x^0.5", -1.0), ("exp(x)", 1e4)]


@pytest.mark.parametrize("text, x", UNDEFINED)
def test_where_it_is_undefined_it_is_not_finite_and_does_not_raise(text, x):
    made = symdescent.objective(text)
    assert not math.isfinite(made.value([x]))
    assert not np.isfinite(made.value(np.array([[x, x]]))).any()
    made.gradient([x])
    made.hessian([x])


def test_constant_slopes_fill_their_rows():
    made = symdescent.objective("2x + 3y")
    assert made.gradient(POINTS).tolist() == [[2.0] * 3, [3.0] * 3]
    assert made.hessian(POINTS).shape == (2, 2, 3)
    assert not made.hessian(POINTS).any()


def test_a_point_is_not_changed(rosenbrock):
    before = POINTS.copy()
    for made in (rosenbrock.value, rosenbrock.gradient, rosenbrock.hessian):
        made(POINTS)
    np.testing.assert_array_equal(POINTS, before)


def test_the_hessian_has_its_limit():
    made = symdescent.objective("sum(i=1..51, x[i]^2)")
    assert made.gradient(np.ones(51)).tolist() == [2.0] * 51
    with pytest.raises(InputError) as caught:
        made.hessian(np.ones(51))
    assert caught.value.kind == "too_large"
