"""The range of a parameter goes in as words, the interval it allows comes out as numbers."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

NUMBER = r"[+-]?\d+(?:\.\d+|/\d+)?"
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`; `open_low` and `open_high`: whether that end itself is left out."""

    low: Fraction | None = None
    high: Fraction | None = None
    open_low: bool = False
    open_high: bool = False

    def clip(self, value: float, whole: bool = False) -> float | None:
        """The nearest number allowed (whole: integer); None where an open end leaves none."""
        low = -math.inf if self.low is None else float(self.low)
        high = math.inf if self.high is None else float(self.high)
        if whole:
            return float(round(min(max(value, low), high)))
        if (value <= low and self.open_low) or (value >= high and self.open_high):
            return None
        return min(max(value, low), high)


def interval(words: str, name: str) -> Interval | None:
    """The interval of `0 <= t <= 1`, `t < 2`, `any real number`; None for ends that are no plain
    numbers.

    >>> interval("t < 1/2", "t")
    Interval(low=None, high=Fraction(1, 2), open_low=False, open_high=True)
    """
    if "<" not in words and ">" not in words:
        return Interval()
    pattern = rf"(?:({NUMBER}) *([<>]=?) *)?{re.escape(name)}(?: *([<>]=?) *({NUMBER}))?"
    found = re.fullmatch(pattern, words.strip())
    if not found:
        return None
    before, left, right, after = found.groups()
    ends = [(FLIPPED[left], before)] if left else []
    return bounded([*ends, (right, after)] if right else ends)


def bounded(ends: list[tuple[str, str]]) -> Interval:
    """The interval of relations `t < number`."""
    lows = [(Fraction(end), sign == ">") for sign, end in ends if sign[0] == ">"]
    highs = [(Fraction(end), sign == "<") for sign, end in ends if sign[0] == "<"]
    low, open_low = lows[0] if lows else (None, False)
    high, open_high = highs[0] if highs else (None, False)
    return Interval(low, high, open_low, open_high)
