"""Blocks of a document as HTML with MathML, and the pictures of a page in layers.

A picture of a page: what stays, what moves, and an empty layer for what a reader's own settings
make of it, with its numbers in a table below.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeGuard

from symdescent.language.notation import Relation
from symdescent.language.tree import Negative, Number
from symdescent.lessons.blocks import (
    Block,
    Choices,
    Code,
    Column,
    Derivation,
    Environment,
    Figure,
    Heading,
    Line,
    Listing,
    Paragraph,
    Provenance,
    Table,
    Text,
)
from symdescent.lessons.figures.plots import Axis, Cells, Dots, Plot, Role
from symdescent.lessons.figures.plots import Line as PlotLine
from symdescent.lessons.wording import say, word
from symdescent.printing.escaping import element, inert
from symdescent.printing.mathml import halves, inline, math
from symdescent.printing.text import text
from symdescent.render import plot_style, svg
from symdescent.render.plot_style import SCREEN, Layout, laid_out


def is_answer(block: Block, before: Block | None) -> TypeGuard[Environment]:
    """Whether a block is the solution of the exercise before it."""
    match before, block:
        case Environment(kind="exercise"), Environment(kind="solution"):
            return True
    return False


ENGLISH: Final = {
    "step": "Step",
    "rate": "Learning rate",
    "play": "Play",
    "pause": "Pause",
    "reset": "Back to the example",
    "controls": "Try it: other steps, other rates",
    "iterates": "The last ten iterates up to here",
    "data": "The numbers of this figure",
    "scroll": "may be scrolled sideways",
    "derivation": "derivation",
    "code": "code",
    "at_step": "step {k}",
    "here": "Step {k}: {names} = {point}, {title} = {value}.",
    "lost": "The next step is no number any more: the descent is lost.",
    "compute": "Computed once more",
}
GERMAN: Final = {
    "step": "Schritt",
    "rate": "Lernrate",
    "play": "Abspielen",
    "pause": "Anhalten",
    "reset": "Zurück zum Beispiel",
    "controls": "Selbst probieren: andere Schritte, andere Raten",
    "iterates": "Die letzten zehn Iterierten bis hierher",
    "data": "Die Zahlen dieser Abbildung",
    "scroll": "lässt sich seitwärts verschieben",
    "derivation": "Herleitung",
    "code": "Code",
    "at_step": "Schritt {k}",
    "here": "Schritt {k}: {names} = {point}, {title} = {value}.",
    "lost": "Der nächste Schritt ist keine Zahl mehr: der Abstieg ist verloren.",
    "compute": "Noch einmal gerechnet",
}
LANGUAGES: Final = {"en": ENGLISH, "de": GERMAN}


def words_of(language: str) -> dict[str, str]:
    """The table of a language; English where it has none."""
    return LANGUAGES.get(language, ENGLISH)


SAFE: Final = re.compile("[^A-Za-z0-9-]+")
Draw = Callable[[Figure, str], tuple[str, str]]


@dataclass
class Fragments:
    """Spells blocks one after the other, and sees to it that no two have the same id.

    `draw`: a figure and its id in, its picture and what belongs below its caption out; `table`:
    how each kind of block is spelt.
    """

    language: str
    draw: Draw
    table: Mapping[type, Callable[["Fragments", Any], str]] = field(default_factory=lambda: BLOCKS)
    words: Mapping[str, str] = field(init=False)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words = words_of(self.language)

    def all(self, blocks: Sequence[Block]) -> str:
        """The pieces of all blocks; the solution of an exercise is folded away."""
        pairs = zip(blocks, (None, *blocks), strict=False)
        return "\n".join(
            self.folded(block) if is_answer(block, before) else self.table[type(block)](self, block)
            for block, before in pairs
        )

    def identity(self, label: str) -> str:
        """An id for a label: of letters, digits and hyphens, different from all before it."""
        stem = f"sd-{SAFE.sub('-', label).strip('-').lower()[:40] or 'part'}"
        name, count = stem, 2
        while name in self.used:
            name, count = f"{stem}-{count}", count + 1
        self.used.add(name)
        return name

    def paragraph(self, block: Paragraph) -> str:
        return element("p", text_html(block.text))

    def heading(self, block: Heading) -> str:
        return element(f"h{min(max(block.level, 2), 6)}", text_html(block.text))

    def derivation(self, block: Derivation) -> str:
        """Lines aligned at their relations, each with its reason."""
        lines = "\n".join(self.line(line) for line in block.lines)
        return self.wide(lines, self.words["derivation"], "derivation")

    def line(self, line: Line) -> str:
        first, rest = halves(line.written)
        side = "right" if isinstance(line.written, Relation) else "whole"
        shown = math(rest, display="block", class_=side)
        name = {"id": self.identity(line.label)} if line.label else {}
        if first:
            shown = math(first, display="block", class_="left", **name) + shown
        return shown + (
            element("span", text_html(line.reason), class_="reason") if line.reason else ""
        )

    def wide(self, inside: str, label: str, kind: str = "") -> str:
        """What may be wider than a narrow screen: it scrolls by itself, also by the keyboard."""
        told = f"{label} ({self.words['scroll']})"
        classes = f"wide {kind}".strip()
        return element("div", inside, class_=classes, role="group", tabindex="0", aria_label=told)

    def listing(self, block: Listing) -> str:
        items = [element("li", text_html(item)) for item in block.items]
        return element("ol" if block.ordered else "ul", *items)

    def tabular(self, block: Table) -> str:
        caption = element("caption", text_html(block.caption)) if block.caption else ""
        name = {"id": self.identity(block.label)} if block.label else {}
        inside = caption + "".join(table(block.columns, block.foot))
        label = plain(block.caption or block.columns[0].heading)
        return self.wide(element("table", inside, **name), label)

    def figure(self, block: Figure) -> str:
        name = self.identity(block.label or "figure")
        picture, below = self.draw(block, name)
        caption = element("figcaption", text_html(block.caption)) if block.caption else ""
        return element("figure", picture, caption, id=name) + below

    def code(self, block: Code) -> str:
        return self.wide(element("pre", element("code", inert(block.text))), self.words["code"])

    def environment(self, block: Environment) -> str:
        """Blocks under their name."""
        end = element("p", "∎", class_="end") if block.kind == "proof" else ""
        head = element("h2", self.head(block), class_="kind")
        return element("div", head, self.all(block.blocks), end, **self.named(block))

    def folded(self, block: Environment) -> str:
        """Blocks that a reader opens when ready."""
        head, inside = element("summary", self.head(block)), self.all(block.blocks)
        return element("div", element("details", head, inside), **self.named(block))

    def head(self, block: Environment) -> str:
        """Exercise 3. Title; or the kind alone, where the title is nothing else."""
        kind = word(self.language, block.kind)
        more = f" {text_html(block.title)}" if plain(block.title) not in ("", kind) else ""
        number = f" {block.number}" if block.number else ""
        return f"{inert(kind)}{number}.{more}"

    def named(self, block: Environment) -> dict[str, str]:
        name = {"id": self.identity(block.label)} if block.label else {}
        return {"class_": f"environment {SAFE.sub('-', block.kind)}", **name}

    def choices(self, block: Choices) -> str:
        """The answers, and the letter of the right one to be opened, if it may be told."""
        items = [element("li", text_html(option)) for option in block.options]
        if block.right is None:
            return element("ol", *items, type="a")
        right = element("p", inert(chr(ord("a") + block.right)))
        answer = element("details", element("summary", inert(word(self.language, "answer"))), right)
        return element("ol", *items, type="a") + answer

    def provenance(self, block: Provenance) -> str:
        seed = "" if block.seed is None else f", seed {block.seed}"
        made = say(self.language, "made", version=block.version, seed=seed)
        command = self.code(Code(block.command, "sh"))
        return element("footer", element("p", text_html(made)), command)


BLOCKS: Final[dict[type, Callable[[Fragments, Any], str]]] = {
    Paragraph: Fragments.paragraph,
    Heading: Fragments.heading,
    Derivation: Fragments.derivation,
    Listing: Fragments.listing,
    Table: Fragments.tabular,
    Figure: Fragments.figure,
    Code: Fragments.code,
    Environment: Fragments.environment,
    Choices: Fragments.choices,
    Provenance: Fragments.provenance,
}


def text_html(words: Text) -> str:
    """Words as text, mathematics as MathML."""
    return "".join(inert(part) if isinstance(part, str) else inline(part) for part in words)


def plain(words: Text) -> str:
    """The same without markup, mathematics on a line, for a title or an attribute."""
    return "".join(part if isinstance(part, str) else text(part) for part in words).strip()


def table(columns: tuple[Column, ...], foot: bool = False) -> Iterator[str]:
    """Head, body and foot of a table."""
    heads = [heading(column.heading, **aligned(column)) for column in columns]
    spell = {True: figure, False: text_html}
    cells = [[element("td", spell[c.numeric](t), **aligned(c)) for t in c.cells] for c in columns]
    rows = [element("tr", *row) for row in zip(*cells, strict=True)]
    yield element("thead", element("tr", *heads))
    yield element("tbody", *(rows[:-1] if foot else rows))
    if foot:
        yield element("tfoot", rows[-1])


def figure(told: Text) -> str:
    """A number as text, in whose digits columns are aligned; all else as it is."""
    match told:
        case (Number() | Negative(Number()),):
            return inert(plain(told))
        case (str() as digits,):
            return inert(digits.replace("-", "−"))
    return text_html(told)


def heading(told: Text, **attributes: str) -> str:
    """A column's heading, on a line: MathML is not yet text to all who read tables aloud."""
    return element("th", inert(plain(told)), scope="col", **attributes)


