"""A derivative not yet taken goes in; what one rule makes of it comes out, with the rule's name."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from symdescent.language.notation import Pending, Written
from symdescent.language.tree import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Piecewise,
    Power,
    Product,
    Sum,
)
from symdescent.symbolic.function_rules import CALLS, OUTER, of_call
from symdescent.symbolic.taking import Taken, at_once, chained, depends, within
from symdescent.symbolic.tidying import tidied
from symdescent.symbolic.written import (
    ONE,
    ZERO,
    Factors,
    advanced,
    chain,
    combined,
    is_number,
    minus,
    number,
    over,
    power,
    product,
    rational,
)

MOST_FACTORS: Final = 8
GENERAL: Final = (
    "constant",
    "variable",
    "constant factor",
    "sum",
    "product",
    "quotient",
    "reciprocal",
    "power",
    "exponential",
    "variable power",
    "chain",
    "piecewise",
    "derivative",
)
TAKING_RULES: Final = (*GENERAL, *OUTER, *CALLS)


def taken(pending: Pending) -> Taken:
    """One rule applied to d/dx [a tree]; derivatives of parts are left to the next lines."""
    node: Any = pending.operand
    if not depends(pending, node):
        return Taken(("constant",), ZERO)
    return TAKING[type(node)](pending, node)


def of_name(_: Pending, __: Name) -> Taken:
    return Taken(("variable",), ONE)


def of_negative(pending: Pending, node: Negative) -> Taken:
    return Taken(("constant factor",), minus(within(pending, node.operand)))


def of_sum(pending: Pending, node: Sum) -> Taken:
    """Term by term; a sum of multiples of the variable is done at once."""
    terms = [signed(term) for term in node.terms if depends(pending, term)]
    rules = ("sum", "constant")[: 1 + (len(terms) < len(node.terms))]
    slopes = [(plus, slope(pending, term)) for plus, term in terms]
    known = [(plus, found) for plus, found in slopes if found is not None]
    if len(known) < len(terms):
        return Taken(rules, combined(*[(plus, within(pending, term)) for plus, term in terms]))
    if any(isinstance(term, Product) for _, term in terms):
        rules = (*rules, "constant factor")
    return Taken(rules, combined(*known))


def signed(term: Node) -> tuple[bool, Node]:
    return (False, term.operand) if isinstance(term, Negative) else (True, term)


def slope(pending: Pending, term: Node) -> Node | None:
    """c, for a term c*x."""
    if isinstance(term, Name):
        return ONE
    if isinstance(term, Product):
        fixed, moving = split(pending, term)
        if len(moving) == 1 and isinstance(moving[0][0], Name) and not moving[0][1]:
            return product(fixed)
    return None


def split(pending: Pending, node: Product) -> tuple[Factors, Factors]:
    """The factors that do not depend on the variable, and those that do."""
    pairs = list(zip(node.factors, node.divides, strict=True))
    moving = [pair for pair in pairs if depends(pending, pair[0])]
    return [pair for pair in pairs if not depends(pending, pair[0])], moving


def of_product(pending: Pending, node: Product) -> Taken:
    """Constant factors first; then the product, the quotient or the reciprocal rule."""
    fixed, moving = split(pending, node)
    below = [factor for factor, divides in moving if divides]
    above = [factor for factor, divides in moving if not divides]
    if not above:
        return of_reciprocal(pending, fixed, product([(factor, False) for factor in below]))
    if fixed:
        return multiple(pending, fixed, product(moving))
    if below:
        return of_quotient(
            pending, *(product([(f, False) for f in part]) for part in (above, below))
        )
    return of_factors(pending, above)


def multiple(pending: Pending, fixed: Factors, rest: Node) -> Taken:
    """(c*u)' = c*u', and (u/c)' = u'/c."""
    inner = within(pending, rest)
    if is_number(inner, 1):
        return Taken(("constant factor",), product(fixed))
    if all(divides for _, divides in fixed):
        bottom = product([(factor, False) for factor, _ in fixed])
        return Taken(("constant factor",), over(inner, bottom))
    return Taken(("constant factor",), chain(product(fixed), inner))


def of_factors(pending: Pending, factors: list[Node]) -> Taken:
    """(u*v*w)' = u'*v*w + u*v'*w + u*v*w'."""
    if len(factors) > MOST_FACTORS:
        return at_once(pending, product([(factor, False) for factor in factors]))
    rows = [
        [replace(pending, operand=f) if i == place else f for i, f in enumerate(factors)]
        for place in range(len(factors))
    ]
    return Taken(("product",), combined(*[(True, chain(*row)) for row in rows]))


def of_quotient(pending: Pending, u: Node, v: Node) -> Taken:
    """(u/v)' = (u'*v - u*v')/v^2."""
    first = chain(replace(pending, operand=u), v)
    second = chain(u, replace(pending, operand=v))
    base, n = raised(v)
    return Taken(("quotient",), over(combined((True, first), (False, second)), power(base, 2 * n)))


