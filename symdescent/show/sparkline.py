"""Numbers go in, one line of blocks that shows how they rise and fall comes out."""

import math
from collections.abc import Sequence
from typing import Final

BARS: Final = "▁▂▃▄▅▆▇█"
NONE: Final = "×"


def sparkline(numbers: Sequence[float]) -> str:
    """A bar for each number, on the scale of their logarithms; a cross for one that is not finite.

    What is zero or below has the lowest bar.
    """
    sizes = [math.log10(x) if 0 < x < math.inf else None for x in numbers]
    known = [size for size in sizes if size is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    return "".join(
        bar(size, low, high) if math.isfinite(x) else NONE
        for x, size in zip(numbers, sizes, strict=True)
    )


def bar(size: float | None, low: float, high: float) -> str:
    if size is None:
        return BARS[0]
    share = (size - low) / (high - low) if high > low else 0.0
    return BARS[min(int(share * len(BARS)), len(BARS) - 1)]
