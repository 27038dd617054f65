"""A name, settings, memory and lines of text go in, a Rule comes out: an optimizer as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from symdescent.displaying import short
from symdescent.errors import InputError, did_you_mean
from symdescent.language import assignments
from symdescent.language.tree import Assignment

GIVEN = ("x", "g", "t", "L", "h", "noise", "n")
NONE: Mapping[str, Fraction | str] = MappingProxyType({})


@dataclass(frozen=True)
class Rule:
    """One update rule.

    `text`: assignments, one a line, in x (a coordinate), g (its gradient), t (1, 2, ...), L (the
    value), h (the Hessian's diagonal), noise (a standard normal number), n (how many coordinates),
    the settings and the memory; x and the memory are read again at the next step. Over the
    coordinates of a block: norm(u), dot(u, v), sum(u), mean(u), rms(u), max_over(u);
    norm_all(u), dot_all(u, v), sum_all(u) over all blocks; slope(u) is the gradient at the point
    u; floor(u) a whole number. `settings`: names and default values. `memory`: names and first
    values: a number, or "x" for the start. `answer`: the name that holds the answer, x unless an
    average does. `source`: author, year, DOI or arXiv. `notes`: how a person's text was read.
    """

    name: str
    text: str
    settings: Mapping[str, Fraction]
    memory: Mapping[str, Fraction | str] = field(default_factory=lambda: NONE)
    source: str = ""
    purpose: str = ""
    answer: str = "x"
    notes: tuple[str, ...] = ()

    __repr__ = short

    @cached_property
    def equations(self) -> tuple[Assignment, ...]:
        """The lines as trees; FormulaError with the place of a mistake."""
        return assignments(self.text, {*GIVEN, *self.settings, *self.memory})

    @property
    def told_settings(self) -> str:
        """The settings as people read them: lr = 0.001, beta1 = 0.9."""
        return told(self.settings)

    def with_settings(self, values: Mapping[str, Fraction]) -> "Rule":
        """The same rule with other values; InputError for a setting that it does not have."""
        return replace(self, settings=MappingProxyType(changed(self.name, self.settings, values)))


def told(settings: Mapping[str, Fraction]) -> str:
    """The settings on one line."""
    return ", ".join(f"{name} = {float(value):g}" for name, value in settings.items())


def changed(
    owner: str, settings: Mapping[str, Fraction], values: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """The settings with these values in place of theirs; InputError for one not among them."""
    for name in values:
        if name not in settings:
            message = f"{owner} has no setting '{name}'; it has {', '.join(settings) or 'none'}"
            raise InputError("unknown_name", message, did_you_mean(name, settings))
    return {**settings, **values}
