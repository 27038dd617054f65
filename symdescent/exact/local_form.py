"""A function with |u|, max, min and a box goes in; the smooth function that it is there comes
out."""

from collections.abc import Mapping
from typing import Any, Final

import sympy
from sympy import Expr, Symbol

from symdescent.exact.enclosure import enclose
from symdescent.exact.spans import Span, Unknown

BITS: Final = 120
BENT: Final = (sympy.Abs, sympy.Max, sympy.Min)


def local_form(node: Any, box: Mapping[Symbol, Span]) -> Expr:
    """The expression with u or -u for |u|, and one argument for max and min, where the enclosures
    over the box tell which; the others stay."""
    if not node.has(*BENT):
        return node
    parts = [local_form(part, box) for part in node.args]
    if isinstance(node, sympy.Abs):
        sign = _sign(parts[0], box)
        return sign * parts[0] if sign else sympy.Abs(parts[0])
    if isinstance(node, sympy.Max | sympy.Min):
        return _extreme(type(node), parts, box)
    return node.func(*parts)


def _extreme(kind: Any, parts: list[Expr], box: Mapping[Symbol, Span]) -> Expr:
    """The argument that is the greatest (the least) of all on the whole box."""
    side = 1 if kind is sympy.Max else -1
    for part in parts:
        if all(other is part or _sign(part - other, box) == side for other in parts):
            return part
    return kind(*parts)


def _sign(node: Expr, box: Mapping[Symbol, Span]) -> int | None:
    try:
        return enclose(node, box, BITS).sign
    except (Unknown, OverflowError, ZeroDivisionError):
        return None
