"""A step whose rate may be changed goes in, a rate that a trial run descends with comes out."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from symdescent.numeric.descent import Descent, Stop, descend, normals
from symdescent.numeric.objective import Objective, compiled
from symdescent.numeric.rates import HALVINGS, HESSIAN_LIMIT, Rate, rounded_down
from symdescent.numeric.run import Ending, Run

LONGEST = 2000  # steps of a trial run
LOOKS = 24  # points of a trial run at which the curvature is taken
FALL = 1e-4  # of what the slope promises, that a step must fall (L. Armijo 1966)
FINE = (Ending.CONVERGED, Ending.OUT_OF_STEPS)


@dataclass(frozen=True, eq=False)
class Trial:
    """A descent whose rate stands last in its memory, and how many steps it will take.

    `noise`: how many random numbers a step asks for.
    """

    descent: Descent
    objective: Objective
    steps: int
    noise: int = 0

    @property
    def length(self) -> int:
        """The steps of a trial run: as many as will be taken, up to LONGEST."""
        return max(min(self.steps, LONGEST), 1)

    def run(self, rate: Fraction) -> Run:
        """A run at that rate."""
        memory = (*self.descent.memory[:-1], float(rate))
        draws = normals(self.noise) if self.noise else None
        return descend(replace(self.descent, memory=memory, draws=draws), Stop(self.length))


def sampled_rate(trial: Trial) -> Rate:
    """1/L with the largest curvature L met on a trial run, which must end no higher than it began.

    Where nothing bends, the rate of a line search (L. Armijo 1966, doi:10.2140/pjm.1966.16.1).
    """
    start = trial.descent.start
    bend = largest_bend(trial.objective, [start])
    rate = rounded_down(1 / bend, 2) if bend > 0 and math.isfinite(1 / bend) else searched(trial)
    for halvings in range(HALVINGS):
        run = trial.run(rate)
        seen = largest_bend(trial.objective, looked_at(run))
        if fell(run) and float(rate) * seen <= 1 + 1e-9:
            return Rate(rate, told(bend, seen, rate, run.steps))
        if fell(run) and halvings > HALVINGS // 2:
            return Rate(rate, f"halved until a trial run of {run.steps} steps descended (observed)")
        lower = rounded_down(min(1 / seen, float(rate)), 2) if seen > 0 else rate
        rate = lower if fell(run) and lower < rate else rounded_down(float(rate) / 2, 2)
    return Rate(rate, "the smallest rate that was tried; none of them descended")


def told(bend: float, seen: float, rate: Fraction, steps: int) -> str:
    trial = f"a trial run of {steps} step{'s' * (steps != 1)}"
    if seen > 0 and float(rate) * seen > 0.5:
        return f"1/L, L = {seen:.4g} the largest curvature seen on {trial} (checked numerically)"
    source = f"1/L at the start, L = {bend:.4g}" if bend > 0 else "a line search at the start"
    return f"{source}, shortened until {trial} descended (observed)"


def tried_rate(trial: Trial, usual: Fraction, name: str) -> Rate:
    """The usual rate of a rule, halved until a trial run ends no higher than it began."""
    rate = usual
    for halvings in range(HALVINGS):
        run = trial.run(rate)
        if fell(run):
            often = f", halved {halvings} times," if halvings else ""
            words = f"the usual one of {name}{often} with which a trial run descended (observed)"
            return Rate(rate, words)
        rate = rate / 2
    return Rate(rate, "the smallest rate that was tried; none of them descended")


def fell(run: Run) -> bool:
    """Whether the run is whole, and ended no higher than it began."""
    return run.outcome.ending in FINE and bool(run.values[-1] <= run.values[0])


def looked_at(run: Run) -> Iterator[tuple[float, ...]]:
    """Points of a run, more of them at its beginning."""
    rows = {int(round(row)) for row in np.geomspace(1, run.steps + 1, LOOKS)}
    return (tuple(run.points[row - 1].tolist()) for row in sorted(rows))


def largest_bend(objective: Objective, points: Iterable[tuple[float, ...]]) -> float:
    """The largest curvature in size at some points; 0 where there is none to be had."""
    if len(objective.names) > HESSIAN_LIMIT:
        return 0.0
    hessians = [objective.hessian(point) for point in points]
    sizes = [np.abs(np.linalg.eigvalsh(h)).max() for h in hessians if np.isfinite(h).all()]
    return float(max(sizes, default=0.0))


def searched(trial: Trial) -> Fraction:
    """The longest of shrinking steps from the start that falls as its slope promises."""
    start = trial.descent.start
    value, *slope = compiled(trial.objective).slope.at(start)
    steep = math.hypot(*slope)
    rate = (1 + math.hypot(*start)) / steep if 0 < steep < math.inf else 0.1
    for _ in range(HALVINGS):
        moved = [x - rate * g for x, g in zip(start, slope, strict=True)]
        if compiled(trial.objective).height.at(moved)[0] <= value - FALL * rate * steep**2:
            break
        rate /= 2
    return rounded_down(rate, 2)
