"""A box goes in, points spread over it come out: seeded, and so the same each time."""

from typing import Final

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.evaluation import Array

USUAL: Final = 10.0  # half the width of a side that has no bound


def scattered(box: Box, many: int, seed: int = 0) -> Array:
    """`many` points (n, many) of a Latin hypercube in the box, [-10, 10] where it has no bounds.

    Every side is cut into as many slices as there are points, and each slice holds one of them
    (M. D. McKay, R. J. Beckman, W. J. Conover 1979, doi:10.1080/00401706.1979.10489755).
    """
    low, high = sides(box)
    random = np.random.default_rng(seed)
    slices = np.stack([random.permutation(many) for _ in low])
    shares = (slices + random.random(slices.shape)) / max(many, 1)
    points: Array = low[:, None] + shares * (high - low)[:, None]
    return points


def sides(box: Box) -> tuple[Array, Array]:
    """The box with its missing bounds filled in: twice the usual half width apart."""
    low, high = np.array(box.low), np.array(box.high)
    width = 2 * USUAL
    far_low = np.where(np.isfinite(high), np.minimum(-USUAL, high - width), -USUAL)
    far_high = np.where(np.isfinite(low), np.maximum(USUAL, low + width), USUAL)
    return np.where(np.isfinite(low), low, far_low), np.where(np.isfinite(high), high, far_high)
