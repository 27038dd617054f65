"""A descent whose rule averages goes in, its answers at each step come out as a run of their own.

The descent is walked once more, so that the many rules whose answer is the point pay nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, repeat

import numpy as np

from symdescent.numeric.descent import Descent
from symdescent.numeric.evaluation import Array
from symdescent.numeric.objective import Objective, compiled
from symdescent.numeric.run import Run, frozen


def answered(run: Run, descent: Descent, place: slice, objective: Objective) -> Run:
    """The run with the answers, which stand at `place` in the state, in place of its points.

    The run itself where the formula has no finite value or gradient at one of them.
    """
    points = np.array(list(islice(states(descent, place), run.steps + 1)))
    value, *slopes = compiled(objective).slope.across(points.T)
    gradients: Array = np.array(slopes).T
    if not (np.isfinite(value).all() and np.isfinite(gradients).all()):
        return run
    kept = (frozen(points), frozen(np.array(value)), frozen(gradients.copy()))
    return replace(run, points=kept[0], values=kept[1], gradients=kept[2])


def states(descent: Descent, place: slice) -> Iterator[tuple[float, ...]]:
    """Part of the state before each step, without end: the same steps as `walk` makes."""
    n, state = len(descent.start), (*descent.start, *descent.memory)
    project = descent.box.project if descent.box and descent.box.bounded else None
    for t, draw in enumerate(descent.draws or repeat(()), 1):
        yield state[place]
        state = descent.step.at((*state, *draw, t))[n + 1 :]
        if project:
            state = (*project(state[:n]), *state[n:])
