"""What the rules of derivation share: what a rule answers, and the parts it leaves to be taken."""

from dataclasses import dataclass, replace

from sympy import Symbol

from symdescent.language.notation import Pending, Written
from symdescent.language.tree import Name, Node, names
from symdescent.symbolic.derivation import gradient
from symdescent.symbolic.formula import express
from symdescent.symbolic.retelling import tree
from symdescent.symbolic.written import ONE, chain, is_number


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
