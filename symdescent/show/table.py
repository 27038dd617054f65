"""What a terminal shows of a study: facts, the table of iterates, a picture, and the verdict."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from symdescent.numeric.run import Ending, Run
from symdescent.show.facts import facts
from symdescent.show.rows import Column, shown
from symdescent.show.stacked import DOTS, stacked
from symdescent.show.words import POINT, Entries, Fact, name
from symdescent.studies import Study
from symdescent.verdict import Standing

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
class Wanted:
    """What an answer shows: some of the steps, the exact iterates, and a picture.

    `picture`: lines between the table and the verdict, which stays the last that is seen.
    """

    steps: Sequence[int]
    exact: bool = False
    picture: Sequence[Text] = ()


def table(study: Study, width: int | None, spell: Spell, wanted: Wanted) -> RenderableType:
    """The whole answer, lines at most `width` wide (None: as long as they are).

    `spell` writes a text in the signs that the terminal has.
    """
    iterated = shown(study, wanted.steps, width, spell, wanted.exact)
    left_out = Fact("", spell(f"{iterated.left_out}; --format csv has them all"))
    return Group(
        *(line for fact in facts(study) for line in fact_lines(spelt(fact, spell), width)),
        Text(),
        iterates(iterated.columns, spell),
        *(fact_lines(left_out, width) if iterated.left_out else ()),
        Text(),
        *(*wanted.picture, Text()) * bool(wanted.picture),
        *closing(study, width, spell),
    )


def spelt(fact: Fact, spell: Spell) -> Fact:
    """The same fact in other signs."""
    entries = fact.entries and in_signs(fact.entries, spell)
    return Fact(spell(fact.label), spell(fact.text), spell(fact.remark), entries)


def in_signs(entries: Entries, spell: Spell) -> Entries:
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
    yield from tabbed(spell(classic(study)), width)
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


def classic(study: Study) -> str:
    """The line of the classic script: x_min = 4.000, a tab, => L(4.000) = 0.000."""
    run, title = study.answer, study.setting.formula.title
    row = best(study)
    point = ", ".join(decimals(x) for x in run.points[row][:6])
    point += ", …" if len(run.names) > 6 else ""
    where = point if len(run.names) == 1 else f"({point})"
    label = f"{variable(run)}_min" if reached(study) else "best so far"
    return f"{label} = {where}\t=> {title}({point}) = {decimals(run.values[row])}"


def best(study: Study) -> int:
    """The step whose point is told as the answer."""
    return study.answer.steps if study.verdict.agrees else study.answer.best


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
