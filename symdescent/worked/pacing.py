"""A study goes in; the rate at which its distance to the minimum shrinks, as derived, comes out."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.exact import Kind
from symdescent.exact.spectrum import spectrum
from symdescent.exact.stepsize import shrinking
from symdescent.numeric.convergence_factor import worst
from symdescent.numeric.rate_search import HESSIAN_LIMIT
from symdescent.recurrence.stability import Modes, modes
from symdescent.studies import Study


@dataclass(frozen=True)
class Pace:
    """By what a step multiplies the distance, in the long run.

    `everywhere`: L is quadratic; else it holds in the limit, by the Hessian at the minimum.
    `bounds`: it holds of every single step.
    """

    factor: float
    everywhere: bool
    bounds: bool

    @property
    def of_values(self) -> float:
        """By what a step multiplies the gap of the values."""
        return self.factor**2


def pace(study: Study) -> Pace | None:
    """The derived rate of a rule that is linear with constant settings; None where there is none.

    B. T. Polyak 1964, doi:10.1016/0041-5553(64)90137-5.
    """
    setting = study.setting
    free = not setting.rate.lines and not setting.bounds.box.bounded
    known = modes(setting.rule) if free else None
    if known is None:
        return None
    curvatures = spectrum(study.derivation)
    if curvatures is None:
        return at_minimum(study, known)
    if not curvatures.is_bowl:
        return None
    factor = shrinking(known, curvatures, setting.rate.value)
    return Pace(factor, True, setting.is_plain)


def at_minimum(study: Study, known: Modes) -> Pace | None:
    """The rate in the limit, where the run leads to a proved minimum with curvatures above 0."""
    near = study.verdict.finding.nearest
    proved = study.minimum.kind in (Kind.GLOBAL, Kind.LOCAL)
    if near is None or not proved or len(near.floats) > HESSIAN_LIMIT:
        return None
    if not is_smooth(study.setting.formula.expression):
        return None
    bends = np.linalg.eigvalsh(np.array(study.setting.objective.hessian(near.floats)))
    if not (np.isfinite(bends).all() and bends[0] > 0):
        return None
    rate = study.setting.rate.value
    factor = worst(known.at, [rate * Fraction(bend) for bend in bends.tolist()])
    return Pace(factor, False, False) if factor < 1 else None
