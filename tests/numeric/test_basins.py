"""Ends of descents are gathered by the stationary point that they are near."""

import numpy as np

from symdescent.numeric.basins import Shape, basins, polish, shape
from symdescent.numeric.box import Box, unbounded
from symdescent.studies import objective

WELLS = objective("(x^2-1)^2 + y^2")  # minima at (-1, 0) and (1, 0), a saddle at (0, 0)
FREE = unbounded(2)


def test_ends_near_one_point_are_one():
    ends = np.array([[0.999, 1.0002, -1.001, 1e-5], [1e-4, 0.0, 2e-3, -1e-5]])
    found = basins(WELLS, ends, np.arange(4), FREE)
    assert [b.members.tolist() for b in found] == [[0, 1], [2], [3]] or [
        b.members.tolist() for b in found
    ] == [[2], [0, 1], [3]]
    assert [b.value for b in found] == [0, 0, 1]
    assert [b.shape for b in found] == [Shape.MINIMUM, Shape.MINIMUM, Shape.SADDLE]


def test_only_those_asked_for_are_gathered():
    ends = np.array([[1.0, -1.0], [0.0, 0.0]])
    (only,) = basins(WELLS, ends, np.array([1]), FREE)
    assert only.members.tolist() == [1]
    assert only.point.tolist() == [-1, 0]


def test_a_polish_stays_where_newton_leads_away():
    far = np.array([0.58, 0.0])  # next to where the curvature 12x^2 - 4 vanishes
    assert polish(WELLS, far, FREE).tolist() == far.tolist()


def test_an_edge_of_the_box_holds_what_presses_on_it():
    box = Box((2.0, -1.0), (3.0, 1.0))
    edge = np.array([2.0, 1e-4])
    assert polish(WELLS, edge, box).tolist() == [2, 0]
    assert shape(WELLS, np.array([2.0, 0.0]), box) is Shape.MINIMUM


def test_a_valley_is_flat():
    assert shape(objective("(x+y)^2"), np.array([1.0, -1.0]), FREE) is Shape.FLAT
