"""A Setting and values of some of its settings, or many starts, go in; the ends of walks come out.

All walks are made abreast, as the columns of arrays.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from symdescent.calculus import compilation
from symdescent.calculus.rule_step import fuse
from symdescent.numeric.batch import Ends, run_batch
from symdescent.numeric.descent import Stop
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Ending
from symdescent.optimizers import Rule
from symdescent.problem.setting import Setting


def abreast(
    setting: Setting,
    values: Mapping[str, Sequence[float]],
    stop: Stop,
    goal: ArrayLike = -np.inf,
    starts: Array | None = None,
) -> Ends:
    """One walk a column: with the i-th value of each named setting, from the i-th start (n, m).

    Raises KeyboardInterrupt where the walks were stopped by hand: half of them tell nothing.

    Without starts all begin at that of the setting. `goal`: a value, or one a column.
    """
    rule = setting.rule
    assert isinstance(rule, Rule)  # an algorithm does not run as columns
    blocks = setting.optimizer.blocks(len(setting.start))
    update = fuse(setting.derivation, rule, blocks, free=tuple(values))
    if starts is None:
        starts = np.array([[float(x)] for x in setting.start])
    columns = compilation.compiled_batch(update, starts, values, setting.bounds.box)
    ends = run_batch(columns, stop, goal)
    if ends.ended(Ending.STOPPED).any():
        raise KeyboardInterrupt
    return ends
