"""An expression goes in; whether composition rules prove it convex or concave comes out.

The rules of disciplined convex programming (M. Grant, S. Boyd, Y. Ye, 2006,
doi:10.1007/0-387-30528-9_7). Each keeps the domain convex.
"""

from collections.abc import Callable
from typing import Any, Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.proofs.enclosure import sign_of
from symdescent.proofs.ranges import range_of

CONVEX: Final = 1
CONCAVE: Final = -1
AFFINE: Final = 0


def curvature(node: Expr) -> int | None:
    """1 convex, -1 concave, 0 affine on a convex domain; None where the rules do not tell."""
    if not node.free_symbols or isinstance(node, Symbol):
        return AFFINE
    if isinstance(node, Add):
        return _together([curvature(part) for part in node.args])
    if isinstance(node, Mul):
        return _scaled(node)
    if isinstance(node, Pow) and node.base is not sympy.E:
        return _power(node)
    if isinstance(node, Pow):
        return CONVEX if curvature(node.exp) in (CONVEX, AFFINE) else None
    rule = RULES.get(type(node))
    return None if rule is None else rule(node.args[0])


def _together(parts: list[int | None]) -> int | None:
    if None in parts or {CONVEX, CONCAVE} <= set(parts):
        return None
    return CONVEX if CONVEX in parts else CONCAVE if CONCAVE in parts else AFFINE


def _scaled(node: Expr) -> int | None:
    constant, rest = node.as_independent(*node.free_symbols, as_Add=False)
    sign = sign_of(constant)
    if constant == 1 or not sign:
        return None
    inner = curvature(rest)
    return None if inner is None else sign * inner


def _power(node: Expr) -> int | None:
    base, exponent = node.base, node.exp
    inner = curvature(base)
    if not isinstance(exponent, Rational) or inner is None:
        return None
    if isinstance(exponent, Integer) and exponent > 0 and exponent % 2 == 0 and inner == AFFINE:
        return CONVEX
    if exponent >= 1 and inner in (CONVEX, AFFINE) and range_of(base, {}).not_negative:
        return CONVEX
    if exponent == Rational(1, 2) and _norm(base):
        return CONVEX
    if 0 < exponent < 1 and inner in (CONCAVE, AFFINE):
        return CONCAVE
    positive = not isinstance(exponent, Integer) or range_of(base, {}).sign == 1
    return CONVEX if exponent < 0 and inner in (CONCAVE, AFFINE) and positive else None


def _norm(base: Expr) -> bool:
    """A sum of squares of affine expressions and a constant that is not negative."""
    for part in Add.make_args(base):
        constant, rest = part.as_independent(*base.free_symbols, as_Add=False)
        if sign_of(constant) != 1:
            return False
        square = rest == 1 or (
            isinstance(rest, Pow) and rest.exp == 2 and curvature(rest.base) == 0
        )
        if not square:
            return False
    return True


def _log(inner: Expr) -> int | None:
    if curvature(inner) in (CONCAVE, AFFINE):
        return CONCAVE
    return CONVEX if all(map(_log_affine, Add.make_args(inner))) else None


def _log_affine(part: Expr) -> bool:
    """c exp(affine) with c > 0, or a positive constant."""
    constant, rest = part.as_independent(*part.free_symbols, as_Add=False)
    if not part.free_symbols:
        return sign_of(part) == 1
    exponent = rest.exp if isinstance(rest, sympy.exp | Pow) else None
    natural = isinstance(rest, sympy.exp) or (isinstance(rest, Pow) and rest.base is sympy.E)
    return bool(natural and sign_of(constant) == 1 and curvature(exponent) == AFFINE)


RULES: Final[dict[Any, Callable[[Expr], int | None]]] = {
    sympy.exp: lambda inner: CONVEX if curvature(inner) in (CONVEX, AFFINE) else None,
    sympy.cosh: lambda inner: CONVEX if curvature(inner) == AFFINE else None,
    sympy.Abs: lambda inner: CONVEX if curvature(inner) == AFFINE else None,
    sympy.log: _log,
}
