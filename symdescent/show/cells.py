"""Blocks of a document go in, Markdown as notebooks read it comes out, mathematics between dollars.

Notebooks find mathematics before they read Markdown, and make links of words that look like one:
so every sign that could begin anything is spelt by its number.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from symdescent.printing.escaping import FORBIDDEN
from symdescent.printing.latex import latex, sides
from symdescent.show import svg
from symdescent.show.folding import is_answer
from symdescent.worked.blocks import (
    Block,
    Choices,
    Code,
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
        return spelt(block.text)

    def heading(self, block: Heading) -> str:
        return f"{'#' * min(max(block.level, 1), 6)} {spelt(block.text)}"

    def derivation(self, block: Derivation) -> str:
        lines = " \\\\\n".join(aligned(line) for line in block.lines)
        return f"$$\n\\begin{{aligned}}\n{lines}\n\\end{{aligned}}\n$$"

    def listing(self, block: Listing) -> str:
        marks = (f"{i}." if block.ordered else "-" for i in range(1, len(block.items) + 1))
        return "\n".join(f"{m} {spelt(item)}" for m, item in zip(marks, block.items, strict=True))

    def table(self, block: Table) -> str:
        """A pipe table, its caption above it."""
        heads = [spelt(column.heading) or ROOM for column in block.columns]
        rules = ["---:" if column.numeric else ":---" for column in block.columns]
        cells = zip(*[column.cells for column in block.columns], strict=True)
        rows = [heads, rules, *([spelt(cell) or ROOM for cell in line] for line in cells)]
        shown = "\n".join(f"| {' | '.join(line)} |" for line in rows)
        return f"{spelt(block.caption)}\n\n{shown}" if block.caption else shown

    def figure(self, block: Figure) -> str:
        """The picture as an attachment of the cell, with its words for who cannot see it."""
        name = f"figure-{len(self.attachments) + 1}.svg"
        drawn = svg.svg(block.plot).encode("utf-8", "replace")
        self.attachments[name] = {"image/svg+xml": b64encode(drawn).decode("ascii")}
        shown = f"![{inert(block.alternative)}](attachment:{name})"
        return f"{shown}\n\n{spelt(block.caption)}" if block.caption else shown

    def code(self, block: Code) -> str:
        """Typed text, fenced by more backticks than it has."""
        text = FORBIDDEN.sub("\ufffd", block.text)
        longest = max(map(len, re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}text\n{text}\n{fence}"

    def environment(self, block: Environment) -> str:
        """Blocks under a bold name."""
        name, title = self.word(block.kind), spelt(block.title)
        more = f" {title}" if title not in ("", name) else ""
        name += f" {block.number}" if block.number else ""
        end = "\n\n∎" if block.kind == "proof" else ""
        return f"**{name}.**{more}\n\n{self.all(block.blocks)}{end}"

    def folded(self, block: Environment) -> str:
        summary = f"<summary>{self.word(block.kind)}</summary>"
        return f"<details>{summary}\n\n{self.all(block.blocks)}\n\n</details>"

    def choices(self, block: Choices) -> str:
        options = [f"- ({chr(97 + i)}) {spelt(option)}" for i, option in enumerate(block.options)]
        if block.right is None:
            return "\n".join(options)
        answer = f"<details><summary>{self.word('answer')}</summary>"
        return "\n".join([*options, "", f"{answer}\n\n({chr(97 + block.right)})\n\n</details>"])

    def provenance(self, block: Provenance) -> str:
        seed = "" if block.seed is None else f", seed {block.seed}"
        made = say(self.language, "made", version=block.version, seed=seed)
        return f"---\n\n{spelt(made)}\n\n{self.code(Code(block.command))}"


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


def spelt(text: Text) -> str:
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
