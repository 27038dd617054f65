"""What a terminal shows of a study: facts, iterates, a picture, and the verdict."""

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from symdescent.numeric.run import Ending, Run
from symdescent.show.facts import facts
from symdescent.show.rows import Column, columns
from symdescent.show.words import Fact, name
from symdescent.studies import Study
from symdescent.verdict import Standing

Spell = Callable[[str], str]
INDENT = "  "
LABEL = 15
MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "bold")}


def table(
    study: Study,
    width: int | None,
    steps: Sequence[int],
    spell: Spell,
    picture: Sequence[Text] = (),
) -> RenderableType:
    """The whole answer, lines at most `width` wide (None: as long as they are).

    `spell` writes a text in the signs that the terminal has; `picture`: lines between the table
    and the verdict, which stays the last that is seen.
    """
    return Group(
        *(line for fact in facts(study) for line in fact_lines(spelt(fact, spell), width)),
        Text(),
        iterates(columns(study, steps, width, spell), spell),
        Text(),
        *(*picture, Text()) * bool(picture),
        *closing(study, width, spell),
    )


def spelt(fact: Fact, spell: Spell) -> Fact:
    """The same fact in other signs."""
    return Fact(spell(fact.label), spell(fact.text), spell(fact.remark))


def fact_lines(fact: Fact, width: int | None) -> Iterator[Text]:
    """A fact on one line where it fits, else wrapped under itself, its remark on a line below."""
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


def closing(study: Study, width: int | None, spell: Spell) -> Iterator[Text]:
    """The classic line, the verdict in a sentence, and what to do next."""
    finding = study.verdict.finding
    mark, colour = MARKS[True if study.verdict.agrees else None if study.verdict.holds else False]
    yield from fact_lines(Fact("", spell(classic(study))), width)
    sentence = spell(f"{mark} {finding.standing}: {finding.sentence}")
    for line in fact_lines(Fact("", sentence), width):
        line.stylize(colour)
        yield line
    if finding.advice:
        yield from fact_lines(Fact("", spell(f"  {finding.advice}")), width)


def classic(study: Study) -> str:
    """The line of the classic script: x_min = 4.000 => L(4.000) = 0.000."""
    run, title = study.answer, study.setting.formula.title
    row = run.steps if study.verdict.agrees else run.best
    point = ", ".join(decimals(x) for x in run.points[row][:6])
    point += ", …" if len(run.names) > 6 else ""
    where = point if len(run.names) == 1 else f"({point})"
    label = f"{variable(run)}_min" if reached(study) else "best so far"
    return f"{label} = {where} => {title}({point}) = {decimals(run.values[row])}"


def reached(study: Study) -> bool:
    """Whether the last point may be called the minimiser that descent found."""
    converged = study.run.outcome.ending is Ending.CONVERGED
    standing = study.verdict.finding.standing
    return study.verdict.agrees or (converged and standing is Standing.UNDECIDED)


def variable(run: Run) -> str:
    return name(run.names[0]) if len(run.names) == 1 else "x"


def decimals(number: float) -> str:
    """Three decimals, as the classic script prints them."""
    text = f"{number:.3f}" if abs(number) < 1e9 else f"{number:.3e}"
    return "0.000" if text == "-0.000" else text
