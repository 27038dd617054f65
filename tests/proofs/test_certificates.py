"""Certificates: made for what the rungs prove, carried as text, read strictly."""

import ast
import json
import time
from dataclasses import replace
from pathlib import Path

import mpmath
import pytest
from sympy import CRootOf, Integer, Rational, Symbol, cos, exp, pi, sqrt
from test_exact_reference import ENTRIES, SLOW, problem_of
from test_planted_proofs import TRUE

from symdescent.proofs import Kind, Minimum, Problem, codec, ladder, minimum, saved_proof, worker
from symdescent.proofs.certify import assured
from symdescent.proofs.kernel import check as check_room
from symdescent.proofs.kernel.balls import ball
from symdescent.proofs.kernel.certificates import Bowl, Refusal, read, write
from symdescent.proofs.kernel.check import check
from symdescent.proofs.kernel.covers import enclosed
from symdescent.proofs.kernel.real_roots import residue
from symdescent.proofs.kernel.zero_test import sign
from symdescent.proofs.process import FORKS
from symdescent.proofs.saved_proof import verified
from symdescent.proofs.steps import Why

X, Y, T = Symbol("x", real=True), Symbol("y", real=True), Symbol("t")
FREE = ((None, None),)
# two roots of one polynomial of degree 14; nested roots below a double angle: the bound that
# tells equal numbers apart would need too many digits
UNCHECKED = {
    "m09_six_hump",
    "t15",
}
CERTAIN = [e for e in ENTRIES if e["id"] not in SLOW]


@pytest.mark.long
@pytest.mark.long_beyond(20)
@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("entry", CERTAIN, ids=lambda e: e["id"])
def test_a_true_answer_is_accepted(entry):
    asked = problem_of(entry)
    found = minimum(asked, 20)
    if found.certificate is None:
        assert entry["id"] in UNCHECKED
        assert found.assurance == "not independently checked"
        return
    assert check(asked, found).accepted
    assert found.assurance.startswith("independently checked, by its ")
    again, claim = saved_proof.understood(json.dumps(saved_proof.document(asked, found)))
    assert again == asked and check(again, claim).accepted


@pytest.mark.parametrize("name", TRUE)
def test_a_certificate_survives_json(name):
    _, claim, shown = TRUE[name]
    assert read(json.loads(json.dumps(write(shown)))) == shown
    carried = replace(claim, certificate=shown, all_checked=True)
    assert codec.read_minimum(codec.write_minimum(carried)) == carried


@pytest.mark.parametrize(
    "data",
    [
        7,
        None,
        {"kind": "bowl"},
        {"kind": "miracle"},
        {"kind": "bowl", "lower": [["1"]], "pivots": ["2"], "more": "1"},
        {"kind": "bowl", "lower": ["1"], "pivots": ["2"]},
        {"kind": "bowl", "lower": [["1"]], "pivots": [2]},
        {"kind": "squares", "parts": [["1", "x", "y"]]},
        {"kind": "convex", "route": "x" * 30_000},
        {"kind": "parts", "parts": [{"kind": "convex", "route": "rules"}]},
        {"kind": "approach", "bound": "x", "curve": ["t"], "start": "1"},
        {"kind": "squares", "parts": [["1", "x"]] * 3000},
    ],
    ids=lambda data: str(data)[:30],
)
def test_foreign_data_is_refused(data):
    with pytest.raises(ValueError):
        read(data)


DEEP = {"kind": "bowl", "lower": [[["1"]]], "pivots": ["1"]}
for _ in range(10):
    DEEP = {
        "kind": "parts",
        "parts": [{"kind": "summand", "part": "x", "value": "0", "certificate": DEEP}],
    }


def test_a_deep_certificate_is_refused():
    with pytest.raises(ValueError, match="deep"):
        read(DEEP)


def test_a_refused_proof_makes_the_answer_undecided():
    lie = Minimum(Kind.GLOBAL, ((Integer(1),),), Integer(1), complete=True, rung="univariate")
    told = assured(Problem(X**4, (X,), FREE), lie)
    assert told.kind is Kind.UNDECIDED and told.reasons[0].kind is Why.REFUSED


def test_a_rung_that_lies_is_heard_by_nobody(monkeypatch):
    def lying(asked):
        return Minimum(Kind.GLOBAL, ((Integer(1),),), Integer(1), rung="univariate")

    monkeypatch.setattr(ladder, "RUNGS", (ladder.Rung("univariate", "", lying),))
    told = worker.minimum(Problem(X**4, (X,), FREE), 20)
    assert told.kind is Kind.UNDECIDED and told.reasons[0].kind is Why.REFUSED


@pytest.mark.skipif(not FORKS, reason="without fork the check runs in this process")
def test_a_check_that_takes_too_long_is_a_refusal(monkeypatch):
    asked, claim, shown = TRUE["bowl"]
    assert verified(asked, replace(claim, certificate=shown), 20).accepted
    monkeypatch.setattr(saved_proof, "check", lambda *_: time.sleep(60))
    told = verified(asked, replace(claim, certificate=shown), 0.1)
    assert not told.accepted and "0.1 s" in told.reason


