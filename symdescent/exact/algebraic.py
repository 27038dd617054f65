"""Polynomials over the rationals go in; their real roots come out, isolated, refinable, comparable.

Isolation: continued fractions with Descartes' rule (A. G. Akritas, A. W. Strzebonski and
P. S. Vigklas, 2008, doi:10.15388/NA.2008.13.3.14557), as found in sympy; all else is exact here.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cmp_to_key
from typing import Any, Final

from sympy import QQ, Dummy, Poly

from symdescent.exact.terms import fraction

T: Final = Dummy("t", real=True)
START: Final = Fraction(1, 2**16)


def polynomial(coefficients: Sequence[Any]) -> Any:
    """A Poly over QQ in T, from coefficients highest power first."""
    numbers = [QQ(c.numerator, c.denominator) for c in map(Fraction, coefficients)]
    return Poly.from_list(numbers or [QQ(0)], T, domain=QQ)


def coefficients(poly: Any) -> list[Fraction]:
    """The coefficients of a Poly, highest power first."""
    return [fraction(c) for c in poly.all_coeffs()]


def horner(numbers: Sequence[Fraction], at: Fraction) -> Fraction:
    """The value of a polynomial at a rational number."""
    total = Fraction(0)
    for number in numbers:
        total = total * at + number
    return total


def sign(number: Fraction) -> int:
    """-1, 0 or 1."""
    return (number > 0) - (number < 0)


class Root:
    """A real algebraic number: the only root of the irreducible `factor` in [low, high].

    `index` is its place among the real roots of the factor, in ascending order. Only the interval
    ever changes, and only by shrinking.
    """

    __slots__ = ("factor", "high", "index", "low", "numbers")

    def __init__(self, factor: Any, interval: tuple[Fraction, Fraction], index: int) -> None:
        self.factor, self.index = factor, index
        self.low, self.high = interval
        self.numbers = coefficients(factor)
        if factor.degree() == 1:
            self.low = self.high = -self.numbers[1] / self.numbers[0]

    @property
    def exact(self) -> Fraction | None:
        """The number itself where it is rational."""
        return self.low if self.low == self.high else None

    def refine(self, width: Fraction) -> None:
        """Halve the interval until it is no wider than `width`."""
        if self.low == self.high:
            return
        below = sign(horner(self.numbers, self.low))
        while self.high - self.low > width:
            middle = (self.low + self.high) / 2
            if sign(horner(self.numbers, middle)) == below:
                self.low = middle
            else:
                self.high = middle

    def halve(self) -> None:
        """Shrink the interval by a factor of 2^16."""
        self.refine((self.high - self.low) / 2**16)

    def same(self, other: "Root") -> bool:
        """Equality of the two numbers."""
        if self.exact is not None or other.exact is not None:
            return self.exact == other.exact
        return bool(self.factor == other.factor) and self.index == other.index


def rational_root(number: Fraction) -> Root:
    """A rational number as a Root."""
    return Root(polynomial([1, -number]), (number, number), 0)


def compare(one: Root, two: Root) -> int:
    """The sign of one - two."""
    if one.same(two):
        return 0
    while one.low <= two.high and two.low <= one.high:
        one.halve()
        two.halve()
    return 1 if one.low > two.high else -1


def compare_rational(root: Root, number: Fraction) -> int:
    """The sign of root - number."""
    if root.exact is not None:
        return sign(root.exact - number)
    while root.low <= number <= root.high:
        root.halve()
    return 1 if root.low > number else -1


def factors_of(poly: Any) -> list[Any]:
    """The distinct irreducible factors over the rationals, with leading coefficient positive."""
    return [normal(factor) for factor, _ in poly.factor_list()[1]]


def normal(factor: Any) -> Any:
    """The monic multiple."""
    return factor.monic()


def roots_of_factor(factor: Any) -> list[Root]:
    """All real roots of an irreducible polynomial, ascending."""
    if factor.degree() == 1:
        return [Root(factor, (Fraction(0), Fraction(0)), 0)]
    found = factor.intervals()
    pairs = sorted((fraction(low), fraction(high)) for (low, high), _ in found)
    return [Root(factor, pair, place) for place, pair in enumerate(pairs)]


def real_roots(poly: Any) -> list[Root]:
    """All real roots of a polynomial without repetition, ascending; [] for constants but zero."""
    if poly.degree() <= 0:
        return []
    found = [root for factor in factors_of(poly) for root in roots_of_factor(factor)]
    return ascending(found)


def ascending(roots: Iterable[Root]) -> list[Root]:
    """Roots sorted, each number once."""
    out: list[Root] = []
    for root in sorted(roots, key=cmp_to_key(compare)):
        if not out or not out[-1].same(root):
            out.append(root)
    return out


def enclose(numbers: Sequence[Fraction], root: Root) -> tuple[Fraction, Fraction]:
    """Bounds for the polynomial with these coefficients at the root, from its present interval."""
    low = high = Fraction(0)
    for number in numbers:
        corners = (low * root.low, low * root.high, high * root.low, high * root.high)
        low, high = min(corners) + number, max(corners) + number
    return low, high


def sign_at(poly: Any, root: Root) -> int:
    """The exact sign of a polynomial at a root."""
    if poly.is_zero:
        return 0
    numbers = coefficients(poly)
    if root.exact is not None:
        return sign(horner(numbers, root.exact))
    if poly.rem(root.factor).is_zero:
        return 0
    low, high = enclose(numbers, root)
    while low <= 0 <= high:
        root.halve()
        low, high = enclose(numbers, root)
    return 1 if low > 0 else -1


def between(low: Root | None, high: Root | None) -> Fraction:
    """A rational number strictly between two roots; None stands for an infinite end."""
    if low is None and high is None:
        return Fraction(0)
    if low is None or high is None:
        return high.low - 1 if high is not None else low.high + 1  # type: ignore[union-attr]
    while low.high >= high.low:
        low.halve()
        high.halve()
    return simplest(low.high, high.low)


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """A rational strictly between low < high, an integer or a dyadic number of few bits."""
    scale = 1
    while True:
        middle = Fraction((low * scale).__floor__() + 1, scale)
        if low < middle < high:
            return middle
        scale *= 2
