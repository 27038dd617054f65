"""Formulas go in; every line told is the line before it, by mpmath alone, and reads like a book."""

from fractions import Fraction
from itertools import pairwise

import pytest
from mpmath import mpf
from paper import evaluate, told
from random_formulas import TABLE, cases

from symdescent.calculus.accurate_evaluation import KINKED
from symdescent.calculus.formula import build, express
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import derive
from symdescent.calculus.steps import derivation_steps as module
from symdescent.calculus.steps import differentiation_rules
from symdescent.calculus.steps.agreement import is_proved, value
from symdescent.calculus.steps.derivation_steps import DETAILS, RULES, gradient_steps, hessian_steps
from symdescent.calculus.steps.differentiation_rules import Taken
from symdescent.calculus.steps.tree_algebra import chain, number, pendings
from symdescent.errors import InputError
from symdescent.language import parse

CASES = cases(200, seed=20_261_125)


@pytest.fixture
def case(request):
    """The case of this number."""
    return CASES[request.param]


CLOSE = mpf(10) ** -30
PLANTED = Fraction(1001, 1000)


def derivation(text, let=None, variables=None):
    return derive(build(parse(text, let=let or {}, variables=variables), let))


def every(case, details=DETAILS):
    """The steps of every component in every detail."""
    made = derivation(case.text, variables=list(case.point))
    return [
        (made, i, gradient_steps(made, i, detail))
        for i in range(len(made.gradient))
        for detail in details
    ]


def broken(steps, point):
    """The lines that differ from the line before, at 30 digits."""
    values = [evaluate(line.written, point) for line in steps.lines]
    return [
        line
        for line, (a, b) in zip(steps.lines[1:], pairwise(values), strict=True)
        if not abs(a - b) <= CLOSE * max(1, abs(a), abs(b))
    ]


@pytest.mark.long_beyond(60)
@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize("case", range(len(CASES)), indirect=True)
def test_every_line_equals_the_one_before(case):
    for made, i, steps in every(case):
        assert steps.told and steps.variables == (str(made.formula.variables[i]),)
        assert broken(steps, case.point) == []


@pytest.mark.long_beyond(60)
@pytest.mark.slow_beyond(11)
@pytest.mark.parametrize("case", range(len(CASES)), indirect=True)
def test_the_last_line_is_what_was_compiled(case):
    for made, i, steps in every(case, ["normal"]):
        assert steps.lines[-1].written == tree(made.gradient[i])
        last = express(steps.lines[-1].written, made.formula.names)
        if not made.gradient[i].has(*KINKED):  # Heaviside's function is told by sign
            assert last == made.gradient[i] or is_proved(last, made.gradient[i])


@pytest.mark.long_beyond(60)
@pytest.mark.slow_beyond(6)
@pytest.mark.parametrize("case", range(len(CASES)), indirect=True)
def test_lines_go_from_the_text_to_a_derivative_without_repeating_themselves(case):
    for made, _, steps in every(case):
        texts = [line.split("  ")[0] for line in told(steps)]
        assert len(set(texts)) == len(texts)
        assert steps.lines[0].written.operand == made.formula.sentence.tree
        assert not any(pendings(steps.lines[-1].written))
        assert all(line.rules and set(line.rules) <= set(RULES) for line in steps.lines[1:])


@pytest.mark.long
@pytest.mark.slow
def test_every_function_has_a_rule_of_its_own():
    used = {rule for case in CASES for _, _, s in every(case) for x in s.lines for rule in x.rules}
    assert set(TABLE) <= used | {"exp"} <= set(RULES)
    assert "derivative" not in used


def wrong_by_a_thousandth(rule):
    def take(*parts):
        right = rule(*parts)
        return Taken(right.rules, chain(number(PLANTED), right.written))

    return take


SMALL = ("x^3 - 2x", "x*sin(x)", "(x + 1)/(x^2 + 2)", "1/(x^2 + 1)", "2^x*3", "x^x", "-x^2")
AT = {"x": 1.3}


def is_caught(text):
    made = derivation(text)
    return any(broken(gradient_steps(made, 0, detail), AT) for detail in DETAILS)


@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize("kind", differentiation_rules.TAKING, ids=lambda k: k.__name__)
def test_a_wrong_rule_is_caught(kind, monkeypatch):
    texts = [*SMALL, "exp(x^2)", "where(x > 1, x^2, x)"]
    assert not any(map(is_caught, texts))
    rule = differentiation_rules.TAKING[kind]
    monkeypatch.setitem(differentiation_rules.TAKING, kind, wrong_by_a_thousandth(rule))
    assert any(map(is_caught, texts))


@pytest.mark.parametrize("function", differentiation_rules.OUTER)
def test_a_wrong_derivative_in_the_table_is_caught(function, monkeypatch):
    text = f"{function}(x + 1)" if function == "acosh" else f"{function}(x/2)"
    assert not is_caught(text)
    wrong = parse(f"1.001*({differentiation_rules.OUTER[function]})").tree
    monkeypatch.setitem(differentiation_rules.TREES, function, wrong)
    assert is_caught(text)


