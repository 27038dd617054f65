"""A constant goes in; its sign comes out, zero included, for certain.

A number made of integers by + - * / and roots is zero, or larger than a bound that its expression
gives (C. Burnikel, S. Funke, K. Mehlhorn, S. Schirra, S. Schmitt, 2001,
doi:10.1007/3-540-44676-1_21): enough digits decide. Exponentials, logarithms and pi are formal
letters: where every coefficient is zero, so is the number; where not, no zero is claimed.
"""

from dataclasses import dataclass
from functools import cache
from math import log2
from typing import Any, Final

from sympy import Add, CRootOf, Expr, Mul, Pow, Rational

from symdescent.exact.check import formal
from symdescent.exact.check.balls import ball
from symdescent.exact.check.refusal import Unfollowed
from symdescent.exact.check.residues import residue

FIRST_BITS: Final = (80, 320)
MOST_BITS: Final = 120_000


@cache
def sign(constant: Expr) -> int:
    """-1, 0 or 1; Unfollowed where it is not decided."""
    if isinstance(constant, Rational):
        return int(constant.p > 0) - int(constant.p < 0)
    for bits in FIRST_BITS:
        known = ball(constant, bits).sign
        if known is not None:
            return known
    if is_algebraic(constant):
        return _algebraic_sign(constant)
    if formal.vanishes(constant, _algebraic_sign):
        return 0
    raise Unfollowed("two numbers agree to 90 digits, and this check cannot tell them apart")


def is_zero(constant: Expr) -> bool:
    return sign(constant) == 0


def _algebraic_sign(constant: Expr) -> int:
    if residue(constant) == []:
        return 0
    bits = round(separation(constant)) + 16
    if bits > MOST_BITS:
        raise Unfollowed("two algebraic numbers are too near to be told apart here")
    if isinstance(constant, Rational):
        return int(constant.p > 0) - int(constant.p < 0)
    for extra in (64, 4 * 64, bits):
        found = ball(constant, bits + extra)
        if found.sign is not None:
            return found.sign
        if found.radius == 0 or -_exponent(found.radius) > bits:
            return 0
    raise Unfollowed("a number could not be computed closely enough")


def _exponent(number: Any) -> int:
    """An e with |number| < 2^e."""
    return int(number.exp) + int(number.bc)


@dataclass(frozen=True)
class Size:
    """Logarithms (base 2) of the bounds u and l of an expression U/L in algebraic integers."""

    above: float
    below: float


def is_algebraic(node: Expr) -> bool:
    """Whether the bound knows the number."""
    if isinstance(node, Rational | CRootOf):
        return True
    if isinstance(node, Add | Mul):
        return all(map(is_algebraic, node.args))
    return isinstance(node, Pow) and isinstance(node.exp, Rational) and is_algebraic(node.base)


def separation(constant: Expr) -> float:
    """b such that the number is zero or larger than 2^-b in size."""
    degrees: dict[Expr, int] = {}
    size = _size(constant, degrees, {})
    degree = 1
    for d in degrees.values():
        degree *= d
    return (degree - 1) * max(size.above, 0.0) + max(size.below, 0.0) + 4


def _size(node: Expr, degrees: dict[Expr, int], seen: dict[Expr, Size]) -> Size:
    if node not in seen:
        seen[node] = _sized(node, degrees, seen)
    return seen[node]


def _sized(node: Expr, degrees: dict[Expr, int], seen: dict[Expr, Size]) -> Size:
    if isinstance(node, Rational):
        return Size(_log(abs(int(node.p))), _log(int(node.q)))
    if isinstance(node, CRootOf):
        numbers = [abs(int(c)) for c in node.poly.all_coeffs()]
        degrees[node] = len(numbers) - 1
        return Size(_log(numbers[0] + max(numbers[1:])), _log(numbers[0]))
    if isinstance(node, Pow):
        return _power(node, degrees, seen)
    parts = [_size(part, degrees, seen) for part in node.args]
    total = parts[0]
    for part in parts[1:]:
        total = _sum(total, part) if isinstance(node, Add) else _product(total, part)
    return total


def _log(number: int) -> float:
    """log2, rounded up; 0 stands for log 0, which only makes the bound larger."""
    return log2(number) + 1e-6 if number > 1 else 0.0


def _sum(a: Size, b: Size) -> Size:
    return Size(max(a.above + b.below, b.above + a.below) + 1, a.below + b.below)


def _product(a: Size, b: Size) -> Size:
    return Size(a.above + b.above, a.below + b.below)


def _power(node: Expr, degrees: dict[Expr, int], seen: dict[Expr, Size]) -> Size:
    inner = _size(node.base, degrees, seen)
    high, low = abs(int(node.exp.p)), int(node.exp.q)
    if low > 1:
        degrees[Pow(node.base, Rational(1, low), evaluate=False)] = low
        inner = _root(inner, low)
    out = Size(inner.above * high, inner.below * high)
    return Size(out.below, out.above) if node.exp < 0 else out


def _root(x: Size, degree: int) -> Size:
    if x.above >= x.below:
        return Size((x.above + (degree - 1) * x.below) / degree, x.below)
    return Size(x.above, ((degree - 1) * x.above + x.below) / degree)
