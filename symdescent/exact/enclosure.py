"""A number in closed form goes in; rational bounds that surely enclose it come out."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy import CRootOf, Expr, Integer, Rational, Symbol

from symdescent.calculus.multiprecision import CriticalOf
from symdescent.exact.algebraic import Root, polynomial, roots_of_factor
from symdescent.exact.series import (
    absolute,
    acos,
    arctangent,
    asin_thin,
    cosh,
    cosine,
    exponential,
    logarithm,
    monotone,
    pi,
    sine,
    sinh_thin,
    tanh_thin,
)
from symdescent.exact.spans import Span, Unknown, of, power, root
from symdescent.exact.terms import fraction

PRECISIONS: Final = (80, 200, 500)

RULES: Final[dict[Any, Callable[[Span], Span]]] = {
    sympy.exp: exponential,
    sympy.log: logarithm,
    sympy.sin: sine,
    sympy.cos: cosine,
    sympy.tan: lambda x: sine(x) * cosine(x).inverse(),
    sympy.atan: arctangent,
    sympy.asin: monotone(asin_thin),
    sympy.acos: acos,
    sympy.sinh: monotone(sinh_thin),
    sympy.cosh: cosh,
    sympy.tanh: monotone(tanh_thin),
    sympy.Abs: absolute,
}


def enclose(node: Expr, known: Mapping[Symbol, Span], bits: int) -> Span:
    """The value of an expression, its symbols in the given spans; Unknown where no rule holds."""
    if isinstance(node, Rational):
        return of(fraction(node), fraction(node), bits)
    if isinstance(node, Symbol) and node in known:
        return known[node]
    if node is sympy.pi or node is sympy.E:
        return pi(bits) if node is sympy.pi else exponential(of(Fraction(1), Fraction(1), bits))
    if isinstance(node, CRootOf):
        return _algebraic(node, bits)
    if isinstance(node, CriticalOf):
        return of(*node.ends, bits)
    return _compound(node, known, bits)


def _compound(node: Expr, known: Mapping[Symbol, Span], bits: int) -> Span:
    if isinstance(node, sympy.Pow):
        return _power(node, known, bits)
    parts = [enclose(part, known, bits) for part in node.args]
    if isinstance(node, sympy.Add | sympy.Mul):
        total = parts[0]
        for part in parts[1:]:
            total = total + part if isinstance(node, sympy.Add) else total * part
        return total
    if type(node) not in RULES:
        raise Unknown
    return RULES[type(node)](parts[0])


def _power(node: Expr, known: Mapping[Symbol, Span], bits: int) -> Span:
    if node.base is sympy.E:
        return exponential(enclose(node.exp, known, bits))
    base = enclose(node.base, known, bits)
    if isinstance(node.exp, Integer):
        size = power(base, abs(int(node.exp)))
        return size if node.exp > 0 else size.inverse()
    if node.exp in (Rational(1, 2), Rational(-1, 2)):
        return root(base) if node.exp > 0 else root(base).inverse()
    return exponential(enclose(node.exp, known, bits) * logarithm(base))


_ROOTS: dict[Any, Root] = {}


def _algebraic(node: CRootOf, bits: int) -> Span:
    if node not in _ROOTS:
        poly = polynomial([fraction(c) for c in node.poly.all_coeffs()]).monic()
        found = roots_of_factor(poly) if poly.is_irreducible else []
        if node.index >= len(found):
            raise Unknown
        _ROOTS[node] = found[node.index]
    known = _ROOTS[node]
    known.refine(Fraction(1, 1 << bits))
    return of(known.low, known.high, bits)


def sign_of(number: Expr) -> int | None:
    """The certain sign of a constant; 0 only for a literal zero, None where it stays unknown."""
    if isinstance(number, Rational):
        return int(bool(number > 0)) - int(bool(number < 0))
    for bits in PRECISIONS:
        try:
            found = enclose(number, {}, bits).sign
        except Unknown:
            continue
        if found:
            return found
    return None
