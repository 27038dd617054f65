"""Two trees go in; whether a reader would take them for the same comes out."""

from collections.abc import Iterator
from typing import Any

from symdescent.language.notation import Written
from symdescent.language.tree import (
    Call,
    Constant,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
    exchanged,
)
from symdescent.language.unparse import plain
from symdescent.symbolic.tidying import bare, sized
from symdescent.symbolic.written import ZERO, Factors, number, product, rational


def looks_like(written: Written, told: Node) -> bool:
    """Whether a line differs from a tree at most in the order of its parts."""
    stands, other = (exchanged(node, as_number) for node in (bare(written), told))
    return bool(signature(stands, False) == signature(other, False))


def as_number(node: Node) -> Node | None:
    """1/2*x with the number that 1/2 is written for."""
    match node:
        case Product(
            factors=(Number(value=top), Number(value=bottom), *rest), divides=(False, True, *below)
        ) if bottom and (top / bottom).denominator == bottom != 1:
            others: Factors = list(zip(exchanged(tuple(rest), as_number), below, strict=True))
            return product([(number(top / bottom), False), *others])
    return None


def signature(node: Any, computed: bool = True) -> Any:
    """What two trees have in common that differ in the order of their terms and factors.

    `computed`: and in numbers that are not multiplied out, 2*x/4 for x/2.
    """
    value = rational(node) if computed or isinstance(node, Number) else None
    if value is not None:
        return str(value)
    if isinstance(node, Sum):
        return "sum", sorted([signature(term, computed) for term in node.terms], key=repr)
    if isinstance(node, Negative | Product):
        size, body = sized(node) if computed else signed(node)
        return "product", size, sorted(factors_of(body, False, computed), key=repr)
    if isinstance(node, Power | Call):
        name, parts = named(node)
        return name, [signature(part, computed) for part in parts]
    if isinstance(node, Piecewise):
        values = [*(value for value, _ in node.branches), node.otherwise or ZERO]
        tests = [plain(test) for _, test in node.branches]
        return "piecewise", tests, [signature(value, computed) for value in values]
    return plain(node)


def signed(node: Node) -> tuple[int, Node]:
    return (-1, node.operand) if isinstance(node, Negative) else (1, node)


def factors_of(node: Node, below: bool, computed: bool) -> Iterator[tuple[bool, Any]]:
    """The factors above and below the line, those of inner products too."""
    if isinstance(node, Product):
        for factor, divides in zip(node.factors, node.divides, strict=True):
            yield from factors_of(factor, below != divides, computed)
    elif not (computed and rational(node) == 1):
        yield below, signature(node, computed)


def named(node: Power | Call) -> tuple[str, tuple[Node, ...]]:
    """The operation and its parts; e^x is exp(x)."""
    if isinstance(node, Call):
        return node.function, node.arguments
    if isinstance(node.base, Constant) and node.base.name == "e":
        return "exp", (node.exponent,)
    return "^", (node.base, node.exponent)
