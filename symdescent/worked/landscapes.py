"""A study goes in, the graph of its formula, or its level lines, with the descent comes out."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from symdescent.errors import InputError
from symdescent.exact.critical import Critical
from symdescent.experiments.comparison import Comparison
from symdescent.language.notation import Function, Starred
from symdescent.language.textbook import name
from symdescent.numeric.contours import contours as lines_of
from symdescent.numeric.contours import levels
from symdescent.numeric.evaluation import Array
from symdescent.numeric.objective import compiled
from symdescent.studies import Study
from symdescent.worked import axes
from symdescent.worked.axes import letter, number
from symdescent.worked.captions import Caption, at_step, place, short
from symdescent.worked.framing import framed, to_one_scale
from symdescent.worked.plots import Axis, Dots, Line, Mark, Plot, Role
from symdescent.worked.scenes import Scene, of_comparison, of_study
from symdescent.worked.tracing import Frame

SAMPLES: Final = 601  # of a graph, before it is thinned
GRID: Final = 201  # points across a map of level lines
LEVELS: Final = 12
HEADROOM: Final = 0.3  # of the height of what is marked: what the graph may rise above it
SCRAP: Final = 0.03  # of the frame: a shorter level line is a scrap of a valley between points
GRAPH, MAP = 0.62, 0.75  # height by width


def curve(study: Study, critical: Sequence[Critical] = (), language: str = "en") -> Plot:
    """The graph of a formula in one variable, with the iterates on it.

    Raises InputError where there are more variables.
    """
    return graphed(of_study(study, critical), "curve", Caption(language))


def graphed(scene: Scene, kind: str, caption: Caption) -> Plot:
    """A graph with the runs of a scene on it."""
    demand(scene, 1, "a curve")
    frame, graph = over_line(scene)
    marks = (
        Line(Role.CURVE, frame.line(graph), (called(scene),)),
        *edges(scene, frame, caption),
        *descents(scene, frame, caption),
        *answers(scene, frame, caption),
    )
    [x] = scene.names
    first = caption.told("graph", function=written(scene), across=caption.ranged(x, frame.across))
    return Plot(kind, frame.across, frame.up, marks, told(scene, frame, caption, first), GRAPH)


def over_line(scene: Scene) -> tuple[Frame, Array]:
    """The axes of a graph, and its points."""
    low, high = scene.span(0)
    across = axes.linear((letter(scene.names[0]),), low, high)
    xs = places(scene, 0, across, SAMPLES)
    graph = np.stack([xs, compiled(scene.setting.objective).height.across(xs[None, :])[0]], axis=1)
    marked = [y for points in placed(scene) for x, y in points.tolist() if low <= x <= high]
    heights = [y for y in graph[:, 1].tolist() if np.isfinite(y)]
    up = framed(marked if min(marked) < max(marked) else heights, heights, reach=HEADROOM)
    return Frame(across, axes.linear((called(scene),), *up)), graph


def places(scene: Scene, i: int, axis: Axis, many: int) -> Array:
    """Where to look along an axis: at equal steps, and not beyond the box."""
    box = scene.setting.bounds.box
    return np.unique(np.clip(np.linspace(axis.low, axis.high, many), box.low[i], box.high[i]))


def placed(scene: Scene) -> list[Array]:
    """Where in the frame runs, minimisers and critical points lie: arrays (m, 2).

    Of one variable, each with its height.
    """
    if len(scene.names) == 2:
        return [*(run.points for run in scene.runs), scene.minimisers, scene.stationary]
    height = compiled(scene.setting.objective).height
    runs = [np.stack([run.points[:, 0], run.values], axis=1) for run in scene.runs]
    still = [np.hstack([p, height.across(p.T).T]) for p in (scene.minimisers, scene.stationary)]
    return [*runs, *still]


def contours(study: Study, critical: Sequence[Critical] = (), language: str = "en") -> Plot:
    """The level lines of a formula in two variables, with the path over them."""
    return mapped(of_study(study, critical), "contours", Caption(language))


def paths(done: Comparison, critical: Sequence[Critical] = (), language: str = "en") -> Plot:
    """The graph of a formula, or its level lines, with the path of each optimizer.

    Raises InputError for more than two variables.
    """
    scene = of_comparison(done, critical)
    draw = graphed if len(scene.names) == 1 else mapped
    return draw(scene, "paths", Caption(language))


def mapped(scene: Scene, kind: str, caption: Caption) -> Plot:
    """Level lines under the runs of a scene."""
    demand(scene, 2, "a map of level lines")
    frame = over_plane(scene)
    heights, lines = level_lines(scene, frame)
    marks = (
        *levelled(lines, frame, caption),
        *edges(scene, frame, caption),
        *descents(scene, frame, caption),
        *answers(scene, frame, caption),
    )
    first = titled(scene, frame, heights, caption)
    return Plot(kind, frame.across, frame.up, marks, told(scene, frame, caption, first), MAP)


def over_plane(scene: Scene) -> Frame:
    """The axes of a map, to one scale where that can be."""
    across, up = to_one_scale(scene.span(0), scene.span(1), MAP)
    x, y = scene.names
    return Frame(axes.linear((letter(x),), *across), axes.linear((letter(y),), *up))


def level_lines(scene: Scene, frame: Frame) -> tuple[Array, list[list[Array]]]:
    """The levels, and the lines of each; none beyond the box."""
    xs = places(scene, 0, frame.across, GRID)
    ys = places(scene, 1, frame.up, round(GRID * MAP))
    grid = np.stack([side.ravel() for side in np.meshgrid(xs, ys)])
    heights = compiled(scene.setting.objective).height.across(grid)[0].reshape(len(ys), len(xs))
    found = levels(heights, LEVELS)
    return found, [lines_of(xs, ys, heights, level) for level in found.tolist()]


def levelled(lines: Sequence[list[Array]], frame: Frame, caption: Caption) -> Iterator[Line]:
    """The lines of each level, the lowest first; those that can be seen."""
    for i, found in enumerate(lines):
        label = () if i else (caption.told("levels"),)
        seen = [line for line in found if np.ptp(frame.shares(line), axis=0).max() > SCRAP]
        yield Line(Role.CONTOUR, frame.lines(seen), label, i)


def titled(scene: Scene, frame: Frame, heights: Array, caption: Caption) -> str:
    """What the map shows, in a sentence."""
    x, y = scene.names
    facts = {
        "function": written(scene),
        "across": caption.ranged(x, frame.across),
        "up": caption.ranged(y, frame.up),
    }
    if not len(heights):
        return caption.told("flat map", **facts)
    low, high = short(float(heights[0])), short(float(heights[-1]))
    return caption.told("map", many=len(heights), low=low, high=high, **facts)


def told(scene: Scene, frame: Frame, caption: Caption, first: str) -> str:
    """The picture in words: what it shows, each descent, the exact answer."""
    pairs = zip(scene.runs, scene.labels, strict=True)
    descents = [caption.descent(scene, run, label) for run, label in pairs]
    sides = (frame.across, frame.up)[: len(scene.names)]
    return " ".join(filter(None, [first, *descents, caption.exact(scene, sides)]))


def demand(scene: Scene, many: int, what: str) -> None:
    """Refuse a formula with another number of variables."""
    if len(scene.names) != many:
        variables = "one variable" if many == 1 else "two variables"
        hint = "--kind gap  shows any number of variables"
        raise InputError("type", f"{what} needs {variables}, not {len(scene.names)}", hint)


def descents(scene: Scene, frame: Frame, caption: Caption) -> list[Mark]:
    """The path and the iterates of each run, and where all of them start."""
    walked, several = placed(scene)[: len(scene.runs)], len(scene.runs) > 1
    iterate = (caption.told("iterates"), at_step(scene.names))
    made: list[Mark] = []
    for i, (points, label) in enumerate(zip(walked, scene.labels, strict=True)):
        made.append(Line(Role.PATH, frame.line(points), (label,) if several else (), i))
        made.append(Dots(Role.ITERATE, frame.dots(points), () if several else iterate, i))
    start = (caption.told("start"), at_step(scene.names, number(0)))
    return [*made, Dots(Role.START, frame.dots(walked[0][:1]), start)]


def answers(scene: Scene, frame: Frame, caption: Caption) -> list[Mark]:
    """The proved minimisers, and the other critical points."""
    minimisers, stationary = (frame.dots(points, 0.0) for points in placed(scene)[-2:])
    least = Starred(place(scene.names))
    made = (
        Dots(Role.CRITICAL, stationary, (caption.told("critical"),)),
        Dots(Role.MINIMUM, minimisers, (caption.told("minimum"), least)),
    )
    return [dots for dots in made if dots.points]


def edges(scene: Scene, frame: Frame, caption: Caption) -> list[Mark]:
    """The box, as far as it is in the frame."""
    box = scene.setting.bounds.box
    sides = [
        (i, at)
        for i, pair in enumerate(zip(box.low, box.high, strict=True))
        for at in pair
        if np.isfinite(at)
    ]
    pieces = frame.lines([side(i, at, frame) for i, at in sides])
    return [Line(Role.EDGE, pieces, (caption.told("box"),))] if pieces else []


def side(i: int, at: float, frame: Frame) -> Array:
    """The whole line where the i-th coordinate is `at`."""
    if i == 0:
        return np.array([[at, frame.up.low], [at, frame.up.high]])
    return np.array([[frame.across.low, at], [frame.across.high, at]])


def called(scene: Scene) -> Function:
    """L(x, y)."""
    return Function(scene.title, tuple(map(letter, scene.names)))


def written(scene: Scene) -> str:
    """The same in one line of text."""
    return f"{scene.title}({', '.join(map(name, scene.names))})"
