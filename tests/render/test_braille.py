"""The picture in a terminal: narrow enough, in ASCII too, its dots where they should be."""

import math
from itertools import pairwise

import numpy as np
import pytest

import symdescent
from symdescent.cli.transliteration import transliterated
from symdescent.lessons.figures import plots
from symdescent.lessons.figures.captions import gradient_norm, value_gap
from symdescent.lessons.figures.landscapes import broken, sketch
from symdescent.lessons.figures.plots import Line, Plot, Role
from symdescent.lessons.figures.scenes import Frame, of_study
from symdescent.numeric.objective import compiled
from symdescent.render.braille import COLUMNS, ROWS, Canvas, Piece, Room, braille, rows
from symdescent.render.labels import latex, mathtext, plain, runs
from tests.figure_cases import KINDS, plot

LABELS = [
    (value_gap("L", ["x"]), "L(xₖ) − L*", r"$L(x_{k}) - L^{\ast }$"),
    (gradient_norm("f", ["x", "y"]), "‖∇f(𝐱ₖ)‖", r"$\|$$\nabla f(\mathbf{x}_{k})$$\|$"),
    ((plots.letter("theta"),), "θ", r"$\theta $"),
    ((plots.letter("x_max"),), "x_max", r"$x_{\mathrm{max}}$"),
    ((plots.letter("x12"),), "x₁₂", "$x_{12}$"),
    (("50 % of $5 & more_",), "50 % of $5 & more_", r"50 \% of \$5 \& more\_"),
    ((plots.number(-1.5e-7),), "−1.5·10⁻⁷", r"$-1.5\cdot 10^{-7}$"),
    ((plots.power(-3),), "10⁻³", "$10^{-3}$"),
]


@pytest.mark.parametrize("label, text, tex", LABELS)
def test_a_label_in_text_and_in_latex(label, text, tex):
    assert plain(label) == text
    assert latex(label) == tex
    assert "".join(run.text for run in runs(label) if not run.level) in text or len(text) > 0


def test_dollars_of_a_user_are_no_mathematics():
    assert mathtext(("$x$",)) == r"\$x\$"
    assert mathtext((plots.letter("x_max"),)) == r"$x_{\mathrm{max}}$"


ASCII = Room(ascii=True, spell=transliterated)


@pytest.mark.slow_beyond(4)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("room", [Room(), ASCII, Room(60, 8), Room(44, 8), Room(110, 24, most=96)])
def test_it_fits_a_terminal(kind, room):
    lines = braille(plot(kind), room).split("\n")
    assert max(map(len, lines)) <= room.columns
    assert room.rows + 3 <= len(lines) <= room.rows + 9
    assert all(line == line.rstrip() for line in lines)
    assert not room.ascii or all(line.isascii() for line in lines)


def empty(kind="curve", marks=()):
    across = plots.linear(("x",), 0, 1)
    return Plot(kind, across, across, marks, "")


def test_a_straight_line_is_straight():
    canvas = Canvas(empty(), ascii=True)
    canvas.line(((0.0, 0.0), (1.0, 1.0)), Role.CURVE)
    for row, column in canvas.dots:
        assert abs((column + 0.5) / COLUMNS - (1 - (row + 0.5) / ROWS)) < 1 / ROWS
    assert {column for _, column in canvas.dots} == set(range(COLUMNS))


def test_a_dot_is_the_right_one_of_eight():
    canvas = Canvas(empty())
    canvas.dot(0, 0, Role.CURVE)
    canvas.dot(1, 3, Role.CURVE)
    assert canvas.row(0) == (Piece("⢁", Role.CURVE),)  # the upper left and the lower right dot


def test_a_line_is_dotted_from_end_to_end():
    canvas = Canvas(empty(), columns=6, rows=1)
    canvas.line(((0.0, 1.0), (0.5, 1.0), (1.0, 1.0)), Role.CONTOUR, (1, 2))
    assert canvas.row(0) == (Piece("⠁⠈", Role.CONTOUR), Piece(" "), Piece("⠁⠈", Role.CONTOUR))


@pytest.mark.parametrize("order", [(Role.PATH, Role.CONTOUR), (Role.CONTOUR, Role.PATH)])
def test_level_lines_give_way_to_a_path(order):
    canvas = Canvas(empty())
    for role in order:
        canvas.dot(0, 3 if role is Role.CONTOUR else 0, role)
    assert canvas.row(0) == (Piece("⠁", Role.PATH),)


def test_the_parabola():
    shown = braille(plot("curve"))
    assert shown.split("\n")[0].strip() == "L(x)"
    assert shown.split("\n")[-1].strip() == "• iterates xₖ   ○ start x₀   ★ minimum x*"
    rows = shown.split("\n")[1 : ROWS + 1]
    star = next(i for i, row in enumerate(rows) if "★" in row)
    start = next(i for i, row in enumerate(rows) if "○" in row)
    assert star == ROWS - 1 and start < 4
    assert rows[star].index("★") < rows[start].index("○")
    left = [row[8 : rows[star].index("★")] for row in rows]
    assert any(row.strip() for row in left[:-2])  # the other side of the bowl


