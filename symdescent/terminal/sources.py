"""A file or standard input goes in, the lines that hold formulas come out, with their numbers."""

import sys

from symdescent.errors import InputError

MOST_LINES = 10_000
BYTES = 20_000_000


def from_input() -> list[tuple[int, str]]:
    """The lines of standard input."""
    return decoded(sys.stdin.buffer.read(BYTES + 1))


def from_file(path: str) -> list[tuple[int, str]]:
    """The lines of a file; InputError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return decoded(file.read(BYTES + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("type", f"the file cannot be read: {reason}: {path[:200]}") from None


def decoded(raw: bytes) -> list[tuple[int, str]]:
    """The lines that hold a formula, with their numbers from 1 on."""
    if len(raw) > BYTES:
        raise InputError("too_large", f"at most {BYTES} bytes are read")
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    if len(lines) > MOST_LINES:
        raise InputError(
            "too_large", f"at most {MOST_LINES} lines are read; these are {len(lines)}"
        )
    stripped = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    return [(number, line) for number, line in stripped if line and not line.startswith("#")]
