"""A study or a comparison goes in, what its pictures have in common comes out as floats."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from symdescent.calculus.accurate_evaluation import floats, nearest
from symdescent.exact import Kind, Minimum
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Ending, Run
from symdescent.problem.setting import Setting
from symdescent.studies import Study
from symdescent.worked.framing import REACH, Span, framed, near

if TYPE_CHECKING:  # not loaded for the picture of an answer
    from symdescent.exact.critical import Critical
    from symdescent.experiments.comparison import Comparison

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
