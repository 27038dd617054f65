"""What pictures of a study or a comparison show: which part of the plane, which points."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from symdescent.calculus.accurate_evaluation import floats, nearest
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Ending, Run
from symdescent.problem.setting import Setting
from symdescent.proofs import Kind, Minimum
from symdescent.studies import Study

if TYPE_CHECKING:  # not loaded for the picture of an answer
    from symdescent.experiments.comparison import Comparison
    from symdescent.proofs.critical_points import Critical
from symdescent.lessons.figures.plots import Axis, Points
from symdescent.numeric.contours import apart, thinned, within

Span = tuple[float, float]
REACH: Final = 1.5  # of the span of what must be seen: how far away anything else may lie
SAME: Final = 1e-12  # of their size: places no further apart are one
OPEN: Final = (-math.inf, math.inf)
FAR: Final = 4.0  # the same for points of rest
MARGIN: Final = 0.08  # of the span, on either side
WIDEST: Final = 3.0  # times as long on one axis as on the other, to be drawn to one scale


def framed(
    musts: Sequence[float], others: Sequence[float], edges: Span = OPEN, reach: float = REACH
) -> Span:
    """From the least to the largest of what must be seen and of what lies near it, and a margin.

    `reach`: how near, as a share of the span of what must be seen. Nothing is shown beyond the
    `edges` of a box but a part of the margin.
    """
    low, high = spread([x for x in musts if math.isfinite(x)])
    away = reach * (high - low)
    beside = [x for x in (*others, *edges) if low - away <= x <= high + away]
    low, high = min([low, *beside]), max([high, *beside])
    margin = MARGIN * (high - low)
    return max(low - margin, edges[0] - margin / 2), min(high + margin, edges[1] + margin / 2)


def near(places: Sequence[float], musts: Sequence[float]) -> list[float]:
    """Which points of rest are near enough to what must be seen to be seen with it."""
    low, high = spread(musts)
    return [x for x in places if low - FAR * (high - low) <= x <= high + FAR * (high - low)]


def spread(places: Sequence[float]) -> Span:
    """The ends of some places; about a single one, half its size on either side."""
    low, high = min(places), max(places)
    if high - low > SAME * max(abs(low), abs(high)):
        return low, high
    half = max(abs(low) / 2, 1.0)
    return low - half, high + half


def to_one_scale(across: Span, up: Span, ratio: float, widest: float = WIDEST) -> tuple[Span, Span]:
    """The two spans, the shorter one widened so that a unit is as long on both axes of a frame.

    `ratio`: the frame's height by its width. Spans of which one would become more than `widest`
    times as long stay as they are.
    """
    wide, tall = across[1] - across[0], up[1] - up[0]
    if max(wide * ratio / tall, tall / (wide * ratio)) > widest:
        return across, up
    wanted = max(wide, tall / ratio)
    return widened(across, wanted), widened(up, wanted * ratio)


def widened(span: Span, wanted: float) -> Span:
    middle = (span[0] + span[1]) / 2
    return middle - wanted / 2, middle + wanted / 2


BEYOND = 0.5  # of the way from the start to the minimiser: how far it goes on behind that
WHOLE = 6.0  # spans of start and goal
MOST_POINTS = 60  # minimisers or critical points that are marked
EMPTY = np.empty((0, 0))


@dataclass(frozen=True, eq=False)
class Scene:
    """A formula with its exact minimum, and the runs that are shown on it, by name."""

    setting: Setting
    minimum: Minimum
    runs: tuple[Run, ...]
    labels: tuple[str, ...]
    critical: "tuple[Critical, ...]" = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The variables."""
        return self.setting.objective.names

    @property
    def title(self) -> str:
        """The function's name."""
        return self.setting.formula.title

    @cached_property
    def minimisers(self) -> Array:
        """The proved minimisers (m, n); of a family those that are next to the runs' ends."""
        if self.minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
            return EMPTY.reshape(0, len(self.names))
        points, parameters = self.minimum.points, self.minimum.parameters
        plain = [floats(point) for point in points if not any(x.free_symbols for x in point)]
        ends = [run.points[-1].tolist() for run in self.runs] if len(plain) < len(points) else []
        near = [nearest(points, parameters, end) for end in ends]
        found = [*plain, *(np.array(member.floats) for member in near if member)]
        found += [floats(c.point) for c in self.critical if self.is_least(c)]
        return unique(found, len(self.names))

    @cached_property
    def stationary(self) -> Array:
        """The other points (m, n) where the gradient is proved to vanish."""
        free = [c for c in self.critical if not any(x.free_symbols for x in c.point)]
        plain = [c.point for c in free if not self.is_least(c)]
        known = {tuple(point) for point in self.minimisers.tolist()}
        found = [point for point in map(floats, plain) if tuple(point.tolist()) not in known]
        return unique(found, len(self.names))

    def is_least(self, one: "Critical") -> bool:
        """Whether a critical point of fixed place has the value of the global minimum."""
        fixed = not any(x.free_symbols for x in one.point)
        return fixed and self.minimum.kind is Kind.GLOBAL and one.value == self.minimum.value

    def span(self, i: int) -> Span:
        """What to show of a coordinate: starts and goals, and what lies near them."""
        musts = [float(run.points[0, i]) for run in self.runs]
        musts += [x for run in self.runs for x in goals(run, self.minimisers, i)]
        musts += self.beyond() if len(self.names) == 1 else []
        still = np.concatenate([self.minimisers[:, i], self.stationary[:, i]]).tolist()
        musts = [*musts, *near(still, musts)]
        others = [x for run in self.runs for x in run.points[:, i].tolist()]
        box = self.setting.bounds.box
        return framed(musts, others, (box.low[i], box.high[i]), self.reach)

    @property
    def reach(self) -> float:
        """How far from start and goal iterates may be to be shown: in a map nearly all of a run,
        unless it diverged."""
        far = any(run.outcome.ending is Ending.DIVERGED for run in self.runs)
        return REACH if far or len(self.names) == 1 else WHOLE

    def beyond(self) -> list[float]:
        """Of one variable, points on the other side of the minimisers, so that the bowl is seen."""
        if not len(self.minimisers):
            return []
        goals_of_runs = [(goals(run, self.minimisers, 0)[0], run) for run in self.runs]
        return [goal + BEYOND * (goal - float(run.points[0, 0])) for goal, run in goals_of_runs]


