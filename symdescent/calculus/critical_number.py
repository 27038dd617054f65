"""Numbers known only as where a slope vanishes, in an interval that holds them."""

from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from mpmath import inf, lu_solve, matrix, mp, mpf, norm
from sympy import AtomicExpr, Expr, Float, Symbol, diff
from sympy.printing.precedence import PRECEDENCE

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
    from symdescent.calculus.multiprecision import values

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