BOOK = {
    ("1/2*(x-4)^2", "full"): """
        d/dx[1/2*(x - 4)^2]
        1/2 . d/dx[(x - 4)^2]  constant factor
        1/2 . 2 . (x - 4) . d/dx[x - 4]  power, chain
        1/2 . 2 . (x - 4) . 1  sum, constant
        x - 4  simplify""",
    ("1/2*(x-4)^2", "normal"): """
        d/dx[1/2*(x - 4)^2]
        1/2 . 2 . (x - 4) . 1  constant factor, power, chain, sum, constant
        x - 4  simplify""",
    ("x^2*exp(-x)*sin(3x)", "full"): """
        d/dx[x^2*exp(-x)*sin(3*x)]
        d/dx[x^2] . exp(-x) . sin(3*x)
            + x^2 . d/dx[exp(-x)] . sin(3*x) + x^2 . exp(-x) . d/dx[sin(3*x)]  product
        2 . x . exp(-x) . sin(3*x)
            + x^2 . d/dx[exp(-x)] . sin(3*x) + x^2 . exp(-x) . d/dx[sin(3*x)]  power
        2 . x . exp(-x) . sin(3*x)
            + x^2 . exp(-x) . d/dx[-x] . sin(3*x) + x^2 . exp(-x) . d/dx[sin(3*x)]  exp, chain
        2 . x . exp(-x) . sin(3*x)
            + x^2 . exp(-x) . (-1) . sin(3*x) + x^2 . exp(-x) . d/dx[sin(3*x)]  constant factor
        2 . x . exp(-x) . sin(3*x)
            + x^2 . exp(-x) . (-1) . sin(3*x) + x^2 . exp(-x) . cos(3*x) . d/dx[3*x]  sin, chain
        2 . x . exp(-x) . sin(3*x)
            + x^2 . exp(-x) . (-1) . sin(3*x) + x^2 . exp(-x) . cos(3*x) . 3  constant factor
        -x^2*exp(-x)*sin(3*x) + 3*x^2*exp(-x)*cos(3*x) + 2*x*exp(-x)*sin(3*x)  simplify""",
    ("(x^2+1)/(x-3)", "full"): """
        d/dx[(x^2 + 1)/(x - 3)]
        (d/dx[x^2 + 1] . (x - 3) - (x^2 + 1) . d/dx[x - 3]) / (x - 3)^2  quotient
        (d/dx[x^2] . (x - 3) - (x^2 + 1) . 1) / (x - 3)^2  sum, constant
        (2 . x . (x - 3) - (x^2 + 1)) / (x - 3)^2  power
        (2*x*(x - 3) - x^2 - 1)/(x - 3)^2  simplify
        (x^2 - 6*x - 1)/(x - 3)^2  simplify
        2*x/(x - 3) - (x^2 + 1)/(x - 3)^2  rearrange""",
    ("(1-x)^2 + 100*(y-x^2)^2", "full"): """
        d/dx[(1 - x)^2 + 100*(y - x^2)^2]
        d/dx[(1 - x)^2] + d/dx[100*(y - x^2)^2]  sum
        2 . (1 - x) . d/dx[1 - x] + d/dx[100*(y - x^2)^2]  power, chain
        2 . (1 - x) . (-1) + d/dx[100*(y - x^2)^2]  sum, constant
        2 . (1 - x) . (-1) + 100 . d/dx[(y - x^2)^2]  constant factor
        2 . (1 - x) . (-1) + 100 . 2 . (y - x^2) . d/dx[y - x^2]  power, chain
        2 . (1 - x) . (-1) + 100 . 2 . (y - x^2) . (-d/dx[x^2])  sum, constant
        2 . (1 - x) . (-1) + 100 . 2 . (y - x^2) . (-2 . x)  power
        -2*(1 - x) - 400*x*(y - x^2)  simplify
        -400*x*(-x^2 + y) + 2*x - 2  rearrange""",
    ("x^3 - 4x^2 + 3x - 7", "normal"): """
        d/dx[x^3 - 4*x^2 + 3*x - 7]
        3 . x^2 - 4 . 2 . x + 3  sum, constant, power, constant factor
        3*x^2 - 8*x + 3  simplify""",
    ("x^x", "full"): """
        d/dx[x^x]
        x^x . d/dx[x*log(x)]  variable power
        x^x . (d/dx[x] . log(x) + x . d/dx[log(x)])  product
        x^x . (1 . log(x) + x . d/dx[log(x)])  variable
        x^x . (log(x) + x . 1/x)  log
        x^x*(log(x) + 1)  simplify
        x*x^(x - 1) + x^x*log(x)  rearrange""",
    ("max(x, x^2)", "normal"): """
        d/dx[max(x, x^2)]
        (1 + sign(x - x^2))/2 . 1 + (1 - sign(x - x^2))/2 . 2 . x  max, chain, variable, power
        (1 + sign(x - x^2))/2 + x*(1 - sign(x - x^2))  simplify
        2*x*(0.5*sign(x^2 - x) + 0.5) + (0.5*sign(-x^2 + x) + 0.5)  rearrange""",
    ("where(x > 0, x^2*sin(x), -x)", "brief"): """
        d/dx[where(x > 0, x^2*sin(x), -x)]
        where(x > 0, x^2*cos(x) + 2*x*sin(x), -1)
            piecewise, product, power, sin, constant factor""",
    ("sqrt(x)^2", "brief"): """
        d/dx[sqrt(x)^2]
        2 . sqrt(x) . 1/(2*sqrt(x))  power, chain, sqrt
        1  simplify
        piecewise((1, x >= 0))  domain""",
    ("softplus(x) - x/2", "full"): """
        d/dx[softplus(x) - x/2]
        d/dx[softplus(x)] - d/dx[x/2]  sum
        sigmoid(x) - d/dx[x/2]  softplus
        sigmoid(x) - 1/2  constant factor
        -0.5 + 1/(1 + exp(-x))  rearrange""",
    ("x", "full"): """
        d/dx[x]
        1  variable""",
}


