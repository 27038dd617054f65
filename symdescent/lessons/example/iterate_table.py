"""The table of iterates of an example, rounded once from what is known exactly."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from sympy import Expr, Float, Rational

from symdescent.calculus.accurate_evaluation import Nearest, nearest
from symdescent.calculus.rule_step import Update
from symdescent.language.notation import Chain, Combined, Relation, Symbolic
from symdescent.language.tree import Call
from symdescent.lessons.blocks import Block, Column, Paragraph, Table, Text
from symdescent.lessons.example.lesson import INDEX, Lesson, by
from symdescent.lessons.example.statement import label
from symdescent.lessons.written_numbers import Real, exact, fixed, number, significant
from symdescent.numeric.rounding import ulps
from symdescent.proofs import Kind
from symdescent.recurrence.exact_iterates import exact_step, length

MOST_BITS: Final = 10_000  # of a numerator or a denominator that is only rounded
Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Exact:
    """An iterate and the value there."""

    point: Point
    value: Fraction


def exact_rows(update: Update | None, start: Point, last: int) -> tuple[Exact, ...]:
    """The iterates from 0 to `last`, as far as they stay rational and below MOST_BITS.

    Empty where a step is no rational arithmetic, or needs random numbers.
    """
    step = None if update is None else exact_step(update)
    if update is None or step is None:
        return ()
    n, found = len(start), []
    state: Sequence[Fraction] = (*start, *update.memory_at(start))
    for t in range(1, last + 2):
        try:
            after = step(*state, t)
        except ArithmeticError:
            break
        found.append(Exact(tuple(state[:n]), after[0]))
        state = after[n + 1 :]
        if any(length(number) > MOST_BITS for number in state):
            break
    return tuple(found)


FIRST: Final = 6  # rows before the table thins out
MOST: Final = 16  # rows
DIGITS: Final = 4
PLACES: Final = 9  # after the point, of one coordinate
SHOWN: Final = 3  # coordinates that have a column where there are many
FRACTION: Final = 14  # characters of an exact iterate in the table
REACH: Final = 1000  # steps up to which exact iterates are looked for
Columns = Iterator[Column]


def steps(last: int) -> tuple[int, ...]:
    """0 to 5, then 10, 20, 50, 100, ..., and the last."""
    decades = (lead * 10**power for power in range(1, 9) for lead in (1, 2, 5))
    thinned = [*range(min(FIRST, last + 1)), *(k for k in decades if k < last)]
    return tuple(dict.fromkeys((*thinned[: MOST - 1], last)))


class Rows:
    """The shown steps with their points and values, exact ones as far as there are any."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.steps = steps(lesson.run.steps)
        boxed = lesson.study.setting.bounds.box.bounded
        last = 0 if boxed else min(self.steps[-1], REACH)
        start = lesson.study.setting.start
        found = exact_rows(lesson.update, start, last) if last else ()
        self.exact: dict[int, Exact] = {k: found[k] for k in self.steps if k < len(found)}

    def point(self, k: int) -> Sequence[Real]:
        if k in self.exact:
            return self.exact[k].point
        return [float(x) for x in self.lesson.run.points[k]]

    def value(self, k: int) -> Real:
        return self.exact[k].value if k in self.exact else float(self.lesson.run.values[k])

    @property
    def last_exact(self) -> int:
        """The last step of the table whose exact iterate is known; -1 where none is."""
        return max(self.exact, default=-1)


def iterates(lesson: Lesson) -> Iterator[Block]:
    """The table, and how far its floats are from the exact iterates."""
    rows = Rows(lesson)
    near = target(lesson)
    columns = (numbering(lesson, rows, near), *coordinates(lesson, rows, near))
    columns = (*columns, *measures(lesson, rows, near))
    yield Table(columns, caption(lesson, rows), f"tab:{label(lesson)}", foot=near is not None)
    if lesson.is_long:
        counts = {"count": (number(len(lesson.names)),), "shown": (number(SHOWN),)}
        yield Paragraph(lesson.say("coordinates", **counts))
    yield from distances(lesson, rows)


def caption(lesson: Lesson, rows: Rows) -> Text:
    if rows.last_exact == rows.steps[-1]:
        return lesson.say("iterates exact", method=by(lesson))
    if rows.last_exact <= 0:
        return lesson.say("iterates floats", method=by(lesson))
    last = Relation((INDEX, number(rows.last_exact)), ("=",))
    return lesson.say("iterates mixed", method=by(lesson), step=(last,))


def target(lesson: Lesson) -> Nearest | None:
    """The proved minimiser that the last iterate is nearest to."""
    minimum = lesson.study.minimum
    if minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
        return None
    near = nearest(minimum.points, minimum.parameters, lesson.run.points[-1].tolist())
    if near is None or not minimum.parameters:
        return near
    return replace(near, exact=tuple(Float(x, 15) for x in near.floats))  # one of a family


