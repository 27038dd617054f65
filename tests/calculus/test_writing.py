"""The code of a step: nothing is worked out twice, and no line is there for nothing."""

import ast
import inspect
from collections import Counter

import pytest

from symdescent.calculus.compilation import on_arrays, on_scalars
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.language import parse
from symdescent.optimizers.catalogue import find

FORMULAS = (
    "(1-x)^2 + 100*(y-x^2)^2",
    "sqrt(x^2+y^2+1) + 1/(x^2+y^2+1)",
    "exp(-x^2)/(1+y^2) + y^4/(1+y^2)^(3/2)",
    "sum(i=1..4, 100*(x_{i+1}-x_i^2)^2 + (1-x_i)^2)",
)
OPTIMIZERS = ("adam", "nadam", "rmsprop", "amsgrad", "gradient descent", "adagrad")


def tree(function):
    return ast.parse(inspect.getsource(function)).body[0]


def unused(function):
    """The names that are assigned and never read."""
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return {node.id for node in names if isinstance(node.ctx, ast.Store)} - read


def repeated(function):
    """Calls, powers and sums that are written more than once: the dear ones."""
    dear = [n for n in ast.walk(function) if isinstance(n, ast.Call) or is_operation(n)]
    return [code for code, times in Counter(map(ast.unparse, dear)).items() if times > 1]


def is_operation(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Pow, ast.Add, ast.Sub))


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("compiled", [on_scalars, on_arrays])
def test_shared_parts_are_computed_once_and_every_line_is_read(compiled, text, name):
    update = fuse(derive(build(parse(text))), find(name).rule)
    function = tree(compiled(update.inputs, update.outputs, update.assignments))
    assert unused(function) == set()
    assert repeated(function) == []


def test_waste_would_be_found():
    wasteful = "def f(a, b):\n    v0 = 1/(1 - a**b)\n    return (v0, 1/(1 - a**b))"
    forgetful = "def f(a):\n    v0 = a + 1\n    return a"
    assert set(repeated(ast.parse(wasteful))) == {"a ** b", "1 - a ** b"}
    assert unused(ast.parse(forgetful)) == {"v0"}


def test_a_multiple_of_a_sum_is_spelt_by_the_sum():
    derivation = derive(build(parse("100*(y-x^2)^2")))
    (x, y), slopes = derivation.formula.variables, derivation.gradient
    code = inspect.getsource(on_scalars([x, y], [derivation.formula.expression, slopes[1]]))
    assert code.count("*") == 4  # x*x, the square, a hundred and two hundred times
    value, slope = on_scalars([x, y], [derivation.formula.expression, slopes[1]])(3.0, 10.0)
    assert (value, slope) == (100.0, 200.0)


def test_a_quotient_is_divided_and_not_multiplied_by_a_rounded_reciprocal():
    """a/49 and b/49 are right to the last bit; a*(1/49) is not."""
    derivation = derive(build(parse("x/(z^2) + y/(z^2)")))
    formula = derivation.formula
    x, y, z = formula.variables
    found = on_scalars([x, y, z], [x / z**2, y / z**2])
    assert found(5.0, 13.0, 7.0) == (5.0 / 49.0, 13.0 / 49.0)
    assert 49.0 * (1.0 / 49.0) != 1.0 == found(49.0, 0.0, 7.0)[0]
