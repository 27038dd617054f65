"""A function over a box goes in; it is cut into smaller boxes until all are proved to be no better.

Branch and bound with intervals (R. E. Moore, 1966; S. Skelboe, 1974, doi:10.1007/BF01932711;
E. Hansen, 1980, doi:10.1007/BF01396702). A box is set aside where its least value is above one that
is taken, where the slope along one variable keeps its sign (then only an end of the problem's own
box can be least), or where it lies in a `Basin`. Beyond some distance boxes reach to infinity.

Why setting aside by slope is right, also where the space is not bounded: of the boxes so set aside,
take the least point within a large cube. A small move against the slope leaves those boxes, and
stays in the cube, to a lower point: in a box that is set aside for another reason, or is left.
"""

import time
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from symdescent.exact.bands import Array, Band
from symdescent.exact.basin import Basin, basin
from symdescent.exact.descents import descend
from symdescent.exact.domain import Domain
from symdescent.exact.jets import Tape

AT_ONCE: Final = 2048
MOST_BOXES: Final = 300_000
MOST_BASINS: Final = 100
STARTS: Final = 64
MOST_TRIES: Final = 24
APART: Final = 1e-5
CLOSE: Final = 1e-8
PATIENCE: Final = 40
LONG_PATIENCE: Final = 100


@dataclass(frozen=True)
class Boxes:
    """Ends of shape (boxes, variables); the bound and the axis to be cut of each."""

    low: Array
    high: Array
    bound: Array
    axis: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.bound)

    def where(self, mask: NDArray[np.bool_]) -> "Boxes":
        return Boxes(self.low[mask], self.high[mask], self.bound[mask], self.axis[mask])

    def beside(self, other: "Boxes") -> "Boxes":
        names = ("low", "high", "bound", "axis")
        return Boxes(*(np.concatenate([getattr(b, n) for b in (self, other)]) for n in names))


@dataclass
class Paving:
    """The state of the search: boxes left, boxes too small to cut, basins, the least value seen."""

    tape: Tape
    domain: Domain
    left: Boxes
    stuck: Boxes
    upper: float = np.inf
    basins: list[Basin] = field(default_factory=list)
    rounds: int = 0
    told: bool = False
    gap: float = np.inf
    gained: int = 0

    @property
    def lower(self) -> float:
        """Nothing in the problem's box is lower."""
        ends = np.array([self.upper, *(b.bound for b in self.basins)])
        return float(np.min(np.concatenate([ends, self.left.bound, self.stuck.bound])))

    @property
    def done(self) -> bool:
        return len(self.left) == 0 and len(self.stuck) == 0

    @property
    def ended(self) -> bool:
        """Whether no more is to be hoped for."""
        if not 0 < len(self.left) < MOST_BOXES:
            return True
        if self.rounds >= PATIENCE and not np.isfinite(self.upper - self.lower):
            return True
        if self.rounds - self.gained >= LONG_PATIENCE:
            return True
        narrow = self.upper - self.lower <= 1e-13 * (1 + abs(self.upper))
        return narrow and self.rounds > 60


def begin(tape: Tape, domain: Domain) -> Paving:
    """The whole box, after a first look for low points."""
    low, high = domain.low[None, :], domain.high[None, :]
    whole = Boxes(low, high, np.array([-np.inf]), np.array([0]))
    state = Paving(tape, domain, whole, whole.where(np.array([False])))
    with np.errstate(all="ignore"):
        _seek(state, _first_starts(domain))
    return state


def pave(state: Paving, seconds: float) -> None:
    """Go on for so many seconds of the processor at most."""
    deadline = time.process_time() + seconds
    with np.errstate(all="ignore"):
        while not state.ended and time.process_time() < deadline:
            state.rounds += 1
            _advance(state)
            _note(state)
            if state.rounds in (6, 12) or state.rounds % 20 == 0:
                _seek(state, _starts_in(state.left))


def _note(state: Paving) -> None:
    """Remember when the gap between the bounds was last narrowed by a hundredth."""
    gap = state.upper - state.lower
    if gap < 0.99 * state.gap:
        state.gap, state.gained = gap, state.rounds


