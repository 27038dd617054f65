"""Every standing is reached by a real study; a planted contradiction and a wrong gradient are
found."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sympy import Integer, Rational, Symbol

from symdescent import study
from symdescent.numeric.objective import Evaluator, Objective, compiled
from symdescent.problem.problem import posed
from symdescent.problem.setting import prepare, update, walk_down
from symdescent.proofs import Kind, Minimum
from symdescent.proofs.steps import Step, Why, reason, step
from symdescent.verdict import Case, Standing, Word, judge
from symdescent.verdict.evidence import check_gradient
from symdescent.verdict.findings import FAILS

X = Symbol("x", real=True)
HARD = "x^6+y^6-3x*y^2+sin(x*y)+exp(x)"
TRAP = "x^4/4 - x^2/2 + x/10"

# Each formula and its options, and the standing that follows from mathematics alone.
STANDINGS = [
    ("1/2*(x-4)^2", {"start": 14, "rate": "0.1", "steps": 100}, Standing.AGREES),
    ("1/2*(x-4)^2", {"start": 14, "rate": "0.1", "steps": 3}, Standing.NOT_CONVERGED),
    ("(1-x)^2 + 100*(y-x^2)^2", {"start": "-1.2,1", "steps": 50}, Standing.NOT_CONVERGED),
    ("x^2", {"start": 1, "rate": 1}, Standing.NOT_CONVERGED),  # jumps to and fro for ever
    (TRAP, {"start": 1}, Standing.LOCAL_MINIMUM),
    (TRAP, {"start": -1}, Standing.AGREES),
    ("-x^2+x^4", {"start": 0}, Standing.SADDLE),
    ("x^2 - y^2 + y^4", {"start": "1,0"}, Standing.SADDLE),
    ("x^4 - 2x^3", {"start": 0}, Standing.STATIONARY),
    ("x^3", {"start": 0}, Standing.STATIONARY),
    ("x^3", {"start": 1, "steps": 60}, Standing.NOT_CONVERGED),
    ("exp(-x)", {"start": 1, "steps": 60}, Standing.ESCAPES),
    ("-x", {"start": 1, "steps": 60}, Standing.ESCAPES),
    ("1/(1+x^2)", {"start": 0}, Standing.STATIONARY),
    ("x^2", {"start": 1, "rate": 2}, Standing.DIVERGED),
    ("-x^2", {"start": 1, "rate": 1}, Standing.DIVERGED),
    ("-log(x) - log(1-x)", {"start": 0.1, "rate": 1}, Standing.LEFT_DOMAIN),
    (HARD, {"steps": 5, "time_limit": 0.2}, Standing.UNDECIDED),
    (HARD, {"time_limit": 0.2}, Standing.UNDECIDED),
    ("x^2", {"start": 3, "box": "[1,5]"}, Standing.AGREES),
    ("-x^2", {"start": 1, "box": "[-1,5]"}, Standing.AGREES),
    ("-x^2", {"start": -0.5, "box": "[-1,5]"}, Standing.LOCAL_MINIMUM),  # the wrong edge
    ("y^2 - x^2", {"start": "-0.5,1", "box": "-1<=x<=5"}, Standing.LOCAL_MINIMUM),
    ("y^4 - y^2 - x^2", {"start": "-0.5,0", "box": "-1<=x<=5"}, Standing.SADDLE),
    ("(x+y)^2", {"start": "3,1"}, Standing.AGREES),
    ("cos(x)", {"start": 20}, Standing.AGREES),
    ("|x|", {"start": 1}, Standing.AGREES),
    ("x^4", {"start": 1, "steps": 10_000, "tolerance": 1e-6}, Standing.NOT_CONVERGED),
]


@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize("text, given, standing", STANDINGS, ids=repr)
def test_where_a_run_stands(text, given, standing):
    verdict = study(text, **given).verdict
    assert verdict.finding.standing is standing, verdict.finding
    assert verdict.holds == (standing not in FAILS)
    assert verdict.agrees == (standing is Standing.AGREES)
    assert verdict.finding.sentence


def test_every_standing_is_reached_but_our_own_mistake():
    assert {standing for _, _, standing in STANDINGS} == set(Standing) - {Standing.CONTRADICTS}


def case_of(text, minimum, **given):
    setting = prepare(posed(text, given), given)
    run = walk_down(setting, update(setting))
    return Case(setting.derivation, setting.objective, run, minimum, setting.bounds.box)


GIVEN = {"start": 14, "rate": "0.1", "steps": 100}
RIGHT = Minimum(Kind.GLOBAL, points=((Integer(4),),), value=Integer(0), complete=True)


@pytest.mark.parametrize("kind", [Kind.GLOBAL, Kind.NOT_ATTAINED])
@pytest.mark.parametrize("too_high", [Rational(1, 1000), Rational(1, 10**6), Integer(5)])
def test_a_run_below_the_proved_value_contradicts_it(kind, too_high):
    wrong = replace(RIGHT, kind=kind, value=too_high)
    verdict = judge(case_of("1/2*(x-4)^2", wrong, **GIVEN))
    assert verdict.finding.standing is Standing.CONTRADICTS
    assert not verdict.holds and not verdict.agrees
    assert "below the minimum that we gave" in verdict.finding.sentence
    assert verdict.finding.advice.startswith("please report it, with the command")


def test_rounding_alone_is_no_contradiction():
    """cos(x) - 1 + 1/3 is least at pi, where floats are off by their rounding."""
    found = study("cos(x) + 1/3", start=3)
    assert found.run.values.min() == pytest.approx(-2 / 3, abs=1e-15)
    assert found.verdict.agrees


def test_a_minimum_in_the_wrong_place_is_not_agreed_with():
    wrong = replace(RIGHT, points=((Integer(5),),))
    verdict = judge(case_of("1/2*(x-4)^2", wrong, start=14, rate="0.1"))
    assert not verdict.agrees


def test_a_local_minimum_is_called_local():
    local = Minimum(
        Kind.LOCAL,
        points=((Integer(4),),),
        value=Integer(0),
        reasons=(reason(Why.NO_RUNG_BELOW),),
        complete=False,
    )
    verdict = judge(case_of("1/2*(x-4)^2", local, **GIVEN))
    assert verdict.agrees
    assert "a derived local minimum" in verdict.finding.sentence


def test_a_stationary_point_is_no_minimum():
    stationary = Minimum(
        Kind.STATIONARY,
        points=((Integer(0),),),
        value=Integer(0),
        reasons=(reason(Why.HESSIAN_OPEN),),
    )
    verdict = judge(case_of("x^3", stationary, start=0))
    assert verdict.finding.standing is Standing.STATIONARY
    assert "not proved to be a minimum" in verdict.finding.sentence
    assert not verdict.holds


def test_a_corner_without_a_slope_is_no_saddle():
    """xy - 2x^2y^2 rises from (0, 0) into the square before it falls to -1 at (1, 1)."""
    corner = Minimum(Kind.GLOBAL, points=((Integer(1), Integer(1)),), value=Integer(-1))
    verdict = judge(case_of("x*y - 2x^2*y^2", corner, start="0,0", box="[0,1]"))
    assert verdict.finding.standing is Standing.STATIONARY
    assert verdict.finding.sentence.startswith("the projected slope vanishes there; ")


def test_what_is_proved_convex_has_no_other_local_minimum():
    """The proof is planted: were x^4/4 - x^2/2 + x/10 convex, its second minimum were none."""
    convex = (step(Step.CONVEX_STATIONARY),)
    elsewhere = Minimum(Kind.GLOBAL, points=((Integer(-3),),), value=Integer(-9), proof=convex)
    verdict = judge(case_of(TRAP, elsewhere, start=1))
    assert verdict.finding.standing is Standing.NOT_CONVERGED
    unproved = replace(elsewhere, proof=())
    assert judge(case_of(TRAP, unproved, start=1)).finding.standing is Standing.LOCAL_MINIMUM


WORDS = [
    ("1/2*(x-4)^2", GIVEN, [Word.PROVED, Word.CHECKED, Word.CHECKED, Word.OBSERVED]),
    (
        HARD,
        {"steps": 5, "time_limit": 0.2},
        [Word.UNDECIDED, Word.OBSERVED, Word.CHECKED, Word.OBSERVED],
    ),
    ("exp(-x)", {"steps": 5}, [Word.PROVED, Word.CHECKED, Word.CHECKED, Word.OBSERVED]),
]


@pytest.mark.parametrize("text, given, words", WORDS, ids=repr)
def test_each_claim_says_how_sure_it_is(text, given, words):
    assert [claim.word for claim in study(text, **given).verdict.claims] == words


def test_when_it_comes_within_a_millionth():
    """10(9/10)^k <= 1e-6 first holds at k = 153, by exact arithmetic."""
    first = next(k for k in range(999) if 10 * Fraction(9, 10) ** k <= Fraction(1, 10**6))
    sentence = study("1/2*(x-4)^2", **GIVEN).verdict.finding.sentence
    assert first == 153 and sentence.endswith("within 1e-6 at k = 153")


def test_the_rates_that_would_not_diverge():
    """The iteration multiplies the error by 1 - 3*rate: stable below 2/3."""
    advice = study("3/2*x^2", start=1, rate=1).verdict.finding.advice
    assert advice == "a learning rate below 0.666666 is stable"


def wrong_by(case, share):
    """The same case with slopes that are wrong by a share, in the run as in the objective."""
    inner = compiled(case.objective)

    def slope(*point):
        value, *slopes = inner._compiled.slope.scalars(*point)
        return (value, *((1 + share) * s for s in slopes))

    spoilt = replace(inner, slope=Evaluator(slope, lambda: slope))
    objective = Objective(case.objective.names, spoilt)
    run = replace(case.run, gradients=(1 + share) * case.run.gradients)
    return replace(case, objective=objective, run=run)


GRADIENTS = [
    ("1/2*(x-4)^2", GIVEN),
    ("(1-x)^2 + 100*(y-x^2)^2", {"start": "-1.2,1", "steps": 3}),
    ("exp(x)*sin(x) + x^4", {"start": 2, "steps": 3}),
    ("sum(i=1..20, (x[i]-i)^4)", {"start": 0.5, "steps": 3}),
]


@pytest.mark.parametrize("text, given", GRADIENTS, ids=repr)
def test_a_right_gradient_is_checked_and_a_wrong_one_is_reported(text, given):
    case = case_of(text, RIGHT, **given)
    assert check_gradient(case).word is Word.CHECKED
    for share in (1e-3, -1e-3):
        claim = check_gradient(wrong_by(case, share))
        assert claim.word is Word.OBSERVED
        assert claim.sentence.startswith("central differences miss the gradient by ")
        assert 1e-4 < float(claim.sentence.split()[-1]) <= 1e-3


def test_a_gradient_wrong_in_its_ninth_digit_is_found_by_fifty_digits():
    claim = check_gradient(wrong_by(case_of("1/2*(x-4)^2", RIGHT, **GIVEN), 1e-9))
    assert claim.word is Word.OBSERVED
    assert claim.sentence == "rounding costs the gradient 1.0e-09 at the start"
