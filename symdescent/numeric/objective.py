"""A formula as functions of float64: value, gradient, Hessian, at points or columns of points."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symdescent.errors import InputError
from symdescent.notebook_hook import short

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


@dataclass(frozen=True, eq=False)
class Compiled:
    """The functions that an objective calls.

    `height` gives L alone, `slope` L and the n slopes; `make_bend` makes the function of the n*n
    second derivatives, row by row.
    """

    height: Evaluator
    slope: Evaluator
    make_bend: Callable[[], Evaluator]

    @cached_property
    def bend(self) -> Evaluator:
        """The second derivatives, compiled when first asked for."""
        return self.make_bend()


@dataclass(frozen=True, eq=False, repr=False)
class Objective:
    """L with its gradient, and its Hessian on first use; `names` of the n variables."""

    names: tuple[str, ...]
    _compiled: Compiled

    __repr__ = short

    def value(self, x: ArrayLike) -> "float | Array":
        """L at a point (n,) as a float, or at m points (n, m) as (m,); nan where undefined."""
        point = checked(x, self.names)
        if point.ndim == 2:
            heights: Array = self._compiled.height.across(point)[0]
            return heights
        return self._compiled.height.at(point.tolist())[0]

    def gradient(self, x: ArrayLike) -> Array:
        """The gradient (n,) at a point (n,), or (n, m) at m points (n, m)."""
        point = checked(x, self.names)
        if point.ndim == 2:
            return self._compiled.slope.across(point)[1:]
        return np.array(self._compiled.slope.at(point.tolist())[1:])

    def hessian(self, x: ArrayLike) -> Array:
        """The Hessian (n, n) at a point (n,), or (n, n, m) at m points; InputError if n > 50."""
        point = checked(x, self.names)
        n = len(self.names)
        if point.ndim == 2:
            return self._compiled.bend.across(point).reshape(n, n, -1)
        return np.array(self._compiled.bend.at(point.tolist())).reshape(n, n)


def compiled(objective: Objective) -> Compiled:
    """What an objective calls, without its checks: for who walks on it."""
    return objective._compiled


def checked(x: ArrayLike, names: Sequence[str]) -> Array:
    """The point as float64; InputError unless its shape is (n,), (n, m), or () where n = 1."""
    point, n = real(x), len(names)
    if point.ndim == 0 and n == 1:
        return point.reshape(1)
    if point.ndim not in (1, 2) or point.shape[0] != n:
        shape = f"expected shape ({n},) or ({n}, m) for {', '.join(names[:6])}"
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


VALUE, GRADIENT, HESSIAN = "value", "gradient", "hessian"


def counting(objective: Objective) -> tuple[Objective, Counter[str]]:
    """The objective, and how often its value, gradient and Hessian have been asked for since.

    A gradient comes with the value, which is counted too.
    """
    calls: Counter[str] = Counter()
    inner = compiled(objective)
    outer = Compiled(
        height=counted(inner.height, calls, (VALUE,)),
        slope=counted(inner.slope, calls, (VALUE, GRADIENT)),
        make_bend=lambda: counted(inner.bend, calls, (HESSIAN,)),
    )
    return Objective(objective.names, outer), calls


def counted(evaluator: Evaluator, calls: Counter[str], names: tuple[str, ...]) -> Evaluator:
    """The same function, which counts each call under the names."""

    def scalars(*point: float) -> tuple[float, ...]:
        calls.update(names)
        return evaluator.scalars(*point)

    return Evaluator(scalars, lambda: evaluator.arrays)