def value_text(value: Expr) -> Text:
    """An exact number, or that it is about its first digits."""
    operator, shown = exact(value)
    return (shown,) if operator == "=" else (Relation((Chain(()), shown), (operator,)),)


def numbering(lesson: Lesson, rows: Rows, near: Nearest | None) -> Column:
    foot = (lesson.say("exact"),) if near else ()
    return Column((INDEX,), (*((str(k),) for k in rows.steps), *foot))


def coordinates(lesson: Lesson, rows: Rows, near: Nearest | None) -> Columns:
    """A column a coordinate, of many the first ones; of one, the exact fractions beside it."""
    mode, alone = lesson.wishes.rounding, not lesson.is_vector
    for i, heading in enumerate(lesson.places(INDEX)[:SHOWN]):
        here = [rows.point(k)[i] for k in rows.steps]
        cells: list[Text] = [
            (fixed(x, PLACES, mode) if alone else significant(x, DIGITS, mode),) for x in here
        ]
        foot: list[Text] = [value_text(near.exact[i])] if near else []
        yield Column((heading,), (*cells, *foot))
    if lesson.is_long:
        yield Column(DOTS, (*(DOTS for _ in rows.steps), *[DOTS] * (near is not None)))
    if alone:
        yield from fractions(lesson, rows, near)


def fractions(lesson: Lesson, rows: Rows, near: Nearest | None) -> Columns:
    """The iterates as fractions while they are short."""
    cells = [fraction(rows, k) for k in rows.steps]
    if sum(cell != DOTS for cell in cells) < 2:
        return
    heading = lesson.say("column exact", name=(lesson.indexed(INDEX),))
    foot: list[Text] = [value_text(near.exact[0])] if near else []
    yield Column(heading, (*cells, *foot))


def fraction(rows: Rows, k: int) -> Text:
    if k not in rows.exact:
        return DOTS
    value = rows.exact[k].point[0]
    text = str(value)
    return (text.replace("-", "−"),) if len(text) <= FRACTION else DOTS


DOTS: Final[Text] = (Symbolic("dots"),)


def measures(lesson: Lesson, rows: Rows, near: Nearest | None) -> Columns:
    """The value, and the distance from the exact minimiser, or the size of the gradient."""
    mode = lesson.wishes.rounding
    value = lesson.study.minimum.value
    foot: list[Text] = [value_text(value)] if near and value is not None else [()] * bool(near)
    cells: list[Text] = [(significant(rows.value(k), DIGITS, mode),) for k in rows.steps]
    yield Column(height(lesson), (*cells, *foot))
    if near is None:
        sizes = [math.hypot(*lesson.run.gradients[k]) for k in rows.steps]
        yield Column(steepness(lesson), tuple((significant(x, DIGITS, mode),) for x in sizes))
        return
    yield Column(apart(lesson), (*gaps(rows, near, mode), ("0",)))


def height(lesson: Lesson) -> Text:
    """L(x_k)."""
    return (lesson.function(lesson.indexed(INDEX)),)


def steepness(lesson: Lesson) -> Text:
    """The size of the gradient."""
    slope: Any = lesson.gradient(lesson.indexed(INDEX))
    return (Call("norm", (slope,), 0, 0),)


def apart(lesson: Lesson) -> Text:
    """x_k - x*, of several variables the length of that."""
    gap: Any = Combined(((True, lesson.indexed(INDEX)), (False, lesson.starred)))
    return (Call("norm", (gap,), 0, 0) if lesson.is_vector else gap,)


def gaps(rows: Rows, near: Nearest, mode: str) -> Iterator[Text]:
    """How far each row is from the minimiser: exactly where both are rational."""
    goal = near.exact
    rational = all(isinstance(x, Rational) for x in goal)
    there: Sequence[Real] = (
        [Fraction(int(x.p), int(x.q)) for x in goal] if rational else near.floats
    )
    for k in rows.steps:
        pairs = list(zip(rows.point(k), there, strict=True))
        if len(pairs) == 1:
            here, end = pairs[0]
            both = isinstance(here, Fraction) and isinstance(end, Fraction)
            gap: Real = here - end if both else float(here) - float(end)
        else:
            gap = math.hypot(*(float(Fraction(a) - Fraction(b)) for a, b in pairs))
        yield (significant(gap, DIGITS, mode),)


def distances(lesson: Lesson, rows: Rows) -> Iterator[Paragraph]:
    """How many units in the last place the floats of the table are off."""
    if rows.last_exact <= 0:
        return
    run = lesson.run
    off = [
        ulps(float(run.points[k, i]), x)
        for k, one in rows.exact.items()
        for i, x in enumerate(one.point)
    ]
    worst = math.ceil(max(off))
    key = "ulp" if worst else "ulp none"
    yield Paragraph(lesson.say(key, count=(number(worst),)))
