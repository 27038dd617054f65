"""Two expressions go in; whether they are equal wherever both are defined, by proof, comes out."""

from collections.abc import Iterator
from itertools import product
from typing import Final

import sympy as sp
from sympy import Expr

from symdescent.calculus.steps.agreement import is_proved
from symdescent.calculus.subexpressions import subexpressions
from symdescent.claims.kernels import Kernels, TooLarge
from symdescent.claims.rewriting import RULES

LARGEST: Final = 600  # subexpressions


def proof(first: Expr, second: Expr) -> str:
    """By what they are proved equal, in words; "" where no proof was found."""
    gap = first - second
    if gap == 0:
        return "the same expression"
    if sum(1 for _ in subexpressions([gap])) > LARGEST:
        return ""
    if is_proved(first, second):
        return "equal when multiplied out over one denominator"
    kernels = Kernels(gap, RULES)
    try:
        top, bottom = kernels.fraction(kernels.normal(gap))
        if bottom == 0:
            return ""
        return said(gap) if vanishes(top, kernels) else ""
    except (TooLarge, ArithmeticError, sp.PolynomialError, RecursionError):
        return ""


def vanishes(top: Expr, kernels: Kernels) -> bool:
    """Whether a numerator is zero for all signs that can be."""
    if top == 0:
        return True
    letters = sorted(kernels.signs.values(), key=str)
    if not letters or not top.has(*letters):
        return False
    cases = list(possible(letters, kernels))
    return bool(cases) and all(sp.expand(top.xreplace(signs)) == 0 for signs in cases)


def possible(letters: list[Expr], kernels: Kernels) -> Iterator[dict[Expr, Expr]]:
    """The signs that fulfil what every root and logarithm demands."""
    for values in product((sp.Integer(1), sp.Integer(-1)), repeat=len(letters)):
        signs = dict(zip(letters, values, strict=True))
        if all(demand.xreplace(signs) == 1 for demand in kernels.positive):
            yield signs


FAMILIES: Final = (
    ((sp.sin, sp.cos, sp.tan), "sin² + cos² = 1 and the addition theorems"),
    ((sp.exp, sp.sinh, sp.cosh, sp.tanh), "the laws of exponents"),
    ((sp.log,), "the laws of logarithms"),
    ((sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise), "cases of signs"),
)


def said(gap: Expr) -> str:
    """The identities that a proof may have used, in words."""
    used = [words for functions, words in FAMILIES if gap.has(*functions)]
    rooted = any(n.is_Pow and n.exp.is_Rational and n.exp.q > 1 for n in sp.preorder_traversal(gap))
    used += ["the laws of roots"] if rooted else []
    return "equal by " + ", ".join(used or ["algebra"])
