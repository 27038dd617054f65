"""A plot goes in, the picture of a page comes out, in layers, with its numbers in a table below.

What stays, what moves, and an empty layer for what a reader's own settings make of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeGuard

from symdescent.printing.escaping import element, inert
from symdescent.show import palette, svg
from symdescent.show.fragments import heading, plain
from symdescent.show.layout import SCREEN, Layout, laid_out
from symdescent.worked.plots import Axis, Cells, Dots, Line, Plot, Role

MOVING: Final = frozenset({Role.PATH, Role.ITERATE, Role.END, Role.LOST})
NUMBERED: Final = frozenset({Role.ITERATE, Role.SERIES, Role.START, Role.MINIMUM, Role.CRITICAL})
PLAYED: Final = ("curve", "contours")  # kinds of plots that a single descent is drawn in
STYLED: Final = re.compile(r' style="[^"]*"')
MOST_ROWS: Final = 12


def picture(plot: Plot, name: str, played: bool = False) -> str:
    """The plot as SVG without any style of its own, which a page's policy would refuse.

    `played`: with the layers that a reader's settings redraw.
    """
    if not played:
        return STYLED.sub("", svg.svg(plot, SCREEN, name))
    layout = laid_out(plot, SCREEN)
    moving = [mark for mark in plot.marks if moves(mark)]
    still = replace(plot, marks=tuple(mark for mark in plot.marks if not moves(mark)))
    parts = [
        svg.opening(layout, name),
        *svg.drawn(replace(layout, plot=still)),
        element("g", *layer(layout, moving), class_="moving"),
        f'<clipPath id="{name}-frame">{frame(layout)}</clipPath>',
        f'<g clip-path="url(#{name}-frame)"><g id="live"></g></g>',
        "</svg>",
    ]
    return STYLED.sub("", "\n".join(parts))


def moves(mark: Line | Dots | Cells) -> bool:
    return mark.role in MOVING


def layer(layout: Layout, marks: Iterable[Line | Dots | Cells]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, Dots) and palette.shape(mark).form == "circle":
            yield beads(layout, mark)
        elif not isinstance(mark, Cells):
            yield from svg.one(layout, mark)


def beads(layout: Layout, mark: Dots) -> str:
    """Many dots in few characters: lines of no length with round ends."""
    shape, places = palette.shape(mark), map(layout.at, mark.points)
    path = "".join(f"M{svg.number(x)} {svg.number(y)}h0" for x, y in places)
    colour = "currentColor" if shape.colour == palette.BLACK else shape.colour
    width = svg.number(layout.size.stroke * shape.size)
    look = {"stroke": colour, "stroke_width": width, "stroke_linecap": "round"}
    return element("path", d=path, fill="none", **look)


def frame(layout: Layout) -> str:
    """The frame's place on the page."""
    sides = (layout.left, layout.top, layout.frame_width, layout.frame_height)
    x, y, width, height = (f"{side:.2f}" for side in sides)
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'


def coordinates(plot: Plot) -> dict[str, object]:
    """Where the numbers of a plot lie in its picture, for a script."""
    layout = laid_out(plot, SCREEN)
    return {
        "left": round(layout.left, 2),
        "top": round(layout.top, 2),
        "width": round(layout.frame_width, 2),
        "height": round(layout.frame_height, 2),
        "across": ends(plot.across),
        "up": ends(plot.up),
        "plane": plot.kind == "contours",
    }


def ends(axis: Axis) -> dict[str, object]:
    return {"low": axis.low, "high": axis.high, "logarithmic": axis.logarithmic}


def numbers(plot: Plot, summary: str) -> str:
    """The numbers that a figure shows, folded away; nothing where it has none of its own."""
    bodies = [body(mark) for mark in plot.marks if counts(mark)]
    if not bodies:
        return ""
    titles = [heading(label) for label in (plot.across.label, plot.up.label)]
    table = element("table", element("thead", element("tr", *titles)), *bodies)
    scrolled = element("div", table, class_="wide", role="group", tabindex="0", aria_label=summary)
    return element("details", element("summary", inert(summary)), scrolled, class_="numbers")


def counts(mark: Line | Dots | Cells) -> TypeGuard[Line | Dots]:
    """Whether the places of a mark are what a figure tells, as those of its curve are not."""
    return not isinstance(mark, Cells) and mark.role in NUMBERED


def body(mark: Line | Dots) -> str:
    """The name of a mark, and a row for each of its points, of many only some."""
    pieces = mark.pieces if isinstance(mark, Line) else (mark.points,)
    points = [point for piece in pieces for point in piece]
    name = inert(plain(mark.label) or str(mark.role))
    head = element("tr", element("th", name, colspan="2", scope="rowgroup"))
    kept = points[:: max(1, -(-len(points) // MOST_ROWS))]
    rows = [element("tr", *[element("td", inert(f"{x:.6g}")) for x in point]) for point in kept]
    return element("tbody", head, *rows)
