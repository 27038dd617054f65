"""Saved proofs that were written to deceive, each of which this check once accepted or might have.

What a formula is worth below the claimed minimum is shown beside each, by arithmetic alone.
"""

import json
from fractions import Fraction

import pytest
from sympy import Symbol

from symdescent.exact.check import check
from symdescent.exact.check.criticals import demand_criticals
from symdescent.exact.check.reading import expression
from symdescent.exact.check.refusal import Refusal, Untrue
from symdescent.exact.saving import understood
from symdescent.symbolic.critical_of import CriticalOf

WELLS = "x^4/4 - x^3/60 - x^2/2 + x/20"
X = Symbol("x", real=True)


def saved(formula, box, value, *rows):
    """A proof by boxes as its file has it; the rows: a point, its bowl, a symmetry or nothing."""
    points, bowls, images = (list(column) for column in zip(*rows, strict=True))
    claim = {"kind": "global", "value": value, "points": points}
    return json.dumps(
        {
            "form": "symdescent proof",
            "version": 1,
            "formula": formula,
            "variables": sorted(box),
            "box": [box[name] for name in sorted(box)],
            "claim": claim | {"complete": True, "parameters": {}},
            "certificate": {"kind": "boxes", "bowls": bowls, "images": images},
        }
    )


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