@pytest.mark.parametrize(("text", "detail"), BOOK)
def test_it_reads_like_a_book(text, detail):
    steps = gradient_steps(derivation(text), 0, detail)
    lines = BOOK[text, detail].replace("\n" + " " * 12, " ").strip().splitlines()
    assert [line.split() for line in told(steps)] == [line.split() for line in lines]


def test_named_values_are_put_in_at_the_end():
    steps = gradient_steps(derivation("a*x^2 + b*x", {"a": Fraction(3, 2), "b": 2}), 0)
    assert told(steps)[-2:] == [
        "2*a*x + b  sum, constant factor, power",
        "3*x + 2  values",
    ]


def test_a_parameter_is_a_constant_and_the_derivative_a_partial_one():
    steps = gradient_steps(derivation("L(x) = a*x^2"), 0)
    assert steps.lines[0].written.partial
    assert told(steps)[-1] == "2*a*x  constant factor, power"


def test_a_variable_that_does_not_occur_has_a_constant():
    steps = gradient_steps(derivation("L(x, y) = x^2"), 1)
    assert told(steps) == ["d/dy[x^2]", "0  constant"]


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize(
    "text", ["x^2*exp(-x)*sin(3x)", "(1-x)^2 + 100*(y-x^2)^2", "log(x^2+y^2)/y"]
)
def test_the_hessian_is_told_from_the_compiled_gradient(text, detail):
    made = derivation(text)
    names = [str(x) for x in made.formula.variables]
    point = dict(zip(names, (1.3, 0.7), strict=False))
    for i in range(len(names)):
        for j in range(len(names)):
            steps = hessian_steps(made, i, j, detail)
            assert steps.variables == tuple(sorted((names[i], names[j])))
            assert steps.lines[0].written.operand == tree(made.gradient[min(i, j)])
            assert steps.lines[-1].written == tree(made.hessian[i][j])
            assert broken(steps, point) == []


def test_the_second_derivative_of_the_first_example():
    assert told(hessian_steps(derivation("1/2*(x-4)^2"), 0, 0)) == [
        "d/dx[x - 4]",
        "1  sum, constant",
    ]


@pytest.mark.slow
def test_terms_without_the_variable_are_left_out_of_a_long_sum():
    made = derivation("sum(i=1..999, 100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2)")
    steps = gradient_steps(made, 500, "full")
    assert (steps.told, steps.detail, steps.left_out) == (True, "full", 1995)
    assert told(steps)[0] == (
        "d/dx501[100*(x501 - x500^2)^2 + 100*(x502 - x501^2)^2 + (1 - x501)^2]"
    )
    assert steps.lines[-1].written == tree(made.gradient[500])


def test_what_is_too_long_is_told_more_briefly_or_not_at_all(monkeypatch):
    huge = gradient_steps(derivation("sum(i=1..200, sin(i*x))"), 0, "full")
    assert (huge.told, [line.rules for line in huge.lines]) == (False, [(), ("derivative",)])
    made = derivation("x^2*exp(-x)*sin(3x)")
    for most, detail in ((7, "full"), (6, "normal"), (2, "brief")):
        monkeypatch.setattr(module, "MOST_LINES", most)
        assert gradient_steps(made, 0, "full").detail == detail


def test_what_has_no_rule_is_one_honest_line():
    many = "*".join(f"(x-{i})" for i in range(1, 12))
    steps = gradient_steps(derivation(many), 0, "full")
    assert [line.rules for line in steps.lines] == [(), ("derivative",)]
    assert broken(steps, {"x": 0.3}) == []


@pytest.mark.parametrize("text", ["abs(x)", "relu(x)", "max(x, 0)", "max(2x, x)", "min(0, 3x)"])
def test_at_a_kink_the_slope_is_the_middle_one(text):
    made = derivation(text)
    steps = gradient_steps(made, 0, "full")
    for line in [line for line in steps.lines if not any(pendings(line.written))]:
        slope = value(line.written, made.formula.names)
        below, at, above = (slope.subs(made.formula.names["x"], place) for place in (-1, 0, 1))
        assert below != above and at == (below + above) / 2


def test_an_unknown_detail_is_refused():
    with pytest.raises(InputError, match="brief, normal, full"):
        gradient_steps(derivation("x^2"), 0, "verbose")
