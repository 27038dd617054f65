"""A plot as a small SVG, and a film as an SVG that plays by its style alone, without library."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, groupby, pairwise
from math import dist
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from symdescent.lessons.blocks import Text
from symdescent.lessons.figures.captions import short
from symdescent.lessons.figures.plots import Cells, Dots, Film, Line, Mark, Plot, Point, Role
from symdescent.render import plot_style
from symdescent.render.labels import runs
from symdescent.render.plot_style import (
    SAMPLE,
    SCREEN,
    Layout,
    Shape,
    Size,
    Stroke,
    laid_out,
    outline,
)

OVERLAP: Final = 0.4  # of rows of cells, so that no paper is seen between them
SHIFT, SMALL = 0.32, 0.72  # of the type size: how far an index is below, and how large it is
MIDDLE, END = ' text-anchor="middle"', ' text-anchor="end"'
BOLD: Final = ' font-weight="bold"'
FONT: Final = "Helvetica, Arial, 'Liberation Sans', sans-serif"


def svg(plot: Plot, size: Size = SCREEN, name: str = "plot") -> str:
    """The plot as an <svg> element; `name` begins its ids, which a page must not have twice."""
    layout = laid_out(plot, size)
    return "\n".join([opening(layout, name), *drawn(layout), "</svg>\n"])


def strip(plots: Sequence[Plot], size: Size, columns: int, name: str = "strip") -> str:
    """Several plots of one size in rows of so many columns, as one <svg> element."""
    layouts = [laid_out(plot, size) for plot in plots]
    tallest = max(layouts, key=lambda layout: layout.height)
    lines = [opening(tallest, name, columns, -(-len(plots) // columns))]
    for i, layout in enumerate(layouts):
        row, column = divmod(i, columns)
        corner = f"{number(column * size.width)} {number(row * tallest.height)}"
        lines += [f'<g transform="translate({corner})">', *drawn(layout), "</g>"]
    return "\n".join([*lines, "</svg>\n"])


def opening(layout: Layout, name: str, columns: int = 1, rows: int = 1) -> str:
    """The element's beginning: its size, for so many layouts, and what it shows in words."""
    words = clean(layout.plot.alternative)
    first, _, _ = words.partition(". ")
    width, height = number(columns * layout.size.width), number(rows * layout.height)
    ids, unit = quoteattr(f"{name}-title {name}-desc"), layout.size.unit
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}{unit}" height="{height}{unit}" role="img" aria-labelledby={ids} '
        f'font-family="{FONT}" font-size="{number(layout.size.font)}" fill="currentColor">\n'
        f"<title id={quoteattr(f'{name}-title')}>{escape(first.rstrip('.'))}</title>\n"
        f"<desc id={quoteattr(f'{name}-desc')}>{escape(words)}</desc>"
    )


def drawn(layout: Layout) -> Iterator[str]:
    """The marks from back to front, the axes, the key."""
    marks = layout.plot.marks
    yield from (cells(layout, mark) for mark in marks if isinstance(mark, Cells))
    for mark in marks:
        if not isinstance(mark, Cells):
            yield from one(layout, mark)
    yield from axes(layout)
    for entry in layout.entries:
        yield from sample(layout, entry.marks, entry.at)
        x, y = entry.at
        em = layout.size.font
        yield text(entry.label, (x + em * (SAMPLE + 0.4), y + 0.35 * em), layout.size)


def one(layout: Layout, mark: Line | Dots) -> Iterator[str]:
    """A mark in the frame."""
    if isinstance(mark, Line):
        pieces = [[layout.at(point) for point in piece] for piece in mark.pieces]
        yield polyline(pieces, plot_style.stroke(mark), layout.size)
        return
    places = [layout.at(point) for point in mark.points]
    if not places:
        return
    yield dots(places, plot_style.shape(mark), layout.size)
    em = layout.size.font
    for (x, y), word in zip(places, mark.names, strict=False):
        yield text(word, (x + 0.6 * em, y - 0.5 * em), layout.size, BOLD)


