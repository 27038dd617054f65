"""The table of iterates of a study, and the whole answer round it, for a terminal."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from textwrap import wrap

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from symdescent.calculus.accurate_evaluation import Nearest, nearest
from symdescent.numeric.run import Ending, Run
from symdescent.proofs import Kind
from symdescent.render.facts import facts
from symdescent.render.matrices import DOTS, stacked
from symdescent.render.short_text import (
    POINT,
    Entries,
    Fact,
    indexed_name,
    name,
    significant,
    spell,
)
from symdescent.studies import Study
from symdescent.verdict import Standing

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
        Shown(columns_in_signs(choice.columns, spell), choice.left_out)
        for choice in selections(Parts.of(study, steps), width, exact)
    ]
    return next((c for c in choices if width is None or needed(c.columns) <= width), choices[-1])


def columns_in_signs(columns: Sequence[Column], spell: Callable[[str], str]) -> tuple[Column, ...]:
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


Spell = Callable[[str], str]
INDENT = "  "
LABEL = 15
MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "bold")}


@dataclass(frozen=True)
class Tabbed:
    """A line that keeps its tabs: `Text` of rich has blanks in their place."""

    text: str

    def __rich_console__(self, _: Console, __: ConsoleOptions) -> Iterator[Segment]:
        yield Segment(self.text)
        yield Segment.line()


@dataclass(frozen=True)
class Selection:
    """What an answer shows: some of the steps, the exact iterates, and a picture.

    `picture`: lines between the table and the verdict, which stays the last that is seen.
    """

    steps: Sequence[int]
    exact: bool = False
    picture: Sequence[Text] = ()


def table(study: Study, width: int | None, spell: Spell, wanted: Selection) -> RenderableType:
    """The whole answer, lines at most `width` wide (None: as long as they are).

    `spell` writes a text in the signs that the terminal has.
    """
    iterated = shown(study, wanted.steps, width, spell, wanted.exact)
    left_out = Fact("", spell(f"{iterated.left_out}; --format csv has them all"))
    return Group(
        *(line for fact in facts(study) for line in fact_lines(fact_in_signs(fact, spell), width)),
        Text(),
        iterates(iterated.columns, spell),
        *(fact_lines(left_out, width) if iterated.left_out else ()),
        Text(),
        *(*wanted.picture, Text()) * bool(wanted.picture),
        *closing(study, width, spell),
    )


def fact_in_signs(fact: Fact, spell: Spell) -> Fact:
    """The same fact in other signs."""
    entries = fact.entries and entries_in_signs(fact.entries, spell)
    return Fact(spell(fact.label), spell(fact.text), spell(fact.remark), entries)


def entries_in_signs(entries: Entries, spell: Spell) -> Entries:
    """The same array in other signs."""

    def told(text: str) -> str:
        return text if text == DOTS else spell(text)

    names, values = (
        tuple(tuple(map(told, row)) for row in rows) for rows in (entries.names, entries.values)
    )
    return replace(entries, left=spell(entries.left), names=names, values=values)


def fact_lines(fact: Fact, width: int | None) -> Iterator[Text]:
    """A fact on one line where it fits, else wrapped under itself, its remark on a line below."""
    if fact.entries:
        yield from array_lines(fact.entries, fact.remark, width)
        return
    label = f"{fact.label:<{LABEL}}  " if fact.label else ""
    if not (fact.text or fact.remark):
        yield Text()
        return
    pieces = [piece for piece in (fact.text, fact.remark) if piece]
    whole = "   ".join(pieces)
    if width is None or len(INDENT + label + whole) <= width:
        yield styled(label, whole)
        return
    room = width - len(INDENT + label)
    lines = [line for piece in pieces for line in wrapped(piece, max(room, 20))]
    for i, line in enumerate(lines):
        yield styled(label if i == 0 else " " * len(label), line)


def array_lines(entries: Entries, remark: str, width: int | None) -> Iterator[Text]:
    """A column or a matrix on lines of its own, the remark beside its first line or below it."""
    lines = stacked(entries, None if width is None else width - len(INDENT))
    base = next(i for i, line in enumerate(lines) if line.strip().startswith(entries.left))
    beside = f"{lines[base]}   {remark}".rstrip()
    fits = width is None or len(INDENT + beside) <= width
    lines[base] = beside if fits else lines[base]
    yield from (styled("", line) for line in lines)
    if not fits:
        yield from (styled("", line) for line in wrapped(remark, (width or 0) - len(INDENT)))


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines, those after the first set in a little."""
    return wrap(text, width, subsequent_indent="  ", break_on_hyphens=False)


