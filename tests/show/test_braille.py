"""The picture in a terminal: narrow enough, in ASCII too, its dots where they should be."""

import pytest

from symdescent.show.braille import COLUMNS, ROWS, Canvas, braille
from symdescent.show.labels import latex, mathtext, plain, runs
from symdescent.worked import axes
from symdescent.worked.captions import gradient_norm, value_gap
from symdescent.worked.plots import Line, Plot, Role
from tests.figure_cases import KINDS, plot

LABELS = [
    (value_gap("L", ["x"]), "L(xₖ) − L*", r"$L(x_{k}) - L^{\ast }$"),
    (gradient_norm("f", ["x", "y"]), "‖∇f(xₖ, yₖ)‖", r"$\|$$\nabla f(x_{k}, y_{k})$$\|$"),
    ((axes.letter("theta"),), "θ", r"$\theta $"),
    ((axes.letter("x_max"),), "x_max", r"$x_{\mathrm{max}}$"),
    ((axes.letter("x12"),), "x₁₂", "$x_{12}$"),
    (("50 % of $5 & more_",), "50 % of $5 & more_", r"50 \% of \$5 \& more\_"),
    ((axes.number(-1.5e-7),), "−1.5·10⁻⁷", r"$-1.5\cdot 10^{-7}$"),
    ((axes.power(-3),), "10⁻³", "$10^{-3}$"),
]


@pytest.mark.parametrize("label, text, tex", LABELS)
def test_a_label_in_text_and_in_latex(label, text, tex):
    assert plain(label) == text
    assert latex(label) == tex
    assert "".join(run.text for run in runs(label) if not run.level) in text or len(text) > 0


def test_dollars_of_a_user_are_no_mathematics():
    assert mathtext(("$x$",)) == r"\$x\$"
    assert mathtext((axes.letter("x_max"),)) == r"$x_{\mathrm{max}}$"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ascii", [False, True])
def test_it_fits_a_terminal(kind, ascii):
    lines = braille(plot(kind), ascii).split("\n")
    assert max(map(len, lines)) < 80 and ROWS + 3 <= len(lines) <= ROWS + 8
    assert all(line == line.rstrip() for line in lines)
    if ascii:
        assert not any("⠀" <= sign <= "⣿" or sign in "★○•│" for line in lines for sign in line)


def test_a_straight_line_is_straight():
    across = axes.linear(("x",), 0, 1)
    made = Plot("curve", across, across, (Line(Role.CURVE, (((0, 0), (1, 1)),)),), "")
    canvas = Canvas(made, ascii=True)
    canvas.line(((0.0, 0.0), (1.0, 1.0)))
    for (row, column), _ in canvas.dots.items():
        assert abs((column + 0.5) / COLUMNS - (1 - (row + 0.5) / ROWS)) < 1 / ROWS
    assert {column for _, column in canvas.dots} == set(range(COLUMNS))


def test_a_dot_is_the_right_one_of_eight():
    across = axes.linear(("x",), 0, 1)
    canvas = Canvas(Plot("curve", across, across, (), ""), ascii=False)
    canvas.dot(0, 0)
    canvas.dot(1, 3)
    assert canvas.row(0) == "⢁"  # the upper left and the lower right dot


def test_the_parabola():
    shown = braille(plot("curve"))
    assert shown.split("\n")[0].strip() == "L(x)"
    assert shown.split("\n")[-1].strip() == "• iterates xₖ   ○ start x₀   ★ minimum x*"
    rows = shown.split("\n")[1 : ROWS + 1]
    star = next(i for i, row in enumerate(rows) if "★" in row)
    start = next(i for i, row in enumerate(rows) if "○" in row)
    assert star == ROWS - 1 and start < 4
    assert rows[star].index("★") < rows[start].index("○")


def test_basins_are_letters():
    rows = braille(plot("basins")).split("\n")[1 : ROWS + 1]
    assert {sign for row in rows for sign in row if sign.islower()} == set("abcd")
    assert {sign for row in rows for sign in row if sign in "ABCD"} == set("ABCD")
