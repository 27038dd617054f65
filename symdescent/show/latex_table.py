"""A table goes in, the lines of its tabular come out, set small enough for the room there is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from symdescent.show.displayed import text_width
from symdescent.worked.blocks import Column, Table, Text

NUMBER: Final = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(\.(?P<part>\d+))?(e(?P<power>[+-]?\d+))?")
DIGIT: Final = 5.0  # points
SIGN: Final = 7.8
POINT: Final = 2.8
GROUP: Final = 1.7  # the gap between groups of three digits
POWER: Final = 24.0  # of "x 10", before the digits of the exponent
SPACE: Final = 12.0  # between two columns
SURE: Final = 1.04  # for what is only estimated
SIZES: Final = ((1.0, ""), (0.9, r"\small"), (0.8, r"\footnotesize"), (0.7, r"\scriptsize"))
Words = Callable[[Text], str]


@dataclass(frozen=True)
class Form:
    """How numbers of a column are aligned: places before and after the point, of the exponent."""

    sign: bool
    whole: int
    part: int
    power: str = ""

    @property
    def column(self) -> str:
        """The column type of siunitx."""
        exponent = f"e{self.power}" if self.power else ""
        return f"S[table-format={'-' * self.sign}{self.whole}.{self.part}{exponent}]"

    @property
    def width(self) -> float:
        digits = DIGIT * (self.whole + self.part) + GROUP * (self.whole // 4 + self.part // 4)
        power = POWER + SIGN * self.power.startswith("-") + 4.0 * int(self.power.lstrip("-") or 0)
        return digits + POINT + SIGN * self.sign + (power if self.power else 0.0)


def tabular(table: Table, words: Words, room: float) -> Iterator[str]:
    """The lines of the tabular; `words` spells text, `room` is in points."""
    forms = [form(column) for column in table.columns]
    yield from filter(None, (size(table, forms, room),))
    yield rf"\begin{{tabular}}{{{''.join(map(kind, table.columns, forms))}}}"
    yield r"\toprule"
    yield joined(braced(words(c.heading), f) for c, f in zip(table.columns, forms, strict=True))
    yield r"\midrule"
    lines = [row(table, forms, i, words) for i in range(len(table.columns[0].cells))]
    yield from lines[:-1]
    yield from (r"\midrule",) * table.foot
    yield from lines[-1:]
    yield r"\bottomrule"
    yield r"\end{tabular}"


def form(column: Column) -> Form | None:
    """How its numbers are aligned; None where it has none, or too few."""
    found = [m for cell in column.cells if (m := number(cell))]
    if not column.numeric or 2 * len(found) <= len(column.cells):
        return None
    powers = [m["power"] for m in found if m["power"]]
    digits = max((len(p.lstrip("+-")) for p in powers), default=0)
    negative = "-" * any(p.startswith("-") for p in powers)
    return Form(
        any(m["sign"] for m in found),
        max(len(m["whole"]) for m in found),
        max(len(m["part"] or "") for m in found),
        f"{negative}{digits}" if powers else "",
    )


def number(cell: Text) -> re.Match[str] | None:
    """A cell that is a decimal."""
    (only,) = cell if len(cell) == 1 else (None,)
    return NUMBER.fullmatch(only) if isinstance(only, str) else None


def kind(column: Column, aligned: Form | None) -> str:
    return aligned.column if aligned else "r" if column.numeric else "l"


def row(table: Table, forms: list[Form | None], i: int, words: Words) -> str:
    """One row; what is no number of an aligned column stands in braces."""
    cells = ((column.cells[i], f) for column, f in zip(table.columns, forms, strict=True))
    return joined(str(c[0]) if f and number(c) else braced(words(c), f) for c, f in cells)


def braced(spelt: str, aligned: Form | None) -> str:
    return f"{{{spelt}}}" if aligned and spelt else spelt


def joined(cells: Iterator[str]) -> str:
    return " & ".join(cells) + r" \\"


def size(table: Table, forms: list[Form | None], room: float) -> str:
    """The largest size at which the table fits; beyond the smallest, with less between columns."""
    whole, gaps = SURE * sum(map(needed, table.columns, forms)), SPACE * len(forms)
    fitting = [name for share, name in SIZES if whole * share + gaps <= room]
    return fitting[0] if fitting else SIZES[-1][1] + r"\setlength{\tabcolsep}{2pt}"


def needed(column: Column, aligned: Form | None) -> float:
    """The width of a column in points."""
    texts = [column.heading, *(c for c in column.cells if not (aligned and number(c)))]
    return max(aligned.width if aligned else 0.0, *map(text_width, texts))
