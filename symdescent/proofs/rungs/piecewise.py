"""Piecewise rational functions of one variable, and of sines and cosines: their whole truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cmp_to_key, reduce
from math import lcm
from typing import Any, Final

import sympy
from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Integer,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Rational,
    Symbol,
    acos,
    cos,
    oo,
    pi,
    sin,
)
from sympy import sign as sympy_sign
from sympy.core.relational import Ge, Gt, Le, Lt
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import And, BooleanFalse, BooleanTrue, Not, Or

from symdescent.proofs import algebraic_numbers
from symdescent.proofs.algebraic_numbers import (
    Root,
    Value,
    between,
    closed_form,
    coefficients,
    compare_roots,
    horner,
    polynomial,
    quotient_at,
    rational_root,
    real_roots,
    sign,
    sign_at,
    value_form,
)
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.proof_text import spell
from symdescent.proofs.ranges import defined_everywhere, range_of, range_sign
from symdescent.proofs.steps import (
    Applied,
    H,
    ProofStep,
    Step,
    Towards,
    equal,
    limit,
    related,
    step,
    value_at,
)
from symdescent.proofs.terms import fraction, terms_of

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
        above = self.low is None or compare_roots(root, self.low) > 0
        return above and (self.high is None or compare_roots(root, self.high) < 0)


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
    if left is not None and right is not None and compare_roots(left, right) >= 0:
        return [Cell(left, left)] if compare_roots(left, right) == 0 else None
    middle = [Cell(left, right)]
    before = [Cell(left, left)] if left is not None else []
    return before + middle + ([Cell(right, right)] if right is not None else [])


class Downward(Exception):
    """The function falls without bound; its argument is where (Towards)."""


class Spot(StrEnum):
    """Where a candidate lies in its cell; a limit comes from the left or from the right."""

    END = "end"
    CRITICAL = "critical"
    ALL = "all of it"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, eq=False)
class Candidate:
    """A value the function has at `point`, on all of `cell` (point None), or only tends to."""

    value: Value
    point: Root | None
    cell: Cell
    spot: Spot

    @property
    def attained(self) -> bool:
        """Whether the function takes the value."""
        return self.spot not in (Spot.LEFT, Spot.RIGHT)

    def towards(self, x: Symbol) -> Towards:
        """The way to a limit."""
        return _way(x, self.point, self.spot)


def _way(x: Symbol, end: Root | None, side: Spot) -> Towards:
    """The way of x to an end from a side; without an end to infinity."""
    if end is None:
        return Towards(x, oo if side is Spot.LEFT else -oo)
    return Towards(x, closed_form(end), "left" if side is Spot.LEFT else "right")


def best_on(expression: Expr, x: Symbol, line: list[Cell]) -> list[Candidate] | None:
    """The places where a function without poles is least, limits among them; None as `least_on`."""
    try:
        parts = pieces(expression, x, line)
        found = [c for part in parts for c in _candidates(part, x)]
    except (Unreadable, Downward):
        return None
    best = min((c.value for c in found), key=cmp_to_key(algebraic_numbers.compare_values))
    return [c for c in found if algebraic_numbers.compare_values(c.value, best) == 0]


def least_on(expression: Expr, x: Symbol, line: list[Cell]) -> Minimum | None:
    """The minimum over the cells; None where the function is not piecewise rational."""
    try:
        parts = pieces(expression, x, line)
        found = [c for part in parts for c in _candidates(part, x)]
    except Unreadable:
        return None
    except Downward as fall:
        return _unbounded(fall.args[0])
    return _least(found, x) if found else None


def _unbounded(towards: Towards) -> Minimum:
    proof = (step(Step.FALLS, limit(-oo, towards)),)
    return Minimum(Kind.UNBOUNDED, proof=proof, complete=True, rung="univariate")


def _candidates(piece: Piece, x: Symbol) -> list[Candidate]:
    """All the places of one piece where the least value may be."""
    top, bottom, holes = piece.quotient.top, piece.quotient.bottom, piece.quotient.holes
    out: list[Candidate] = []
    for part in cut(piece.cell, holes):
        if part.is_point:
            if sign_at(holes, part.low):  # type: ignore[arg-type]
                out += _at_point(top, bottom, part)
        else:
            out += _at_ends(top, bottom, part, x) + _inside(top, bottom, part)
    return out


def _at_point(top: Any, bottom: Any, cell: Cell) -> list[Candidate]:
    root = cell.low
    value = algebraic_numbers.quotient_at(top, bottom, root) if root is not None else None
    if root is None or value is None:
        return []
    return [Candidate(Value(value, root), root, cell, Spot.END)]


def _inside(top: Any, bottom: Any, cell: Cell) -> list[Candidate]:
    """Critical points in an open interval without poles."""
    slope = top.diff() * bottom - top * bottom.diff()
    if slope.is_zero:
        return [Candidate(_constant(top, bottom), None, cell, Spot.ALL)]
    out = []
    for root in real_roots(slope):
        value = algebraic_numbers.quotient_at(top, bottom, root)
        if cell.holds(root) and value is not None:
            out.append(Candidate(Value(value, root), root, Cell(root, root), Spot.CRITICAL))
    return out


def _constant(top: Any, bottom: Any) -> Value:
    number = coefficients(top)[0] / coefficients(bottom)[0]
    return Value(polynomial([number]), rational_root(Fraction(0)))


def _at_ends(top: Any, bottom: Any, cell: Cell, x: Symbol) -> list[Candidate]:
    """Limits towards the open ends of the cell; Downward where one is -oo."""
    out = []
    for end, side in ((cell.low, Spot.RIGHT), (cell.high, Spot.LEFT)):
        if end is None:
            found = _at_infinity(top, bottom, cell, side, x)
        else:
            found = _at_root(top, bottom, cell, (end, side), x)
        out += found
    return out


def _at_root(
    top: Any, bottom: Any, cell: Cell, where: tuple[Root, Spot], x: Symbol
) -> list[Candidate]:
    end, side = where
    value = algebraic_numbers.quotient_at(top, bottom, end)
    if value is not None:
        return [Candidate(Value(value, end), end, cell, side)]
    if _near(top * bottom, cell, end) < 0:
        raise Downward(_way(x, end, side))
    return []


def _near(poly: Any, cell: Cell, end: Root) -> int:
    """The sign of a polynomial in the cell right beside its end."""
    inner = [r for r in real_roots(poly) if cell.holds(r)]
    if end is cell.low:
        return Cell(end, inner[0] if inner else cell.high).sign(poly)
    return Cell(inner[-1] if inner else cell.low, end).sign(poly)


def _at_infinity(top: Any, bottom: Any, cell: Cell, side: Spot, x: Symbol) -> list[Candidate]:
    """The limit towards an end that is infinite: from the left is the way to +oo."""
    gap = top.degree() - bottom.degree()
    ratio = coefficients(top)[0] / coefficients(bottom)[0]
    if top.is_zero or gap < 0:
        ratio = Fraction(0)
    elif gap > 0:
        if (ratio if side is Spot.LEFT or gap % 2 == 0 else -ratio) < 0:
            raise Downward(_way(x, None, side))
        return []
    value = Value(polynomial([ratio]), rational_root(Fraction(0)))
    return [Candidate(value, None, cell, side)]


def _least(found: list[Candidate], x: Symbol) -> Minimum:
    best = min((c.value for c in found), key=cmp_to_key(algebraic_numbers.compare_values))
    ties = [c for c in found if algebraic_numbers.compare_values(c.value, best) == 0]
    there = [c for c in ties if c.attained]
    if not there:
        return _unattained(ties, found, x)
    return _attained(there, found, x)


def _unattained(ties: list[Candidate], found: list[Candidate], x: Symbol) -> Minimum:
    value = value_form(ties[0].value)
    return Minimum(
        kind=Kind.NOT_ATTAINED,
        value=value,
        proof=(
            step(Step.APPROACHED, limit(value, ties[0].towards(x))),
            *_table(found, x),
        ),
        complete=True,
        rung="univariate",
    )


def _attained(there: list[Candidate], found: list[Candidate], x: Symbol) -> Minimum:
    value = value_form(there[0].value)
    points, parameters = _places(there)
    first = step(Step.LEAST_OF_CANDIDATES, value_at(points[0], value))
    last = step(Step.TAKEN_AT, equal(x, points[0][0]), *points[1:])
    return Minimum(
        kind=Kind.GLOBAL,
        points=points,
        value=value,
        proof=(first, *_table(found, x), last),
        complete=True,
        parameters=parameters,
        rung="univariate",
    )


def _places(there: list[Candidate]) -> tuple[tuple[tuple[Expr, ...], ...], dict[str, str]]:
    """Points, and for each stretch of minimisers a parameter with its range."""
    stretches = [c for c in there if c.point is None]
    points: list[tuple[Expr, ...]] = []
    parameters: dict[str, str] = {}
    for candidate, name in zip(stretches, "tsrqpw", strict=False):
        points.append((Symbol(name, real=True),))
        parameters[name] = _range(candidate.cell, there, name)
    isolated = [c.point for c in there if c.point is not None and not _absorbed(c.point, stretches)]
    return tuple((closed_form(r),) for r in isolated) + tuple(points), parameters


def _absorbed(root: Root, stretches: list[Candidate]) -> bool:
    ends = [end for c in stretches for end in (c.cell.low, c.cell.high) if end is not None]
    return any(end.same(root) for end in ends)


def _range(cell: Cell, there: list[Candidate], name: str) -> str:
    """Where the parameter of a stretch may lie, in words."""
    if cell.low is None and cell.high is None:
        return "any real number"
    taken = [c.point for c in there if c.point is not None]
    left, right = (
        "" if end is None else "<=" if any(end.same(r) for r in taken) else "<"
        for end in (cell.low, cell.high)
    )
    low = f"{spell(closed_form(cell.low))} {left} " if cell.low is not None else ""
    high = f" {right} {spell(closed_form(cell.high))}" if cell.high is not None else ""
    return f"{low}{name}{high}"


def _table(found: list[Candidate], x: Symbol) -> tuple[ProofStep, ...]:
    """One line for each candidate, at most eight; of a point that is taken no limits beside it."""
    steps = []
    for candidate in [c for c in found if not _is_taken(c, found)][:8]:
        near = value_form(candidate.value)
        if not candidate.attained:
            steps.append(step(Step.LIMIT, limit(near, candidate.towards(x))))
        elif candidate.point is not None:
            at = closed_form(candidate.point)
            steps.append(step(_called(candidate, found), value_at((at,), near)))
    return tuple(steps)


def _is_taken(candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether this is a limit at a point where the function takes that very value."""
    there = _beside(candidate, found) if not candidate.attained else []
    return any(
        c.attained and algebraic_numbers.compare_values(c.value, candidate.value) == 0
        for c in there
    )


