"""Plots against numbers by hand: where marks lie, what axes show, and what is told in words."""

import math
from itertools import pairwise

import numpy as np
import pytest
from sympy import Integer, pi

import symdescent
from symdescent.errors import InputError
from symdescent.lessons.figures.captions import WORDS
from symdescent.lessons.figures.films import film, panels, race, still, strides
from symdescent.lessons.figures.landscapes import contours, curve
from symdescent.lessons.figures.plots import Cells, Dots, Line, Role
from symdescent.lessons.figures.progress import gap
from symdescent.proofs.critical_points import Critical, Nature
from symdescent.render.labels import plain
from tests.figure_cases import KINDS, parabola, parabola_film, plot, race_film, rosenbrock


def marks(made, role):
    return [mark for mark in made.marks if mark.role is role]


def test_the_iterates_of_the_parabola_lie_on_it():
    (dots,) = marks(plot("curve"), Role.ITERATE)
    expected = [(4 + 10 * 0.9**k, 50 * 0.81**k) for k in range(101)]
    assert np.array(dots.points[:6]) == pytest.approx(np.array(expected[:6]))
    for point in dots.points:
        assert min(math.dist(point, other) for other in expected) < 1e-9
    assert [mark.points for mark in marks(plot("curve"), Role.MINIMUM)] == [((4.0, 0.0),)]
    assert [mark.points for mark in marks(plot("curve"), Role.START)] == [((14.0, 50.0),)]


def test_the_curve_is_the_parabola_to_a_thousandth_of_the_height():
    (line,) = marks(plot("curve"), Role.CURVE)
    (piece,) = line.pieces
    xs, ys = np.array(piece).T
    fine = np.linspace(xs[0], xs[-1], 2000)
    height = plot("curve").up.high - plot("curve").up.low
    steepest = (xs[-1] - 4) * (xs[-1] - xs[0]) / height  # in shares of the frame
    allowance = 0.0009 * math.hypot(1, steepest) * height  # what is thinned, across the line
    assert np.abs(np.interp(fine, xs, ys) - (fine - 4) ** 2 / 2).max() < allowance
    assert len(piece) < 60


def test_the_window_of_the_parabola_goes_from_start_to_minimum_and_on():
    """On the other side of the minimum half as far, so that the bowl is seen."""
    across, up = plot("curve").across, plot("curve").up
    assert (across.low, across.high) == pytest.approx((4 - 5 - 1.2, 14 + 1.2))
    assert up.low < 0 and 50 < up.high < 70
    assert [plain(tick.text) for tick in across.ticks] == ["0", "5", "10", "15"]


def test_the_gap_of_the_parabola_falls_by_its_rate():
    series, norms = marks(plot("gap"), Role.SERIES)
    (derived,) = marks(plot("gap"), Role.DERIVED)
    for line, factor, first in ((series, 0.81, 50), (norms, 0.9, 10), (derived, 0.81, 50)):
        (k, size), (last, end) = line.pieces[0][0], line.pieces[0][-1]
        assert (k, size) == pytest.approx((0, first))
        slope = (math.log10(end) - math.log10(size)) / (last - k)
        assert slope == pytest.approx(math.log10(factor), abs=1e-9)
    assert "0.81" in plain(derived.label)


def test_the_rate_at_a_minimum_is_told_apart_from_that_of_a_quadratic():
    made = gap(symdescent.study("x^4 - 3x^3 + 2", start=3, rate="0.01", steps=60))
    (derived,) = marks(made, Role.DERIVED)
    curvature = 12 * (9 / 4) ** 2 - 18 * (9 / 4)  # of x^4 - 3x^3 + 2 at its minimum 9/4
    assert f"{(1 - 0.01 * curvature) ** 2:.4g}" in plain(derived.label)
    assert "at the minimum" in plain(derived.label) and "Hessian" in made.alternative


def test_no_rate_is_derived_for_adam():
    assert marks(gap(rosenbrock()), Role.DERIVED) == []


def test_without_a_proved_value_the_gradient_norm_stands_alone():
    made = gap(symdescent.study("-x^2", start=1, rate="0.5", steps=900))
    (only,) = marks(made, Role.SERIES)
    assert "∇" in plain(only.label)
    assert max(y for _, y in only.pieces[0]) < 1e300


def test_level_lines_are_level_and_grow():
    made = plot("contours")
    values = []
    for line in marks(made, Role.CONTOUR):
        points = np.array([point for piece in line.pieces for point in piece])
        heights = (1 - points[:, 0]) ** 2 + 100 * (points[:, 1] - points[:, 0] ** 2) ** 2
        values.append(float(np.median(heights)))
        assert np.abs(heights - values[-1]).max() < 0.02 * values[-1] + 0.1
    assert len(values) == 12 and all(a < b for a, b in pairwise(values))


def test_a_map_is_to_one_scale():
    across, up = plot("contours").across, plot("contours").up
    assert (up.high - up.low) / (across.high - across.low) == pytest.approx(plot("contours").ratio)


