"""Tables of iterates: made by loops of the tests' own, with each mistake that people make."""

from fractions import Fraction

import pytest

import symdescent
from symdescent.claims.claim import Word

PARABOLA, PLANE = "1/2*(x-4)^2", "x^2 + 2y^2 - x*y"
RATE = Fraction(1, 10)


def line(step, start=Fraction(14), count=6):
    """x_0, x_1, ... of a step x -> x'."""
    points = [start]
    for _ in range(count):
        points.append(step(points[-1]))
    return points


def table(points, heading="k,x", digits=None):
    rows = [heading]
    for k, point in enumerate(points):
        cells = point if isinstance(point, tuple) else (point,)
        shown = [str(c) if digits is None else f"{float(c):.{digits}f}" for c in cells]
        rows.append(",".join([str(k), *shown]))
    return "\n".join(rows)


def judged(formula, text, **options):
    options = {"rate": "0.1", **options}
    (found,) = symdescent.check(formula, iterates=text, **options).claims
    return found


def slope(x):
    return x - 4


RIGHT_LINE = line(lambda x: x - RATE * slope(x))


@pytest.mark.parametrize("digits", [None, 1, 2, 4, 8])
def test_a_right_table_is_right_however_it_is_rounded(digits):
    assert judged(PARABOLA, table(RIGHT_LINE, digits=digits)).word is Word.RIGHT


def test_rounded_numbers_may_be_carried_on():
    points = [Fraction(14)]
    for _ in range(12):
        points.append(Fraction(f"{float(points[-1] - RATE * slope(points[-1])):.2f}"))
    assert judged(PARABOLA, table(points, digits=2)).word is Word.RIGHT


MISTAKES = {
    "uphill": lambda x: x + RATE * slope(x),
    "not evaluated anew": lambda x: x - RATE * slope(Fraction(14)),
    "rate is forgotten": lambda x: x - slope(x),
    "rate is squared": lambda x: x - RATE**2 * slope(x),
    "2 times": lambda x: x - 2 * RATE * slope(x),
    "1/2 times": lambda x: x - RATE / 2 * slope(x),
    "begins at the start": lambda x: 14 - RATE * slope(x),
    "value L(x_k)": lambda x: x - RATE * (x - 4) ** 2 / 2,
    "is added": lambda x: x - RATE - slope(x),
}


@pytest.mark.parametrize("words, step", MISTAKES.items())
def test_a_mistake_of_the_whole_table_is_named(words, step):
    found = judged(PARABOLA, table(line(step)))
    assert found.word is Word.WRONG
    assert words in found.mistake and " or " not in found.mistake.replace("either", "")


@pytest.mark.parametrize("words", ["uphill", "not evaluated anew", "rate is squared"])
def test_so_it_is_in_rounded_tables(words):
    found = judged(PARABOLA, table(line(MISTAKES[words]), digits=3))
    assert found.word is Word.WRONG and words in found.mistake


def test_the_first_wrong_row_is_told_with_what_it_should_be():
    points = [*RIGHT_LINE]
    points[3] += 1
    found = judged(PARABOLA, table(points))
    assert (found.where, found.part) == ("k = 3", "row k = 3 (line 5)")
    assert (found.claimed.text, found.found.text) == ("12.29", "11.29")
    assert found.mistake == ""  # the later rows do not follow from it


def test_a_slip_that_is_carried_on_is_told_from_a_wrong_method():
    tail = line(lambda x: x - RATE * slope(x), RIGHT_LINE[3] + 1, 4)
    found = judged(PARABOLA, table([*RIGHT_LINE[:3], *tail]))
    assert found.where == "k = 3" and "slip in this row alone" in found.mistake


@pytest.mark.parametrize("points, words", [
    (RIGHT_LINE[1:], "off by one"),
    ([RIGHT_LINE[0], *RIGHT_LINE], "off by one"),
])  # fmt: skip
def test_rows_that_are_counted_wrongly(points, words):
    found = judged(PARABOLA, table(points), start="14")
    assert found.word is Word.WRONG and words in found.mistake


def plane(step, count=5):
    points = [(Fraction(1), Fraction(1))]
    for _ in range(count):
        points.append(step(*points[-1]))
    return points


def gx(x, y):
    return 2 * x - y


def gy(x, y):
    return 4 * y - x


def seidel(x, y):
    x = x - RATE * gx(x, y)
    return x, y - RATE * gy(x, y)


def seidel_backwards(x, y):
    y = y - RATE * gy(x, y)
    return x - RATE * gx(x, y), y


PLANES = {
    "new x is used": seidel,
    "new y is used": seidel_backwards,
    "y is never changed": lambda x, y: (x - RATE * gx(x, y), y),
    "sign of the step in y": lambda x, y: (x - RATE * gx(x, y), y + RATE * gy(x, y)),
    "slopes are interchanged": lambda x, y: (x - RATE * gy(x, y), y - RATE * gx(x, y)),
    "uphill": lambda x, y: (x + RATE * gx(x, y), y + RATE * gy(x, y)),
}


