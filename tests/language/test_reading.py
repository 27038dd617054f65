"""What must be read, and as what: the text, and the same formula in our own spelling."""

import subprocess
import sys
from fractions import Fraction

import pytest

from symdescent.errors import FormulaError
from symdescent.language import Limits, demand_variable, parse, plain
from symdescent.language.tree import Name, Number, Power, Product, Sum

READ = [
    ("1/2*(x-4)^2", "1/2*(x - 4)^2"),
    ("0.5*(x - 4)**2", "0.5*(x - 4)^2"),
    ("½(x − 4)²", "0.5*(x - 4)^2"),
    ("-x^2", "-x^2"),
    ("2^-x^2", "2^(-x^2)"),
    ("x--y", "x + y"),
    ("x*-y", "x*(-y)"),
    ("---x", "-x"),
    ("a/b/c", "a/b/c"),
    ("x^y^z", "x^y^z"),
    ("(x^y)^z", "(x^y)^z"),
    ("x⁻¹⁰", "x^(-10)"),
    ("2x y", "2*x*y"),
    ("(x-1)(x-2)", "(x - 1)*(x - 2)"),
    ("x(x-1)", "x*(x - 1)"),
    ("2πx", "2*pi*x"),
    ("αx+β₁", "alpha*x + beta_1"),
    ("x₁²+x_{2}", "x_1^2 + x_2"),
    ("lambda*x + λ", "lambda*x + lambda"),
    ("x·y × z ÷ 2", "x*y*z/2"),
    ("sin x cos x", "sin(x)*cos(x)"),
    ("sin 2x^2 + 1", "sin(2*x^2) + 1"),
    ("sin 2(x+1)", "sin(2*(x + 1))"),
    ("cos x e^-x + sin 2e^x", "cos(x)*e^(-x) + sin(2*e^x)"),
    ("x_1x_2 + x_1 - x_2", "x_1*x_2 + x_1 - x_2"),
    ("sum(i=0..3, x^i/i!)", "x^0/1 + x^1/1 + x^2/2 + x^3/6"),
    ("sin²x + sin^2(x)", "sin(x)^2 + sin(x)^2"),
    ("tan^-1(x)", "atan(x)"),
    ("sin^(-2) x", "sin(x)^(-2)"),
    ("exp -x", "exp(-x)"),
    ("ln x + LOG(x)", "log(x) + log(x)"),
    ("log(x, 10) + log(x, 3)", "log10(x) + log(x)/log(3)"),
    ("√x + √(x+1) + √2x + ∛x", "sqrt(x) + sqrt(x + 1) + sqrt(2)*x + cbrt(x)"),
    ("√(x)² + √x²", "sqrt(x)^2 + sqrt(x^2)"),
    ("|x| + 2|x-1| + ||x|-1|", "abs(x) + 2*abs(x - 1) + abs(abs(x) - 1)"),
    ("|(|x|)y|+y", "abs(abs(x)*y) + y"),
    ("np.exp(x) + torch.nn.functional.relu(x)", "exp(x) + relu(x)"),
    ("np.maximum(x, 0) + math.fabs(x)", "max(x, 0) + abs(x)"),
    ("x if x > 0 else -x", "where(x > 0, x, -x)"),
    ("where(0 < x < 1, x, 2)", "where((0 < x) and (x < 1), x, 2)"),
    ("if(not (x > 1 or x < 0), x, 2)", "where(not ((x > 1) or (x < 0)), x, 2)"),
    ("Piecewise((1, x < 0), (x, True))", "where(x < 0, 1, x)"),
    ("piecewise((1, (x+1)*2 < 0), (2, x >= 1))", "piecewise((1, (x + 1)*2 < 0), (2, x >= 1))"),
    ("where((x+1) > 0, 1, x)", "where(x + 1 > 0, 1, x)"),
    ("clip(x, -1, 1)", "min(max(x, -1), 1)"),
    ("pow(x, 3) + square(x)", "x^3 + x^2"),
    ("3! * x", "6*x"),
    ("gamma(5)*x", "24*x"),
    ("norm([x, y]) + dot([x, y], [1, 2])", "norm(x, y) + dot(x, y, 1, 2)"),
    ("sum([x, y, 1])", "x + y + 1"),
    ("sum(i=1..3, x_i^2)", "x_1^2 + x_2^2 + x_3^2"),
    ("sum(x_i^2, i=1..2)", "x_1^2 + x_2^2"),
    ("sum_{i=1}^{3} x_i^2 + 1", "(x_1^2 + x_2^2 + x_3^2) + 1"),
    ("∑_{i=1}^2 x_i² + Σ_{i=1}^{2} y_i", "(x_1^2 + x_2^2) + (y_1 + y_2)"),
    ("∑(i=1..2, x_i)", "x_1 + x_2"),
    ("∏_(k=1)^2 (x-k)", "(x - 1)*(x - 2)"),
    ("log_{10}(x) + log_2(x)", "log10(x) + log2(x)"),
    ("x + xe^x", "x + x*e^x"),
    ("min_{x, y} x^2 + y", "x^2 + y"),
    ("prod(k=1..2, x-k)", "(x - 1)*(x - 2)"),
    ("sum(i=1..2, sum(j=1..i, a[i,j]))", "a1_1 + a2_1 + a2_2"),
    ("sum(i=1..2, (x[i+1]-x[i])^2)", "(x2 - x1)^2 + (x3 - x2)^2"),
    ("x_1 + sum(i=2..2, x[i])", "x_1 + x_2"),
    ("sum(i=3..1, x_i) + y", "0 + y"),
    ("sum(i=1..2, -i*x)", "-1*x - 2*x"),
    ("minimize x^2", "x^2"),
    ("minimize -x^2 + y", "-x^2 + y"),
    ("maximize 4x - x^2", "-(4*x - x^2)"),
    ("maximise (x-1)", "-(x - 1)"),
    ("argmax sin x", "-sin(x)"),
    ("max_x -x^2", "-(-x^2)"),
    ("min (x-1)^2", "(x - 1)^2"),
    ("argmin_x x^2", "x^2"),
    ("min(x, y)", "min(x, y)"),
    ("x*y + 2xy^2", "x*y + 2*x*y^2"),
    ("xsin(x)^2", "x*sin(x)^2"),
    ("sum + x", "sum + x"),
    ("x +\n y", "x + y"),
    ("1e3x + 2.E1", "1e3*x + 2.E1"),
    ("x^{2}", "x^2"),
]


