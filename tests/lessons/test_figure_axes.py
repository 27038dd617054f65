"""Ticks at round numbers, ends and margins of what is shown."""

import pytest

from symdescent.lessons.figures import plots
from symdescent.lessons.figures.scenes import framed, to_one_scale
from symdescent.render.labels import plain

LINEAR = [
    (0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    (-1.3, 1.3, ["−1", "−0.5", "0", "0.5", "1"]),
    (3.2, 14.8, ["4", "6", "8", "10", "12", "14"]),
    (0, 1e9, ["0", "2·10⁸", "4·10⁸", "6·10⁸", "8·10⁸", "10⁹"]),
    (-2e-5, 2e-5, ["−2·10⁻⁵", "−10⁻⁵", "0", "10⁻⁵", "2·10⁻⁵"]),
]


@pytest.mark.parametrize("low, high, ticks", LINEAR)
def test_ticks_by_equal_steps(low, high, ticks):
    made = plots.linear(("x",), low, high)
    assert [plain(tick.text) for tick in made.ticks] == ticks
    assert made.share((low + high) / 2) == pytest.approx(0.5)


RATIOS = [
    (1e-8, 100, ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1", "10²"]),
    (0.9, 110, ["1", "10", "10²"]),
    (0.9, 30, ["1", "2", "5", "10", "20"]),
    (2.1, 4.9, ["2.5", "3", "3.5", "4", "4.5"]),
]


@pytest.mark.parametrize("low, high, ticks", RATIOS)
def test_ticks_by_equal_ratios(low, high, ticks):
    made = plots.ratios(("x",), low, high)
    assert [plain(tick.text) for tick in made.ticks] == ticks
    assert made.share((low * high) ** 0.5) == pytest.approx(0.5)


@pytest.mark.parametrize("last, ticks", [(1, [0, 1]), (7, [0, 2, 4, 6]), (100, range(0, 101, 20))])
def test_steps_have_whole_ticks(last, ticks):
    assert [tick.at for tick in plots.counting(("k",), last).ticks] == list(ticks)


def test_a_frame_holds_what_must_be_seen_and_what_is_near():
    assert framed([0, 10], [12, 500]) == pytest.approx((-0.96, 12.96))
    assert framed([3], []) == pytest.approx((1.5 - 0.24, 4.5 + 0.24))
    assert framed([0, 10], [], (0, 100)) == pytest.approx((-0.4, 10.8))


def test_one_scale_widens_the_shorter_side():
    across, up = to_one_scale((0, 8), (0, 3), 0.75)
    assert (across, up) == ((0, 8), (-1.5, 4.5))
    assert to_one_scale((0, 80), (0, 1), 0.75) == ((0, 80), (0, 1))