def test_signs_of_numbers_that_are_nearly_zero():
    nested = sqrt(5 + 2 * sqrt(6)) - sqrt(2) - sqrt(3)
    assert sign(nested) == 0
    assert sign(nested + Rational(1, 10**200)) == 1
    assert sign(exp(1) * exp(-1) - 1) == 0
    assert sign(cos(1) ** 2 - Rational(2919265817264289, 10**16)) == -1
    with pytest.raises(Refusal):
        sign(cos(1) ** 2 + cos(2) / 2 - cos(1) ** 2 - cos(1) ** 2 + Rational(1, 2))


@pytest.mark.parametrize("number", [sqrt(2), -exp(20), CRootOf(T**5 - T + 1, 0) ** 3, pi / 10**9])
def test_fractions_enclose_a_number(number):
    low, high = (Rational(end.numerator, end.denominator) for end in enclosed(number))
    assert low < number.evalf(60) < high and high - low < Rational(1, 2**70)


def test_residues_modulo_a_polynomial():
    root = CRootOf(T**5 - T + 1, 0)
    assert residue(root**7 - root**3 + root**2) == []
    assert residue(root**7 - root**3 + root**2 + 1) == [1]
    assert residue(sqrt(2) + root) is None
    assert sign(root**7 - root**3 + root**2 + Rational(1, 10**300)) == 1


@pytest.mark.parametrize("bits", [60, 200, 1000])
def test_balls_hold_the_number(bits):
    for number in (sqrt(2), exp(Rational(-7, 3)), exp(exp(2)), cos(100), sqrt(sqrt(3) - 1)):
        found = ball(number, bits)
        with mpmath.workdps(bits):
            gap = abs(mpmath.mpf(str(number.evalf(bits))) - found.middle)
            assert gap <= found.radius <= abs(found.middle) * mpmath.mpf(2) ** (20 - bits)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"form": "another"}, "no saved proof"),
        ({"version": 2}, "version"),
        ({"more": 1}, "fields"),
        ({"formula": "__import__('os')"}, "read|letter|name"),
        ({"formula": "x + w"}, "letter"),
        ({"variables": ["x", "x"]}, "box"),
        ({"box": [["x", None]]}, "letter"),
        ({"claim": {}}, "fields"),
        ({"certificate": {"kind": "eval"}}, "kind"),
    ],
)
def test_a_saved_proof_is_read_strictly(change, words):
    asked = Problem(X**2, (X,), FREE)
    shown = Bowl((("1",),), ("2",))
    found = Minimum(Kind.GLOBAL, ((Integer(0),),), Integer(0), certificate=shown)
    told = saved_proof.document(asked, found)
    assert check(*saved_proof.understood(json.dumps(told))).accepted
    with pytest.raises(ValueError, match=words):
        saved_proof.understood(json.dumps({**told, **change}))


def test_without_a_certificate_nothing_is_saved():
    with pytest.raises(ValueError, match="no certificate"):
        saved_proof.document(Problem(X**2, (X,), FREE), Minimum(Kind.UNDECIDED))


@pytest.mark.parametrize(
    ("formula", "box"),
    [
        (X**2 + 5 * X * Y - 3 * X + Y**2 - 5 * Y, (None, (-2, -2))),
        (3 * X**2 + X + 3 * Y**2 - 5 * Y, ((-1, -1), None)),
        (X**2 + Y**2, ((None, 3), (-3, -3))),
    ],
    ids=str,
)
def test_a_box_without_width_makes_no_true_answer_false(formula, box):
    ends = [(None, None) if pair is None else pair for pair in box]
    exact = tuple(tuple(None if e is None else Integer(e) for e in pair) for pair in ends)
    assert minimum(Problem(formula, (X, Y), exact), 20).kind is Kind.GLOBAL


@pytest.mark.parametrize("formula", [10**200 * X**2 + X, X**2 / 10**300 + 10**300 * X], ids=str)
def test_long_numbers_are_checked_too(formula):
    """Their digits are more than those of a formula that is typed."""
    asked = Problem(formula, (X,), FREE)
    found = assured(asked, minimum(asked, 20))
    a, b = formula.coeff(X, 2), formula.coeff(X, 1)
    assert found.points == ((-b / (2 * a),),) and found.certificate is not None
    assert check(asked, found).accepted
    assert not check(asked, replace(found, value=found.value - 1)).accepted


@pytest.mark.slow
def test_the_check_shares_no_code_with_the_rungs():
    room = Path(check_room.__file__).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in room.glob("*.py")]
    needs = {node.module for t in trees for node in ast.walk(t) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in needs if name.startswith("symdescent.")}
    assert {name for name in ours if not name.startswith("symdescent.proofs.kernel")} == {
        "symdescent.errors",
        "symdescent.late",
        "symdescent.language",
        "symdescent.calculus.critical_number",
        "symdescent.calculus.formula",
    }
