"""What cannot be meant: the kind of mistake, the column of the caret, and the suggestion."""

import pytest

from symdescent.errors import FormulaError
from symdescent.language import Limits, parse

MISTAKES = [
    ("1/2*(x-4^2", "syntax", 4, "did you mean  1/2*(x-4)^2 ?"),
    ("(x+1", "syntax", 0, "did you mean  (x+1) ?"),
    ("exp(sin(x)", "syntax", 3, "did you mean  exp(sin(x)) ?"),
    ("((x+1)*2", "syntax", 0, "did you mean  ((x+1)*2) ?"),
    ("2*(x-1^2 + 3", "syntax", 2, "did you mean  2*(x-1)^2 + 3 ?"),
    ("x+1)", "syntax", 3, "did you mean  x+1 ?"),
    ("(x+1]", "not_allowed", 4, "write ( and )"),
    ("[x+1)*2", "not_allowed", 0, ""),
    ("2x+sen(x)", "unknown_name", 3, "did you mean  sin ?"),
    ("sqr(x)", "unknown_name", 0, "did you mean  sqrt ?"),
    ("f(x)+1", "unknown_name", 0, "for a product write  f*(...)"),
    ("floor(x)", "unknown_name", 0, ""),
    ("zeta(x)", "unknown_name", 0, ""),
    ("diff(x^2, x)", "unknown_name", 0, ""),
    ("3,14*x", "syntax", 1, "did you mean  3.14 ?"),
    ("x^2,5", "syntax", 3, "did you mean  2.5 ?"),
    ("1.000,5x", "syntax", 5, "use one point, no comma"),
    ("1,000,000*x", "syntax", 1, "without commas"),
    ("d/dx x^2", "not_allowed", 0, "slopes"),
    ("3.14.15*x", "syntax", 4, "keep one dot"),
    ("x*", "syntax", 2, ""),
    ("x+/y", "syntax", 2, ""),
    ("x^^2", "syntax", 2, "a power is written  x^2"),
    ("()", "syntax", 1, ""),
    ("", "empty", 0, "(x-4)^2"),
    ("  ", "empty", 0, "(x-4)^2"),
    ("x > 3", "not_allowed", 2, "where(x > 0, a, b)"),
    ("(x>0)*x", "not_allowed", 2, ""),
    ("x^2 = 4", "syntax", 4, "(left - right)^2"),
    ("x = x^2", "syntax", 2, "(left - right)^2"),
    ("x and y", "not_allowed", 2, ""),
    ("not x", "not_allowed", 0, ""),
    ("True*x", "not_allowed", 0, "write 1 or 0"),
    ("x.diff()", "not_allowed", 1, ""),
    ("x[0]", "not_allowed", 1, "x_1"),
    ("[x, y]", "not_allowed", 0, ""),
    ("x%2", "not_allowed", 1, "5/100"),
    ("x//2", "not_allowed", 1, "write  /"),
    ("x'", "not_allowed", 1, "quotes"),
    ("x\u200b+1", "not_allowed", 1, ""),
    ("x\u202e+1", "not_allowed", 1, ""),
    ("грех", "not_allowed", 0, ""),
    (r"x \ y", "not_allowed", 2, "LaTeX"),
    ("__import__", "not_allowed", 0, ""),
    ("lambda x: x", "not_allowed", 8, ""),
    ("sum(i for i in x)", "not_allowed", 6, "sum(i=1..n, x_i^2)"),
    ("import os", "not_allowed", 0, ""),
    ("hello world", "syntax", 6, ""),
    ("x squared plus one", "syntax", 2, "^2"),
    ("x\ny", "syntax", 2, "one formula"),
    ("sin", "syntax", 0, "write  sin(x)"),
    ("sin+x", "syntax", 0, "write  sin(x)"),
    ("sin(x, y)", "syntax", 0, "write  sin(x)"),
    ("atan2(x)", "syntax", 0, "atan2(x, y)"),
    ("2 3 x", "syntax", 2, ""),
    ("|x", "syntax", 0, "abs(x)"),
    ("x|y", "syntax", 1, ""),
    ("007*x", "syntax", 0, "did you mean  7 ?"),
    ("0x10*x", "syntax", 0, "0*x"),
    ("2j*x", "not_real", 1, "2*j"),
    ("exp(I*x)", "not_real", 4, "declare"),
    ("nan*x", "domain", 0, ""),
    ("x!", "not_allowed", 1, ""),
    ("x if x > 0", "syntax", 10, "a if condition else b"),
    ("where(x, 1, 2)", "syntax", 7, "<="),
    ("sum(i=1..n, x_i)", "unknown_name", 9, "n=10"),
    ("sum(i=1..1/2, x_i)", "syntax", 9, ""),
    ("f(x, x) = x", "syntax", 5, ""),
    # constants
    ("9^9^9^9", "too_large", 2, ""),
    ("2^1000*2^1000*x", "too_large", 0, ""),
    ("x^1001", "too_large", 0, ""),
    ("x*1e300*1e300", "too_large", 0, ""),
    ("1e301*x", "too_large", 0, ""),
    ("exp(1000)*x", "too_large", 0, ""),
    ("171!*x", "too_large", 3, ""),
    ("x/0", "domain", 2, ""),
    ("x/(y-y)", "domain", 3, ""),
    ("x/sin(pi)", "domain", 2, ""),
    ("tan(pi/2)*x", "domain", 0, ""),
    ("0^-1*x", "domain", 0, ""),
    ("log(0)*x", "domain", 0, ""),
    ("log(-1)*x", "not_real", 0, ""),
    ("sqrt(-2)*x", "not_real", 0, ""),
    ("(-8)^(1/3)*x", "not_real", 1, ""),
    ("asin(2)*x", "not_real", 0, ""),
]


