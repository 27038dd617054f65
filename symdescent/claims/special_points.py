"""Where an expression may jump, or lack a value, though it is equal to another almost everywhere.

An identity that is proved by algebra holds where no sign, no condition and no step changes. Away
from these places both sides are continuous on their domains, so what is left to examine are the
zeros of what the signs, conditions and steps are asked of.
"""

from collections.abc import Iterator, Sequence
from typing import Final

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


def is_alike(one: Expr, other: Expr) -> bool:
    """Whether the one is a number times the other, so that both are zero at the same places."""
    if one == other or one == -other:
        return True
    if other == 0 or sp.count_ops(one) + sp.count_ops(other) > MOST_TERMS:
        return False
    ratio = sp.cancel(one / other)
    return bool(ratio.is_number and ratio.is_nonzero)


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
