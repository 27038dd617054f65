"""A plot as a pgfplots picture for LaTeX: plain source, no data file, no script."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Final

from symdescent.lessons.figures.plots import Axis, Cells, Dots, Line, Plot, Point, Role
from symdescent.render import plot_style
from symdescent.render.labels import latex, length
from symdescent.render.plot_style import (
    COLUMN,
    SAMPLE,
    Entry,
    Layout,
    Shape,
    Size,
    Stroke,
    laid_out,
    outline,
)

PREAMBLE: Final = r"% needs \usepackage{pgfplots} \pgfplotsset{compat=1.16}"
FORMS: Final = {"circle": "*", "square": "square*", "triangle": "triangle*", "diamond": "diamond*"}
HOLLOW: Final = {"circle": "o", "square": "square", "triangle": "triangle", "diamond": "diamond"}
OTHERS: Final = {"cross": "x", "star": "sdstar"}
RESOLUTION: Final = 2000  # places along an axis that are told apart
IN_TEX: Final = 72.27 / 72  # TeX's points in one of ours
MOST_CELLS: Final = 500  # rectangles
WORD: Final = r"anchor=south west, font=\footnotesize\bfseries"
COMMON: Final = (
    "scale only axis",
    "tick align=outside",
    "tick pos=left",
    "axis on top",
    "clip mode=individual",
    "every axis label/.append style={font=\\small}",
    "every tick label/.append style={font=\\footnotesize}",
    "max space between ticks=1000pt",
)


def pgfplots(plot: Plot, size: Size = COLUMN) -> str:
    """The plot as a tikzpicture, what it needs and what it shows in comments on top."""
    layout = laid_out(plot, size)
    lines = [
        PREAMBLE,
        *(f"% {line}" for line in wrap(printable(plot.alternative), 96)),
        r"\begin{tikzpicture}",
        *definitions(plot, size),
        rf"\begin{{axis}}[{', '.join(options(layout))}]",
        *(line for mark in plot.marks for line in drawn(mark, plot, size)),
        *(line for entry in layout.entries for line in named(entry, size)),
        r"\end{axis}",
        r"\end{tikzpicture}",
    ]
    return "\n".join(lines) + "\n"


def printable(words: str) -> str:
    """The words with nothing that could end a comment, or act outside of one."""
    return "".join(sign if sign.isprintable() else " " for sign in words).replace("\\", "/")


def definitions(plot: Plot, size: Size) -> Iterator[str]:
    """The colours in use, the star, and a cell."""
    for colour, name in plot_style.NAMES.items():
        yield rf"\definecolor{{sd{name}}}{{HTML}}{{{colour[1:].upper()}}}"
    [star] = outline("star", length_in_tex(plot_style.SHAPES[Role.MINIMUM].size, size))
    corners = [rf"{{\pgfqpoint{{{x:.2f}pt}}{{{-y:.2f}pt}}}}" for x, y in star]
    path = rf"\pgfpathmoveto{corners[0]}" + "".join(rf"\pgfpathlineto{c}" for c in corners[1:])
    yield rf"\pgfdeclareplotmark{{sdstar}}{{{path}\pgfpathclose\pgfusepathqfill}}"
    if any(isinstance(mark, Cells) for mark in plot.marks):
        cell = r"\fill[#1] (rel axis cs:#2,#3) rectangle (rel axis cs:#4,#5);"
        yield rf"\def\sdcell#1#2#3#4#5{{{cell}}}"


def length_in_tex(points: float, size: Size) -> float:
    """A length at the size of a figure, in TeX's points."""
    return points * size.stroke * IN_TEX


def options(layout: Layout) -> Iterator[str]:
    """The size of the frame, both axes, and where the key stands."""
    plot = layout.plot
    yield from COMMON
    yield f"width={layout.frame_width * IN_TEX:.1f}pt"
    yield f"height={layout.frame_height * IN_TEX:.1f}pt"
    yield from axis("x", plot.across)
    yield from axis("y", plot.up)
    yield f"legend columns={columns(layout)}"
    yield (
        "legend style={at={(0,1.03)}, anchor=south west, draw=none, inner sep=0pt, "
        "font=\\footnotesize, /tikz/every even column/.append style={column sep=6pt}}"
    )
    yield "legend cell align=left"


def axis(letter: str, shown: Axis) -> Iterator[str]:
    """The ends of an axis, its ticks, its label."""
    places = ",".join(number(tick.at, shown) for tick in shown.ticks)
    labels = ",".join(f"{{{latex(tick.text)}}}" for tick in shown.ticks)
    yield f"{letter}min={shown.low:.6g}"
    yield f"{letter}max={shown.high:.6g}"
    yield f"{letter}tick={{{places}}}"
    yield f"{letter}ticklabels={{{labels}}}"
    yield f"{letter}label={{{latex(shown.label)}}}"
    if shown.logarithmic:
        yield f"{letter}mode=log"
        yield f"minor {letter} tick num=0"