def _first_starts(domain: Domain) -> Array:
    """Points of a fixed row of random numbers, in the box or near the origin."""
    made = np.random.default_rng(20250101).random((STARTS, len(domain.low)))
    low = np.where(np.isinf(domain.low), np.minimum(-10.0, domain.high - 20), domain.low)
    high = np.where(np.isinf(domain.high), np.maximum(10.0, low + 20), domain.high)
    return np.asarray(low + made * (high - low))


def _starts_in(boxes: Boxes) -> Array:
    """The middles of the most promising boxes."""
    best = np.argsort(boxes.bound, kind="stable")[:STARTS]
    return _middles(boxes.low[best], boxes.high[best])


def _middles(low: Array, high: Array) -> Array:
    """The middle of each side, or a point on it where it has no end."""
    middle = low / 2 + high / 2
    middle = np.where(np.isinf(low) & np.isinf(high), 0.0, middle)
    middle = np.where(np.isinf(high) & ~np.isinf(low), np.maximum(2 * low, low + 1), middle)
    middle = np.where(np.isinf(low) & ~np.isinf(high), np.minimum(2 * high, high - 1), middle)
    return np.asarray(middle)


def _seek(state: Paving, starts: Array) -> None:
    """Look for lower points, and for basins about those that are the lowest so far."""
    if not len(starts):
        return
    points = descend(state.tape, starts, state.domain)
    if not len(points):
        return
    _lower_upper(state, points)
    values = state.tape.sweep(points, points, 0).jet.value.low
    near = values <= state.upper + CLOSE * (1 + abs(state.upper))
    for point in _apart(points[near][np.argsort(values[near], kind="stable")]):
        _try_basin(state, point)
    limit = state.upper + CLOSE * (1 + abs(state.upper))
    dropped = [b for b in state.basins if b.bound > limit]
    if dropped:  # they were cut out of what is left, and are proved to lie higher
        state.basins = [b for b in state.basins if b.bound <= limit]


def _apart(points: Array) -> list[Array]:
    """The first of each crowd of points, some two dozen at most."""
    out: list[Array] = []
    for point in points:
        if len(out) < MOST_TRIES and all(np.max(np.abs(point - p)) > APART for p in out):
            out.append(point)
    return out


def _try_basin(state: Paving, point: Array) -> None:
    known = any(np.all((point >= b.low) & (point <= b.high)) for b in state.basins)
    if known or len(state.basins) >= MOST_BASINS:
        return
    found = basin(state.tape, point, state.domain)
    if found is not None:
        state.basins.append(found)
        state.left = state.left.where(~_within(state.left, found))


def _lower_upper(state: Paving, points: Array) -> None:
    """Values taken at points of the problem's box bound its least value from above."""
    found = state.tape.sweep(points, points, 0)
    sure = found.marks.whole & state.domain.holds(points)
    values = found.jet.value.high[sure]
    state.upper = min(state.upper, float(np.min(values, initial=np.inf)))


def _within(boxes: Boxes, inner: Basin) -> NDArray[np.bool_]:
    return np.asarray(np.all((boxes.low >= inner.low) & (boxes.high <= inner.high), axis=1))


def _advance(state: Paving) -> None:
    """Cut the most promising boxes in two, and keep of the halves what may still be least."""
    chosen = np.zeros(len(state.left), dtype=bool)
    chosen[np.argsort(state.left.bound, kind="stable")[:AT_ONCE]] = True
    work, rest = state.left.where(chosen), state.left.where(~chosen)
    places, axes = _cuts(state, work)
    rows = np.arange(len(work))
    fits = (places > work.low[rows, axes]) & (places < work.high[rows, axes])
    state.stuck = state.stuck.beside(work.where(~fits))
    work, places, axes = replace(work.where(fits), axis=axes[fits]), places[fits], axes[fits]
    rows = np.arange(len(work))
    first_high, second_low = work.high.copy(), work.low.copy()
    first_high[rows, axes] = places
    second_low[rows, axes] = places
    low = np.concatenate([work.low, second_low])
    high = np.concatenate([first_high, work.high])
    halves = _examined(state, low, high, np.concatenate([work.bound, work.bound]))
    state.left = rest.beside(halves)
    for each in ("left", "stuck"):
        boxes = getattr(state, each)
        setattr(state, each, boxes.where(~(boxes.bound > state.upper)))


