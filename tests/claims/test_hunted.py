"""Claims that were once judged wrongly: far away, too small to be seen, without a value, at a kink.

What is right is hand arithmetic: each comment says why.
"""

import math

import pytest

import symdescent
from symdescent.claims.claim import Word
from symdescent.claims.grade import grade_all, sheet
from symdescent.errors import InputError

PARABOLA = "1/2*(x-4)^2"


def judged(formula, **claims):
    (found,) = symdescent.check(formula, **claims).claims
    return found


@pytest.mark.parametrize("claim", [
    "2x + 1e-30", "2x + 1e-60*x", "2x + 1e-300",  # not 0, though no 25 digits show it
    "2x + max(0, x - 1000)", "2x + max(0, -x - 1e9)",  # right but far away
    "2x + 1e-15*sin(1e-15x)", "where(abs(x) < 1e-6, 3x, 2x)",
])  # fmt: skip
def test_a_difference_that_no_digits_show_is_found(claim):
    assert judged("x^2", gradient=claim).word is Word.WRONG


@pytest.mark.parametrize("claim", [
    "2x + log((x - 1e6)^2) - 2log(1e6 - x)",  # no value from a million on
    "2x + asin(x/5000) + acos(x/5000) - pi/2",  # none beyond 5000
])  # fmt: skip
def test_a_claim_without_values_far_away_is_not_called_right(claim):
    assert judged("x^2", gradient=claim).word is Word.UNDECIDED


@pytest.mark.parametrize("formula, claim", [
    ("log(x - 1e6)", "1/(x - 1e6)"), ("sqrt(x - 1000)", "1/(2sqrt(x - 1000))"),
])  # fmt: skip
def test_a_domain_far_away_is_found(formula, claim):
    assert judged(formula, gradient=claim).word is Word.RIGHT
    assert judged(formula, gradient=f"2*{claim}").word is Word.WRONG


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("claim, word, where", [
    ("log(-1 - k)", Word.UNDECIDED, "k = 0"),  # no value at any k
    ("4 + 10*0.9^k + log((200-k)^2) - 2log(200-k)", Word.UNDECIDED, "k = 200"),
    ("4 + 10*0.9^k + max(0, k-200)", Word.WRONG, "k = 201"),
    ("4 + 10*0.9^k + sqrt((k-99)^2) - 99 + k", Word.WRONG, "k = 100"),
    ("4 + 10*0.9^k + log((k-10^6)^2) - 2log(10^6-k)", Word.AGREES, ""),  # none from a million on
    ("4 + 10*exp(k*log(0.9))", Word.RIGHT, ""), ("4 + 10/(10/9)^k", Word.RIGHT, ""),
])  # fmt: skip
def test_a_closed_form_is_looked_at_farther_than_its_first_steps(claim, word, where):
    found = judged(PARABOLA, closed_form=claim, start=14, rate="0.1")
    assert (found.word, found.where) == (word, where)


def test_iterates_at_a_kink_are_exact():
    """14 - 140/10 is 0, where the slope of |x| is 0: a rounded 0 would go on to +-1/10."""
    rows = [(0, 14), (1, 13.9), (140, 0), (141, 0)]
    assert judged("|x|", iterates=rows, rate="0.1").word is Word.RIGHT
    found = judged("|x|", closed_form="14 - k/10", start=14, rate="0.1")
    assert (found.word, found.where, found.found.text) == (Word.WRONG, "k = 141", "0")


@pytest.mark.parametrize("formula, point", [
    ("cos(x)", "3.14159"), ("sin(x)", "-1.5708"), ("sin(x)", "4.712"),  # pi, -pi/2, 3pi/2
    ("cos(x) + cos(y)", "(3.1416, -9.4248)"),
])  # fmt: skip
def test_a_rounded_one_of_endlessly_many_minimisers(formula, point):
    assert judged(formula, minimum=point).word is Word.MORE


def test_a_number_that_is_none_of_them_is_wrong():
    assert judged("sin(x)", minimum="4.713").word is Word.WRONG
    assert judged("cos(x) + cos(y)", minimum="(3.1416, 0)").word is Word.WRONG


def test_what_a_computer_prints_is_a_rounded_number():
    assert judged("x^2 - 2sqrt(2)*x", minimum=repr(math.sqrt(2))).word is Word.ROUNDED
    assert judged("3x^2 - 2x", minimum="0.33333333333333331").word is Word.ROUNDED
    above = repr(math.nextafter(math.nextafter(1 / 3, 1), 1))
    assert judged("3x^2 - 2x", minimum=above).word is Word.WRONG


@pytest.mark.slow
def test_a_power_with_a_variable_exponent_has_no_value_left_of_0():
    """x^x has its least value at 1/e; (-1)^(-1) = -1 is no point of its domain."""
    assert judged("x^x", minimum="1/e").word is not Word.WRONG


def test_tables_with_a_decimal_comma(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("\ufeffk;x\n0;14,0\n1;13,0\n2;12,1\n3;11,28\n", encoding="utf-8")
    found = judged(PARABOLA, iterates=file, rate="0.1")
    assert (found.word, found.where) == (Word.WRONG, "k = 3")


def test_an_endless_line_is_an_error_with_its_number(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(f"k,x\n0,14\n1,{'1' * 200_000}\n")
    with pytest.raises(InputError, match="line 3"):
        judged(PARABOLA, iterates=file, rate="0.1")


def verdicts(text, folder="."):
    return [row[4] for row in grade_all(sheet(text, folder), 5).rows]


def test_a_row_too_long_to_read_costs_that_row_alone():
    long = "x+" * 70_000
    text = f"formula,gradient\nx^2,2x\nx^2,{long}x\nx^3,3x^2\n"
    assert verdicts(text) == ["proved right", "not read", "proved right"]


def test_cells_beyond_the_heading_are_not_passed_over():
    assert verdicts("formula,gradient\nx^2,2x,4y\nx^2,2x,,\n") == ["not read", "proved right"]


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(InputError, match="two columns 'formula'"):
        sheet("formula,formula,gradient\nx^2,x^3,2x\n")


def test_a_table_elsewhere_is_not_opened(tmp_path):
    (tmp_path / "secret.csv").write_text("k,x\n0,14\n1,13\n")
    text = "formula,iterates,lr\n1/2*(x-4)^2,../secret.csv,0.1\n1/2*(x-4)^2,own.csv,0.1\n"
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "own.csv").write_text("k,x\n0,14\n1,13\n")
    assert verdicts(text, str(tmp_path / "class")) == ["not read", "proved right"]
