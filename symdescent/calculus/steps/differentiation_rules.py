"""The rules of differentiation: what each makes of a derivative that is not yet taken."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from sympy import Symbol

from symdescent.calculus.formula import express
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import gradient
from symdescent.calculus.steps.tree_algebra import (
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
    tidied,
)
from symdescent.language import parse
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
    exchanged,
    names,
)


@dataclass(frozen=True)
class Taken:
    """What stands in a derivative's place, and the rules that put it there, the first one first."""

    rules: tuple[str, ...]
    written: Written


def depends(pending: Pending, node: Node) -> bool:
    return any(name == pending.variable for name in names(node))


def within(pending: Pending, node: Node) -> Written:
    """The derivative of a part: 1 for the variable itself, else left to be taken."""
    return ONE if isinstance(node, Name) else replace(pending, operand=node)


def chained(pending: Pending, rule: str, outer: Written, inner: Node) -> Taken:
    """The chain rule; a function of the variable itself needs none."""
    if isinstance(inner, Name) or is_number(outer, 0):
        return Taken((rule,), outer)
    return Taken((rule, "chain"), chain(outer, within(pending, inner)))


def at_once(pending: Pending, node: Node) -> Taken:
    """The derivative of what has no rule here, by symbolic differentiation as a whole."""
    symbols = {name: Symbol(name, real=True) for name in names(node)}
    (found,) = gradient(express(node, symbols), [symbols[pending.variable]])
    return Taken(("derivative",), tree(found))


OUTER: Final = {  # the derivative of a function of u with respect to u
    "exp": "exp(u)",
    "log": "1/u",
    "log10": "1/(u*ln(10))",
    "log2": "1/(u*ln(2))",
    "sqrt": "1/(2*sqrt(u))",
    "cbrt": "1/(3*cbrt(u)^2)",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1 + tan(u)^2",
    "sec": "sin(u)/cos(u)^2",
    "csc": "-cos(u)/sin(u)^2",
    "cot": "-1/sin(u)^2",
    "asin": "1/sqrt(1 - u^2)",
    "acos": "-1/sqrt(1 - u^2)",
    "atan": "1/(1 + u^2)",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1/cosh(u)^2",
    "asinh": "1/sqrt(1 + u^2)",
    "acosh": "1/sqrt(u^2 - 1)",
    "atanh": "1/(1 - u^2)",
    "abs": "sign(u)",
    "sigmoid": "sigmoid(u)*(1 - sigmoid(u))",
    "softplus": "sigmoid(u)",
    "relu": "(1 + sign(u))/2",
    "gaussian": "-2*u*gaussian(u)",
}
TREES: Final = {name: parse(text).tree for name, text in OUTER.items()}


def of_call(pending: Pending, node: Call) -> Taken:
    """A function's own rule, with the chain rule."""
    if node.function in TREES:
        (u,) = node.arguments
        outer = exchanged(TREES[node.function], lambda part: u if is_u(part) else None)
        return chained(pending, node.function, outer, u)
    return CALLS.get(node.function, at_once)(pending, node)


def is_u(part: object) -> bool:
    return isinstance(part, Name) and part.name == "u"


def of_sign(_: Pending, __: Call) -> Taken:
    """Flat wherever it has a slope; the jump's own slope is taken as zero."""
    return Taken(("sign",), ZERO)


def of_root(pending: Pending, node: Call) -> Taken:
    """The n-th root r of u: r' = r*u'/(n*u)."""
    u, n = node.arguments
    if depends(pending, n):
        return at_once(pending, node)
    outer = product([(node, False), (Product((n, u), (False, False), 0, 0), True)])
    return chained(pending, "root", outer, u)


def of_arctangent(pending: Pending, node: Call) -> Taken:
    """atan2(y, x)' = (x*y' - y*x')/(x^2 + y^2)."""
    y, x = node.arguments
    top = combined(
        (True, chain(x, replace(pending, operand=y))),
        (False, chain(y, replace(pending, operand=x))),
    )
    return Taken(("atan2", "chain"), over(top, Sum((power(x, 2), power(y, 2)), 0, 0)))


def of_norm(pending: Pending, node: Call) -> Taken:
    """sqrt(u^2 + v^2)' = (u*u' + v*v')/sqrt(u^2 + v^2)."""
    moving = [part for part in node.arguments if depends(pending, part)]
    terms = [
        (True, part if isinstance(part, Name) else chain(part, within(pending, part)))
        for part in moving
    ]
    return Taken((node.function, "chain"), over(combined(*terms), node))


def of_dot(pending: Pending, node: Call) -> Taken:
    """u.v is the sum of the products of their coordinates."""
    half = len(node.arguments) // 2
    pairs = zip(node.arguments[:half], node.arguments[half:], strict=True)
    terms = tuple(Product(pair, (False, False), 0, 0) for pair in pairs)
    whole = Sum(terms, 0, 0) if half > 1 else terms[0]
    return Taken(("dot",), replace(pending, operand=whole))


def of_extremum(pending: Pending, node: Call) -> Taken:
    """max(u, v)' = (1 + s)/2*u' + (1 - s)/2*v' with s = sign(u - v): the middle where they tie."""
    u, *others = node.arguments
    v = others[0] if len(others) == 1 else replace(node, arguments=tuple(others))
    lead = Call("sign", (difference(u, v) if node.function == "max" else difference(v, u),), 0, 0)
    terms = [
        (half(plus, lead), part) for plus, part in ((True, u), (False, v)) if depends(pending, part)
    ]
    rows = [(True, chain(weight, replace(pending, operand=part))) for weight, part in terms]
    return Taken((node.function, "chain"), combined(*rows))


def difference(u: Node, v: Node) -> Node:
    """u - v, without a zero."""
    if is_number(u, 0):
        return Negative(v, 0, 0)
    return u if is_number(v, 0) else Sum((u, Negative(v, 0, 0)), 0, 0)


def half(plus: bool, lead: Node) -> Node:
    """(1 + lead)/2 or (1 - lead)/2."""
    top = Sum((ONE, lead if plus else Negative(lead, 0, 0)), 0, 0)
    return Product((top, number(2)), (False, True), 0, 0)


CALLS: Final[dict[str, Callable[[Pending, Any], Taken]]] = {
    "sign": of_sign,
    "root": of_root,
    "atan2": of_arctangent,
    "min": of_extremum,
    "max": of_extremum,
    "norm": of_norm,
    "hypot": of_norm,
    "dot": of_dot,
}


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
