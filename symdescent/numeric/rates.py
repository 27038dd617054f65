"""An objective and a start go in, a learning rate comes out that a descent survives."""

import math
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context
from fractions import Fraction

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.objective import Objective, compiled

HESSIAN_LIMIT = 50
HALVINGS = 60
TRIAL = 200  # steps
KINK = 0.002  # of the distance scale a step, where there is no curvature to go by


@dataclass(frozen=True)
class Rate:
    """A learning rate and the sentence that says where it comes from.

    `lines`: what sets it at each step, where it depends on the step; `value` is then the first.
    """

    value: Fraction
    reason: str
    lines: str = ""


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
