"""A ray and a first rate go in, a rate comes out that meets the strong Wolfe conditions: optax's.

J. Nocedal, S. Wright (2006), Numerical Optimization, algorithms 3.5 and 3.6,
doi:10.1007/978-0-387-40065-5: rates are doubled until a good one is passed, then the interval is
cut where a cubic through three values and a slope is lowest, else a parabola, else in the middle.
Where values differ by little the slope tells whether they fell: W. Hager, H. Zhang (2005),
doi:10.1137/030601880.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np

from symdescent.numeric.places import Place, Ray, Search, Trial
from symdescent.numeric.quasi_newton import Memory
from symdescent.numeric.run import Iterate

CUBIC, PARABOLA = 0.2, 0.1  # of an interval: how near to its ends each may cut


def descent(search: Search) -> Iterator[Iterate]:
    """optax's chain(sgd, scale_by_zoom_linesearch): down the slope, from the last rate on."""
    here, rate = search.beginning, 1.0
    for step in count():
        yield here.iterate(step)
        ray = Ray(search, here, -search.settings["lr"] * here.gradient)
        there = zoom(ray, rate)
        if (there.place.point == here.point).all():
            return
        here, rate = there.place, there.rate


def l_bfgs(search: Search) -> Iterator[Iterate]:
    """optax's lbfgs: every pair is remembered, and each search begins at 1.

    The iterates end where all that is remembered is that no step was made.
    """
    settings, here, still = search.settings, search.beginning, 0
    memory = Memory(int(settings["history_size"]))
    if settings["scale_init_precond"] and here.steepness > 0:
        memory.scale = min(1.0, 1.0 / here.steepness)
    for step in count():
        yield here.iterate(step)
        there = advanced(search, here, memory)
        still = still + 1 if (there.point == here.point).all() else 0
        if still > memory.size:
            return
        here = there


def advanced(search: Search, here: Place, memory: Memory) -> Place:
    """One step, which is remembered."""
    settings = search.settings
    direction = settings["lr"] * memory.direction(here.gradient)
    there = zoom(Ray(search, here, direction), 1.0).place
    step, change = there.point - here.point, there.gradient - here.gradient
    memory.remember(step, change, float(step @ change))
    if not settings["scale_init_precond"]:
        memory.scale = 1.0
    return there


@dataclass(frozen=True)
class Interval:
    """Two trials with a good rate between them, the lower first; `third` is one that was left."""

    low: Trial
    high: Trial
    third: Trial


def zoom(ray: Ray, rate: float) -> Trial:
    """The first trial that is good; else the lowest that fell enough, or the start."""
    settings, seen = ray.search.settings, list[Trial]()
    for trial in trials(ray, rate):
        seen.append(trial)
        fell = has_fallen(ray, trial)
        if fell and abs(trial.slope) <= settings["curv_rtol"] * abs(ray.beginning.slope):
            return trial
        if len(seen) >= settings["max_linesearch_steps"]:
            break
    fallen = [trial for trial in seen if has_fallen(ray, trial)]
    return min(fallen, key=lambda trial: trial.value, default=ray.beginning)


def has_fallen(ray: Ray, trial: Trial) -> bool:
    """Whether the value fell enough, or the slope says so where the values hardly differ."""
    settings, start = ray.search.settings, ray.beginning
    share = settings["slope_rtol"]
    if trial.value <= start.value + share * trial.rate * start.slope:
        return True
    level = trial.value <= start.value + settings["approx_dec_rtol"] * abs(start.value)
    return level and trial.slope <= (2 * share - 1) * start.slope


def trials(ray: Ray, rate: float) -> Iterator[Trial]:
    """Doubled rates until a good one is passed, then cuts of the interval around it."""
    before, here = ray.beginning, ray.at(rate)
    for number in count():
        yield here
        if not has_fallen(ray, here) or (number and here.value >= before.value):
            break
        if here.slope >= 0:
            before, here = here, before
            break
        before, here = here, ray.at(ray.search.settings["increase_factor"] * here.rate)
    yield from cuts(ray, Interval(before, here, before))


def cuts(ray: Ray, interval: Interval) -> Iterator[Trial]:
    """Trials inside the interval, which shrinks, until it is too narrow."""
    narrow = ray.search.settings["stepsize_precision"]
    while abs(interval.high.rate - interval.low.rate) > narrow:
        trial = ray.at(cut(interval))
        yield trial
        low, high = interval.low, interval.high
        if not has_fallen(ray, trial) or trial.value >= low.value:
            interval = Interval(low, trial, high)
        elif trial.slope * (high.rate - low.rate) >= 0:
            interval = Interval(trial, low, high)
        else:
            interval = Interval(trial, high, low)


def cut(interval: Interval) -> float:
    """Where to look next: well inside, where a cubic or a parabola is lowest, or in the middle."""
    low, high = interval.low, interval.high
    left, width = min(low.rate, high.rate), abs(high.rate - low.rate)
    for rate, edge in ((cubic(interval), CUBIC), (parabola(low, high), PARABOLA)):
        if left + edge * width < rate < left + (1 - edge) * width:
            return rate
    return (low.rate + high.rate) / 2


def cubic(interval: Interval) -> float:
    """The minimiser of the cubic through three values and the slope at the first; nan if none."""
    low, high, third = interval.low, interval.high, interval.third
    b, c = high.rate - low.rate, third.rate - low.rate
    with np.errstate(all="ignore"):
        above = np.array([high.value, third.value]) - low.value - low.slope * np.array([b, c])
        divisor = np.float64(b * b * c * c * (b - c))
        first = (c * c * above[0] - b * b * above[1]) / divisor
        second = (b * b * b * above[1] - c * c * c * above[0]) / divisor
        root = np.sqrt(second * second - 3 * first * low.slope)
        return float(low.rate + (root - second) / (3 * first))


def parabola(low: Trial, high: Trial) -> float:
    """The minimiser of the parabola through two values and the slope at the first; nan if none."""
    width = high.rate - low.rate
    bend = 2 * (high.value - low.value - low.slope * width)
    return low.rate - low.slope * width * width / bend if bend else math.nan
