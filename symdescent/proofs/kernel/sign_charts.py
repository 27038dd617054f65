"""Certificates for one variable: sign charts, and slopes in factors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import sympy
from sympy import Add, Expr, Integer, Mul, Poly, Pow, Rational, Symbol

from symdescent.proofs.kernel import real_roots, zero_test
from symdescent.proofs.kernel.certificates import Chart, Refusal, Slopes, Unfollowed, Untrue
from symdescent.proofs.kernel.claim import Claim, attained, value_of
from symdescent.proofs.kernel.differentiation import derivative
from symdescent.proofs.kernel.exact_values import (
    RELATIONS,
    Place,
    algebraic,
    at,
    expression,
    number,
    rational,
)
from symdescent.proofs.kernel.range_bounds import Range, Ranges, reach
from symdescent.proofs.kernel.real_roots import Numbers, Span, multiplied
from symdescent.proofs.kernel.statement import Kind, Problem
from symdescent.proofs.kernel.zero_test import sign


@dataclass(frozen=True)
class Ratio:
    """A quotient of polynomials."""

    top: Numbers
    bottom: Numbers

    def at(self, x: Fraction) -> Fraction:
        return real_roots.value(self.top, x) / real_roots.value(self.bottom, x)


@dataclass(frozen=True)
class Break:
    """A root, exactly, and the interval that holds it and no other break."""

    number: Expr
    numbers: Numbers
    span: Span

    def narrower(self) -> "Break":
        return Break(self.number, self.numbers, real_roots.halved(self.numbers, self.span))


@dataclass
class Resolver:
    """Takes a formula as it is around one sample; `switches` collects what decided."""

    letter: Symbol
    sample: Fraction
    switches: list[Numbers] = field(default_factory=list)

    def read(self, node: Any) -> Ratio:
        """The formula as a quotient of polynomials near the sample."""
        if isinstance(node, Rational):
            return Ratio([Fraction(int(node.p))] if node else [], [Fraction(int(node.q))])
        if node == self.letter:
            return Ratio([Fraction(1), Fraction(0)], [Fraction(1)])
        if isinstance(node, sympy.Piecewise):
            return self._branch(node)
        rule = READERS.get(type(node))
        if rule is None:
            raise Unfollowed("not a piecewise rational function with rational numbers")
        return rule(self, node)

    def sign(self, x: Ratio) -> int:
        """The sign at the sample; where it may change is remembered."""
        self.switches += [x.top, x.bottom]
        found = x.at(self.sample)
        return (found > 0) - (found < 0)

    def total(self, node: Expr) -> Ratio:
        out = self.read(node.args[0])
        for part in node.args[1:]:
            out = added(out, self.read(part))
        return out

    def product(self, node: Expr) -> Ratio:
        out = self.read(node.args[0])
        for part in node.args[1:]:
            out = times(out, self.read(part))
        return out

    def power(self, node: Expr) -> Ratio:
        if not isinstance(node.exp, Integer) or abs(node.exp) > real_roots.MOST_DEGREE:
            raise Unfollowed("not a rational function")
        base = self.read(node.base)
        if node.exp < 0:
            self.switches.append(base.top)
            if not base.top:
                raise Unfollowed("a division by zero on a whole piece")
            base = Ratio(base.bottom, base.top)
        out = Ratio([Fraction(1)], [Fraction(1)])
        for _ in range(abs(int(node.exp))):
            out = times(out, base)
        return out

    def absolute(self, node: Expr) -> Ratio:
        inner = self.read(node.args[0])
        return inner if self.sign(inner) >= 0 else scaled(inner, -1)

    def extreme(self, node: Expr) -> Ratio:
        pick = 1 if isinstance(node, sympy.Max) else -1
        best = self.read(node.args[0])
        for part in map(self.read, node.args[1:]):
            if self.sign(added(part, scaled(best, -1))) * pick > 0:
                best = part
        return best

    def signum(self, node: Expr) -> Ratio:
        told = self.sign(self.read(node.args[0]))
        return Ratio([Fraction(told)] if told else [], [Fraction(1)])

    def _branch(self, node: Any) -> Ratio:
        for value, condition in node.args:
            if self.holds(condition):
                return self.read(value)
        raise Undefined

    def holds(self, condition: Any) -> bool:
        """Whether a condition is true at the sample."""
        if condition in (sympy.true, sympy.false):
            return bool(condition)
        if isinstance(condition, sympy.And | sympy.Or | sympy.Not):
            told = [self.holds(part) for part in condition.args]
            if isinstance(condition, sympy.Not):
                return not told[0]
            return all(told) if isinstance(condition, sympy.And) else any(told)
        if type(condition) not in RELATIONS:
            raise Unfollowed("a condition that this check does not know")
        gap = added(self.read(condition.lhs), scaled(self.read(condition.rhs), -1))
        return self.sign(gap) in RELATIONS[type(condition)]


class Undefined(Exception):
    """The formula has no value around the sample."""


READERS: Final[dict[Any, Callable[[Resolver, Any], Ratio]]] = {
    Add: Resolver.total,
    Mul: Resolver.product,
    Pow: Resolver.power,
    sympy.Abs: Resolver.absolute,
    sympy.Max: Resolver.extreme,
    sympy.Min: Resolver.extreme,
    sympy.sign: Resolver.signum,
}


def added(a: Ratio, b: Ratio) -> Ratio:
    """a + b, in lowest terms."""
    left, right = multiplied(a.top, b.bottom), multiplied(b.top, a.bottom)
    size = max(len(left), len(right))
    padded = [[Fraction(0)] * (size - len(p)) + p for p in (left, right)]
    return lowest([p + q for p, q in zip(*padded, strict=True)], multiplied(a.bottom, b.bottom))


def times(a: Ratio, b: Ratio) -> Ratio:
    """a b, in lowest terms."""
    return lowest(multiplied(a.top, b.top), multiplied(a.bottom, b.bottom))


def scaled(a: Ratio, factor: int) -> Ratio:
    return Ratio([c * factor for c in a.top], a.bottom)


def lowest(top: Numbers, bottom: Numbers) -> Ratio:
    """The quotient without common factors."""
    top, bottom = real_roots.stripped(top), real_roots.stripped(bottom)
    if max(len(top), len(bottom)) > real_roots.MOST_DEGREE + 1:
        raise Unfollowed("a polynomial is too large for this check")
    if not top:
        return Ratio([], [Fraction(1)])
    shared = real_roots.common(top, bottom)
    return Ratio(real_roots.divided(top, shared)[0], real_roots.divided(bottom, shared)[0])


MOST_TURNS: Final = 12
U: Final = Symbol("u", real=True)


@dataclass(frozen=True)
class Line:
    """The formula in `letter`, the ends of its line, and values of x that the line leaves out.

    `open_low`: the lower end is no point of the line.
    """

    expression: Expr
    letter: Symbol
    low: Expr | None
    high: Expr | None
    missed: tuple[Expr, ...] = ()
    open_low: bool = False


def line_of(problem: Problem, substitution: str) -> Line:
    """The problem on the line of the substitution: "", "tangent" or "exponential"."""
    if len(problem.variables) != 1:
        raise Untrue("a sign chart is for one variable")
    if substitution not in LINES:
        raise Untrue("no such substitution")
    return LINES[substitution](problem)


def _plain(problem: Problem) -> Line:
    return Line(problem.expression, problem.variables[0], *problem.box[0])


def _tangent(problem: Problem) -> Line:
    """u = tan(x/2) runs over the line while x runs over one period; x = pi is left out."""
    x = problem.variables[0]
    if problem.box[0] != (None, None):
        raise Unfollowed("half of a tangent in a box")
    cosine, sine = (1 - U**2) / (1 + U**2), 2 * U / (1 + U**2)
    waves = problem.expression.atoms(sympy.sin, sympy.cos)
    swaps = {w: _turned(w, x, cosine, sine) for w in waves}
    return Line(_swapped(problem.expression, swaps, x), U, None, None, (sympy.pi,))


def _turned(wave: Expr, x: Symbol, cosine: Expr, sine: Expr) -> Expr:
    """sin(n x) or cos(n x) by the addition theorems."""
    turns = wave.args[0] / x
    if not isinstance(turns, Integer) or not 0 < turns <= MOST_TURNS:
        raise Unfollowed("a wave that is no whole multiple of x")
    c, s = cosine, sine
    for _ in range(int(turns) - 1):
        c, s = c * cosine - s * sine, s * cosine + c * sine
    return c if isinstance(wave, sympy.cos) else s


def _exponential(problem: Problem) -> Line:
    """u = e^x > 0."""
    x = problem.variables[0]
    if problem.box[0] != (None, None):
        raise Unfollowed("an exponential in a box")
    powers = [p for p in problem.expression.atoms(sympy.exp, Pow) if _natural(p)]
    swaps = {p: _raised(p.args[-1], x) for p in powers}
    return Line(_swapped(problem.expression, swaps, x), U, Integer(0), None, open_low=True)


def _natural(node: Expr) -> bool:
    return isinstance(node, sympy.exp) or node.base is sympy.E


def _raised(exponent: Expr, x: Symbol) -> Expr:
    turns = exponent / x
    if not isinstance(turns, Integer) or abs(turns) > MOST_TURNS:
        raise Unfollowed("an exponential that is no whole power of e^x")
    return U**turns


def _swapped(node: Expr, swaps: dict[Expr, Expr], x: Symbol) -> Expr:
    """The formula with its waves or powers replaced; no x may be left."""
    if node in swaps:
        return swaps[node]
    if node == x:
        raise Unfollowed("the variable stands outside of the substitution")
    if not node.args or not node.free_symbols:
        return node
    parts = [_swapped(part, swaps, x) for part in node.args]
    return node.func(*parts) if not isinstance(node, Add | Mul) else type(node)(*parts)


LINES: Final[dict[str, Callable[[Problem], Line]]] = {
    "": _plain,
    "tangent": _tangent,
    "exponential": _exponential,
}


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


def chart(problem: Problem, minimum: Claim, shown: Chart) -> bool:
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
    known: list[real_roots.Numbers] = [_linear(e) for e in (line.low, line.high) if e is not None]
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


def _linear(end: Expr) -> real_roots.Numbers:
    if not isinstance(end, Rational):
        raise Unfollowed("an end of the box that is not rational")
    return [Fraction(int(end.q)), Fraction(-int(end.p))]


def _cuts(factor: real_roots.Numbers, low: Break | None, high: Break | None) -> bool:
    """Whether an irreducible polynomial, not that of a break, has a root between two breaks."""
    chain = real_roots.sturm(factor)
    ends = []
    for end, side in ((low, 1), (high, 0)):
        while end is not None and end.span[0] < end.span[1] and real_roots.count(chain, *end.span):
            end = end.narrower()
        ends.append(None if end is None else end.span[side])
    return real_roots.count(chain, *ends) > 0


def isolated(known: list[real_roots.Numbers]) -> list[Break]:
    """All roots of the polynomials, exactly and in order, in intervals that do not touch."""
    out: dict[tuple[Fraction, ...], list[Break]] = {}
    for numbers in known:
        for factor in _factors(numbers):
            if tuple(factor) not in out:
                spans = real_roots.isolated(factor)
                out[tuple(factor)] = [
                    Break(_number(factor, i), factor, s) for i, s in enumerate(spans)
                ]
    found = [b for group in out.values() for b in group]
    if len(found) > MOST_BREAKS:
        raise Unfollowed("too many breaks for this check")
    return _apart(found)


def _factors(numbers: real_roots.Numbers) -> list[real_roots.Numbers]:
    plain = real_roots.squarefree(real_roots.stripped(numbers))
    if len(plain) < 2:
        return []
    poly = Poly([int(c) for c in real_roots.primitive(plain)], X)
    return [[Fraction(int(c)) for c in f.all_coeffs()] for f, _ in poly.factor_list()[1]]


def _number(factor: real_roots.Numbers, index: int) -> Expr:
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
) -> tuple[Piece, list[real_roots.Numbers]]:
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


def steepness(ratio: Ratio) -> real_roots.Numbers:
    """The numerator of the derivative."""
    left = multiplied(real_roots.slope(ratio.top), ratio.bottom) if len(ratio.top) > 1 else []
    right = multiplied(ratio.top, real_roots.slope(ratio.bottom)) if len(ratio.bottom) > 1 else []
    size = max(len(left), len(right))
    padded = [[Fraction(0)] * (size - len(p)) + p for p in (left, right)]
    return real_roots.stripped([p - q for p, q in zip(*padded, strict=True)])


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
    if len(real_roots.common(ratio.bottom, end.numbers)) > 1:
        return Level(None, _down_at_pole(ratio, piece, end))
    return Level(_value(ratio.top, end.number) / _value(ratio.bottom, end.number), flat=flat)


def _value(numbers: real_roots.Numbers, x: Expr) -> Expr:
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
    sample = real_roots.value(ratio.bottom, _between(piece.low, piece.high))
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


def _global(problem: Problem, minimum: Claim, line: Line, levels: list[Level]) -> bool:
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


def _not_attained(problem: Problem, minimum: Claim, line: Line, levels: list[Level]) -> bool:
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


def _unbounded(problem: Problem, minimum: Claim, line: Line, levels: list[Level]) -> bool:
    if not any(level.number is None and level.down for level in levels):
        raise Untrue("L does not fall without bound")
    return True


JUDGES: Final = {
    Kind.GLOBAL: _global,
    Kind.NOT_ATTAINED: _not_attained,
    Kind.UNBOUNDED: _unbounded,
}


Ends = tuple[Expr | None, ...]


def slopes(problem: Problem, minimum: Claim, shown: Slopes) -> bool:
    """On every piece L leads down to an end where it is at least m; True: no others."""
    if len(problem.variables) != 1:
        raise Untrue("a chart of slopes is for one variable")
    x = problem.variables[0]
    steep = expression(shown.derivative, (x,))
    if not zero_test.vanishes(steep - derivative(problem.expression, x), sign):
        raise Untrue("this is not the derivative of L")
    points = [p.place.values[x] for p in attained(problem, minimum)]
    if any(p.free_symbols for p in points):
        raise Unfollowed("a family of points in a chart of slopes")
    ends = _ends(problem, [number(text) for text in shown.breaks])
    signs = [_sign(problem, steep, low, high) for low, high in pairwise(ends)]
    pieces = zip(signs, pairwise(ends), strict=True)
    feet = [(b if told < 0 else a) for told, (a, b) in pieces if told]
    low = value_of(minimum)
    met = [foot for foot in feet if _least(problem, foot, low)]
    met += [end for end in ends if end is not None and _alone(problem, end, low)]
    return all(any(sign(foot - p) == 0 for p in points) for foot in met if foot is not None)


def _alone(problem: Problem, end: Expr, low: Expr) -> bool:
    """The same of any end where L is defined, be it by itself; True where equal to the value."""
    try:
        return _least(problem, end, low)
    except Untrue:
        at_end = Place({problem.variables[0]: end}, {})
        if is_defined(problem.expression, at_end):
            raise
        return False


def is_defined(node: Expr, place: Place) -> bool:
    try:
        at(node, place)
    except Untrue:
        return False
    return True


def _ends(problem: Problem, breaks: list[Expr]) -> Ends:
    """Where the pieces end: the box, the natural end of the domain, and the breaks between."""
    low, high = problem.box[0]
    inner = [b for b in breaks if not any(e is not None and sign(b - e) == 0 for e in (low, high))]
    ends = (low, *inner, high)
    told = [e for e in ends if e is not None]
    if any(sign(b - a) <= 0 for a, b in pairwise(told)):
        raise Untrue("the breaks are not in order")
    return ends


def _sign(problem: Problem, steep: Expr, low: Expr | None, high: Expr | None) -> int:
    """The sign of the slope between two ends; 0 where L is not defined there at all."""
    x = problem.variables[0]
    span = Range(low, high, False, False)
    try:
        at(problem.expression, Place({}, {x: span}))
    except Refusal:
        if nowhere(problem.expression, {x: span}):
            return 0
        raise
    total = 1
    for factor in Mul.make_args(steep):
        known = factor_sign(factor, {x: span})
        if known not in (-1, 1):
            raise Unfollowed("the sign of the slope is not seen on a piece")
        total *= known
    return total


def factor_sign(factor: Expr, ranges: Ranges) -> int | None:
    """The sign of one factor on an open piece."""
    if not factor.free_symbols:
        return sign(factor)
    return reach(factor, ranges).sign


def nowhere(node: Expr, ranges: Ranges) -> bool:
    """Whether a root or logarithm in the expression is undefined on the whole piece."""
    inner = [p.args[0] for p in node.atoms(Pow) if p.exp.is_Rational and p.exp.q % 2 == 0]
    inner += [p.args[0] for p in node.atoms(sympy.log)]
    return any(part.free_symbols and reach(part, ranges).sign == -1 for part in inner)


def _least(problem: Problem, end: Expr | None, low: Expr) -> bool:
    """L at the lower end of a piece is at least the claimed value; True where equal to it.

    L is made of continuous functions, so on the piece it is nowhere less than at that end.
    """
    if end is None:
        raise Unfollowed("L falls towards infinity on a piece")
    gap = sign(at(problem.expression, Place({problem.variables[0]: end}, {})) - low)
    if gap < 0:
        raise Untrue("L is less at another point")
    return gap == 0
