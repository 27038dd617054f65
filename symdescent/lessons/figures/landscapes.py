"""The graph of a formula, or its level lines, with the descent on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from symdescent.errors import InputError
from symdescent.language.notation import Function, Starred
from symdescent.language.textbook import name
from symdescent.lessons.figures import plots
from symdescent.lessons.figures.captions import Caption, at_step, place, short
from symdescent.lessons.figures.plots import Axis, Dots, Line, Mark, Plot, Role, letter, number
from symdescent.lessons.figures.scenes import (
    APART,
    WIDEST,
    Frame,
    Scene,
    as_points,
    framed,
    of_comparison,
    of_study,
    to_one_scale,
)
from symdescent.numeric.contours import contours as lines_of
from symdescent.numeric.contours import levels
from symdescent.numeric.objective import Array, compiled
from symdescent.studies import Study

if TYPE_CHECKING:  # not loaded for the picture of an answer
    from symdescent.experiments.comparison import Comparison
    from symdescent.proofs.critical_points import Critical


SAMPLES: Final = 601  # of a graph, before it is thinned
HALVINGS: Final = 40  # of a step across the whole frame, until it is taken for a pole
HEADROOM: Final = 0.3  # of the height of what is marked: what the graph may rise above it
SCRAP: Final = 0.03  # of the frame: a shorter level line is a scrap of a valley between points
SHORT: Final = 3  # points of a level line that is a scrap in a sketch
GRAPH, MAP = 0.62, 0.75  # height by width
TALL: Final = 2.0  # of a terminal's character, its height by its width
FEWEST, MOST = 3, 6  # level lines of a sketch
NEARLY: Final = 1.5


@dataclass(frozen=True)
class Grain:
    """How fine a figure is: points across a map, level lines, height by width.

    `apart`: how far from each other iterates are that are marked, as a share of the frame;
    `cell`: how far an iterate is from the one before, to be drawn, in the same unit (0: all are);
    `widest`: how many times longer a side may become for both axes to have one scale.
    """

    grid: int = 201
    levels: int = 12
    ratio: float = MAP
    apart: float = APART
    cell: float = 0.0
    widest: float = WIDEST


FINE: Final = Grain()


def sketch(
    study: Study,
    size: tuple[int, int],
    critical: "Sequence[Critical]" = (),
    language: str = "en",
) -> Plot:
    """The graph or the map for a terminal, made in some milliseconds; `size`: columns and rows.

    Raises InputError where there are more than two variables.
    """
    (columns, rows), scene = size, of_study(study, critical)
    many = min(max(rows // 2, FEWEST), MOST)
    grain = Grain(61, many, TALL * rows / columns, 0.05, 0.005, NEARLY)
    if len(scene.names) == 1:
        return graphed(scene, "curve", Caption(language), grain)
    return mapped(scene, "contours", Caption(language), grain)


def curve(study: Study, critical: "Sequence[Critical]" = (), language: str = "en") -> Plot:
    """The graph of a formula in one variable, with the iterates on it.

    Raises InputError where there are more variables.
    """
    return graphed(of_study(study, critical), "curve", Caption(language))


def graphed(scene: Scene, kind: str, caption: Caption, grain: Grain = FINE) -> Plot:
    """A graph with the runs of a scene on it."""
    demand(scene, 1, "a curve")
    frame, graph = over_line(scene)
    marks = (
        Line(Role.CURVE, frame.line(broken(scene, frame, graph)), (called(scene),)),
        *edges(scene, frame, caption),
        *descents(scene, frame, caption, grain),
        *answers(scene, frame, caption),
    )
    [x] = scene.names
    first = caption.text("graph", function=written(scene), across=caption.ranged(x, frame.across))
    words, note = alternative_text(scene, frame, caption, first), outside(scene, frame, caption)
    return Plot(kind, frame.across, frame.up, marks, words, GRAPH, note)


def over_line(scene: Scene) -> tuple[Frame, Array]:
    """The axes of a graph, and its points."""
    low, high = scene.span(0)
    across = plots.linear((letter(scene.names[0]),), low, high)
    xs = places(scene, 0, across, SAMPLES)
    graph = np.stack([xs, compiled(scene.setting.objective).height.across(xs[None, :])[0]], axis=1)
    xs, ys = np.concatenate(placed(scene)).T
    marked = ys[(low <= xs) & (xs <= high)].tolist()
    heights = [y for y in graph[:, 1].tolist() if np.isfinite(y)]
    up = framed(marked if min(marked) < max(marked) else heights, heights, reach=HEADROOM)
    return Frame(across, plots.linear((called(scene),), *up)), graph


def broken(scene: Scene, frame: Frame, graph: Array) -> Array:
    """The graph (m, 2) without its steps from below the frame to above it at a pole.

    Between the ends of a step that is none lies a point within the frame: it is looked for by
    halving.
    """
    low, high, (xs, ys) = frame.up.low, frame.up.high, graph.T
    over = (np.fmin(ys[:-1], ys[1:]) < low) & (np.fmax(ys[:-1], ys[1:]) > high)
    steps = np.flatnonzero(over)
    begin, end, is_under = xs[steps], xs[steps + 1], ys[steps] < low
    is_pole = np.ones(len(steps), dtype=bool)
    for _ in range(HALVINGS if len(steps) else 0):
        middle = (begin + end) / 2
        heights = compiled(scene.setting.objective).height.across(middle[None, :])[0]
        is_pole &= ~((low <= heights) & (heights <= high))
        is_before = (heights < low) == is_under
        begin, end = np.where(is_before, middle, begin), np.where(is_before, end, middle)
    return np.insert(graph, steps[is_pole] + 1, np.nan, axis=0)


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


def contours(study: Study, critical: "Sequence[Critical]" = (), language: str = "en") -> Plot:
    """The level lines of a formula in two variables, with the path over them."""
    return mapped(of_study(study, critical), "contours", Caption(language))


def paths(done: "Comparison", critical: "Sequence[Critical]" = (), language: str = "en") -> Plot:
    """The graph of a formula, or its level lines, with the path of each optimizer.

    Raises InputError for more than two variables.
    """
    scene = of_comparison(done, critical)
    draw = graphed if len(scene.names) == 1 else mapped
    return draw(scene, "paths", Caption(language))


def mapped(scene: Scene, kind: str, caption: Caption, grain: Grain = FINE) -> Plot:
    """Level lines under the runs of a scene."""
    demand(scene, 2, "a map of level lines")
    frame = over_plane(scene, grain)
    heights, lines = level_lines(scene, frame, grain)
    marks = (
        *levelled(lines, frame, caption, grain),
        *edges(scene, frame, caption),
        *descents(scene, frame, caption, grain),
        *answers(scene, frame, caption),
    )
    first = titled(scene, frame, heights, caption)
    words, note = alternative_text(scene, frame, caption, first), outside(scene, frame, caption)
    return Plot(kind, frame.across, frame.up, marks, words, grain.ratio, note)


def over_plane(scene: Scene, grain: Grain = FINE) -> Frame:
    """The axes of a map, to one scale where that can be."""
    across, up = to_one_scale(scene.span(0), scene.span(1), grain.ratio, grain.widest)
    x, y = scene.names
    return Frame(plots.linear((letter(x),), *across), plots.linear((letter(y),), *up))


def level_lines(scene: Scene, frame: Frame, grain: Grain = FINE) -> tuple[Array, list[list[Array]]]:
    """The levels, and the lines of each; none beyond the box."""
    xs = places(scene, 0, frame.across, grain.grid)
    ys = places(scene, 1, frame.up, round(grain.grid * grain.ratio))
    grid = np.stack([side.ravel() for side in np.meshgrid(xs, ys)])
    heights = compiled(scene.setting.objective).height.across(grid)[0].reshape(len(ys), len(xs))
    found = levels(heights, grain.levels)
    return found, [lines_of(xs, ys, heights, level) for level in found.tolist()]


def levelled(
    lines: Sequence[list[Array]], frame: Frame, caption: Caption, grain: Grain = FINE
) -> Iterator[Line]:
    """The lines of each level, the lowest first; those that can be seen."""
    for i, found in enumerate(lines):
        label = () if i else (caption.text("levels"),)
        if grain.cell:  # so coarse that there is nothing to thin
            pieces = tuple(as_points(line) for line in found if len(line) > SHORT)
        else:
            seen = [line for line in found if np.ptp(frame.shares(line), axis=0).max() > SCRAP]
            pieces = frame.lines(seen)
        yield Line(Role.CONTOUR, pieces, label, i)


def titled(scene: Scene, frame: Frame, heights: Array, caption: Caption) -> str:
    """What the map shows, in a sentence."""
    x, y = scene.names
    facts = {
        "function": written(scene),
        "across": caption.ranged(x, frame.across),
        "up": caption.ranged(y, frame.up),
    }
    if not len(heights):
        return caption.text("flat map", **facts)
    low, high = short(float(heights[0])), short(float(heights[-1]))
    return caption.text("map", many=len(heights), low=low, high=high, **facts)


def alternative_text(scene: Scene, frame: Frame, caption: Caption, first: str) -> str:
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


def outside(scene: Scene, frame: Frame, caption: Caption) -> str:
    """Which iterates of a run alone the frame does not hold, in words."""
    if len(scene.runs) > 1:
        return ""
    held = frame.holds(placed(scene)[0])
    many, first = int((~held).sum()), int(np.argmin(held))
    if not many:
        return ""
    word = "outside" if held[first:].any() else "left"
    return caption.text(word, step=first, many=many, all=len(held))


def descents(scene: Scene, frame: Frame, caption: Caption, grain: Grain = FINE) -> list[Mark]:
    """The path and the iterates of each run, and where all of them start."""
    walked = [frame.moving(run, grain.cell) for run in placed(scene)[: len(scene.runs)]]
    several = len(scene.runs) > 1
    iterate = (caption.text("iterates"), at_step(scene.names))
    made: list[Mark] = []
    for i, (points, label) in enumerate(zip(walked, scene.labels, strict=True)):
        made.append(Line(Role.PATH, frame.line(points), (label,) if several else (), i))
        dots = frame.dots(points, grain.apart)
        made.append(Dots(Role.ITERATE, dots, () if several else iterate, i))
    start = (caption.text("start"), at_step(scene.names, number(0)))
    return [*made, Dots(Role.START, frame.dots(walked[0][:1]), start)]


def answers(scene: Scene, frame: Frame, caption: Caption) -> list[Mark]:
    """The proved minimisers, and the other critical points."""
    minimisers, stationary = (frame.dots(points, 0.0) for points in placed(scene)[-2:])
    least = Starred(place(scene.names))
    made = (
        Dots(Role.CRITICAL, stationary, (caption.text("critical"),)),
        Dots(Role.MINIMUM, minimisers, (caption.text("minimum"), least)),
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
    return [Line(Role.EDGE, pieces, (caption.text("box"),))] if pieces else []


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
