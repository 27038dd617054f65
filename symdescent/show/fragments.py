"""Blocks of a document go in, pieces of HTML come out, their mathematics as MathML.

The pieces are well-formed XML too. Whatever a person wrote is text in them, never markup.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from symdescent.language.notation import Relation
from symdescent.language.tree import Negative, Number
from symdescent.printing.escaping import element, inert
from symdescent.printing.mathml import halves, inline, math
from symdescent.printing.text import text
from symdescent.show.folding import is_answer
from symdescent.show.page_words import words_of
from symdescent.worked.blocks import (
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
from symdescent.worked.words import say, word

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
        return element("p", spelt(block.text))

    def heading(self, block: Heading) -> str:
        return element(f"h{min(max(block.level, 2), 6)}", spelt(block.text))

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
        return shown + (element("span", spelt(line.reason), class_="reason") if line.reason else "")

    def wide(self, inside: str, label: str, kind: str = "") -> str:
        """What may be wider than a narrow screen: it scrolls by itself, also by the keyboard."""
        told = f"{label} ({self.words['scroll']})"
        classes = f"wide {kind}".strip()
        return element("div", inside, class_=classes, role="group", tabindex="0", aria_label=told)

    def listing(self, block: Listing) -> str:
        items = [element("li", spelt(item)) for item in block.items]
        return element("ol" if block.ordered else "ul", *items)

    def tabular(self, block: Table) -> str:
        caption = element("caption", spelt(block.caption)) if block.caption else ""
        name = {"id": self.identity(block.label)} if block.label else {}
        inside = caption + "".join(table(block.columns, block.foot))
        label = plain(block.caption or block.columns[0].heading)
        return self.wide(element("table", inside, **name), label)

    def figure(self, block: Figure) -> str:
        name = self.identity(block.label or "figure")
        picture, below = self.draw(block, name)
        caption = element("figcaption", spelt(block.caption)) if block.caption else ""
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
        more = f" {spelt(block.title)}" if plain(block.title) not in ("", kind) else ""
        number = f" {block.number}" if block.number else ""
        return f"{inert(kind)}{number}.{more}"

    def named(self, block: Environment) -> dict[str, str]:
        name = {"id": self.identity(block.label)} if block.label else {}
        return {"class_": f"environment {SAFE.sub('-', block.kind)}", **name}

    def choices(self, block: Choices) -> str:
        """The answers, and the letter of the right one to be opened, if it may be told."""
        items = [element("li", spelt(option)) for option in block.options]
        if block.right is None:
            return element("ol", *items, type="a")
        right = element("p", inert(chr(ord("a") + block.right)))
        answer = element("details", element("summary", inert(word(self.language, "answer"))), right)
        return element("ol", *items, type="a") + answer

    def provenance(self, block: Provenance) -> str:
        seed = "" if block.seed is None else f", seed {block.seed}"
        made = say(self.language, "made", version=block.version, seed=seed)
        command = self.code(Code(block.command, "sh"))
        return element("footer", element("p", spelt(made)), command)


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


def spelt(words: Text) -> str:
    """Words as text, mathematics as MathML."""
    return "".join(inert(part) if isinstance(part, str) else inline(part) for part in words)


def plain(words: Text) -> str:
    """The same without markup, mathematics on a line, for a title or an attribute."""
    return "".join(part if isinstance(part, str) else text(part) for part in words).strip()


def table(columns: tuple[Column, ...], foot: bool = False) -> Iterator[str]:
    """Head, body and foot of a table."""
    heads = [heading(column.heading, **aligned(column)) for column in columns]
    spell = {True: figure, False: spelt}
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
    return spelt(told)


def heading(told: Text, **attributes: str) -> str:
    """A column's heading, on a line: MathML is not yet text to all who read tables aloud."""
    return element("th", inert(plain(told)), scope="col", **attributes)


def aligned(column: Column) -> dict[str, str]:
    return {"class_": "number"} if column.numeric else {}