def test_the_path_is_that_of_the_run():
    run = rosenbrock().run
    (line,) = marks(plot("contours"), Role.PATH)
    drawn = np.array([point for piece in line.pieces for point in piece])
    for point in drawn:
        assert np.linalg.norm(run.points - point, axis=1).min() < 1e-12
    assert drawn[0].tolist() == [-1.2, 1]


def test_a_box_is_drawn_and_not_left():
    made = curve(symdescent.study("(x-4)^2", start=1, rate="0.1", steps=20, box="0<=x<=2"))
    (edge,) = marks(made, Role.EDGE)
    assert sorted({x for piece in edge.pieces for x, _ in piece}) == [0, 2]
    (line,) = marks(made, Role.CURVE)
    xs = [x for piece in line.pieces for x, _ in piece]
    assert min(xs) >= 0 and max(xs) == 2 < made.across.high
    assert [mark.points for mark in marks(made, Role.MINIMUM)] == [((2.0, 4.0),)]


def test_other_critical_points_are_marked_and_told():
    study = symdescent.study("x^4 - 2x^2", start=2, rate="0.01", steps=50)
    found = symdescent.search("x^4 - 2x^2").minimum.points
    zero = found[0][0] * 0
    known = [Critical((zero,), zero, Nature.MAXIMUM)]
    made = curve(study, known)
    assert [mark.points for mark in marks(made, Role.CRITICAL)] == [((0.0, 0.0),)]
    (least,) = marks(made, Role.MINIMUM)
    assert sorted(least.points) == [(-1.0, -1.0), (1.0, -1.0)]
    assert "Other critical points: x = 0." in made.alternative


def test_only_critical_points_within_the_picture_are_told_in_order():
    study = symdescent.study("cos(x)", start=1, rate="0.5", steps=20)
    places = [4, 0, -1, 1, 2, 40, 3]  # multiples of pi
    known = [
        Critical((n * pi,), Integer((-1) ** n), Nature.MINIMUM if n % 2 else Nature.MAXIMUM)
        for n in places
    ]
    made = curve(study, known)
    assert "125.6" not in made.alternative
    told = made.alternative.partition("Other critical points: ")[2]
    assert "x = 3.14159" not in told
    assert told.startswith("x = 0")
    assert "x = 3.14159" in made.alternative


def test_a_descent_that_diverges_leaves_the_window_and_nothing_else():
    study = symdescent.study("x^2 + y^4", start="1,1", rate="3", steps=100)
    made = contours(study)
    assert made.across.high - made.across.low < 20
    assert "diverged" in made.alternative


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_in_a_plot_lies_within_its_axes(kind):
    made = plot(kind)
    points = [
        point
        for mark in made.marks
        if not isinstance(mark, Cells)
        for group in (mark.pieces if isinstance(mark, Line) else (mark.points,))
        for point in group
    ]
    assert points
    for point in points:
        assert all(-1e-9 <= share <= 1 + 1e-9 for share in made.place(point))


@pytest.mark.parametrize("kind", KINDS)
def test_every_plot_has_ticks_labels_and_an_alternative(kind):
    made = plot(kind)
    for axis in (made.across, made.up):
        assert 2 <= len(axis.ticks) <= 10 and axis.label
        assert all(axis.low <= tick.at <= axis.high for tick in axis.ticks)
    assert made.alternative.endswith(".") and "nan" not in made.alternative
    assert any(isinstance(mark, Dots | Line) for mark in made.marks)


def test_the_alternative_tells_the_numbers():
    assert plot("curve").alternative == (
        "The graph of L(x) for x from −2.2 to 15.2. Gradient descent starts at x = 14, where "
        "L = 50; after 100 steps it is at x = 4.00027, where L = 3.528e−8 (out of steps). "
        "The exact minimum, L = 0, is at x = 4."
    )


def test_the_alternative_has_a_second_language():
    told = curve(parabola(), language="de").alternative
    assert told.startswith("Der Graph von L(x) für x von −2.2 bis 15.2.")
    fields = [{w for w in words.split("{")[1:]} for words in WORDS["en"].values()]
    assert fields  # that both have the same sentences is asserted where they stand


def test_optimizers_and_paths_tell_each_by_its_name():
    for kind in ("optimizers", "paths"):
        labels = [plain(m.label) for m in plot(kind).marks if not isinstance(m, Cells) and m.label]
        assert {"gd@0.001", "momentum@0.001", "adam@0.05"} <= set(labels)


def test_a_sweep_parts_what_converges_from_what_does_not():
    made = plot("sweep")
    (near,), (lost,), (edge,) = (marks(made, r) for r in (Role.ITERATE, Role.LOST, Role.EDGE))
    # the eigenvalues of the Hessian are 1 and 26: stable below 2/26
    assert [x for piece in edge.pieces for x, _ in piece] == pytest.approx([2 / 26] * 2)
    assert max(x for x, _ in near.points) < 2 / 26 < min(x for x, _ in lost.points)
    for rate, steps in near.points:
        assert steps == by_hand(rate)