def _beside(candidate: Candidate, found: list[Candidate]) -> list[Candidate]:
    """The others at the same point."""
    root = candidate.point
    if root is None:
        return []
    others = [c for c in found if c is not candidate and c.point is not None]
    return [c for c in others if c.point is not None and c.point.same(root)]


def _called(candidate: Candidate, found: list[Candidate]) -> Step:
    """A critical point, an end, or where two pieces meet: a limit comes from either side."""
    sides = sum(not c.attained for c in _beside(candidate, found))
    if candidate.spot is not Spot.END:
        return Step.CRITICAL_POINT
    return Step.PIECES_MEET if sides == 2 else Step.END_POINT


def univariate(problem: Problem) -> Minimum | None:
    """The minimum over a box in one variable (method: see `landscape`); None for other forms."""
    if len(problem.variables) != 1:
        return None
    box = line(*problem.box[0])
    return least_on(problem.expression, problem.variables[0], box) if box else None


MOST_MULTIPLE: Final = 12


def trigonometric(problem: Problem) -> Minimum | None:
    """The minimum of a periodic function on the whole line; None for others."""
    if len(problem.variables) != 1 or problem.box[0] != (None, None):
        return None
    x = problem.variables[0]
    made = _in_tangent(problem.expression, x)
    if made is None:
        return None
    expression, t, frequency = made
    found = best_on(expression, t, [Cell(None, None)])
    return (
        _minimum(found, x, frequency, expression.xreplace({t: Symbol("t", real=True)}))
        if found
        else None
    )


