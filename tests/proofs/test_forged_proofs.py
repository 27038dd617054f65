"""Saved proofs that were written to deceive, each of which this check once accepted or might have.

What a formula is worth below the claimed minimum is shown beside each, by arithmetic alone.
"""

import json
from fractions import Fraction

import pytest
from sympy import Symbol

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs.kernel.certificates import Refusal, Untrue
from symdescent.proofs.kernel.check import check
from symdescent.proofs.kernel.claim import demand_criticals
from symdescent.proofs.kernel.exact_values import expression
from symdescent.proofs.saved_proof import understood

WELLS = "x^4/4 - x^3/60 - x^2/2 + x/20"
X = Symbol("x", real=True)


def file(formula, box, claim, certificate):
    """A saved proof as its file has it."""
    told = {"kind": "global", "complete": True, "parameters": {}} | claim
    names = sorted(box)
    head = {"form": "symdescent proof", "version": 1, "formula": formula, "variables": names}
    ends = [box[name] for name in names]
    return json.dumps(head | {"box": ends, "claim": told, "certificate": certificate})


def saved(formula, box, value, *rows):
    """A proof by boxes; the rows: a point, its bowl, a symmetry or nothing."""
    points, bowls, images = (list(column) for column in zip(*rows, strict=True))
    shown = {"kind": "boxes", "bowls": bowls, "images": images}
    return file(formula, box, {"value": value, "points": points}, shown)


SIDE = ["-4", "4"]
PLANE = {"x": SIDE, "y": SIDE}


def two_wells(image):
    """The claim that both wells of a quartic are equally deep, for a reason."""
    one = ["1", "0"], ["3/4", "5/4", "-1", "1"], []
    other = ["-1", "0"], ["-11/8", "-5/8", "-1", "1"], image
    return saved(f"{WELLS} + y^2", PLANE, "-13/60", one, other)


FOLDS = {
    "along a line of equal height": ["-1", f"sqrt(y^2 + {WELLS} + 17/60)"],
    "into one point": ["-1", "0"],
    "a mirror that is none": ["-x", "y"],
    "two images of one letter": ["x - 2", "x - 1"],
    "a letter twice as long": ["x - 2", "2*y"],
}


@pytest.mark.parametrize("name", FOLDS)
def test_only_a_true_symmetry_makes_values_equal(name):
    """L(-1, 0) = -17/60 lies below the claimed -13/60."""
    x = Fraction(-1)
    assert x**4 / 4 - x**3 / 60 - x**2 / 2 + x / 20 == Fraction(-17, 60) < Fraction(-13, 60)
    told = check(*understood(two_wells(FOLDS[name])))
    assert not told.accepted and told.reason


@pytest.mark.parametrize("image", [["2 - x", "y"], ["2 - x", "-y"]])
def test_a_mirror_that_is_one_is_accepted(image):
    one = ["0", "0"], ["-1/4", "1/4", "-1", "1"], []
    other = ["2", "0"], ["7/4", "9/4", "-1", "1"], image
    told = check(*understood(saved("((x - 1)^2 - 1)^2 + y^2", PLANE, "0", one, other)))
    assert told.accepted and told.complete


def nothing(bent):
    """A number that is zero, yet not when it is rounded."""
    return f"(({bent} + 1)^3 - {bent}^3 - 3*{bent}^2 - 3*{bent} - 1)"


def test_a_number_whose_box_is_turned_round_is_not_read():
    """With its radius below zero it would hide every other: x^2 would be least at 1."""
    with pytest.raises(Untrue):
        expression("CriticalOf(0, u^2, u, 1, -1)", ())


@pytest.mark.parametrize("ends", [(1, -1), (2, 3)])
def test_a_number_within_a_number_is_examined_too(ends):
    """The gradient of u^2 has no zero there."""
    inner = CriticalOf(X**2, (X,), (tuple(map(Fraction, ends)),), 0)
    box = ((Fraction(-1, 10), Fraction(1, 10)),)
    demand_criticals(CriticalOf(X**2, (X,), box, 0))
    with pytest.raises(Refusal):
        demand_criticals(CriticalOf(X**2 * (1 + inner**2), (X,), box, 0))


def test_a_formula_with_a_number_that_is_none_is_refused():
    inner = "CriticalOf(0, u^2, u, 2, 3)"
    claim = saved(f"(x - 1)^2 + {nothing(inner)}", {"x": SIDE}, "0", (["1"], ["0", "2"], []))
    told = check(*understood(claim))
    assert not told.accepted and told.reason


ANY = [None, None]
UPPER = {"x": ANY, "y": ["1", None]}
ROOT = "sqrt(CRootOf(t + 1, 0))"  # a root of -1, by way of a number that has a name
NOT_REAL = {
    "the square of i is no square": (
        "-x^2",
        {"x": ANY},
        {"value": "0", "points": [["0"]]},
        {"kind": "squares", "parts": [["1", f"{ROOT}*x"]]},
    ),
    "a point that is not real": (
        "x^2",
        {"x": ANY},
        {"value": "-1", "points": [[ROOT]]},
        {"kind": "term bounds", "terms": [["x^2", "0"]]},
    ),
    "a formula that is not real": (
        f"x^2*{ROOT}^2",
        {"x": ["-1", "1"]},
        {"value": "0", "points": [["0"]]},
        {"kind": "squares", "parts": [["1", "x"]]},
    ),
    "roots of negative numbers": (
        "(x^2 + y)^2",
        UPPER,
        {"value": "0", "points": [["sqrt(t)", "-t"]], "parameters": {"t": "t <= -1"}},
        {"kind": "term bounds", "terms": [["(x^2 + y)^2", "0"]]},
    ),
    "logarithms of negative numbers": (
        "(exp(x) + y)^2",
        UPPER,
        {"value": "0", "points": [["log(t)", "-t"]], "parameters": {"t": "t <= -1"}},
        {"kind": "term bounds", "terms": [["(exp(x) + y)^2", "0"]]},
    ),
    "a division by zero": (
        "(x*y - 1)^2",
        {"x": ANY, "y": ["0", "0"]},
        {"value": "0", "points": [["1/t", "t"]], "parameters": {"t": "0 <= t <= 0"}},
        {"kind": "term bounds", "terms": [["(x*y - 1)^2", "0"]]},
    ),
}


@pytest.mark.parametrize("name", NOT_REAL)
def test_every_number_is_real(name):
    try:
        told = check(*understood(file(*NOT_REAL[name])))
    except ValueError as reason:
        assert "not real" in str(reason)
    else:
        assert not told.accepted and "broke off" not in told.reason


def test_families_of_real_points_are_accepted():
    for where, ends in (("t <= -1", ["1", None]), ("t <= 0", ["0", None])):
        claim = {"value": "0", "points": [["sqrt(-t)", "-t"]], "parameters": {"t": where}}
        shown = {"kind": "term bounds", "terms": [["(x^2 - y)^2", "0"]]}
        assert check(*understood(file("(x^2 - y)^2", UPPER | {"y": ends}, claim, shown))).accepted
