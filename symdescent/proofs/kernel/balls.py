"""Constants as balls (middle, radius) that surely hold their values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import mpmath
import sympy
from mpmath import mp, mpf
from sympy import Add, CRootOf, Expr, Mul, Pow, Rational

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs.kernel.certificates import Unfollowed
from symdescent.proofs.kernel.real_roots import real_root

GUARD: Final = 8
MOST_BITS: Final = 400_000


@dataclass(frozen=True)
class Ball:
    """All numbers within `radius` of `middle`."""

    middle: Any
    radius: Any

    @property
    def sign(self) -> int | None:
        """The sign of all of them; None where they do not agree, or only just."""
        if abs(self.middle) <= 2 * self.radius:
            return None
        return 1 if self.middle > 0 else -1

    @property
    def least_size(self) -> Any:
        return abs(self.middle) - self.radius


def fraction(number: Any) -> Fraction:
    """An mpf exactly: outside of a workprec every operation on it would be rounded."""
    sign, man, exp, _ = number._mpf_
    return (-1 if sign else 1) * int(man) * Fraction(2) ** int(exp)


def ball(constant: Expr, bits: int) -> Ball:
    """The constant, computed with so many bits; Unfollowed where that is not possible."""
    if bits > MOST_BITS:
        raise Unfollowed("a number needs more digits than this check computes")
    with mp.workprec(bits):
        return _of(constant, {})


def ball_at(node: Expr, seeds: Mapping[Expr, Ball]) -> Ball:
    """The values of an expression whose letters lie in balls, at mpmath's working precision."""
    return _of(node, dict(seeds))


def dot(one: Sequence[Ball], two: Sequence[Ball]) -> Ball:
    """The sum of the products."""
    return _sum(*(_product(a, b) for a, b in zip(one, two, strict=True)))


def around(low: Fraction, high: Fraction) -> Ball:
    """The ball that holds an interval, at the working precision of mpmath."""
    middle, half = (low + high) / 2, (high - low) / 2
    return _rounded(
        mpf(middle.numerator) / middle.denominator, mpf(half.numerator) / half.denominator
    )


def _of(node: Expr, seen: dict[Expr, Ball]) -> Ball:
    if node not in seen:
        seen[node] = _computed(node, seen)
    return seen[node]


def _computed(node: Expr, seen: dict[Expr, Ball]) -> Ball:
    if isinstance(node, Rational):
        return _rounded(mpf(int(node.p)) / mpf(int(node.q)), mpf(0))
    if isinstance(node, CRootOf):
        return _root(node)
    if isinstance(node, CriticalOf):
        return around(*node.ends)
    if node in CONSTANTS:
        return _rounded(CONSTANTS[node](), mpf(0))
    if isinstance(node, Pow) and node.base is not sympy.E:
        return _power(_of(node.base, seen), node.exp, seen)
    parts = [_of(part, seen) for part in node.args]
    if isinstance(node, Pow):
        return _exp(parts[1])
    rule = RULES.get(type(node))
    if rule is None:
        raise Unfollowed(f"this check does not know {type(node).__name__} of a number")
    return rule(*parts)


def _rounded(middle: Any, radius: Any) -> Ball:
    """The ball enlarged by what rounding may have done to it."""
    slack = abs(middle) * mpf(2) ** (GUARD - mp.prec)
    return Ball(middle, (radius + slack) * (1 + mpf(2) ** -20))


def _root(node: CRootOf) -> Ball:
    low, high = _ends(node, mp.prec)
    middle = mpf(low.numerator) / mpf(low.denominator)
    return _rounded(middle, mpf((high - low).numerator) / mpf((high - low).denominator))


@lru_cache(maxsize=1000)
def _ends(node: CRootOf, bits: int) -> tuple[Fraction, Fraction]:
    numbers = [Fraction(int(c.p), int(c.q)) for c in node.poly.all_coeffs()]
    return real_root(numbers, node.index, bits)


def _sum(*parts: Ball) -> Ball:
    total = Ball(mpf(0), mpf(0))
    for part in parts:
        total = _rounded(total.middle + part.middle, total.radius + part.radius)
    return total


def _product(*parts: Ball) -> Ball:
    total = Ball(mpf(1), mpf(0))
    for part in parts:
        spread = abs(total.middle) * part.radius + total.radius * abs(part.middle)
        total = _rounded(total.middle * part.middle, spread + total.radius * part.radius)
    return total


def _power(base: Ball, exponent: Expr, seen: dict[Expr, Ball]) -> Ball:
    if isinstance(exponent, sympy.Integer):
        size = abs(int(exponent))
        if size > 10_000:
            raise Unfollowed("a power is too high for this check")
        whole = _integer_power(base, size)
        return whole if exponent > 0 else _inverse(whole)
    return _exp(_product(_of(exponent, seen), _log(base)))


