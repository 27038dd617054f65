"""What sympy's constructors forget about the domain is put back."""

import math

import pytest

import symdescent

LOST = [
    # formula, a point outside the natural domain, kind and value on the natural domain
    ("sqrt(x^2-1)^2", 0.5, "global", 0),
    ("sqrt(x)*sqrt(x)*(x+1)", -0.5, "global", 0),
    ("exp(2*log(x))+x", -0.5, "infimum not attained", 0),
    ("exp(log(x))", -1, "infimum not attained", 0),
    ("sqrt(x)^2", -1, "global", 0),
    ("(x^(1/3))^3", -1, "global", 0),
    ("x^0.5*x^0.5", -1, "global", 0),
    ("log(x)*0+x", -1, "infimum not attained", 0),
    ("sin(asin(x))", 2, "global", -1),
    ("cos(acos(x))", -2, "global", -1),
    ("exp(-log(x))", -1, "infimum not attained", 0),
    ("(x/sqrt(7+x))^2", -8, "global", 0),
    ("x^2+1/x-1/x", 0, "infimum not attained", 0),
    ("x^2*x/x", 0, "infimum not attained", 0),
    ("1/(1/x^2)", 0, "infimum not attained", 0),
    ("abs(x)/abs(x)+x^2", 0, "infimum not attained", 1),
    ("1/(1/x)+x^2", 0, "global", -0.25),
    ("5 + x if x > 1 else sqrt(x)^2", -1, "global", 0),
]
KEPT = [
    "sqrt(x)",
    "x*log(x)",
    "1/(2*x)",
    "sqrt(4*x)",
    "log(2*x)",
    "asin(x)^2",
    "1/sqrt(x)",
    "x^2/(1+x^2)",
]
POLES = ["(1/x^2)^(3/2)", "sign(x)/x", "abs(x)^(-3)", "abs(1/x)^3", "(1/(x-1)^2)^(5/2)"]


@pytest.mark.slow_beyond(7)
@pytest.mark.parametrize(("text", "outside", "kind", "value"), LOST)
def test_the_domain_is_the_one_typed(text, outside, kind, value):
    assert math.isnan(symdescent.objective(text).value([outside]))
    found = symdescent.minimum(text)
    assert (found.kind, float(found.value)) == (kind, value)


@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize("text", [text for text, *_ in LOST])
def test_a_descent_keeps_to_the_domain(text):
    found = symdescent.study(text, steps=50)
    assert all(math.isfinite(value) for value in found.run.values)
    assert found.verdict.finding.standing != "contradicts the proof"


@pytest.mark.parametrize("text", KEPT)
def test_what_the_expression_remembers_is_not_said_twice(text):
    assert "Piecewise" not in str(symdescent.parse(text).expression)


@pytest.mark.parametrize("text", POLES)
def test_a_pole_under_an_absolute_value_is_no_minimum(text):
    found = symdescent.minimum(text)
    assert (found.kind, found.value) == ("infimum not attained", 0)


@pytest.mark.slow
def test_the_least_value_beside_a_pole_is_found():
    found = symdescent.minimum("abs(x)^(-3)+x^2")
    assert float(found.value) == pytest.approx(1.5 ** (2 / 5) + 1.5 ** (-3 / 5), rel=1e-14)
