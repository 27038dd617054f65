"""Two lines go in; proved, checked, different and unknown are kept apart."""

import pytest
from random_formulas import cases

from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.steps.agreement import Agreement, agreement, agreements, value
from symdescent.calculus.steps.derivation_steps import StepLine, gradient_steps
from symdescent.language import parse
from symdescent.language.notation import Chain, Combined, Over, Pending, Raised
from symdescent.language.tree import Number

FORMULA = build(parse("x + y"))
CASES = cases(40, seed=5)


@pytest.fixture
def case(request):
    """The case of this number."""
    return CASES[request.param]


def tree(text):
    return parse(text).tree


def compared(first, second):
    before, after = (StepLine(tree(side)) for side in (first, second))
    return agreement(before, after, FORMULA)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2x(x-3) - (x^2+1)", "x^2 - 6x - 1"),
        ("(2x(x-3) - (x^2+1))/(x-3)^2", "2x/(x-3) - (x^2+1)/(x-3)^2"),
        ("sin(x)^2", "1 - cos(x)^2"),
        ("1 + tan(x)^2", "1/cos(x)^2"),
        ("exp(x)/(1+exp(x))", "1/(1+exp(-x))"),
        ("sigmoid(x)*(1-sigmoid(x))", "exp(-x)/(1+exp(-x))^2"),
        ("(1 + sign(x-y))/2*x", "x/2 - x*sign(y-x)/2"),
        ("sqrt(x)^2", "x"),
    ],
)
def test_what_is_rewritten_exactly_is_proved(first, second):
    assert compared(first, second) is Agreement.PROVED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("x/sqrt(x^2)", "sign(x)"),
        ("log(x^2 y^4)", "2log(|x|) + 4log(|y|)"),
        ("x^x*(log(x) + 1)", "x*x^(x-1) + x^x*log(x)"),
        ("(x+y+1)^40", "(x+y+1)^38*((x+y)^2 + 2*(x+y) + 1)"),
        ("max(x, y)", "(x + y + |x - y|)/2"),
        ("1e25*(cosh(x)-sinh(x)-exp(-x)) + atan(x) + atan(1/x)", "sign(x)*pi/2"),
    ],
)
def test_what_only_points_tell_is_checked(first, second):
    assert compared(first, second) is Agreement.CHECKED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("x", "x + 1e-25"),
        ("sin(x)", "sin(x)*1.001"),
        ("max(x, y)", "(x + y - |x - y|)/2"),
        ("where(x > 0, x, 0)", "x"),
        ("sqrt(x^2)", "x"),
    ],
)
def test_what_differs_is_different(first, second):
    assert compared(first, second) is Agreement.DIFFERENT


def test_what_is_defined_nowhere_is_unknown():
    assert compared("log(-1-x^2)", "log(-2-x^2)") is Agreement.UNKNOWN


@pytest.mark.slow
def test_what_is_too_large_is_unknown():
    terms = "+".join(f"sin(x+{i})*cos(y+{i})" for i in range(600))
    assert compared(terms, f"({terms})*1.001") is Agreement.UNKNOWN


def test_notation_has_its_value():
    x, two = tree("x"), Number(2, "2", 0, 0)
    written = Combined(
        (
            (True, Chain((two, Pending(tree("x^3"), "x")))),
            (False, Over(Raised(x, two), two)),
        )
    )
    assert value(written, FORMULA.names) == value(tree("6x^2 - x^2/2"), FORMULA.names)


@pytest.mark.long_beyond(12)
@pytest.mark.slow_beyond(2)
@pytest.mark.parametrize("case", range(len(CASES)), indirect=True)
def test_no_line_of_a_derivation_differs_or_is_left_open(case):
    made = derive(build(parse(case.text, variables=list(case.point))))
    for i in range(len(made.gradient)):
        steps = gradient_steps(made, i, "full")
        found = agreements(steps, made.formula)
        assert len(found) == len(steps.lines) - 1
        assert set(found) <= {Agreement.PROVED, Agreement.CHECKED}


@pytest.mark.slow_beyond(13)
@pytest.mark.parametrize("case", range(len(CASES)), indirect=True)
def test_a_line_that_is_wrong_by_a_thousandth_is_found(case):
    made = derive(build(parse(case.text, variables=list(case.point))))
    lines = gradient_steps(made, 0, "full").lines
    if made.gradient[0] == 0:
        return
    wrong = StepLine(Chain((tree("1.001"), lines[-1].written)))
    assert agreement(lines[-2], wrong, made.formula) is Agreement.DIFFERENT
