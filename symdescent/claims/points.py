"""The text of claimed minimisers goes in; points, coordinate by coordinate, come out."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import sympy as sp
from sympy import Expr

from symdescent.claims.certain import sign
from symdescent.claims.comparison import constant
from symdescent.claims.reading import Told, bare, numbers, split
from symdescent.errors import InputError

MOST_POINTS: Final = 60
DOUBLE: Final = 14  # a number of 15 digits or more may be a double in full
DECIMAL: Final = re.compile(r"[+-]?\d*\.\d+")
Points = list[list[Told]]


def points(text: str, names: Sequence[str]) -> Points:
    """The claimed minimisers: x=4; 4; x=1, y=2; (1,2), (-1,2); 1 or -1; +-1."""
    text = text.replace("≈", "=").replace("~", "=")
    left = r"^\s*\(" + r"\s*,\s*".join(map(re.escape, names)) + r"\)\*?\s*=\s*"
    pieces = [re.sub(left, "", piece) for piece in re.split(r"\bor\b|\band\b|;", text)]
    found = [p for piece in pieces for p in places(piece, names)]
    spread_out = [p for one in found for p in both_signs(one)]
    if not spread_out or len(spread_out) > MOST_POINTS:
        raise InputError("type", f"a minimum is given by 1 to {MOST_POINTS} points")
    return [[numbers(cell, f"the coordinate {n}") for n, cell in zip(names, p, strict=True)]
            for p in spread_out]  # fmt: skip


def both_signs(cells: list[str]) -> Iterator[list[str]]:
    """A point with ±1 in it is two."""
    marked = [bool(re.match(r"(±|\+-|\+/-)", cell)) for cell in cells]
    if not any(marked):
        yield cells
        return
    for chosen in ("", "-"):
        yield [re.sub(r"^(±|\+-|\+/-)\s*(.*)", rf"{chosen}(\2)", cell) for cell in cells]


def places(piece: str, names: Sequence[str]) -> Iterator[list[str]]:
    """The points of a piece without 'or'."""
    cells = [cell for cell in split(bare(piece), ",") if cell]
    if any("=" in cell for cell in cells):
        yield from by_name(cells, names)
    elif len(names) == 1:
        yield from ([cell] for cell in cells)
    elif cells and all(cell[0] in "([" for cell in cells):
        for cell in cells:
            yield counted(split(bare(cell), ","), names)
    elif cells:
        yield counted(cells, names)


def by_name(cells: list[str], names: Sequence[str]) -> Iterator[list[str]]:
    """x=1, y=2; a name that comes again begins another point."""
    known: dict[str, str] = {}
    for cell in cells:
        name, equals, number = cell.partition("=")
        name = name.strip().rstrip("*")
        if not equals and len(names) == 1 and known:
            yield [known.pop(names[0])]
            known[names[0]] = name
            continue
        if name.strip() not in names or not number.strip():
            listed = ", ".join(names[:6])
            raise InputError("syntax", f"this cannot be read: {cell[:60]}", f"variables: {listed}")
        if name.strip() in known:
            yield counted([known[n] for n in names if n in known], names)
            known = {}
        known[name.strip()] = number.strip()
    yield counted([known[n] for n in names if n in known], names)


def counted(cells: list[str], names: Sequence[str]) -> list[str]:
    if len(cells) != len(names) or not all(cells):
        shown = ", ".join(names[:6])
        message = f"a point has {len(names)} coordinates here ({shown}), not {len(cells)}"
        raise InputError("type", message, "several points:  (1,2), (-1,2)")
    return [cell.strip() for cell in cells]


def decimals(point: list[Told]) -> list[int | None]:
    """How many decimals each coordinate was given with; None for an exact number."""
    return [places_of(t.text) for t in point]


def places_of(text: str) -> int | None:
    """The decimals of 0.33 are 2; a number without a point is exact."""
    return len(text.partition(".")[2]) if DECIMAL.fullmatch(text.strip()) else None


def fits(exact: Expr, given: Expr, digits: int | None) -> bool:
    """Whether a decimal is the exact number, rounded or cut off at its end, or its double."""
    if constant(given, exact):
        return True
    if digits is None or not given.is_Rational:
        return False
    if abs(given) * 10**digits >= 10**DOUBLE and float(sp.N(exact, 40)) == float(given):
        return True  # what a computer prints: the nearest double
    unit = sp.Rational(1, 10**digits)
    gap = exact - given
    off = sign(abs_of(gap) - unit / 2)
    cut = (sign(gap) or 0) * (sign(given) or 1) > 0 and sign(abs_of(gap) - unit) == -1
    return off in (-1, 0) or cut


def abs_of(number: Expr) -> Expr:
    return number * (sign(number) or 0)
