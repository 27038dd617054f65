"""LaTeX is read to the trees of plain text: a table written by hand, notes, carets, columns."""

import gc
import math
import random
import time
from fractions import Fraction
from pathlib import Path

import pytest
from test_spelling import structure
from tree_values import value

from symdescent.errors import FormulaError
from symdescent.language import FROM_FILE, Limits, is_latex, parse
from symdescent.language.tree import nodes

READINGS = [
    tuple(line.split("  ==> "))
    for line in Path(__file__).with_name("latex_readings.txt").read_text("utf-8").splitlines()
]
READ = [pair for pair in READINGS if pair[1] != "!"]
REFUSED = [tex for tex, text in READINGS if text == "!"]


def latex(text, **more):
    return parse(text, notation="latex", **more)


def same_value(one, other):
    """Whether two sentences have the same names, and the same value wherever both have one."""
    if set(one.names) != set(other.names):
        return False
    draw, seen = random.Random(1), 0
    for _ in range(30):
        point = {name: draw.uniform(0.2, 2.5) for name in one.names}
        try:
            found, wanted = value(one.tree, point), value(other.tree, point)
        except (ValueError, TypeError, ZeroDivisionError, OverflowError):
            continue
        if not isinstance(wanted, complex):
            seen += 1
            if not math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9):
                return False
    return seen > 0


@pytest.mark.slow_beyond(399)
@pytest.mark.parametrize(("tex", "text"), READ)
def test_it_is_read_as_the_plain_text(tex, text):
    assert same_value(latex(tex), parse(text, notation="text"))


def test_a_wrong_reading_would_be_noticed():
    assert not same_value(latex(r"\frac{1}{2}x"), parse("1/(2x)"))
    assert not same_value(latex(r"\sin x^2"), parse("sin(x)^2"))
    assert len(READ) > 280 and len(REFUSED) > 90


@pytest.mark.parametrize("tex", REFUSED)
def test_it_is_refused(tex):
    with pytest.raises(FormulaError) as caught:
        latex(tex)
    assert caught.value.message
    assert 0 <= caught.value.start <= caught.value.end <= len(tex)


SAME_TREES = [
    (r"\frac{1}{2}(x-4)^2", "1/2*(x-4)^2"),
    (r"\frac{x y}{2} + x\frac{a}{b}", "x*y/2 + x*a/b"),
    (r"\frac{x}{2y}", "x/(2*y)"),
    (r"x_{1}^{2} + x_2^2", "x_1^2 + x_2^2"),
    (r"\left|x\right| + \lvert y \rvert", "abs(x) + abs(y)"),
    (r"\sum_{i=1}^{3} \left(x_i - i\right)^2", "sum(i=1..3, (x_i - i)^2)"),
    (r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}", "piecewise((x, x>0), (0))"),
    (r"\sin^2 x + e^{-x}", "sin(x)^2 + e^(-x)"),
    (r"L(x, y) = x \cdot y", "L(x, y) = x*y"),
]


@pytest.mark.parametrize(("tex", "text"), SAME_TREES)
def test_the_tree_is_that_of_plain_text(tex, text):
    one, other = latex(tex), parse(text)
    assert structure(one.tree) == structure(other.tree)
    assert (one.names, one.title, one.declared) == (other.names, other.title, other.declared)


NOTED = [
    ("x_12^2", "_{12}"),
    ("x^10", "^{10}"),
    ("x^-1", "^{-1}"),
    (r"\cos(x)^2", r"\cos(x)^2 read as (\cos(x))^2"),
    ("x1^2 + x_1", "x1 read as the name x_{1}"),
    ("x/2y", "(x/2)·y"),
    (r"\sin 2x", "sin(2x)"),
    (r"\sin{x}y", "as a whole"),
    ("cos(x) + 1", r"\cos"),
    (r"2\frac{1}{2}x", "not as a mixed number"),
    (r"\sqrt[3]{x}", "real root"),
    (r"\|x\|^2", "norm of a number"),
    (r"\mathbf{x}^2", "bold x"),
    (r"f(\mathbf{x}) = x_1^2 + x_2^2", "vector of x_1, x_2"),
    ("T^2 + x^T", "vectors are not read"),
    (r"x^2 \ (\text{paraboloid})", "text paraboloid read as the name"),
    (r"f(x) = x^2, x \in \mathbb{R}", "all variables are real"),
    (r"\sum_{i=1}^{2} x_i^2 - x_i", "the terms after it in which i stands"),
    (r"\sigma(x)", "sigmoid"),
    (r"\sigma(x) + \sigma", "product"),
    ("a(x-1)^2", "product"),
    ("10{,}000 x", "10000"),
    (r"10\,000 x", "10000"),
    ("2e-3 x", "2e-3"),
    (r"\log x", r"natural logarithm; write \log_{10} x or \log_{2} x"),
    ("e^2x", "write e^{2x} for the other reading"),
    ("(x-1)2", "after )"),
    (r"\Delta x", "not as a change"),
    ("i x", "imaginary"),
    (r"\sin^{-1} x", "asin"),
    ("x^{(2)}", "not as an index"),
    (r"\max_x -x^2", "maximised"),
    (r"\sqrt 10", r"\sqrt{10}"),
]


