"""A document as a Jupyter notebook: Markdown, and cells that compute it once more.

Notebooks find mathematics before they read Markdown, and make links of words that look like one:
so every sign that could begin anything is spelt by its number.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from symdescent.lessons.blocks import (
    Block,
    Choices,
    Code,
    Derivation,
    Document,
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
from symdescent.lessons.wording import say, word
from symdescent.printing.escaping import FORBIDDEN
from symdescent.printing.latex import latex, sides
from symdescent.render import svg
from symdescent.render.html import is_answer, words_of
from symdescent.render.writers import Manner, Page

SIGNS: Final = str.maketrans({sign: f"&#{ord(sign)};" for sign in "\\`*_{}[]<>&#|~$!@^"})
WEB: Final = re.compile(r"(?i)\bwww\.")
SCHEME: Final = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|data|javascript):")
STARTS: Final = re.compile(r"^([-+=]+|\d+[.)])(?=\s|$)")
ROOM: Final = "&nbsp;"


class Cells:
    """Spells blocks in a language; pictures are kept as attachments, by name."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.attachments: dict[str, dict[str, str]] = {}

    def all(self, blocks: Sequence[Block], before: Block | None = None) -> str:
        """The blocks, blank lines between them; the solution of an exercise is folded away."""
        pairs = zip(blocks, (before, *blocks), strict=False)
        told = (
            self.folded(block) if is_answer(block, last) else BLOCKS[type(block)](self, block)
            for block, last in pairs
        )
        return "\n\n".join(filter(None, told))

    def word(self, key: str) -> str:
        return word(self.language, key)

    def paragraph(self, block: Paragraph) -> str:
        return text_markdown(block.text)

    def heading(self, block: Heading) -> str:
        return f"{'#' * min(max(block.level, 1), 6)} {text_markdown(block.text)}"

    def derivation(self, block: Derivation) -> str:
        lines = " \\\\\n".join(aligned(line) for line in block.lines)
        return f"$$\n\\begin{{aligned}}\n{lines}\n\\end{{aligned}}\n$$"

    def listing(self, block: Listing) -> str:
        marks = (f"{i}." if block.ordered else "-" for i in range(1, len(block.items) + 1))
        return "\n".join(
            f"{m} {text_markdown(item)}" for m, item in zip(marks, block.items, strict=True)
        )

    def table(self, block: Table) -> str:
        """A pipe table, its caption above it."""
        heads = [text_markdown(column.heading) or ROOM for column in block.columns]
        rules = ["---:" if column.numeric else ":---" for column in block.columns]
        cells = zip(*[column.cells for column in block.columns], strict=True)
        rows = [heads, rules, *([text_markdown(cell) or ROOM for cell in line] for line in cells)]
        shown = "\n".join(f"| {' | '.join(line)} |" for line in rows)
        return f"{text_markdown(block.caption)}\n\n{shown}" if block.caption else shown

    def figure(self, block: Figure) -> str:
        """The picture as an attachment of the cell, with its words for who cannot see it."""
        name = f"figure-{len(self.attachments) + 1}.svg"
        drawn = svg.svg(block.plot).encode("utf-8", "replace")
        self.attachments[name] = {"image/svg+xml": b64encode(drawn).decode("ascii")}
        shown = f"![{inert(block.alternative)}](attachment:{name})"
        return f"{shown}\n\n{text_markdown(block.caption)}" if block.caption else shown

    def code(self, block: Code) -> str:
        """Typed text, fenced by more backticks than it has."""
        text = FORBIDDEN.sub("\ufffd", block.text)
        longest = max(map(len, re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}text\n{text}\n{fence}"

    def environment(self, block: Environment) -> str:
        """Blocks under a bold name."""
        name, title = self.word(block.kind), text_markdown(block.title)
        more = f" {title}" if title not in ("", name) else ""
        name += f" {block.number}" if block.number else ""
        end = "\n\n∎" if block.kind == "proof" else ""
        return f"**{name}.**{more}\n\n{self.all(block.blocks)}{end}"

    def folded(self, block: Environment) -> str:
        summary = f"<summary>{self.word(block.kind)}</summary>"
        return f"<details>{summary}\n\n{self.all(block.blocks)}\n\n</details>"

    def choices(self, block: Choices) -> str:
        options = [
            f"- ({chr(97 + i)}) {text_markdown(option)}" for i, option in enumerate(block.options)
        ]
        if block.right is None:
            return "\n".join(options)
        answer = f"<details><summary>{self.word('answer')}</summary>"
        return "\n".join([*options, "", f"{answer}\n\n({chr(97 + block.right)})\n\n</details>"])

    def provenance(self, block: Provenance) -> str:
        seed = "" if block.seed is None else f", seed {block.seed}"
        made = say(self.language, "made", version=block.version, seed=seed)
        return f"---\n\n{text_markdown(made)}\n\n{self.code(Code(block.command))}"


BLOCKS: Final[dict[type, Callable[[Cells, Any], str]]] = {
    Paragraph: Cells.paragraph,
    Heading: Cells.heading,
    Derivation: Cells.derivation,
    Listing: Cells.listing,
    Table: Cells.table,
    Figure: Cells.figure,
    Code: Cells.code,
    Environment: Cells.environment,
    Choices: Cells.choices,
    Provenance: Cells.provenance,
}


def inert(words: str) -> str:
    """The words, on one line, with nothing in them that Markdown or a notebook would act on."""
    line = re.sub(r"\s+", " ", FORBIDDEN.sub("\ufffd", words))
    return SCHEME.sub(r"\1&#58;", WEB.sub("www&#46;", line.translate(SIGNS)))


def text_markdown(text: Text) -> str:
    """Words without markup, mathematics between dollars."""
    told = "".join(pieces(text)).strip()
    return STARTS.sub(r"&#8203;\1", told)  # no item of a list, no line below a heading


def pieces(text: Text) -> Iterator[str]:
    for part in text:
        yield inert(part) if isinstance(part, str) else f"${latex(part)}$"


def aligned(line: Line) -> str:
    """left & right && reason."""
    first, *rest = sides(line.written)
    shown = f"{first} & {' '.join(rest)}" if rest else f"& {first}"
    return f"{shown} && {reason(line.reason)}" if line.reason else shown


def reason(text: Text) -> str:
    r"""Words within mathematics: \text{...}, in which words have letters and plain signs alone."""
    told = [latex(p) if not isinstance(p, str) else rf"\text{{{in_words(p)}}}" for p in text]
    return r"\;".join(told)


def in_words(words: str) -> str:
    r"""The words within \text: signs that LaTeX or Markdown would act on left out."""
    return re.sub(r"[\\{}$&#^_%~<>`*\[\]|@]|\s+", " ", FORBIDDEN.sub("\ufffd", words))


KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}
WIDE: Final = 88
Cell = dict[str, Any]


