"""What a person gives besides the formula: exact numbers, or one of a few kinds of mistake."""

import math
from decimal import Decimal
from fractions import Fraction as F

import numpy as np
import pandas
import pytest
import sympy

from symdescent import InputError
from symdescent.problem import options
from symdescent.problem.options import Bounds
from symdescent.problem.problem import posed
from symdescent.problem.setting import prepare
from symdescent.studies import descend, minimum, objective, study

NUMBERS = [
    ("0.1", F(1, 10)),
    (" 14 ", F(14)),
    ("-1.5e-3", F(-3, 2000)),
    ("+.5", F(1, 2)),
    ("7.", F(7)),
    ("1/3", F(1, 3)),
    ("-22 / 7", F(-22, 7)),
    ("2^-3", F(1, 8)),
    ("3*(1+1)", F(6)),
    ("½", F(1, 2)),
    ("−2", F(-2)),
    ("1e308", F(10) ** 308),
    ("sqrt(4)", F(2)),
    (0.1, F(1, 10)),
    (3, F(3)),
    (F(2, 7), F(2, 7)),
    (np.float64(0.25), F(1, 4)),
]
NOT_NUMBERS = [
    ("1e999", "domain"),
    ("1e309", "domain"),
    ("nan", "domain"),
    ("NaN", "domain"),
    ("inf", "domain"),
    ("-Infinity", "domain"),
    (math.nan, "domain"),
    (-math.inf, "domain"),
    (10**400, "domain"),
    (F(10) ** 400, "domain"),
    ("1/0", "domain"),
    ("pi", "type"),
    ("sqrt(2)", "type"),
    ("1_0", "type"),
    ("", "type"),
    ("1,5", "type"),
    ("x", "type"),
    ("1 2 3 x", "type"),
    ("0x10", "type"),
    ("(-1)^(1/2)", "type"),
    ("__import__('os')", "type"),
    ("1" * 400, "type"),
    (None, "type"),
    (True, "type"),
    (1j, "type"),
    ([1], "type"),
    ({"x": 1}, "type"),
    (b"1", "type"),
]


@pytest.mark.parametrize("given, wanted", NUMBERS, ids=repr)
def test_a_number_is_exact(given, wanted):
    assert options.number(given, "it") == wanted


@pytest.mark.parametrize("given, kind", NOT_NUMBERS, ids=lambda x: repr(x)[:30])
def test_what_is_no_number_is_a_mistake(given, kind):
    with pytest.raises(InputError) as caught:
        options.number(given, "it")
    assert caught.value.kind == kind
    assert "it " in caught.value.message


RATES = [("0.1", F(1, 10)), ("1/10", F(1, 10)), (0.5, F(1, 2)), ("1e-300", F(1, 10**300))]
NOT_RATES = [("0", "domain"), (0, "domain"), ("-0.1", "domain"), ("nan", "domain")]


@pytest.mark.parametrize("given, wanted", RATES, ids=repr)
def test_a_rate(given, wanted):
    assert options.rate(given) == wanted


@pytest.mark.parametrize("given, kind", [*NOT_RATES, ("inf", "domain"), ("fast", "type")])
def test_what_is_no_rate(given, kind):
    with pytest.raises(InputError) as caught:
        options.rate(given)
    assert caught.value.kind == kind
    assert "learning rate" in caught.value.message


