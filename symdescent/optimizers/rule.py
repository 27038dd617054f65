"""A name, settings, memory and lines of text go in, a Rule comes out: an optimizer as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from symdescent.errors import InputError, did_you_mean
from symdescent.language import assignments
from symdescent.language.tree import Assignment

GIVEN = ("x", "g", "t", "L")  # a coordinate, its slope, the step 1, 2, ..., the value


@dataclass(frozen=True)
class Rule:
    """One update rule.

    `settings`: names and default values; `memory`: names and first values, one number a
    coordinate; `text`: assignments, one a line, in x (a coordinate), g (its gradient), t (1, 2,
    ...), L (the value), the settings and the memory; x and the memory are read again at the next
    step. `source`: author, year, DOI or arXiv.
    """

    name: str
    text: str
    settings: Mapping[str, Fraction]
    memory: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))
    source: str = ""
    purpose: str = ""

    @property
    def equations(self) -> tuple[Assignment, ...]:
        """The lines as trees; FormulaError with the place of a mistake."""
        return assignments(self.text, {*GIVEN, *self.settings, *self.memory})

    def with_settings(self, values: Mapping[str, Fraction]) -> "Rule":
        """The same rule with other values; InputError for a setting that it does not have."""
        for name in values:
            if name not in self.settings:
                message = f"{self.name} has no setting '{name}'; it has {', '.join(self.settings)}"
                raise InputError("unknown_name", message, did_you_mean(name, self.settings))
        return replace(self, settings=MappingProxyType({**self.settings, **values}))
