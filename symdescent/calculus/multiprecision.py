"""Values of expressions to many digits, and numbers known only as where a slope vanishes."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import sympy as sp
from mpmath import inf, lu_solve, matrix, mp, mpf, norm
from sympy import AtomicExpr, Basic, Expr, Float, Symbol, diff
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.printing.precedence import PRECEDENCE

from symdescent.calculus.subexpressions import subexpressions

LARGEST: Final = 10_000  # bits before the point, or zeros after it
HIGHEST: Final = 20  # bits of the bits of a power
Values = Mapping[Basic, Any]
Tell = Callable[[Any, list[Any]], Any]


def values(expressions: Sequence[Expr], point: Mapping[Symbol, Any], digits: int) -> list[Any]:
    """What each expression is worth at the point, computed with so many digits."""
    with mp.workdps(digits):
        known: dict[Basic, Any] = {symbol: mpf(x) for symbol, x in point.items()}
        for node in subexpressions(expressions):
            if node not in known:
                known[node] = real(node, known)
        return [known[expression] for expression in expressions]


def real(node: Basic, known: Values) -> Any:
    """The value of a node from those of its parts; nan where it is no real number."""
    if node.is_Rational:
        return mpf(node.p) / node.q
    try:
        tell: Tell = TABLE.get(node.func, unknown)
        found = tell(node, [known[part] for part in node.args])
    except (ArithmeticError, ValueError):
        return mp.nan  # a pole, or outside of a domain
    return found if is_kept(found) else mp.nan


def is_kept(found: Any) -> bool:
    """Whether it is a real number of bearable size, or no number at all but a condition."""
    if isinstance(found, mpf):
        return bool(found == 0 or abs(mp.mag(found)) <= LARGEST)
    return not isinstance(found, mp.mpc)


def unknown(node: Any, _: Any) -> Any:
    """A number that only sympy can tell, such as a root of a polynomial."""
    return mp.mpmathify(node.evalf(mp.dps)) if node.is_number else mp.nan


def plainly(function: Callable[..., Any]) -> Tell:
    return lambda _, parts: function(*parts)


def power(_: Any, parts: list[Any]) -> Any:
    base, exponent = parts
    if base and exponent and mp.mag(exponent) + mp.log(1 + abs(mp.mag(base)), 2) > HIGHEST:
        return mp.nan
    return base ** int(exponent) if mp.isint(exponent) else mp.power(base, exponent)


def step(_: Any, parts: list[Any]) -> Any:
    return (1 + mp.sign(parts[0])) / 2


def extremum(choose: Callable[[list[Any]], Any]) -> Tell:
    return lambda _, parts: mp.nan if any(map(mp.isnan, parts)) else choose(parts)


def choice(_: Any, pairs: list[Any]) -> Any:
    """The value of the first branch whose condition holds."""
    for value, holds in pairs:
        if holds is None:
            return mp.nan
        if holds:
            return value
    return mp.nan


def relation(compare: Callable[[Any, Any], bool]) -> Tell:
    """Whether it holds; None where one side has no value."""
    return lambda _, parts: None if any(map(mp.isnan, parts)) else compare(*parts)


def both(_: Any, parts: list[Any]) -> Any:
    return False if False in parts else None if None in parts else True


def either(_: Any, parts: list[Any]) -> Any:
    return True if True in parts else None if None in parts else False


TABLE: Final[dict[Any, Tell]] = {
    type(sp.E): lambda _, __: +mp.e,
    type(sp.pi): lambda _, __: +mp.pi,
    type(sp.true): lambda _, __: True,
    type(sp.false): lambda _, __: False,
    sp.Add: lambda _, parts: mp.fsum(parts),
    sp.Mul: lambda _, parts: mp.fprod(parts),
    sp.Pow: power,
    sp.Abs: plainly(abs),
    sp.sign: plainly(mp.sign),
    sp.Heaviside: step,
    sp.Max: extremum(max),
    sp.Min: extremum(min),
    sp.Piecewise: choice,
    ExprCondPair: lambda _, parts: tuple(parts),
    sp.And: both,
    sp.Or: either,
    sp.Not: lambda _, parts: None if parts[0] is None else not parts[0],
    sp.StrictLessThan: relation(lambda a, b: a < b),
    sp.LessThan: relation(lambda a, b: a <= b),
    sp.StrictGreaterThan: relation(lambda a, b: a > b),
    sp.GreaterThan: relation(lambda a, b: a >= b),
    sp.Eq: relation(lambda a, b: a == b),
    sp.Ne: relation(lambda a, b: a != b),
    sp.exp: plainly(mp.exp),
    sp.log: plainly(mp.log),
    sp.sin: plainly(mp.sin),
    sp.cos: plainly(mp.cos),
    sp.tan: plainly(mp.tan),
    sp.asin: plainly(mp.asin),
    sp.acos: plainly(mp.acos),
    sp.atan: plainly(mp.atan),
    sp.atan2: plainly(mp.atan2),
    sp.sinh: plainly(mp.sinh),
    sp.cosh: plainly(mp.cosh),
    sp.tanh: plainly(mp.tanh),
    sp.asinh: plainly(mp.asinh),
    sp.acosh: plainly(mp.acosh),
    sp.atanh: plainly(mp.atanh),
}


Ends = tuple[Fraction, Fraction]
SHOWN: Final = 12  # digits
BITS: Final = 100  # the steps in which more bits are computed
SPARE: Final = 80
MOST_STEPS: Final = 40


class CriticalOf(AtomicExpr):  # type: ignore[misc]
    """The gradient of `function` of `letters` is zero at one point of `box` (an interval a letter).

    The number is coordinate `index` of that point.
    """

    __slots__ = ("box", "function", "index", "letters")
    is_commutative = True
    is_real = True
    is_finite = True
    is_number = True

    function: Expr
    letters: tuple[Symbol, ...]
    box: tuple[Ends, ...]
    index: int

    def __new__(
        cls,
        function: Expr,
        letters: tuple[Symbol, ...],
        box: tuple[Ends, ...],
        index: int,
    ) -> "CriticalOf":
        made: CriticalOf = AtomicExpr.__new__(cls)
        made.function, made.letters, made.box, made.index = function, letters, box, index
        return made

    @property
    def ends(self) -> Ends:
        """Rational numbers below and above."""
        return self.box[self.index]

    @property
    def digits(self) -> str:
        """The first digits, none of them rounded up.

        >>> x = Symbol("x")
        >>> ends = Fraction(141421, 100000), Fraction(141422, 100000)
        >>> CriticalOf(x**3 - 6 * x, (x,), (ends,), 0).digits
        '1.4142'
        """
        low, high = self.ends
        for places in range(SHOWN, 0, -1):
            down, up = (_cut(end, places) for end in (low, high))
            if down == up:
                return f"{down:f}"
        return f"{_cut((low + high) / 2, 1):f}"

    @property
    def precedence(self) -> int:
        """For sympy's printers: what begins with a minus stands in brackets where it must."""
        return int(PRECEDENCE["Add" if self.digits.startswith("-") else "Atom"])

    def _hashable_content(self) -> tuple[Any, ...]:
        return self.function, self.letters, self.box, self.index

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self._hashable_content()

    @property
    def free_symbols(self) -> set[Symbol]:
        """None: the letters are its own."""
        return set()

    def _eval_evalf(self, prec: int) -> Float | None:
        wanted = -(-prec // BITS) * BITS
        near = refined(self.function, self.letters, self.box, wanted)
        return None if near is None else Float(near[self.index], precision=prec)

    def _eval_is_positive(self) -> bool | None:
        return True if self.ends[0] > 0 else False if self.ends[1] <= 0 else None

    def _eval_is_negative(self) -> bool | None:
        return True if self.ends[1] < 0 else False if self.ends[0] >= 0 else None

    def _eval_is_zero(self) -> bool | None:
        return False if self.ends[0] > 0 or self.ends[1] < 0 else None

    def _sympystr(self, _printer: Any) -> str:
        return f"{self.digits}..."

    def _latex(self, _printer: Any) -> str:
        return rf"{self.digits}\ldots"


@lru_cache(maxsize=100)
def refined(
    function: Expr, letters: tuple[Symbol, ...], box: tuple[Ends, ...], bits: int
) -> tuple[Any, ...] | None:
    """The critical point to so many bits, by Newton's method from the middle of the box; None where
    it leads out of the box."""
    slopes = [diff(function, v) for v in letters]
    asked = slopes + [diff(s, v) for s in slopes for v in letters]
    count = len(letters)
    with mp.workprec(bits + SPARE):
        ends = [[mpf(e.numerator) / e.denominator for e in pair] for pair in box]
        at = matrix([(low + high) / 2 for low, high in ends])
        for _ in range(MOST_STEPS):
            found = values(asked, dict(zip(letters, at, strict=True)), mp.dps)
            step = _solved(found[:count], found[count:])
            at = at - step
            if not all(low <= c <= high for c, (low, high) in zip(at, ends, strict=True)):
                return None
            size = max(norm(at, inf), *(high - low for low, high in ends))
            if norm(step, inf) <= size * mpf(2) ** (-bits - SPARE // 2):
                return tuple(c if abs(c) > norm(step, inf) else mpf(0) for c in at)
    return None


def _solved(slopes: list[Any], bends: list[Any]) -> Any:
    """The step of Newton's method; not a number where there is none."""
    count = len(slopes)
    rows = [bends[i * count : (i + 1) * count] for i in range(count)]
    try:
        return lu_solve(matrix(rows), matrix(slopes))
    except ZeroDivisionError:
        return matrix([mp.nan] * count)


def _cut(number: Fraction, places: int) -> Decimal:
    context = Context(prec=places, rounding=ROUND_DOWN)
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))
