"""Runs that ended elsewhere than they seem to: each is judged by what mathematics says of it."""

import pytest

from symdescent import study
from symdescent.proofs import Kind
from symdescent.render.facts import facts
from symdescent.render.table import reached
from symdescent.verdict import Standing

INCH = {"rate": "1e-9", "steps": 1}

# The formula and its options, where its run stands, words of the answer and words not in it.
ENDS = [
    # a small share of a large coordinate is no nearness of another, nor a run that went nowhere
    ("(x-1e6)^2+y^2", {"start": "1e6,900", **INCH}, Standing.NOT_CONVERGED, "9.000e+02", "; wi"),
    ("(x-1000)^2", {"start": "1000.5", **INCH}, Standing.NOT_CONVERGED, "5.000e-01 from", ""),
    ("(x-1e-4)^2", {"start": 0, **INCH}, Standing.NOT_CONVERGED, "1.000e-04 from", ""),
    ("1e-14*(x*y-1)^2", {"start": "0,0"}, Standing.SADDLE, "1e-14 above", ""),
    ("1e-15*cos(10000x)", {"start": 0}, Standing.SADDLE, "2e-15 above", ""),
    ("(x*y-1)^2", {"start": "1000,1000"}, Standing.NOT_CONVERGED, "the value is still", ""),
    # what came there agrees, from far or near
    ("(x-1)^2", {"start": "1.0001"}, Standing.AGREES, "within 1e-6 at k = 10", ""),
    ("(x-1)^2", {"start": 1}, Standing.AGREES, "exactly at", ""),
    ("(x*y-1)^2", {"start": "2,1"}, Standing.AGREES, "the value is", ""),
    ("(x*y-1)^2", {"start": "3,1/3"}, Standing.AGREES, "the value is", ""),
    ("(x-1e10)^2", {"start": 1, "rate": "0.2"}, Standing.AGREES, "1.907e-06", "within 1e-6"),
    # a slow slope is no stationary point, an inflection no minimum
    ("x^1000", {"steps": 500}, Standing.NOT_CONVERGED, "", "curvatures"),
    ("x^6-3x^4+3x^2", {"start": 2}, Standing.NOT_CONVERGED, "", "curvatures"),
    ("x^6-3x^4+3x^2", {"start": 2, "tolerance": 1e-4}, Standing.NOT_CONVERGED, "", "curvatures"),
    ("x^3+y^3", {"start": "1,1", "box": "[-1,1]"}, Standing.NOT_CONVERGED, "", "curvatures"),
    # no better than a local minimum was proved, and the run did as well, or better
    ("cos(x)+cos(y)+cos(x+y)", {"start": "1,1"}, Standing.UNDECIDED, "proved local", "above"),
    ("x*sin(x)", {"start": 5, "rate": "0.1"}, Standing.UNDECIDED, "4.814 lower than", "above"),
    # curvatures mean nothing at a kink or an edge
    ("abs(x*y)", {"start": "1,1"}, Standing.UNDECIDED, "the slope vanishes", "curvature"),
    ("x*y", {"start": "1,1", "box": "[0,1]"}, Standing.UNDECIDED, "the projected slope", "curv"),
    ("x*y", {"start": "0,0", "box": "[-1,1]"}, Standing.SADDLE, "negative", ""),
    ("sign(x)", {"start": 1}, Standing.STATIONARY, "2 above the derived minimum", "curvature"),
    # there is no minimum, and the run falls no further
    ("x^3", {"start": 1}, Standing.NOT_CONVERGED, "went from 1 to", "fell"),
    ("1/x+x", {"start": "1/2", "rate": "0.1"}, Standing.STATIONARY, "went from 2.5 to 2", "fell"),
    ("x^2-y^2", {"start": "1,0"}, Standing.STATIONARY, "went from 1 to", "follows"),
    ("log(x^2)", {"start": 1, "rate": "0.005"}, Standing.NOT_CONVERGED, "went from 0 to", "fell "),
    ("x^2-y", {"start": "100,0", "steps": 100}, Standing.ESCAPES, "from 1e+04 to", ""),
    ("-log(x)", {"start": 1, "steps": 50}, Standing.ESCAPES, "falling, from 0 to", ""),
    ("log(x)", {"start": 1, "rate": "0.01", "steps": 40}, Standing.ESCAPES, "keep falling", ""),
    ("x^3", {"start": -1, "steps": 20}, Standing.ESCAPES, "keep falling", ""),
    ("exp(-x)", {"start": 1, "steps": 60}, Standing.ESCAPES, "no point attains", ""),
    # it falls, yet not on the way on which there is no least value
    ("x*exp(-x)", {"start": 3, "rate": "1/2", "steps": 100}, Standing.NOT_CONVERGED, "", "keep"),
    ("x^2 y", {"start": "1,1", "rate": "0.1", "steps": 5}, Standing.NOT_CONVERGED, "", "keep"),
    ("x^3-3x", {"start": "-0.9", "rate": "0.1", "steps": 6}, Standing.NOT_CONVERGED, "", "keep"),
    ("1e-14/(1+x^2)", {"start": 0}, Standing.STATIONARY, "1.000e-14 above", ""),
    # no count of steps from a pace that does not last
    ("x^4", {"start": 1, "rate": "0.1", "steps": 100}, Standing.NOT_CONVERGED, "", "about"),
    ("x^2 y^2", {"start": "1,1", "steps": 500}, Standing.NOT_CONVERGED, "", "about"),
    ("max(0,x)", {"start": 3, "rate": "0.1", "steps": 4}, Standing.NOT_CONVERGED, "", "about"),
    (
        "x^2+3y^2",
        {"start": "1,1", "rate": "0.1", "steps": 20},
        Standing.NOT_CONVERGED,
        "about 42 more steps",
        "",
    ),
    # the rate is too large, for a parabola as round a kink
    ("1/2*(x-4)^2", {"rate": 2}, Standing.NOT_CONVERGED, "below 2 is stable", "take more"),
    ("x^2+10y^2", {"start": "1,1", "rate": "0.1"}, Standing.NOT_CONVERGED, "below 0.1 is", ""),
    ("|x|", {"start": "1.05", "rate": "0.1"}, Standing.NOT_CONVERGED, "let them shrink", ""),
]