def by_hand(rate):
    """The steps until (17x^2 - 24xy + 10y^2)/2 is at most 1e-6, from (2, 11)."""
    x, y = 2.0, 11.0
    for k in range(501):
        if (17 * x * x - 24 * x * y + 10 * y * y) / 2 <= 1e-6:
            return k
        x, y = x - rate * (17 * x - 12 * y), y - rate * (10 * y - 12 * x)
    return None


def test_a_sweep_of_two_settings_has_no_figure():
    from symdescent.lessons.figures.progress import sweep

    done = symdescent.sweep(
        "x^2", {"lr": "0.1,0.2", "momentum": "0,0.5"}, optimizer="momentum", start=1, steps=50
    )
    with pytest.raises(InputError, match="one setting"):
        sweep(done)


@pytest.mark.parametrize("draw, text", [(curve, "x^2+y^2"), (contours, "x^2"), (contours, "x+y+z")])
def test_a_figure_refuses_the_wrong_number_of_variables(draw, text):
    with pytest.raises(InputError, match="variable"):
        draw(symdescent.study(text, start=1, rate="0.1", steps=3))


def test_a_film_has_a_frame_for_every_step_that_is_seen():
    """As long as the dot is seen to move, and the last step: that is until 10*0.9^k is a thousandth
    of the width of the frame."""
    made = parabola_film()
    wide = made.plot.across.high - made.plot.across.low
    end = next(k for k in range(101) if 10 * 0.9**k - 10 * 0.9**100 <= wide / 1000)
    assert made.steps == (*range(end + 1), 100) and 40 < end < 90
    [walk] = made.walks
    expected = np.array([(14, 50), (13, 40.5), (12.1, 32.805)])
    assert np.array(walk.points[:3]) == pytest.approx(expected)
    assert walk.points[-1] == pytest.approx((4 + 10 * 0.9**100, 50 * 0.81**100))
    assert [mark.role for mark in made.plot.marks if mark.role is Role.PATH] == []


@pytest.mark.parametrize("frames", [2, 3, 30, 101])
def test_a_film_has_no_more_frames_than_asked_for(frames):
    made = film(parabola(), frames=frames)
    assert len(made.steps) <= frames
    assert made.steps[0] == 0 and made.steps[-1] == 100


def test_several_in_one_film_keep_step():
    """Gradient descent ends in the local minimum and stays there while Adam walks on."""
    made = race_film()
    trapped, free = made.walks
    assert len(trapped.points) == len(free.points) == len(made.steps) <= 101
    assert trapped.points[0] == free.points[0] == pytest.approx((12, 8.2 - math.cos(12)))
    at = made.steps.index(1)
    slope = 1.2 + math.sin(12)
    assert trapped.points[at][0] == pytest.approx(12 - 0.7 * slope)
    assert free.points[at][0] == pytest.approx(12 - 0.7)  # Adam's first step is the rate
    x = trapped.points[-1][0]
    assert x / 10 + math.sin(x) == pytest.approx(0, abs=1e-9) and x > 5
    assert free.points[-1] == pytest.approx((0, 0), abs=1e-9)
    labels = [plain(mark.label) for mark in made.plot.marks]
    assert labels[:2] == ["gradient descent", "Adam"]
    steps = [mark for mark in panels(made, 4)[-1].marks if mark.role is Role.END]
    assert len(steps) == 2


def test_a_film_of_several_knows_maps_and_no_more():
    made = race(symdescent.compare("x^2 + 5y^2", "gd@0.1,adam@0.1", start="5,2", steps=30))
    assert made.plot.kind == "paths" and len(made.walks) == 2
    with pytest.raises(InputError, match="one or two variables, not 3"):
        race(symdescent.compare("x^2 + y^2 + z^2", "gd,adam", start="1,2,3", steps=3))


def test_longer_films_take_ever_longer_strides():
    found = strides(10_000, 101)
    assert found[0] == 0 and found[-1] == 10_000 and len(found) == 101
    assert all(b - a <= d - c for (a, b), (c, d) in pairwise(pairwise(found)))


def test_panels_begin_and_end_with_the_descent():
    made = panels(parabola_film(), 6)
    steps = [plain(next(m.label for m in p.marks if m.role is Role.END)) for p in made]
    assert steps[0] == "step 0" and steps[-1] == "step 100" and 4 <= len(steps) <= 6
    [walk] = parabola_film().walks
    last = still(parabola_film(), len(walk.points) - 1)
    assert [m.points for m in last.marks if m.role is Role.END] == [(walk.points[-1],)]


def test_a_film_of_more_variables_shows_the_gap():
    made = film(symdescent.study("x^2 + y^2 + 2z^2", start="1,2,3", rate="0.1", steps=20))
    [walk] = made.walks
    assert walk.points[0] == pytest.approx((0, 23))
    assert made.plot.kind == "gap" and len(walk.points) == 21
