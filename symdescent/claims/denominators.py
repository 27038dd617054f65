"""An expression goes in; the common denominators of its exponents and angles come out."""

from collections.abc import Callable, Iterator
from math import lcm
from typing import Any, Final

import sympy as sp
from sympy import Expr

from symdescent.calculus.steps.agreement import terms

MOST_PARTS: Final = 60
ARCS: Final = (sp.asin, sp.acos, sp.atan)
MOST_SUMMED: Final = 60  # terms of an argument that is multiplied out


def parts(denominators: Iterator[int]) -> int:
    """A common denominator, or 1 where that is too large."""
    found = lcm(*denominators)
    return found if found <= MOST_PARTS else 1


def root_denominators(expression: Expr) -> Iterator[int]:
    for node in sp.preorder_traversal(expression):
        if node.is_Pow and node.exp.is_Rational:
            yield int(node.exp.q)
        if isinstance(node, sp.asinh | sp.acosh):
            yield 2
        if isinstance(node, sp.sin | sp.cos | sp.tan) and node.args[0].has(sp.pi, *ARCS):
            yield 2


def coefficients(expression: Expr, wanted: Callable[[Any], bool]) -> Iterator[int]:
    """The denominators of the numbers in the arguments of the functions that are wanted."""
    for node in sp.preorder_traversal(expression):
        if wanted(node):
            inside = node.exp if node.is_Pow else node.args[0]
            whole = sp.expand(inside) if terms(inside) < MOST_SUMMED else inside
            for term in sp.Add.make_args(whole):
                top, bottom = sp.fraction(term)
                number = top.as_coeff_Mul()[0] / bottom.as_content_primitive()[0]
                yield int(number.q) if number.is_Rational else 1


def is_exponential(node: Any) -> bool:
    hyperbolic = isinstance(node, sp.exp | sp.sinh | sp.cosh | sp.tanh)
    return hyperbolic or bool(node.is_Pow and not node.exp.is_Rational)


def is_wave(node: Any) -> bool:
    return isinstance(node, sp.sin | sp.cos | sp.tan)
