"""The points of a run and where it goes come in; the factor by which its steps shrink the gap
comes out."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from symdescent.numeric.evaluation import Array

FLOOR: Final = 1e-11  # of the size of the target: nearer than that, rounding is what is seen
FEWEST: Final = 4  # steps that a mean is taken over


def observed_factor(points: Array, target: Sequence[float]) -> float | None:
    """The mean factor a step over the later half of `points` (k, n) that is free of rounding.

    A geometric mean, as gaps that turn or swing need one; None where there are too few steps.
    """
    goal = np.asarray(target)
    away = np.linalg.norm(points - goal, axis=1)  # (k,)
    clear = np.flatnonzero(away <= FLOOR * (1 + float(np.abs(goal).max())))
    last = int(clear[0]) - 1 if len(clear) else len(away) - 1
    first = last // 2
    if last - first < FEWEST:
        return None
    return float((away[last] / away[first]) ** (1 / (last - first)))
