"""A number without a closed form: a coordinate of the only critical point of a function in a box.

Like sympy's CRootOf it is a number and an atom. Who makes one has proved that the box, which is
tiny, holds exactly one point where the gradient is zero; so many of its digits are known.
"""

from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction
from typing import Any

from sympy import AtomicExpr, Expr, Float, Symbol

Ends = tuple[Fraction, Fraction]
SHOWN = 12  # digits


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

    def _hashable_content(self) -> tuple[Any, ...]:
        return self.function, self.letters, self.box, self.index

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self._hashable_content()

    @property
    def free_symbols(self) -> set[Symbol]:
        """None: the letters are its own."""
        return set()

    def _eval_evalf(self, prec: int) -> Float:
        middle = (self.ends[0] + self.ends[1]) / 2
        return Float(middle.numerator, precision=prec) / Float(middle.denominator, precision=prec)

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


def _cut(number: Fraction, places: int) -> Decimal:
    context = Context(prec=places, rounding=ROUND_DOWN)
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))
