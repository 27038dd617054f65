"""Expressions and answers survive the way through JSON; anything else is refused."""

import json

import pytest
import sympy
from sympy import CRootOf, I, Integer, Piecewise, Rational, Symbol, exp, log, oo, pi, sin, sqrt

from symdescent.proofs import Kind, Minimum, Problem, codec
from symdescent.proofs.steps import (
    Applied,
    Sign,
    Step,
    Total,
    Towards,
    Why,
    enclosed,
    equal,
    limit,
    reason,
    step,
)

X, K = Symbol("x", real=True), Symbol("k", integer=True)
ROOT = CRootOf(sympy.Poly(Symbol("x") ** 5 - Symbol("x") + 1), 0)


@pytest.mark.parametrize(
    "expression",
    [
        X**2 / 3 - sin(X) * exp(-X),
        Rational(10**60, 7),
        2 * pi * K - sqrt(2),
        ROOT**2 + log(3),
        Piecewise((X, X < 1), (X**2, sympy.And(X >= 1, X < 5)), (sympy.Abs(X), True)),
        sympy.Max(X, 1 - X) + sympy.Min(X, 3) + sympy.E,
        sympy.LambertW(2) + sympy.tanh(X) + sympy.sign(X),
    ],
)
def test_round_trip(expression):
    assert codec.decode(json.loads(json.dumps(codec.encode(expression)))) == expression


def test_what_has_no_place_is_refused():
    for bad in (I * X, sympy.Function("f")(X), sympy.nan, X.diff(X) + sympy.Integral(X, X)):
        with pytest.raises(ValueError, match="no place"):
            codec.encode(bad)


@pytest.mark.parametrize(
    "tree",
    [
        ["f", "Symbol", ["s", "x", "real"]],
        ["f", "__import__", ["i", "1"]],
        ["c", "I"],
        ["i", 5],
        ["s", "", "real"],
        ["s", "x" * 1000, "real"],
        "x",
        [],
        {"f": 1},
    ],
)
def test_foreign_trees_are_refused(tree):
    with pytest.raises(ValueError):
        codec.decode(tree)


def test_records_survive():
    problem = Problem(X**2, (X,), ((None, Rational(1, 2)),))
    assert codec.read_problem(codec.write_problem(problem)) == problem
    found = Minimum(
        Kind.GLOBAL,
        points=((ROOT,), (2 * pi * K,)),
        value=exp(-1),
        proof=(
            step(Step.FALLS, limit(-oo, Towards(X, Integer(0), "left"))),
            step(Step.SLOPE_SIGNS, ROOT, (X, ROOT), signs=[Sign.MINUS, Sign.PLUS]),
            step(Step.SQUARES_COMPLETED, equal(Applied("h", (X,)), Total((X**2, -X)))),
            step(Step.VANISHES, equal(Applied(by=X, gradient=True), Integer(1))),
        ),
        reasons=(enclosed(Rational(1, 3), Rational(1, 2)), reason(Why.NO_TIME, seconds="1")),
        complete=True,
        parameters={"k": "any integer"},
        rung="bounds",
        seconds=0.5,
    )
    assert codec.read_minimum(codec.write_minimum(found)) == found