def columns(layout: Layout) -> int:
    """As many entries of the key side by side as fit."""
    em, entries = layout.size.font, layout.entries
    widest = max((length(entry.label) + SAMPLE + 1.5 for entry in entries), default=1.0)
    return max(1, min(len(entries), int(layout.frame_width / (em * widest))))


def drawn(mark: Line | Dots | Cells, plot: Plot, size: Size) -> Iterator[str]:
    """A mark of the plot."""
    if isinstance(mark, Cells):
        yield from cells(mark)
    elif isinstance(mark, Line):
        look = stroke(plot_style.stroke(mark), size)
        yield from (added(look, piece, plot) for piece in mark.pieces)
    else:
        yield added(f"only marks, {shape(plot_style.shape(mark), size)}", mark.points, plot)
        for point, word in zip(mark.points, mark.names, strict=False):
            yield rf"\node[{WORD}] at (axis cs:{pair(point, plot)}) {{{latex(word)}}};"


def added(look: str, points: Sequence[Point], plot: Plot) -> str:
    """Points to be drawn, which stand in the key in another way."""
    coordinates = "".join(f"({pair(point, plot)})" for point in points)
    return rf"\addplot[{look}, forget plot] coordinates {{{coordinates}}};"


def named(entry: Entry, size: Size) -> Iterator[str]:
    """An entry of the key."""
    marks = entry.marks
    lines = [stroke(plot_style.stroke(mark), size) for mark in marks if isinstance(mark, Line)]
    dots = [shape(plot_style.shape(mark), size) for mark in marks if isinstance(mark, Dots)]
    look = ", ".join([*(lines or ["only marks"]), *(dots or ["mark=none"])])
    yield rf"\addlegendimage{{{look}}}"
    yield rf"\addlegendentry{{{latex(entry.label)}}}"


def stroke(look: Stroke, size: Size) -> str:
    """How a line is drawn."""
    width = f"line width={length_in_tex(look.width, size):.2f}pt"
    pairs = zip(look.dashes[::2], look.dashes[1::2], strict=True)
    dashes = " ".join(
        f"on {length_in_tex(on, size):.1f}pt off {length_in_tex(off, size):.1f}pt"
        for on, off in pairs
    )
    pattern = f", dash pattern={dashes}" if dashes else ""
    return f"{colour(look.colour, look.density)}, {width}{pattern}"


def shape(look: Shape, size: Size) -> str:
    """How a dot is drawn: pgfplots counts from the middle to the edge."""
    form = OTHERS.get(look.form) or (HOLLOW if look.hollow else FORMS)[look.form]
    half = length_in_tex(look.size, size) / 2
    shade = colour(look.colour)
    return f"mark={form}, mark size={half:.2f}pt, mark options={{solid, {shade}}}"


def colour(hue: str, density: float = 1.0) -> str:
    """A colour by its name, with so much of it on the paper."""
    name = f"sd{plot_style.NAMES[hue]}" if hue in plot_style.NAMES else "black"
    return name if density == 1 else f"{name}!{100 * density:.0f}"


def pair(point: Point, plot: Plot) -> str:
    return f"{number(point[0], plot.across)},{number(point[1], plot.up)}"


def number(value: float, shown: Axis) -> str:
    """A coordinate, as finely as the page shows it."""
    if shown.logarithmic:
        return f"{value:.4g}"
    digits = -math.floor(math.log10((shown.high - shown.low) / RESOLUTION))
    return f"{round(value, digits):.15g}"


def cells(mark: Cells) -> Iterator[str]:
    """Rectangles of cells of one rank, in shares of the frame; of a coarser grid where many."""
    rows = mark.rows
    while len(found := [*rectangles(rows)]) > MOST_CELLS:
        rows = tuple(row[::2] for row in rows[::2])
    for rank, corners in found:
        shade = colour(*plot_style.fill(rank))
        yield rf"\sdcell{{{shade}}}" + "".join(f"{{{share:.4g}}}" for share in corners)


def rectangles(rows: Sequence[Sequence[int]]) -> Iterator[tuple[int, tuple[float, ...]]]:
    """The rank of each rectangle of equal cells, and its left, bottom, right and upper edges."""
    wide, high = len(rows[0]), len(rows)
    under: dict[tuple[int, int, int], int] = {}  # a run of cells, and the row where it began
    for j, row in enumerate([*rows, ()]):
        above = set(runs(row))
        for run in [run for run in under if run not in above]:
            begin, end, rank = run
            yield rank, (begin / wide, under.pop(run) / high, end / wide, j / high)
        under |= {run: j for run in above if run not in under}


def runs(row: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Where cells of one rank begin and end, and the rank; none for those left empty."""
    begin = 0
    for rank, some in groupby(row):
        end = begin + len(list(some))
        if rank >= 0:
            yield begin, end, rank
        begin = end