def _in_tangent(f: Expr, x: Symbol) -> tuple[Expr, Symbol, Rational] | None:
    """The function in t = tan(w x/2), with the frequency w."""
    nodes = f.atoms(sin, cos)
    rates = {n: n.args[0] / x for n in nodes}
    if not nodes or not all(isinstance(r, Rational) for r in rates.values()):
        return None
    w = Rational(1, lcm(*(int(r.q) for r in rates.values())))
    if any(abs(r / w) > MOST_MULTIPLE for r in rates.values()):
        return None
    t = Dummy("t", real=True)
    swap = {n: _multiple(n, abs(int(r / w)), 1 if r > 0 else -1, t) for n, r in rates.items()}
    made = f.xreplace(swap)
    return None if made.has(x) or not _whole(f, x) else (made, t, w)


def _whole(f: Expr, x: Symbol) -> bool:
    """True where no quotient can be undefined, not even at t = oo."""
    powers = [p for p in f.atoms(sympy.Pow) if p.exp.is_negative and p.base.has(x)]
    return all(range_sign(p.base, {}) for p in powers)


def _multiple(node: Expr, k: int, side: int, t: Symbol) -> Expr:
    """sin or cos of k times the angle, by the addition theorems."""
    c, s = (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)
    real, imaginary = sympy.Integer(1), sympy.Integer(0)
    for _ in range(k):
        real, imaginary = (
            sympy.cancel(real * c - imaginary * s),
            sympy.cancel(real * s + imaginary * c),
        )
    return real if isinstance(node, cos) else side * imaginary


