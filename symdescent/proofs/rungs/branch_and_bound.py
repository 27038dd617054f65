"""Branch and bound: boxes are cut until none can hold a lower value."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, log10
from typing import Any, Final

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr, Rational, Symbol

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs.enclosure import Box, Ends, bounds, sign_of, sign_over
from symdescent.proofs.interval_arrays import Array, Band, Tape, Unreadable
from symdescent.proofs.kernel.certificates import Unfollowed
from symdescent.proofs.named_points import named, partly_located, polished
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.steps import ProofStep, Step, enclosed, step, value_at
from symdescent.proofs.substitution import Doubtful, put
from symdescent.proofs.symmetry import Symmetry, symmetry
from symdescent.proofs.terms import fraction


@dataclass(frozen=True)
class Domain:
    """Ends of the variables, each array of shape (variables,); infinite where there is no bound.

    The exact low end lies in [low, low_in], the exact high end in [high_in, high].
    """

    low: Array
    low_in: Array
    high_in: Array
    high: Array

    def holds(self, points: Array) -> NDArray[np.bool_]:
        """Whether points, shape (points, variables), surely lie in the exact box."""
        inside = (points >= self.low_in) & (points <= self.high_in)
        return np.asarray(np.all(inside, axis=1))


def domain_of(problem: Problem) -> Domain | None:
    """The ends in doubles; None for ends that are not rational, or too close to tell apart."""
    pairs = [(_around(low, -np.inf), _around(high, np.inf)) for low, high in problem.box]
    rows = [(*low, *high) for low, high in pairs if low is not None and high is not None]
    if len(rows) < len(pairs):
        return None
    ends = [np.array(column) for column in zip(*rows, strict=True)]
    wide = (ends[2] - ends[1] > 1e-9 * (1 + np.abs(ends[1]))) | np.isinf(ends[1])
    return Domain(*ends) if bool(np.all(wide)) else None


def _around(end: Expr | None, none: float) -> tuple[float, float] | None:
    """The doubles next to an exact end, or that end itself."""
    if end is None:
        return none, none
    if not isinstance(end, Rational) or abs(end) > 10**15:
        return None
    exact = fraction(end)
    near = float(exact)
    if Fraction(near) == exact:
        return near, near
    low = near if Fraction(near) < exact else float(np.nextafter(near, -np.inf))
    return low, float(np.nextafter(low, np.inf))


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


BITS: Final = 120
BENT: Final = (sympy.Abs, sympy.Max, sympy.Min)


def local_form(node: Any, box: Box) -> Expr:
    """The expression with u or -u for |u|, and one argument for max and min, where the enclosures
    over the box tell which; the others stay."""
    if not node.has(*BENT):
        return node
    parts = [local_form(part, box) for part in node.args]
    if isinstance(node, sympy.Abs):
        sign = _sign(parts[0], box)
        return sign * parts[0] if sign else sympy.Abs(parts[0])
    if isinstance(node, sympy.Max | sympy.Min):
        return _extreme(type(node), parts, box)
    return node.func(*parts)


def _extreme(kind: Any, parts: list[Expr], box: Box) -> Expr:
    """The argument that is the greatest (the least) of all on the whole box."""
    side = 1 if kind is sympy.Max else -1
    for part in parts:
        if all(other is part or _sign(part - other, box) == side for other in parts):
            return part
    return kind(*parts)


def _sign(node: Expr, box: Box) -> int | None:
    try:
        return sign_over(node, BITS, box)
    except Unfollowed:
        return None


MOST_VARIABLES: Final = 4
SHORT: Final = 1.2
LARGEST: Final = 200  # operations of a value that is multiplied out
Point = tuple[Expr, ...]


@dataclass(frozen=True)
class Candidate:
    """A verified point with its value; where that was seen to equal another's, by what."""

    value: Expr
    point: Point
    alike: Symmetry | None = None


def branch(problem: Problem) -> Minimum | None:
    """The minimum, or a bracket of it, within about a second; None where neither is found."""
    return within(problem, SHORT, afresh=True)


