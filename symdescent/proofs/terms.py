"""An expression goes in; its polynomial comes out, {exponents: Fraction}, or None."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

Monomial = tuple[int, ...]
Terms = dict[Monomial, Fraction]

MAX_DEGREE: Final = 60
MAX_TERMS: Final = 6000
MAX_DEPTH: Final = 60
MAX_BITS: Final = 4096


class NoPolynomial(Exception):
    """The expression is no polynomial over the rationals, or too large a one."""


def terms_of(
    expression: Expr, variables: Sequence[Symbol], degree: int = MAX_DEGREE
) -> Terms | None:
    """The expression as a polynomial of at most `degree` in `variables`, expanded exactly."""
    reader = _Reader(tuple(variables), degree)
    try:
        return reader.read(expression, 0)
    except NoPolynomial:
        return None


class _Reader:
    """Walks the tree once; every result is bounded before it is computed."""

    def __init__(self, variables: tuple[Symbol, ...], degree: int) -> None:
        count = len(variables)
        self.zero: Monomial = (0,) * count
        self.degree = degree
        self.unit = {v: tuple(int(i == j) for j in range(count)) for i, v in enumerate(variables)}

    def read(self, node: Expr, depth: int) -> Terms:
        """The polynomial of one node."""
        if depth > MAX_DEPTH:
            raise NoPolynomial
        if isinstance(node, Rational):
            return {self.zero: fraction(node)} if node != 0 else {}
        if isinstance(node, Symbol):
            return self._symbol(node)
        if isinstance(node, Add):
            return self._sum([self.read(part, depth + 1) for part in node.args])
        if isinstance(node, Mul):
            return self._product([self.read(part, depth + 1) for part in node.args])
        if isinstance(node, Pow) and isinstance(node.exp, Integer) and node.exp >= 0:
            return self._power(self.read(node.base, depth + 1), int(node.exp))
        raise NoPolynomial

    def _symbol(self, node: Symbol) -> Terms:
        if node not in self.unit:
            raise NoPolynomial
        return {self.unit[node]: Fraction(1)}

    def _sum(self, parts: list[Terms]) -> Terms:
        total: Terms = {}
        for part in parts:
            for key, number in part.items():
                total[key] = total.get(key, Fraction(0)) + number
        return {key: number for key, number in total.items() if number}

    def _product(self, parts: list[Terms]) -> Terms:
        total: Terms = {self.zero: Fraction(1)}
        for part in parts:
            total = self._times(total, part)
        return total

    def _times(self, left: Terms, right: Terms) -> Terms:
        if len(left) * len(right) > 40 * MAX_TERMS:
            raise NoPolynomial
        if degree_of(left) + degree_of(right) > self.degree:
            raise NoPolynomial
        return multiply(left, right)

    def _power(self, base: Terms, exponent: int) -> Terms:
        if degree_of(base) * exponent > self.degree or exponent * bits_of(base) > MAX_BITS:
            raise NoPolynomial
        total: Terms = {self.zero: Fraction(1)}
        for _ in range(exponent):
            total = self._times(total, base)
        return total


def multiply(left: Terms, right: Terms) -> Terms:
    """The product of two polynomials in the same variables."""
    total: Terms = {}
    for one, number in left.items():
        for two, factor in right.items():
            key = tuple(map(int.__add__, one, two))
            total[key] = total.get(key, Fraction(0)) + number * factor
    if len(total) > MAX_TERMS:
        raise NoPolynomial
    return {key: number for key, number in total.items() if number}


def fraction(number: Rational) -> Fraction:
    """A sympy Rational as a Fraction."""
    return Fraction(int(number.p), int(number.q))


def rational(number: Fraction) -> Rational:
    """A Fraction as a sympy Rational."""
    return Rational(number.numerator, number.denominator)


def degree_of(terms: Terms) -> int:
    """The total degree; 0 for the zero polynomial."""
    return max(map(sum, terms), default=0)


def bits_of(terms: Terms) -> int:
    """The bits of the largest coefficient: 0 for coefficients that are 1 or -1."""
    sizes = (max(abs(c.numerator), c.denominator).bit_length() for c in terms.values())
    return max(sizes, default=1) - 1


def expression_of(terms: Terms, variables: Sequence[Symbol]) -> Expr:
    """The polynomial as an expanded sympy expression."""
    return Add(*(term(number, key, variables) for key, number in terms.items()))


def term(number: Fraction, key: Monomial, variables: Sequence[Symbol]) -> Expr:
    """One monomial with its coefficient."""
    powers = (Pow(v, Integer(e)) for v, e in zip(variables, key, strict=True) if e)
    return Mul(rational(number), *powers)


def derivative(terms: Terms, index: int) -> Terms:
    """The partial derivative in the variable of that index."""
    out: Terms = {}
    for key, number in terms.items():
        if key[index]:
            lowered = key[:index] + (key[index] - 1,) + key[index + 1 :]
            out[lowered] = number * key[index]
    return out


def at_point(terms: Terms, point: Sequence[Fraction]) -> Fraction:
    """The value at a rational point."""
    total = Fraction(0)
    for key, number in terms.items():
        for base, exponent in zip(point, key, strict=True):
            if exponent:
                number *= base**exponent
        total += number
    return total
