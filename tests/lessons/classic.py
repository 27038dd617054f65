"""The four examples of the gallery, each told once for all tests that read them."""

import shlex
from functools import cache
from pathlib import Path
from runpy import run_path

from symdescent.cli import arguments
from symdescent.cli.output import wishes
from symdescent.render.documents import example

GALLERY = Path(__file__).parent.parent.parent / "examples" / "gallery"
BUILD = run_path(str(GALLERY / "build.py"))
NAMES = tuple(BUILD["EXAMPLES"])


@cache
def told(name, language="en", detail="normal"):
    """One example of the gallery."""
    return typed(shlex.split(BUILD["EXAMPLES"][name]), language=language, detail=detail)


def typed(words, **more):
    """The example that the command line tells."""
    _, options = arguments.read(["example", *words])
    return example(" ".join(options.formula), **wishes(options), **more)


def walked(block):
    """A block and all blocks within it."""
    yield block
    for inner in getattr(block, "blocks", ()):
        yield from walked(inner)


def blocks(document):
    return [block for outer in document.blocks for block in walked(outer)]
