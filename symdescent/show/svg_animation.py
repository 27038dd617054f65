"""A film goes in, an SVG that plays it comes out: by its style alone, no script, no library.

It plays once, in no more than five seconds, and rests at the end; who asks for reduced motion sees
the end at once.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import dist
from typing import Final

from symdescent.show import palette
from symdescent.show.layout import SCREEN, Layout, Size, laid_out
from symdescent.show.svg import dots, drawn, number, opening, polyline
from symdescent.worked.plots import Dots, Film, Line, Point, Role

SECONDS: Final = 5
LENGTH: Final = 1000  # of the whole path, in units of its own


def animated(film: Film, size: Size = SCREEN, name: str = "film") -> str:
    """The film as an <svg> element; `name` begins its ids and the names of its motions."""
    layout = laid_out(film.plot, size)
    places = [layout.at(point) for point in film.points]
    moving = dots([(0, 0)], palette.shape(Dots(Role.END, ())), size)
    last = placed(places[-1])
    lines = [
        opening(layout, name),
        f"<style>{''.join(style(places, name))}</style>",
        *drawn(layout),
        trace(layout, places, name),
        f'<g class="{name}-dot" style="transform:{last}">{moving}</g>',
        "</svg>\n",
    ]
    return "\n".join(lines)


def trace(layout: Layout, places: Sequence[Point], name: str) -> str:
    """The path, which is drawn as time goes by."""
    line = polyline([places], palette.stroke(Line(Role.PATH, ())), layout.size)
    known = f'<path class="{name}-path" pathLength="{LENGTH}" stroke-dasharray="{LENGTH}" '
    return line.replace("<path ", known, 1)


def style(places: Sequence[Point], name: str) -> Iterator[str]:
    """Where the dot is and how much of the path is seen, at equal times."""
    times = [f"{100 * i / max(len(places) - 1, 1):.4g}%" for i in range(len(places))]
    left = [LENGTH * (1 - share) for share in shares(places)]
    moves = "".join(f"{t}{{transform:{placed(p)}}}" for t, p in zip(times, places, strict=True))
    rests = "".join(
        f"{t}{{stroke-dashoffset:{number(rest)}}}" for t, rest in zip(times, left, strict=True)
    )
    yield f"@keyframes {name}-dot{{{moves}}}@keyframes {name}-path{{{rests}}}"
    for part in ("dot", "path"):
        yield f".{name}-{part}{{animation:{name}-{part} {SECONDS}s linear}}"
    none = f".{name}-dot,.{name}-path{{animation:none}}"
    yield f"@media (prefers-reduced-motion:reduce){{{none}}}"


def shares(places: Sequence[Point]) -> list[float]:
    """How much of the whole path lies before each place."""
    way = [0.0, *accumulate(dist(a, b) for a, b in pairwise(places))]
    return [done / way[-1] if way[-1] else 1.0 for done in way]


def placed(place: Point) -> str:
    x, y = place
    return f"translate({number(x)}px,{number(y)}px)"
