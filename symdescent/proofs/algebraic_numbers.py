"""Real algebraic numbers: isolated roots, exact order, closed forms."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cmp_to_key
from typing import Any, Final

from sympy import QQ, Add, CRootOf, Dummy, Expr, Integer, Mul, Poly, Pow, Symbol, expand, sqrt

from symdescent.proofs.terms import fraction, rational

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


def compare_roots(one: Root, two: Root) -> int:
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
    for root in sorted(roots, key=cmp_to_key(compare_roots)):
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


ROUNDS: Final = 5
MOST_NAMED: Final = 12
V: Final = Symbol("v", real=True)


class Value:
    """The number g(r): `poly` g reduced modulo the irreducible polynomial of the root r."""

    __slots__ = ("_place", "poly", "root")

    def __init__(self, poly: Any, root: Root) -> None:
        self.root = root
        self.poly = poly.rem(root.factor) if poly.degree() >= root.factor.degree() else poly
        self._place: Root | None = None

    def bounds(self) -> tuple[Fraction, Fraction]:
        """A rational enclosure, from the present interval of the root."""
        return enclose(coefficients(self.poly), self.root)

    def exact(self) -> Fraction | None:
        """The value where it is seen to be rational."""
        if self.root.exact is not None:
            return horner(coefficients(self.poly), self.root.exact)
        return coefficients(self.poly)[0] if self.poly.degree() <= 0 else None

    def place(self) -> Root:
        """The value as a Root of its own irreducible polynomial (a factor of a resultant)."""
        if self._place is None:
            self._place = self._find_place()
        return self._place

    def _find_place(self) -> Root:
        known = self.exact()
        if known is not None:
            return rational_root(known)
        found = real_roots(characteristic(self.poly, self.root.factor))
        while True:
            low, high = self.bounds()
            fits = [r for r in found if r.low <= high and low <= r.high]
            if len(fits) == 1:
                return fits[0]
            self.root.halve()
            for fit in fits:
                fit.halve()


def characteristic(poly: Any, factor: Any) -> Any:
    """A polynomial that vanishes at g(r) for every root r of the factor: Res_t(p(t), v - g(t))."""
    first = Poly(factor.as_expr(), T, V, domain="QQ")
    second = Poly(V - poly.as_expr(), T, V, domain="QQ")
    return polynomial(coefficients(Poly(first.resultant(second).as_expr(), V, domain="QQ")))


def compare_values(one: Value, two: Value) -> int:
    """The sign of one - two, exactly: by shrinking intervals, then by minimal polynomials."""
    if one.root.same(two.root) and one.poly == two.poly:
        return 0
    left, right = one.exact(), two.exact()
    if left is not None and right is not None:
        return sign(left - right)
    for _ in range(ROUNDS):
        apart = _apart(one.bounds(), two.bounds())
        if apart:
            return apart
        one.root.halve()
        two.root.halve()
    return compare_roots(one.place(), two.place())


def _apart(left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction]) -> int:
    if left[1] < right[0]:
        return -1
    return 1 if right[1] < left[0] else 0


def quotient_at(top: Any, bottom: Any, root: Root) -> Any | None:
    """A polynomial that equals top/bottom at the root; None where bottom vanishes."""
    if bottom.degree() <= 0:
        return top.quo(bottom) if not bottom.is_zero else None
    left, common = bottom.rem(root.factor), root.factor
    if left.is_zero:
        return None
    return (top.rem(common) * left.invert(common)).rem(common)


def closed_form(root: Root) -> Expr:
    """The root in radicals where they are readable (powers, biquadratics), or CRootOf.

    >>> closed_form(real_roots(polynomial([1, 0, -2]))[0])
    -sqrt(2)
    """
    if root.exact is not None:
        return rational(root.exact)
    return _quadratic(root) or _shifted(root) or _named(root)


def _quadratic(root: Root) -> Expr | None:
    if root.factor.degree() != 2:
        return None
    a, b, c = root.numbers
    half = sqrt(rational(b * b - 4 * a * c)) / rational(2 * a)
    return rational(-b / (2 * a)) + (half if (root.index == 1) == (a > 0) else -half)


def _shifted(root: Root) -> Expr | None:
    """The root of a polynomial whose shift to the mean of its roots is a y^n + b or biquadratic."""
    degree = root.factor.degree()
    mean = -root.numbers[1] / (degree * root.numbers[0])
    moved = coefficients(root.factor.shift(rational(mean)))
    if not any(moved[1:-1]):
        size = Pow(rational(abs(moved[-1] / moved[0])), rational(Fraction(1, degree)))
        negative = moved[-1] * moved[0] > 0 or (degree % 2 == 0 and root.index == 0)
        return rational(mean) + (-size if negative else size)
    if degree == 4 and not moved[1] and not moved[3]:
        return rational(mean) + _biquadratic(root, moved[::2])
    return None


def _biquadratic(root: Root, squared: list[Fraction]) -> Expr:
    inner = [r for r in real_roots(polynomial(squared)) if compare_rational(r, Fraction(0)) > 0]
    count = len(inner)
    if root.index < count:
        return -sqrt(closed_form(inner[count - 1 - root.index]))
    return sqrt(closed_form(inner[root.index - count]))


def _named(root: Root) -> Expr:
    """CRootOf, checked against our own interval."""
    whole = Poly(root.factor.clear_denoms(convert=True)[1].as_expr(), T)
    named = CRootOf(whole.as_expr().xreplace({T: Symbol("x")}), Symbol("x"), root.index)
    root.refine(Fraction(1, 2**40))
    near = named.evalf(30)
    slack = Fraction(1, 2**30)
    if not rational(root.low - slack) <= near <= rational(root.high + slack):
        raise ArithmeticError("a named root fell outside its isolating interval")
    return named


def value_form(value: Value) -> Expr:
    """The closed form of a value: by its own minimal polynomial where that is the shorter way."""
    known = value.exact()
    if known is not None:
        return rational(known)
    degree = value.root.factor.degree()
    if degree == 2 or _is_generator(value.poly):
        return polynomial_at(value.poly, closed_form(value.root))
    if degree <= MOST_NAMED:
        named = closed_form(value.place())
        if not isinstance(named, CRootOf) or value.place().factor.degree() < degree:
            return named
    return polynomial_at(value.poly, closed_form(value.root))


def _is_generator(poly: Any) -> bool:
    return bool(poly.degree() == 1 and coefficients(poly) == [1, 0])


def polynomial_at(poly: Any, at: Expr) -> Expr:
    """The polynomial at a closed form, multiplied out where that stays short."""
    if isinstance(at, CRootOf):
        parts = zip(coefficients(poly), range(poly.degree(), -1, -1), strict=True)
        return Add(*(Mul(rational(c), Pow(at, Integer(e))) for c, e in parts if c))
    total: Expr = Integer(0)
    for number in coefficients(poly):
        total = expand(total * at + rational(number))
    return total
