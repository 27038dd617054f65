"""Code for readers: what it looks like, and that it computes what 80 digits say."""

import math
import random

import numpy as np
import pytest
from mpmath import mp, mpf
from precise import STEP, Reading
from random_formulas import cases

from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.python_source import Speller
from symdescent.calculus.script_targets import TARGETS, target
from symdescent.errors import InputError
from symdescent.language import parse
from symdescent.render.scripts.functions import cast, slope, value

RELATIVE = mpf("1e-12")
EPSILON = mpf(2) ** -52
GROWTH = 16  # operations of the code for one of the text

PYTHON = [  # by hand: precedence, black's blanks, numbers as they were typed
    ("1/2*(x-4)^2", "1 / 2 * (x - 4) ** 2"),
    ("½x^2 + 0.50x", "1 / 2 * x**2 + 0.5 * x"),
    ("-x^2", "-(x**2)"),
    ("-x^2*y", "-(x**2) * y"),
    ("-x^2 + y", "y - x**2"),
    ("-(x + y)", "-(x + y)"),
    ("x - (y - z)", "x - (y - z)"),
    ("x/(y*z)", "x / (y * z)"),
    ("x/y/z", "x / y / z"),
    ("2^-x", "2**-x"),
    ("x^-2", "x**-2"),
    ("(x^y)^z", "math.pow(math.pow(x, y), z)"),
    ("2^(x^2)", "2 ** (x**2)"),
    ("e^x + e", "math.exp(x) + math.e"),
    ("x^(1/3)", "math.pow(x, 1 / 3)"),
    ("x^0.5", "math.sqrt(x)"),
    ("(-x)^3", "(-x) ** 3"),
    ("sin(x)^2", "math.sin(x) ** 2"),
    ("cbrt(x) + root(x, 5)", "math.cbrt(x) + sign(x) * abs(x) ** (1 / 5)"),
    ("max(x, y, 0)", "max(x, y, 0)"),
    ("log10(x) + log(x)", "math.log10(x) + math.log(x)"),
    ("sigmoid(x)", "1 / (1 + math.exp(-x))"),
    ("x if x > 0 else -x", "x if x > 0 else -x"),
    ("2*(x if x > 0 else -x)", "2 * (x if x > 0 else -x)"),
    ("1e300*x", "1e+300 * x"),
    ("norm(x, y) + dot(x, y, 2, 3)", "math.hypot(x, y) + (x * 2 + y * 3)"),
]
OTHERS = [
    ("numpy", "abs(x)+asin(y)+pi", "np.abs(x) + np.arcsin(y) + np.pi"),
    ("numpy", "max(x, y, 0)", "np.maximum(np.maximum(x, y), 0)"),
    ("numpy", "x^(1/3)", "x ** (1 / 3)"),
    ("torch", "max(x, 2)", "torch.maximum(x, torch.tensor(2))"),
    ("torch", "sqrt(2)*sqrt(x)", "math.sqrt(2) * torch.sqrt(x)"),
    ("torch", "clip(x, 0, 1)", "torch.clamp(x, 0, 1)"),
    ("jax", "sigmoid(x)*cbrt(y)", "jax.nn.sigmoid(x) * jnp.cbrt(y)"),
    ("keras", "atan2(y, x)", "jnp.arctan2(y, x)"),
    ("tensorflow", "log(x) + log2(y)", "tf.math.log(x) + tf.math.log(y) / math.log(2)"),
]


def spelled(name, text):
    tree = parse(text).tree
    arrays = frozenset("xyz") if target(name).scalars else frozenset()
    return Speller(target(name), {}, arrays).text(tree)


def test_python_as_a_person_writes_it():
    assert [(text, spelled("python", text)) for text, _ in PYTHON] == PYTHON


def test_other_libraries():
    assert [(name, text, spelled(name, text)) for name, text, _ in OTHERS] == OTHERS


def test_every_bracket_that_is_left_out_can_be():
    point = {"x": 1.25, "y": 0.75, "z": 0.5}
    space = {"math": math, "sign": lambda x: (x > 0) - (x < 0), **point}
    for text, code in PYTHON:
        if text == "1e300*x":  # beyond what the reference reads
            continue
        right = Reading({name: mpf(v) for name, v in point.items()}).value(parse(text).tree)
        assert abs(eval(code, dict(space)) - right) <= 1e-14 * abs(right), text


def test_a_target_that_there_is_not():
    with pytest.raises(InputError, match="there is no target 'troch'") as caught:
        target("troch")
    assert caught.value.hint == "did you mean  torch ?"
    with pytest.raises(InputError, match="a target is a name, not int"):
        target(3)


def functions(case, name):
    """L and dL of a script for python or numpy, as they are run."""
    formula = build(parse(case.text, variables=list(case.point)))
    names = cast(formula, TARGETS[name])
    made = names, TARGETS[name]
    lines = [*value(formula, *made), *slope(derive(formula), *made)]
    space = {"math": math, "np": np, "sign": lambda x: (x > 0) - (x < 0)}
    exec("\n".join(lines), space)
    return space[names.value], space[names.slope]


def exact(case, noise=None, dice=None):
    """The value and the slopes by central differences; with rounding errors where asked."""
    point = {x: mpf(math.nextafter(v, dice.choice((-9, 9))) if dice else v)
             for x, v in case.point.items()}  # fmt: skip

    def at(**moved):
        return Reading({**point, **moved}, noise).value(case.tree)

    with mp.workdps(80):
        steps = [(at(**{x: point[x] + STEP}), at(**{x: point[x] - STEP})) for x in point]
        return [at(), *((high - low) / (2 * STEP) for high, low in steps)]


def allowed(case, right):
    """What rounding of the inputs and of each operation may change."""
    changes = []
    for seed in range(3):
        dice = random.Random(seed)
        drawn = [dice.uniform(-1, 1) * EPSILON for _ in range(2000)]
        changes.append(exact(case, drawn.__getitem__, dice))
    worst = max(abs(a - b) for draw in changes for a, b in zip(draw, right, strict=True))
    return RELATIVE * max(map(abs, right)) + GROWTH * worst


def deviating(case, L, dL, one):
    """Whether a value or a slope is further off than rounding explains."""
    point = list(case.point.values())
    here = point[0] if one else point
    slopes = dL(here)
    found = [L(here), *([slopes] if one else list(slopes))]
    right = exact(case)
    most = allowed(case, right)
    return any(not abs(mpf(float(a)) - b) <= most for a, b in zip(found, right, strict=True))


def checked(many, name):
    """The formulas whose code computes something else."""
    wrong = []
    for case in cases(many, seed=20_270_117):
        L, dL = functions(case, name)
        if deviating(case, L, dL, len(case.point) == 1):
            wrong.append(case.text)
    return wrong


@pytest.mark.slow
def test_a_dozen_random_formulas():
    assert checked(12, "python") == []


@pytest.mark.slow
@pytest.mark.parametrize("count", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_many_random_formulas(count):
    assert checked(count, "python") == []


@pytest.mark.slow
@pytest.mark.parametrize("count", [50, pytest.param(200, marks=pytest.mark.long)])
def test_many_for_numpy(count):
    assert checked(count, "numpy") == []


@pytest.mark.slow
def test_a_slope_that_is_wrong_by_a_thousandth_is_caught():
    for case in cases(12, seed=3):
        L, dL = functions(case, "numpy")
        one = len(case.point) == 1
        if np.any(np.abs(dL(list(case.point.values())[0] if one else list(case.point.values())))):
            assert deviating(case, L, lambda x, dL=dL: np.multiply(dL(x), 1.001), one)