def goals(run: Run, minimisers: Array, i: int) -> list[float]:
    """A coordinate of where a run should lead: the nearest minimiser, or its own end.

    Of a run that diverged only the start counts, and its first step.
    """
    away = run.outcome.ending is Ending.DIVERGED
    if len(minimisers):
        end = run.points[0 if away else -1]
        near = int(np.argmin(np.hypot.reduce(minimisers - end, axis=1)))
        return [float(minimisers[near, i])]
    return [float(run.points[min(1, run.steps) if away else -1, i])]


def unique(points: Sequence[Array], n: int) -> Array:
    """Different points, as (m, n)."""
    kept = dict.fromkeys(tuple(point.tolist()) for point in points)
    return np.array(list(kept)[:MOST_POINTS]).reshape(-1, n)


def of_study(study: Study, critical: "Sequence[Critical]" = ()) -> Scene:
    """The scene of a study; `critical`: the critical points, where they are known."""
    rule = study.setting.rule.name
    return Scene(study.setting, study.minimum, (study.run,), (rule,), tuple(critical))


def of_comparison(done: "Comparison", critical: "Sequence[Critical]" = ()) -> Scene:
    """The scene of a comparison: its runs from one start."""
    runs = tuple(entry.run for entry in done.contenders)
    labels = tuple(entry.label for entry in done.contenders)
    return Scene(done.setting, done.goal.minimum, runs, labels, tuple(critical))


FINE: Final = 0.0008  # of the frame: how far a line may be from where it should be
MOST: Final = 800  # moves of a sketch: more are a tangle
APART: Final = 0.014  # of the frame: what is nearer than that to the mark before has none


@dataclass(frozen=True)
class Frame:
    """Two axes, for what is drawn over them."""

    across: Axis
    up: Axis

    def line(self, points: Array) -> tuple[Points, ...]:
        """The pieces of a polyline (m, 2) inside the frame, as coarse as is not seen.

        Over an axis by ratios nothing is cut: its ends are chosen so that all points lie within.
        """
        if len(points) < 2:
            return ()
        low, high = (self.across.low, self.up.low), (self.across.high, self.up.high)
        by_ratios = self.across.logarithmic or self.up.logarithmic
        found = [points] if by_ratios else within(points, low, high)
        return tuple(as_points(piece[thinned(self.shares(piece), FINE)]) for piece in found)

    def lines(self, many: Sequence[Array]) -> tuple[Points, ...]:
        """The pieces of several polylines."""
        return tuple(piece for points in many for piece in self.line(points))

    def dots(self, points: Array, least: float = APART) -> Points:
        """The points (m, 2) in the frame, without those that would lie on another."""
        inside = points[self.holds(points)]
        return as_points(inside[apart(self.shares(inside), least)]) if len(inside) else ()

    def moving(self, points: Array, cell: float) -> Array:
        """Without the points (m, 2) that are no further from the one before, in shares of the
        frame, and without those after the first hundreds of others; 0: all of them."""
        if not cell:
            return points
        with np.errstate(over="ignore", invalid="ignore"):
            cells = np.floor(self.shares(points) / cell)
        moved = np.flatnonzero((cells[1:] != cells[:-1]).any(axis=1)) + 1
        return points[[0, *moved[:MOST].tolist()]]

    def holds(self, points: Array) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which points (m, 2) lie in the frame, its edges included."""
        xs, ys = points[:, 0], points[:, 1]
        across = (self.across.low <= xs) & (xs <= self.across.high)
        return np.asarray(across & (self.up.low <= ys) & (ys <= self.up.high))

    def shares(self, points: Array) -> Array:
        """Where points (m, 2) lie, in shares of the frame."""
        columns = zip(points.T, (self.across, self.up), strict=True)
        return np.stack([shares(values, axis) for values, axis in columns], axis=1)


def shares(values: Array, axis: Axis) -> Array:
    low, high = axis.scaled(axis.low), axis.scaled(axis.high)
    scaled = np.log10(values) if axis.logarithmic else values
    return np.asarray((scaled - low) / (high - low))


def as_points(points: Array) -> Points:
    return tuple((x, y) for x, y in points.tolist())
