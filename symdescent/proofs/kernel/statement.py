"""What is asked, and what may be claimed of it."""

from dataclasses import dataclass
from enum import StrEnum

from sympy import Expr, Symbol


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
