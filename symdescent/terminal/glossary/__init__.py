"""A term goes in, its entry comes out: what students ask about, in one table."""

from symdescent.terminal.glossary import descending, landscape, proving
from symdescent.terminal.glossary.entry import Entry

ENTRIES = tuple(
    sorted(
        (*landscape.ENTRIES, *descending.ENTRIES, *proving.ENTRIES),
        key=lambda entry: entry.term.lower(),
    )
)
BY_NAME = {name.lower(): entry for entry in ENTRIES for name in (entry.term, *entry.also)}

__all__ = ["BY_NAME", "ENTRIES", "Entry"]