@pytest.mark.parametrize(("text", "spelling"), READ)
def test_read(text, spelling):
    assert plain(parse(text).tree) == spelling


NOTES = [
    ("cos x e^-x", "cos x ends before the exponential, which is a factor beside it"),
    ("sin 2(x+1)", "sin 2(x+1) read as sin(2(x+1))"),
    ("x_1x_2 + x_1 - x_2", "x_1x_2 read as the product x_1·x_2"),
    ("f(x) = x_1^2 + x2^2", "x read as the vector of x_1, x2"),
    ("1/2x^2", "1/2x^2 read as (1/2)·x²; write 1/(2x^2) for the other reading"),
    ("x/2y", "x/2y read as (x/2)·y; write x/(2y) for the other reading"),
    ("1/2 (x-4)", "1/2 (x-4) read as (1/2)·(x-4); write 1/(2 (x-4)) for the other reading"),
    ("x^1/2", "x^1/2 read as (x^1)/2; write x^(1/2) for the other reading"),
    ("e^2x", "e^2x read as (e^2)·x; write e^(2x) for the other reading"),
    ("√2x", "√2x read as (√2)·x; write √(2x) for the other reading"),
    ("log(x)", "log read as the natural logarithm; write log10(x) or log2(x) for the others"),
    ("ab + 3", "ab read as one name; write a*b for the product"),
    ("x + y + xy", "xy read as the product x·y"),
    ("(x – 1)2", "the 2 after ) read as a factor; write ^2 if it was an exponent"),
    ("Pi*x", "Pi read as the constant pi"),
    ("I*x", "I read as a variable; there are no imaginary numbers here"),
    ("sin^-1(x)", "sin^-1 read as the inverse function asin; write 1/sin(x)"),
    ("x(x-1)", "x(...) read as the product x·(...)"),
    ("max(1,5*x)", "1,5 read as two arguments, not as a decimal"),
    ("SIN(x)", "SIN read as sin"),
    ("sinx + x", "sinx read as one name; write sin(x) if that was meant"),
    ("sqrt2*x", "sqrt2 read as one name; write sqrt(2) if that was meant"),
    ("sin x/2", "sin x read as sin(x)"),
]


