"""A Setting and a goal go in, the same Setting at the best rate of a fine grid comes out."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

import numpy as np

from symdescent.experiments.columns import abreast
from symdescent.numeric.batch import Ends
from symdescent.numeric.descent import Stop
from symdescent.numeric.rate_search import Rate
from symdescent.numeric.run import LOST
from symdescent.optimizers import Rule
from symdescent.problem.setting import Setting

COARSE: Final = tuple(10.0 ** (i / 6 - 6) for i in range(49))  # 1e-6 to 100
FINE: Final = tuple(10.0 ** (i / 60) for i in range(-10, 11))  # about the best of the coarse
LONGEST: Final = 5000  # steps of a trial


def tuned(setting: Setting, enough: float) -> Setting:
    """The setting at the rate, of some seventy, that comes to a value in the fewest steps.

    Where none comes there, the one that ends lowest. A method without a rate stays as it is.
    """
    rule = setting.rule
    if not isinstance(rule, Rule) or "lr" not in rule.settings:
        return setting
    stop = replace(setting.stop, steps=min(setting.stop.steps, LONGEST))
    best = fastest(setting, COARSE, stop, enough)
    best = fastest(setting, [best * factor for factor in FINE], stop, enough)
    value = Fraction(f"{best:.3g}")
    optimizer = replace(setting.optimizer, rule=rule.with_settings({"lr": value}))
    return replace(setting, optimizer=optimizer, rate=Rate(value, "tuned"))


def fastest(setting: Setting, rates: Sequence[float], stop: Stop, enough: float) -> float:
    """The rate whose walk comes to the value first, else ends lowest."""
    ends = abreast(setting, {"lr": rates}, stop, enough)
    return rates[min(range(len(rates)), key=lambda i: rank(ends, i, enough))]


def rank(ends: Ends, i: int, enough: float) -> tuple[bool, int, float]:
    """Walks that came there and stayed before the others; those by steps, these by their end."""
    value = float(ends.values[i]) if ends.ending(i) not in LOST else np.inf
    near = value <= enough
    return not near, int(ends.reached[i]) if near else 0, value
