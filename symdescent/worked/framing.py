"""Places that must be seen and places that may be go in, the part of the line to show comes out."""

import math
from collections.abc import Sequence
from typing import Final

Span = tuple[float, float]
REACH: Final = 1.5  # of the span of what must be seen: how far away anything else may lie
SAME: Final = 1e-12  # of their size: places no further apart are one
OPEN: Final = (-math.inf, math.inf)
FAR: Final = 4.0  # the same for points of rest
MARGIN: Final = 0.08  # of the span, on either side
WIDEST: Final = 3.0  # times as long on one axis as on the other, to be drawn to one scale


def framed(
    musts: Sequence[float], others: Sequence[float], edges: Span = OPEN, reach: float = REACH
) -> Span:
    """From the least to the largest of what must be seen and of what lies near it, and a margin.

    `reach`: how near, as a share of the span of what must be seen. Nothing is shown beyond the
    `edges` of a box but a part of the margin.
    """
    low, high = spread([x for x in musts if math.isfinite(x)])
    away = reach * (high - low)
    beside = [x for x in (*others, *edges) if low - away <= x <= high + away]
    low, high = min([low, *beside]), max([high, *beside])
    margin = MARGIN * (high - low)
    return max(low - margin, edges[0] - margin / 2), min(high + margin, edges[1] + margin / 2)


def near(places: Sequence[float], musts: Sequence[float]) -> list[float]:
    """Which points of rest are near enough to what must be seen to be seen with it."""
    low, high = spread(musts)
    return [x for x in places if low - FAR * (high - low) <= x <= high + FAR * (high - low)]


def spread(places: Sequence[float]) -> Span:
    """The ends of some places; about a single one, half its size on either side."""
    low, high = min(places), max(places)
    if high - low > SAME * max(abs(low), abs(high)):
        return low, high
    half = max(abs(low) / 2, 1.0)
    return low - half, high + half


def to_one_scale(across: Span, up: Span, ratio: float, widest: float = WIDEST) -> tuple[Span, Span]:
    """The two spans, the shorter one widened so that a unit is as long on both axes of a frame.

    `ratio`: the frame's height by its width. Spans of which one would become more than `widest`
    times as long stay as they are.
    """
    wide, tall = across[1] - across[0], up[1] - up[0]
    if max(wide * ratio / tall, tall / (wide * ratio)) > widest:
        return across, up
    wanted = max(wide, tall / ratio)
    return widened(across, wanted), widened(up, wanted * ratio)


def widened(span: Span, wanted: float) -> Span:
    middle = (span[0] + span[1]) / 2
    return middle - wanted / 2, middle + wanted / 2