@pytest.mark.parametrize(("text", "note"), NOTES)
def test_doubtful_text_is_noted(text, note):
    assert note in parse(text).notes


@pytest.mark.parametrize(
    "text", ["1/2*x^2", "x^2/2", "2x^2y", "sin(x)^2", "e^-x", "learning_rate*x", "1/(2x)", "mu x"]
)
def test_clear_text_is_not_noted(text):
    assert parse(text).notes == ()


HEADERS = [
    ("f(x) = a*x_2^2 + x_1", "f", ("x_1", "x_2"), ("x_1", "x_2", "a")),
    ("L(x, y) = y + a*x", "L", ("x", "y"), ("x", "y", "a")),
    ("f(w) := w^2", "f", ("w",), ("w",)),
    ("y = x^2", "y", None, ("x",)),
    ("minimise g(x) = x^2", "g", ("x",), ("x",)),
    ("maximise g(x) = 1 - x^2", "g", ("x",), ("x",)),
    ("L(e, x) = e*x", "L", ("e", "x"), ("e", "x")),
    ("b*x + a", "L", None, ("b", "x", "a")),
]


@pytest.mark.parametrize(("text", "title", "declared", "names"), HEADERS)
def test_header(text, title, declared, names):
    sentence = parse(text)
    assert (sentence.title, sentence.declared, sentence.names) == (title, declared, names)


def test_declared_names_win_over_constants():
    assert parse("e*E*x", variables=["x", "e", "E"]).names == ("x", "e", "E")
    assert parse("e*x").names == ("x",)


def test_columns_lead_back_into_the_text():
    tree = parse(" x + 20*y^2").tree
    assert isinstance(tree, Sum)
    product = tree.terms[1]
    assert product == Product(
        (
            Number(Fraction(20), "20", 5, 7),
            Power(Name("y", 8, 9), Number(Fraction(2), "2", 10, 11), 8, 11),
        ),
        (False, False),
        5,
        11,
    )


def test_decimals_are_exact():
    assert parse("0.1").tree.value == Fraction(1, 10)


def test_named_numbers_end_sums_and_stay_names():
    sentence = parse("sum(i=1..n, x_i/n)", let={"n": 2})
    assert plain(sentence.tree) == "x_1/n + x_2/n"
    assert sentence.names == ("x_1", "n", "x_2")


def test_constants_are_read_and_refused_on_demand():
    for text in ("3!", "pi^2", "x-x", "0*x", "x^0", "sin(x)-sin(x)+1", "max(1,2)"):
        with pytest.raises(FormulaError) as caught:
            demand_variable(parse(text))
        assert caught.value.kind == "no_variable"
    demand_variable(parse("a*x"), known=["a"])
    with pytest.raises(FormulaError):
        demand_variable(parse("a*2"), known=["a"])


@pytest.mark.slow
def test_rosenbrock_is_written_out():
    text = "sum(i=1..n-1, 100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2)"
    sentence = parse(text, let={"n": 3000})
    assert len(sentence.names) == 3000
    assert len(sentence.tree.terms) == 2 * 2999


@pytest.mark.slow
def test_a_hundred_thousand_terms():
    many = Limits(characters=2_000_000, tokens=2_000_000)
    sentence = parse("+".join(["x"] * 100_000), limits=many)
    assert len(sentence.tree.terms) == 100_000


HEAVY = "sympy", "numpy", "rich", "matplotlib", "argparse"


def test_the_language_loads_nothing_heavy():
    code = f"import sys, symdescent.language; print([m for m in {HEAVY} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
