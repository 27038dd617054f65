"""The rows of LaTeX that a derivation is set in, broken where one may so that they fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from symdescent.language.notation import Relation, Written
from symdescent.printing.latex import latex, sides, terms
from symdescent.show.width_latex import WORD, width
from symdescent.worked.blocks import Derivation, Line, Text

GAP: Final = 16.0  # points between a formula and its reason
INDENT: Final = 10.0  # of what goes on from the row before
FEW: Final = 3  # lines whose columns are kept together, the reasons below them
NARROW: Final = 0.3  # the share of the room that formulas need beside their reasons


@dataclass(frozen=True)
class Row:
    """One row: `left` up to the first relation, `right` from there on, and a reason or a label.

    `fit`: the points that `right` must be set in, where it is wider and cannot be broken.
    """

    left: str
    right: str
    reason: Text = ()
    label: str = ""
    beside: bool = True  # False: the reason is all there is on the row
    fit: float | None = None


@dataclass(frozen=True)
class Room:
    """Points for what stands right of the first relation; whether reasons have room beside it."""

    right: float
    beside: bool


def rows(derivation: Derivation, points: float) -> list[Row]:
    """The rows of a derivation in a column of so many points."""
    room = shared(derivation.lines, points)
    return [row for line in derivation.lines for row in broken(line, room)]


def shared(lines: Sequence[Line], points: float) -> Room:
    """How much of a column is left for the right-hand sides."""
    left = max((width(sides(line.written)[0]) for line in lines if is_split(line)), default=0.0)
    reasons = max(map(text_width, (line.reason for line in lines)), default=0.0)
    rest = points - left
    if not reasons:
        return Room(rest, True)
    beside = rest - GAP - reasons
    fits = beside >= NARROW * points and widest(lines, beside) <= beside
    whole = len(lines) > FEW or tallest(lines, rest) <= beside
    return Room(beside, True) if fits and whole else Room(rest, False)


def tallest(lines: Sequence[Line], rest: float) -> float:
    """The widest side with columns that has room enough without the reasons."""
    tall = [width(p) for line in lines for p in sides(line.written)[1:] if r"\begin" in p]
    return max((size for size in tall if size <= rest), default=0.0)


def widest(lines: Sequence[Line], room: float) -> float:
    """The widest of what cannot be broken."""
    return max(width(piece) for line in lines for piece, _ in units(line.written, room))


def is_split(line: Line) -> bool:
    return isinstance(line.written, Relation)


def broken(line: Line, room: Room) -> Iterator[Row]:
    """The rows of one line; the reason stands beside the last, or on a row below."""
    left = sides(line.written)[0] if is_split(line) else ""
    packed = list(pack(units(line.written, room.right), room.right)) or [""]
    fit = [room.right if width(right) > room.right else None for right in packed]
    pairs = enumerate(zip(packed, fit, strict=True))
    made = [Row(left if i == 0 else "", right, fit=points) for i, (right, points) in pairs]
    beside = line.reason if room.beside else ()
    yield from made[:-1]
    yield replace(made[-1], reason=beside, label=line.label)
    if line.reason and not room.beside:
        yield Row("", "", line.reason, beside=False)


def units(written: Written, room: float) -> Iterator[tuple[str, bool]]:
    """What may not be broken any more, and whether it goes on within a sum."""
    if not isinstance(written, Relation):
        yield from summed("", written, room)
        return
    for piece, side in zip(sides(written)[1:], written.sides[1:], strict=True):
        if width(piece) <= room:
            yield piece, False
        else:
            yield from summed(piece.removesuffix(latex(side)), side, room)


def summed(sign: str, side: Written, room: float) -> Iterator[tuple[str, bool]]:
    """A side term by term."""
    first, *rest = terms(side)
    yield sign + first, False
    yield from ((term, True) for term in rest)


def pack(pieces: Iterator[tuple[str, bool]], room: float) -> Iterator[str]:
    """As many pieces on a row as fit."""
    row = ""
    for piece, goes_on in pieces:
        longer = f"{row} {piece}" if row else piece
        if row and width(longer) > room:
            yield row
            longer = rf"\quad {piece}" if goes_on else piece
        row = longer
    if row:
        yield row


def text_width(text: Text) -> float:
    """About how wide words and formulas are."""
    return sum(WORD * len(part) if isinstance(part, str) else width(latex(part)) for part in text)