def sample(layout: Layout, marks: Sequence[Mark], at: Point) -> Iterator[str]:
    """What stands before a label of the key."""
    (x, y), wide = at, SAMPLE * layout.size.font
    for mark in marks:
        if isinstance(mark, Line):
            yield polyline([[(x, y), (x + wide, y)]], plot_style.stroke(mark), layout.size)
        elif isinstance(mark, Dots):
            yield dots([(x + wide / 2, y)], plot_style.shape(mark), layout.size)


def axes(layout: Layout) -> Iterator[str]:
    """The frame, its ticks and what they say."""
    em, tick = layout.size.font, 0.3 * layout.size.font
    across, up = layout.plot.across, layout.plot.up
    xs = [layout.left + across.share(t.at) * layout.frame_width for t in across.ticks]
    ys = [layout.bottom - up.share(t.at) * layout.frame_height for t in up.ticks]
    left, bottom = number(layout.left), number(layout.bottom)
    box = f"M{left} {number(layout.top)}V{bottom}H{number(layout.right)}V{number(layout.top)}z"
    below = "".join(f"M{number(x)} {bottom}v{number(tick)}" for x in xs)
    beside = "".join(f"M{left} {number(y)}h{number(-tick)}" for y in ys)
    width = number(0.6 * layout.size.stroke)
    look = f'fill="none" stroke="currentColor" stroke-width="{width}"'
    yield f'<path d="{box}{below}{beside}" {look}/>'
    for x, each in zip(xs, across.ticks, strict=True):
        yield text(each.text, (x, layout.bottom + 1.35 * em), layout.size, MIDDLE)
    for y, each in zip(ys, up.ticks, strict=True):
        yield text(each.text, (layout.left - 0.5 * em, y + 0.35 * em), layout.size, END)
    middle = (layout.left + layout.right) / 2, layout.bottom + 2.8 * em
    yield text(across.label, middle, layout.size, MIDDLE)
    side = (0.95 * em, (layout.top + layout.bottom) / 2)
    turn = f' transform="rotate(-90 {number(side[0])} {number(side[1])})"'
    yield text(up.label, side, layout.size, MIDDLE + turn)


def polyline(pieces: Sequence[Sequence[Point]], stroke: Stroke, size: Size) -> str:
    """Polylines of one look, as one path."""
    thick = size.stroke * stroke.width
    dashes = " ".join(number(size.stroke * dash) for dash in stroke.dashes)
    extra = f' stroke-dasharray="{dashes}"' if dashes else ""
    extra += f' stroke-opacity="{stroke.density:.2g}"' if stroke.density < 1 else ""
    return (
        f'<path d="{"".join(map(path, pieces))}" fill="none" {painted("stroke", stroke.colour)} '
        f'stroke-width="{number(thick)}" stroke-linejoin="round"{extra}/>'
    )


def path(points: Sequence[Point]) -> str:
    """M, then the points after the first."""
    first, *rest = (f"{number(x)} {number(y)}" for x, y in points)
    return f"M{first}L{' '.join(rest)}" if rest else f"M{first}"


def dots(places: Sequence[Point], shape: Shape, size: Size) -> str:
    """Shapes of one look, as one path."""
    lines = outline(shape.form, size.stroke * shape.size)
    closing = "" if shape.form == "cross" else "z"
    steps = [path_about(line) + closing for line in lines]
    d = "".join(f"M{number(x)} {number(y)}{step}" for x, y in places for step in steps)
    if shape.form == "cross" or shape.hollow:
        look = f'fill="none" {painted("stroke", shape.colour)}'
    else:
        look = painted("fill", shape.colour)
    return f'<path d="{d}" {look} stroke-width="{number(1.1 * size.stroke)}"/>'


def path_about(points: Sequence[Point]) -> str:
    """The corners of a shape as steps, from its middle on."""
    x, y, pieces = 0.0, 0.0, []
    for i, (to_x, to_y) in enumerate(points):
        pieces.append(f"{'ml'[min(i, 1)]}{number(to_x - x, 2)} {number(to_y - y, 2)}")
        x, y = to_x, to_y
    return "".join(pieces)


