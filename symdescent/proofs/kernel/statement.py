"""What a certificate is about: a problem, and what is claimed of its minimum."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sympy import Expr, Symbol

from symdescent.proofs.kernel.certificates import Certificate


class Kind(StrEnum):
    """What was proved."""

    GLOBAL = "global"
    LOCAL = "local"
    STATIONARY = "stationary only"
    UNBOUNDED = "unbounded below"
    NOT_ATTAINED = "infimum not attained"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Problem:
    """Minimise `expression` over real `variables`, each within (low, high); None: no bound."""

    expression: Expr
    variables: tuple[Symbol, ...]
    box: tuple[tuple[Expr | None, Expr | None], ...]


class Claim(Protocol):
    """What the check reads of an answer; how it was found is not among it."""

    @property
    def kind(self) -> Kind:
        """What is claimed."""

    @property
    def points(self) -> tuple[tuple[Expr, ...], ...]:
        """The minimisers, in the order of the variables."""

    @property
    def value(self) -> Expr | None:
        """The minimum or infimum."""

    @property
    def complete(self) -> bool:
        """Whether these are claimed to be all minimisers."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """The ranges, in words, of the letters in the points."""

    @property
    def certificate(self) -> Certificate | None:
        """What is to show it."""


@dataclass(frozen=True)
class Stated:
    """A claim and nothing else."""

    kind: Kind
    points: tuple[tuple[Expr, ...], ...]
    value: Expr | None
    complete: bool
    parameters: Mapping[str, str]
    certificate: Certificate | None