@pytest.mark.parametrize(("text", "kind", "column", "hint"), MISTAKES)
def test_mistake(text, kind, column, hint):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert (error.kind, error.start) == (kind, column)
    assert hint in error.hint


def test_a_mistake_is_shown_whole():
    with pytest.raises(FormulaError) as caught:
        parse("1/2*(x-4^2")
    assert str(caught.value) == (
        "this bracket is never closed\n  1/2*(x-4^2\n      ^\n  did you mean  1/2*(x-4)^2 ?"
    )


NO_MISTAKE = ["0^0*x", "x/(sqrt(2)^2-2)", "x/(sin(1)^2+cos(1)^2-1)", "asin(sin(pi/2))*x", "2^100*x"]


@pytest.mark.parametrize("text", NO_MISTAKE)
def test_rounding_makes_no_mistake(text):
    """Where only exact arithmetic could tell, nothing is said."""
    parse(text)


BOUNDED = [
    ("(" * 65 + "x" + ")" * 65, {}),
    ("sin(" * 33 + "x" + ")" * 33, {}),
    ("sin " * 40 + "x", {}),
    ("x^" * 70 + "x", {}),
    ("x" * 33, {}),
    ("x" * 10 + "+x" * 10, {"characters": 29}),
    ("x+x+x", {"tokens": 4}),
    ("1" * 41 + "*x", {}),
    ("max(" + "x," * 64 + "x)", {}),
    ("sum(i=1..10^9, x_i)", {}),
    ("sum(i=1..999, sum(j=1..999, x_i*y_j))", {}),
    (" " * 300 + "x", {"characters": 20}),
]


@pytest.mark.parametrize(("text", "limits"), BOUNDED, ids=lambda value: str(value)[:20])
def test_bounds(text, limits):
    with pytest.raises(FormulaError) as caught:
        parse(text, limits=Limits(**limits))
    assert caught.value.kind in ("too_large", "syntax")


WITHIN = ["(" * 64 + "x" + ")" * 64, "sin(" * 32 + "x" + ")" * 32, "-" * 999 + "x", "x" * 32]


@pytest.mark.parametrize("text", WITHIN, ids=lambda value: value[:9])
def test_just_within_bounds(text):
    parse(text)


