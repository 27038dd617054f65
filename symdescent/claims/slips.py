"""A tree and a mistake go in; the derivative that a person gets who makes it comes out.

A differentiator of its own, in which each rule can be spoilt in the ways that people spoil it, at
one of its uses or at all of them. What it finds is only ever compared with a claim.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.formula import condition, express
from symdescent.calculus.gradient import gradient
from symdescent.calculus.steps.differentiation_rules import TREES
from symdescent.claims.spoilt_rules import (
    CHAINED,
    EXPONENTIALS,
    FUNCTIONS,
    MOVING,
    POWERS,
    QUOTIENTS,
    RECIPROCALS,
    STILL,
)
from symdescent.language.tree import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
    names,
)

EVERYWHERE: Final = -1
RIGHT: Final = ""
ONE: Final = sp.Integer(1)
ZERO: Final = sp.Integer(0)


@dataclass
class Slip:
    """A derivative being taken: by which variable, with which mistake, at which chance."""

    variable: Symbol
    known: dict[str, Expr]
    kind: str = RIGHT
    site: int = EVERYWHERE
    chances: int = field(default=0)

    def makes(self, kind: str) -> bool:
        """Whether the mistake is made here, where it could be."""
        if kind != self.kind:
            return False
        self.chances += 1
        return self.site in (EVERYWHERE, self.chances - 1)

    def depends(self, node: Node) -> bool:
        return str(self.variable) in names(node)

    def told(self, node: Node) -> Expr:
        return express(node, self.known)

    def taken(self, node: Any) -> Expr:
        """The derivative of a tree, or what the mistake makes of it."""
        if not self.depends(node):
            return ZERO
        return TAKING[type(node)](self, node)


def of_negative(slip: Slip, node: Negative) -> Expr:
    inner = slip.taken(node.operand)
    return inner if slip.makes("minus") else -inner


def of_sum(slip: Slip, node: Sum) -> Expr:
    return sp.Add(*[of_term(slip, term) for term in node.terms])


def of_term(slip: Slip, term: Node) -> Expr:
    """The derivative of one term of a sum, or what is put in its place."""
    whole = slip.told(term)
    other, is_moving = by_others(slip, whole), slip.depends(term)
    stead = MOVING if is_moving else STILL
    for kind, put in stead.items():
        found = put(whole, other)
        if found is not None and slip.makes(kind):
            return found
    return slip.taken(term)


def of_product(slip: Slip, node: Product) -> Expr:
    pairs = list(zip(node.factors, node.divides, strict=True))
    moving = [pair for pair in pairs if slip.depends(pair[0])]
    fixed = fixed_factor(slip, [pair for pair in pairs if not slip.depends(pair[0])])
    above = [factor for factor, divides in moving if not divides]
    below = [factor for factor, divides in moving if divides]
    if not below:
        return fixed * of_factors(slip, above)
    bottom, slope = parts(slip, below)
    if not above:
        found = as_power(slip, below)
        return fixed * (of_reciprocal(slip, below, bottom, slope) if found is None else found)
    return fixed * of_quotient(slip, parts(slip, above), (bottom, slope))


def parts(slip: Slip, factors: Sequence[Node]) -> tuple[Expr, Expr]:
    """A product and its derivative."""
    return sp.Mul(*map(slip.told, factors)), of_factors(slip, factors)


def fixed_factor(slip: Slip, pairs: Sequence[tuple[Node, bool]]) -> Expr:
    """What stands in front: numbers, and other variables."""
    number, letters = ONE, ONE
    for factor, divides in pairs:
        value = slip.told(factor) ** (-1 if divides else 1)
        number, letters = (
            (number * value, letters) if value.is_number else (number, letters * value)
        )
    if number != 1 and slip.makes("factor lost"):
        number = ONE
    if letters != 1 and slip.makes("other variable lost"):
        letters = ONE
    if letters != 1 and slip.makes("other variable taken"):
        letters = by_others(slip, letters)
    return number * letters


def by_others(slip: Slip, found: Expr) -> Expr:
    """What comes of differentiating by the other variables, where none should be touched."""
    others = sorted(found.free_symbols - {slip.variable}, key=str)
    return sp.Add(*[sp.diff(found, other) for other in others])


def of_factors(slip: Slip, factors: Sequence[Node]) -> Expr:
    if len(factors) == 1:
        return slip.taken(factors[0])
    values = [slip.told(factor) for factor in factors]
    slopes = [slip.taken(factor) for factor in factors]
    if slip.makes("product of slopes"):
        return sp.Mul(*slopes)
    if slip.makes("sum of slopes"):
        return sp.Add(*slopes)
    rows = [
        sp.Mul(*[slopes[i] if i == j else value for i, value in enumerate(values)])
        for j in range(len(values))
    ]
    for j, row in enumerate(rows):
        if slip.makes(f"one term {j}"):
            return row
    if slip.makes("product minus"):
        return rows[0] - sp.Add(*rows[1:])
    return sp.Add(*rows)


def as_power(slip: Slip, below: Sequence[Node]) -> Expr | None:
    """What is made of 1/u^n where it is taken for the power u^(-n), wrongly; None: nothing is."""
    node: Any = below[0]
    base, n = (node.base, slip.told(node.exponent)) if isinstance(node, Power) else (node, ONE)
    if len(below) > 1 or not n.is_number:
        return None
    for kind, spoilt in POWERS.items():
        if slip.makes(kind):
            return spoilt(slip.told(base), -n) * slip.taken(base)
    return None


def of_reciprocal(slip: Slip, below: Sequence[Node], v: Expr, slope: Expr) -> Expr:
    """(1/v)' = -v'/v^2."""
    if not isinstance(below[0], Name) and slip.makes("chain"):
        return -1 / v**2
    for kind, spoilt in RECIPROCALS.items():
        if slip.makes(kind):
            return spoilt(v, slope)
    return -slope / v**2


def of_quotient(slip: Slip, top: tuple[Expr, Expr], bottom: tuple[Expr, Expr]) -> Expr:
    """(u/v)' = (u'v - uv')/v^2."""
    (u, du), (v, dv) = top, bottom
    for kind, spoilt in QUOTIENTS.items():
        if slip.makes(kind):
            return spoilt(u, du, v, dv)
    return (du * v - u * dv) / v**2