def ipynb(document: Document, _: Manner) -> Page:
    """The document as a notebook."""
    cells = [{**cell, "id": f"cell-{i:02d}"} for i, cell in enumerate(notebook_cells(document), 1)]
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return Page(json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def notebook_cells(document: Document) -> Iterator[Cell]:
    """The title, a cell for each block, the computation, and last how all this was made."""
    made = [block for block in document.blocks if isinstance(block, Provenance)]
    yield text(document, (), f"# {text_markdown(document.title)}")
    before: Block | None = None
    for blocks in grouped(document):
        yield text(document, blocks, before=before)
        before = blocks[-1]
    yield from computation(document)
    if made:
        yield text(document, tuple(made))


def grouped(document: Document) -> Iterator[tuple[Block, ...]]:
    """The blocks, a heading together with what follows it."""
    heading: tuple[Block, ...] = ()
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = (*heading, block)
        elif not isinstance(block, Provenance):
            yield (*heading, block)
            heading = ()
    if heading:
        yield heading


def text(
    document: Document, blocks: tuple[Block, ...], lead: str = "", before: Block | None = None
) -> Cell:
    """A cell of text, with its pictures; `before`: the block above it."""
    cells = Cells(document.language)
    source = lead or cells.all(blocks, before)
    cell: Cell = {"cell_type": "markdown", "metadata": {}, "source": lines(source)}
    return {**cell, "attachments": cells.attachments} if cells.attachments else cell


def code(source: str) -> Cell:
    """A cell to be run."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": lines(source),
    }


def lines(source: str) -> list[str]:
    """The lines with their ends, as the format keeps them; only a line feed is an end."""
    *whole, last = source.split("\n")
    return [*(f"{line}\n" for line in whole), *([last] if last else [])]


def computation(document: Document) -> Iterator[Cell]:
    """Cells that compute the example, its first iterates and its minimum by the library."""
    request = document.data.get("request")
    if request is None:
        return
    words = words_of(document.language)
    yield text(document, (), f"## {words['compute']}")
    yield code(f"import symdescent\n\nstudy = {called(request)}\nstudy")
    yield code("study.minimum")
    yield code(
        "run = study.run\n"
        "for k in range(min(run.steps, 10) + 1):\n"
        "    print(k, run.points[k].tolist(), run.values[k])"
    )
    yield code("run.outcome.sentence, study.verdict.finding.sentence")


def called(request: dict[str, Any]) -> str:
    """The call of `study`, what was typed as literals of Python."""
    arguments = [literal(request["text"])]
    arguments += [f"{name}={literal(value)}" for name, value in request["options"].items()]
    call = f"symdescent.study({', '.join(arguments)})"
    if len(call) + len("study = ") <= WIDE:
        return call
    inside = "".join(f"    {argument},\n" for argument in arguments)
    return f"symdescent.study(\n{inside})"


def literal(value: Any) -> str:
    """The value as Python reads it; never anything but a literal."""
    return ascii(value)
