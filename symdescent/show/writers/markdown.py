"""A document goes in, Markdown comes out: plain, MyST or Quarto, which differ in their fences."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from symdescent.language.notation import Written
from symdescent.language.tree import Number
from symdescent.printing.escaping import in_latex, in_markdown
from symdescent.printing.latex import latex
from symdescent.show.displayed import Row, rows
from symdescent.show.fences import MYST, PLAIN, QUARTO, Fences, Named
from symdescent.show.spelling import Manner, Page
from symdescent.show.svg import svg
from symdescent.worked.blocks import (
    Block,
    Choices,
    Code,
    Column,
    Derivation,
    Document,
    Environment,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Provenance,
    Table,
    Text,
)
from symdescent.worked.words import say, word

ROOM: Final = 520.0  # points of a display
BLANKS: Final = re.compile(r"\s+")
POWER: Final = re.compile(r"(-?\d+(?:\.\d+)?)e([+-]?\d+)")


def plain(document: Document, manner: Manner) -> Page:
    """Markdown that every reader of mathematics between dollars shows."""
    return Markdown(PLAIN, document, manner).page()


def myst(document: Document, manner: Manner) -> Page:
    """MyST: for Sphinx with sphinx-proof and sphinx-exercise, or for mystmd."""
    return Markdown(MYST, document, manner).page()


def quarto(document: Document, manner: Manner) -> Page:
    """Quarto: a .qmd file."""
    return Markdown(QUARTO, document, manner).page()


@dataclass
class Markdown:
    """Spells blocks between the fences of one flavour; `files`: pictures that lie beside."""

    fences: Fences
    document: Document
    manner: Manner
    files: dict[str, str] = field(default_factory=dict)

    def page(self) -> Page:
        """The whole text: a part of a page begins below its first heading."""
        body = self.spelt(self.document.blocks)
        head = f"# {words(self.document.title)}\n\n" if self.manner.standalone else ""
        return Page(f"{head}{body}\n", self.files)

    def spelt(self, blocks: Iterable[Block], depth: int = 0) -> str:
        """The blocks with a blank line between them; `depth` of the fences around them."""
        found = (BLOCKS[type(block)](self, block, depth) for block in blocks)
        return "\n\n".join(filter(None, found))

    def paragraph(self, block: Paragraph, _: int) -> str:
        return words(block.text)

    def heading(self, block: Heading, _: int) -> str:
        return f"{'#' * block.level} {words(block.text)}"

    def derivation(self, block: Derivation, _: int) -> str:
        """One display, its rows aligned; named where a line has a name."""
        shown = " \\\\\n".join(map(row, rows(block, ROOM)))
        name = next((line.label for line in block.lines if line.label), "")
        inner = f"\\begin{{aligned}}\n{shown}\n\\end{{aligned}}"
        return f"$$\n{inner}\n$${self.fences.equation(safe(name)) if name else ''}"

    def listing(self, block: Listing, _: int) -> str:
        marks = (f"{i}." if block.ordered else "-" for i in range(1, len(block.items) + 1))
        return "\n".join(f"{m} {words(i)}" for m, i in zip(marks, block.items, strict=True))

    def table(self, block: Table, depth: int) -> str:
        """A pipe table, its caption where the flavour has it."""
        head = [cell(column.heading) for column in block.columns]
        lines = [piped(head), "|" + "|".join(map(alignment, block.columns)) + "|"]
        many = len(block.columns[0].cells)
        lines += [piped([cell(c.cells[i]) for c in block.columns]) for i in range(many)]
        name = safe(block.label)
        return self.fences.table("\n".join(lines), words(block.caption), name, 3 + depth)

    def figure(self, block: Figure, depth: int) -> str:
        """A picture beside the text; where the text has no place, what it shows in words."""
        caption, seen = words(block.caption), in_markdown(BLANKS.sub(" ", block.alternative))
        if not self.manner.stem:
            return f"*{caption}.* {seen}"
        name = f"{self.manner.stem}-{len(self.files) + 1}.svg"
        self.files[name] = svg(block.plot)
        return self.fences.figure(name, caption, seen, (safe(block.label), 3 + depth))

    def code(self, block: Code, _: int) -> str:
        """A fence longer than any in the text."""
        longest = max((len(run) for run in re.findall("`+", block.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}{block.language}\n{block.text}\n{fence}"

    def environment(self, block: Environment, depth: int) -> str:
        """Blocks between fences, or below a bold heading."""
        name = word(self.document.language, block.kind)
        if block.number and self.fences is PLAIN:  # the other flavours count
            name = f"{name} {block.number}"
        title, label = words(block.title), safe(block.label)
        inner = self.spelt(block.blocks, depth + 1)
        height = max([2, *(len(run) for run in re.findall(r"^:{3,}", inner, re.MULTILINE))]) + 1
        return self.fences.environment(Named(block.kind, name, title, label), inner, height)

    def choices(self, block: Choices, _: int) -> str:
        items = (f"- ({chr(97 + i)}) {words(option)}" for i, option in enumerate(block.options))
        return "\n".join(items)

    def provenance(self, block: Provenance, depth: int) -> str:
        """The command as it would be typed again, below the version that ran it."""
        seed = () if block.seed is None else (f", seed {block.seed}",)
        made = say(self.document.language, "made", version=block.version, seed=seed)
        command = Code(BLANKS.sub(" ", block.command), "sh")
        return f"{words(made)}\n\n{self.code(command, depth)}"


def words(text: Text) -> str:
    """Words with their signs escaped, mathematics between dollars, whole numbers as they are."""
    return "".join(map(piece, text))


def piece(part: str | Written) -> str:
    if isinstance(part, str):
        return in_markdown(part)
    whole = isinstance(part, Number) and part.value.denominator == 1 and not part.text
    return latex(part) if whole else f"${latex(part)}$"


def cell(text: Text) -> str:
    """A cell on one line; a decimal with a power of ten as mathematics."""
    found = POWER.fullmatch(text[0]) if len(text) == 1 and isinstance(text[0], str) else None
    if found:
        return rf"${found[1]} \cdot 10^{{{int(found[2])}}}$"
    return words(text)


def piped(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def alignment(column: Column) -> str:
    return " ---: " if column.numeric else " :--- "


def row(each: Row) -> str:
    """left & right && reason, words outside of mathematics."""
    reason = "".join(
        rf"\text{{{in_latex(p)}}}" if isinstance(p, str) else latex(p) for p in each.reason
    )
    if not each.beside:
        return rf"& \quad {reason}"
    return f"{each.left} & {each.right}{' && ' if reason else ''}{reason}"


def safe(label: str) -> str:
    """A label of letters, digits and hyphens alone."""
    return re.sub("[^A-Za-z0-9-]+", "-", label)


BLOCKS: Final[dict[type, Callable[[Markdown, Any, int], str]]] = {
    Paragraph: Markdown.paragraph,
    Heading: Markdown.heading,
    Derivation: Markdown.derivation,
    Listing: Markdown.listing,
    Table: Markdown.table,
    Figure: Markdown.figure,
    Code: Markdown.code,
    Environment: Markdown.environment,
    Choices: Markdown.choices,
    Provenance: Markdown.provenance,
}
