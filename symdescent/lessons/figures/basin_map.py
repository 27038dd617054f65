"""The starts of descents as a map, each in the colour of the minimum that it reaches."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from symdescent.experiments.many_starts import Catchment, Labels
from symdescent.language.notation import Function
from symdescent.lessons.figures import plots
from symdescent.lessons.figures.captions import Caption, as_point, placed, short
from symdescent.lessons.figures.plots import Cells, Dots, Line, Mark, Plot, Role
from symdescent.lessons.figures.scenes import Frame, as_points, framed
from symdescent.numeric.basins import Shape
from symdescent.numeric.contours import contours
from symdescent.numeric.objective import Array, compiled

SAMPLES: Final = 601  # of a graph
GRAPH, MAP = 0.62, 0.75  # height by width
LETTERS: Final = "ABCDEFGH"  # of the basins with a colour of their own
SHOWN: Final = len(LETTERS)


def basins(done: Catchment, language: str = "en") -> Plot:
    """Each start in the colour of the point that its descent reaches; borders and minima marked."""
    caption = Caption(language)
    frame = over(done)
    plane = len(done.setting.objective.names) > 1
    rows = done.labels if plane else done.labels[None, :]
    kept = np.where(rows < SHOWN, rows, -1)
    marks = (
        Cells(Role.BASIN, tuple(tuple(row) for row in kept.tolist())),
        *(bordered(frame, kept) if plane else [*parted(frame, kept[0]), *graph(done, frame)]),
        *rests(done, frame),
    )
    words = " ".join(in_words(done, frame, caption))
    return Plot("basins", frame.across, frame.up, marks, words, MAP if plane else GRAPH)


def over(done: Catchment) -> Frame:
    """The box of the starts; of one variable, with the heights of the graph."""
    names, area = done.setting.objective.names, done.within
    across = plots.linear((plots.letter(names[0]),), area.low[0], area.high[0])
    if len(names) > 1:
        return Frame(across, plots.linear((plots.letter(names[1]),), area.low[1], area.high[1]))
    rests = [basin.value for basin in done.basins]
    heights = curve(done)[:, 1]
    known = heights[np.isfinite(heights)]
    typical = float(np.quantile(known, 0.9)) if len(known) else 1.0
    title = Function(done.setting.formula.title, (plots.letter(names[0]),))
    return Frame(across, plots.linear((title,), *framed([*rests, typical], ())))


def curve(done: Catchment) -> Array:
    """The graph of a formula in one variable, as (m, 2)."""
    xs = np.linspace(done.within.low[0], done.within.high[0], SAMPLES)
    return np.stack([xs, compiled(done.setting.objective).height.across(xs[None, :])[0]], axis=1)


def graph(done: Catchment, frame: Frame) -> list[Mark]:
    return [Line(Role.CURVE, frame.line(curve(done)), (frame.up.label[0],))]


def bordered(frame: Frame, labels: Labels) -> list[Mark]:
    """The lines between starts that come to different points."""
    high, wide = labels.shape
    xs = frame.across.low + (frame.across.high - frame.across.low) * (np.arange(wide) + 0.5) / wide
    ys = frame.up.low + (frame.up.high - frame.up.low) * (np.arange(high) + 0.5) / high
    lines = [
        line
        for rank in range(int(labels.max(initial=-1)))
        for line in contours(xs, ys, np.where(labels == rank, 1.0, 0.0), 0.5)
    ]
    return [Line(Role.BORDER, frame.lines(lines))]


def parted(frame: Frame, labels: Labels) -> list[Mark]:
    """The same for one variable: an upright line between them."""
    wide = (frame.across.high - frame.across.low) / len(labels)
    places = frame.across.low + wide * (np.flatnonzero(np.diff(labels)) + 1)
    pieces = tuple(((x, frame.up.low), (x, frame.up.high)) for x in places.tolist())
    return [Line(Role.BORDER, pieces)] if pieces else []


def rests(done: Catchment, frame: Frame) -> list[Mark]:
    """The points that descents came to, each with a letter and a line in the key."""
    made: list[Mark] = []
    for basin, sign in zip(done.basins, LETTERS, strict=False):
        point = basin.point.tolist()
        stood = np.array([[*point, basin.value][:2]])
        role = Role.MINIMUM if basin.shape is Shape.MINIMUM else Role.CRITICAL
        label = (f"{sign} ", as_point(tuple(plots.number(float(f"{x:.3g}")) for x in point)))
        if frame.holds(stood).all():
            made.append(Dots(role, as_points(stood), label, 0, ((sign,),)))
    return made


def in_words(done: Catchment, frame: Frame, caption: Caption) -> Iterator[str]:
    """The grid, and which share of it comes where."""
    names, title, many = done.setting.objective.names, done.setting.formula.title, done.labels.size
    up = caption.text("and") + caption.ranged(names[1], frame.up) if len(names) > 1 else ""
    yield caption.text("basins", many=many, across=caption.ranged(names[0], frame.across), up=up)
    for basin in done.basins[:SHOWN]:
        percent = short(100 * len(basin.members) / many, 3)
        point, value = placed(names, basin.point.tolist()), short(basin.value)
        yield caption.text("share", percent=percent, point=point, title=title, value=value)
    nowhere = int((done.labels < 0).sum())
    if nowhere:
        yield caption.text("nowhere", percent=short(100 * nowhere / many, 3))
