"""A call of a function goes in, not yet differentiated; its own rule's answer comes out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from symdescent.language import parse
from symdescent.language.notation import Pending
from symdescent.language.tree import Call, Name, Negative, Node, Product, Sum, exchanged
from symdescent.symbolic.taking import Taken, at_once, chained, depends, within
from symdescent.symbolic.written import (
    ONE,
    ZERO,
    chain,
    combined,
    is_number,
    number,
    over,
    power,
    product,
)

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
