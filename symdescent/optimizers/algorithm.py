"""A name, settings and lines of pseudo-code go in, an Algorithm comes out: a method that searches.

What a Rule says in formulas is run; what an Algorithm says is told, and run by `numeric`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from symdescent.displaying import short
from symdescent.optimizers.rule import changed, told


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

    @property
    def told_settings(self) -> str:
        """The settings as people read them: lr = 1, shrink = 0.5."""
        return told(self.settings)

    def with_settings(self, values: Mapping[str, Fraction]) -> "Algorithm":
        """The same method with other values; InputError for a setting that it does not have."""
        return replace(self, settings=MappingProxyType(changed(self.name, self.settings, values)))
