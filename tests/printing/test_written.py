"""The spelling of a document's mathematics: read back by a reader of LaTeX, and compared whole."""

import math
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from symdescent.language import parse
from symdescent.language.notation import (
    Bold,
    Chain,
    Combined,
    Function,
    Hatted,
    Indexed,
    Matrix,
    Nabla,
    Over,
    Pending,
    Point,
    Raised,
    Relation,
    Slope,
    Starred,
    Symbolic,
    Transposed,
)
from symdescent.language.tree import Call, Name, Number, Product, Sum
from symdescent.printing import latex as written_latex
from symdescent.printing.latex import SPELLER, latex, sides, terms
from symdescent.printing.mathml import inline
from symdescent.printing.text import text
from tests.language import tree_values
from tests.printing import latex_reader

POINT = {"x": 1.3, "y": -0.7}
FUNCTIONS = {"sin": math.sin, "cos": math.cos, "ln": math.log}
SHAPES = (
    "({}) + ({})",
    "({}) - ({})",
    "-({})*({})",
    "({})*({})",
    "2/3*({})",
    "({})/(1.5 + ({})^2)",
    "({})^2",
    "({})^-2*({})",
    "(2/3)^({})",
    "sin({})^2 - cos({})",
    "exp({})*({})",
    "log(2 + ({})^2)",
    "sqrt(1 + ({})^2)^3",
    "abs({})*({})",
    "-({}) + ({})/4*({})",
)


class Reader(latex_reader.Page):
    """Reads the LaTeX of formulas as well: functions by name, with their power before them."""

    def named(self, function):
        power = self.raw_power()
        (inner,) = self.arguments()
        return lambda at: function(inner(at)) ** power

    def raw_power(self):
        if self.token != "^":
            return 1
        self.take()
        return int(self.raw())

    def primary(self):
        name = self.token.lstrip("\\")
        if name == "tfrac":
            self.take()
            return self.fraction()
        if name == "mathrm":
            self.take()
            assert self.raw() == "e"
            return lambda at: math.e
        if name in FUNCTIONS:
            self.take()
            return self.named(FUNCTIONS[name])
        return super().primary()


def grown(dice, depth):
    if depth == 0:
        return dice.choice(("x", "y", "2", "0.5", "3/7", "x", "-y", "1/2*x", "x y"))
    shape = dice.choice(SHAPES)
    return shape.format(*[grown(dice, depth - 1) for _ in range(shape.count("{}"))])


def formulas(count):
    dice = random.Random(5)
    while count:
        typed = grown(dice, dice.randint(1, 3))
        tree = parse(typed).tree
        try:
            wanted = tree_values.value(tree, POINT)
        except (OverflowError, ZeroDivisionError, ValueError):
            continue
        if isinstance(wanted, float) and 1e-8 < abs(wanted) < 1e8:
            yield typed, tree, wanted
            count -= 1


CASES = list(formulas(200))


def read(said):
    known = {(name, (), ""): value for name, value in POINT.items()}
    page = Reader(said, {})
    found = page.sum()
    assert page.token == ""
    return found(known)


