"""The bounds within which a text is read; everything above them is refused before it costs time."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read. Blanks are not counted, but ten times `characters` are the most."""

    characters: int = 20_000
    tokens: int = 60_000
    depth: int = 64
    name: int = 32
    digits: int = 40
    decimal_exponent: int = 300
    bits: int = 2_048
    power: int = 1_000
    arguments: int = 64
    nodes: int = 120_000


DEFAULT: Final = Limits()
FROM_FILE: Final = Limits(characters=200_000)
