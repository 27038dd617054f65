"""A compiled step and m starts go in, the ends of m walks come out: every column is a walk.

Each ends as `descend` would end it. The columns are walked in parts that fit in the processor's
cache.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from symdescent.numeric.box import Box
from symdescent.numeric.descent import Stop, normals
from symdescent.numeric.ends import Counts, Ends, blank
from symdescent.numeric.evaluation import Array, Evaluator, Function
from symdescent.numeric.run import Ending
from symdescent.numeric.walkers import Walkers

CELLS: Final = 2**15  # coordinates of a part
FEWEST, MOST = 1024, 2**14  # columns of a part, so that calls cost little beside numbers
CLOCK_EVERY: Final = 16  # steps between two looks at the clock
LEAP: Final = 6 * CLOCK_EVERY  # steps at most without a look


@dataclass(frozen=True, eq=False)
class Ensemble:
    """What is walked: one compiled step (x, memory, noise, settings, t) -> (L, g, x', memory').

    `starts` (n, m); `memory` (k, m), the rule's first values; `settings` (f, m), of those that
    were left free; `box`, for all columns. A step asks for `noise` random numbers, drawn from
    `seed`: all columns get the same ones, so that they differ by start and settings alone
    (common random numbers). `make_blind` makes the step that gives (x', memory') alone.
    """

    step: Evaluator
    starts: Array
    memory: Array
    settings: Array
    box: Box | None = None
    noise: int = 0
    seed: int = 0
    make_blind: Callable[[], Function] | None = None

    def draws(self) -> Iterator[tuple[float, ...]]:
        """The random numbers of each step."""
        return normals(self.noise, self.seed) if self.noise else repeat(())


def first_memory(firsts: Sequence[Fraction | int], starts: Array) -> Array:
    """The memory (k, m) at the starts (n, m): an int is the number of a coordinate."""
    memory = np.empty((len(firsts), starts.shape[1]))
    for row, first in zip(memory, firsts, strict=True):
        row[:] = starts[first] if isinstance(first, int) else float(first)
    return memory


def march(ensemble: Ensemble, stop: Stop, goal: ArrayLike = -np.inf) -> Ends:
    """Walk down every column until one of the reasons to stop.

    `goal`: a value, or one a column (m,); since when it is attained is noted. The seconds of `stop`
    are for all columns together. Ctrl-C ends the walks and not the program: what was reached is
    returned, and what had not set out stands at its start.
    """
    n, m = ensemble.starts.shape
    goals, ends = np.broadcast_to(np.asarray(goal, np.float64), (m,)), blank(n, m)
    width = min(max(FEWEST, CELLS // n), MOST)
    begin, interrupted = time.monotonic(), False
    blind = ensemble.make_blind() if ensemble.make_blind and not ensemble.noise else None
    for left in range(0, m, width):
        place = np.arange(left, min(left + width, m))
        walkers = gathered(ensemble, blind, place, ends)
        deadline = begin + stop.seconds * (int(place[-1]) + 1) / m
        with np.errstate(all="ignore"):
            walkers.set_out(place, goals[place], stop.gradient_norm)
            interrupted = interrupted or walked(walkers, stop, deadline)
            walkers.leave(Ending.STOPPED)
    return ends.sealed()


def gathered(ensemble: Ensemble, blind: Function | None, place: Counts, ends: Ends) -> Walkers:
    """Some of the columns, at their starts."""
    rows = (*ensemble.starts, *ensemble.memory)
    return Walkers(
        step=ensemble.step.arrays,
        blind=blind,
        state=[row[place] for row in rows],
        settings=[row[place] for row in ensemble.settings],
        draws=ensemble.draws(),
        box=ensemble.box if ensemble.box and ensemble.box.bounded else None,
        ends=ends,
    )


def walked(walkers: Walkers, stop: Stop, deadline: float) -> bool:
    """Walk until all columns have ended, or out of steps, time or patience: whether by Ctrl-C."""
    try:
        while walkers.t < stop.steps:
            if not walkers.walking:
                return False
            if not walkers.t % CLOCK_EVERY and time.monotonic() > deadline:
                walkers.leave(Ending.OUT_OF_TIME)
                return False
            if not walkers.leap(min(LEAP, stop.steps - walkers.t)):
                walkers.move()
        walkers.exhaust()
    except KeyboardInterrupt:
        return True
    return False
