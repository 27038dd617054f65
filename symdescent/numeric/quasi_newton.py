"""BFGS and L-BFGS, which learn the inverse Hessian from their steps: ours, PyTorch's, optax's."""

import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from symdescent.numeric.line_search import (
    Place,
    Ray,
    Search,
    Trial,
    Wolfe,
    along_lines,
    cautious,
    strong_wolfe,
    wolfe,
)
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Iterate

ROUNDING = 2.3e-16  # of step times change of slope, against the product of their lengths
Pair = tuple[Array, Array, float]


def bfgs(search: Search) -> Iterator[Iterate]:
    """The iterates of BFGS with a search for the strong Wolfe conditions."""
    return along_lines(search, Learner(search, Inverse()), wolfe)


def l_bfgs(search: Search) -> Iterator[Iterate]:
    """The iterates of L-BFGS with the same search."""
    memory = Memory(int(search.settings["history_size"]))
    return along_lines(search, Learner(search, memory), wolfe)


@dataclass
class Memory:
    """The last `size` steps s and changes of slope y with their products, oldest first."""

    size: int
    scale: float = 1.0
    pairs: deque[Pair] = field(default_factory=deque)

    def remember(self, step: Array, change: Array, product: float) -> None:
        """Keep a pair; one whose product is 0 has no part in the direction."""
        square = float(change @ change)
        self.pairs.append((step, change, product or math.inf))
        self.scale = product / square if square > 0 else 1.0
        while len(self.pairs) > self.size:
            self.pairs.popleft()

    def direction(self, gradient: Array) -> Array:
        """Minus the inverse Hessian, as far as it is remembered, times the gradient (n,)."""
        found, shares = -gradient, []
        for step, change, product in reversed(self.pairs):
            shares.append(float(step @ found) / product)
            found = found - shares[-1] * change
        found = self.scale * found
        for (step, change, product), share in zip(self.pairs, reversed(shares), strict=True):
            found = found + step * (share - float(change @ found) / product)
        return found

    def forget(self) -> None:
        """Nothing is known any more."""
        self.pairs.clear()
        self.scale = 1.0


class Inverse:
    """The inverse Hessian (n, n) as the steps showed it; nothing is known before the first."""

    def __init__(self) -> None:
        self.known: Array | None = None

    def remember(self, step: Array, change: Array, product: float) -> None:
        """The nearest matrix that maps the change of slope to the step."""
        if self.known is None:
            self.known = product / float(change @ change) * np.eye(len(step))
        seen = self.known @ change
        weight = (1 + float(change @ seen) / product) / product
        mixed = np.outer(seen, step) / product
        self.known = self.known + weight * np.outer(step, step) - mixed - mixed.T

    def direction(self, gradient: Array) -> Array:
        """Minus the matrix times the gradient (n,)."""
        return -gradient if self.known is None else -(self.known @ gradient)

    def forget(self) -> None:
        """Nothing is known any more."""
        self.known = None


class Learner:
    """A compass that goes by what it remembers of the curvature."""

    def __init__(self, search: Search, memory: Memory | Inverse) -> None:
        self.search, self.memory, self.is_new = search, memory, True

    def direction(self, here: Place) -> Array:
        """The way (n,) to the lowest point, as far as the curvature is known."""
        found = self.memory.direction(here.gradient)
        return found if np.isfinite(found).all() else -here.gradient

    def rate(self, ray: Ray) -> float:
        """The whole step, but a short one as long as nothing is known."""
        return cautious(ray) if self.is_new else self.search.settings["lr"]

    def learn(self, ray: Ray, trial: Trial) -> None:
        """Remember a step, unless its curvature is not above 0 beyond rounding."""
        step = trial.place.point - ray.here.point
        change = trial.place.gradient - ray.here.gradient
        product = float(step @ change)
        least = ROUNDING * float(np.linalg.norm(step) * np.linalg.norm(change))
        if product > least and float(change @ change) > 0:
            self.memory.remember(step, change, product)
            self.is_new = False

    def forget(self) -> None:
        """Begin anew."""
        self.memory.forget()
        self.is_new = True


WORTH = 1e-10  # of step times change of slope: below it PyTorch does not remember a step
Line = Callable[[Ray, float], tuple[Trial, int]]


def one_trial(ray: Ray, rate: float) -> tuple[Trial, int]:
    """No search: the step is taken as it is."""
    return ray.at(rate), 1


def strong(ray: Ray, rate: float) -> tuple[Trial, int]:
    """PyTorch's search; how narrow a bracket may get is a setting."""
    return strong_wolfe(ray, rate, Wolfe(narrow=ray.search.settings["tolerance_change"]))


def torch_l_bfgs(search: Search) -> Iterator[Iterate]:
    """The iterates of torch.optim.LBFGS; they end where it would stand still from then on."""
    line = strong if search.settings["strong_wolfe"] else one_trial
    caller, here = Caller(search, line), search.beginning
    for step in count():
        yield here.iterate(step)
        there = caller.step(here)
        if (there.point == here.point).all():
            return
        here = there


class Caller:
    """What lasts from one call of `step` to the next: memory, and the last step that was made."""

    def __init__(self, search: Search, line: Line) -> None:
        self.search, self.line, self.settings = search, line, search.settings
        self.memory = Memory(int(self.settings["history_size"]))
        self.last: tuple[Array, Array] | None = None  # the step, the gradient before it

    def step(self, here: Place) -> Place:
        """Up to max_iter steps, or max_eval places."""
        seen, settings = 1, self.settings
        if self.is_level(here):
            return here
        for _ in range(int(settings["max_iter"])):
            ray, rate = self.aimed(here)
            self.last = (np.zeros_like(here.point), here.gradient)
            if ray.beginning.slope > -settings["tolerance_change"]:
                return here
            trial, looks = self.line(ray, rate)
            before, here, seen = here, trial.place, seen + looks
            self.last = (trial.rate * ray.direction, before.gradient)
            if seen >= settings["max_eval"] or self.is_done(before, here):
                return here
        return here

    def aimed(self, here: Place) -> tuple[Ray, float]:
        """The direction, and the rate to try first: a short one, as nothing is known yet."""
        rate = self.settings["lr"]
        if self.last is None:
            rate *= min(1.0, 1.0 / float(np.abs(here.gradient).sum()))
        else:
            step, gradient = self.last
            change = here.gradient - gradient
            product = float(step @ change)
            if product > WORTH:
                self.memory.remember(step, change, product)
        return Ray(self.search, here, self.memory.direction(here.gradient)), rate

    def is_level(self, here: Place) -> bool:
        return float(np.abs(here.gradient).max()) <= self.settings["tolerance_grad"]

    def is_done(self, before: Place, here: Place) -> bool:
        """Whether the gradient, the step or the change of the value is small."""
        small = self.settings["tolerance_change"]
        moved = float(np.abs(self.last[0]).max()) if self.last else 0.0
        return self.is_level(here) or moved <= small or abs(here.value - before.value) < small


CUBIC, PARABOLA = 0.2, 0.1  # of an interval: how near to its ends each may cut


def optax_zoom_descent(search: Search) -> Iterator[Iterate]:
    """optax's chain(sgd, scale_by_zoom_linesearch): down the slope, from the last rate on."""
    here, rate = search.beginning, 1.0
    for step in count():
        yield here.iterate(step)
        ray = Ray(search, here, -search.settings["lr"] * here.gradient)
        there = zoom(ray, rate)
        if (there.place.point == here.point).all():
            return
        here, rate = there.place, there.rate


def optax_l_bfgs(search: Search) -> Iterator[Iterate]:
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