DECLARED = [
    (["x; y"], "not_allowed"),
    ([""], "not_allowed"),
    (["1x"], "not_allowed"),
    (["__x"], "not_allowed"),
    (["x\n"], "not_allowed"),
    (["x" * 33], "not_allowed"),
    (["\u0445"], "not_allowed"),
    (["x", "x"], "not_allowed"),
    ([1], "type"),
    ({"x": 1}, "type"),
    ("xy", "type"),
]


@pytest.mark.parametrize(("variables", "kind"), DECLARED, ids=repr)
def test_declared_names_are_checked(variables, kind):
    with pytest.raises(FormulaError) as caught:
        parse("x+1", variables=variables)
    assert caught.value.kind == kind


STEEP = [  # texts, and the columns of the outermost power or product
    ("((x^1000)^1000)^1000", (2, 20)),
    ("y + ((x+1)^1000)^1000", (6, 21)),
    ("y + " + "(" * 20 + "x+1" + ")^2" * 20, (24, 87)),
    ("(sqrt(x)^1000)^3", (1, 16)),
    ("2 + abs(x^1000)^-2", (4, 18)),
    ("(x*y*z)^900", (1, 11)),
    ("x^1000*x", (0, 8)),
    ("(x^600+1)*(x^600+x)", (1, 18)),
    ("((x^500)^y)^3", (2, 13)),
]
NOT_STEEP = [
    "+".join(f"x_{i}" for i in range(1, 3000)),
    "*".join(f"x_{i}" for i in range(60)),
    "prod(i=1..300, x_i)",
    "prod(i=1..600, x_i^2)",
    "*".join("x" * 1500),
    "x^1000",
    "(x+y)^1000 + x^999*y",
    "((x^(1/1000))^1000)^1000",
    "((2^100)^2)*x",
    "(x-x)^1000 + (x^2)^0 + ((2*pi)^9)^9*x",
]


@pytest.mark.parametrize(("text", "span"), STEEP, ids=lambda value: str(value)[:20])
def test_a_degree_is_bounded_however_it_is_reached(text, span):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert (error.kind, (error.start, error.end)) == ("too_large", span)
    assert "of degree " in error.message


@pytest.mark.parametrize("text", NOT_STEEP, ids=lambda value: value[:20])
def test_what_is_long_is_not_steep(text):
    parse(text)


def test_a_mended_text_is_suggested_only_if_it_reads():
    for text, mended in (("max(x", ""), ("max(x, 1", "max(x, 1)"), ("x)+)", "")):
        with pytest.raises(FormulaError) as caught:
            parse(text)
        assert caught.value.hint == (f"did you mean  {mended} ?" if mended else "")


NOTED = [
    ("x2 + x_2", "x2 and x_2 are two variables"),
    ("sin2x + y", "sin2x read as one name; write sin(2x) if that was meant"),
    ("Log(x)", "Log read as the natural logarithm"),
]


@pytest.mark.parametrize("text, note", NOTED)
def test_what_looks_like_something_else_is_noted(text, note):
    assert any(note in said for said in parse(text).notes)
    assert not any("natural" in said for said in parse("LN(x)").notes)


@pytest.mark.parametrize(
    "text, bounds",
    [
        ("x^2 subject to x>=1", "x>=1"),
        ("(x-3)^2 for 0<=x<=2", "0<=x<=2"),
        ("(x-3)^2, x>=4", "x>=4"),
        ("(x-3)^2 where x >= 4", "x >= 4"),
        ("x^2 + y^2 with x<=3, y>=2", "x<=3, y>=2"),
    ],
)
def test_bounds_in_words_are_told_where_they_belong(text, bounds):
    with pytest.raises(FormulaError) as told:
        parse(text)
    assert f'--box "{bounds}"' in told.value.hint


@pytest.mark.parametrize("text", ["x^2, y^2", "x^2 for y", "x > 2", "x^2 subject to y"])
def test_no_bounds_are_seen_where_there_are_none(text):
    with pytest.raises(FormulaError) as told:
        parse(text)
    assert "--box" not in told.value.hint