def _cuts(state: Paving, work: Boxes) -> tuple[Array, NDArray[np.int64]]:
    """Where each box is cut: at a face of a basin that runs through it, else in the middle."""
    rows = np.arange(len(work))
    axes = work.axis.copy()
    places = _middles(work.low, work.high)[rows, axes]
    for each in state.basins:
        meets = np.all((work.low <= each.high) & (work.high >= each.low), axis=1)
        for axis in range(work.low.shape[1]):
            for face in (each.low[axis], each.high[axis]):
                through = meets & (work.low[:, axis] < face) & (work.high[:, axis] > face)
                near = np.isfinite(work.low[:, axis]) & np.isfinite(work.high[:, axis])
                places = np.where(through & near, face, places)
                axes = np.where(through & near, axis, axes)
    return places, axes


def _examined(state: Paving, low: Array, high: Array, known: Array) -> Boxes:
    """The boxes that may hold a least point, those at an end of the problem's box made flat."""
    count = low.shape[1]
    sweep = state.tape.sweep(low, high, 1)
    gradient = sweep.gradient(count)
    _lower_upper(state, _middles(low, high))
    bound = np.maximum(sweep.jet.value.low, _mean_value(state, low, high, gradient))
    bound = np.maximum(known, bound)
    keep = ~sweep.marks.empty & ~(bound > state.upper)
    low, high, sure = _pushed(state.domain, low, high, gradient)
    keep &= sure
    boxes = Boxes(low, high, bound, _axes(low, high, gradient)).where(keep)
    for each in state.basins:
        boxes = boxes.where(~_within(boxes, each))
    return boxes


def _mean_value(state: Paving, low: Array, high: Array, gradient: tuple[Array, Array]) -> Array:
    """L(c) + gradient (x - c) from below; no bound where a side or the gradient has none."""
    centre = np.nan_to_num(_middles(low, high))
    thin = high - low < 1e-14 * (1 + np.abs(low))
    first, last = np.where(thin, low, centre), np.where(thin, high, centre)
    total = state.tape.sweep(first, last, 0).jet.value
    for i in range(low.shape[1]):
        side = Band(low[:, i], high[:, i]) - Band(first[:, i], last[:, i])
        total = total + Band(gradient[0][:, i], gradient[1][:, i]) * side
    return total.low


def _pushed(
    domain: Domain, low: Array, high: Array, gradient: tuple[Array, Array]
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Boxes along whose variables L rises or falls: flattened at an end, or not kept."""
    rises, falls = gradient[0] > 0, gradient[1] < 0
    first, last = low <= domain.low_in, high >= domain.high_in
    endless = (rises & np.isneginf(low)) | (falls & np.isposinf(high))
    lost = ((rises & ~first) | (falls & ~last)) & ~endless
    to_low = rises & first & ~endless
    to_high = falls & last & ~endless
    new_high = np.where(to_low, np.minimum(high, domain.low_in), high)
    new_low = np.where(to_high, np.maximum(low, domain.high_in), low)
    return new_low, new_high, ~np.any(lost, axis=1)


def _axes(low: Array, high: Array, gradient: tuple[Array, Array]) -> NDArray[np.int64]:
    """The side along which L may change most (R. B. Kearfott's smear); endless sides first."""
    width = high - low
    steep = np.maximum(np.abs(gradient[0]), np.abs(gradient[1]))
    rough = np.any(~np.isfinite(steep), axis=1)[:, None]
    score = np.where(rough, width, width * np.where(np.isfinite(steep), steep, 1.0))
    score = np.where(np.isinf(width), np.inf, score)
    return np.asarray(np.argmax(np.nan_to_num(score, posinf=1e308), axis=1))
