"""The record of a term: what it means, in sentences for a student, and a command to see it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A term with other names for it, its meaning, the terms beside it, and a command line."""

    term: str
    text: str
    see: tuple[str, ...]
    example: str
    also: tuple[str, ...] = ()
