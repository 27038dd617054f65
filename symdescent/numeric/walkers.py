"""Columns that walk abreast go in; each one's end is written down when it comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Final, NamedTuple

import numpy as np

from symdescent.numeric.box import Box
from symdescent.numeric.descent import FAR
from symdescent.numeric.ends import ENDINGS, Counts, Ends, Flags
from symdescent.numeric.evaluation import Array, Function
from symdescent.numeric.run import Ending

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
class Walkers:
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
