"""The records of a verdict: claim by claim, in one of four words."""

import math
from dataclasses import dataclass
from enum import StrEnum

from symdescent.calculus.accurate_evaluation import Nearest, is_smooth
from symdescent.calculus.gradient import Derivation
from symdescent.notebook_hook import short
from symdescent.numeric.box import Box
from symdescent.numeric.objective import Objective
from symdescent.numeric.run import Run
from symdescent.proofs import Minimum
from symdescent.recurrence.closed_form import ClosedForm


class Word(StrEnum):
    """How sure we are."""

    PROVED = "proved"
    DERIVED = "derived"
    CHECKED = "checked numerically"
    OBSERVED = "observed"
    UNDECIDED = "undecided"


class Standing(StrEnum):
    """Where the run stands against the exact answer."""

    AGREES = "agrees"
    NOT_CONVERGED = "not converged"
    LOCAL_MINIMUM = "stopped at a local minimum"
    SADDLE = "at a saddle or a maximum"
    STATIONARY = "stationary, nothing more is known"
    ESCAPES = "follows the escape"
    DIVERGED = "diverged"
    LEFT_DOMAIN = "left the domain"
    UNDECIDED = "undecided"
    CONTRADICTS = "contradicts the proof"


FAILS = frozenset(
    {
        Standing.LOCAL_MINIMUM,
        Standing.SADDLE,
        Standing.STATIONARY,
        Standing.DIVERGED,
        Standing.LEFT_DOMAIN,
        Standing.CONTRADICTS,
    }
)


@dataclass(frozen=True)
class Claim:
    """One statement and how sure it is."""

    word: Word
    sentence: str


@dataclass(frozen=True)
class Finding:
    """Where a run stands, what to do next (or nothing), and the exact point it is near."""

    standing: Standing
    sentence: str
    advice: str = ""
    nearest: Nearest | None = None


@dataclass(frozen=True)
class Verdict:
    """What was proved, checked and observed of one study.

    `holds`: the run and the exact answer do not speak against each other.
    """

    finding: Finding
    claims: tuple[Claim, ...]

    __repr__ = short

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the run as an answer."""
        return self.finding.standing not in FAILS

    @property
    def agrees(self) -> bool:
        """Whether the run reached the proved minimum, within what its gradient leaves open."""
        return self.finding.standing is Standing.AGREES


@dataclass(frozen=True, eq=False)
class Case:
    """All that a verdict is made from.

    `closed`: the closed form of the iteration; `rate`: the learning rate; `limit`: the product of
    rate and curvature below which the rule converges; both nan where they are not known. `steady`:
    the rate is the same at every step.
    """

    derivation: Derivation
    objective: Objective
    run: Run
    minimum: Minimum
    box: Box
    closed: ClosedForm | None = None
    rate: float = math.nan
    limit: float = math.nan
    steady: bool = True

    @property
    def is_convex(self) -> bool:
        """Whether the proof begins with the convexity of L."""
        return self.minimum.is_convex

    @property
    def is_smooth(self) -> bool:
        """Whether curvatures may be spoken of: L has no kinks."""
        return is_smooth(self.derivation.formula.expression)