STARTS = [
    ("14", ("x",), (14,)),
    ("-1,2", ("x", "y"), (-1, 2)),
    ("-1.2; 1/3", ("x", "y"), (F(-6, 5), F(1, 3))),
    ("(1, 2)", ("x", "y"), (1, 2)),
    ("[1,2]", ("x", "y"), (1, 2)),
    ("x=1, y=2", ("x", "y"), (1, 2)),
    ("y = 2; x = 1", ("x", "y"), (1, 2)),
    ("3", ("x", "y", "z"), (3, 3, 3)),
    (3, ("x", "y"), (3, 3)),
    ((1, "1/2"), ("x", "y"), (1, F(1, 2))),
    ([0.1, F(1, 3)], ("x", "y"), (F(1, 10), F(1, 3))),
    (np.array([1.0, 2.0]), ("x", "y"), (1, 2)),
    ({"y": 2, "x": "1/3"}, ("x", "y"), (F(1, 3), 2)),
    (range(3), ("x", "y", "z"), (0, 1, 2)),
    ("1 -2.5", ("x", "y"), (1, F(-5, 2))),
    ("x=1 y=2", ("x", "y"), (1, 2)),
    ("θ=1", ("theta",), (1,)),
    (np.array(14), ("x",), (14,)),
    (np.array(0.1), ("x", "y"), (F(1, 10), F(1, 10))),
    (np.float32(0.1), ("x",), (F(1, 10),)),
    (np.int64(3), ("x",), (3,)),
    (np.array([0.1, 0.2], dtype=np.float32), ("x", "y"), (F(1, 10), F(1, 5))),
    (np.array([1, 2], dtype=np.int8), ("x", "y"), (1, 2)),
    ([np.array(1), np.float16(0.5)], ("x", "y"), (1, F(1, 2))),
    (Decimal("0.1"), ("x",), (F(1, 10),)),
    (pandas.Series([1, 2.5]), ("x", "y"), (1, F(5, 2))),
    (pandas.Series({"y": 2, "x": 1}), ("x", "y"), (1, 2)),
    (sympy.Rational(1, 3), ("x",), (F(1, 3),)),
    ({sympy.Symbol("x"): sympy.Integer(1), "y": 2}, ("x", "y"), (1, 2)),
    ({sympy.Symbol("lamda"): 1}, ("lambda",), (1,)),
    (sympy.Matrix([1, 2]).T.tolist()[0], ("x", "y"), (1, 2)),
    ((i for i in (1, 2)), ("x", "y"), (1, 2)),
]
NOT_STARTS = [
    ("1,2", ("x",), "type", "decimal is written with a point"),
    ("1,2,3", ("x", "y"), "type", "3 numbers for 2 variables (x, y)"),
    ("1,5", ("x",), "type", "1.5"),
    ("", ("x",), "type", "cannot be read"),
    ("1,,2", ("x", "y"), "type", "cannot be read"),
    ("x=1", ("x", "y"), "unknown_name", "no value for y"),
    ("x=1, z=2", ("x", "y"), "unknown_name", "'z'"),
    ("aplha=1", ("alpha",), "unknown_name", "did you mean  alpha ?"),
    ("x=1, x=2", ("x",), "syntax", "twice"),
    ("x=1, 2", ("x", "y"), "syntax", "without a name"),
    ({"x": 1}, ("x", "y"), "unknown_name", "no value for y"),
    ({"x": 1, "y": 2, "t": 3}, ("x", "y"), "unknown_name", "'t'"),
    ({}, ("x",), "unknown_name", "no value for x"),
    ([], ("x",), "type", "0 numbers"),
    ([1, 2, 3], ("x", "y"), "type", "3 numbers"),
    ([1, None], ("x", "y"), "type", "NoneType"),
    ([1, math.nan], ("x", "y"), "domain", "finite"),
    ([[1, 2]], ("x", "y"), "type", "the start has the shape (1, 2), not (2,) for x, y"),
    (np.ones((2, 1)), ("x", "y"), "type", "the start has the shape (2, 1), not (2,) for x, y"),
    (np.ones(3), ("x", "y"), "type", "3 numbers for 2 variables (x, y)"),
    ({1, 2}, ("x", "y"), "type", "a set has no order"),
    (np.array([1, 1j]), ("x", "y"), "type", "complex"),
    (np.array(["a", "b"]), ("x", "y"), "type", "must be a number"),
    (np.array(np.nan), ("x",), "domain", "finite"),
    (pandas.Series({"x": 1, "z": 2}), ("x", "y"), "unknown_name", "'z'"),
    (1j, ("x",), "type", "complex"),
    ("1e999", ("x",), "domain", "too large"),
    ("1_0", ("x",), "type", "1_0"),
]


@pytest.mark.parametrize("given, names, wanted", STARTS, ids=range(len(STARTS)))
def test_a_start(given, names, wanted):
    assert options.start(given, names) == wanted


@pytest.mark.parametrize("given, names, kind, words", NOT_STARTS, ids=repr)
def test_what_is_no_start(given, names, kind, words):
    with pytest.raises(InputError) as caught:
        options.start(given, names)
    assert caught.value.kind == kind
    assert words in str(caught.value)


