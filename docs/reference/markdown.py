"""Texts and rows go in, MyST Markdown comes out."""

import re

from symdescent.render.writers.notebook import inert

SOURCE = re.compile(r"\b(doi:|arXiv:)(\S+?)(?=[,;\s]|\.?$)")
HOMES = {"doi:": "https://doi.org/", "arXiv:": "https://arxiv.org/abs/"}


def page(title, *parts):
    """A heading and what stands below it."""
    return "\n\n".join([f"# {title}", *filter(None, parts)]) + "\n"


def table(heads, rows):
    """A pipe table; cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text):
    """Typed text within a line, also within a table."""
    return f"`{text}`".replace("|", "\\|") if text else ""


def fenced(text, language="text"):
    return f"```{language}\n{text.rstrip()}\n```"


def linked(source):
    """A source with its DOIs and arXiv numbers as links."""
    pieces = SOURCE.split(source)
    told = [inert(pieces[0])]
    for kind, number, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        told += [f"[{inert(kind + number)}](<{HOMES[kind]}{number}>)", inert(rest)]
    return "".join(told)


def prose(text):
    """A docstring's own Markdown: names between backticks, a star is a star."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(p if p.startswith("`") else re.sub(r"([*<])", r"\\\1", p) for p in pieces)
