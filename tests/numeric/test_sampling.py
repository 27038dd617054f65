"""Starts fill a box evenly, the same ones for the same seed."""

import math

import numpy as np

from symdescent.numeric.box import Box, scattered, sides, unbounded


def test_every_slice_of_every_side_holds_one_point():
    points = scattered(Box((-1.0, 2.0), (3.0, 2.5)), 50)
    for row, low, high in zip(points, (-1.0, 2.0), (3.0, 2.5), strict=True):
        slices = np.floor((row - low) / (high - low) * 50)
        assert sorted(slices) == list(range(50))


def test_the_seed_decides():
    assert (scattered(unbounded(2), 9, 1) == scattered(unbounded(2), 9, 1)).all()
    assert (scattered(unbounded(2), 9, 1) != scattered(unbounded(2), 9, 2)).any()


def test_sides_without_a_bound():
    low, high = sides(
        Box((-math.inf, 3.0, -math.inf, -50.0), (math.inf, math.inf, -40.0, math.inf))
    )
    assert low.tolist() == [-10, 3, -60, -50]
    assert high.tolist() == [10, 23, -40, 10]
