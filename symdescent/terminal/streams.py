"""Standard output and errors go in; they take what is written, or fail in one line."""

import errno
import os
import signal
import sys
from types import FrameType
from typing import Final

from symdescent.terminal.ascii import spell_out

UNWRITABLE: Final = (
    errno.EPIPE,
    errno.ENOSPC,
    errno.EIO,
    errno.EFBIG,
    errno.EDQUOT,
    errno.EBADF,
)


def prepare_streams() -> None:
    """A terminal that lacks our characters gets them spelt out, SIGTERM ends like Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            spell_out(stream)
    try:
        signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread
        pass


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def unwritten(error: OSError) -> int:
    """A reader that has gone is no mistake, a full disk is one line; our own bugs stay errors."""
    if error.errno not in UNWRITABLE:
        raise error
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that the exit does not complain again
    if error.errno != errno.EPIPE:
        print(f"error: the output cannot be written: {error.strerror}", file=sys.stderr)
    return 1
