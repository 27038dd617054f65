"""Displayed LaTeX that fits its line: widths in points, and rows broken where one may."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from symdescent.language.notation import Relation, Written
from symdescent.lessons.blocks import Derivation, Line, Text
from symdescent.printing.latex import latex, sides, terms

TOKEN: Final = re.compile(r"\\[a-zA-Z]+|\\\\\[\d+pt\]|\\.|\S")
WORD: Final = 5.2  # a letter of a word, on average
BRACKETS: Final = 20.0  # of a matrix
SCRIPT: Final = 0.72  # an index or a small fraction, beside the usual size
WIDTHS: Final = {
    **dict.fromkeys("0123456789", 5.0),
    **dict.fromkeys("()[]", 3.9),
    **dict.fromkeys(",;", 4.5),
    **dict.fromkeys("'", 2.8),
    **dict.fromkeys("+-", 12.2),
    **dict.fromkeys("=<>", 13.4),
    **dict.fromkeys((r"\le", r"\ge", r"\ne", r"\approx", r"\in", r"\to", r"\sim"), 14.0),
    **dict.fromkeys((r"\iff", r"\implies"), 28.0),
    **dict.fromkeys((r"\cdot", r"\odot"), 7.3),
    **dict.fromkeys((r"\lvert", r"\rvert"), 2.8),
    **dict.fromkeys((r"\lVert", r"\rVert", r"\lfloor", r"\rfloor"), 5.0),
    **dict.fromkeys((r"\left", r"\right"), 2.5),
    **dict.fromkeys((r"\nabla", r"\infty", r"\dots"), 10.0),
    **dict.fromkeys((r"\ln", r"\tan", r"\sin", r"\cos", r"\exp", r"\max", r"\min"), 16.5),
    **dict.fromkeys((r"\sinh", r"\cosh", r"\tanh"), 21.5),
    **dict.fromkeys((r"\arcsin", r"\arccos", r"\arctan"), 31.0),
    **dict.fromkeys((r"\mathbb", r"\bigl", r"\bigr", r"\textstyle", r"\displaystyle"), 0.0),
    r"\,": 1.7,
    r"\ ": 3.3,
    r"\quad": 10.0,
    "&": 10.0,
}


def width(latex: str) -> float:
    """The width in points, some points too much rather than too little."""
    return Ruler(TOKEN.findall(latex)).row()


class Ruler:
    """A cursor over LaTeX that adds up widths."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def row(self) -> float:
        """The width up to a closing brace, the end of an environment or of all; of rows, the
        widest."""
        widest = total = 0.0
        while self.place < len(self.tokens) and self.tokens[self.place] not in ("}", r"\end"):
            token = self.take()
            if token.startswith(r"\\"):
                widest, total = max(widest, total), 0.0
            else:
                total += MEASURES[token](self) if token in MEASURES else plain(token)
        return max(widest, total)

    def group(self) -> float:
        """What stands between braces, or the one sign that follows."""
        if self.place >= len(self.tokens):
            return 0.0
        token = self.take()
        if token != "{":
            return MEASURES[token](self) if token in MEASURES else plain(token)
        inside = self.row()
        self.place += 1
        return inside

    def braces(self) -> float:
        """What stands between braces, the first of which is taken."""
        self.place -= 1
        return self.group()

    def words(self) -> float:
        """Letters between braces that are no formula."""
        begin, depth = self.place, 0
        while self.place < len(self.tokens):
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
            if depth == 0:
                break
        return WORD * sum(len(t.lstrip("\\")) for t in self.tokens[begin + 1 : self.place - 1])

    def fraction(self) -> float:
        return max(self.group(), self.group()) + 2.4

    def small_fraction(self) -> float:
        return SCRIPT * max(self.group(), self.group()) + 2.4

    def script(self) -> float:
        return SCRIPT * self.group()

    def root(self) -> float:
        return 9.0 + self.group()

    def environment(self) -> float:
        """Rows between brackets."""
        self.words()
        inside = self.row()
        self.place += 1
        self.words()
        return inside + BRACKETS


MEASURES: Final[dict[str, Callable[[Ruler], float]]] = {
    "{": Ruler.braces,
    "^": Ruler.script,
    "_": Ruler.script,
    r"\frac": Ruler.fraction,
    r"\dfrac": Ruler.fraction,
    r"\tfrac": Ruler.small_fraction,
    r"\sqrt": Ruler.root,
    r"\text": Ruler.words,
    r"\mathrm": Ruler.words,
    r"\operatorname": Ruler.words,
    r"\begin": Ruler.environment,
}


def plain(token: str) -> float:
    """A sign that stands for itself."""
    return WIDTHS.get(token, 6.3)


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