def styled(label: str, text: str) -> Text:
    line = Text(INDENT, no_wrap=True, overflow="ignore")
    return line.append(label, style="bold").append(text)


def iterates(shown: Sequence[Column], spell: Spell = str) -> Table:
    """The table, the exact values at its foot."""
    footed = any(column.foot for column in shown)
    rules = spell(str(box.HORIZONTALS))
    grid = Table(
        box=box.Box(rules, ascii=rules.isascii()),
        show_footer=footed,
        show_edge=True,
        padding=(0, 1),
        header_style="bold",
        footer_style="bold",
        border_style="dim",
    )
    for column in shown:
        heading, foot = column.padded(column.heading), column.padded(column.foot)
        grid.add_column(heading, foot, no_wrap=True, overflow="ignore")
    for row in zip(*[map(column.padded, column.cells) for column in shown], strict=True):
        grid.add_row(*row)
    return grid


def closing(study: Study, width: int | None, spell: Spell) -> Iterator[RenderableType]:
    """The classic line, the verdict in a sentence, and what to do next."""
    finding = study.verdict.finding
    mark, colour = MARKS[True if study.verdict.agrees else None if study.verdict.holds else False]
    yield from tabbed(spell(classic(study, plain=width is None)), width)
    sentence = spell(f"{mark} {finding.standing}: {finding.sentence}")
    for line in fact_lines(Fact("", sentence), width):
        line.stylize(colour)
        yield line
    if finding.advice:
        yield from fact_lines(Fact("", spell(f"  {finding.advice}")), width)


def tabbed(line: str, width: int | None) -> Iterator[RenderableType]:
    """A line with a tab, which stands on the next one where both parts have no room on one."""
    if width is None or len((INDENT + line).expandtabs()) <= width:
        yield Tabbed(INDENT + line)
        return
    first, _, rest = line.partition("\t")
    yield from fact_lines(Fact("", first), width)
    if len(f"\t{rest}".expandtabs()) <= width:
        yield Tabbed(f"\t{rest}")
    else:
        yield from fact_lines(Fact("", rest), width)


def classic(study: Study, plain: bool = False) -> str:
    """The line of the classic script: x_min = 4.000, a tab, => L(4.000) = 0.000.

    `plain`: as a pipe looks for it, x_min with the letter of ASCII also for a point.
    """
    run, title = study.answer, study.setting.formula.title
    row = best(study)
    point = ", ".join(decimals(x) for x in run.points[row][:6])
    point += ", …" if len(run.names) > 6 else ""
    where = point if len(run.names) == 1 else f"({point})"
    letter = "x" if plain and len(run.names) > 1 else variable(run)
    label = f"{letter}_min" if reached(study) else unreached(study)
    return f"{label} = {where}\t=> {title}({point}) = {decimals(run.values[row])}"


def best(study: Study) -> int:
    """The step whose point is told as the answer; a rule's own answer is always its last."""
    own = study.verdict.agrees or study.answer is not study.run
    return study.answer.steps if own else study.answer.best


def unreached(study: Study) -> str:
    """What the answer is called where it is no minimiser."""
    return "best so far" if study.answer is study.run else "answer so far"


def reached(study: Study) -> bool:
    """Whether the last point may be called the minimiser that descent found."""
    converged = study.run.outcome.ending is Ending.CONVERGED
    standing = study.verdict.finding.standing
    return study.verdict.agrees or (converged and standing is Standing.UNDECIDED)


def variable(run: Run) -> str:
    return name(run.names[0]) if len(run.names) == 1 else POINT


def decimals(number: float) -> str:
    """Three decimals, as the classic script prints them."""
    text = f"{number:.3f}" if abs(number) < 1e9 else f"{number:.3e}"
    return "0.000" if text == "-0.000" else text
