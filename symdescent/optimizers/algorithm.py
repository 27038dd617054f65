"""A method that searches: its name, its settings, and lines of pseudo-code.

What a Rule says in formulas is run; what an Algorithm says is told, and run by `numeric`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from symdescent.displaying import short
from symdescent.language.tokens import BOLD
from symdescent.optimizers.rule import changed, told

CODE: Final = "scipy."
VECTORS: Final = re.compile(r"\b[xgdsy]\b")


def bold(line: str) -> str:
    """A line with the letters of vectors in bold type; g_1 is a coordinate, and no vector."""
    return VECTORS.sub(lambda found: found[0].translate(BOLD), line)


@dataclass(frozen=True)
class Algorithm:
    """One method that decides by trial, or solves equations, at every step.

    `routine`: its name in `numeric.algorithms`; `text`: what it does, a line a thought, to be read;
    `settings`: names and default values; `source`: author, year, DOI or arXiv.
    """

    name: str
    routine: str
    text: str
    settings: Mapping[str, Fraction]
    source: str = ""
    purpose: str = ""

    __repr__ = short

    def lines(self, several: bool) -> tuple[str, ...]:
        """What it does, line by line; of several variables vectors are in bold type."""
        told = self.text.split("\n")
        is_code = self.text.startswith(CODE)
        return tuple(bold(line) if several and not is_code else line for line in told)

    @property
    def told_settings(self) -> str:
        """The settings as people read them: lr = 1, shrink = 0.5."""
        return told(self.settings)

    def with_settings(self, values: Mapping[str, Fraction]) -> "Algorithm":
        """The same method with other values; InputError for a setting that it does not have."""
        return replace(self, settings=MappingProxyType(changed(self.name, self.settings, values)))