def cells(layout: Layout, mark: Cells) -> str:
    """The cells of each rank as one path of rows."""
    high, wide = len(mark.rows), len(mark.rows[0])
    across, up = layout.frame_width / wide, layout.frame_height / high
    found: dict[int, list[str]] = {}
    for j, row in reversed([*enumerate(mark.rows)]):
        y, i = layout.bottom - (j + 1) * up, 0
        for rank, some in groupby(row):
            many = len(list(some))
            start = f"M{number(layout.left + i * across)} {number(y)}h{number(many * across)}"
            rest = f"v{number(up + OVERLAP)}h{number(-many * across)}z"
            found.setdefault(rank, []).append(start + rest)
            i += many
    found.pop(-1, None)
    shown = [tinted("".join(rows), *plot_style.fill(rank)) for rank, rows in sorted(found.items())]
    return f'<g shape-rendering="crispEdges">{"".join(shown)}</g>'


def tinted(d: str, colour: str, density: float) -> str:
    """A filled path with so much of its colour."""
    return f'<path d="{d}" {painted("fill", colour)} fill-opacity="{density:.2g}"/>'


def painted(what: str, colour: str) -> str:
    """A colour that a page may choose, with its usual value for those who know no style."""
    if colour == plot_style.BLACK:
        return f'{what}="currentColor"'
    return f'{what}="{colour}" style="{what}:var(--sd-{plot_style.NAMES[colour]},{colour})"'


def text(label: Text, at: Point, size: Size, look: str = "") -> str:
    """A label, its indices below the line and its powers above; `look`: further attributes."""
    spans, shift = [], 0.0
    for run in runs(label):
        down = -run.level * SHIFT * size.font
        attributes = f' dy="{number(down - shift)}"' if down != shift else ""
        attributes += f' font-size="{number(SMALL * size.font)}"' if run.level else ""
        attributes += ' font-style="italic"' if run.slanted else ""
        attributes += ' font-weight="bold"' if run.bold else ""
        inner = escape(clean(run.text))
        spans.append(f"<tspan{attributes}>{inner}</tspan>" if attributes else inner)
        shift = down
    x, y = map(number, at)
    return f'<text x="{x}" y="{y}"{look}>{"".join(spans)}</text>'


def number(value: float, digits: int = 1) -> str:
    """A coordinate in as few characters as are seen."""
    found = f"{value:.{digits}f}".rstrip("0").rstrip(".") if value else "0"
    return "0" if found == "-0" else found


def clean(words: str) -> str:
    """The words without the characters that no XML may hold."""
    return "".join(sign if allowed(sign) else "\N{REPLACEMENT CHARACTER}" for sign in words)


def allowed(sign: str) -> bool:
    code = ord(sign)
    return sign in "\t\n" or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


SECONDS: Final = 5
LENGTH: Final = 1000  # of the whole path, in units of its own
LARGE: Final = 7.0  # points across: each of several dots
BROADER: Final = 2.2  # points: a path that lies behind another
WORDS: Final = 6  # times the size of type: how far apart words are
HIDDEN: Final = 90  # hundredths of the film without the words at its end


@dataclass(frozen=True)
class MovingDot:
    """A descent on the page: its places, what begins its names, its line and its dot."""

    places: Sequence[Point]
    name: str
    stroke: Stroke
    shape: Shape
    words: str


def animated(film: Film, size: Size = SCREEN, name: str = "film") -> str:
    """The film as an <svg> element; `name` begins its ids and the names of its motions."""
    layout = laid_out(film.plot, size)
    walkers = [moving_dot(film, layout, i, name) for i in range(len(film.walks))]
    moves = "".join(motion for one in walkers for motion in motions(one))
    lines = [
        opening(layout, name),
        f"<style>{moves}{unmoved(walkers)}</style>",
        *drawn(layout),
        *(trace(layout, one) for one in walkers),
        *(dot(layout, one) for one in walkers),
        *(ending(layout, one) for one in walkers if one.words),
        "</svg>\n",
    ]
    return "\n".join(lines)


