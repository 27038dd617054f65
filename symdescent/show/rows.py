"""A study goes in, the columns of its table of iterates come out as text cells."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symdescent.exact import Kind
from symdescent.show.words import indexed_name, name, significant, spell
from symdescent.studies import Study
from symdescent.symbolic.precision import Nearest, nearest

FIRST = 6  # rows before the table thins out
DECIMALS = 9
LONGEST_EXACT = 16
MOST_COORDINATES = 6  # columns of them; the comma-separated form has all
GAP = 3  # a blank on either side of a column, and one between two


@dataclass(frozen=True)
class Column:
    """A heading and one cell for every chosen step; `foot` is the exact value, or nothing.

    Numbers stand at the right of their column, words (`is_text`) at the left.
    """

    heading: str
    cells: tuple[str, ...]
    foot: str = ""
    is_text: bool = False

    def padded(self, text: str) -> str:
        """A text as wide as the column."""
        return text.ljust(self.width) if self.is_text else text.rjust(self.width)

    @property
    def width(self) -> int:
        """The widest of its texts."""
        return max(map(len, (self.heading, self.foot, *self.cells)))


def chosen(steps: int, every: int | None = None, most: int = 24) -> tuple[int, ...]:
    """Which steps to show: the first ones, then 1, 2, 5, 10, ... thinned out, always the last."""
    if every:
        return tuple(sorted({*range(0, steps + 1, every), steps}))
    decades = (lead * 10**power for power in range(1, 10) for lead in (1, 2, 5))
    thinned = [*range(min(FIRST, steps + 1)), *(k for k in decades if k < steps)]
    kept = thinned[: max(most - 1, 1)]
    return tuple(dict.fromkeys((*kept, steps)))


def columns(
    study: Study, steps: Sequence[int], width: int | None, spell: Callable[[str], str] = str
) -> tuple[Column, ...]:
    """The columns that fit into `width` characters (None: all of them), spelt as a terminal can.

    Every coordinate a column while they fit; else without what can be spared: the exact iterates,
    the last measure, the coordinates.
    """
    choices = [spelt(choice, spell) for choice in selections(study, steps, width)]
    return next((c for c in choices if width is None or needed(c) <= width), choices[-1])


def spelt(columns: Sequence[Column], spell: Callable[[str], str]) -> tuple[Column, ...]:
    """The same columns in other signs."""
    return tuple(
        Column(spell(c.heading), tuple(map(spell, c.cells)), spell(c.foot), c.is_text)
        for c in columns
    )


def selections(
    study: Study, steps: Sequence[int], width: int | None
) -> Iterator[tuple[Column, ...]]:
    """All columns, then ever fewer."""
    if width is None and len(study.run.names) > MOST_COORDINATES:
        yield normed(study, steps)
        return
    full = every_column(study, steps)
    yield full
    if width is not None:
        plain = tuple(column for column in full if not column.heading.startswith("exact"))
        yield from (plain, plain[:-1], *shorter(study, steps))


def shorter(study: Study, steps: Sequence[int]) -> Iterator[tuple[Column, ...]]:
    """Ever fewer columns: a norm for the coordinates where there are several, then less."""
    if len(study.run.names) > 1:
        norms = normed(study, steps)
        yield norms
        yield norms[:-1]
    number, *_, value, _ = every_column(study, steps)
    yield number, value
    yield (value,)


def fitting(columns: Sequence[Column], width: int | None) -> Sequence[Column]:
    """As many of the first columns as fit into `width` characters (None: all), two at least."""
    many = len(columns)
    while width is not None and many > 2 and needed(columns[:many]) > width:
        many -= 1
    return columns[:many]


def needed(columns: Sequence[Column]) -> int:
    """How wide rich draws these columns: their texts, blanks, and an edge on either side."""
    return sum(column.width + GAP for column in columns) + 1


def every_column(study: Study, steps: Sequence[int]) -> tuple[Column, ...]:
    near = target(study)
    return (
        numbering(steps, near),
        *(c for i in range(len(study.run.names)) for c in coordinate(study, steps, i, near)),
        *measures(study, steps, near),
    )


def normed(study: Study, steps: Sequence[int]) -> tuple[Column, ...]:
    near = target(study)
    length = column("‖x‖", steps, lambda k: math.hypot(*study.run.points[k]))
    return numbering(steps, near), length, *measures(study, steps, near)


def target(study: Study) -> Nearest | None:
    """The proved minimiser that the last iterate is nearest to."""
    minimum = study.minimum
    if minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
        return None
    last = study.run.points[-1].tolist()
    return nearest(minimum.points, minimum.parameters, last)


def numbering(steps: Sequence[int], near: Nearest | None) -> Column:
    return Column("k", tuple(map(str, steps)), "exact" if near else "")


def coordinate(
    study: Study, steps: Sequence[int], i: int, near: Nearest | None
) -> tuple[Column, ...]:
    """The floats of one coordinate, and its exact iterates beside them while they stay short."""
    alone = len(study.run.names) == 1
    heading = indexed_name(study.run.names[i], "ₖ") if alone else name(study.run.names[i])
    foot = spell(near.exact[i]) if near else ""
    shown = foot if len(foot) <= LONGEST_EXACT else significant(near.floats[i]) if near else ""
    cells = tuple(fixed(study.run.points[k, i]) for k in steps)
    floats = Column(heading, cells, shown)
    exact = tuple(exact_text(study.iterates, k, i) for k in steps)
    if sum(cell != "⋯" for cell in exact) < 2:
        return (floats,)
    return floats, Column(f"exact {heading}", exact, shown)


def exact_text(iterates: Sequence[Sequence[Fraction]], k: int, i: int) -> str:
    text = str(iterates[k][i]) if k < len(iterates) else ""
    return text if 0 < len(text) <= LONGEST_EXACT else "⋯"


def measures(study: Study, steps: Sequence[int], near: Nearest | None) -> tuple[Column, ...]:
    """The value, and the distance from the exact minimiser, or the gradient norm without one."""
    run, names = study.run, study.run.names
    heading = "L(" + ", ".join(map(name, names)) + ")" if len(names) <= 3 else "L"
    foot = significant(exact_value(study)) if near else ""
    value = column(heading, steps, lambda k: float(run.values[k]), foot)
    if near is None:
        slope = column("‖∇L‖", steps, lambda k: math.hypot(*run.gradients[k]))
        return value, slope
    goal = near.floats
    if len(names) == 1:
        label = f"{indexed_name(names[0], 'ₖ')} − {name(names[0])}*"
        return value, column(label, steps, lambda k: float(run.points[k, 0] - goal[0]), "0")
    label = "‖x − x*‖"
    return value, column(label, steps, lambda k: math.dist(run.points[k], goal), "0")


def exact_value(study: Study) -> float:
    return float(study.minimum.value.evalf(20)) if study.minimum.value is not None else 0.0


def column(
    heading: str, steps: Sequence[int], number: Callable[[int], float], foot: str = ""
) -> Column:
    return Column(heading, tuple(significant(number(k)) for k in steps), foot)


def fixed(number: float) -> str:
    """Nine decimals, or ten digits with an exponent where that would be long or empty."""
    if number != 0 and not 1e-4 <= abs(number) < 1e5:
        return f"{number:.{DECIMALS - 3}e}"
    return f"{number:.{DECIMALS}f}"