def aligned(column: Column) -> dict[str, str]:
    return {"class_": "number"} if column.numeric else {}


MOVING: Final = frozenset({Role.PATH, Role.ITERATE, Role.END, Role.LOST})
NUMBERED: Final = frozenset({Role.ITERATE, Role.SERIES, Role.START, Role.MINIMUM, Role.CRITICAL})
PLAYED: Final = ("curve", "contours")  # kinds of plots that a single descent is drawn in
STYLED: Final = re.compile(r' style="[^"]*"')
MOST_ROWS: Final = 12


def picture(plot: Plot, name: str, played: bool = False) -> str:
    """The plot as SVG without any style of its own, which a page's policy would refuse.

    `played`: with the layers that a reader's settings redraw.
    """
    if not played:
        return STYLED.sub("", svg.svg(plot, SCREEN, name))
    layout = laid_out(plot, SCREEN)
    moving = [mark for mark in plot.marks if moves(mark)]
    still = replace(plot, marks=tuple(mark for mark in plot.marks if not moves(mark)))
    parts = [
        svg.opening(layout, name),
        *svg.drawn(replace(layout, plot=still)),
        element("g", *layer(layout, moving), class_="moving"),
        f'<clipPath id="{name}-frame">{frame(layout)}</clipPath>',
        f'<g clip-path="url(#{name}-frame)"><g id="live"></g></g>',
        "</svg>",
    ]
    return STYLED.sub("", "\n".join(parts))


