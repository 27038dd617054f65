"""Learning rates that a descent survives: from the curvature at the start, or along a trial run."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context
from fractions import Fraction

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.descent import Descent, Stop, descend, normals
from symdescent.numeric.objective import Objective, compiled
from symdescent.numeric.run import Ending, Run

HESSIAN_LIMIT = 50
HALVINGS = 60
TRIAL = 200  # steps
KINK = 0.002  # of the distance scale a step, where there is no curvature to go by


@dataclass(frozen=True)
class Rate:
    """A learning rate and the sentence that says where it comes from.

    `lines`: what sets it at each step, where it depends on the step; `value` is then the first.
    `is_given`: whether it was asked for.
    """

    value: Fraction
    reason: str
    lines: str = ""
    is_given: bool = False


def given_rate(value: Fraction, lines: str = "") -> Rate:
    """A rate that was asked for."""
    return Rate(value, "given", lines, is_given=True)


def default_rate(objective: Objective, start: tuple[float, ...], box: Box) -> Rate:
    """Half the inverse of the largest curvature at the start, halved until a trial run descends.

    For a quadratic the curvature is the same everywhere, and the first guess holds: it is a
    quarter of the largest stable rate 2/lambda (B. T. Polyak 1963,
    doi:10.1016/0041-5553(63)90382-3).
    """
    curvature = largest_curvature(objective, start)
    rate = rounded_down(guess(objective, start, curvature))
    for halvings in range(HALVINGS):
        if descends(objective, start, box, float(rate)):
            return Rate(rate, reason(curvature, halvings))
        rate = rounded_down(float(rate) / 2)
    return Rate(rate, "the smallest rate that was tried; none of them descended")


def largest_curvature(objective: Objective, start: tuple[float, ...]) -> float:
    """The largest eigenvalue of the Hessian at the start in size; 0 where there is none."""
    if len(start) > HESSIAN_LIMIT:
        return 0.0
    hessian = np.array(objective.hessian(start))
    if not np.isfinite(hessian).all():
        return 0.0
    return float(np.abs(np.linalg.eigvalsh(hessian)).max())


def guess(objective: Objective, start: tuple[float, ...], curvature: float) -> float:
    if curvature > 0 and math.isfinite(1 / curvature):
        return 0.5 / curvature
    slope = math.hypot(*compiled(objective).slope.at(start)[1:])
    return KINK * (1 + math.hypot(*start)) / slope if slope > 0 else 0.1


def reason(curvature: float, halvings: int) -> str:
    source = f"the curvature {curvature:.4g} at the start" if curvature > 0 else "the slope"
    if halvings == 0:
        return f"chosen from {source}"
    return f"chosen from {source}, halved {halvings} times until a trial run descended"


def descends(objective: Objective, start: tuple[float, ...], box: Box, rate: float) -> bool:
    """Whether a trial run stays where the formula is defined, and ends no higher than it began."""
    point, first = start, compiled(objective).slope.at(start)[0]
    for _ in range(TRIAL):
        value, *slope = compiled(objective).slope.at(point)
        if not all(map(math.isfinite, (value, *slope))):
            return False
        point = box.project([x - rate * g for x, g in zip(point, slope, strict=True)])
    return compiled(objective).height.at(point)[0] <= first


def rounded_down(rate: float, digits: int = 1) -> Fraction:
    """The rate with one significant digit, or more, as an exact decimal: 0.00066 is 6/10000."""
    power = math.floor(math.log10(rate)) - digits + 1
    digit = max(int(rate / 10.0**power + 1e-9), 1)
    return Fraction(digit) * Fraction(10) ** power


def floored(number: float, digits: int) -> str:
    """A positive number with so many significant digits, never more than it is: 0.66666 for 2/3.

    A number that rounding put next below a short one is taken for that one.
    """
    exact = Context(prec=12, rounding=ROUND_HALF_EVEN).create_decimal_from_float(number)
    return f"{float(Context(prec=digits, rounding=ROUND_FLOOR).plus(exact)):.{digits}g}"


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
            return Rate(rate, trial_reason(bend, seen, rate, run.steps))
        if fell(run) and halvings > HALVINGS // 2:
            return Rate(rate, f"halved until a trial run of {run.steps} steps descended (observed)")
        lower = rounded_down(min(1 / seen, float(rate)), 2) if seen > 0 else rate
        rate = lower if fell(run) and lower < rate else rounded_down(float(rate) / 2, 2)
    return Rate(rate, "the smallest rate that was tried; none of them descended")


def trial_reason(bend: float, seen: float, rate: Fraction, steps: int) -> str:
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
