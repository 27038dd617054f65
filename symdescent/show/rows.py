"""The table of iterates of a study: its columns as cells of text, and which of them fit."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symdescent.calculus.accurate_evaluation import Nearest, nearest
from symdescent.exact import Kind
from symdescent.show.words import POINT, indexed_name, name, significant, spell
from symdescent.studies import Study

FIRST = 6  # rows before the table thins out
DECIMALS = 9
LONGEST_EXACT = 16
FEW = 2  # coordinates that have their exact iterates beside them
MOST = 12  # columns of coordinates; the comma-separated form has all
MOST_PIPED = 6  # and where no width limits them
ROOM = 100  # characters that a table is given off a terminal, before columns are left out
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


@dataclass(frozen=True)
class Shown:
    """The columns that are shown, and in words what is not."""

    columns: tuple[Column, ...]
    left_out: str = ""


def shown(
    study: Study,
    steps: Sequence[int],
    width: int | None,
    spell: Callable[[str], str] = str,
    exact: bool = False,
) -> Shown:
    """The columns that fit into `width` characters (None: of any width), spelt as a terminal can.

    Every coordinate a column while they fit; else the first ones, with the distance that tells of
    all. Exact iterates stand beside one or two coordinates, behind more of them where there is
    room for all else, or where they are asked for (`exact`).
    """
    choices = [
        Shown(spelt(choice.columns, spell), choice.left_out)
        for choice in selections(Parts.of(study, steps), width, exact)
    ]
    return next((c for c in choices if width is None or needed(c.columns) <= width), choices[-1])


def spelt(columns: Sequence[Column], spell: Callable[[str], str]) -> tuple[Column, ...]:
    """The same columns in other signs."""
    return tuple(
        Column(spell(c.heading), tuple(map(spell, c.cells)), spell(c.foot), c.is_text)
        for c in columns
    )


@dataclass(frozen=True)
class Parts:
    """The columns of a table: the step, the first coordinates, their exact iterates where they are
    short, the value, and how near the minimum is or how large the gradient.

    `many`: how many coordinates there are.
    """

    number: Column
    floats: tuple[Column, ...]
    exact: tuple[Column | None, ...]
    value: Column
    measure: Column
    many: int

    @staticmethod
    def of(study: Study, steps: Sequence[int]) -> "Parts":
        near, many = target(study), len(study.run.names)
        pairs = [coordinate(study, steps, i, near) for i in range(min(many, MOST))]
        floats, exact = zip(*pairs, strict=True)
        value, measure = measures(study, steps, near)
        return Parts(numbering(steps, near), floats, exact, value, measure, many)

    def whole(self) -> Shown:
        """All columns, exact ones beside one or two coordinates, and behind more of them."""
        pairs = zip(self.floats, self.exact, strict=True)
        if self.many <= FEW:
            beside = [column for pair in pairs for column in pair if column]
            return Shown((self.number, *beside, self.value, self.measure))
        behind = [column for column in self.exact if column]
        first = self.first(len(self.floats))
        return Shown((*first.columns, *behind), first.left_out)

    def first(self, shown: int) -> Shown:
        """The first coordinates, dots for the others, and the measures."""
        hidden = self.many - shown
        blank = "…" if self.number.foot else ""
        dots = (Column("…", ("…",) * len(self.number.cells), blank),) if hidden else ()
        columns = (self.number, *self.floats[:shown], *dots, self.value, self.measure)
        return Shown(columns, missing(hidden, self.many))

    def in_fractions(self) -> Shown:
        """Exact iterates in the place of the coordinates."""
        exact = tuple(e or f for f, e in zip(self.floats, self.exact, strict=True))
        return replace(self, floats=exact).first(len(exact))


def missing(hidden: int, many: int) -> str:
    """How many coordinates have no column."""
    return f"{hidden} of {many} coordinates are not shown" if hidden and many > 1 else ""


def selections(parts: Parts, width: int | None, exact: bool) -> Iterator[Shown]:
    """All columns, then ever fewer."""
    whole, known = parts.whole(), any(parts.exact)
    if parts.many <= FEW or exact or needed(whole.columns) <= (width or ROOM):
        yield whole
    if exact and known:
        yield parts.in_fractions()
    most = len(parts.floats) if width is not None else MOST_PIPED
    fewer = [parts.first(shown) for shown in range(min(most, len(parts.floats)), 0, -1)]
    remark = f"the exact iterates need {needed(parts.in_fractions().columns)} columns of text"
    for choice in (*fewer, *narrow(parts)):
        told = (choice.left_out, remark if exact and known else "")
        yield replace(choice, left_out="; ".join(filter(None, told)))


def narrow(parts: Parts) -> Iterator[Shown]:
    """What is left where there is no room for a coordinate beside both measures."""
    hidden = missing(parts.many, parts.many)
    if parts.many == 1:
        yield Shown((parts.number, *parts.floats, parts.value))
    yield Shown((parts.number, parts.value, parts.measure), hidden)
    yield Shown((parts.number, parts.value), hidden)
    yield Shown((parts.value,), hidden)


def fitting(columns: Sequence[Column], width: int | None) -> Sequence[Column]:
    """As many of the first columns as fit into `width` characters (None: all), two at least."""
    many = len(columns)
    while width is not None and many > 2 and needed(columns[:many]) > width:
        many -= 1
    return columns[:many]


def needed(columns: Sequence[Column]) -> int:
    """How wide rich draws these columns: their texts, blanks, and an edge on either side."""
    return sum(column.width + GAP for column in columns) + 1


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
) -> tuple[Column, Column | None]:
    """The floats of one coordinate, and its exact iterates while they stay short."""
    alone = len(study.run.names) == 1
    heading = indexed_name(study.run.names[i], "ₖ") if alone else name(study.run.names[i])
    foot = spell(near.exact[i]) if near else ""
    shown = foot if len(foot) <= LONGEST_EXACT else significant(near.floats[i]) if near else ""
    floats = Column(heading, tuple(fixed(study.run.points[k, i]) for k in steps), shown)
    exact = tuple(exact_text(study.iterates, k, i) for k in steps)
    known = sum(cell != "⋯" for cell in exact) >= 2
    return floats, Column(f"exact {heading}", exact, shown) if known else None


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
    label = f"‖{POINT} − {POINT}*‖"
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