def dots(lines, look):
    """The places of the dots of a role, from the upper left corner of the frame."""
    for i, line in enumerate(lines):
        column = -sum(len(piece.text) for piece in line[:2])
        for piece in line:
            for j, sign in enumerate(piece.text if piece.look == look else ""):
                for bit in range(8):
                    if ord(sign) - 0x2800 >> bit & 1:
                        x, y = divmod((0, 1, 2, 4, 5, 6, 3, 7)[bit], 4)
                        yield 2 * (column + j) + x, 4 * i + y
            column += len(piece.text)


def test_a_level_line_lies_on_its_level():
    """Of x^2 + 4y^2, whose level lines are ellipses: no dot is further away than its own size."""
    done = symdescent.study("x^2 + 4y^2", start="2,1", rate="0.01", steps=9)
    made = sketch(done, (60, 12))
    found = [*rows(made, Room(80, 12))][1:13]
    places = [*dots(found, Role.CONTOUR)]
    assert len(places) > 60
    heights = sorted(
        math.sqrt(
            (made.across.low + (x + 0.5) / 120 * (made.across.high - made.across.low)) ** 2
            + 4 * (made.up.high - (y + 0.5) / 48 * (made.up.high - made.up.low)) ** 2
        )
        for x, y in places
    )
    size = max((made.across.high - made.across.low) / 120, 2 * (made.up.high - made.up.low) / 48)
    gaps = [after - before for before, after in pairwise(heights)]
    groups = 1 + sum(gap > size / 2 for gap in gaps)
    assert groups == 6  # levels of a sketch, each in a band of its own
    bands = [[]]
    for height, gap in zip(heights, [0, *gaps], strict=True):
        bands += [[]] if gap > size / 2 else []
        bands[-1].append(height)
    assert max(band[-1] - band[0] for band in bands) < 2 * size


@pytest.mark.parametrize(
    "formula, start, at",
    [("1/x + x", "3", 0.0), ("1/(x-1)", "-2", 1.0), ("x - 1/(x-2)^3", "6", 2.0)],
)
def test_a_pole_is_no_line(formula, start, at):
    done = symdescent.study(formula, start=start, rate="0.01", steps=3, box="-4<=x<=7")
    made = graphed_about(done, at)
    (graph,) = (mark for mark in made.marks if mark.role is Role.CURVE)
    crossed = [piece for piece in graph.pieces if piece[0][0] < at < piece[-1][0]]
    assert crossed == [] and len(graph.pieces) >= 2


def graphed_about(done, at):
    """The graph with its frame about a place."""
    scene = of_study(done)
    across = plots.linear(("x",), at - 2.03, at + 2)
    frame = Frame(across, plots.linear(("L",), -8, 8))
    xs = np.linspace(across.low, across.high, 601)
    heights = compiled(done.setting.objective).height.across(xs[None, :])[0]
    pieces = frame.line(broken(scene, frame, np.stack([xs, heights], axis=1)))
    return empty(marks=(Line(Role.CURVE, pieces),))


def test_a_steep_slope_is_a_line():
    done = symdescent.study("1000*x^3 + x^2", start="1", rate="0.0001", steps=3)
    (graph,) = graphed_about(done, 0.0).marks
    assert len(graph.pieces) == 1


def test_what_lies_outside_is_said():
    diverged = symdescent.study("(x-4)^2", start=14, rate="1.1", steps=60)
    assert braille(sketch(diverged, (60, 8))).endswith(
        "outside of the frame: k = 7 and all later iterates"
    )
    far = symdescent.study("x^4 + y^4", start="3,2", rate="1.1")
    assert braille(sketch(far, (60, 8))).endswith(
        "outside of the frame: k = 1 and all later iterates"
    )
    assert sketch(far, (60, 8), language="de").note.startswith("außerhalb des Bildes: k = 1 und")
    assert sketch(symdescent.study("x^2", start=1, rate="0.1"), (60, 8)).note == ""


def test_every_run_and_every_series_has_a_sign_of_its_own():
    shown = braille(plot("paths"), Room(80, 20))
    assert "• gd@0.001" in shown and "▪ momentum@0.001" in shown and "◦ adam@0.05" in shown
    shown = braille(plot("gap"))
    assert "⠒⠒⠒ L(xₖ) − L*" in shown and "derived rate" in shown


def test_no_more_level_lines_than_there_is_room_for():
    few, many = ([*rows(plot("contours"), Room(80, high))] for high in (6, 24))
    per_row = [len([*dots(lines, Role.CONTOUR)]) / len(lines) for lines in (few, many)]
    assert 0 < per_row[0] < 2 * per_row[1]


@pytest.mark.slow
def test_basins_are_letters():
    rows = braille(plot("basins")).split("\n")[1 : ROWS + 1]
    assert {sign for row in rows for sign in row if sign.islower()} == set("abcd")
    assert {sign for row in rows for sign in row if sign in "ABCD"} == set("ABCD")
