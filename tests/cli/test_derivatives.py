"""`gradient` and `hessian`: their values beside derivatives by mpmath, and their words."""

import json

import mpmath
import pytest

from symdescent.cli.main import main
from tests.render.writers.compiling import complaints, needs_tex

mpmath.mp.dps = 30
CASES = {
    "x^2 + 3*x*y": (lambda x, y: x**2 + 3 * x * y, ("1", "2")),
    "(1-x)^2 + 100*(y-x^2)^2": (lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, ("-1.2", "1")),
    "exp(x)*sin(y) + x/y": (lambda x, y: mpmath.exp(x) * mpmath.sin(y) + x / y, ("0.5", "2")),
    "log(1 + x^2)*y^3": (lambda x, y: mpmath.log(1 + x**2) * y**3, ("1/3", "-2")),
    "sqrt(x) + x^y": (lambda x, y: mpmath.sqrt(x) + x**y, ("2", "3/2")),
}


def told(text, at, capsys, command="hessian"):
    assert main([command, text, "--at", ", ".join(at), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def numbers(entries):
    return [entry["float"] for entry in entries]


def order(i, n=2):
    return tuple(int(i == j) for j in range(n))


@pytest.mark.parametrize("text", CASES)
def test_the_values_are_those_of_numerical_derivatives(text, capsys):
    function, at = CASES[text]
    point = tuple(mpmath.mpf(int(a)) / int(b or 1) for a, _, b in map(ratio, at))
    here = told(text, at, capsys)["at"]
    slopes = [mpmath.diff(function, point, order(i)) for i in range(2)]
    rows = [
        [
            mpmath.diff(function, point, tuple(map(sum, zip(order(i), order(j), strict=True))))
            for j in range(2)
        ]
        for i in range(2)
    ]
    assert here["value"]["float"] == pytest.approx(float(function(*point)), rel=1e-14)
    assert numbers(here["gradient"]) == pytest.approx(list(map(float, slopes)), rel=1e-9)
    for found, wanted in zip(here["hessian"], rows, strict=True):
        assert numbers(found) == pytest.approx(list(map(float, wanted)), rel=1e-9, abs=1e-9)


def ratio(text):
    """1/3 and -1.2 as numerator, sign, denominator."""
    if "." in text:
        whole, _, digits = text.partition(".")
        return f"{whole}{digits}", "/", str(10 ** len(digits))
    return text.partition("/")


def test_a_wrong_gradient_would_be_noticed(capsys):
    here = told("x^2 + 3*x*y", ("1", "2"), capsys)["at"]
    assert numbers(here["gradient"]) != pytest.approx([8 * 1.001, 3], rel=1e-9)


def shown(capsys, *words):
    status = main(list(words))
    out, err = capsys.readouterr()
    return status, out, err


def test_the_gradient_alone_has_no_hessian(capsys):
    status, out, _ = shown(capsys, "gradient", "x^3", "--at", "2")
    assert (status, "∇L(x) = 3x²" in out, "∇L = 12" in out, "∇²" in out) == (0, True, True, False)
    assert told("x^3", ("2",), capsys, "gradient")["hessian"] is None


EIGENVALUES = [
    ("x^2 + y^2/2", "1, 2", "L bends upwards here in every direction"),
    ("x*y", "−1, 1", "L bends upwards here in one direction and downwards in another"),
    ("-x^2 - y^2", "−2", "L bends downwards here in every direction"),
]


@pytest.mark.parametrize("text, values, words", EIGENVALUES)
def test_eigenvalues_and_what_they_say(text, values, words, capsys):
    _, out, _ = shown(capsys, "hessian", text, "--at", "0,0")
    assert f"eigenvalues: {values}   {words}\n" in out


def test_a_flat_direction_is_told(capsys):
    _, out, _ = shown(capsys, "hessian", "(x + y)^2", "--at", "1,1")
    assert "eigenvalues: 0, 4   L does not bend here in some direction" in out


KINK = "where the slope jumps, the middle of the two is taken"


@pytest.mark.parametrize(
    "text, at, said",
    [
        ("1/x", "0", "L = undefined"),
        ("sqrt(x)", "-1", "L = undefined"),
        ("abs(x)", "0", KINK),
        ("(x-1)^2", "1", "∇L = 0   a stationary point"),
        ("L(x) = a*x^2", "2", "∇L = 4a"),
        ("exp(x)", "1", "L = e ≈ 2.71828"),
    ],
)
def test_what_is_said_at_a_point(text, at, said, capsys):
    status, out, _ = shown(capsys, "hessian", text, "--at", at)
    assert status == 0 and said in out
    assert text != "abs(x)" or "a stationary point" not in out


def test_a_point_that_does_not_fit_is_a_mistake(capsys):
    status, out, err = shown(capsys, "hessian", "x^2", "--at", "1,2")
    assert (status, out) == (2, "")
    assert err.startswith("error: the point has 2 numbers for 1 variable (x)")
    status, _, err = shown(capsys, "gradient", "x + y", "--at", "x=1")
    assert (status, err) == (2, "error: the point has no value for y\n")


def test_markdown_and_values_of_letters(capsys):
    status, out, _ = shown(
        capsys, "gradient", "a*x^2", "--let", "a=3", "--at", "1", "--format", "md"
    )
    assert status == 0 and "6x" in out.replace("\\", "") and "∇L = 6" in out


def test_a_column_and_a_matrix_in_every_format(capsys):
    words = ("hessian", "x_1^2*w_0 + theta_1^3", "--at", "1/3,2,3")
    _, out, _ = shown(capsys, *words)
    assert "∇L(θ₁, w₀, x₁) = ⎢ ∂L/∂w₀ ⎥ = ⎢ x₁²   ⎥" in out
    assert "                  ⎡ 6θ₁     0     0 ⎤\n" in out
    assert "       ⎡  ⅓ ⎤\n  ∇L = ⎢  9 ⎥\n       ⎣ 12 ⎦\n" in out
    _, out, _ = shown(capsys, *words, "--format", "md")
    named = (
        r"\begin{pmatrix} \partial L/\partial \theta_{1} \\ \partial L/\partial w_{0} \\ "
        r"\partial L/\partial x_{1} \end{pmatrix}"
    )
    column = r"\begin{pmatrix} 3 \theta_{1}^{2} \\ x_{1}^{2} \\ 2 w_{0} x_{1} \end{pmatrix}"
    assert f"$$\n\\nabla L(\\theta_{{1}}, w_{{0}}, x_{{1}}) = {named} = {column}\n$$" in out
    _, out, _ = shown(capsys, *words, "--format", "tex")
    assert f"L(\\theta_{{1}}, w_{{0}}, x_{{1}}) &= {named} = {column}" in out
    assert r"\nabla L\left(\tfrac{1}{3}, 2, 3\right) &= \begin{pmatrix} \tfrac{1}{3} \\" in out
    assert out.startswith("% needs \\usepackage{amsmath}\n") and out.isascii()


def test_one_variable_has_primes_in_latex(capsys):
    _, out, _ = shown(capsys, "hessian", "x^3", "--at", "2", "--format", "tex")
    assert r"L'(x) &= 3 x^{2}" in out and r"L''(2) &= 12" in out and "nabla" not in out


def test_a_wide_column_in_latex_is_told_entry_by_entry(capsys):
    _, out, _ = shown(capsys, "gradient", "exp(x*y+z)*sin(x)^3*y^5/(1+x^2+z^2)", "--format", "tex")
    lines = out.splitlines()
    assert any(line.endswith(r"\end{pmatrix}, \quad \text{where} \\") for line in lines)
    assert sum(line.startswith(r"\frac{\partial L}{\partial ") for line in lines) == 3


@needs_tex
@pytest.mark.slow
def test_the_latex_compiles(capsys, tmp_path):
    bodies = []
    for words in (
        ("hessian", "x_1^2*w_0/7 + theta_1^3*x_2", "--at", "1/3,2,3,1"),
        ("gradient", "sum(i=1..9, x_i^4)"),
        ("gradient", "exp(x*y+z)*sin(x)^3*y^5/(1+x^2+z^2)"),
        ("hessian", "abs(x)", "--at", "0"),
    ):
        _, out, _ = shown(capsys, *words, "--format", "tex")
        bodies.append(out)
    head = r"\documentclass{article}\usepackage[a3paper]{geometry}\usepackage{amsmath}"
    source = "\n".join([head, r"\begin{document}", *bodies, r"\end{document}"])
    assert complaints(source, tmp_path) == []
