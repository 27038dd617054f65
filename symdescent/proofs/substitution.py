"""Values for variables, and a problem without its needless ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import sympy
from sympy import Expr, Symbol

from symdescent.proofs.enclosure import sign_of
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.proof_text import spell
from symdescent.proofs.steps import Reason, Why, reason

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


Pair = tuple[Expr | None, Expr | None]


@dataclass(frozen=True)
class Prepared:
    """What is left to solve, how its answer is carried back; or why there is nothing."""

    problem: Problem | None
    restore: Callable[[Minimum], Minimum]
    reasons: tuple[Reason, ...] = ()


def prepare(problem: Problem) -> Prepared:
    """Put in variables that the box holds fast, and set aside those that do not occur."""
    fixed: dict[Symbol, Expr] = {}
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        width = sign_of(high - low) if low is not None and high is not None else 1
        if width is None or width < 0:
            return _nothing(reason(Why.BOX_EMPTY if width else Why.BOX_OPEN, variable=v))
        if width == 0 and low is not None:
            fixed[v] = low
    rest = put(problem.expression, fixed)
    if rest is None:
        return _nothing(reason(Why.UNDEFINED_IN_BOX))
    idle = [v for v in problem.variables if v not in rest.free_symbols and v not in fixed]
    if not fixed and not idle:
        return Prepared(problem, lambda m: m)
    return _reduced(problem, rest, fixed, idle)


def _nothing(why: Reason) -> Prepared:
    return Prepared(None, lambda m: m, (why,))


def _reduced(
    problem: Problem, rest: Expr, fixed: dict[Symbol, Expr], idle: list[Symbol]
) -> Prepared:
    pairs = dict(zip(problem.variables, problem.box, strict=True))
    kept = tuple(v for v in problem.variables if v not in fixed and v not in idle)
    inner = Problem(rest, kept, tuple(pairs[v] for v in kept))

    def restore(found: Minimum) -> Minimum:
        return _carried(problem, kept, fixed, {v: pairs[v] for v in idle}, found)

    return Prepared(inner, restore)


def _carried(
    problem: Problem,
    kept: tuple[Symbol, ...],
    fixed: dict[Symbol, Expr],
    idle: dict[Symbol, Pair],
    found: Minimum,
) -> Minimum:
    """The answer with the coordinates that were set aside: idle ones as parameters."""
    names = fresh(problem.variables, tuple(found.parameters), len(idle))
    chosen = {v: Symbol(n, real=True) for v, n in zip(idle, names, strict=True)}
    points = []
    for point in found.points:
        known = dict(zip(kept, point, strict=True)) | fixed | chosen
        points.append(tuple(known[v] for v in problem.variables))
    ranges = {n: _range(n, pair) for n, pair in zip(names, idle.values(), strict=True)}
    if found.kind in (Kind.UNBOUNDED, Kind.NOT_ATTAINED):
        ranges = {}
    return replace(found, points=tuple(points), parameters=found.parameters | ranges)


def _range(name: str, pair: Pair) -> str:
    low, high = pair
    if low is None and high is None:
        return "any real number"
    left = f"{spell(low)} <= " if low is not None else ""
    right = f" <= {spell(high)}" if high is not None else ""
    return f"{left}{name}{right}"


def fresh(variables: tuple[Symbol, ...], taken: tuple[str, ...], count: int) -> list[str]:
    """Names for parameters that are neither variables nor taken.

    >>> fresh((Symbol("t"),), (), 2)
    ['s', 'r']
    """
    used = {v.name for v in variables} | set(taken)
    names = [n for n in ("t", "s", "r", "q", "p", "w") if n not in used]
    more = (f"t{i}" for i in range(1, count + len(used) + 2))
    return (names + [n for n in more if n not in used])[:count]
