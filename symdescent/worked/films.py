"""A study goes in, its descent as a Film comes out: frame by frame, and any frame as a plot."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from symdescent.exact.critical import Critical
from symdescent.numeric.evaluation import Array
from symdescent.studies import Study
from symdescent.worked import axes
from symdescent.worked.captions import Caption, gradient_norm, value_gap
from symdescent.worked.landscapes import contours, curve
from symdescent.worked.plots import Dots, Film, Line, Plot, Role
from symdescent.worked.progress import by_step, gap, gaps, goal
from symdescent.worked.tracing import Frame, as_points

FRAMES: Final = 101  # so that 100 steps have one each
MOVING: Final = (Role.PATH, Role.ITERATE)
PANELS: Final = 6


def film(
    study: Study, critical: Sequence[Critical] = (), frames: int = FRAMES, language: str = "en"
) -> Film:
    """The descent on the graph or the map of its formula; of more variables, the gap falling.

    At most so many frames: every step where they are enough, else ever longer strides.
    """
    many = len(study.run.names)
    if many > 2:
        return on_gap(study, frames, language)
    plot = (curve if many == 1 else contours)(study, critical, language)
    run = study.run
    points = np.column_stack([run.points[:, 0], run.values]) if many == 1 else run.points
    steps = strides(run.steps, frames)
    kept = tuple(mark for mark in plot.marks if mark.role not in MOVING)
    return filmed(study, replace(plot, marks=kept), points[steps], steps)


def on_gap(study: Study, frames: int, language: str) -> Film:
    """The value gap, or the gradient norm where no gap is known, against the step."""
    plot, title = gap(study, language), study.setting.formula.title
    sizes, label = by_step(gaps(study.run.values, goal(study))), value_gap(title, study.run.names)
    if not len(sizes):
        sizes = by_step(np.hypot.reduce(study.run.gradients, axis=1))
        label = gradient_norm(title, study.run.names)
    points = sizes[strides(len(sizes) - 1, frames)]
    kept = tuple(mark for mark in plot.marks if mark.role is Role.DERIVED)
    bare = replace(plot, marks=kept, up=replace(plot.up, label=label))
    return filmed(study, bare, points, [int(step) for step, _ in points.tolist()])


def filmed(study: Study, plot: Plot, points: Array, steps: Sequence[int]) -> Film:
    """The points (m, 2) of these steps, held at the edge where they lie outside the frame."""
    low, high = (plot.across.low, plot.up.low), (plot.across.high, plot.up.high)
    values = study.run.values[list(steps)].tolist()
    places = as_points(np.clip(points, low, high))
    return Film(plot, places, tuple(steps), tuple(values), study.setting.formula.title)


def strides(steps: int, frames: int) -> list[int]:
    """Which steps to show: all, or the squares of equal strides, the first and last among them."""
    if steps < frames:
        return list(range(steps + 1))
    shares = (np.arange(frames) / (frames - 1)) ** 2
    return sorted({round(share) for share in (steps * shares).tolist()})


def still(film: Film, frame: int, language: str = "en") -> Plot:
    """One frame as a plot, its step in the key."""
    walked = np.array(film.points[: frame + 1])
    space = Frame(film.plot.across, film.plot.up)
    step = (Caption(language).told("step"), axes.number(film.steps[frame]))
    marks = (
        *(
            replace(mark, label=()) if isinstance(mark, Line | Dots) else mark
            for mark in film.plot.marks
        ),
        Line(Role.PATH, space.line(walked)),
        Dots(Role.ITERATE, space.dots(walked)),
        Dots(Role.END, (film.points[frame],), step),
    )
    return replace(film.plot, marks=marks)


def panels(film: Film, many: int = PANELS, language: str = "en") -> tuple[Plot, ...]:
    """Some frames for print, the first and the last among them, the same part of the way apart."""
    way = along(film)
    wanted = np.linspace(0, way[-1], many)
    chosen = [int(np.argmin(np.abs(way - share))) for share in wanted]
    distinct = sorted({0, len(film.points) - 1, *chosen})
    return tuple(still(film, frame, language) for frame in distinct)


def along(film: Film) -> Array:
    """How far along the path, as it is seen, each frame is."""
    space = Frame(film.plot.across, film.plot.up)
    steps = np.linalg.norm(np.diff(space.shares(np.array(film.points)), axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])
