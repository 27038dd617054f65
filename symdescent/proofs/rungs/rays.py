"""Curves along which a function falls without bound."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

from sympy import Expr, Integer, Pow, Symbol, log

from symdescent.proofs.polynomial_systems import places
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.ranges import End, defined_everywhere, least, range_sign
from symdescent.proofs.steps import Applied, L, Statement, Step, about, equal, related, step
from symdescent.proofs.substitution import put

MOST_LINES: Final = 30
Inner = Callable[[Problem], Minimum]
Curve = tuple[Expr, ...]


def rays(problem: Problem, inner: Inner) -> Minimum | None:
    """UNBOUNDED along a curve, or NOT_ATTAINED at a proved bound; None if none is seen."""
    count = len(problem.variables)
    free = all(end is None for pair in problem.box for end in pair)
    if not free or not 2 <= count <= 4 or not _tame(problem.expression):
        return None
    t = Symbol("t" if all(v.name != "t" for v in problem.variables) else "u", real=True)
    low = _strict_bound(problem)
    for curve in _curves(count, t):
        line = put(problem.expression, dict(zip(problem.variables, curve, strict=True)))
        if line is None or line.free_symbols != {t}:
            continue
        found = inner(Problem(line, (t,), ((_start(curve), None),)))
        if found.kind is Kind.UNBOUNDED:
            return _falls(curve, line, found)
        if low is not None and found.kind is Kind.NOT_ATTAINED and found.value == low.value:
            return _approaches(curve, line, low, found)
    return None


def _tame(f: Expr) -> bool:
    """True where no root or logarithm could lose its domain when it is put on a line."""
    roots = [p.base for p in f.atoms(Pow) if p.base.free_symbols and not p.exp.is_integer]
    inner = roots + [n.args[0] for n in f.atoms(log)]
    return all(range_sign(part, {}) == 1 for part in inner)


def _start(curve: Curve) -> Expr | None:
    """Curves with 1/t run over t >= 1."""
    return Integer(1) if any(c.as_numer_denom()[1] != 1 for c in curve) else None


def _curves(count: int, t: Symbol) -> Iterator[Curve]:
    """The coordinate axes and diagonals, then pairs of t, 1/t, t^2 and constants."""
    choices = (Integer(0), t, -t, Integer(1), Integer(-1))
    straight = [c for c in product(choices, repeat=count) if any(e.has(t) for e in c)]
    yield from straight[:MOST_LINES]
    if count == 2:
        for first in (1 / t, -1 / t, Pow(t, 2), Integer(2) * t):
            yield from ((first, t), (t, first), (first, -t), (-t, first))


def _strict_bound(problem: Problem) -> End | None:
    """A lower bound that is provably never met."""
    low = least(problem.expression, {})
    if low is None or not defined_everywhere(problem.expression):
        return None
    if low.never:
        return low
    return low if places(list(low.equations), problem.variables) == [] else None


def _falls(curve: Curve, line: Expr, found: Minimum) -> Minimum:
    return Minimum(
        kind=Kind.UNBOUNDED,
        proof=(
            step(Step.FALLS_ALONG_CURVE, _along(curve, line)),
            *about("h", found.proof),
        ),
        complete=True,
        rung="rays",
    )


def _along(curve: Curve, line: Expr) -> Statement:
    """h(t) = L(t, 1/t) = the line."""
    return equal(Applied("h", tuple(line.free_symbols)), Applied("L", curve), line)


def _approaches(curve: Curve, line: Expr, low: End, found: Minimum) -> Minimum:
    above = related(L, ">", low.value)
    why = Step.TERM_NEVER_LEAST if low.never else Step.TERMS_NEVER_LEAST_AT_ONCE
    return Minimum(
        kind=Kind.NOT_ATTAINED,
        value=low.value,
        proof=(
            step(Step.APPROACHED_ALONG_CURVE, related(Applied("L", curve), "->", low.value), above),
            step(why, above),
            step(Step.ALONG_CURVE, _along(curve, line)),
            *about("h", found.proof[:1]),
        ),
        complete=True,
        rung="rays",
    )
