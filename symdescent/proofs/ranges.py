"""Exact ranges of expressions over a box, by the kernel's, and where their ends are met."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.proofs.enclosure import bounds, sign_of
from symdescent.proofs.kernel.certificates import Refusal
from symdescent.proofs.kernel.range_bounds import ALL, Range, reach
from symdescent.proofs.problem import Problem

Box = Mapping[Symbol, Range]
Equations = tuple[Expr, ...]
LOW: Final = -1
HIGH: Final = 1


class Loose(Exception):
    """An end is only a bound: where it is met is not known."""


@dataclass(frozen=True)
class End:
    """A lower bound; the expressions that vanish exactly where it is met; or proved never met."""

    value: Expr
    equations: Equations
    never: bool


def range_of(node: Expr, box: Box) -> Range:
    """Bounds for the expression where it is defined and the symbols lie in the box."""
    try:
        return reach(node, box)
    except Refusal:
        return ALL


def range_sign(node: Expr, box: Box) -> int | None:
    """1 where all values are known to be positive, -1 negative, else 0 or None."""
    try:
        return reach(node, box).sign
    except Refusal:
        return None


def least(node: Expr, box: Box) -> End | None:
    """The lower bound of an expression, with what holds where it is met; None: nothing is known."""
    try:
        found = reach(node, box)
        if found.low is None:
            return None
        bounds(found.low, 80)  # it is a real number
        if not found.low_met:
            return End(found.low, (), True)
        return End(found.low, _where(node, box, LOW), False)
    except (Refusal, Loose):
        return None


def _where(node: Expr, box: Box, side: int) -> Equations:
    """The expressions that vanish exactly where the range of the node meets its end."""
    if not node.free_symbols:
        return ()
    if isinstance(node, Symbol):
        end = _end(box.get(node, ALL), side)
        return (node - end,)
    if isinstance(node, Add):
        return tuple(e for part in node.args for e in _where(part, box, side))
    if isinstance(node, Mul):
        return _where_product(node, box, side)
    if isinstance(node, Pow) and node.base is not sympy.E:
        return _where_power(node, box, side)
    inner = node.args[-1]
    if isinstance(node, sympy.sin | sympy.cos):
        return (node - side,)
    if isinstance(node, sympy.cosh | sympy.Abs):
        return _where_even(inner, box, side)
    if isinstance(node, sympy.asin | sympy.acos):
        return _where_arc(inner, box, side if isinstance(node, sympy.asin) else -side)
    if isinstance(node, RISING):
        return _where(inner, box, side)
    raise Loose


def _end(found: Range, side: int) -> Expr:
    end = found.low if side == LOW else found.high
    if end is None:
        raise Loose
    return end


def _where_product(node: Expr, box: Box, side: int) -> Equations:
    constant, rest = node.as_independent(*node.free_symbols, as_Add=False)
    if constant != 1:
        return _where(rest, box, side * _sure(constant))
    ranges = [reach(part, box) for part in node.args]
    signs = [-1 if found.never_positive else 1 for found in ranges]
    if not all(r.never_negative or r.never_positive for r in ranges):
        raise Loose
    if signs.count(-1) % 2:
        side = -side
    known = list(zip(node.args, ranges, signs, strict=True))
    zeros = [(part, _met(r, -s)) for part, r, s in known if _sure(_end(r, -s)) == 0]
    if side == LOW and zeros:
        reached = [part for part, is_met in zeros if is_met]
        return (Mul(*reached),)
    if side == HIGH and any(_sure(_end(r, s)) == 0 for _, r, s in known):
        raise Loose
    return tuple(e for part, _, s in known for e in _where(part, box, s * side))


def _met(found: Range, side: int) -> bool:
    return found.low_met if side == LOW else found.high_met


def _sure(number: Expr) -> int:
    sign = sign_of(number)
    if sign is None:
        raise Loose
    return sign


def _where_power(node: Expr, box: Box, side: int) -> Equations:
    base, exponent = node.base, node.exp
    if not isinstance(exponent, Rational):
        raise Loose
    side = side if exponent > 0 else -side
    if exponent.q == 1 and exponent.p % 2 == 0:
        return _where_even(base, box, side)
    if exponent.q > 1 and side == LOW and not reach(base, box).never_negative:
        return (base,)
    if exponent < 0 and not reach(base, box).sign:
        raise Loose
    return _where(base, box, side)


def _where_even(inner: Expr, box: Box, side: int) -> Equations:
    """For a function that rises with the size of the inner expression."""
    found = reach(inner, box)
    if found.never_negative:
        return _where(inner, box, side)
    if found.never_positive:
        return _where(inner, box, -side)
    if side == HIGH:
        raise Loose
    return (inner,)


def _where_arc(inner: Expr, box: Box, side: int) -> Equations:
    """For a rising function on [-1, 1]."""
    end = reach(inner, box).low if side == LOW else reach(inner, box).high
    outside = end is None or sign_of(side * end - 1) in (0, 1)
    return (inner - side,) if outside else _where(inner, box, side)


RISING: Final = (sympy.exp, sympy.log, Pow, sympy.sinh, sympy.tanh, sympy.atan, sympy.asinh)
SAFE: Final = (sympy.sin, sympy.cos, sympy.exp, sympy.cosh, sympy.sinh, sympy.tanh, sympy.atan)


def defined_everywhere(node: Expr, box: Box | None = None) -> bool:
    """True where the expression is surely defined, and smooth, at every point of the box."""
    if not node.free_symbols or isinstance(node, Symbol):
        return True
    if not all(defined_everywhere(part, box) for part in node.args):
        return False
    if isinstance(node, Pow) and node.base is not sympy.E:
        whole = isinstance(node.exp, Integer) and node.exp > 0
        return whole or range_sign(node.base, box or {}) == 1
    if isinstance(node, sympy.log):
        return range_sign(node.args[0], box or {}) == 1
    return isinstance(node, (Add, Mul, *SAFE))


def box_of(problem: Problem) -> Box | None:
    """The ranges of the variables with rational ends; None for other ends."""
    out: dict[Symbol, Range] = {}
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        if not all(end is None or isinstance(end, Rational) for end in (low, high)):
            return None
        if low is not None or high is not None:
            out[v] = Range(low, high)
    return out
