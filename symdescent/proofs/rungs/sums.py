"""Sums: terms with bounds met at once, and parts without a common variable."""

from collections.abc import Callable
from itertools import product
from typing import Final

import sympy
from sympy import Add, Expr, Integer, Symbol

from symdescent.proofs.enclosure import sign_of, sign_over
from symdescent.proofs.kernel.certificates import Unfollowed
from symdescent.proofs.polynomial_systems import Place, places
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.ranges import End, box_of, defined_everywhere, least
from symdescent.proofs.steps import Applied, L, Statement, Step, about, equal, related, step
from symdescent.proofs.substitution import put


def bounds(problem: Problem) -> Minimum | None:
    """The minimum where a lower bound, term by term, is met; None where it is not seen to be."""
    box = box_of(problem)
    low = least(problem.expression, box) if box is not None else None
    if low is None or low.never or not low.equations:
        return None
    found = places(list(low.equations), problem.variables)
    if not found or not all(_verified(problem, p, low) for p in found):
        return None
    inside = [_inside(problem, p) for p in found]
    if None in inside:
        return None
    kept = [p for p, held in zip(found, inside, strict=True) if held]
    return _minimum(problem, low, kept) if kept else None


def _inside(problem: Problem, place: Place) -> bool | None:
    """True where a point surely lies in the box, False where surely not, else None."""
    known: list[int | None] = []
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        gaps = [place.values[v] - low] if low is not None else []
        gaps += [high - place.values[v]] if high is not None else []
        known += [sign_of(gap) for gap in gaps]
    return None if None in known else -1 not in known


def _verified(problem: Problem, place: Place, low: End) -> bool:
    """The function is defined at the place, and nothing speaks against its value there."""
    if place.parameters:
        return defined_everywhere(problem.expression)
    value = put(problem.expression, place.values)
    if value is None:
        return False
    gap = value - low.value
    try:
        return gap == 0 or sign_over(gap, 80, {}) is None
    except Unfollowed:
        return False


def _minimum(problem: Problem, low: End, found: list[Place]) -> Minimum:
    points = tuple(tuple(p.values[v] for v in problem.variables) for p in found)
    parameters: dict[str, str] = {}
    for place in found:
        parameters |= place.parameters
    return Minimum(
        kind=Kind.GLOBAL,
        points=points,
        value=low.value,
        proof=(
            step(Step.TERMS_AT_THEIR_LEAST, related(L, ">=", low.value)),
            *(step(Step.EQUALITY, equal(e, Integer(0))) for e in low.equations[:8]),
            step(Step.EQUALITY_HOLDS, *points),
        ),
        complete=True,
        parameters=parameters,
        rung="bounds",
    )


MOST_POINTS: Final = 64
Inner = Callable[[Problem], Minimum]


def separable(problem: Problem, inner: Inner) -> Minimum | None:
    """The minimum of a sum over disjoint variables; None where it is none, or not settled."""
    parts = _parts(problem)
    if len(parts) < 2:
        return None
    found = [inner(part) for part in parts]
    kinds = [m.kind for m in found]
    settled = {Kind.GLOBAL, Kind.NOT_ATTAINED, Kind.UNBOUNDED}
    if not all(kind in settled for kind in kinds):
        return None
    if Kind.UNBOUNDED in kinds:
        falling = found[kinds.index(Kind.UNBOUNDED)]
        part = parts[kinds.index(Kind.UNBOUNDED)]
        steps = (step(Step.PART_FALLS, _named("L1", part)), *about("L1", falling.proof))
        return Minimum(Kind.UNBOUNDED, proof=steps, complete=True)
    return _together(problem, parts, found)


def _named(title: str, part: Problem) -> Statement:
    """L2(y) = y^2 + 1."""
    return equal(Applied(title, part.variables), part.expression)


def _parts(problem: Problem) -> list[Problem]:
    """The connected parts of the sum; a constant goes with the first."""
    groups: list[tuple[set[Symbol], list[Expr]]] = []
    constants = []
    for term in Add.make_args(_spread(problem)):
        inside = term.free_symbols & set(problem.variables)
        if not inside:
            constants.append(term)
            continue
        near = [g for g in groups if g[0] & inside]
        symbols = inside.union(*(g[0] for g in near))
        terms = [t for g in near for t in g[1]] + [term]
        groups = [g for g in groups if g not in near] + [(symbols, terms)]
    pairs = dict(zip(problem.variables, problem.box, strict=True))
    out = []
    for i, (symbols, terms) in enumerate(groups):
        kept = tuple(v for v in problem.variables if v in symbols)
        total = Add(*terms, *(constants if i == 0 else []))
        out.append(Problem(total, kept, tuple(pairs[v] for v in kept)))
    return out


def _spread(problem: Problem) -> Expr:
    """The expression, multiplied out where that alone shows the parts."""
    if isinstance(problem.expression, Add) or len(problem.variables) > 6:
        return problem.expression
    return sympy.expand(problem.expression, deep=False)


def _together(problem: Problem, parts: list[Problem], found: list[Minimum]) -> Minimum | None:
    attained = all(m.kind is Kind.GLOBAL for m in found)
    value = sympy.expand(Add(*(m.value for m in found)))
    titles = [f"L{i}" for i in range(1, len(parts) + 1)]
    steps = (
        step(Step.PARTS_AT_THEIR_LEAST, *map(_named, titles, parts)),
        *(one for t, m in zip(titles, found, strict=True) for one in about(t, m.proof[:3])),
        step(Step.VALUES_ADD_UP, value),
    )
    if not attained:
        proof = (*steps, step(Step.PART_NEVER_LEAST))
        return Minimum(Kind.NOT_ATTAINED, value=value, proof=proof, complete=True)
    renamed = _renamed(problem, found)
    count = 1
    for m in renamed:
        count *= len(m.points)
    if count > MOST_POINTS:
        return None
    ranges: dict[str, str] = {}
    for m in renamed:
        ranges |= m.parameters
    return Minimum(
        kind=Kind.GLOBAL,
        points=_points(problem, parts, renamed),
        value=value,
        proof=steps,
        complete=all(m.complete for m in found),
        parameters=ranges,
    )


def _renamed(problem: Problem, found: list[Minimum]) -> list[Minimum]:
    """The same answers, each with parameters of its own."""
    used = {v.name for v in problem.variables}
    out = []
    for m in found:
        swap: dict[Symbol, Symbol] = {}
        ranges = {}
        for name, words in m.parameters.items():
            new = _unused(name, used)
            used.add(new)
            whole = words == "any integer"
            old = Symbol(name, integer=True) if whole else Symbol(name, real=True)
            swap[old] = Symbol(new, integer=True) if whole else Symbol(new, real=True)
            ranges[new] = words.replace(name, new) if "<" in words else words
        points = tuple(tuple(c.xreplace(swap) for c in point) for point in m.points)
        out.append(Minimum(m.kind, points, m.value, parameters=ranges))
    return out


def _unused(name: str, used: set[str]) -> str:
    names = [name, *(f"{name}{i}" for i in range(1, len(used) + 2))]
    return next(n for n in names if n not in used)


def _points(
    problem: Problem, parts: list[Problem], found: list[Minimum]
) -> tuple[tuple[Expr, ...], ...]:
    out = []
    for choice in product(*(m.points for m in found)):
        known: dict[Symbol, Expr] = {}
        for part, point in zip(parts, choice, strict=True):
            known |= dict(zip(part.variables, point, strict=True))
        out.append(tuple(known[v] for v in problem.variables))
    return tuple(out)
