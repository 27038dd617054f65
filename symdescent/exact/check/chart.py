"""A piecewise rational function goes in; a quotient of polynomials, as it is around one sample,
comes out, with the polynomials that decided: where one of them is zero, another piece begins."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.exact.check import roots
from symdescent.exact.check.places import RELATIONS, multiplied
from symdescent.exact.check.refusal import Unfollowed
from symdescent.exact.check.roots import Numbers, Span


@dataclass(frozen=True)
class Ratio:
    """A quotient of polynomials."""

    top: Numbers
    bottom: Numbers

    def at(self, x: Fraction) -> Fraction:
        return roots.value(self.top, x) / roots.value(self.bottom, x)


@dataclass(frozen=True)
class Break:
    """A root, exactly, and the interval that holds it and no other break."""

    number: Expr
    numbers: Numbers
    span: Span

    def narrower(self) -> "Break":
        return Break(self.number, self.numbers, roots.halved(self.numbers, self.span))


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
        if not isinstance(node.exp, Integer) or abs(node.exp) > roots.MOST_DEGREE:
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
    top, bottom = roots.stripped(top), roots.stripped(bottom)
    if max(len(top), len(bottom)) > roots.MOST_DEGREE + 1:
        raise Unfollowed("a polynomial is too large for this check")
    if not top:
        return Ratio([], [Fraction(1)])
    shared = roots.common(top, bottom)
    return Ratio(roots.divided(top, shared)[0], roots.divided(bottom, shared)[0])
