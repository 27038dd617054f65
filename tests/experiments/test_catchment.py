"""Which minimum each start of a grid reaches, against little descents written here."""

import math

import numpy as np
import pytest

from symdescent.errors import InputError
from symdescent.experiments.many_starts import MOST_KINDS, alike, catchment
from symdescent.lessons.figures.basin_map import basins
from symdescent.lessons.figures.plots import Cells, Dots
from symdescent.render.labels import plain
from tests.figure_cases import ROSENBROCK_LIKE, WELLS


def walked(x, y):
    """Where gradient descent on Himmelblau's function comes to from a start."""
    for _ in range(2000):
        a, b = x * x + y - 11, x + y * y - 7
        x, y = x - 0.01 * (4 * x * a + 2 * b), y - 0.01 * (2 * a + 4 * y * b)
        if not math.hypot(x, y) < 1e6:
            return None
    return x, y


@pytest.mark.slow
def test_the_labels_of_himmelblau_are_those_of_descents_by_hand():
    done = catchment(ROSENBROCK_LIKE, "[-5,5]", 12, rate="0.01", steps=2000)
    assert done.labels.shape == (12, 12)
    places = [tuple(basin.point.tolist()) for basin in done.basins]
    assert len(places) == 4
    middles = [-5 + 10 * (i + 0.5) / 12 for i in range(12)]
    for j, y in enumerate(middles):
        for i, x in enumerate(middles):
            end = walked(x, y)
            label = done.labels[j, i]
            if end is None:
                assert label == -1
            else:
                assert math.dist(end, places[label]) < 1e-6
    assert [len(b.members) for b in done.basins] == [
        int((done.labels == i).sum()) for i in range(4)
    ]


def test_the_labels_of_two_wells_change_at_the_maximum():
    done = catchment(WELLS, "[-2,2]", 200, rate="0.1")
    left, right = (basin.point[0] for basin in done.basins)
    assert left < 0 < right and done.basins[0].value < done.basins[1].value
    top = min(np.roots([1, 0, -1, 0.1]), key=abs)  # the slope x^3 - x + 1/10 vanishes there
    middles = -2 + 4 * (np.arange(200) + 0.5) / 200
    assert done.labels.tolist() == [int(x > top) for x in middles]


@pytest.mark.slow
def test_a_longer_step_changes_who_comes_where():
    slow, fast = (catchment(WELLS, "[-2,2]", 50, rate=rate).labels for rate in ("0.1", "0.9"))
    assert (slow != fast).any()


def test_what_comes_nowhere_is_counted_as_such():
    done = catchment("-x^2 + x^4/100", "[-20,20]", 40, rate="0.2", steps=300)
    assert (done.labels == -1).any()
    assert "come to none" in basins(done).alternative


def test_a_line_of_minimisers_ends_in_good_time():
    done = catchment("(x-y)^2", "[-1,1]", 60, rate="0.1")
    assert len(done.basins) <= MOST_KINDS
    kinds, of_each = alike(np.array([[0.0, 1.0, 0.0001, 1.0, 1.0]]))
    assert kinds.tolist() == [1, 0] and of_each.tolist() == [1, 0, 1, 0, 0]


@pytest.mark.parametrize(
    "text, within, side, words",
    [
        ("x^2+y^2+z^2", "[0,1]", 10, "one or two variables"),
        ("x^2", None, 10, "a box with ends"),
        ("x^2", "[0,1]", 1, "2 to 1000"),
        ("x^2", "[0,1]", 5000, "2 to 1000"),
    ],
)
def test_a_catchment_refuses(text, within, side, words):
    with pytest.raises(InputError, match=words):
        catchment(text, within, side, rate="0.1")


def test_the_plot_has_a_letter_for_each_minimum_and_its_share_in_words():
    done = catchment(WELLS, "[-2,2]", 40, rate="0.1")
    made = basins(done)
    (cells,) = (mark for mark in made.marks if isinstance(mark, Cells))
    assert cells.rows == (tuple(done.labels.tolist()),)
    letters = [plain(mark.names[0]) for mark in made.marks if isinstance(mark, Dots)]
    assert letters == ["A", "B"]
    share = 100 * len(done.basins[0].members) / 40
    assert f"{share:.3g} % come to x = −1.04668" in made.alternative
