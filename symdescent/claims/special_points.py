"""Where an expression may jump, or lack a value, though it is equal to another almost everywhere.

An identity that is proved by algebra holds where no sign, no condition and no step changes. Away
from these places both sides are continuous on their domains, so what is left to examine are the
zeros of what the signs, conditions and steps are asked of.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, Final

import sympy as sp
from sympy import Expr, Symbol

MOST_DEGREE: Final = 24
MOST_TERMS: Final = 200
TURNS: Final = tuple(sp.Rational(n, 6) for n in range(-24, 25))  # of pi
Solved = dict[Symbol, Expr]


def jumps(expression: Expr) -> list[Expr]:
    """What is zero where the expression may jump or have a hole, each once."""
    found: list[Expr] = []
    for node in sp.preorder_traversal(expression):
        if isinstance(node, sp.sign | sp.Heaviside):
            found.append(node.args[0])
        elif isinstance(node, sp.core.relational.Relational):
            found.append(node.lhs - node.rhs)
        elif isinstance(node, sp.floor | sp.ceiling):
            found.append(sp.sin(sp.pi * node.args[0]))
        elif isinstance(node, sp.atan2):
            found += node.args
    return list(dict.fromkeys(found))


def multiple(one: Expr, other: Expr) -> Expr | None:
    """The number, not 0, that makes the one of the other, so that both are zero at the same places;
    None where there is none."""
    if one == other or one == -other:
        return sp.Integer(1 if one == other else -1)
    if other == 0 or sp.count_ops(one) + sp.count_ops(other) > MOST_TERMS:
        return None
    ratio = sp.cancel(one / other)
    return ratio if ratio.is_positive or ratio.is_negative else None


def on_side(expression: Expr, inside: Expr, side: int) -> Expr:
    """What the expression is next to the zeros of `inside`, where that has the sign `side`."""

    def sign_of(part: Expr) -> int | None:
        number = multiple(part, inside)
        return None if number is None else side if number.is_positive else -side

    def better(node: Expr) -> Expr:
        if not node.args:
            return node
        told = node.func(*map(better, node.args))
        if isinstance(told, sp.sign | sp.Abs | sp.Heaviside):
            sign = sign_of(told.args[0])
            return told if sign is None else SIDES[told.func](sign, told.args[0])
        if isinstance(told, sp.Max | sp.Min):
            return picked(told, sign_of)
        if isinstance(told, sp.core.relational.Relational):
            sign = sign_of(told.lhs - told.rhs)
            return told if sign is None else told.func(sp.Integer(sign), 0)
        return told

    return better(expression)


SIDES: Final[dict[Any, Callable[[int, Expr], Expr]]] = {
    sp.sign: lambda sign, _: sp.Integer(sign),
    sp.Abs: lambda sign, part: sign * part,
    sp.Heaviside: lambda sign, _: sp.Integer(1 if sign > 0 else 0),
}


def picked(node: Expr, sign_of: Callable[[Expr], int | None]) -> Expr:
    """A maximum or minimum without the parts that are not it on this side."""
    wanted = 1 if isinstance(node, sp.Max) else -1
    beaten = {
        b if sign_of(a - b) == wanted else a
        for a, b in combinations(node.args, 2)
        if sign_of(a - b) is not None
    }
    return node.func(*[part for part in node.args if part not in beaten])


def zeros(inside: Expr, symbols: Sequence[Symbol]) -> tuple[Solved, ...] | None:
    """All places where it is zero, each as one symbol by the others; None where they are not known.

    Places where it has no value may be among them.
    """
    top, _ = sp.fraction(sp.together(inside))
    if top.is_positive or top.is_negative:
        return ()
    if not top.free_symbols:
        return () if top.is_nonzero else None
    places: list[Solved] = []
    for factor in factors(top):
        found = of_factor(factor, [x for x in symbols if factor.has(x)])
        if found is None:
            return None
        places += found
    return tuple(places)


def factors(top: Expr) -> Iterator[Expr]:
    """Those of a product of powers, of a polynomial the irreducible ones."""
    for part in sp.Mul.make_args(top):
        base = part.base if part.is_Pow and part.exp.is_positive else part
        polynomial = base.is_polynomial(*base.free_symbols)
        if polynomial and base.free_symbols and len(sp.Add.make_args(base)) <= MOST_TERMS:
            yield from (factor for factor, _ in sp.factor_list(base)[1])
        elif base.free_symbols:
            yield base


def of_factor(factor: Expr, symbols: Sequence[Symbol]) -> list[Solved] | None:
    """The zeros of one factor."""
    if factor.is_positive or factor.is_negative:
        return []
    if not factor.is_polynomial(*symbols):
        return None
    for x in symbols:
        slope = factor.coeff(x, 1)
        if sp.degree(factor, x) == 1 and slope.is_number:
            return [{x: sp.expand(x - factor / slope)}]
    if len(symbols) == 1 and sp.degree(factor, symbols[0]) <= MOST_DEGREE:
        if any(not c.is_Rational for c in sp.Poly(factor, symbols[0]).all_coeffs()):
            return None
        return [{symbols[0]: root} for root in sp.Poly(factor, symbols[0]).real_roots()]
    return None


def candidates(symbols: Sequence[Symbol]) -> Iterator[Solved]:
    """Places where waves, exponentials and logarithms often are zero."""
    for x in symbols:
        yield from ({x: turn * sp.pi} for turn in TURNS)
        yield from ({x: sp.Integer(n)} for n in range(-6, 7))