def _minimum(found: list[Candidate], x: Symbol, w: Rational, inner: Expr) -> Minimum | None:
    if any(c.point is None and c.attained for c in found):
        return None  # constant on a stretch
    infinite = any(c.point is None for c in found)
    angles = [_angle(c) for c in found if c.point is not None and c.attained]
    if any(not _taken(c, found) for c in found):
        return None
    k = Symbol("k" if x.name != "k" else "n", integer=True)
    turns = [*angles, pi] if infinite else angles
    points = tuple(((angle + 2 * pi * k) / w,) for angle in turns)
    value = value_form(found[0].value)
    (t,) = inner.free_symbols
    tangents = dict.fromkeys(
        related(t, "->", oo) if c.point is None else equal(t, closed_form(c.point)) for c in found
    )
    line = equal(Applied("h", (t,)), sympy.factor(inner))
    return Minimum(
        kind=Kind.GLOBAL,
        points=tuple((sympy.expand(p[0]),) for p in points),
        value=value,
        proof=(
            step(Step.PERIODIC, value_at((turns[0] / w,), value), period=2 * pi / w),
            step(Step.RATIONAL_IN_TANGENT, line, half=equal(t, sympy.tan(w * x / 2)), name=t),
            step(Step.LEAST_OF_TANGENTS, *tangents, part=H),
        ),
        complete=True,
        parameters={k.name: "any integer"},
        rung="trigonometric",
    )


def _taken(candidate: Candidate, found: list[Candidate]) -> bool:
    """True unless this is a limit at a finite point where the function takes another value."""
    root = candidate.point
    if candidate.attained or root is None:
        return True
    return any(c.attained and c.point is not None and c.point.same(root) for c in found)


def _angle(candidate: Candidate) -> Expr:
    """The angle in (-pi, pi) whose half has this tangent."""
    root = candidate.point
    if root is None:
        raise ValueError("no point")
    square = polynomial([1, 0, 1])
    cosine = quotient_at(polynomial([-1, 0, 1]), square, root)
    angle = acos(value_form(Value(cosine, root)))
    below = root.exact is not None and root.exact < 0
    if root.exact is None:
        while root.low <= 0 <= root.high:
            root.halve()
        below = root.high < 0
    return -angle if below else angle


def drift(problem: Problem) -> Minimum | None:
    """UNBOUNDED for a function of one variable plus a bounded one; None where it is not seen."""
    if len(problem.variables) != 1 or problem.box[0] != (None, None):
        return None
    x = problem.variables[0]
    terms = Add.make_args(problem.expression)
    bounded = [t for t in terms if _bounded(t)]
    rest = Add(*(t for t in terms if t not in bounded))
    if not bounded or not rest.has(x) or not defined_everywhere(Add(*bounded)):
        return None
    return _falls(rest, Add(*bounded), x)


def _bounded(term: Expr) -> bool:
    known = range_of(term, {})
    return known.low is not None and known.high is not None


def _falls(rest: Expr, bounded: Expr, x: Symbol) -> Minimum | None:
    found = least_on(rest, x, line(None, None) or [])
    if found is None or found.kind is not Kind.UNBOUNDED:
        return None
    proof = (*found.proof, step(Step.OTHER_PART_BOUNDED, bounded))
    return Minimum(Kind.UNBOUNDED, proof=proof, complete=True, rung="drift")
