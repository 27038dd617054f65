"""A plot as the bytes of a PDF, a PNG or an SVG at print size, by matplotlib.

Everything is placed by our own layout, in points; nothing is read from or left in matplotlib's
settings. Fonts are embedded as TrueType (PDF) or drawn as outlines (SVG), which needs no font
where the figure is read. The same plot gives the same bytes.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any, Final

from symdescent.errors import MissingExtra
from symdescent.lessons.blocks import Text
from symdescent.lessons.figures.plots import Cells, Dots, Line, Mark, Plot, Point
from symdescent.render import plot_style
from symdescent.render.labels import mathtext
from symdescent.render.plot_style import (
    COLUMN,
    SAMPLE,
    Layout,
    Shape,
    Size,
    Stroke,
    laid_out,
    outline,
)

try:
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D, Transform
except ImportError:
    raise MissingExtra("a figure as PDF or PNG", "plot") from None

INCH: Final = 72  # points
DOTS_PER_INCH: Final = 300
FONT: Final = "DejaVu Sans"  # comes with matplotlib, has every sign that we write
FONT_FILE: Final = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans.ttf"
PAPER: Final = {"png": "white"}  # else what is below shows through
SETTINGS: Final[dict[Any, Any]] = {
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "symdescent",
    "mathtext.fontset": "dejavusans",
    "text.usetex": False,
    "path.simplify": False,
    "path.sketch": None,
    "path.effects": [],
}
METADATA: Final = {
    "pdf": lambda words: {"CreationDate": None, "Creator": "symdescent", "Subject": words},
    "svg": lambda words: {"Date": None, "Creator": "symdescent", "Description": words},
    "png": lambda words: {"Software": "symdescent", "Description": words},
}


def picture(plot: Plot, form: str = "pdf", size: Size = COLUMN) -> bytes:
    """The plot as a file of the form "pdf", "png" (300 dots an inch) or "svg"."""
    return strip([plot], form, size, 1)


def strip(plots: Sequence[Plot], form: str, size: Size, columns: int) -> bytes:
    """Several plots of one size in rows of so many columns, each `size` wide."""
    layouts = [laid_out(plot, size) for plot in plots]
    height = max(layout.height for layout in layouts)
    rows = -(-len(plots) // columns)
    figure = Figure((columns * size.width / INCH, rows * height / INCH), dpi=DOTS_PER_INCH)
    with matplotlib.rc_context(SETTINGS):
        for i, layout in enumerate(layouts):
            row, column = divmod(i, columns)
            Page(figure, layout, (column * size.width, row * height), rows * height).draw()
        return written(figure, form, " ".join(dict.fromkeys(plot.alternative for plot in plots)))


def pixels(layout: Layout) -> tuple[tuple[int, int], bytes]:
    """The layout with a dot for each of its points: (width, height), and the bytes of RGBA."""
    size = (layout.size.width / INCH, layout.height / INCH)
    figure = Figure(size, dpi=INCH, facecolor="white")
    canvas: Any = FigureCanvasAgg(figure)
    with matplotlib.rc_context(SETTINGS):
        Page(figure, layout, (0, 0), layout.height).draw()
        canvas.draw()
    shown = canvas.buffer_rgba()
    high, wide, _ = shown.shape
    return (wide, high), bytes(shown)


def written(figure: Figure, form: str, words: str) -> bytes:
    """The figure as bytes."""
    FigureCanvasAgg(figure)
    file = io.BytesIO()
    figure.savefig(
        file, format=form, metadata=METADATA[form](words), facecolor=PAPER.get(form, "none")
    )
    return file.getvalue()


@dataclass(frozen=True)
class Page:
    """A layout on a figure: `corner` is where its upper left lies, y grows downwards."""

    figure: Figure
    layout: Layout
    corner: Point
    height: float

    @property
    def points(self) -> Transform:
        """From points on the layout to the figure."""
        x, y = self.corner
        moved = Affine2D().translate(x, y - self.height).scale(1 / INCH, -1 / INCH)
        return moved + self.figure.dpi_scale_trans

    def draw(self) -> None:
        """The marks from back to front, the frame, the key."""
        order = count()
        for artist in self.artists():
            artist.set_zorder(next(order))
            self.figure.add_artist(artist)
        for text in self.words():
            text.set_zorder(next(order))

    def artists(self) -> Iterator[Any]:
        marks = self.layout.plot.marks
        for mark in marks:
            if isinstance(mark, Cells):
                yield from self.cells(mark)
        for mark in marks:
            if not isinstance(mark, Cells):
                yield from self.mark(mark)
        yield self.lines(*frame(self.layout))
        for entry in self.layout.entries:
            yield from self.sample(entry.marks, entry.at)

    def mark(self, mark: Line | Dots) -> Iterator[Any]:
        """A mark in the frame."""
        if isinstance(mark, Line):
            pieces = [[self.layout.at(point) for point in piece] for piece in mark.pieces]
            yield self.lines(pieces, plot_style.stroke(mark))
        else:
            places = [self.layout.at(point) for point in mark.points]
            yield self.dots(places, plot_style.shape(mark))

    def sample(self, marks: Sequence[Mark], at: Point) -> Iterator[Any]:
        """What stands before a label of the key."""
        (x, y), wide = at, SAMPLE * self.layout.size.font
        for mark in marks:
            if isinstance(mark, Line):
                yield self.lines([[(x, y), (x + wide, y)]], plot_style.stroke(mark))
            elif isinstance(mark, Dots):
                yield self.dots([(x + wide / 2, y)], plot_style.shape(mark))

    def lines(self, pieces: Sequence[Sequence[Point]], stroke: Stroke) -> PathPatch:
        """Polylines of one look."""
        scale = self.layout.size.stroke
        dashes = (0, tuple(scale * dash for dash in stroke.dashes)) if stroke.dashes else "solid"
        colour = plot_style.mixed(stroke.colour, stroke.density)
        look = {"edgecolor": colour, "linewidth": scale * stroke.width, "linestyle": dashes}
        return self.patch(pieces, False, fill=False, capstyle="butt", joinstyle="round", **look)

    def dots(self, places: Sequence[Point], shape: Shape) -> PathPatch:
        """Shapes of one look."""
        scale = self.layout.size.stroke
        forms = outline(shape.form, scale * shape.size)
        pieces = [[(x + a, y + b) for a, b in form] for x, y in places for form in forms]
        drawn = shape.hollow or shape.form == "cross"
        look = {"edgecolor": shape.colour, "facecolor": shape.colour, "fill": not drawn}
        width = 1.1 * scale if drawn else 0.0
        return self.patch(pieces, shape.form != "cross", linewidth=width, **look)

    def cells(self, mark: Cells) -> Iterator[PathPatch]:
        """The rows of cells of each rank, as one path."""
        for rank, pieces in sorted(rows(self.layout, mark).items()):
            colour = plot_style.mixed(*plot_style.fill(rank))
            yield self.patch(pieces, True, facecolor=colour, edgecolor=colour, linewidth=0.2)

    def patch(self, pieces: Sequence[Sequence[Point]], closed: bool, **look: Any) -> PathPatch:
        """A path of polylines, closed or not."""
        vertices: list[Point] = []
        codes: list[Any] = []
        for piece in pieces:
            vertices += [*piece, piece[0]] if closed else piece
            codes += [Path.MOVETO, *[Path.LINETO] * (len(piece) - 1)]
            codes += [Path.CLOSEPOLY] if closed else []
        path = Path(vertices or [(0, 0)], codes or [Path.MOVETO])
        return PathPatch(path, transform=self.points, clip_on=False, **look)

    def words(self) -> Iterator[Any]:
        """Ticks, labels, names beside dots, the key."""
        layout, em = self.layout, self.layout.size.font
        middle, centre = (layout.left + layout.right) / 2, (layout.top + layout.bottom) / 2
        for x, tick in across(layout):
            yield self.text(tick, (x, layout.bottom + 1.35 * em), ha="center")
        for y, tick in up(layout):
            yield self.text(tick, (layout.left - 0.5 * em, y + 0.35 * em), ha="right")
        yield self.text(layout.plot.across.label, (middle, layout.bottom + 2.8 * em), ha="center")
        turned: dict[str, Any] = {"ha": "center", "rotation": 90, "rotation_mode": "anchor"}
        yield self.text(layout.plot.up.label, (0.95 * em, centre), **turned)
        for entry in layout.entries:
            x, y = entry.at
            yield self.text(entry.label, (x + em * (SAMPLE + 0.4), y + 0.35 * em))
        for mark in layout.plot.marks:
            if isinstance(mark, Dots):
                for point, word in zip(mark.points, mark.names, strict=False):
                    x, y = layout.at(point)
                    yield self.text(word, (x + 0.6 * em, y - 0.5 * em), weight="bold")

    def text(self, label: Text, at: Point, weight: str = "normal", **look: Any) -> Any:
        font = FontProperties(family=FONT, size=self.layout.size.font, weight=weight)
        options = {"transform": self.points, "fontproperties": font, "va": "baseline", **look}
        return self.figure.text(
            *at, mathtext(label), usetex=False, color=plot_style.BLACK, **options
        )


def frame(layout: Layout) -> tuple[list[list[Point]], Stroke]:
    """The frame and its ticks."""
    tick = 0.3 * layout.size.font
    left, top, right, bottom = layout.left, layout.top, layout.right, layout.bottom
    box = [(left, top), (left, bottom), (right, bottom), (right, top), (left, top)]
    below = [[(x, bottom), (x, bottom + tick)] for x, _ in across(layout)]
    beside = [[(left, y), (left - tick, y)] for y, _ in up(layout)]
    return [box, *below, *beside], Stroke(plot_style.BLACK, 0.6)


def across(layout: Layout) -> list[tuple[float, Text]]:
    """Where the ticks below the frame are, and what they say."""
    axis = layout.plot.across
    return [(layout.left + axis.share(t.at) * layout.frame_width, t.text) for t in axis.ticks]


def up(layout: Layout) -> list[tuple[float, Text]]:
    """Where the ticks beside the frame are, and what they say."""
    axis = layout.plot.up
    return [(layout.bottom - axis.share(t.at) * layout.frame_height, t.text) for t in axis.ticks]


def rows(layout: Layout, mark: Cells) -> dict[int, list[list[Point]]]:
    """Cells next to each other in a row as rectangles, by their rank."""
    wide = layout.frame_width / len(mark.rows[0])
    high = layout.frame_height / len(mark.rows)
    found: dict[int, list[list[Point]]] = {}
    for j, row in enumerate(mark.rows):
        begin, y = 0, layout.bottom - j * high
        for rank, some in groupby(row):
            end = begin + len(list(some))
            x, after = layout.left + begin * wide, layout.left + end * wide
            corners = [(x, y), (after, y), (after, y - high), (x, y - high)]
            found.setdefault(rank, []).append(corners)
            begin = end
    found.pop(-1, None)
    return found