def within(problem: Problem, seconds: float, afresh: bool = False) -> Minimum | None:
    """The same, after searching for that long at most.

    Unless `afresh`, the last search is gone on with if it was for this problem, and nothing is said
    twice once it has ended.
    """
    if afresh:
        _begun.cache_clear()
    state = _begun(problem)
    if state is None or state.told:
        return None
    pave(state, seconds)
    state.told = state.ended
    exact = _exact(problem, state) if state.done else None
    return exact or _bracket(state)


@lru_cache(maxsize=1)
def _begun(problem: Problem) -> Paving | None:
    """The search for this problem, remembered until another one is asked for."""
    domain = domain_of(problem) if len(problem.variables) <= MOST_VARIABLES else None
    if domain is None:
        return None
    try:
        return begin(Tape(problem.expression, problem.variables), domain)
    except Unreadable:
        return None


def _exact(problem: Problem, state: Paving) -> Minimum | None:
    """GLOBAL where the least point of each basin that may hold the least value is known."""
    found: list[Candidate] = []
    rest: list[Basin] = []
    for each in state.basins:
        point = _verified(problem, state, each)
        value = None if point is None else _value(problem, point)
        if point is None or value is None:
            rest.append(each)
        else:
            found.append(Candidate(value, point))
    best = _least(problem, found)
    if not best or not all(_higher(best[0].value, basin.bound) for basin in rest):
        return None
    low, high = _ends(best[0].value) or (Fraction(1), Fraction(0))
    if high < Fraction(state.lower) or low > Fraction(state.upper):
        return None  # the value and the enclosures contradict each other
    return _minimum(problem, best)


def _verified(problem: Problem, state: Paving, inner: Basin) -> Point | None:
    """The exact least point of a basin."""
    fixed = {
        v: pair[0 if side < 0 else 1]
        for v, pair, side in zip(problem.variables, problem.box, inner.side, strict=True)
        if side
    }
    free = [v for v in problem.variables if v not in fixed]
    smooth = local_form(problem.expression, _spans(problem, inner))
    slopes = [sympy.diff(smooth, v) for v in free]
    known: dict[Symbol, Expr] | None = fixed
    if free:
        middle = map(Fraction, map(float, inner.centre))
        at = {v: c for v, c in zip(problem.variables, middle, strict=True) if v in free}
        curve = _curve(state.tape, inner)
        near = polished(slopes, curve, at, fixed)
        known = None if near is None else named(slopes, near, fixed)
        if known is None and near is not None:
            known = partly_located(smooth, near, fixed)
    if known is None:
        return None
    point = tuple(known[v] for v in problem.variables)
    return point if _inside(problem, inner, point) else None


def _spans(problem: Problem, inner: Basin) -> dict[Symbol, Ends]:
    """A basin as exact intervals."""
    ends = zip(problem.variables, inner.low, inner.high, strict=True)
    return {v: (Fraction(float(low)), Fraction(float(high))) for v, low, high in ends}


def _curve(tape: Tape, inner: Basin) -> Array:
    """The Hessian at the centre of a basin, in the variables that are free there."""
    at = inner.centre[None, :]
    low, high = (part[0] for part in tape.sweep(at, at, 2).hessian(len(inner.centre)))
    free = np.flatnonzero(inner.side == 0)
    return np.asarray((low / 2 + high / 2)[np.ix_(free, free)])


def _inside(problem: Problem, inner: Basin, point: Point) -> bool:
    """Whether the point surely lies in the basin and in the problem's box."""
    for coordinate, low, high in zip(point, inner.low, inner.high, strict=True):
        bounds = _ends(coordinate)
        if bounds is None or bounds[0] < Fraction(float(low)) or bounds[1] > Fraction(float(high)):
            return False
    gaps = [c - low for c, (low, _) in zip(point, problem.box, strict=True) if low is not None]
    gaps += [high - c for c, (_, high) in zip(point, problem.box, strict=True) if high is not None]
    return all(sign_of(gap) in (0, 1) for gap in gaps)


def _ends(number: Expr) -> tuple[Fraction, Fraction] | None:
    """Rational numbers around a number in closed form; None where it has no known value."""
    if isinstance(number, Rational):
        return fraction(number), fraction(number)
    try:
        return bounds(number, 120)
    except Unfollowed:
        return None


