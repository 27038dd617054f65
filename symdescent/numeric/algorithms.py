"""An Algorithm and a Search go in, iterates come out: the table of methods that are no formula."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from symdescent.errors import InputError
from symdescent.numeric.limited_memory import as_torch
from symdescent.numeric.places import Search
from symdescent.numeric.run import Iterate
from symdescent.optimizers.algorithm import Algorithm

Walk = Callable[[Search], Iterator[Iterate]]
ALGORITHMS: Final[Mapping[str, Walk]] = {
    "torch L-BFGS": as_torch,
}
BOXED: Final = frozenset[str]()  # those that keep to a box


def iterates(algorithm: Algorithm, search: Search) -> Iterator[Iterate]:
    """The iterates of a method from the start on; they end where it has no further step to make.

    Raises InputError for a box, if the method knows no bounds.
    """
    if search.box.bounded and algorithm.routine not in BOXED:
        message = f"{algorithm.name} knows no bounds"
        raise InputError("domain", message, "leave --box out, or take gradient descent")
    return ALGORITHMS[algorithm.routine](search)
