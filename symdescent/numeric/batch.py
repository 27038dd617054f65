"""Many descents at once: every column is one, and ends as `descend` would end it.

The columns are walked in parts that fit in the processor's cache.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from itertools import repeat
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symdescent.numeric.box import Box
from symdescent.numeric.descent import FAR, Stop, normals
from symdescent.numeric.objective import Array, Evaluator, Function
from symdescent.numeric.run import Ending

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
ENDINGS: Final = tuple(Ending)


@dataclass(frozen=True, eq=False)
class Ends:
    """Where m walks in n variables ended, a column or an entry a walk; read-only.

    `points` (n, m), `values` (m,) and `norms` (m,), of the gradient without what presses against
    an edge of the box, at the last iterate that has them; `steps` (m,), how many led there, -1
    where the start has none; `reached` (m,), the step from which on it was at or below the goal,
    -1 where it ended above; `codes` (m,), places in ENDINGS.
    """

    points: Array
    values: Array
    norms: Array
    steps: Counts
    reached: Counts
    codes: Counts

    def ending(self, column: int) -> Ending:
        """Why that walk ended."""
        return ENDINGS[int(self.codes[column])]

    def ended(self, ending: Ending) -> Flags:
        """Which walks (m,) ended so."""
        return np.equal(self.codes, ENDINGS.index(ending))

    def sealed(self) -> "Ends":
        """The same, read-only from now on."""
        for entry in fields(self):
            getattr(self, entry.name).setflags(write=False)
        return self


def blank_ends(n: int, m: int) -> Ends:
    """The ends of m walks, to be filled in."""
    steps, reached, codes = (np.full(m, -1) for _ in range(3))
    values, norms = (np.full(m, np.nan) for _ in range(2))
    return Ends(np.full((n, m), np.nan), values, norms, steps, reached, codes)


Rows = Sequence[Array]
NEARLY: Final = 1 + 1e-12  # what rounding may change in a sum of squares
SMALLEST: Final = 1e-280  # a sum of squares above it has kept its digits
UNSQUARED: Final = 1e-300  # a square below this has lost its digits
NONE: Final = np.empty(0, np.int64)


class Here(NamedTuple):
    """Where c columns stand: n coordinates, the value, n slopes; and the next state, (c,) each."""

    point: Rows
    value: Array
    gradient: Rows
    after: Rows


@dataclass(eq=False)
class Known:
    """What is remembered of c columns, (c,) each; `place` says where they stand in the Ends."""

    place: Counts
    goal: Array
    gone: Flags
    spread: Array  # of the start
    first_value: Array
    first_norm: Array
    enough: Array  # a gradient norm that is small
    about: Array  # a square of a gradient norm that may be small
    reached: Counts

    def only(self, keep: Flags) -> "Known":
        """What is remembered of some of them."""
        return Known(*[getattr(self, entry.name)[keep] for entry in fields(self)])


@dataclass(eq=False)
class BatchState:
    """c columns at iterate t; `state` is the point, then the memory.

    A column that ended is `gone`: it walks on unseen until half of them do, and are thrown out.
    """

    step: Function
    blind: Function | None  # the same without what is only looked at: the next state alone
    state: Rows
    settings: Rows
    draws: Iterator[tuple[float, ...]]
    box: Box | None
    ends: Ends
    t: int = field(default=-1, init=False)
    here: Here = field(init=False)
    known: Known = field(init=False)
    walking: int = field(init=False)
    least: float = field(init=False)  # the largest `about`
    aims: bool = field(init=False)
    looks: bool = field(init=False)  # at every step

    def set_out(self, place: Counts, goal: Array, tolerance: float) -> None:
        """Look about at the starts; `place` says where they stand in the ends."""
        here, c = self.seen(self.state, len(place), 0), len(place)
        free = lengths(self.free(here))
        enough = tolerance * np.minimum(1.0, free)
        self.known = Known(
            place=place,
            goal=goal,
            gone=np.zeros(c, bool),
            spread=largest(here.point),
            first_value=here.value,
            first_norm=lengths(here.gradient),
            enough=enough,
            about=enough * enough * NEARLY + UNSQUARED,
            reached=np.full(c, -1),
        )
        self.here, self.t, self.walking = here, 0, c
        self.least, self.aims = self.known.about.max(), bool((goal > -np.inf).any())
        self.looks = bool(self.box or self.aims or tolerance > 0 or self.blind is None)
        self.judge(None)

    def move(self) -> None:
        """Take a step, and leave the columns that end there."""
        if 2 * self.walking < len(self.known.gone):
            self.throw_out()
        before, n = self.here, len(self.here.point)
        state = [*self.projected(before.after[:n]), *before.after[n:]]
        here = self.seen(state, len(self.known.place), self.t + 1)
        self.here, self.t = here, self.t + 1
        self.judge(before)

    def leap(self, steps: int) -> bool:
        """Take several steps without a look, where nothing can happen on the way but a loss.

        False, with nothing done, where a look is due, or where something has happened.
        """
        if self.looks or self.blind is None or self.walking < len(self.known.gone):
            return False
        state: Rows = self.here.after
        for t in range(self.t + 1, self.t + steps):
            state = columns(
                self.blind(*state, *self.settings, np.float64(t + 1)), len(self.known.place)
            )
        here = self.seen(state, len(self.known.place), self.t + steps)
        self.here, before = here, self.here
        self.looks = len(self.suspects(here.gradient)) > 0
        if self.looks:
            self.here = before
            return False
        self.t += steps
        return True

    def throw_out(self) -> None:
        """Keep only what still walks."""
        keep = ~self.known.gone
        self.known, self.settings = self.known.only(keep), [row[keep] for row in self.settings]
        point, gradient, after = (
            [row[keep] for row in rows]
            for rows in (self.here.point, self.here.gradient, self.here.after)
        )
        self.here = Here(point, self.here.value[keep], gradient, after)

    def seen(self, state: Rows, c: int, t: int) -> Here:
        """What the step finds at iterate t of c columns."""
        n = len(self.ends.points)
        found = self.step(*state, *next(self.draws), *self.settings, np.float64(t + 1))
        value, *rest = columns(found, c)
        return Here(state[:n], value, rest[:n], rest[n:])

    def projected(self, point: Rows) -> Rows:
        """The nearest point of the box."""
        if not self.box:
            return point
        rows = zip(point, self.box.low, self.box.high, strict=True)
        return [np.clip(x, low, high) for x, low, high in rows]

    def free(self, here: Here) -> Rows:
        """The slopes, zero where they press against an edge."""
        if not self.box:
            return here.gradient
        rows = zip(here.point, here.gradient, self.box.low, self.box.high, strict=True)
        return [np.where(presses(x, g, low, high), 0.0, g) for x, g, low, high in rows]

    def judge(self, before: Here | None) -> None:
        """Write down the columns that end here, and what there is to remember of the others."""
        free = self.free(self.here)
        some = self.suspects(free)
        if not len(some):
            return self.remember()
        norms = lengths([row[some] for row in free])
        finite = np.isfinite(self.here.value[some]) & np.isfinite(norms)
        self.lose(some[~finite], before)
        self.remember()
        small = finite & (norms <= self.known.enough[some])
        self.write(some[small], self.here, self.t, code(Ending.CONVERGED))
        self.park()

    def suspects(self, free: Rows) -> Counts:
        """The columns with a gradient that is about small, or something that is not finite."""
        known, value = self.known, self.here.value
        size = squares(free)
        if np.minimum.reduce(size) > self.least and np.maximum.reduce(size) < np.inf:
            if -np.inf < np.minimum.reduce(value) and np.maximum.reduce(value) < np.inf:
                return NONE
        fine = (size > known.about) & (size + np.abs(value) < np.inf)
        return np.flatnonzero(~(fine | known.gone))

    def remember(self) -> None:
        """Since when this is the goal."""
        if self.aims:
            known, above = self.known, ~(self.here.value <= self.known.goal)
            known.reached[~above & (known.reached < 0)] = self.t
            known.reached[above] = -1

    def park(self) -> None:
        """What has ended goes where a column still walks, so that it stays finite and unnoticed."""
        if not self.walking:
            return
        gone, one = np.flatnonzero(self.known.gone), int(np.argmin(self.known.gone))
        for row in (*self.here.after, *self.settings, self.known.about):
            row[gone] = row[one]
        self.least = self.known.about.max()

    def lose(self, columns: Counts, before: Here | None) -> None:
        """The value or the gradient is not finite: what came before is the end."""
        grown = np.isinf([self.here.value[columns], *(x[columns] for x in self.here.point)])
        far = grown.any(axis=0)
        if before:
            last = largest([x[columns] for x in before.point])
            far |= last > FAR * (1 + self.known.spread[columns])
        ending = np.where(far, code(Ending.DIVERGED), code(Ending.LEFT_DOMAIN))
        self.write(columns, before or self.here, self.t - 1, ending)

    def exhaust(self) -> None:
        """All steps are used up: on the way down, or further up than at the start."""
        known, here = self.known, self.here
        steeper = lengths(here.gradient) > known.first_norm
        up = (here.value > known.first_value) & steeper
        ending = np.where(up, code(Ending.DIVERGED), code(Ending.OUT_OF_STEPS))
        columns = np.flatnonzero(~known.gone)
        self.write(columns, here, self.t, ending[columns])

    def leave(self, ending: Ending) -> None:
        """End all columns where they stand."""
        self.write(np.flatnonzero(~self.known.gone), self.here, self.t, code(ending))

    def write(self, columns: Counts, here: Here, step: int, ending: Counts | int) -> None:
        """The end of some columns; `ending` as places in ENDINGS."""
        known, ends, place = self.known, self.ends, self.known.place[columns]
        ends.points[:, place] = [row[columns] for row in here.point]
        ends.values[place] = here.value[columns]
        ends.norms[place] = lengths([row[columns] for row in self.free(here)])
        ends.steps[place], ends.codes[place] = step, ending
        ends.reached[place] = known.reached[columns]
        known.gone[columns] = True
        self.walking -= len(columns)


def code(ending: Ending) -> int:
    return ENDINGS.index(ending)


def columns(found: Sequence[Array | float], c: int) -> list[Array]:
    """The results as rows; a number is the same for all c columns."""
    return [row if isinstance(row, np.ndarray) else np.full(c, row) for row in found]


def lengths(rows: Rows) -> Array:
    """The norms, by column; as hypot has them where a square is too small or too large."""
    size = squares(rows)
    norms: Array = np.sqrt(size)
    some = np.flatnonzero(~((size > SMALLEST) & (size < np.inf)))
    if len(some):
        norms[some] = np.hypot.reduce([row[some] for row in rows])
    return norms


def squares(rows: Rows) -> Array:
    """The sum of the squares, by column."""
    first, *rest = rows
    total = first * first
    for row in rest:
        total += row * row
    return total


def largest(rows: Rows) -> Array:
    """The largest size of a coordinate, by column."""
    sizes: Array = np.abs(rows).max(axis=0)
    return sizes


def presses(x: Array, g: Array, low: float, high: float) -> Flags:
    pressed: Flags = ((x <= low) & (g > 0)) | ((x >= high) & (g < 0))
    return pressed


CELLS: Final = 2**15  # coordinates of a part
FEWEST, MOST = 1024, 2**14  # columns of a part, so that calls cost little beside numbers
CLOCK_EVERY: Final = 16  # steps between two looks at the clock
LEAP: Final = 6 * CLOCK_EVERY  # steps at most without a look


@dataclass(frozen=True, eq=False)
class Batch:
    """What is walked: one compiled step (x, memory, noise, settings, t) -> (L, g, x', memory').

    `starts` (n, m); `memory` (k, m), the rule's first values; `settings` (f, m), of those that
    were left free; `box`, for all columns. A step asks for `noise` random numbers, drawn from
    `seed`: all columns get the same ones, so that they differ by start and settings alone
    (common random numbers). `make_blind` makes the step that gives (x', memory') alone.
    """

    step: Evaluator
    starts: Array
    memory: Array
    settings: Array
    box: Box | None = None
    noise: int = 0
    seed: int = 0
    make_blind: Callable[[], Function] | None = None

    def draws(self) -> Iterator[tuple[float, ...]]:
        """The random numbers of each step."""
        return normals(self.noise, self.seed) if self.noise else repeat(())


def first_memory(firsts: Sequence[Fraction | int], starts: Array) -> Array:
    """The memory (k, m) at the starts (n, m): an int is the number of a coordinate."""
    memory = np.empty((len(firsts), starts.shape[1]))
    for row, first in zip(memory, firsts, strict=True):
        row[:] = starts[first] if isinstance(first, int) else float(first)
    return memory


def run_batch(batch: Batch, stop: Stop, goal: ArrayLike = -np.inf) -> Ends:
    """Walk down every column until one of the reasons to stop.

    `goal`: a value, or one a column (m,); since when it is attained is noted. The seconds of `stop`
    are for all columns together. Ctrl-C ends the walks and not the program: what was reached is
    returned, and what had not set out stands at its start.
    """
    n, m = batch.starts.shape
    goals, ends = np.broadcast_to(np.asarray(goal, np.float64), (m,)), blank_ends(n, m)
    width = min(max(FEWEST, CELLS // n), MOST)
    begin, interrupted = time.monotonic(), False
    blind = batch.make_blind() if batch.make_blind and not batch.noise else None
    for left in range(0, m, width):
        place = np.arange(left, min(left + width, m))
        part = part_of_batch(batch, blind, place, ends)
        deadline = begin + stop.seconds * (int(place[-1]) + 1) / m
        with np.errstate(all="ignore"):
            part.set_out(place, goals[place], stop.gradient_norm)
            interrupted = interrupted or run_part(part, stop, deadline)
            part.leave(Ending.STOPPED)
    return ends.sealed()


def part_of_batch(batch: Batch, blind: Function | None, place: Counts, ends: Ends) -> BatchState:
    """Some of the columns, at their starts."""
    rows = (*batch.starts, *batch.memory)
    return BatchState(
        step=batch.step.arrays,
        blind=blind,
        state=[row[place] for row in rows],
        settings=[row[place] for row in batch.settings],
        draws=batch.draws(),
        box=batch.box if batch.box and batch.box.bounded else None,
        ends=ends,
    )


def run_part(part: BatchState, stop: Stop, deadline: float) -> bool:
    """Walk until all columns have ended, or out of steps, time or patience: whether by Ctrl-C."""
    try:
        while part.t < stop.steps:
            if not part.walking:
                return False
            if not part.t % CLOCK_EVERY and time.monotonic() > deadline:
                part.leave(Ending.OUT_OF_TIME)
                return False
            if not part.leap(min(LEAP, stop.steps - part.t)):
                part.move()
        part.exhaust()
    except KeyboardInterrupt:
        return True
    return False