FREE = (None, None)
BOXES = [
    (None, ("x", "y"), (FREE, FREE)),
    ("[0,10]", ("x", "y"), ((0, 10), (0, 10))),
    ("[-1/2, 0.1]", ("x",), ((F(-1, 2), F(1, 10)),)),
    ("0<=x<=10", ("x",), ((0, 10),)),
    ("0 <= x <= 10, y >= -1", ("x", "y"), ((0, 10), (-1, None))),
    ("10>=x>=0; y<=1/3", ("x", "y"), ((0, 10), (None, F(1, 3)))),
    ("x>=1 and x<=2", ("x",), ((1, 2),)),
    ("0≤x≤1", ("x", "y"), ((0, 1), FREE)),
    ("-1>=y", ("x", "y"), (FREE, (None, -1))),
    ("x<=0, x>=0", ("x",), ((0, 0),)),
    ([(0, 10), (None, 1)], ("x", "y"), ((0, 10), (None, 1))),
    ([(-math.inf, "1/3")], ("x",), ((None, F(1, 3)),)),
    ((0, 2), ("x",), ((0, 2),)),
    ([0, 2], ("x", "y"), ((0, 2), (0, 2))),
    (np.array([0.5, 2]), ("x",), ((F(1, 2), 2),)),
    (np.array([[0, 0.1], [-np.inf, 1]], np.float32), ("x", "y"), ((0, F(1, 10)), (None, 1))),
    ({"y": (0, 2)}, ("x", "y"), (FREE, (0, 2))),
    ({sympy.Symbol("x"): np.array([0, 2])}, ("x",), ((0, 2),)),
]
NOT_BOXES = [
    ("x<1", ("x",), "syntax", "write <= or >="),
    ("0<x<1", ("x",), "syntax", "write <= or >="),
    ("2<=x<=1", ("x",), "domain", "empty"),
    ("[3,1]", ("x",), "domain", "empty"),
    ("x>=1, x<=0", ("x",), "domain", "empty"),
    ("z>=1", ("x", "y"), "unknown_name", "'z'"),
    ("1<=2", ("x",), "unknown_name", ""),
    ("", ("x",), "syntax", "for example"),
    ("x", ("x",), "syntax", "for example"),
    ("x=1", ("x",), "syntax", ""),
    ("x>=", ("x",), "type", "a bound of x"),
    ("x>=nan", ("x",), "domain", "finite"),
    ("x>=1e999", ("x",), "domain", "too large"),
    ("0<=x>=1", ("x",), "syntax", ""),
    ("[0,1,2]", ("x",), "syntax", ""),
    ([(0, 1)], ("x", "y"), "type", "one (low, high)"),
    ([(0, 1, 2)], ("x",), "type", "one (low, high)"),
    ([(0,)], ("x",), "type", "one (low, high)"),
    ([0], ("x",), "type", "one (low, high)"),
    ([(1, 0)], ("x",), "domain", "empty"),
    ([(0, math.nan)], ("x",), "domain", "finite"),
    (7, ("x",), "type", "one (low, high)"),
    (np.ones((2, 3)), ("x", "y"), "type", "the shape (2, 2), not (2, 3)"),
    (np.ones((3, 2)), ("x", "y"), "type", "the shape (2, 2), not (3, 2)"),
    ([1, 2, 3], ("x",), "type", "the shape (1, 2), not (3,)"),
]


@pytest.mark.parametrize("given, names, wanted", BOXES, ids=repr)
def test_a_box(given, names, wanted):
    assert options.bounds(given, names) == Bounds(wanted)


@pytest.mark.parametrize("given, names, kind, words", NOT_BOXES, ids=repr)
def test_what_is_no_box(given, names, kind, words):
    with pytest.raises(InputError) as caught:
        options.bounds(given, names)
    assert caught.value.kind == kind
    assert words in str(caught.value)


def test_a_box_in_floats():
    box = options.bounds("0<=x<=1/4", ("x", "y")).box
    assert (box.low, box.high) == ((0.0, -math.inf), (0.25, math.inf))


WRONG = [
    ({"steps": -1}, "domain", "steps"),
    ({"steps": 2.5}, "type", "steps"),
    ({"steps": True}, "type", "steps"),
    ({"steps": "7"}, "type", "steps"),
    ({"tolerance": -1}, "domain", "tolerance"),
    ({"tolerance": math.nan}, "domain", "tolerance"),
    ({"tolerance": math.inf}, "domain", "tolerance"),
    ({"tolerance": "x"}, "type", "tolerance"),
    ({"tolerance": True}, "type", "tolerance"),
    ({"let": [1]}, "type", "let must map names to numbers"),
    ({"let": {1: 1}}, "type", "let must map names to numbers"),
    ({"let": {"a": "pi"}}, "type", "a must be a rational number here, not pi"),
    ({"rate": "sqrt(2)", "let": {"a": 1}}, "type", "write a decimal, 1.4142"),
    ({"box": "[sqrt(2),2]", "let": {"a": 1}}, "type", "must be a rational number"),
    ({"box": {"y": (0, 1)}, "let": {"a": 1}}, "unknown_name", "'y'"),
    ({"box": {"x": "01"}, "let": {"a": 1}}, "type", "(low, high)"),
    ({"learning_rat": 0.1}, "unknown_name", "did you mean  rate ?"),
    ({"strat": 1}, "unknown_name", "did you mean  start ?"),
    ({"rate": 0.1, "lr": 0.1}, "type", "rate is given twice, once as lr"),
    ({"epochs": 1, "iters": 1}, "type", "steps is given twice, once as iters"),
    ({"stesp": 1}, "unknown_name", "did you mean  steps ?"),
    ({"foo": 1}, "unknown_name", "there is no option 'foo'"),
    ({"let": {"b": 3}}, "unknown_name", "'b'"),
    ({"let": {"a": "nan"}}, "domain", "finite"),
    ({"let": {}}, "unknown_name", "--let a=3"),
    ({"start": 11, "box": "[0,10]", "let": {"a": 1}}, "domain", "outside the box"),
    ({"notation": "mathml"}, "type", "notation"),
]