@pytest.mark.parametrize(("tex", "words"), NOTED)
def test_what_can_be_read_in_two_ways_is_noted(tex, words):
    assert any(words in note for note in latex(tex).notes), latex(tex).notes


QUIET = [
    r"\frac{1}{2}(x-4)^{2}",
    r"\tfrac12 x^2 + \sqrt{x} - x_1 x_2",
    r"e^{-x^2}\sin\left(x\right)",
    r"f(x) = \begin{cases} x^2 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\min_{x,y} (x-1)^2 + y^2",
    r"\frac{a}{b}x + \frac{1}{2}\frac{x}{3}",
]


@pytest.mark.parametrize("tex", QUIET)
def test_what_is_clear_is_not_noted(tex):
    assert latex(tex).notes == ()


MISTAKES = [
    (r"\frac{1}{2", "syntax", 8, r"did you mean  \frac{1}{2} ?"),
    (r"\frac{1}2} x", "syntax", 9, r"did you mean  \frac{1}2 x ?"),
    (r"\frac{x}{}", "syntax", 8, ""),
    (r"\frac{x}", "syntax", 0, "braces"),
    (r"2x + \sen(x)", "unknown_name", 5, r"did you mean  \sin ?"),
    (r"\alhpa x", "unknown_name", 0, r"did you mean  \alpha ?"),
    (r"\operatorname{sen}(x)", "unknown_name", 0, r"did you mean  \sin ?"),
    (r"\Gamma(x)", "unknown_name", 0, ""),
    (r"f(x) + 1", "unknown_name", 0, r"f \cdot"),
    (r"\left(x + 1", "syntax", 0, r"\right)"),
    (r"\left(x + 1)", "syntax", 0, r"\right"),
    (r"(x + 1\right)", "syntax", 6, r"\left"),
    (r"(x + 1", "syntax", 0, ")"),
    (r"\left(x\right]", "not_allowed", 7, "order"),
    (r"x + 1)", "syntax", 5, ""),
    (r"x^2^3", "syntax", 3, "braces"),
    (r"x \pm 1", "syntax", 2, "one formula"),
    (r"\int_0^1 x dx", "not_allowed", 0, "value"),
    (r"\frac{dy}{dx}", "not_allowed", 0, "slopes"),
    (r"x'", "not_allowed", 1, "slopes"),
    (r"x^\top x", "not_allowed", 2, "coordinates"),
    (r"x^* + 1", "not_allowed", 2, ""),
    (r"\begin{pmatrix} x \end{pmatrix}", "not_allowed", 0, ""),
    (r"\begin{foo} x \end{foo}", "unknown_name", 0, "align"),
    (r"x \text{ subject to } y", "not_allowed", 9, "--box"),
    (r"x + \dots + y", "not_allowed", 4, r"\sum"),
    (r"\sum_{i=1} x_i", "syntax", 0, r"\sum_{i=1}^{3} x_i"),
    (r"\sum_{i=1}^{n} x_i^2", "unknown_name", 12, "n=10"),
    (r"x > 3", "not_allowed", 2, r"\begin{cases}"),
    (r"\max x, y", "syntax", 6, ""),
    (r"\sin", "syntax", 0, r"\sin"),
    (r"$x^2", "syntax", 0, ""),
    (r"$x$ $y$", "syntax", 4, "one formula"),
    ("$$", "syntax", 0, ""),
    (r"\(\)", "empty", 0, ""),
    (r"x^2 \\ y^2", "syntax", 4, "one formula"),
    (r"\input{/etc/passwd}", "not_allowed", 0, "leave it away"),
    (r"\def\f{x}", "not_allowed", 0, "leave it away"),
    (r"\csname x\endcsname", "not_allowed", 0, "leave it away"),
    (r"\catcode 3", "not_allowed", 0, "leave it away"),
    (r"\write18{ls}", "not_allowed", 0, "leave it away"),
    (r"\mathrm{__import__}(x)", "not_allowed", 0, ""),
    (r"\text{open('a')}", "not_allowed", 6, ""),
    (r"\frac{1}{0} x", "domain", 9, ""),
    ("x \\", "syntax", 2, ""),
    (r"\frac1234 x", "syntax", 7, "between"),
]


