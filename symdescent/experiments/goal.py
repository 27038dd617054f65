"""What descents are measured against: the exact minimum, or the least value that was observed."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from symdescent.calculus.accurate_evaluation import excess, floats, nearest
from symdescent.calculus.gradient import Derivation
from symdescent.numeric.run import Run
from symdescent.proofs import Kind, Minimum
from symdescent.verdict import Word

KNOWN: Final = (Kind.GLOBAL, Kind.NOT_ATTAINED)


@dataclass(frozen=True, eq=False)
class Goal:
    """The value that runs are to come down to, and how sure it is that none is lower.

    `value`: the proved minimum or infimum, else the least value that was observed; -inf where L
    is unbounded below. `slack`: how far above it is near enough.
    """

    minimum: Minimum
    value: float
    slack: float
    word: Word

    @property
    def enough(self) -> float:
        """The value at which a run has come near enough."""
        return self.value + self.slack

    def gap(self, derivation: Derivation, run: Run) -> float:
        """How far the last value lies above the goal, to 50 digits where the goal is exact."""
        if self.word is not Word.OBSERVED and self.minimum.value is not None:
            return excess(derivation, run.points[-1].tolist(), self.minimum.value)
        return float(run.values[-1]) - self.value

    def distance(self, run: Run) -> float | None:
        """How far the last point is from the nearest proved minimiser; None where none is."""
        if self.minimum.kind is not Kind.GLOBAL:
            return None
        near = nearest(self.minimum.points, self.minimum.parameters, run.points[-1].tolist())
        return near.distance if near else None

    def first(self, run: Run) -> int | None:
        """The first step from which on the run stays near enough."""
        away = np.flatnonzero(run.values > self.enough)
        first = int(away[-1]) + 1 if len(away) else 0
        return first if first <= run.steps else None


def goal(minimum: Minimum, observed: Iterable[float], tolerance: float) -> Goal:
    """The proved minimum or infimum if there is one, else the least of the observed values.

    Near enough is `tolerance`, as a share of the value where that is larger than 1.
    """
    if minimum.kind in KNOWN and minimum.value is not None:
        value, word = float(floats([minimum.value])[0]), Word(minimum.word)
    else:
        unbounded = minimum.kind is Kind.UNBOUNDED
        value = -math.inf if unbounded else min(observed, default=-math.inf)
        word = Word(minimum.word) if unbounded else Word.OBSERVED
    slack = tolerance * max(1.0, abs(value)) if math.isfinite(value) else 0.0
    return Goal(minimum, value, slack, word)
