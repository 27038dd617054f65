"""What a descent leaves behind: its iterates as arrays, and one sentence on how it ended."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any, Final, NamedTuple

import numpy as np

from symdescent.errors import MissingExtra
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.objective import Array


def frame(names: Sequence[str], points: Array, values: Array, gradients: Array) -> Any:
    """A DataFrame with a row for each step: the coordinates, the value, the slopes.

    Raises MissingExtra without pandas.
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise MissingExtra("a table of iterates", "frame") from None
    value = "value" if "value" not in names else "the value"
    columns = {name: points[:, i] for i, name in enumerate(names)} | {value: values}
    columns |= {f"slope of {name}": gradients[:, i] for i, name in enumerate(names)}
    index = pandas.RangeIndex(len(values), name="step")
    return pandas.DataFrame(columns, index=index)


Keep = Callable[[tuple[float, ...]], None]


class Iterate(NamedTuple):
    """Where a descent stands: after `step` steps at `point`, with the value and slopes there."""

    step: int
    point: tuple[float, ...]
    value: float
    gradient: tuple[float, ...]


class Ending(StrEnum):
    """Why a descent ended."""

    CONVERGED = "converged"
    OUT_OF_STEPS = "out of steps"
    OUT_OF_TIME = "out of time"
    DIVERGED = "diverged"
    LEFT_DOMAIN = "left the domain"
    STOPPED = "stopped by hand"
    ENDED = "ended by itself"


LOST: Final = (Ending.DIVERGED, Ending.LEFT_DOMAIN)


@dataclass(frozen=True)
class Outcome:
    """Why a run ended, as one of a fixed set and as a sentence."""

    ending: Ending
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, eq=False)
class Run:
    """A descent over n variables: k iterates, the first being the start, all of them finite.

    `points` (k, n), `values` (k,), `gradients` (k, n), read-only float64; row i is step i.
    """

    rule: str
    names: tuple[str, ...]
    points: Array
    values: Array
    gradients: Array
    outcome: Outcome

    @property
    def best(self) -> int:
        """The row with the least value."""
        return int(np.argmin(self.values))

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.values) - 1

    def to_frame(self) -> Any:
        """The iterates as a pandas DataFrame, a row a step: coordinates, value, slopes.

        Raises MissingExtra where pandas is not installed.
        """
        return frame(self.names, self.points, self.values, self.gradients)

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)


class History:
    """Collects iterates as flat numbers while a descent runs."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.points, self.values, self.gradients = array("d"), array("d"), array("d")

    @property
    def keepers(self) -> tuple[Keep, Keep, Callable[[float], None]]:
        """What keeps a point, a gradient and a value, in this order."""
        return self.points.extend, self.gradients.extend, self.values.append

    def run(self, rule: str, names: tuple[str, ...], outcome: Outcome) -> Run:
        """The whole rows as read-only arrays."""
        k = len(self.values)
        points, gradients = (self.matrix(kept, k) for kept in (self.points, self.gradients))
        return Run(rule, names, points, frozen(np.array(self.values)), gradients, outcome)

    def matrix(self, numbers: "array[float]", k: int) -> Array:
        return frozen(np.array(numbers[: k * self.n]).reshape(k, self.n))


def frozen(numbers: "np.ndarray[Any, np.dtype[np.float64]]") -> Array:
    numbers.setflags(write=False)
    return numbers