def test_a_right_table_in_the_plane():
    points = plane(lambda x, y: (x - RATE * gx(x, y), y - RATE * gy(x, y)))
    assert judged(PLANE, table(points, "k,x,y")).word is Word.RIGHT
    assert judged(PLANE, table([p[::-1] for p in points], "k,y,x")).word is Word.RIGHT


@pytest.mark.parametrize("words, step", PLANES.items())
def test_a_mistake_in_the_plane_is_named(words, step):
    found = judged(PLANE, table(plane(step), "k,x,y"))
    assert found.word is Word.WRONG and words in found.mistake


def momentum(beta=Fraction(2, 5), rate=RATE, sign=1, count=6):
    x, v, points = Fraction(14), Fraction(0), [Fraction(14)]
    for _ in range(count):
        v = beta * v + slope(x)
        x = x - sign * rate * v
        points.append(x)
    return points


HEAVY = {"optimizer": "momentum", "settings": {"momentum": "2/5"}}


def test_a_right_table_with_momentum():
    assert judged(PARABOLA, table(momentum()), **HEAVY).word is Word.RIGHT
    assert judged(PARABOLA, table(momentum(), digits=3), **HEAVY).word is Word.RIGHT


@pytest.mark.parametrize("points, words", [
    (momentum(beta=Fraction(0)), "momentum is left out"),
    (momentum(beta=Fraction(-2, 5)), "sign of momentum"),
    (momentum(beta=Fraction(3, 5)), "1 - momentum"),
    (momentum(beta=RATE, rate=Fraction(2, 5)), "interchanged"),
    (momentum(sign=-1), "uphill"),
])  # fmt: skip
def test_mistakes_with_momentum(points, words):
    found = judged(PARABOLA, table(points), **HEAVY)
    assert found.word is Word.WRONG and words in found.mistake


def test_values_are_judged_too():
    text = "k,x,L\n0,14,50\n1,13,40.5\n2,12.1,32.7"
    found = judged(PARABOLA, text)
    assert (found.where, found.claimed.text, found.found.text) == ("k = 2", "32.7", "32.805")
    assert judged(PARABOLA, text.replace("32.7", "32.8")).word is Word.RIGHT


def test_iterates_that_are_not_rational_are_checked_numerically():
    text = "x\n1\n0.8282\n0.6993\n0.598"  # x - (e^x - 1)/10, by hand
    assert judged("exp(x) - x", text).word is Word.AGREES
    assert judged("exp(x) - x", text.replace("0.598", "0.589")).word is Word.DISAGREES


def test_rows_after_the_rule_has_left_the_domain_are_no_right_rows():
    found = judged("x - log(x)", "x\n1/10\n91/10\n5", rate="1")  # 0.1 - (1 - 10) = 9.1
    assert found.word is Word.WRONG and found.where == "k = 2"
    lost = judged("sqrt(x)", "x\n1\n-4\n3", rate="10")  # 1 - 10/2 = -4, where no root is
    assert lost.word is Word.UNDECIDED and "leaves the domain" in lost.reason


def test_tables_are_read_in_many_ways():
    for text in (
        "14\n13\n12.1",
        "0;14\n1;13\n2;12.1",
        "k\tx_k\n0\t14\n1\t13",
        "1,14\n2,13\n3,121/10",
        "# mine\nk,x\n0,14\n2,12.1",
        "k,x,remark\n0,14,start\n1,13,",
        "x\n1.4e1\n1.3e1",
    ):
        assert judged(PARABOLA, text).word is Word.RIGHT


def test_rows_may_be_given_as_numbers(tmp_path):
    rows = [(0, 14), (1, 13), (2, 12.1)]
    assert symdescent.check(PARABOLA, iterates=rows, rate=0.1)
    (tmp_path / "table.csv").write_text("k,x\n0,14\n1,13\n")
    assert symdescent.check(PARABOLA, iterates=tmp_path / "table.csv", rate=0.1)


@pytest.mark.parametrize("text, said", [
    ("", "is empty"),
    ("k,y\n0,14", "no column x"),
    ("k,x\n0,fourteen", "line 2 of the table"),
    ("k,x\n1.5,14", "counts no steps"),
    ("k,x\n0,14\n0,13", "step 0 after 0"),
    ("1,2,3,4", "4 columns"),
    ("k,x\n5,14", "begins at k = 5"),
])  # fmt: skip
def test_what_is_no_table_is_said(text, said):
    with pytest.raises(symdescent.InputError, match=said):
        judged(PARABOLA, text)


def test_the_rate_is_needed():
    with pytest.raises(symdescent.InputError, match="learning rate"):
        symdescent.check(PARABOLA, iterates="14\n13")


def test_a_table_between_semicolons_may_have_decimal_commas():
    table = "\ufeffk;x;L\n0;14;50\n1;13;40,5\n2;12,1;32,805\n"
    assert symdescent.check("1/2*(x-4)^2", iterates=table, rate="0.1")
    wrong = table.replace("12,1", "12,2")
    assert symdescent.check("1/2*(x-4)^2", iterates=wrong, rate="0.1").claims[0].right is False
