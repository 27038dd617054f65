"""The compiled gradient goes in, its errors against two independent computations come out.

Central differences share only the compiled value with it, 50 digits (mpmath) only the formula.
"""

import math

import numpy as np

from symdescent.calculus.accurate_evaluation import gradient_error, is_small
from symdescent.numeric.objective import Array, compiled
from symdescent.verdict.claims import Case, Claim, Word

DIFFERENCES = 1e-6  # what central differences in floats can promise, relative
DIGITS = 1e-12  # what a compiled gradient must keep, relative to the gradients of the run
STEP = 6e-6  # the cube root of the rounding unit (W. H. Press et al. 2007, section 5.7)


def check(case: Case) -> Claim:
    """One claim: both comparisons passed, or which one failed and by how much."""
    point, gradient = case.run.points[0], case.run.gradients[0]
    scale = float(np.abs(gradient).max()) or 1.0
    error = difference_error(case, point, gradient) / scale
    if not error <= DIFFERENCES * noise(case):
        if math.isfinite(error):
            return Claim(Word.OBSERVED, f"central differences miss the gradient by {error:.1e}")
        return Claim(Word.OBSERVED, "central differences leave the domain next to the start")
    words = f"the gradient agrees with central differences to {max(error, 1e-16):.0e}"
    if not all(is_small(slope) for slope in case.derivation.gradient[:20]):
        return Claim(Word.CHECKED, words)
    exact = gradient_error(case.derivation, point.tolist(), gradient.tolist(), scale)
    if not exact <= DIGITS:
        return Claim(Word.OBSERVED, f"rounding costs the gradient {exact:.1e} at the start")
    return Claim(Word.CHECKED, f"{words} and with 50 digits to {max(exact, 1e-16):.0e}")


def difference_error(case: Case, point: Array, gradient: Array) -> float:
    """The largest miss of a central difference along a coordinate, or a few directions."""
    directions = np.eye(len(point)) if len(point) <= 8 else seeded(len(point))
    return max(abs(slope_along(case, point, d) - float(d @ gradient)) for d in directions)


def seeded(n: int) -> Array:
    random = np.random.default_rng(0).standard_normal((3, n))
    return np.asarray(random / np.linalg.norm(random, axis=1, keepdims=True))


def slope_along(case: Case, point: Array, direction: Array) -> float:
    h = STEP * (1 + float(np.abs(point).max()))
    ends = (point + h * direction, point - h * direction)
    above, below = (compiled(case.objective).height.at(end.tolist())[0] for end in ends)
    return (above - below) / (2 * h)


def noise(case: Case) -> float:
    """How much more a difference may miss where the value is large beside its slope."""
    value, slopes = abs(case.run.values[0]), np.abs(case.run.gradients[0])
    return 1 + float(value) / (float(slopes.max()) or 1.0)
