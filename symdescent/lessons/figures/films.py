"""A descent, or several from one start, as a film: frame by frame, and any frame as a plot."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from symdescent.errors import InputError
from symdescent.experiments.comparison import Comparison
from symdescent.lessons.blocks import Text
from symdescent.lessons.figures import plots
from symdescent.lessons.figures.captions import Caption, gradient_norm, value_gap
from symdescent.lessons.figures.landscapes import contours, curve, paths
from symdescent.lessons.figures.plots import Dots, Film, Line, Mark, Plot, Role, Walk
from symdescent.lessons.figures.progress import by_step, gap, gaps, goal
from symdescent.lessons.figures.scenes import Frame, as_points
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Run
from symdescent.proofs.critical_points import Critical
from symdescent.studies import Study

FRAMES: Final = 101  # so that 100 steps have one each
STILL: Final = 0.001  # of the frame: who moves by less is not seen to move
MOVING: Final = (Role.PATH, Role.ITERATE)
PANELS: Final = 6
Track = tuple[Array, Array]  # where a descent is in the plot (m, 2), and its values (m,)


def film(
    study: Study, critical: Sequence[Critical] = (), frames: int = FRAMES, language: str = "en"
) -> Film:
    """The descent on the graph or the map of its formula; of more variables, the gap falling.

    At most so many frames: every step where they are enough, else ever longer strides. When nothing
    is seen to move any more, the last step follows.
    """
    many = len(study.run.names)
    if many > 2:
        return on_gap(study, frames, language)
    plot = (curve if many == 1 else contours)(study, critical, language)
    title, (points, values) = study.setting.formula.title, track(study.run)
    steps = chosen(plot, [points], frames)
    return Film(bare(plot), (walk(plot, points[steps], values[steps]),), tuple(steps), title)


def race(
    done: Comparison, critical: Sequence[Critical] = (), frames: int = FRAMES, language: str = "en"
) -> Film:
    """Several optimizers on one graph or one map, step by step; who has ended stays there.

    Raises InputError for more than two variables.
    """
    title, runs = done.setting.formula.title, [entry.run for entry in done.contenders]
    if len(runs[0].names) > 2:
        message = f"a film of several needs one or two variables, not {len(runs[0].names)}"
        raise InputError("type", message, "plot --kind optimizers  shows any number of variables")
    plot = paths(done, critical, language)
    longest = max(run.steps for run in runs) + 1
    tracks = [held(track(run), longest) for run in runs]
    steps = chosen(plot, [points for points, _ in tracks], frames)
    walks = tuple(
        walk(plot, points[steps], values[steps], (entry.label,))
        for entry, (points, values) in zip(done.contenders, tracks, strict=True)
    )
    names = [Dots(Role.ITERATE, (), one.label, i) for i, one in enumerate(walks)]
    return Film(bare(plot, names), walks, tuple(steps), title)


def on_gap(study: Study, frames: int, language: str) -> Film:
    """The value gap, or the gradient norm where no gap is known, against the step."""
    plot, title = gap(study, language), study.setting.formula.title
    sizes, label = by_step(gaps(study.run.values, goal(study))), value_gap(title, study.run.names)
    if not len(sizes):
        sizes = by_step(np.hypot.reduce(study.run.gradients, axis=1))
        label = gradient_norm(title, study.run.names)
    points = sizes[strides(len(sizes) - 1, frames)]
    steps = tuple(int(step) for step, _ in points.tolist())
    kept = tuple(mark for mark in plot.marks if mark.role is Role.DERIVED)
    shown = replace(plot, marks=kept, up=replace(plot.up, label=label))
    return Film(shown, (walk(plot, points, study.run.values[list(steps)]),), steps, title)


def track(run: Run) -> Track:
    """Where a run is: on a graph, or on a map."""
    on_graph = len(run.names) == 1
    points = np.column_stack([run.points[:, 0], run.values]) if on_graph else run.points
    return points, run.values


def held(one: Track, many: int) -> Track:
    """The track with its end repeated, to so many steps."""
    points, values = one
    more = many - len(points)
    return np.pad(points, ((0, more), (0, 0)), "edge"), np.pad(values, (0, more), "edge")


def bare(plot: Plot, names: Iterable[Mark] = ()) -> Plot:
    """The plot without what moves, but with the names of those that do."""
    return replace(plot, marks=(*names, *(m for m in plot.marks if m.role not in MOVING)))


def walk(plot: Plot, points: Array, values: Array, label: Text = ()) -> Walk:
    """The points (m, 2), held at the edge where they lie outside the frame."""
    return Walk(as_points(inside(plot, points)), tuple(values.tolist()), label)


def inside(plot: Plot, points: Array) -> Array:
    """The nearest points in the frame."""
    low, high = (plot.across.low, plot.up.low), (plot.across.high, plot.up.high)
    return np.clip(points, low, high)


def chosen(plot: Plot, tracks: Sequence[Array], frames: int) -> list[int]:
    """Which steps to show, the first and the last among them; few of those that look alike."""
    last = len(tracks[0]) - 1
    end = max(seen_moving(plot, inside(plot, points)) for points in tracks)
    steps = strides(end, frames)
    return steps if end == last else [*steps[: frames - 1], last]


def seen_moving(plot: Plot, points: Array) -> int:
    """The step from which on points (m, 2) stay where they are, as far as is seen."""
    shares = Frame(plot.across, plot.up).shares(points)
    away = np.flatnonzero(np.abs(shares - shares[-1]).max(axis=1) > STILL)
    return int(away[-1]) + 1 if len(away) else 0


def strides(steps: int, frames: int) -> list[int]:
    """Which steps to show: all, or the squares of equal strides, the first and last among them."""
    if steps < frames:
        return list(range(steps + 1))
    shares = (np.arange(frames) / (frames - 1)) ** 2
    return sorted({round(share) for share in (steps * shares).tolist()})


def still(film: Film, frame: int, language: str = "en") -> Plot:
    """One frame as a plot, its step in the key."""
    step = (Caption(language).text("step"), plots.number(film.steps[frame]))
    marks: list[Mark] = [
        replace(mark, label=()) if isinstance(mark, Line | Dots) else mark
        for mark in film.plot.marks
    ]
    space = Frame(film.plot.across, film.plot.up)
    for i, one in enumerate(film.walks):
        walked = np.array(one.points[: frame + 1])
        marks.append(Line(Role.PATH, space.line(walked), one.label, i))
        marks.append(Dots(Role.ITERATE, space.dots(walked), (), i))
        marks.append(Dots(Role.END, (one.points[frame],), () if i else step))
    return replace(film.plot, marks=tuple(marks))


def panels(film: Film, many: int = PANELS, language: str = "en") -> tuple[Plot, ...]:
    """Some frames for print, the first and the last among them, the same part of the way apart."""
    way = along(film)
    wanted = np.linspace(0, way[-1], many)
    nearest = [int(np.argmin(np.abs(way - share))) for share in wanted]
    distinct = sorted({0, len(film.steps) - 1, *nearest})
    return tuple(still(film, frame, language) for frame in distinct)


def along(film: Film) -> Array:
    """How far along the paths, as they are seen, each frame is."""
    space = Frame(film.plot.across, film.plot.up)
    ways = [space.shares(np.array(one.points)) for one in film.walks]
    steps = sum(np.linalg.norm(np.diff(way, axis=0), axis=1) for way in ways)
    return np.concatenate([[0.0], np.cumsum(steps)])
