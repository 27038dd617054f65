"""Which columns a table has: as many as fit into the width, each of them whole."""

import io
import re

import pytest
from rich.console import Console

from symdescent.render.table import chosen, iterates, needed, shown
from symdescent.studies import study

FORMULAS = [
    "1/2*(x-4)^2",
    "(x-1/3)^2 + (y+2)^2",
    "(x-1)^2 + (y-1000)^2 + 1e-7*z^2",
    "sum(i=1..5, (x_i-i)^2)",
    "sum(i=1..40, (x_i-i)^2)",
    "exp(-x)",
    "exp(-x) + y^2 + z",
]


@pytest.fixture(scope="module", params=FORMULAS)
def studied(request):
    return study(request.param, steps=30)


def drawn(columns, width):
    screen = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    screen.print(iterates(columns))
    return screen.file.getvalue().splitlines()


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("exact", [False, True])
def test_every_cell_is_whole_and_no_line_too_long(studied, exact):
    for width in range(30, 121):
        found = shown(studied, chosen(studied.run.steps), width, exact=exact).columns
        lines = drawn(found, width)
        assert max(map(len, lines)) <= width
        heads, *rows = (line for line in lines if line.strip(" ─"))
        assert heads.split() == " ".join(column.heading for column in found).split()
        wanted = [*zip(*(column.cells for column in found), strict=True)]
        if any(column.foot for column in found):
            wanted.append(tuple(column.foot for column in found))
        assert [row.split() for row in rows] == [" ".join(row).split() for row in wanted]


@pytest.mark.slow
def test_the_width_that_is_needed_is_the_width_that_is_drawn(studied):
    for width in range(30, 121):
        found = shown(studied, chosen(studied.run.steps), width).columns
        assert max(map(len, drawn(found, 200))) == needed(found)


@pytest.mark.slow_beyond(1)
def test_coordinates_without_a_column_are_counted(studied):
    """Whatever is not shown is said; a row of dots stands for it where others are shown."""
    names, steps = studied.run.names, chosen(studied.run.steps)
    for width in (None, *range(30, 121)):
        found = shown(studied, steps, width)
        heads = [column.heading for column in found.columns]
        seen = [h for h in heads if re.fullmatch(r"[xyz][₀-₉]*|xₖ", h)]
        hidden = len(names) - len(seen)
        told = f"{hidden} of {len(names)} coordinates are not shown"
        assert found.left_out == (told if hidden and len(names) > 1 else "")
        assert ("…" in heads) == bool(hidden and seen and len(names) > 1)
        if seen and len(names) > 1:  # the distance, or the slope, tells of all coordinates
            assert heads[-1] in ("‖𝐱 − 𝐱*‖", "‖∇L‖") or heads[-1].startswith("exact")


def headings(text, width, exact=False):
    done = study(text, start="1/2," * text.count("^2") + "1/2", rate="1/8", steps=4)
    found = shown(done, chosen(4), width, exact=exact)
    return [column.heading for column in found.columns], found.left_out


@pytest.mark.slow
def test_of_more_than_two_variables_the_values_come_first():
    three = "x^2 + y^2 + (z-1)^4"
    few, _ = headings("x^2 + (y-1)^4", 100)
    assert few == ["k", "x", "exact x", "y", "exact y", "L(x, y)", "‖𝐱 − 𝐱*‖"]
    values = ["k", "x", "y", "z", "L(x, y, z)", "‖𝐱 − 𝐱*‖"]
    exact = ["exact x", "exact y", "exact z"]
    assert headings(three, 79) == (values, "")
    assert headings(three, None) == (values, "")  # they are too wide for a hundred columns
    assert headings(three, 200) == ([*values, *exact], "")
    assert headings(three, None, exact=True) == ([*values, *exact], "")
    assert headings(three, 79, exact=True) == (["k", *exact, *values[-2:]], "")
    _, told = headings(three, 60, exact=True)
    need = int(re.search(r"the exact iterates need (\d+) columns of text", told)[1])
    assert "exact" not in " ".join(headings(three, need - 1, exact=True)[0])
    assert headings(three, need, exact=True) == (["k", *exact, *values[-2:]], "")


@pytest.mark.parametrize(
    ("many", "width", "first"), [(5, 80, 3), (10, 80, 3), (40, 80, 3), (10, None, 6)]
)
def test_of_many_variables_the_first_ones_are_shown(many, width, first):
    done = study(f"sum(i=1..{many}, (x_i-i)^2)", steps=5)
    found = shown(done, chosen(5), width)
    heads = [column.heading for column in found.columns]
    assert heads == ["k", *("x₁ x₂ x₃ x₄ x₅ x₆".split()[:first]), "…", "L", "‖𝐱 − 𝐱*‖"]
    assert found.left_out == f"{many - first} of {many} coordinates are not shown"