def of_power(slip: Slip, node: Power) -> Expr:
    if not slip.depends(node.exponent):
        return of_fixed_exponent(slip, node)
    if slip.depends(node.base):
        return of_both(slip, node)
    return of_exponential(slip, slip.told(node.base), node.exponent)


def of_fixed_exponent(slip: Slip, node: Power) -> Expr:
    """(u^n)' = n u^(n-1) u'."""
    u, n, du = slip.told(node.base), slip.told(node.exponent), slip.taken(node.base)
    if not isinstance(node.base, Name):
        if slip.makes("chain"):
            return n * u ** (n - 1)
        if slip.makes("slope inside"):
            return n * du ** (n - 1)
        if slip.makes("inner only"):
            return du**n
    if slip.makes("integrated"):
        return u ** (n + 1) / (n + 1) * du if n != -1 else sp.log(u)
    for kind, spoilt in POWERS.items():
        if slip.makes(kind):
            return spoilt(u, n) * du
    return n * u ** (n - 1) * du


def of_both(slip: Slip, node: Power) -> Expr:
    """(u^v)' = u^v (v' log(u) + v u'/u)."""
    u, v = slip.told(node.base), slip.told(node.exponent)
    du, dv = slip.taken(node.base), slip.taken(node.exponent)
    if slip.makes("exponential as power"):
        return v * u ** (v - 1) * du
    if slip.makes("power as exponential"):
        return u**v * sp.log(u) * dv
    return u**v * (dv * sp.log(u) + v * du / u)


def of_exponential(slip: Slip, base: Expr, exponent: Node) -> Expr:
    """(b^u)' = b^u log(b) u'."""
    u, du = slip.told(exponent), slip.taken(exponent)
    for kind, spoilt in EXPONENTIALS.items():
        if (kind not in CHAINED or not isinstance(exponent, Name)) and slip.makes(kind):
            return spoilt(base, u, du)
    return base**u * sp.log(base) * du


def of_call(slip: Slip, node: Call) -> Expr:
    """f(u)' = f'(u) u'."""
    if node.function == "exp":
        return of_exponential(slip, sp.E, node.arguments[0])
    if node.function not in TREES:
        (found,) = gradient(slip.told(node), [slip.variable])
        return found
    (inner,) = node.arguments
    u, du = slip.told(inner), slip.taken(inner)

    def outer(at: Expr) -> Expr:
        return express(TREES[node.function], {"u": at})

    if not isinstance(inner, Name):
        spoilt = without_chain(slip, node, outer, (u, du))
        if spoilt is not None:
            return spoilt
    if slip.makes("function kept"):
        return slip.told(node) * du
    for kind, spoilt in FUNCTIONS.get(node.function, {}).items():
        if slip.makes(kind):
            return spoilt(u) * du
    return outer(u) * du


def without_chain(
    slip: Slip, node: Call, outer: Callable[[Expr], Expr], parts: tuple[Expr, Expr]
) -> Expr | None:
    """What is made of f(u) when its inside is not treated as it should be."""
    u, du = parts
    if slip.makes("chain"):
        return outer(u)
    if slip.makes("slope inside"):
        return defined(outer(du))
    if slip.makes("inner only"):
        return express(Call(node.function, (Name("u", 0, 0),), 0, 0), {"u": du})
    return None


def defined(found: Expr) -> Expr:
    """Nothing infinite, as the slope of log at the slope 0."""
    return sp.nan if found.has(sp.zoo, sp.oo, -sp.oo) else found


def of_choice(slip: Slip, node: Piecewise) -> Expr:
    pairs: list[Any] = [(slip.taken(v), condition(c, slip.known)) for v, c in node.branches]
    if node.otherwise is not None:
        pairs.append((slip.taken(node.otherwise), True))
    return sp.Piecewise(*pairs)


TAKING: Final[dict[type, Callable[[Slip, Any], Expr]]] = {
    Name: lambda _, __: ONE,
    Negative: of_negative,
    Sum: of_sum,
    Product: of_product,
    Power: of_power,
    Call: of_call,
    Piecewise: of_choice,
}
assert not {Number, Constant} & set(TAKING)  # they depend on nothing