def moving_dot(film: Film, layout: Layout, i: int, name: str) -> MovingDot:
    """One of them: alone with a black dot; of several each in the colour and form of its rank."""
    places = [layout.at(point) for point in film.walks[i].points]
    stroke = replace(plot_style.stroke(Line(Role.PATH, (), (), i)), dashes=())
    if len(film.walks) == 1:
        return MovingDot(places, name, stroke, plot_style.shape(Dots(Role.END, ())), "")
    behind = len(film.walks) - 1 - i if any(m.role is Role.CURVE for m in film.plot.marks) else 0
    stroke = replace(stroke, width=stroke.width + BROADER * behind)  # on a curve all take one way
    shape = replace(plot_style.shape(Dots(Role.ITERATE, (), (), i)), size=LARGE)
    words = f"{film.title} = {short(film.walks[i].values[-1])}" if apart(film, layout) else ""
    return MovingDot(places, f"{name}-{i + 1}" if i else name, stroke, shape, words)


def apart(film: Film, layout: Layout) -> bool:
    """Whether the ends lie so far from each other that words at them do not meet."""
    ends = [layout.at(walk.points[-1]) for walk in film.walks]
    return all(dist(a, b) > WORDS * layout.size.font for a, b in combinations(ends, 2))


def dot(layout: Layout, one: MovingDot) -> str:
    """What walks, at its end."""
    moving, at = dots([(0, 0)], one.shape, layout.size), placed(one.places[-1])
    return f'<g class="{one.name}-dot" style="transform:{at}">{moving}</g>'


def trace(layout: Layout, one: MovingDot) -> str:
    """The path, which is drawn as time goes by; its dashes are what hides the rest of it."""
    line = polyline([one.places], one.stroke, layout.size)
    known = f'<path class="{one.name}-path" pathLength="{LENGTH}" stroke-dasharray="{LENGTH}" '
    return line.replace("<path ", known, 1)


def ending(layout: Layout, one: MovingDot) -> str:
    """The value at the end, which is shown when nothing moves any more."""
    (x, y), em = one.places[-1], layout.size.font
    below = y + 2 * em < layout.bottom
    at = (x, y + 1.6 * em if below else y - 0.9 * em)
    return text((one.words,), at, layout.size, f'{MIDDLE} class="{one.name}-words"')


def motions(one: MovingDot) -> Iterator[str]:
    """Where the dot is and how much of the path is seen, at equal times; the words at the end."""
    places, name = one.places, one.name
    times = [f"{100 * i / max(len(places) - 1, 1):.4g}%" for i in range(len(places))]
    left = [LENGTH * (1 - share) for share in shares(places)]
    moves = "".join(f"{t}{{transform:{placed(p)}}}" for t, p in zip(times, places, strict=True))
    rests = "".join(
        f"{t}{{stroke-dashoffset:{number(rest)}}}" for t, rest in zip(times, left, strict=True)
    )
    yield f"@keyframes {name}-dot{{{moves}}}@keyframes {name}-path{{{rests}}}"
    if one.words:
        yield f"@keyframes {name}-words{{0%,{HIDDEN}%{{opacity:0}}100%{{opacity:1}}}}"
    for part in parts(one):
        yield f".{name}-{part}{{animation:{name}-{part} {SECONDS}s linear}}"


def parts(one: MovingDot) -> tuple[str, ...]:
    """What of it changes."""
    return ("dot", "path", "words") if one.words else ("dot", "path")


def unmoved(walkers: Sequence[MovingDot]) -> str:
    """The end at once, for who asks for reduced motion."""
    names = ",".join(f".{one.name}-{part}" for one in walkers for part in parts(one))
    return f"@media (prefers-reduced-motion:reduce){{{names}{{animation:none}}}}"


def shares(places: Sequence[Point]) -> list[float]:
    """How much of the whole path lies before each place."""
    way = [0.0, *accumulate(dist(a, b) for a, b in pairwise(places))]
    return [done / way[-1] if way[-1] else 1.0 for done in way]


def placed(place: Point) -> str:
    x, y = place
    return f"translate({number(x)}px,{number(y)}px)"
