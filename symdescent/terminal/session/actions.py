"""What a line asks for, as records: the session carries them out, and knows nothing of lines."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """The words of a command line; `rows`: of its descent only the steps from..to, a line each;
    `remark`: what is said once it is done."""

    words: tuple[str, ...]
    rows: tuple[int, int] | None = None
    remark: str = ""


@dataclass(frozen=True)
class Say:
    """A text to be printed; empty: nothing."""

    text: str = ""


@dataclass(frozen=True)
class Save:
    """The lines of the session, to be kept in a file."""

    path: str
    force: bool


@dataclass(frozen=True)
class Load:
    """A file whose lines are to be read as if they were typed."""

    path: str


@dataclass(frozen=True)
class Quit:
    """The end."""


Action = Run | Say | Save | Load | Quit
