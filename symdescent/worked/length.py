"""Mathematics goes in, about how many characters it has on paper comes out."""

from dataclasses import fields, is_dataclass
from typing import Any

from symdescent.language.tree import Name, Number


def length(written: Any) -> int:
    """Digits and letters, and one for each sign between them."""
    if isinstance(written, Number):
        size = abs(written.value)
        digits = len(f"{size.numerator}")
        return digits if size.denominator == 1 else digits + len(f"{size.denominator}")
    if isinstance(written, Name):
        return len(written.name)
    if isinstance(written, tuple):
        return sum(1 + length(part) for part in written)
    if is_dataclass(written) and not isinstance(written, type):
        return sum(length(getattr(written, field.name)) for field in fields(written))
    return 0
