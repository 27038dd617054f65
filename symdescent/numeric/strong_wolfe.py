"""A ray and a first rate go in, a rate comes out that meets the strong Wolfe conditions.

Bracketing and zoom of J. Nocedal, S. Wright (2006), Numerical Optimization, algorithms 3.5 and 3.6,
doi:10.1007/978-0-387-40065-5, with cubic interpolation (3.59) and the safeguards of M. Schmidt's
minFunc (2005), which PyTorch's L-BFGS has too.
"""

import math
from typing import NamedTuple

import numpy as np

from symdescent.numeric.places import Ray, Trial, is_enough

LEAST_GROWTH, MOST_GROWTH = 0.01, 10.0  # of the last stretch, of the rate: how far to extrapolate
EDGE = 0.1  # of the bracket: nearer to an end a trial is no progress


class Wolfe(NamedTuple):
    """How much is enough: `decrease` of the value, `curvature` left of the slope.

    `narrow`: the width of a bracket, measured on the coordinates, to give up at; `trials`: the most
    after the first; `slack`: the share of the value that may be rounding.
    """

    decrease: float = 1e-4
    curvature: float = 0.9
    narrow: float = 1e-9
    trials: int = 25
    slack: float = 0.0


class Bracket(NamedTuple):
    """Two trials with a good rate between them, the lower one first; `made` trials so far."""

    low: Trial
    high: Trial
    made: int
    is_done: bool = False


def strong_wolfe(ray: Ray, rate: float, wolfe: Wolfe) -> tuple[Trial, int]:
    """The best trial, and how many places were looked at; its rate is 0 where none was lower."""
    found = zoomed(ray, bracketed(ray, rate, wolfe), wolfe)
    return found.low, found.made + 1


def too_high(ray: Ray, trial: Trial, wolfe: Wolfe) -> bool:
    """Whether the value fell too little, or is no number."""
    return not is_enough(ray, trial, wolfe.decrease, wolfe.slack)


def is_higher(ray: Ray, trial: Trial, other: Trial, wolfe: Wolfe) -> bool:
    """Whether a trial is no lower than another, and not by rounding alone."""
    rounding = noise(ray, wolfe)
    return trial.value > other.value + rounding if rounding else trial.value >= other.value


def noise(ray: Ray, wolfe: Wolfe) -> float:
    return wolfe.slack * abs(ray.here.value)


def is_flat(ray: Ray, trial: Trial, wolfe: Wolfe) -> bool:
    return abs(trial.slope) <= -wolfe.curvature * ray.beginning.slope


def bracketed(ray: Ray, rate: float, wolfe: Wolfe) -> Bracket:
    """Further and further along the ray, until a good rate is found or passed."""
    before, here = ray.beginning, ray.at(rate)
    for made in range(wolfe.trials):
        if too_high(ray, here, wolfe) or (made > 1 and is_higher(ray, here, before, wolfe)):
            return ordered(before, here, made)
        if is_flat(ray, here, wolfe):
            return Bracket(here, here, made, True)
        if here.slope >= 0:
            return ordered(before, here, made)
        nearest = here.rate + LEAST_GROWTH * (here.rate - before.rate)
        within = (nearest, MOST_GROWTH * here.rate)
        further = lowest(before, here, within, noise(ray, wolfe))
        before, here = here, ray.at(further)
    return ordered(ray.beginning, here, wolfe.trials)


def ordered(one: Trial, other: Trial, made: int) -> Bracket:
    return Bracket(other, one, made) if other.value < one.value else Bracket(one, other, made)


def zoomed(ray: Ray, bracket: Bracket, wolfe: Wolfe) -> Bracket:
    """The bracket, smaller and smaller, until its low end is good."""
    size, timid = float(np.abs(ray.direction).max()), False
    while not bracket.is_done and bracket.made < wolfe.trials:
        low, high, made, _ = bracket
        if abs(high.rate - low.rate) * size < wolfe.narrow:
            break
        rate, timid = inside(low, high, timid, noise(ray, wolfe))
        bracket = narrowed(ray, bracket, ray.at(rate), wolfe)
    return bracket


def narrowed(ray: Ray, bracket: Bracket, trial: Trial, wolfe: Wolfe) -> Bracket:
    """One end of the bracket replaced by a trial inside it."""
    low, high, made, _ = bracket
    if too_high(ray, trial, wolfe) or is_higher(ray, trial, low, wolfe):
        return ordered(low, trial, made + 1)
    if is_flat(ray, trial, wolfe):
        return Bracket(trial, high, made + 1, True)
    turned = trial.slope * (high.rate - low.rate) >= 0
    return Bracket(trial, low if turned else high, made + 1)


def inside(low: Trial, high: Trial, timid: bool, noise: float) -> tuple[float, bool]:
    """The next rate, and whether it lies next to an end; the second such in a row is moved off."""
    left, right = sorted((low.rate, high.rate))
    rate, edge = lowest(low, high, (left, right), noise), EDGE * (right - left)
    if min(right - rate, rate - left) >= edge:
        return rate, False
    if timid or not left < rate < right:
        return (right - edge if right - rate < rate - left else left + edge), False
    return rate, True


def lowest(one: Trial, other: Trial, within: tuple[float, float], noise: float) -> float:
    """Where the cubic through both, with their slopes, is lowest in between; else the middle.

    Where the values differ by rounding alone, where a straight line through the slopes is 0.
    """
    left, right = (one, other) if one.rate <= other.rate else (other, one)
    width, (least, most) = right.rate - left.rate, within
    middle = (least + most) / 2
    if not width or not math.isfinite(left.value + right.value + left.slope + right.slope):
        return middle
    if abs(right.value - left.value) < noise and right.slope > left.slope:
        return min(max(left.rate - width * left.slope / (right.slope - left.slope), least), most)
    tilt = left.slope + right.slope - 3 * (right.value - left.value) / width
    square = tilt * tilt - left.slope * right.slope
    if square < 0:
        return middle
    root = math.sqrt(square)
    below = right.slope - left.slope + 2 * root
    if not below:
        return middle
    return min(max(right.rate - width * (right.slope + root - tilt) / below, least), most)
