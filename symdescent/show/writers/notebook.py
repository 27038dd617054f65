"""A document goes in, a Jupyter notebook comes out: text, and cells that compute it once more.

The format is nbformat 4.5, https://nbformat.readthedocs.io; outputs are left empty, and the same
document gives the same file.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from symdescent.show.cells import Cells, spelt
from symdescent.show.page_words import words_of
from symdescent.show.spelling import Manner, Page
from symdescent.worked.blocks import Block, Document, Heading, Provenance

KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}
WIDE: Final = 88
Cell = dict[str, Any]


def ipynb(document: Document, _: Manner) -> Page:
    """The document as a notebook."""
    cells = [{**cell, "id": f"cell-{i:02d}"} for i, cell in enumerate(told(document), 1)]
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return Page(json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def told(document: Document) -> Iterator[Cell]:
    """The title, a cell for each block, the computation, and last how all this was made."""
    made = [block for block in document.blocks if isinstance(block, Provenance)]
    yield text(document, (), f"# {spelt(document.title)}")
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
