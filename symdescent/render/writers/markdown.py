"""A document as Markdown: plain, MyST or Quarto, which differ in their fences."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from symdescent.language.notation import Written
from symdescent.language.tree import Number
from symdescent.lessons.blocks import (
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
from symdescent.lessons.wording import say, word
from symdescent.printing.escaping import in_latex, in_markdown
from symdescent.printing.latex import latex
from symdescent.render.latex import Row, rows
from symdescent.render.svg import svg
from symdescent.render.writers import Manner, Page

PLACE = tuple[str, int]  # a label, and how many colons a fence has


@dataclass(frozen=True)
class Named:
    """What stands above an environment: kind, its name in the language, title and label."""

    kind: str
    name: str
    title: str
    label: str


@dataclass(frozen=True)
class Fences:
    """What one flavour puts around equations, tables, figures and environments."""

    equation: Callable[[str], str]  # label
    table: Callable[[str, str, str, int], str]  # rows, caption, label, colons
    figure: Callable[[str, str, str, PLACE], str]  # file, caption, what it shows
    environment: Callable[[Named, str, int], str]  # name, inner text, colons


def bold(named: Named) -> str:
    """**Example (title).**; a proof's title is its name."""
    if named.kind == "proof" and named.title:
        return f"**{named.title}.**"
    title = f" ({named.title})" if named.title and named.title != named.name else ""
    return f"**{named.name}{title}.**"


def fenced(head: str, inner: str, colons: int) -> str:
    return f"{':' * colons}{head}\n{inner}\n{':' * colons}"


def plain_table(rows: str, caption: str, _: str, __: int) -> str:
    return f"*{caption}*\n\n{rows}" if caption else rows


def plain_figure(file: str, caption: str, seen: str, _: PLACE) -> str:
    return f"![{seen}]({file})\n\n*{caption}*"


def plain_environment(named: Named, inner: str, _: int) -> str:
    return f"{bold(named)}\n\n{inner}"


PLAIN: Final = Fences(lambda _: "", plain_table, plain_figure, plain_environment)
DIRECTIVES: Final = {"example": "prf:example", "remark": "prf:remark", "exercise": "exercise"}


def myst_table(rows: str, caption: str, label: str, colons: int) -> str:
    """A table directive, where there is a caption."""
    if not caption:
        return rows
    name = f":name: {label}\n\n" if label else "\n"
    return fenced(f"{{table}} {caption}", f"{name}{rows}", colons)


def myst_figure(file: str, caption: str, seen: str, place: PLACE) -> str:
    name = f":name: {place[0]}\n" if place[0] else ""
    return fenced(f"{{figure}} {file}", f"{name}:alt: {seen}\n\n{caption}", place[1])


def myst_environment(named: Named, inner: str, colons: int) -> str:
    """A directive; a solution folds away below the exercise that its label names."""
    if named.kind in DIRECTIVES:
        label = f":label: {named.label}\n\n" if named.label else "\n"
        head = f"{{{DIRECTIVES[named.kind]}}} {named.title}".rstrip()
        return fenced(head, f"{label}{inner}", colons)
    if named.kind == "solution" and named.label:
        return fenced(f"{{solution}} {named.label}", f":class: dropdown\n\n{inner}", colons)
    if named.kind == "proof" and not named.title:
        return fenced("{prf:proof}", f"\n{inner}", colons)
    return plain_environment(named, inner, colons)


MYST: Final = Fences(lambda name: f" ({name})", myst_table, myst_figure, myst_environment)
QUARTO_KINDS: Final = {"example": "exm", "exercise": "exr"}
QUARTO_LABELS: Final = {"ex": "exm", "tab": "tbl"}


def quarto_label(label: str, kind: str = "") -> str:
    """The label with the beginning that Quarto knows: exm-, exr-, tbl-, fig-, eq-."""
    head, sign, rest = label.partition("-")
    return f"{kind or QUARTO_LABELS.get(head, head)}{sign}{rest}"


def quarto_table(rows: str, caption: str, label: str, _: int) -> str:
    name = f" {{#{quarto_label(label)}}}" if label else ""
    return f"{rows}\n\n: {caption}{name}" if caption else rows


def quarto_figure(file: str, caption: str, seen: str, place: PLACE) -> str:
    shown = seen.replace('"', "'").replace("\\", "")
    name = f"#{quarto_label(place[0])} " if place[0] else ""
    return f'![{caption}]({file}){{{name}fig-alt="{shown}"}}'


def quarto_environment(named: Named, inner: str, colons: int) -> str:
    """A fenced div; the title of one with a number is its first heading."""
    if named.kind in QUARTO_KINDS and named.label:
        head = f" {{#{quarto_label(named.label, QUARTO_KINDS[named.kind])}}}"
        title = f"## {named.title}\n\n" if named.title else ""
        return fenced(head, f"{title}{inner}", colons)
    if named.kind == "proof" and named.title:
        return plain_environment(named, inner, colons)
    return fenced(f" {{.{named.kind}}}", inner, colons)


QUARTO: Final = Fences(
    lambda name: f" {{#{quarto_label(name)}}}", quarto_table, quarto_figure, quarto_environment
)


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
