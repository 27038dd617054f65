"""Level lines against circles and against contourpy; polylines cut, thinned and spaced."""

import math

import numpy as np
import pytest

from symdescent.numeric.contours import apart, contours, levels, thinned, within

XS, YS = np.linspace(-2, 2, 81), np.linspace(-1.5, 1.5, 61)
X, Y = np.meshgrid(XS, YS)
BOWL = X**2 + Y**2
SADDLES = np.sin(3 * X) * np.cos(2 * Y) + 0.1 * X


def length(lines):
    return sum(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in lines)


@pytest.mark.parametrize("radius", [0.3, 0.7, 1.2])
def test_a_level_of_a_bowl_is_a_closed_circle(radius):
    (line,) = contours(XS, YS, BOWL, radius**2)
    assert line[0].tolist() == line[-1].tolist()
    # linear between grid points: off by no more than half the curvature times a cell, squared
    assert np.abs(np.hypot(*line.T) - radius).max() < 0.05**2 / radius
    assert length([line]) == pytest.approx(2 * math.pi * radius, rel=1e-2)


@pytest.mark.parametrize("level", [-0.6, -0.1, 0.05, 0.5])
def test_the_lines_are_those_of_contourpy(level):
    contourpy = pytest.importorskip("contourpy")
    theirs = contourpy.contour_generator(XS, YS, SADDLES).lines(level)
    ours = contours(XS, YS, SADDLES, level)
    assert len(ours) == len(theirs)
    assert length(ours) == pytest.approx(length(theirs), rel=1e-9)
    found, expected = ({(round(x, 9), round(y, 9)) for line in some for x, y in line.tolist()}
                       for some in (ours, theirs))  # fmt: skip
    assert found == expected


def test_a_saddle_joins_by_the_mean():
    corners = np.array([[1.0, 0.0], [0.0, 1.0]])
    high = contours(np.array([0.0, 1.0]), np.array([0.0, 1.0]), corners, 0.4)
    low = contours(np.array([0.0, 1.0]), np.array([0.0, 1.0]), corners, 0.6)
    assert len(high) == len(low) == 2
    # the high corners are joined where their mean is above the level: no line parts them
    parted = [
        sorted(np.round(line.mean(axis=0), 2).tolist() for line in some) for some in (high, low)
    ]
    assert parted == [[[0.2, 0.8], [0.8, 0.2]], [[0.2, 0.2], [0.8, 0.8]]]


def test_no_line_leads_through_what_is_undefined():
    holed = np.where(X > 0, BOWL, np.nan)
    lines = contours(XS, YS, holed, 1.0)
    assert length(lines) == pytest.approx(math.pi, rel=0.05)
    assert min(line[:, 0].min() for line in lines) >= 0
    assert contours(XS, YS, np.full_like(X, np.inf), 1.0) == []


def test_levels_of_a_bowl_are_rings_at_equal_distances():
    radii = np.sqrt(levels(np.where(BOWL <= 2.25, BOWL, np.nan), 9))
    assert np.diff(radii) == pytest.approx(np.full(8, 0.15), abs=0.02)


@pytest.mark.parametrize("heights", [np.full((3, 3), 2.0), np.full((3, 3), np.nan)])
def test_what_is_level_has_no_levels(heights):
    assert len(levels(heights, 5)) == 0


def test_a_polyline_is_cut_at_the_frame():
    line = np.array([[-2.0, 0.5], [0.5, 0.5], [0.5, 3.0], [0.75, 0.0]])
    first, second = within(line, (0, 0), (1, 1))
    assert first.tolist() == [[0, 0.5], [0.5, 0.5], [0.5, 1]]
    assert second[0] == pytest.approx([0.5 + 0.25 * 2 / 3, 1])
    assert second[1].tolist() == [0.75, 0]


def test_what_is_not_finite_ends_a_piece():
    line = np.array([[0.1, 0.1], [0.2, 0.2], [np.nan, 0.3], [0.4, np.inf], [0.5, 0.5], [0.6, 0.5]])
    assert [piece.tolist() for piece in within(line, (0, 0), (1, 1))] == [
        [[0.1, 0.1], [0.2, 0.2]],
        [[0.5, 0.5], [0.6, 0.5]],
    ]


def test_a_cut_stays_in_the_frame_however_long_the_segment():
    rng = np.random.default_rng(3)
    line = rng.uniform(-1, 1, (200, 2)) * 10.0 ** rng.uniform(0, 40, (200, 1))
    for piece in within(line, (0, 0), (1, 1)):
        assert ((piece >= 0) & (piece <= 1)).all()


def test_thinning_keeps_within_its_tolerance():
    ts = np.linspace(0, 7, 1000)
    line = np.stack([ts, np.sin(ts)], axis=1)
    kept = thinned(line, 0.01)
    assert kept[0] == 0 and kept[-1] == 999 and len(kept) < 30
    drawn = np.interp(ts, ts[kept], line[kept, 1])
    assert 0.003 < np.abs(drawn - line[:, 1]).max() < 0.012


def test_marks_stand_apart_and_the_ends_are_marked():
    points = np.stack([0.9 ** np.arange(100), np.zeros(100)], axis=1)
    kept = points[apart(points, 0.05)]
    assert kept[0].tolist() == points[0].tolist() and kept[-1].tolist() == points[-1].tolist()
    assert np.abs(np.diff(kept[:, 0])).min() >= 0.05
    assert apart(points[:1], 0.05) == [0]
