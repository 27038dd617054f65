"""A method and a convention go in, its Rule or Algorithm comes out; or the nearest name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.rule import Rule

Way = TypeVar("Way", bound=Rule | Algorithm, covariant=True)


@dataclass(frozen=True)
class Method(Generic[Way]):
    """One method in its conventions, paper, torch, ..., the first being the usual one.

    `known_as`: what the frameworks call it; `source`: author, year, DOI or arXiv; `differences`:
    where the conventions differ, in a sentence.
    """

    name: str
    purpose: str
    source: str
    rules: Mapping[str, Way]
    known_as: Mapping[str, str]
    differences: str = ""

    def rule(self, convention: str | None = None) -> Way:
        """The rule in a convention; InputError for one that it does not have."""
        chosen = convention or next(iter(self.rules))
        if chosen not in self.rules:
            message = f"{self.name} has no convention '{chosen}'; it has {', '.join(self.rules)}"
            raise InputError("unknown_name", message, did_you_mean(chosen, self.rules))
        return replace(self.rules[chosen], source=self.source, purpose=self.purpose)