def _value(problem: Problem, point: Point) -> Expr | None:
    """The exact value at the point, where the function is smooth."""
    known = dict(zip(problem.variables, point, strict=True))
    try:
        value = put(problem.expression, known)
    except Doubtful:
        value = problem.expression.xreplace(known)
    if value is None or _ends(value) is None:
        return None
    if value.has(CriticalOf) or sympy.count_ops(value) > LARGEST:
        return value
    return min(value, sympy.expand(value), key=sympy.count_ops)


def _least(problem: Problem, found: list[Candidate]) -> list[Candidate]:
    """Those of least value; none where two values cannot be told apart or seen to be equal."""
    best: list[Candidate] = []
    for each in found:
        sign, alike = _order(problem, each, best[0]) if best else (-1, None)
        if sign is None:
            return []
        if sign <= 0:
            best = ([*best] if sign == 0 else []) + [replace(each, alike=alike)]
    return best


def _order(
    problem: Problem, each: Candidate, other: Candidate
) -> tuple[int | None, Symmetry | None]:
    """The sign of the difference of two values; where a symmetry makes it 0, that symmetry."""
    one, two = _ends(each.value), _ends(other.value)
    if one and two and (one[1] < two[0] or two[1] < one[0]):
        return (-1 if one[1] < two[0] else 1), None
    seen = symmetry(problem.expression, problem.variables, other.point, each.point)
    if seen is not None or each.value.has(CriticalOf) or other.value.has(CriticalOf):
        return (None if seen is None else 0), seen
    return sign_of(sympy.expand(each.value - other.value)), None


def _higher(value: Expr, bound: float) -> bool:
    ends = _ends(value)
    return ends is not None and ends[1] < Fraction(bound)


def _minimum(problem: Problem, best: list[Candidate]) -> Minimum:
    best = sorted(best, key=lambda each: _place(each.point))
    points, value = tuple(each.point for each in best), best[0].value
    nameless = any(c.has(CriticalOf) for c in points[0])
    seen = dict.fromkeys(each.alike.fact for each in best if each.alike is not None)
    return Minimum(
        kind=Kind.GLOBAL,
        points=points,
        value=value,
        proof=(
            step(Step.BOXES_ENCLOSED),
            step(Step.OTHER_BOXES),
            step(Step.FIRST_DIGITS if nameless else Step.EXACT_VALUE, value_at(points[0], value)),
            *_reasons(problem, points),
            *(step(Step.SYMMETRIC, fact) for fact in seen),
            step(Step.TAKEN_AT, *points),
        ),
        complete=True,
        rung="branch",
    )


def _place(point: Point) -> list[Fraction]:
    return [(_ends(c) or (Fraction(0),))[0] for c in point]


def _reasons(problem: Problem, points: tuple[Point, ...]) -> Iterator[ProofStep]:
    """Why nothing near these points is as low, and why the gradient is exactly 0 there."""
    ends = [any(c in pair for c, pair in zip(p, problem.box, strict=True)) for p in points]
    yield step(Step.RISES_FROM_END if any(ends) else Step.DEFINITE_AND_STATIONARY)
    boxes = {ends for p in points for c in p for a in c.atoms(CriticalOf) for ends in a.box}
    if boxes:
        width = _power_of_ten(max(high - low for low, high in boxes))
        yield step(Step.ONLY_ZERO_IN_BOX, width=width)


def _power_of_ten(width: Fraction) -> Decimal:
    """The least power of ten that is not less: 1e-35."""
    return Decimal(1).scaleb(ceil(log10(width)))


def _bracket(state: Paving) -> Minimum | None:
    """UNDECIDED, with two proved numbers that the infimum lies between."""
    low, high = state.lower, state.upper
    if not np.isfinite(low) or not np.isfinite(high):
        return None
    ends = (Rational(Fraction(low)), Rational(Fraction(high)))
    return Minimum(Kind.UNDECIDED, reasons=(enclosed(*ends),), bracket=ends, rung="branch")
