"""A relation between expressions goes in, a condition free of choices inside it comes out."""

import math
from typing import Any, Final

import sympy as sp

MOST_CASES: Final = 32


class TooManyCases(ValueError):
    """The choices inside one relation make too many cases."""


def decided(relation: Any) -> Any:
    """A relation with the choices inside it taken out; sympy would take exponential time.

    Raises TooManyCases beyond MOST_CASES.
    """
    if math.prod([len(choice.args) for choice in relation.atoms(sp.Piecewise)]) > MOST_CASES:
        raise TooManyCases
    return taken_out(relation)


def taken_out(relation: Any) -> Any:
    choice = next((c for c in sp.preorder_traversal(relation) if isinstance(c, sp.Piecewise)), None)
    if choice is None:
        return relation
    cases, before = [], sp.true
    for value, test in choice.args:
        case = taken_out(relation.xreplace({choice: value}))
        cases.append(sp.And(before, test, case, evaluate=False))
        before = sp.And(before, sp.Not(test), evaluate=False)
    return sp.Or(*cases, evaluate=False)
