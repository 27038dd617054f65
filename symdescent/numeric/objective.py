"""A compiled formula: value, gradient and Hessian at points of float64, ready for any solver."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from symdescent.errors import InputError
from symdescent.numeric.evaluation import Array, Evaluator


@dataclass(frozen=True, eq=False)
class Objective:
    """L with its gradient, and its Hessian on first use.

    `names` of the n variables; `slope` gives L and the n slopes, `height` L alone; `make_bend`
    makes the function of the n*n second derivatives, row by row.
    """

    names: tuple[str, ...]
    height: Evaluator
    slope: Evaluator
    make_bend: Callable[[], Evaluator]

    @cached_property
    def bend(self) -> Evaluator:
        """The second derivatives, compiled when first asked for."""
        return self.make_bend()

    def value(self, x: ArrayLike) -> "float | Array":
        """L at a point (n,) as a float, or at m points (n, m) as (m,); nan where undefined."""
        point = self.checked(x)
        if point.ndim == 2:
            heights: Array = self.height.across(point)[0]
            return heights
        return self.height.at(point.tolist())[0]

    def gradient(self, x: ArrayLike) -> Array:
        """The gradient (n,) at a point (n,), or (n, m) at m points (n, m)."""
        point = self.checked(x)
        if point.ndim == 2:
            return self.slope.across(point)[1:]
        return np.array(self.slope.at(point.tolist())[1:])

    def hessian(self, x: ArrayLike) -> Array:
        """The Hessian (n, n) at a point (n,), or (n, n, m) at m points; InputError if n > 50."""
        point = self.checked(x)
        n = len(self.names)
        if point.ndim == 2:
            return self.bend.across(point).reshape(n, n, -1)
        return np.array(self.bend.at(point.tolist())).reshape(n, n)

    def checked(self, x: ArrayLike) -> Array:
        """The point as float64; InputError unless its shape is (n,) or (n, m)."""
        point = real(x)
        n = len(self.names)
        if point.ndim not in (1, 2) or point.shape[0] != n:
            shape = f"expected shape ({n},) or ({n}, m) for {', '.join(self.names[:6])}"
            raise InputError("type", f"{shape}; got {point.shape}")
        return point


def real(x: ArrayLike) -> Array:
    """The numbers as float64; InputError for text, complex numbers and rows of unequal length."""
    try:
        given = np.asarray(x)
        if given.dtype.kind in "biufO":
            return given.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        pass
    raise InputError("type", "a point is made of real numbers")
