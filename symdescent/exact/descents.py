"""Starts go in; points near local minima come out. Nothing here is proved: it only tells where.

Newton's method with a diagonal added to the Hessian (K. Levenberg 1944, D. W. Marquardt 1963), many
starts at once, held in the box by projection.
"""

from typing import Final

import numpy as np

from symdescent.exact.bands import Array
from symdescent.exact.domain import Domain
from symdescent.exact.jets import Tape

STEPS: Final = 40
STILL: Final = 1e-13
FARTHEST: Final = 1e8


def descend(tape: Tape, starts: Array, domain: Domain) -> Array:
    """Where the descents from starts, shape (starts, variables), end; of the same shape."""
    points = np.clip(starts, domain.low_in, domain.high_in)
    damping = np.full(len(points), 1e-3)
    values = _values(tape, points)
    for _ in range(STEPS):
        trial = points + _steps(tape, points, damping, domain)
        trial = np.clip(trial, domain.low_in, domain.high_in)
        there = _values(tape, trial)
        better = there <= values
        if np.all(np.abs(trial - points) <= STILL * (1 + np.abs(points))):
            break
        points = np.where(better[:, None], trial, points)
        values = np.where(better, there, values)
        damping = np.clip(np.where(better, damping * 0.1, damping * 8), 1e-15, 1e12)
    fine = np.isfinite(values) & np.all(np.abs(points) < FARTHEST, axis=1)
    return np.asarray(points[fine])


def _values(tape: Tape, points: Array) -> Array:
    found = tape.sweep(points, points, 0)
    near = _middle(found.jet.value.low, found.jet.value.high)
    return np.where(found.marks.empty | np.isnan(near), np.inf, near)


def _middle(low: Array, high: Array) -> Array:
    return np.asarray(low / 2 + high / 2)


def _steps(tape: Tape, points: Array, damping: Array, domain: Domain) -> Array:
    """One damped Newton step each; coordinates pressed against an end of the box stay."""
    count = points.shape[1]
    found = tape.sweep(points, points, 2)
    slope = np.nan_to_num(_middle(*found.gradient(count)), posinf=0.0, neginf=0.0)
    curve = np.nan_to_num(_middle(*found.hessian(count)), posinf=0.0, neginf=0.0)
    held = (points <= domain.low_in) & (slope > 0) | (points >= domain.high_in) & (slope < 0)
    free = ~held[:, :, None] & ~held[:, None, :]
    curve = np.clip(np.where(free, curve, 0.0), -1e100, 1e100)
    sizes, frames = np.linalg.eigh(curve)
    scale = 1e-12 + np.max(np.abs(sizes), axis=1)
    firm = np.maximum(np.abs(sizes), 1e-14 * scale[:, None]) + (damping * scale)[:, None]
    aside = np.einsum("kji,kj->ki", frames, np.where(held, 0.0, slope))
    return np.asarray(-np.einsum("kij,kj->ki", frames, aside / firm))
