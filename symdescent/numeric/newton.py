"""Newton's method with the exact Hessian, and trust regions."""

from collections.abc import Iterator
from itertools import count

import numpy as np

from symdescent.numeric.line_search import Place, Ray, Search, Trial, along_lines, backtracking
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Iterate

LARGEST = 1e300  # a shift beyond it leaves of the Hessian nothing


def newton(search: Search) -> Iterator[Iterate]:
    """The iterates, each step shortened by halves until it lowers the value enough."""
    return along_lines(search, Newton(search), backtracking)


class Newton:
    """Minus the inverse Hessian, shifted if need be, times the gradient."""

    def __init__(self, search: Search) -> None:
        self.search = search

    def direction(self, here: Place) -> Array:
        """The way (n,) to the lowest point of the quadratic that fits here."""
        hessian = self.search.bend(here.point)
        if not np.isfinite(hessian).all():
            return -here.gradient
        factor = lower_factor(hessian, self.search.settings["shift"])
        if factor is None:
            return -here.gradient
        half = np.linalg.solve(factor, -here.gradient)
        found: Array = np.linalg.solve(factor.T, half)
        return found if np.isfinite(found).all() else -here.gradient

    def rate(self, ray: Ray) -> float:
        """The whole step."""
        return self.search.settings["lr"]

    def learn(self, ray: Ray, trial: Trial) -> None:
        """Nothing is remembered."""

    def forget(self) -> None:
        """Nothing was remembered."""


def lower_factor(hessian: Array, shift: float) -> Array | None:
    """The Cholesky factor (n, n) of the Hessian plus the least of doubled shifts that has one."""
    least = float(np.diag(hessian).min())
    added = 0.0 if least > 0 else shift - least
    while added < LARGEST:
        try:
            shifted = hessian + added * np.eye(len(hessian))
            return np.asarray(np.linalg.cholesky(shifted), dtype=np.float64)
        except np.linalg.LinAlgError:
            added = max(2 * added, shift)
    return None


ACCEPTED, POOR, GOOD = 0.1, 0.25, 0.75  # the fall of the value over what the quadratic promised
ROUNDS = 100  # of Newton's method for the multiplier, which needs a handful
ROUNDING = 1e-14  # the share of a value that may be rounding
LEAST = 1e-30  # a radius below it is none
Quadratic = tuple[Array, Array, Array]  # the eigenvalues, eigenvectors, and the gradient in them


def trust_region(search: Search) -> Iterator[Iterate]:
    """The iterates, one for each step that is accepted; they end where the radius has shrunk away.

    Raises InputError where there are too many variables for a Hessian.
    """
    here, radius = search.beginning, search.settings["radius"]
    for step in count():
        yield here.iterate(step)
        found = accepted(search, here, radius)
        if found is None:
            return
        here, radius = found


def accepted(search: Search, here: Place, radius: float) -> tuple[Place, float] | None:
    """The first step that keeps enough of its promise, and the next radius; None if none does."""
    model = quadratic(search.bend(here.point), here.gradient)
    while model and radius > LEAST:
        step, is_edge = best_step(model, radius)
        there = search.look(here.point + step)
        if (there.point == here.point).all():
            return None
        kept = promise_kept(here, there, promised(model, step))
        if is_edge and kept > GOOD:
            radius = min(2 * radius, search.settings["max_radius"])
        if kept > ACCEPTED:
            return there, radius if kept >= POOR else radius / 4
        radius = min(radius, float(np.linalg.norm(step))) / 4
    return None


def quadratic(hessian: Array, gradient: Array) -> Quadratic | None:
    """The quadratic that fits, in the axes of its curvature; None where that is no number."""
    if not np.isfinite(hessian).all():
        return None
    values, vectors = np.linalg.eigh(hessian)
    return values, vectors, vectors.T @ gradient


def promised(model: Quadratic, step: Array) -> float:
    """By how much the quadratic falls."""
    values, vectors, slopes = model
    along = vectors.T @ step
    return -float(slopes @ along + along @ (values * along) / 2)


def promise_kept(here: Place, there: Place, promise: float) -> float:
    """The fall of the value over the promise; where both are rounding, whether the slope fell."""
    if not there.is_finite:
        return -1.0
    level = ROUNDING * abs(here.value)
    if promise <= level and there.value <= here.value + level:
        return 1.0 if there.steepness < here.steepness else -1.0
    return (here.value - there.value) / promise if promise > 0 else -1.0


def best_step(model: Quadratic, radius: float) -> tuple[Array, bool]:
    """The lowest point of the quadratic within the radius, and whether it lies on its edge."""
    values, vectors, slopes = model
    if values[0] > 0:
        inside = -slopes / values
        if np.linalg.norm(inside) <= radius:
            return vectors @ inside, False
    return vectors @ on_edge(values, slopes, radius), True


def on_edge(values: Array, slopes: Array, radius: float) -> Array:
    """The lowest point on the edge, in the axes of the curvature.

    In the hard case, no slope along the least curvature, that axis makes up for what is missing.
    """
    least = max(0.0, -float(values[0]))
    size = float(np.linalg.norm(slopes))
    tiny = 1e-14 * (float(np.abs(values).max()) + size / radius)
    bottom = along(values, slopes, least + tiny)
    if float(np.linalg.norm(bottom)) <= radius:
        rest = float(bottom[1:] @ bottom[1:])
        bottom[0] = np.copysign(np.sqrt(radius**2 - rest), bottom[0])
        return bottom
    low, high = least + tiny, least + tiny + size / radius
    return along(values, slopes, multiplier(values, slopes, radius, (low, high)))


def along(values: Array, slopes: Array, shift: float) -> Array:
    return -slopes / (values + shift)


def multiplier(values: Array, slopes: Array, radius: float, within: tuple[float, float]) -> float:
    """The shift of the curvature that brings the step to the edge: Newton's method on 1/length."""
    low, high = within
    shift = high
    for _ in range(ROUNDS):
        step = along(values, slopes, shift)
        length = float(np.linalg.norm(step))
        if abs(length - radius) <= 1e-12 * radius:
            break
        low, high = (shift, high) if length > radius else (low, shift)
        bend = float(step @ (step / (values + shift)))
        shift += (length / radius - 1) * length**2 / bend if bend else 0.0
        if not low < shift < high:
            shift = (low + high) / 2
    return shift
