"""The text of a person's table of iterates goes in; its rows as exact numbers come out."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.problem.options import number

MOST_ROWS: Final = 5_000
COUNTERS: Final = ("k", "n", "i", "t", "step", "iteration", "iter")
VALUES: Final = ("l", "f", "loss", "value", "objective")
LONGEST_LINE: Final = 20_000  # characters
COMMA: Final = re.compile(r"([+-]?\d+),(\d+(?:[eE][+-]?\d+)?)")  # 12,1
INDEXED: Final = re.compile(r"^(.+?)(_k|_n|_i|ₖ|\[k\]|\(k\)|\^\(k\))$")


@dataclass(frozen=True)
class Cell:
    """A number as it was written: exact, and the unit of its last digit (0: it is exact)."""

    text: str
    value: Fraction
    unit: Fraction


@dataclass(frozen=True)
class Row:
    """Iterate `k`: its coordinates, and its value where there is a column for that."""

    k: int
    line: int
    point: tuple[Cell, ...]
    value: Cell | None


@dataclass(frozen=True)
class Layout:
    """Which column holds what."""

    counter: int | None
    coordinates: tuple[int, ...]
    value: int | None


def table(text: str, names: Sequence[str], title: str) -> tuple[Row, ...]:
    """The rows in order of k. InputError for what cannot be read, with its line."""
    lines = cells(text)
    if not lines:
        raise InputError("empty", "the table of iterates is empty", "a row an iterate:  k,x")
    headed = not all(is_number(cell) for cell in lines[0][1])
    layout = by_names(lines[0][1], names, title) if headed else by_count(lines[0][1], names)
    body = lines[headed:]
    if not body or len(body) > MOST_ROWS:
        raise InputError("type", f"a table has 1 to {MOST_ROWS} rows, not {len(body)}")
    finest = {j: max(decimals(c[j]) for _, c in body if j < len(c)) for j in layout.coordinates}
    if layout.value is not None:
        j = layout.value
        finest[j] = max(decimals(c[j]) for _, c in body if j < len(c))
    rows = tuple(row(i, line, c, layout, finest) for i, (line, c) in enumerate(body))
    return ordered(rows)


def cells(text: str) -> list[tuple[int, list[str]]]:
    """Every line that is no comment, with its number, cut at commas, semicolons or tabs."""
    lines = [(i, line) for i, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)
             if line.strip() and not line.lstrip().startswith("#")]  # fmt: skip
    sign = next((s for s in (";", "\t", ",") if lines and s in lines[0][1]), ",")
    return [(i, cut(line, i, sign)) for i, line in lines]


def cut(line: str, i: int, sign: str) -> list[str]:
    """The cells of a line."""
    if len(line) > LONGEST_LINE:
        raise InputError("too_large", f"line {i} of the table has over {LONGEST_LINE} characters")
    found = [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=sign))]
    return found if sign == "," else [pointed(cell) for cell in found]


def pointed(cell: str) -> str:
    """A number with a decimal point in the place of a comma, which no comma ends: 12,1."""
    return COMMA.sub(r"\1.\2", cell) if COMMA.fullmatch(cell) else cell


def is_number(cell: str) -> bool:
    try:
        number(cell, "")
    except InputError:
        return False
    return True


def by_names(heading: Sequence[str], names: Sequence[str], title: str) -> Layout:
    """The columns by the words of the heading; others than these are left aside."""
    plain = [base(cell) for cell in heading]
    missing = [name for name in names if name not in plain]
    if missing:
        near = did_you_mean(missing[0], heading)
        message = f"the table has no column {missing[0]}"
        raise InputError("unknown_name", message, near or f"a heading such as  k,{','.join(names)}")
    lower = [cell.lower() for cell in plain]
    counter = next(
        (i for i, c in enumerate(lower) if c in COUNTERS and plain[i] not in names), None
    )
    told = (title.lower(), *VALUES)
    value = next((i for i, c in enumerate(lower) if c in told and plain[i] not in names), None)
    return Layout(counter, tuple(plain.index(name) for name in names), value)


def base(cell: str) -> str:
    """x of x_k, and L of L(x)."""
    cell = re.sub(r"\(.*\)$", "", cell.strip()) if not INDEXED.match(cell) else cell.strip()
    found = INDEXED.match(cell)
    return found[1] if found else cell


def by_count(first: Sequence[str], names: Sequence[str]) -> Layout:
    n = len(names)
    places = tuple(range(1, n + 1))
    if len(first) == n:
        return Layout(None, tuple(range(n)), None)
    if len(first) == n + 1:
        return Layout(0, places, None)
    if len(first) == n + 2:
        return Layout(0, places, n + 1)
    message = f"the table has {len(first)} columns for {n} variable{'s' * (n > 1)}"
    raise InputError("type", message, f"a heading says what they are:  k,{','.join(names)}")


def row(i: int, line: int, texts: list[str], layout: Layout, finest: dict[int, int]) -> Row:
    wanted = [*layout.coordinates, *([] if layout.value is None else [layout.value])]
    if max(wanted) >= len(texts):
        raise InputError("type", f"line {line} of the table has only {len(texts)} cells")
    found = [cell(texts[j], line, finest[j]) for j in wanted]
    n = len(layout.coordinates)
    k = i if layout.counter is None else whole(texts[layout.counter], line)
    return Row(k, line, tuple(found[:n]), found[n] if layout.value is not None else None)


def whole(text: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise InputError("type", f"line {line} of the table: '{text[:40]}' counts no steps")
    return int(text)


def cell(text: str, line: int, finest: int) -> Cell:
    """One number; without a point it has as many decimals as the finest of its column."""
    value = number(text, f"line {line} of the table")
    if "/" in text or not is_decimal(text):
        return Cell(text, value, Fraction(0))
    own = decimals(text) if "." in text or "e" in text.lower() else finest
    return Cell(text, value, Fraction(10) ** -own if own or finest else Fraction(0))


def is_decimal(text: str) -> bool:
    try:
        Decimal(text.strip())
    except InvalidOperation:
        return False
    return True


def decimals(text: str) -> int:
    """The digits after the point: 2 of 0.33, 4 of 3.3e-3, 0 of what is no decimal."""
    if not is_decimal(text):
        return 0
    exponent = Decimal(text.strip()).as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def ordered(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    for one, two in zip(rows, rows[1:], strict=False):
        if two.k <= one.k:
            raise InputError("type", f"line {two.line} of the table: step {two.k} after {one.k}")
    return rows