@pytest.mark.parametrize(("tex", "kind", "column", "hint"), MISTAKES)
def test_a_mistake_is_shown_in_the_latex(tex, kind, column, hint):
    with pytest.raises(FormulaError) as caught:
        latex(tex)
    error = caught.value
    assert (error.kind, error.pos, error.text) == (kind, column, tex)
    assert hint in error.hint


def test_columns_are_those_of_the_latex():
    tex = r"\frac{1}{2}\left(x_{12} - \alpha\right)^{2} + \sqrt[3]{y}"
    found = {(type(node).__name__, tex[node.start : node.end]) for node in nodes(latex(tex).tree)}
    assert {
        ("Name", "x_{12}"),
        ("Name", r"\alpha"),
        ("Power", r"x_{12} - \alpha\right)^{2}"),
        ("Call", r"\sqrt[3]{y}"),
        ("Number", "1"),
    } <= found


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        (r"\frac{x}{2}", True),
        ("$x^2$", True),
        (r"\(x\)", True),
        ("{x}_1^2", True),
        ("1{,}5 x", True),
        ("{(x-1)}^{2}", True),
        ("x^2_1", True),
        ("x^x_1", False),
        ("sum_{i=1}^{3} x_i^2", False),
        ("{x}", False),
        ("x^{2} + x_{1}", False),
        ("x $ y", False),
        ("x \\ y", False),
        ("x**2", False),
    ],
)
def test_it_is_recognised_by_itself(text, is_it):
    assert is_latex(text) is is_it


def test_the_notation_can_be_told():
    assert latex("xy").names == ("x", "y")
    assert parse("xy").names == ("xy",)
    with pytest.raises(FormulaError):
        parse(r"\frac{x}{2}", notation="text")


def test_variables_below_the_word_are_declared():
    assert latex(r"\min_{y, x} a x^2 + y").declared == ("y", "x")
    assert latex(r"\min_{\theta \in \mathbb{R}} \theta^2").declared == ("theta",)
    assert latex(r"\min x^2").declared is None


def test_sums_use_the_values_that_are_given():
    found = latex(r"\frac{1}{n} \sum_{i=1}^{n} (x_i - i)^2", let={"n": Fraction(2)})
    assert same_value(found, parse("1/n*((x_1-1)^2 + (x_2-2)^2)"))
    double = latex(r"\sum_{i=1}^{2}\sum_{j=1}^{2} a_{ij} x_{i+j}")
    assert set(double.names) == {"a_1_1", "a_1_2", "a_2_1", "a_2_2", "x_2", "x_3", "x_4"}


SHAPES = {
    "fractions": lambda n: "+".join(rf"\frac{{x_{{{i % 50}}}^2}}{{{i + 1}}}" for i in range(n)),
    "functions": lambda n: "+".join([r"\sin^2\left(x_1\right)"] * n),
    "rows": lambda n: r"\begin{cases}" + r"x & x > 1 \\" * n + r"\end{cases}",
    "braces": lambda n: "{" * n + "x" + "}" * n,
    "nested fractions": lambda n: r"\frac{1}{1+" * n + "x" + "}" * n,
    "unclosed": lambda n: r"\left(" * n,
    "undersets": lambda n: r"\underset{x}{" * n + "x" + "}" * n,
    "roots": lambda n: r"\sqrt " * n + "x",
    "letters": lambda n: "abcdefgh" * n,
    "fonts": lambda n: r"\mathrm{abc \mathrm{" * n + "x" + "}}" * n,
    "bars": lambda n: "|" * n,
    "lines": lambda n: r"x + \\" * n + "x",
}


@pytest.fixture
def no_collector():
    """Without garbage collection, which walks over all that other tests have left."""
    gc.disable()
    yield
    gc.enable()


def seconds(text):
    begin = time.process_time()
    try:
        latex(text, limits=Limits(characters=10**8, tokens=10**7, nodes=10**7))
    except FormulaError:
        pass
    return time.process_time() - begin


@pytest.mark.long_beyond(4)
@pytest.mark.slow
@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("shape", SHAPES)
def test_the_time_grows_with_the_length(shape):
    """Below x15 a decade, where it can be measured at all."""
    make = SHAPES[shape]
    short, long = min(seconds(make(1_000)) for _ in range(2)), seconds(make(10_000))
    assert long < 0.3 or long < 20 * short


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("shape", SHAPES)
def test_within_the_limits_it_is_quick(shape):
    for limits in (Limits(), FROM_FILE):
        begin = time.process_time()
        try:
            latex(SHAPES[shape](1_000), limits=limits)
        except FormulaError:
            pass
        assert time.process_time() - begin < 1
