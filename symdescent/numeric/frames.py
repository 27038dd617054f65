"""The arrays of a run go in, a table of pandas comes out, where pandas is."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from symdescent.errors import MissingExtra
from symdescent.numeric.evaluation import Array


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
