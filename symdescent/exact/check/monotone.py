"""A sign chart goes in and is held against a claim: values at the breaks, limits beside them."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from sympy import Expr, Integer, Poly, Rational, Symbol

from symdescent.exact.certificate import Chart
from symdescent.exact.check import roots
from symdescent.exact.check.chart import Break, Ratio, Resolver, Undefined
from symdescent.exact.check.claim import attained, value_of
from symdescent.exact.check.places import Place, at, multiplied
from symdescent.exact.check.reading import algebraic, rational
from symdescent.exact.check.refusal import Unfollowed, Untrue
from symdescent.exact.check.signs import sign
from symdescent.exact.check.substitutions import Line, line_of
from symdescent.exact.problem import Kind, Minimum, Problem

X: Final = Symbol("x")
ROUNDS: Final = 12
MOST_BREAKS: Final = 80


@dataclass(frozen=True)
class Piece:
    """An open piece between two breaks (None: infinity), and L on it, monotone; None: no L."""

    low: Break | None
    high: Break | None
    ratio: Ratio | None


@dataclass(frozen=True)
class Level:
    """A value or limit, exact, or -oo (down) or oo; `met`: L has it, at that break."""

    number: Expr | None
    down: bool = False
    met: Break | None = None
    flat: bool = False


def chart(problem: Problem, minimum: Minimum, shown: Chart) -> bool:
    """Every value and limit is at least m; for what is not attained, the limits decide."""
    line = line_of(problem, shown.substitution)
    found = pieces(line)
    _same_breaks(shown, [p.high for p in found if p.high is not None])
    levels = [level for piece in found for level in _levels(piece)]
    levels += _at_breaks(line, found)
    return JUDGES[minimum.kind](problem, minimum, line, levels)


def breaks_of(problem: Problem, substitution: str) -> list[Break]:
    """The breaks that a chart of the problem lists."""
    found = pieces(line_of(problem, substitution))
    return [p.high for p in found if p.high is not None]


def pieces(line: Line) -> list[Piece]:
    """The line cut until on every piece nothing switches and L is monotone."""
    known: list[roots.Numbers] = [_linear(e) for e in (line.low, line.high) if e is not None]
    for _ in range(ROUNDS):
        breaks = isolated(known)
        old = [b.numbers for b in breaks]
        found, fresh = [], []
        for low, high in pairwise((None, *breaks, None)):
            piece, switches = _resolved(line, low, high)
            found.append(piece)
            factors = [f for s in switches for f in _factors(s) if f not in old]
            fresh += [f for f in factors if _cuts(f, low, high)]
        if not fresh:
            return found
        known += fresh
    raise Unfollowed("the breaks do not come to an end")


def _linear(end: Expr) -> roots.Numbers:
    if not isinstance(end, Rational):
        raise Unfollowed("an end of the box that is not rational")
    return [Fraction(int(end.q)), Fraction(-int(end.p))]


def _cuts(factor: roots.Numbers, low: Break | None, high: Break | None) -> bool:
    """Whether an irreducible polynomial, not that of a break, has a root between two breaks."""
    chain = roots.sturm(factor)
    ends = []
    for end, side in ((low, 1), (high, 0)):
        while end is not None and end.span[0] < end.span[1] and roots.count(chain, *end.span):
            end = end.narrower()
        ends.append(None if end is None else end.span[side])
    return roots.count(chain, *ends) > 0


def isolated(known: list[roots.Numbers]) -> list[Break]:
    """All roots of the polynomials, exactly and in order, in intervals that do not touch."""
    out: dict[tuple[Fraction, ...], list[Break]] = {}
    for numbers in known:
        for factor in _factors(numbers):
            if tuple(factor) not in out:
                spans = roots.isolated(factor)
                out[tuple(factor)] = [
                    Break(_number(factor, i), factor, s) for i, s in enumerate(spans)
                ]
    found = [b for group in out.values() for b in group]
    if len(found) > MOST_BREAKS:
        raise Unfollowed("too many breaks for this check")
    return _apart(found)


def _factors(numbers: roots.Numbers) -> list[roots.Numbers]:
    plain = roots.squarefree(roots.stripped(numbers))
    if len(plain) < 2:
        return []
    poly = Poly([int(c) for c in roots.primitive(plain)], X)
    return [[Fraction(int(c)) for c in f.all_coeffs()] for f, _ in poly.factor_list()[1]]


def _number(factor: roots.Numbers, index: int) -> Expr:
    if len(factor) == 2:
        return Rational(int(-factor[1]), int(factor[0]))
    return algebraic(Poly([int(c) for c in factor], X), index)


def _apart(found: list[Break]) -> list[Break]:
    """Narrowed until no two intervals meet; different irreducible factors share no root."""
    while True:
        found.sort(key=lambda b: b.span)
        touching = {i for i, (a, b) in enumerate(pairwise(found)) if a.span[1] >= b.span[0]}
        if not touching:
            return found
        again = touching | {i + 1 for i in touching}
        found = [b.narrower() if i in again else b for i, b in enumerate(found)]


def _resolved(
    line: Line, low: Break | None, high: Break | None
) -> tuple[Piece, list[roots.Numbers]]:
    """L on a piece, and the polynomials whose roots it must not hold."""
    sample = _between(low, high)
    if not _within(line, sample):
        return Piece(low, high, None), []
    resolver = Resolver(line.letter, sample)
    try:
        ratio = resolver.read(line.expression)
    except (Undefined, ZeroDivisionError):
        return Piece(low, high, None), resolver.switches
    return Piece(low, high, ratio), [*resolver.switches, ratio.bottom, steepness(ratio)]


def steepness(ratio: Ratio) -> roots.Numbers:
    """The numerator of the derivative."""
    left = multiplied(roots.slope(ratio.top), ratio.bottom) if len(ratio.top) > 1 else []
    right = multiplied(ratio.top, roots.slope(ratio.bottom)) if len(ratio.bottom) > 1 else []
    size = max(len(left), len(right))
    padded = [[Fraction(0)] * (size - len(p)) + p for p in (left, right)]
    return roots.stripped([p - q for p, q in zip(*padded, strict=True)])


def _between(low: Break | None, high: Break | None) -> Fraction:
    if low is None or high is None:
        return high.span[0] - 1 if high else low.span[1] + 1 if low else Fraction(1, 3)
    return (low.span[1] * 2 + high.span[0]) / 3


def _within(line: Line, x: Fraction) -> bool:
    spot = Rational(x.numerator, x.denominator)
    return (line.low is None or spot > line.low) and (line.high is None or spot < line.high)


def _levels(piece: Piece) -> list[Level]:
    """The limits at both ends of a piece."""
    ratio = piece.ratio
    if ratio is None:
        return []
    flat = not steepness(ratio)
    return [
        _limit(ratio, piece, end, side, flat) for end, side in ((piece.low, -1), (piece.high, 1))
    ]


def _limit(ratio: Ratio, piece: Piece, end: Break | None, side: int, flat: bool) -> Level:
    if end is None:
        return _far(ratio, side, flat)
    if len(roots.common(ratio.bottom, end.numbers)) > 1:
        return Level(None, _down_at_pole(ratio, piece, end))
    return Level(_value(ratio.top, end.number) / _value(ratio.bottom, end.number), flat=flat)


def _value(numbers: roots.Numbers, x: Expr) -> Expr:
    total: Expr = Integer(0)
    for c in numbers:
        total = total * x + Rational(c.numerator, c.denominator)
    return total


def _far(ratio: Ratio, side: int, flat: bool) -> Level:
    if not ratio.top or len(ratio.top) < len(ratio.bottom):
        return Level(Integer(0), flat=flat)
    lead = ratio.top[0] / ratio.bottom[0]
    if len(ratio.top) == len(ratio.bottom):
        return Level(Rational(lead.numerator, lead.denominator), flat=flat)
    odd = (len(ratio.top) - len(ratio.bottom)) % 2
    return Level(None, (lead < 0) != bool(odd and side < 0))


def _down_at_pole(ratio: Ratio, piece: Piece, end: Break) -> bool:
    """Whether L tends to -oo: its numerator at the pole, its denominator on the piece."""
    sample = roots.value(ratio.bottom, _between(piece.low, piece.high))
    return (sign(_value(ratio.top, end.number)) < 0) != (sample < 0)


def _at_breaks(line: Line, found: list[Piece]) -> list[Level]:
    """L at the breaks where it is defined, and at the points that the substitution leaves out."""
    out = []
    for end in [p.high for p in found if p.high is not None]:
        if _outside(line, end):
            continue
        try:
            out.append(Level(at(line.expression, Place({line.letter: end.number}, {})), met=end))
        except Untrue:
            continue
    return out


def _outside(line: Line, end: Break) -> bool:
    """Beyond the ends of the line; an open end of a substitution is outside."""
    below = line.low is not None and sign(end.number - line.low) < int(line.open_low)
    return below or (line.high is not None and sign(line.high - end.number) < 0)


def _same_breaks(shown: Chart, found: list[Break]) -> None:
    """The intervals of the chart hold one break each, and none is left over."""
    if len(shown.breaks) != len(found):
        raise Untrue(f"the chart has {len(shown.breaks)} breaks, L has {len(found)}")
    for (low, high), end in zip(shown.breaks, found, strict=True):
        a, b = rational(low), rational(high)
        if sign(end.number - a) < 0 or sign(b - end.number) < 0:
            raise Untrue("a break lies outside of its interval")


def _global(problem: Problem, minimum: Minimum, line: Line, levels: list[Level]) -> bool:
    low, points = value_of(minimum), attained(problem, minimum)
    gaps: list[tuple[int, Level | None]] = [(_gap(level, low), level) for level in levels]
    for x in line.missed:
        gaps.append(
            (sign(at(problem.expression, Place({problem.variables[0]: x}, {})) - low), None)
        )
    if any(gap < 0 for gap, _ in gaps):
        raise Untrue("L is less, or tends to less, elsewhere")
    if line.letter != problem.variables[0] or any(p.place.ranges for p in points):
        return False
    ties = [level for gap, level in gaps if gap == 0 and level is not None]
    if any(level.flat for level in ties):
        return False
    numbers = [level.met.number for level in ties if level.met is not None]
    if not all(any(sign(n - p.coordinates[0]) == 0 for p in points) for n in numbers):
        if minimum.complete:
            raise Untrue("a minimiser is missing among the points")
        return False
    return True


def _gap(level: Level, low: Expr) -> int:
    if level.number is None:
        return -1 if level.down else 1
    return sign(level.number - low)


def _not_attained(problem: Problem, minimum: Minimum, line: Line, levels: list[Level]) -> bool:
    low = value_of(minimum)
    if line.missed:
        raise Unfollowed("a substitution that leaves out a point")
    gaps = [(_gap(level, low), level) for level in levels]
    if any(gap < 0 for gap, _ in gaps):
        raise Untrue("L tends to less")
    if any(gap == 0 and (level.met is not None or level.flat) for gap, level in gaps):
        raise Untrue("L has that value")
    if not any(gap == 0 for gap, _ in gaps):
        raise Untrue("L does not tend to that value")
    return True


def _unbounded(problem: Problem, minimum: Minimum, line: Line, levels: list[Level]) -> bool:
    if not any(level.number is None and level.down for level in levels):
        raise Untrue("L does not fall without bound")
    return True


JUDGES: Final = {
    Kind.GLOBAL: _global,
    Kind.NOT_ATTAINED: _not_attained,
    Kind.UNBOUNDED: _unbounded,
}