def of_reciprocal(pending: Pending, fixed: Factors, bottom: Node) -> Taken:
    """(c/u^n)' = -c*n*u'/u^(n+1)."""
    base, n = raised(bottom)
    moving = within(pending, base)
    factors = [factor for factor in (product(fixed), number(n), moving) if not is_number(factor, 1)]
    written = minus(over(chain(*factors) if factors else ONE, power(base, n + 1)))
    inner = () if isinstance(base, Name) else ("chain",)
    return Taken(("reciprocal",) if n == 1 else ("power", *inner), written)


def raised(node: Node) -> tuple[Node, Fraction]:
    """Base and exponent of a power with a number above; else the node itself, and 1."""
    n = rational(node.exponent) if isinstance(node, Power) else None
    return (node.base, n) if isinstance(node, Power) and n else (node, Fraction(1))


def of_power(pending: Pending, node: Power) -> Taken:
    """(u^n)' = n*u^(n-1)*u'; (b^u)' = b^u*log(b)*u'; (u^v)' = u^v*(v*log(u))'."""
    if not depends(pending, node.exponent):
        return of_fixed_exponent(pending, node)
    logarithm = Call("log", (node.base,), 0, 0)
    if depends(pending, node.base):
        inside = Product((node.exponent, logarithm), (False, False), 0, 0)
        return Taken(("variable power",), chain(node, replace(pending, operand=inside)))
    if isinstance(node.base, Constant) and node.base.name == "e":
        return chained(pending, "exp", node, node.exponent)
    return chained(pending, "exponential", chain(node, logarithm), node.exponent)


def of_fixed_exponent(pending: Pending, node: Power) -> Taken:
    n = rational(node.exponent)
    if n == 0:
        return Taken(("power",), ZERO)
    if n == 1:
        return Taken(("power",), within(pending, node.base))
    less = Sum((node.exponent, Negative(ONE, 0, 0)), 0, 0)
    lowered = Power(node.base, less, 0, 0) if n is None else power(node.base, n - 1)
    return chained(pending, "power", chain(node.exponent, lowered), node.base)


def of_choice(pending: Pending, node: Piecewise) -> Taken:
    """Branch by branch, each at once."""
    used = ["piecewise"]

    def branch(value: Node) -> Node:
        return tidied(settled(replace(pending, operand=value), used))

    branches = tuple((branch(value), test) for value, test in node.branches)
    otherwise = None if node.otherwise is None else branch(node.otherwise)
    is_flat = {otherwise, *(value for value, _ in branches)} == {ZERO}
    whole = ZERO if is_flat else Piecewise(branches, otherwise, 0, 0)
    return Taken(tuple(dict.fromkeys(used)), whole)


def settled(pending: Pending, used: list[str]) -> Written:
    """The derivative with every rule applied; their names go to `used`."""
    step = taken(pending)
    used.extend(step.rules)
    return advanced(step.written, lambda part: settled(part, used))


TAKING: Final[dict[type, Callable[[Pending, Any], Taken]]] = {
    Name: of_name,
    Negative: of_negative,
    Sum: of_sum,
    Product: of_product,
    Power: of_power,
    Call: of_call,
    Piecewise: of_choice,
}
