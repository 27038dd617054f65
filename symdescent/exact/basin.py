"""A point near a local minimum goes in; a box in which nothing lies lower comes out, with a bound.

In the box the gradient pushes some coordinates to an end of the problem's box, and the Hessian in
the others is at least lambda > 0. So L(x) >= L(c) + g (x - c) + lambda/2 |x - c|^2 there, which is
never below L(c) - |g|^2/(2 lambda); and the least point of the box is within |g|/lambda of c.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from symdescent.exact.bands import Array
from symdescent.exact.domain import Domain
from symdescent.exact.jets import Tape

RADII: Final = 2.0 ** np.arange(4, -44, -1)


@dataclass(frozen=True)
class Basin:
    """`low`, `high`: the box; `centre` c, `held` coordinates at an end, `side` -1, 0, 1 of each.

    `bound`: nothing in the box is lower; `value`: L(c) is not higher; `reach`: the least point of
    the box is at most that far from c.
    """

    low: Array
    high: Array
    centre: Array
    side: NDArray[np.int64]
    bound: float
    value: float
    reach: float


def basin(tape: Tape, point: Array, domain: Domain) -> Basin | None:
    """The largest box of a row of radii for which all is proved; None where none is."""
    count = len(point)
    at_low, at_high = _snapped(point, domain)
    ends = at_low[None, :], at_high[None, :]
    here = tape.sweep(*ends, 2)
    g_low, g_high = (part[0] for part in here.gradient(count))
    side = np.where((at_low == domain.low) & (g_low > 0), -1, 0)
    side = np.where((at_high == domain.high) & (g_high < 0), 1, side)
    low = np.maximum(at_low - RADII[:, None], domain.low)
    high = np.minimum(at_high + RADII[:, None], domain.high)
    stiff = _stiffness(tape, low, high, side)
    if not np.any(stiff > 0) or not here.marks.smooth[0]:
        return None
    k = int(np.argmax(stiff > 0))
    slope = np.where(side == 0, np.maximum(np.abs(g_low), np.abs(g_high)), 0.0)
    size = float(np.sum(slope**2)) * (1 + 1e-12) + 1e-300
    firm = float(stiff[k])
    bound = float(here.jet.value.low[0]) - size / (2 * firm) * (1 + 1e-12)
    return Basin(
        low=low[k],
        high=high[k],
        centre=point,
        side=side,
        bound=float(np.nextafter(bound, -np.inf)),
        value=float(here.jet.value.high[0]),
        reach=float(np.sqrt(size) / firm * (1 + 1e-12)),
    )


def _snapped(point: Array, domain: Domain) -> tuple[Array, Array]:
    """The point as a box: a coordinate at an end becomes the thin interval that holds the end."""
    first, last = point <= domain.low_in, point >= domain.high_in
    low = np.where(first, domain.low, np.where(last, domain.high_in, point))
    high = np.where(first, domain.low_in, np.where(last, domain.high, point))
    return low, high


def _stiffness(tape: Tape, low: Array, high: Array, side: NDArray[np.int64]) -> Array:
    """For each box a lower bound of the Hessian's eigenvalues; -inf where something is unproved.

    The eigenvalues of a symmetric matrix within [M - R, M + R] are at least the least one of M less
    the largest row sum of R (H. Weyl, 1912); 1e-10 |M| covers the rounding of the eigenvalues of M.
    """
    count = low.shape[1]
    found = tape.sweep(low, high, 2)
    g_low, g_high = found.gradient(count)
    pushed = np.where(side < 0, g_low > 0, np.where(side > 0, g_high < 0, True))
    h_low, h_high = found.hessian(count)
    sure = np.all(np.isfinite(h_low) & np.isfinite(h_high), axis=(1, 2))
    free = np.flatnonzero(side == 0)
    block = np.ix_(np.arange(len(low)), free, free)
    lows, highs = (np.where(sure[:, None, None], h[block], 0.0) for h in (h_low, h_high))
    middle, half = lows / 2 + highs / 2, (highs / 2 - lows / 2) * (1 + 1e-12)
    if not len(free):
        least = np.ones(len(low))
    else:
        size = np.max(np.sum(np.abs(middle), axis=2), axis=1)
        spread = np.max(np.sum(half, axis=2), axis=1) * (1 + 1e-12)
        least = np.linalg.eigvalsh(middle)[:, 0] - spread - 1e-10 * size
    proved = sure & found.marks.smooth & np.all(pushed, axis=1)
    return np.where(proved, least, -np.inf)