def moves(mark: PlotLine | Dots | Cells) -> bool:
    return mark.role in MOVING


def layer(layout: Layout, marks: Iterable[PlotLine | Dots | Cells]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, Dots) and plot_style.shape(mark).form == "circle":
            yield beads(layout, mark)
        elif not isinstance(mark, Cells):
            yield from svg.one(layout, mark)


def beads(layout: Layout, mark: Dots) -> str:
    """Many dots in few characters: lines of no length with round ends."""
    shape, places = plot_style.shape(mark), map(layout.at, mark.points)
    path = "".join(f"M{svg.number(x)} {svg.number(y)}h0" for x, y in places)
    colour = "currentColor" if shape.colour == plot_style.BLACK else shape.colour
    width = svg.number(layout.size.stroke * shape.size)
    look = {"stroke": colour, "stroke_width": width, "stroke_linecap": "round"}
    return element("path", d=path, fill="none", **look)


def frame(layout: Layout) -> str:
    """The frame's place on the page."""
    sides = (layout.left, layout.top, layout.frame_width, layout.frame_height)
    x, y, width, height = (f"{side:.2f}" for side in sides)
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'


def coordinates(plot: Plot) -> dict[str, object]:
    """Where the numbers of a plot lie in its picture, for a script."""
    layout = laid_out(plot, SCREEN)
    return {
        "left": round(layout.left, 2),
        "top": round(layout.top, 2),
        "width": round(layout.frame_width, 2),
        "height": round(layout.frame_height, 2),
        "across": ends(plot.across),
        "up": ends(plot.up),
        "plane": plot.kind == "contours",
    }


def ends(axis: Axis) -> dict[str, object]:
    return {"low": axis.low, "high": axis.high, "logarithmic": axis.logarithmic}


def numbers(plot: Plot, summary: str) -> str:
    """The numbers that a figure shows, folded away; nothing where it has none of its own."""
    bodies = [body(mark) for mark in plot.marks if counts(mark)]
    if not bodies:
        return ""
    titles = [heading(label) for label in (plot.across.label, plot.up.label)]
    table = element("table", element("thead", element("tr", *titles)), *bodies)
    scrolled = element("div", table, class_="wide", role="group", tabindex="0", aria_label=summary)
    return element("details", element("summary", inert(summary)), scrolled, class_="numbers")


def counts(mark: PlotLine | Dots | Cells) -> TypeGuard[PlotLine | Dots]:
    """Whether the places of a mark are what a figure tells, as those of its curve are not."""
    return not isinstance(mark, Cells) and mark.role in NUMBERED


def body(mark: PlotLine | Dots) -> str:
    """The name of a mark, and a row for each of its points, of many only some."""
    pieces = mark.pieces if isinstance(mark, PlotLine) else (mark.points,)
    points = [point for piece in pieces for point in piece]
    name = inert(plain(mark.label) or str(mark.role))
    head = element("tr", element("th", name, colspan="2", scope="rowgroup"))
    kept = points[:: max(1, -(-len(points) // MOST_ROWS))]
    rows = [element("tr", *[element("td", inert(f"{x:.6g}")) for x in point]) for point in kept]
    return element("tbody", head, *rows)