@pytest.mark.parametrize("given, kind, words", WRONG, ids=repr)
def test_a_setting_that_cannot_be_meant(given, kind, words):
    text = "L(x) = a*x^2"
    with pytest.raises(InputError) as caught:
        prepare(posed(text, {"let": {"a": 1}, **given}), given)
    assert caught.value.kind == kind
    assert words in str(caught.value)


OUTSIDE = [
    ("log(x)", -1, "value"),
    ("1/x", 0, "value"),
    ("sqrt(x)", 0, "gradient"),
    ("x^0.5", -1, "value"),
    ("10^300*x^2", 1e10, "value"),
]


@pytest.mark.parametrize("text, start, lacks", OUTSIDE, ids=repr)
def test_a_start_outside_the_domain_is_named_with_one_that_works(text, start, lacks):
    with pytest.raises(InputError) as caught:
        descend(text, start=start)
    assert caught.value.kind == "domain"
    assert f"no finite {lacks} at the start" in caught.value.message
    better = caught.value.hint.split('"')[1]
    assert descend(text, start=better, steps=1).points[0, 0] == float(better)


def test_a_formula_without_a_point_has_no_default_start():
    with pytest.raises(InputError) as caught:
        descend("sqrt(-1-x^2)")
    assert caught.value.kind == "domain"


def test_let_is_exact_and_goes_everywhere():
    assert minimum("a*(x-b)^2", let={"a": 2, "b": "1/3"}).points[0][0] == F(1, 3)
    assert objective("a*x^2", let={"a": "1/4"}).value([2.0]) == 1.0
    assert descend("a*x^2", let={"a": 0.5}, start=1, rate=1, steps=1).points[1, 0] == 0.0


@pytest.mark.parametrize("ask", [minimum, objective, descend, study])
def test_a_constant_has_nothing_to_minimise(ask):
    with pytest.raises(Exception, match="no variable") as caught:
        ask("3+4")
    assert caught.value.kind == "no_variable"


@pytest.mark.parametrize("ask", [descend, study])
def test_an_option_that_there_is_not_is_refused_everywhere(ask):
    with pytest.raises(InputError, match="there is no option 'momentum'"):
        ask("x^2", momentum=0.1)


@pytest.mark.parametrize("ask", [descend, study])
def test_options_may_have_the_names_that_others_give_them(ask):
    done = ask("(x-4)^2/2", init=14, learning_rate=0.1, epochs=2)
    run = getattr(done, "run", done)
    assert run.points[:, 0].tolist() == pytest.approx([14, 13, 12.1])
    again = ask("(x-4)^2/2", x0=14, optimizer="gd", settings={"eta": 0.1}, max_iter=np.int64(2))
    assert np.array_equal(getattr(again, "run", again).points, run.points)


@pytest.mark.parametrize("ask", [minimum, study])
@pytest.mark.parametrize("limit, kind", [("a", "type"), (math.nan, "domain"), (-1, "domain")])
def test_a_time_limit_is_a_number_from_0_on(ask, limit, kind):
    with pytest.raises(InputError, match="the time limit") as caught:
        ask("x^2", time_limit=limit)
    assert caught.value.kind == kind


def test_a_box_may_name_its_variables():
    assert minimum("x^2 + y^2", box={"y": (1, 2)}).points[0] == (0, 1)
    assert options.bounds({"y": (1, None)}, ["x", "y"]).sides == ((None, None), (1, None))


@pytest.mark.parametrize("point", ["x", ["a"], [1j], [[1], [1, 2]]], ids=repr)
def test_a_point_is_made_of_real_numbers(point):
    with pytest.raises(InputError, match="a point is made of real numbers"):
        objective("x^2").value(point)
    assert objective("x^2").value([F(1, 2)]) == 0.25
