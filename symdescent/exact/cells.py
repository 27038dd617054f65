"""A piecewise rational function of one variable goes in; pieces on cells of the line come out.

The line is cut where an absolute value, a maximum, a condition or a denominator changes its sign;
on each cell, a point or an open interval, the function is one quotient of polynomials.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any, Final

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Piecewise, Pow, Rational, Symbol
from sympy import sign as sympy_sign
from sympy.core.relational import Ge, Gt, Le, Lt
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import And, BooleanFalse, BooleanTrue, Not, Or

from symdescent.exact.algebraic import (
    Root,
    between,
    coefficients,
    compare,
    horner,
    polynomial,
    rational_root,
    real_roots,
    sign,
    sign_at,
)
from symdescent.exact.terms import fraction, terms_of

MOST_CELLS: Final = 400
MOST_DEGREE: Final = 40


class Unreadable(Exception):
    """The expression is not piecewise rational over the rationals, or too large."""


class Nowhere(Unreadable):
    """The expression has no value anywhere on the cell."""


@dataclass(frozen=True, eq=False)
class Quotient:
    """top/bottom in lowest terms; `holes` vanishes at all the points left out of the domain."""

    top: Any
    bottom: Any
    holes: Any


@dataclass(frozen=True, eq=False)
class Cell:
    """A point (low is high) or the open interval between low and high; None: no end."""

    low: Root | None
    high: Root | None

    @property
    def is_point(self) -> bool:
        """True for a single point."""
        return self.low is not None and self.low is self.high

    def sign(self, poly: Any) -> int:
        """The sign of a polynomial that does not change its sign on the cell."""
        if self.is_point:
            return sign_at(poly, self.low)  # type: ignore[arg-type]
        return sign(horner(coefficients(poly), between(self.low, self.high)))

    def holds(self, root: Root) -> bool:
        """True for a root inside an open cell."""
        above = self.low is None or compare(root, self.low) > 0
        return above and (self.high is None or compare(root, self.high) < 0)


@dataclass(frozen=True, eq=False)
class Piece:
    """The function on one cell."""

    cell: Cell
    quotient: Quotient


ONE: Final = polynomial([1])


def pieces(expression: Expr, variable: Symbol, cells: list[Cell]) -> list[Piece]:
    """The function piece by piece, from left to right; Unreadable where that is not its form."""
    out: list[Piece] = []
    for cell in cells:
        out.extend(_split(expression, variable, cell))
        if len(out) > MOST_CELLS:
            raise Unreadable
    return out


def _split(node: Expr, x: Symbol, cell: Cell) -> Iterator[Piece]:
    """Resolve the innermost switch on each of the cells it cuts this one into."""
    switch = _innermost(node)
    if switch is None:
        yield from _piece(node, x, cell)
        return
    tests = [t for t in _tests(switch, x) if not t.is_zero]
    for part in cut(cell, reduce(lambda a, b: a * b, tests, ONE)):
        branch = _branch(switch, x, part)
        if branch is not None:
            yield from _split(_exchanged(node, switch, branch), x, part)


def _piece(node: Expr, x: Symbol, cell: Cell) -> Iterator[Piece]:
    """The quotient on a cell; nothing where a denominator is zero all over it."""
    try:
        yield Piece(cell, quotient(node, x))
    except Nowhere:
        return


def _exchanged(node: Any, switch: Expr, branch: Expr) -> Any:
    """The node with a switch resolved, nothing else touched: sympy would make 0 of 0/x."""
    if node == switch:
        return branch
    if not node.args or not node.has(switch):
        return node
    parts = [_exchanged(a, switch, branch) for a in node.args]
    if isinstance(node, ExprCondPair):
        return node.func(*parts)
    return node.func(*parts, evaluate=False)


SWITCHES: Final = (Abs, Max, Min, Piecewise, sympy_sign)


def _innermost(node: Expr) -> Expr | None:
    """A switch that has no switch inside."""
    found = [n for n in node.atoms(*SWITCHES) if not any(a.has(*SWITCHES) for a in n.args)]
    return min(found, key=str) if found else None


def _tests(switch: Expr, x: Symbol) -> list[Any]:
    """The polynomials whose signs decide the switch."""
    if isinstance(switch, Piecewise):
        relations = [r for _, test in switch.args for r in _relations(test)]
        parts = [quotient(r.lhs - r.rhs, x) for r in relations]
    elif isinstance(switch, Max | Min):
        args: tuple[Any, ...] = switch.args
        parts = [quotient(a - b, x) for i, a in enumerate(args) for b in args[:i]]
    else:
        parts = [quotient(switch.args[0], x)]
    return [poly for p in parts for poly in (p.top, p.bottom, p.holes)]


def _relations(test: Any) -> list[Any]:
    if isinstance(test, BooleanTrue | BooleanFalse):
        return []
    if isinstance(test, Lt | Le | Gt | Ge):
        return [test]
    if not isinstance(test, And | Or | Not):
        raise Unreadable
    return [r for part in test.args for r in _relations(part)]


def _branch(switch: Expr, x: Symbol, cell: Cell) -> Expr | None:
    """What the switch is on this cell; None where it is undefined."""
    if isinstance(switch, Piecewise):
        return _chosen(switch, x, cell)
    if isinstance(switch, Max | Min):
        flip = 1 if isinstance(switch, Max) else -1
        return _greatest([flip * a for a in switch.args], x, cell) * flip
    inner = switch.args[0]
    known = _sign(inner, x, cell)
    return Integer(known) if isinstance(switch, sympy_sign) else known * inner


def _greatest(parts: list[Expr], x: Symbol, cell: Cell) -> Expr:
    best = parts[0]
    for part in parts[1:]:
        best = part if _sign(part - best, x, cell) > 0 else best
    return best


def _chosen(switch: Expr, x: Symbol, cell: Cell) -> Expr | None:
    for value, test in switch.args:
        if _true(test, x, cell):
            return value
    return None


VERDICTS: Final = {Lt: (-1,), Le: (-1, 0), Gt: (1,), Ge: (1, 0)}


def _true(test: Any, x: Symbol, cell: Cell) -> bool:
    if isinstance(test, BooleanTrue | BooleanFalse):
        return bool(test)
    for relation, signs in VERDICTS.items():
        if isinstance(test, relation):
            return _sign(test.lhs - test.rhs, x, cell) in signs
    parts = [_true(part, x, cell) for part in test.args]
    if isinstance(test, Not):
        return not parts[0]
    return all(parts) if isinstance(test, And) else any(parts)


def _sign(node: Expr, x: Symbol, cell: Cell) -> int:
    known = quotient(node, x)
    if cell.is_point and cell.sign(known.holes) == 0:
        raise Unreadable
    return cell.sign(known.top) * cell.sign(known.bottom)


def cut(cell: Cell, poly: Any) -> list[Cell]:
    """The cell cut at the real roots of a polynomial, points and intervals in order."""
    if cell.is_point:
        return [cell]
    inside = [root for root in real_roots(poly) if cell.holds(root)]
    ends = [cell.low, *inside, cell.high]
    out: list[Cell] = []
    for low, high in zip(ends, ends[1:], strict=False):
        out += [Cell(low, high), Cell(high, high)]
    return out[:-1]


def quotient(node: Expr, x: Symbol) -> Quotient:
    """The node as a quotient of polynomials in lowest terms; Unreadable for anything else."""
    top, bottom, holes = _fraction(node, x)
    if max(top.degree(), bottom.degree(), holes.degree()) > MOST_DEGREE:
        raise Unreadable
    common = top.gcd(bottom)
    return Quotient(top.quo(common), bottom.quo(common), holes)


def _fraction(node: Expr, x: Symbol) -> tuple[Any, Any, Any]:
    known = terms_of(node, (x,), MOST_DEGREE)
    if known is not None:
        size = max((key[0] for key in known), default=0)
        numbers = [known.get((size - i,), Fraction(0)) for i in range(size + 1)]
        return polynomial(numbers), ONE, ONE
    if isinstance(node, Add):
        return reduce(_plus, (_fraction(part, x) for part in node.args))
    if isinstance(node, Mul):
        return reduce(_times, (_fraction(part, x) for part in node.args))
    if isinstance(node, Pow) and isinstance(node.exp, Integer) and abs(node.exp) <= MOST_DEGREE:
        return _power(_fraction(node.base, x), int(node.exp))
    raise Unreadable


def _plus(one: tuple[Any, Any, Any], two: tuple[Any, Any, Any]) -> tuple[Any, Any, Any]:
    bottom = one[1].lcm(two[1])
    top = one[0] * bottom.quo(one[1]) + two[0] * bottom.quo(two[1])
    return top, bottom, one[2].lcm(two[2])


def _times(one: tuple[Any, Any, Any], two: tuple[Any, Any, Any]) -> tuple[Any, Any, Any]:
    return one[0] * two[0], one[1] * two[1], one[2].lcm(two[2])


def _power(base: tuple[Any, Any, Any], exponent: int) -> tuple[Any, Any, Any]:
    top, bottom, holes = base
    if exponent >= 0:
        return top**exponent, bottom**exponent, holes
    if top.is_zero:
        raise Nowhere
    return bottom**-exponent, top**-exponent, holes.lcm(top)


def line(low: Expr | None, high: Expr | None) -> list[Cell] | None:
    """The cells of a box on the line, end points included; None for ends that are not rational."""
    if not all(end is None or isinstance(end, Rational) for end in (low, high)):
        return None
    left = rational_root(fraction(low)) if low is not None else None
    right = rational_root(fraction(high)) if high is not None else None
    if left is not None and right is not None and compare(left, right) >= 0:
        return [Cell(left, left)] if compare(left, right) == 0 else None
    middle = [Cell(left, right)]
    before = [Cell(left, left)] if left is not None else []
    return before + middle + ([Cell(right, right)] if right is not None else [])