@pytest.mark.parametrize(("typed", "tree", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_latex_is_read_as_what_was_typed(typed, tree, wanted):
    assert read(latex(tree)) == pytest.approx(wanted, rel=1e-9)
    assert read(" ".join(terms(tree))) == pytest.approx(wanted, rel=1e-9)


def test_a_lost_bracket_is_noticed():
    careless = replace(SPELLER, table={**SPELLER.table, Sum: lambda s, n: ("x - y", 3)})
    tree = parse("2*(x - y)").tree
    assert read(latex(tree)) == pytest.approx(4.0)
    assert read(careless.spell(tree)) == pytest.approx(2 * 1.3 + 0.7)


def n(value):
    return Number(Fraction(value), "", 0, 0)


X, Y, K, X1 = (Name(name, 0, 0) for name in ("x", "y", "k", "x_1"))
AFTER = Sum((K, Number(Fraction(1), "1", 0, 0)), 0, 0)
NOW = Indexed(X, K)
GAP = Combined(((True, NOW), (False, n(4))))
COLUMN = Matrix(((Slope("L", ("x",)),), (Slope("L", ("x_1",)),)))
TOLD = ("=", "so", "=")
WHOLE = (
    (
        Relation(
            (
                Indexed(X, AFTER),
                Combined(((True, NOW), (False, Chain((n("1/10"), GAP))))),
                Sum((Product((n("9/10"), NOW), (False, False), 0, 0), n("2/5")), 0, 0),
            ),
            ("=", "="),
        ),
        r"x_{k + 1} = x_{k} - \tfrac{1}{10} \cdot (x_{k} - 4) = \tfrac{9}{10} x_{k} + \tfrac{2}{5}",
        "xₖ₊₁ = xₖ − 1/10·(xₖ − 4) = 9/10·xₖ + 2/5",
    ),
    (
        Relation(
            (Function("L", (X,), 1), n(0), Relation((Starred(X), n(4)), ("=",))), ("=", "<=>")
        ),
        r"L'(x) = 0 \iff x^{\ast} = 4",
        "L′(x) = 0 ⇔ x* = 4",
    ),
    (Slope("L", ("x", "x")), r"\frac{\partial^{2} L}{\partial x^{2}}", "∂²L/∂x²"),
    (Slope("L", ("x", "y")), r"\frac{\partial^{2} L}{\partial x \, \partial y}", "∂²L/∂x∂y"),
    (Nabla(Function("L", (X, Y)), 2), r"\nabla^{2} L(x, y)", "∇²L(x, y)"),
    (
        Matrix(((n(1), n(-2)), (n(3), n("1/2")))),
        r"\begin{pmatrix} 1 & -2 \\[3pt] 3 & \tfrac{1}{2} \end{pmatrix}",
        "[1, −2; 3, ½]",
    ),
    (
        Pending(parse("x^2").tree, "x"),
        r"\frac{\mathrm{d}}{\mathrm{d} x}\left[x^{2}\right]",
        "d/dx [x²]",
    ),
    (
        Pending(Chain((X, Combined(((True, X), (True, Y))))), "x", True),
        r"\frac{\partial}{\partial x}\left[x \cdot (x + y)\right]",
        "∂/∂x [x·(x + y)]",
    ),
    (Starred(Point((X, Y))), r"(x, y)^{\ast}", "(x, y)*"),
    (Raised(Over(n(1), X), n(2)), r"\left(\frac{1}{x}\right)^{2}", "(1/x)²"),
    (Indexed(X1, AFTER), r"x_{1,k + 1}", "x₁,ₖ₊₁"),
    (
        Chain((Raised(n("-3/10"), K), Point((n(1), n(-2))))),
        r"\left(-\tfrac{3}{10}\right)^{k} \cdot (1, -2)",
        "(−3/10)ᵏ·(1, −2)",
    ),
    (Relation((Chain(()), n(3)), ("~",)), r"\approx 3", "≈ 3"),
    (Relation((X, Symbolic("reals")), ("in",)), r"x \in \mathbb{R}", "x ∈ ℝ"),
    (Function("L", (Point((n(1), n(2))),)), "L(1, 2)", "L(1, 2)"),
    (Indexed(Hatted(Name("m", 0, 0)), K), r"\hat{m}_{k}", "m̂ₖ"),
    (Number(Fraction("2.5e-7"), "2.5e-07", 0, 0), r"2.5 \cdot 10^{-7}", "2.5e-07"),
    (Number(Fraction("1e30"), "1e30", 0, 0), "10^{30}", "1e30"),
    (Chain((n(2), n(-3))), r"2 \cdot (-3)", "2·(−3)"),
    (Indexed(Bold("x"), AFTER), r"\mathbf{x}_{k + 1}", "𝐱ₖ₊₁"),
    (Starred(Bold("x")), r"\mathbf{x}^{\ast}", "𝐱*"),
    (Bold("theta_1"), r"\boldsymbol{\theta}_{1}", "𝛉₁"),
    (Bold("last_x"), r"\mathbf{last\_x}", "𝐥𝐚𝐬𝐭_𝐱"),
    (Bold("0"), r"\mathbf{0}", "𝟎"),
    (Indexed(Hatted(Bold("m")), K), r"\hat{\mathbf{m}}_{k}", "𝐦̂ₖ"),
    (
        Relation((Bold("x"), Transposed(Point((X1, Y)))), ("=",)),
        r"\mathbf{x} = (x_{1}, y)^{\top}",
        "𝐱 = (x₁, y)ᵀ",
    ),
    (
        Relation((Nabla(Function("L")), COLUMN, Matrix(((X,), (n("1/2"),)))), ("=", "=")),
        r"\nabla L = \begin{pmatrix} \partial L/\partial x \\ \partial L/\partial x_{1} "
        r"\end{pmatrix} = \begin{pmatrix} x \\[3pt] \tfrac{1}{2} \end{pmatrix}",
        "∇L = (∂L/∂x, ∂L/∂x₁)ᵀ = (x, ½)ᵀ",
    ),
    (
        Matrix(((n(1),), (Symbolic("vdots"),), (n(9),))),
        r"\begin{pmatrix} 1 \\ \vdots \\ 9 \end{pmatrix}",
        "(1, …, 9)ᵀ",
    ),
    (
        Relation((Indexed(X, Name("min", 0, 0)), n(4), Function("L", (n(4),)), n(0)), TOLD),
        r"x_{\mathrm{min}} = 4 \quad \Rightarrow \quad L(4) = 0",
        "x_min = 4\t=> L(4) = 0",
    ),
)


@pytest.mark.parametrize(("written", "tex", "line"), WHOLE, ids=[case[2] for case in WHOLE])
def test_what_stands_beside_formulas(written, tex, line):
    assert latex(written) == tex
    assert text(written) == line


def test_a_bold_letter_is_no_plain_one():
    """One letter in two meanings: x_k is a coordinate, bold x_k the point."""
    pair = Indexed(X, K), Indexed(Bold("x"), K)
    for spell in (latex, text, inline):
        assert len({spell(written) for written in pair}) == 2
    assert "<mi>𝐱</mi>" in inline(pair[1])


def test_a_relation_comes_in_pieces():
    assert sides(WHOLE[1][0]) == ["L'(x)", "= 0", r"\iff x^{\ast} = 4"]
    assert sides(X) == ["x"]


def test_names_are_letters():
    wanted = {"theta": r"\theta", "x1": "x_{1}", "max_rate": r"\mathrm{max\_rate}", "q": "q"}
    assert {name: written_latex.letter(name) for name in wanted} == wanted


def test_bars_need_no_brackets_of_their_own():
    here = Indexed(Point((X, Y)), Name("k", 0, 0))
    gap = Combined(((True, here), (False, Starred(Point((X, Y))))))
    assert text(Call("norm", (gap,), 0, 0)) == "‖(x, y)ₖ − (x, y)*‖"
    assert text(Call("norm", (Point((X, Y)),), 0, 0)) == text(Call("norm", (X, Y), 0, 0))
    there = inline(Call("norm", (gap,), 0, 0))
    assert (there.count("‖"), there.count(">(<")) == (2, 2)
