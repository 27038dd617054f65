"""The blocks of a document: what it says, in order, before any writer has spelt it."""

from dataclasses import dataclass, field
from typing import Any

from symdescent.language.notation import Written
from symdescent.notebook_hook import Bundle, bundle, short

Text = tuple["str | Written", ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True)
class Heading:
    """A line above what follows; `level` 1 is the document's own, 2 a section of it."""

    text: Text
    level: int = 2


@dataclass(frozen=True)
class Line:
    """One line of a derivation: a relation, why it holds, and a name to refer to it by."""

    written: Written
    reason: Text = ()
    label: str = ""


@dataclass(frozen=True)
class Derivation:
    """Displayed lines, aligned at their relations."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Listing:
    """Items, one below the other; `ordered`: numbered."""

    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading and cells; `numeric` ones are aligned at the point."""

    heading: Text
    cells: tuple[Text, ...]
    numeric: bool = True


@dataclass(frozen=True)
class Table:
    """Columns of equal length; `foot`: whether the last row stands apart (the exact answer)."""

    columns: tuple[Column, ...]
    caption: Text = ()
    label: str = ""
    foot: bool = False


@dataclass(frozen=True)
class Figure:
    """A picture by what it shows: `plot` is data that every writer draws in its own way.

    `alternative`: the picture in words, computed from the mathematics.
    """

    plot: Any
    caption: Text
    alternative: str
    label: str = ""


@dataclass(frozen=True)
class Code:
    """Text of a program or a command, as it would be typed."""

    text: str
    language: str = "python"


@dataclass(frozen=True)
class Environment:
    """Blocks under a name: kind example, proof, solution, exercise, remark; title and label.

    `number`: for formats that do not number by themselves, 0 where there is none.
    """

    kind: str
    blocks: tuple["Block", ...]
    title: Text = ()
    label: str = ""
    number: int = 0


@dataclass(frozen=True)
class Choices:
    """Answers to choose from; the right one by its place, None where it is not to be told."""

    options: tuple[Text, ...]
    right: int | None


@dataclass(frozen=True)
class Provenance:
    """How the document is made again: the command, the version, the seed if there is one."""

    command: str
    version: str
    seed: int | None = None


Block = (
    Paragraph
    | Heading
    | Derivation
    | Listing
    | Table
    | Figure
    | Code
    | Environment
    | Choices
    | Provenance
)


@dataclass(frozen=True)
class Document:
    """Blocks in order, in one language; `data`: numbers that a page computes with."""

    title: Text
    blocks: tuple[Block, ...]
    language: str = "en"
    data: dict[str, Any] = field(default_factory=dict)

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)
