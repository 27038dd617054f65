"""An expression and values for its symbols go in; its value comes out, or None where it has none.

sympy alone would answer 0 for 1/log(0) and for 0*log(-1); here every subexpression must be a real
number, as it must be for the function to be defined there.
"""

from collections.abc import Mapping
from typing import Any, Final

import sympy
from sympy import Expr, Symbol

NO_NUMBERS: Final = (sympy.zoo, sympy.nan, sympy.oo, -sympy.oo, sympy.I)


class Doubtful(Exception):
    """It is not known whether a part of the expression is a real number."""


def put(node: Any, values: Mapping[Symbol, Expr]) -> Any | None:
    """The value, made from the leaves up; None where a part is undefined, Doubtful if unknown."""
    if isinstance(node, Symbol):
        return values.get(node, node)
    if not node.args or not node.free_symbols & set(values):
        return node
    if isinstance(node, sympy.Piecewise):
        return _chosen(node, values)
    parts = [put(part, values) for part in node.args]
    if any(part is None for part in parts):
        return None
    made = node.func(*parts)
    known = _is_real(made)
    if known is None:
        raise Doubtful(f"not known to be real: {type(made).__name__}")
    return made if known else None


def _is_real(made: Any) -> bool | None:
    if isinstance(made, sympy.logic.boolalg.Boolean):
        return True
    if made.has(*NO_NUMBERS):
        return False
    real: bool | None = made.is_real
    return True if made.free_symbols else real


def _chosen(node: Any, values: Mapping[Symbol, Expr]) -> Any | None:
    """The first branch whose condition holds; None where a condition stays open."""
    for value, test in node.args:
        known = put(test, values)
        if known == sympy.true:
            return put(value, values)
        if known != sympy.false:
            return None
    return None