def _integer_power(base: Ball, exponent: int) -> Ball:
    out = Ball(mpf(1), mpf(0))
    for digit in format(exponent, "b"):
        out = _product(out, out)
        out = _product(out, base) if digit == "1" else out
    return out


def _inverse(x: Ball) -> Ball:
    if x.sign is None:
        raise Unfollowed("a division by what may be zero")
    return _rounded(1 / x.middle, x.radius / (abs(x.middle) * x.least_size))


def _exp(x: Ball) -> Ball:
    if abs(x.middle) + x.radius > 10**6:
        raise Unfollowed("an exponential is too large for this check")
    middle = mpmath.exp(x.middle)
    grown = 2 * x.radius if x.radius < mpf(1) / 2 else mpmath.exp(2 * x.radius)
    return _rounded(middle, middle * grown * (1 + mpf(2) ** (GUARD - mp.prec)))


def _log(x: Ball) -> Ball:
    if x.sign != 1:
        raise Unfollowed("a logarithm or root of what may not be positive")
    out = _rounded(mpmath.log(x.middle), x.radius / x.least_size)
    return Ball(out.middle, out.radius + mpf(2) ** (GUARD - mp.prec))


def _absolute(x: Ball) -> Ball:
    return Ball(abs(x.middle), x.radius)


def _greatest(*parts: Ball) -> Ball:
    return Ball(max(p.middle for p in parts), max(p.radius for p in parts))


def _least(*parts: Ball) -> Ball:
    return Ball(min(p.middle for p in parts), max(p.radius for p in parts))


def _gentle(function: Callable[[Any], Any]) -> Callable[[Ball], Ball]:
    """A function whose slope is nowhere above 1 in size: the radius does not grow."""

    def rule(x: Ball) -> Ball:
        out = _rounded(function(x.middle), x.radius)
        return Ball(out.middle, out.radius + mpf(2) ** (GUARD - mp.prec))

    return rule


def _wave(function: Callable[[Any], Any]) -> Callable[[Ball], Ball]:
    """A sine or cosine; of an angle that is hardly known, without the work, that it is within 1."""
    near = _gentle(function)
    return lambda x: near(x) if x.radius < 2 else Ball(mpf(0), mpf(1))


def _cosh(x: Ball) -> Ball:
    return _product(Ball(mpf(1) / 2, mpf(0)), _sum(_exp(x), _exp(_minus(x))))


def _sinh(x: Ball) -> Ball:
    return _product(Ball(mpf(1) / 2, mpf(0)), _sum(_exp(x), _minus(_exp(_minus(x)))))


def _minus(x: Ball) -> Ball:
    return Ball(-x.middle, x.radius)


def _arc_cosine(x: Ball) -> Ball:
    """acos has the slope 1/sqrt(1 - x^2): bounded by its size at the farther end."""
    far = abs(x.middle) + x.radius
    if far >= 1:
        raise Unfollowed("an arc cosine at the end of its domain")
    grown = x.radius / mpmath.sqrt(1 - far * far) * 2
    out = _rounded(mpmath.acos(x.middle), grown)
    return Ball(out.middle, out.radius + mpf(2) ** (GUARD - mp.prec))


CONSTANTS: Final[dict[Any, Callable[[], Any]]] = {
    sympy.pi: lambda: +mp.pi,
    sympy.E: lambda: +mp.e,
    sympy.GoldenRatio: lambda: +mp.phi,
}
RULES: Final[dict[Any, Callable[..., Ball]]] = {
    Add: _sum,
    Mul: _product,
    sympy.exp: _exp,
    sympy.log: _log,
    sympy.Abs: _absolute,
    sympy.Max: _greatest,
    sympy.Min: _least,
    sympy.sin: _wave(mpmath.sin),
    sympy.cos: _wave(mpmath.cos),
    sympy.atan: _gentle(mpmath.atan),
    sympy.tanh: _gentle(mpmath.tanh),
    sympy.asinh: _gentle(mpmath.asinh),
    sympy.erf: lambda x: _product(Ball(mpf(2), mpf(0)), _gentle(lambda m: mpmath.erf(m) / 2)(x)),
    sympy.cosh: _cosh,
    sympy.sinh: _sinh,
    sympy.tan: lambda x: _product(_wave(mpmath.sin)(x), _inverse(_wave(mpmath.cos)(x))),
    sympy.acos: _arc_cosine,
    sympy.asin: lambda x: _sum(
        Ball(+mp.pi / 2, mpf(2) ** (GUARD - mp.prec)), _minus(_arc_cosine(x))
    ),
}
