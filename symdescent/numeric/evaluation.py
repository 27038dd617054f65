"""Two spellings of one function go in, one that never raises on a number comes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Function = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True, eq=False)
class Evaluator:
    """A function of n numbers with k results, on Python floats and on arrays.

    `scalars` is fast for one point and may raise where a result is not finite or not real;
    `make_arrays` makes the same function on arrays, when it is first needed.
    """

    scalars: Function
    make_arrays: Callable[[], Function]

    @cached_property
    def arrays(self) -> Function:
        """The function on arrays: nan and inf instead of exceptions."""
        return self.make_arrays()

    def at(self, point: Sequence[float]) -> tuple[float, ...]:
        """The k results at one point of n floats; nan or inf where they are undefined."""
        try:
            return self.scalars(*point)
        except (ArithmeticError, ValueError):
            return self.at_any(point)

    def at_any(self, point: Sequence[float]) -> tuple[float, ...]:
        """As `at`, the slow way that cannot raise."""
        with np.errstate(all="ignore"):
            return tuple(float(v) for v in self.arrays(*[np.float64(x) for x in point]))

    def across(self, points: Array) -> Array:
        """The results (k, m) at m points given as (n, m)."""
        with np.errstate(all="ignore"):
            results = self.arrays(*points)
        out = np.empty((len(results), points.shape[1]))
        for row, result in zip(out, results, strict=True):
            row[:] = result
        return out