@pytest.mark.slow_beyond(8)
@pytest.mark.parametrize("text, given, standing, told, untold", ENDS, ids=repr)
def test_what_is_said_of_an_end(text, given, standing, told, untold):
    finding = study(text, **given).verdict.finding
    words = f"{finding.sentence}; {finding.advice}"
    assert finding.standing is standing, words
    assert told in words
    assert not untold or untold not in words


def test_the_count_of_steps_is_kept():
    """x^2 + 3y^2 at the rate 1/10: x shrinks by 4/5 a step, to 1e-6 at k = 62."""
    assert (4 / 5) ** 61 > 1e-6 >= (4 / 5) ** 62
    further = study("x^2+3y^2", start="1,1", rate="0.1", steps=62).verdict.finding
    assert further.sentence.endswith("within 1e-6 at k = 62")


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("text, start", [("x^4 - 2x^2 + x/10", 1), ("x^4/4-x^2/2+x/10", 1)])
def test_a_true_local_minimum_is_still_called_one(text, start):
    found = study(text, start=start)
    assert found.minimum.kind is Kind.GLOBAL
    assert found.verdict.finding.standing is Standing.LOCAL_MINIMUM


RATES = [
    ("x^2/2+3/2*y^2", {"start": "1,1"}, "0 < η < ⅔;", "0.6667"),
    ("x^2/2+y^2", {"start": "1,1"}, "0 < η < 1;", "0.9999"),
    ("(x-1)^2", {"start": 2, "rate": "0.2"}, "yours 0.2 closes 40% of the gap", "is 0.2"),
    ("(x-1)^2", {"start": 2, "rate": "0.2", "box": "[0,2]"}, "yours is 0.2", "closes"),
    ("|x|+x^2", {"start": 1, "rate": "0.3"}, "η = 0.3", "converges"),
]


@pytest.mark.parametrize("text, given, told, untold", RATES, ids=repr)
def test_what_is_said_of_rates(text, given, told, untold):
    [line] = [fact.text for fact in facts(study(text, **given)) if fact.label == "Learning rate"]
    assert told in line and untold not in line


FOUND = [
    ("exp(-x)", {"start": 1, "tolerance": 1e-3}, False),  # converged on its way to nowhere
    ("x*sin(x)", {"start": 5, "rate": "0.1"}, True),
    ("(x-1)^2", {"start": 2}, True),
]


@pytest.mark.parametrize("text, given, found", FOUND, ids=repr)
def test_which_point_is_called_the_minimiser(text, given, found):
    assert reached(study(text, **given)) is found
