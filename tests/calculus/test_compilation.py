"""Formulas of any length and with any names go in, functions that compute them come out."""

import math
from fractions import Fraction

import pytest

from symdescent.calculus.compilation import objective, on_fractions, step
from symdescent.calculus.formula import MOST_CASES, build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.errors import FormulaError, InputError
from symdescent.language import FROM_FILE, Sentence, parse
from symdescent.language.tree import Sum
from symdescent.numeric.descent import Descent, Stop, descend
from symdescent.optimizers import GRADIENT_DESCENT


def compiled(text, **named):
    return objective(derive(build(parse(text, limits=FROM_FILE, **named))))


@pytest.mark.parametrize("name", ["g", "t", "L", "x0", "lambda", "a0", "v0", "step", "fabs", "Mul"])
def test_a_name_of_the_code_is_a_variable_like_any_other(name):
    """L = (name - 2)^2 * exp(other): the code's own names are never those of the formula."""
    made = compiled(f"({name} - 2)^2*exp(b) + abs(b)", variables=[name, "b"])
    assert made.value([5.0, -1.0]) == pytest.approx(9 * math.exp(-1) + 1, rel=1e-15)
    assert made.gradient([5.0, -1.0]) == pytest.approx([6 / math.e, 9 / math.e - 1], rel=1e-15)


@pytest.mark.parametrize("name", ["g", "t", "L", "lr", "m", "a0", "v0"])
def test_a_name_of_the_rule_does_not_disturb_the_step(name):
    derivation = derive(build(parse(f"({name} - 2)^2", variables=[name])))
    run = descend(
        Descent("plain", (name,), step(fuse(derivation, GRADIENT_DESCENT)), (12.0,)), Stop(steps=2)
    )
    assert run.points[:, 0].tolist() == pytest.approx([12, 10, 8.4], rel=1e-15)


def test_declared_names_win_over_functions_and_constants():
    made = compiled("(e - 1)^2 + sin^2 + pi*e", variables=["e", "sin", "pi"])
    assert made.names == ("e", "sin", "pi")
    assert made.value([3.0, 4.0, 5.0]) == 4 + 16 + 15


def test_the_order_of_the_names():
    assert compiled("y + x^2").names == ("x", "y")
    assert compiled("x10*x2 + x1^2").names == ("x1", "x2", "x10")
    assert compiled("f(y, x) = x - y^2").names == ("y", "x")
    assert compiled("b_2 + a_10^2 + a_9").names == ("a_9", "a_10", "b_2")
    assert compiled("f(y, x) = x - y^2").gradient([3.0, 1.0]).tolist() == [-6.0, 1.0]


@pytest.mark.long
@pytest.mark.slow
def test_ten_thousand_terms_compile():
    """Python's own parser ends at some 3,000 terms: long sums are written in pieces."""
    terms = [parse(f"(x - {i})^3").tree for i in range(1, 10_001)] + [parse("y").tree]
    made = objective(derive(build(Sentence("", Sum(tuple(terms), 0, 0), ("x", "y")))))
    value, slopes = made.value([0.5, 2.0]), made.gradient([0.5, 2.0])
    assert value == pytest.approx(math.fsum((0.5 - k) ** 3 for k in range(1, 10_001)) + 2)
    assert slopes[0] == pytest.approx(math.fsum(3 * (0.5 - k) ** 2 for k in range(1, 10_001)))
    assert slopes[1] == 1


@pytest.mark.slow
def test_six_thousand_typed_terms_compile():
    text = " + ".join(f"(x - {i})^2" for i in range(1, 6001))
    made = objective(derive(build(parse(text, limits=FROM_FILE))))
    assert made.value([0.5]) == pytest.approx(math.fsum((0.5 - i) ** 2 for i in range(1, 6001)))
    assert made.gradient([0.5])[0] == sum(1 - 2 * i for i in range(1, 6001))


@pytest.mark.slow
def test_a_product_of_many_factors_compiles():
    made = compiled("*".join(f"(x + {i}/100)" for i in range(1, 200)))
    assert made.value([1.0]) == pytest.approx(math.prod(1 + i / 100 for i in range(1, 200)))


@pytest.mark.parametrize(
    ("text", "point"),
    [("log(x)", -1.0), ("1/x", 0.0), ("sqrt(x)", -2.0), ("x^0.5", -1.0), ("asin(x)", 2.0)],
)
def test_outside_the_domain_comes_no_number_and_no_exception(text, point):
    made = compiled(text)
    assert not math.isfinite(made.value([point]))
    assert not math.isfinite(made.value([[point]])[0])


def test_overflow_comes_out_as_infinity():
    assert compiled("exp(x)").value([1e4]) == math.inf
    assert compiled("x^20").value([1e300]) == math.inf


def test_a_constant_output_fills_its_row():
    made = compiled("3*x + y")
    assert made.gradient([[1.0, 2.0], [3.0, 4.0]]).tolist() == [[3.0, 3.0], [1.0, 1.0]]


def test_points_of_another_shape_are_refused():
    for point in ([1.0], [1.0, 2.0, 3.0], [[[1.0]], [[2.0]]]):
        with pytest.raises(InputError):
            compiled("x + y").value(point)


def test_fractions_stay_exact_or_are_refused():
    formula = build(parse("x^3/3 - abs(x)*max(x, 2) + where(x < 1, 1/x, x)"))
    function = on_fractions(formula.variables, [formula.expression])
    assert function(Fraction(1, 3)) == (Fraction(1, 81) - Fraction(2, 3) + 3,)
    for text in ("sin(x)", "sqrt(x)", "pi*x", "exp(x)", "log(1+x)", "x^(1/3)"):
        formula = build(parse(text))
        assert on_fractions(formula.variables, [formula.expression]) is None


def test_choices_within_a_condition_are_bounded():
    """sympy alone takes time 2^n for n choices within one condition."""
    choices = "+".join(f"where(x<{i},{i},x^{i})" for i in range(2, 40))
    with pytest.raises(FormulaError) as caught:
        compiled(f"where({choices} < 5, x, 2*x)")
    assert caught.value.kind == "too_large"
    assert str(MOST_CASES) in caught.value.message


def test_a_parameter_without_a_value_is_named():
    with pytest.raises(InputError) as caught:
        compiled("f(x) = a*x^2")
    assert "a has no value" in caught.value.message


@pytest.mark.parametrize("text", ["exp(x) - 1", "1 - exp(x)", "exp(x)"])
def test_an_exponential_has_no_fractions(text):
    formula = build(parse(text))
    assert on_fractions(formula.variables, [formula.expression]) is None
