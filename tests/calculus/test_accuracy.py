"""Random formulas over the whole table go in; value, gradient and Hessian agree with 80 digits."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp
from mpmath import mpf
from precise import derivatives
from random_formulas import TABLE, cases

from symdescent.calculus import compilation
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import SLOPES, derive, flat
from symdescent.calculus.subexpressions import subexpressions
from symdescent.language import parse

COUNT = 200
RELATIVE = mpf("1e-12")
EPSILON = mpf(2) ** -52
DRAWS = 3
GROWTH = 8  # the code may take some operations for one of the text's
CASES = cases(COUNT)


@pytest.fixture
def case(request):
    """The case of this number."""
    return CASES[request.param]


UNUSED = (sp.Add, sp.sign, sp.Heaviside)  # slopes that are one or zero: nothing to plant in
BLOCKS = ("value", "gradient", "Hessian")


def noise(seed):
    """Relative errors of one rounding, a fixed one for each operation."""
    dice = random.Random(seed)
    drawn = [dice.uniform(-1, 1) * EPSILON for _ in range(2000)]
    return lambda place: drawn[place]


def moved(point, dice):
    """The point with each coordinate moved by an ulp."""
    return {name: math.nextafter(x, dice.choice((-9, 9))) for name, x in point.items()}


def expected(case):
    """For each block its exact entries, and what rounding errors alone may change in it.

    The error allowed is RELATIVE of the block's largest entry, plus what one rounding error in
    every operation of the text, and one ulp in every input, make of it.
    """
    names = list(case.point)
    exact = derivatives(case.tree, case.point, names)
    draws = [
        derivatives(case.tree, moved(case.point, random.Random(seed)), names, noise(seed))
        for seed in range(DRAWS)
    ]
    allowed = []
    for i, block in enumerate(exact):
        changes = [abs(a - b) for draw in draws for a, b in zip(draw[i], block, strict=True)]
        allowed.append(RELATIVE * max(map(abs, block)) + GROWTH * max(changes))
    return exact, allowed


def objective(case):
    sentence = parse(case.text, variables=list(case.point))
    return compilation.objective(derive(build(sentence)))


def on_scalars(made, point):
    value, *slopes = made._compiled.slope.at(list(point.values()))
    return [value], slopes, made._compiled.bend.at(list(point.values()))


def on_arrays(made, point):
    column = np.array([[x] for x in point.values()])
    value, *slopes = made._compiled.slope.across(column)[:, 0].tolist()
    return [value], slopes, made._compiled.bend.across(column)[:, 0].tolist()


def differing(computed, exact, allowed):
    """The blocks in which a computed entry is further off than allowed."""
    found = []
    for name, ours, theirs, most in zip(BLOCKS, computed, exact, allowed, strict=True):
        pairs = zip(ours, theirs, strict=True)
        if not all(math.isfinite(a) and abs(mpf(a) - b) <= most for a, b in pairs):
            found.append(name)
    return found


@pytest.mark.slow
def test_every_function_of_the_table_is_drawn():
    assert all(any(f"{name}(" in case.text for case in CASES) for name in TABLE)
    assert sum("where(" in case.text or "piecewise(" in case.text for case in CASES) > 20


@pytest.mark.long_beyond(70)
@pytest.mark.slow_beyond(7)
@pytest.mark.parametrize("case", range(len(CASES)), indirect=True)
def test_compiled_code_agrees_with_eighty_digits(case):
    exact, allowed = expected(case)
    made = objective(case)
    assert differing(on_scalars(made, case.point), exact, allowed) == []
    assert differing(on_arrays(made, case.point), exact, allowed) == []


def wrong_by_a_thousandth(rule):
    def slopes(node):
        first, *rest = rule(node)
        factors = first if isinstance(first, tuple) else (first,)
        return (sp.Rational(1001, 1000), *factors), *rest

    return slopes


@pytest.mark.long_beyond(6)
@pytest.mark.slow
@pytest.mark.parametrize("function", [f for f in SLOPES if f not in UNUSED], ids=str)
def test_a_slope_that_is_wrong_by_a_thousandth_is_caught(function, monkeypatch):
    assert SLOPES[function] is not flat
    touched = [case for case in CASES if function in functions_in(case)]
    monkeypatch.setitem(SLOPES, function, wrong_by_a_thousandth(SLOPES[function]))
    caught = (differing(on_scalars(objective(c), c.point), *expected(c)) for c in touched)
    assert any("gradient" in blocks for blocks in caught)


def functions_in(case):
    return {node.func for node in subexpressions([build(parse(case.text)).expression])}


@pytest.mark.long_beyond(25)
@pytest.mark.slow_beyond(7)
@pytest.mark.parametrize("block", range(3))
@pytest.mark.parametrize("case", range(30), indirect=True)
def test_an_output_that_is_wrong_by_a_thousandth_is_caught(case, block):
    exact, allowed = expected(case)
    computed = on_scalars(objective(case), case.point)
    largest = max(range(len(computed[block])), key=lambda i: abs(computed[block][i]))
    if computed[block][largest] == 0:
        return
    spoilt = [list(entries) for entries in computed]
    spoilt[block][largest] *= 1.001
    assert differing(spoilt, exact, allowed) == [BLOCKS[block]]


def test_the_comparison_does_not_forgive_nan():
    case = replace(CASES[0])
    exact, allowed = expected(case)
    spoilt = [[math.nan] * len(block) for block in exact]
    assert differing(spoilt, exact, allowed) == list(BLOCKS)
