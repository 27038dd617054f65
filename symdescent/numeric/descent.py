"""Iterates without end of a compiled step; `descend` says when to stop."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, repeat
from typing import Protocol

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.objective import Array, Evaluator, Objective, compiled
from symdescent.numeric.run import Ending, History, Iterate, Outcome, Run, frozen

CLOCK_EVERY = 256  # steps between two looks at the clock
FAR = 1e6  # times as far out as the start
Watch = Callable[[Iterate], object]


@dataclass(frozen=True)
class Stop:
    """When to stop: after `steps`, at a small (projected) gradient norm, or after some seconds.

    Small is `gradient_norm`, or as small a share of the first gradient norm where that is below 1.
    """

    steps: int = 1000
    gradient_norm: float = 1e-10
    seconds: float = math.inf


@dataclass(frozen=True)
class Descent:
    """What is walked: one compiled step (x, memory, t) -> (L, g, x', memory'), where from, where.

    `start` and `box` have n coordinates; `memory` holds the rule's first values;
    `draws` the random numbers of each step, where the rule asks for some.
    """

    rule: str
    names: tuple[str, ...]
    step: Evaluator
    start: tuple[float, ...]
    memory: tuple[float, ...] = ()
    box: Box | None = None
    draws: Iterator[tuple[float, ...]] | None = None


class Course(Protocol):
    """What a run is told by: the method's name, the variables, the start, the box."""

    @property
    def rule(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def start(self) -> tuple[float, ...]: ...
    @property
    def box(self) -> Box | None: ...


def normals(n: int, seed: int = 0) -> Iterator[tuple[float, ...]]:
    """Standard normal numbers without end, n at a time, from a seed."""
    random = np.random.default_rng(seed)
    while True:
        yield tuple(random.standard_normal(n).tolist())


def walk(descent: Descent) -> Iterator[Iterate]:
    """The iterates from the start on, without end; with a box, each is projected into it."""
    n, state, t = len(descent.start), (*descent.start, *descent.memory), 1
    project = descent.box.project if descent.box and descent.box.bounded else None
    scalars, at_any, make = descent.step.scalars, descent.step.at_any, tuple.__new__
    for draw in descent.draws or repeat(()):
        try:
            after = scalars(*state, *draw, t)
        except (ArithmeticError, ValueError):
            after = at_any((*state, *draw, t))
        # as Iterate(...) makes it, in half the time
        yield make(Iterate, (t - 1, state[:n], after[0], after[1 : n + 1]))
        state = after[n + 1 :]
        if project:
            state = (*project(state[:n]), *state[n:])
        t += 1


def descend(descent: Descent, stop: Stop, watch: Watch | None = None) -> Run:
    """Walk until one of the reasons to stop, keeping every iterate."""
    return kept(walk(descent), descent, stop, watch)


def kept(
    iterates: Iterator[Iterate], course: Course, stop: Stop, watch: Watch | None = None
) -> Run:
    """Follow any iterates until there is a reason to stop, or until they end, and keep them.

    Ctrl-C ends the run and not the program: what was reached is returned.
    """
    history = History(len(course.start))
    try:
        outcome = follow(iterates, course, stop, history, watch)
    except KeyboardInterrupt:
        outcome = Outcome(Ending.STOPPED, f"stopped by hand after {len(history.values) - 1} steps")
    return history.run(course.rule, course.names, outcome)


def follow(
    iterates: Iterator[Iterate], course: Course, stop: Stop, history: History, watch: Watch | None
) -> Outcome:
    """Record until there is a reason to stop, and say which."""
    deadline, inf, norm = time.monotonic() + stop.seconds, math.inf, math.hypot
    box = course.box if course.box and course.box.bounded else None
    enough, (keep_point, keep_gradient, keep_value) = 0.0, history.keepers
    for here in islice(iterates, stop.steps + 1):
        step, point, value, gradient = here
        size = box.stationarity(point, gradient) if box else norm(*gradient)
        if not (-inf < value < inf and size < inf):
            return lost(here, history)
        if not step:
            enough = stop.gradient_norm * min(1.0, size)
        keep_point(point)
        keep_gradient(gradient)
        keep_value(value)  # last, so that an interrupt in between leaves no half row
        if watch:
            watch(here)
        if size <= enough:
            return Outcome(Ending.CONVERGED, reached(step, size))
        if not step % CLOCK_EVERY and time.monotonic() > deadline:
            return Outcome(Ending.OUT_OF_TIME, f"out of time after {step} steps")
    return (
        exhausted(history, stop.steps)
        if len(history.values) > stop.steps
        else ended(course, history)
    )


def reached(step: int, size: float) -> str:
    if step == 0:
        return "the gradient is zero at the start, so descent stays there"
    return f"the gradient norm fell to {size:.3g} at step {step}"


def lost(here: Iterate, history: History) -> Outcome:
    """The value or gradient is not finite: overflow on the way out, or a point without a value."""
    far = max(map(abs, history.points[-history.n :]), default=0.0) > FAR * (1 + spread(history))
    if far or any(math.isinf(x) for x in here.point) or math.isinf(here.value):
        return Outcome(Ending.DIVERGED, f"the iterates grew beyond all numbers by step {here.step}")
    if any(map(math.isnan, here.point)):
        words = f"step {here.step} of the rule gave no number, as where it divides by zero"
        return Outcome(Ending.LEFT_DOMAIN, words)
    at = ", ".join(f"{x:.6g}" for x in here.point[:4]) + ("" if len(here.point) < 5 else ", ...")
    words = f"step {here.step} led to ({at}), where the formula or its gradient is undefined"
    return Outcome(Ending.LEFT_DOMAIN, words)


def spread(history: History) -> float:
    return max(map(abs, history.points[: history.n]), default=0.0)


def ended(course: Course, history: History) -> Outcome:
    """The method has no further step to make: by its own tests, or for want of a lower place."""
    steps = len(history.values) - 1
    counted = "1 step" if steps == 1 else f"{steps} steps"
    return Outcome(Ending.ENDED, f"{course.rule} ended by itself after {counted}")


def exhausted(history: History, steps: int) -> Outcome:
    """All steps are used up: on the way down, or further up than at the start."""
    if len(history.values) > 1 and history.values[-1] > history.values[0] and steeper(history):
        return Outcome(Ending.DIVERGED, f"after {steps} steps higher and steeper than at the start")
    return Outcome(Ending.OUT_OF_STEPS, f"all {steps} steps were taken")


def steeper(history: History) -> bool:
    first, last = history.gradients[: history.n], history.gradients[-history.n :]
    return math.hypot(*last) > math.hypot(*first)


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
