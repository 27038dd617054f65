"""Streams that lack our signs, or are to be written to without them."""

import codecs
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TextIO, cast

from symdescent.late import late

HANDLER: Final = "symdescent.ascii"  # the name of this way to write what an encoding lacks
PROBE: Final = "∇ₖ√−✓𝐱"


def spell_out(stream: object) -> None:
    """Make a stream whose encoding lacks our signs write them in ASCII; others show a ?."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    try:
        PROBE.encode(stream.encoding)
        stream.reconfigure(errors="replace")
    except UnicodeEncodeError:
        stream.reconfigure(encoding="ascii", errors=HANDLER)


def is_ascii(stream: object) -> bool:
    """Whether a stream takes nothing but ASCII."""
    return str(getattr(stream, "encoding", None) or "utf-8").lower() in ("ascii", "us-ascii")


class Ascii:
    """A stream that writes what it is given in ASCII, and is else as the one below."""

    encoding = "ascii"

    def __init__(self, below: TextIO) -> None:
        self.below = below

    def write(self, text: str) -> int:
        """Write the text, spelt out; the number of characters that it had."""
        self.below.write(text.encode("ascii", HANDLER).decode("ascii"))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.below, name)


@contextmanager
def written_in_ascii(wanted: bool) -> Iterator[None]:
    """Standard output and errors in ASCII, where that is wanted, for as long as this lasts."""
    before = sys.stdout, sys.stderr
    if wanted:
        sys.stdout, sys.stderr = (cast(TextIO, Ascii(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


codecs.register_error(HANDLER, late("cli.transliteration:replacement"))
