"""A term goes in; what the glossary says of it, or the list of all terms, comes out as text."""

from argparse import Namespace
from collections.abc import Sequence
from itertools import zip_longest
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.terminal.glossary import BY_NAME, ENTRIES, Entry

USUAL: Final = 80
INDENT: Final = "  "


def answer(options: Namespace) -> int:
    """Print an entry, or the names of all."""
    print(told(" ".join(options.term), get_terminal_size((USUAL, 24)).columns))
    return 0


def told(term: str, width: int) -> str:
    """An entry by its term or one of its other names, else all terms; InputError for neither."""
    if not term.strip():
        return every(width)
    found = named(term)
    if found is None:
        near = did_you_mean(term, BY_NAME)
        raise InputError(
            "unknown_name", f"the glossary has no {term[:40]}", near or "info  lists all"
        )
    return one(found, width)


def named(term: str) -> Entry | None:
    """The entry of a term, whatever its case, blanks and plural."""
    key = " ".join(term.lower().replace("-", " ").replace("_", " ").split())
    table = {name.replace("-", " "): entry for name, entry in BY_NAME.items()}
    return table.get(key) or table.get(key.removesuffix("s"))


def one(entry: Entry, width: int) -> str:
    """The term, its meaning, its neighbours, and a command to try."""
    also = f"   also: {', '.join(entry.also)}" if entry.also else ""
    room = max(min(width, 100) - len(INDENT), 30)
    lines = [*wrap(entry.term + also, room + len(INDENT))]
    lines += [INDENT + line for line in wrap(entry.text, room)]
    lines += ["", f"{INDENT}see also: {', '.join(entry.see)}", f"{INDENT}try: {entry.example}"]
    return "\n".join(lines)


def every(width: int) -> str:
    """All terms, in as many columns as fit."""
    terms = [entry.term for entry in ENTRIES]
    tables = [columns(terms, count) for count in (4, 3, 2, 1)]
    table = next((table for table in tables if fits(table, width)), tables[-1])
    return f"{table}\n\ninfo TERM explains one, as  info hessian"


def columns(terms: Sequence[str], count: int) -> str:
    """The terms in columns, each as wide as it must be."""
    down = -(-len(terms) // count)
    cut = [terms[i : i + down] for i in range(0, len(terms), down)]
    padded = [[term.ljust(max(map(len, column))) for term in column] for column in cut]
    return "\n".join("  ".join(row).rstrip() for row in zip_longest(*padded, fillvalue=""))


def fits(table: str, width: int) -> bool:
    return max(map(len, table.split("\n"))) <= width
