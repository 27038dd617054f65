"""A search goes in, iterates come out: Newton's method with the exact Hessian.

Where the Hessian is not positive definite a multiple of the identity is added: J. Nocedal,
S. Wright (2006), Numerical Optimization, algorithm 3.3, doi:10.1007/978-0-387-40065-5.
"""

from collections.abc import Iterator

import numpy as np

from symdescent.numeric.along_lines import along_lines, backtracking
from symdescent.numeric.evaluation import Array
from symdescent.numeric.places import Place, Ray, Search, Trial
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
