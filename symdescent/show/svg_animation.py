"""A film as an SVG that plays it by its style alone, without script or library.

It plays once, in no more than five seconds, and rests at the end; who asks for reduced motion sees
the end at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, pairwise
from math import dist
from typing import Final

from symdescent.show import palette
from symdescent.show.layout import SCREEN, Layout, Size, laid_out
from symdescent.show.palette import Shape, Stroke
from symdescent.show.svg import MIDDLE, dots, drawn, number, opening, polyline, text
from symdescent.worked.captions import short
from symdescent.worked.plots import Dots, Film, Line, Point, Role

SECONDS: Final = 5
LENGTH: Final = 1000  # of the whole path, in units of its own
LARGE: Final = 7.0  # points across: each of several dots
BROADER: Final = 2.2  # points: a path that lies behind another
WORDS: Final = 6  # times the size of type: how far apart words are
HIDDEN: Final = 90  # hundredths of the film without the words at its end


@dataclass(frozen=True)
class Walker:
    """A descent on the page: its places, what begins its names, its line and its dot."""

    places: Sequence[Point]
    name: str
    stroke: Stroke
    shape: Shape
    words: str


def animated(film: Film, size: Size = SCREEN, name: str = "film") -> str:
    """The film as an <svg> element; `name` begins its ids and the names of its motions."""
    layout = laid_out(film.plot, size)
    walkers = [walker(film, layout, i, name) for i in range(len(film.walks))]
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


def walker(film: Film, layout: Layout, i: int, name: str) -> Walker:
    """One of them: alone with a black dot; of several each in the colour and form of its rank."""
    places = [layout.at(point) for point in film.walks[i].points]
    stroke = replace(palette.stroke(Line(Role.PATH, (), (), i)), dashes=())
    if len(film.walks) == 1:
        return Walker(places, name, stroke, palette.shape(Dots(Role.END, ())), "")
    behind = len(film.walks) - 1 - i if any(m.role is Role.CURVE for m in film.plot.marks) else 0
    stroke = replace(stroke, width=stroke.width + BROADER * behind)  # on a curve all take one way
    shape = replace(palette.shape(Dots(Role.ITERATE, (), (), i)), size=LARGE)
    words = f"{film.title} = {short(film.walks[i].values[-1])}" if apart(film, layout) else ""
    return Walker(places, f"{name}-{i + 1}" if i else name, stroke, shape, words)


def apart(film: Film, layout: Layout) -> bool:
    """Whether the ends lie so far from each other that words at them do not meet."""
    ends = [layout.at(walk.points[-1]) for walk in film.walks]
    return all(dist(a, b) > WORDS * layout.size.font for a, b in combinations(ends, 2))


def dot(layout: Layout, one: Walker) -> str:
    """What walks, at its end."""
    moving, at = dots([(0, 0)], one.shape, layout.size), placed(one.places[-1])
    return f'<g class="{one.name}-dot" style="transform:{at}">{moving}</g>'


def trace(layout: Layout, one: Walker) -> str:
    """The path, which is drawn as time goes by; its dashes are what hides the rest of it."""
    line = polyline([one.places], one.stroke, layout.size)
    known = f'<path class="{one.name}-path" pathLength="{LENGTH}" stroke-dasharray="{LENGTH}" '
    return line.replace("<path ", known, 1)


def ending(layout: Layout, one: Walker) -> str:
    """The value at the end, which is shown when nothing moves any more."""
    (x, y), em = one.places[-1], layout.size.font
    below = y + 2 * em < layout.bottom
    at = (x, y + 1.6 * em if below else y - 0.9 * em)
    return text((one.words,), at, layout.size, f'{MIDDLE} class="{one.name}-words"')


def motions(one: Walker) -> Iterator[str]:
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


def parts(one: Walker) -> tuple[str, ...]:
    """What of it changes."""
    return ("dot", "path", "words") if one.words else ("dot", "path")


def unmoved(walkers: Sequence[Walker]) -> str:
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
