"""Which columns a table has: as many as fit into the width, each of them whole."""

import io

import pytest
from rich.console import Console

from symdescent.show.rows import chosen, columns, needed
from symdescent.show.table import iterates
from symdescent.studies import study

FORMULAS = [
    "1/2*(x-4)^2",
    "(x-1/3)^2 + (y+2)^2",
    "(x-1)^2 + (y-1000)^2 + 1e-7*z^2",
    "sum(i=1..5, (x_i-i)^2)",
    "exp(-x)",
]


@pytest.fixture(scope="module", params=FORMULAS)
def studied(request):
    return study(request.param, steps=30)


def drawn(shown, width):
    screen = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    screen.print(iterates(shown))
    return screen.file.getvalue().splitlines()


@pytest.mark.parametrize("width", range(30, 121))
def test_every_cell_is_whole_and_no_line_too_long(width, studied):
    shown = columns(studied, chosen(studied.run.steps), width)
    lines = drawn(shown, width)
    assert max(map(len, lines)) <= width
    heads, *rows = (line for line in lines if line.strip(" ─"))
    assert heads.split() == " ".join(column.heading for column in shown).split()
    wanted = [*zip(*(column.cells for column in shown), strict=True)]
    if any(column.foot for column in shown):
        wanted.append(tuple(column.foot for column in shown))
    assert [row.split() for row in rows] == [" ".join(row).split() for row in wanted]


def test_the_width_that_is_needed_is_the_width_that_is_drawn(studied):
    for width in range(30, 121):
        shown = columns(studied, chosen(studied.run.steps), width)
        assert max(map(len, drawn(shown, 200))) == needed(shown)


def test_a_single_variable_has_no_norm(studied):
    found = {c.heading for w in range(10, 121) for c in columns(studied, (0, 1), w)}
    assert ("‖x‖" in found) == (len(studied.run.names) > 1)
