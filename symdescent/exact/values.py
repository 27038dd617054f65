"""Polynomials at real algebraic numbers go in; their exact order and closed forms come out."""

from fractions import Fraction
from typing import Any, Final

from sympy import Add, CRootOf, Expr, Integer, Mul, Poly, Pow, Symbol, expand, sqrt

from symdescent.exact import algebraic
from symdescent.exact.algebraic import (
    Root,
    T,
    coefficients,
    enclose,
    horner,
    polynomial,
    real_roots,
)
from symdescent.exact.terms import rational

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
            return algebraic.rational_root(known)
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


def compare(one: Value, two: Value) -> int:
    """The sign of one - two, exactly: by shrinking intervals, then by minimal polynomials."""
    if one.root.same(two.root) and one.poly == two.poly:
        return 0
    left, right = one.exact(), two.exact()
    if left is not None and right is not None:
        return algebraic.sign(left - right)
    for _ in range(ROUNDS):
        apart = _apart(one.bounds(), two.bounds())
        if apart:
            return apart
        one.root.halve()
        two.root.halve()
    return algebraic.compare(one.place(), two.place())


def _apart(left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction]) -> int:
    if left[1] < right[0]:
        return -1
    return 1 if right[1] < left[0] else 0


def quotient(top: Any, bottom: Any, root: Root) -> Any | None:
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
    inner = [
        r for r in real_roots(polynomial(squared)) if algebraic.compare_rational(r, Fraction(0)) > 0
    ]
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
