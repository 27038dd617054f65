"""A function of one linear form goes in; its minimum along that form comes out, as a plane."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import sympy
from sympy import Expr, Rational, Symbol

from symdescent.exact.preparation import fresh
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep, told_of
from symdescent.exact.spelling import spell

Inner = Callable[[Problem], Minimum]


def ridge(problem: Problem, inner: Inner) -> Minimum | None:
    """The minimum of L(x) = h(a.x) by that of h over one number; None for other functions."""
    free = all(end is None for pair in problem.box for end in pair)
    if not free or not 2 <= len(problem.variables) <= 6:
        return None
    u = Symbol(fresh(problem.variables, (), 1)[0], real=True)
    for form in _forms(problem.expression):
        last = max(form.free_symbols, key=lambda v: v.name)
        solved = sympy.expand((u - form) / form.coeff(last, 1)) + last
        line = sympy.expand(problem.expression.subs(last, solved))
        if line.free_symbols == {u}:
            found = inner(Problem(line, (u,), ((None, None),)))
            return _carried(problem, found, (last, solved, u, form), line)
    return None


def _forms(node: Expr) -> Iterator[Expr]:
    """Linear forms with rational coefficients that occur in the expression, without constants."""
    for part in sorted(node.atoms(sympy.Add), key=str):
        form = part - part.as_independent(*part.free_symbols, as_Add=True)[0]
        pieces = [t.as_coeff_Mul() for t in sympy.Add.make_args(form)]
        linear = all(isinstance(c, Rational) and isinstance(v, Symbol) for c, v in pieces)
        if linear and len(pieces) > 1:
            yield form


def _carried(
    problem: Problem, found: Minimum, how: tuple[Symbol, Expr, Symbol, Expr], line: Expr
) -> Minimum | None:
    last, solved, u, form = how
    if found.kind not in (Kind.GLOBAL, Kind.UNBOUNDED, Kind.NOT_ATTAINED):
        return None
    step = ProofStep(
        "L is a function h of one linear form alone",
        f"h({u.name}) = {spell(line)}, {u.name} = {spell(form)}",
    )
    free = [v for v in problem.variables if v != last]
    names = fresh(problem.variables, tuple(found.parameters), len(free))
    chosen = {v: Symbol(n, real=True) for v, n in zip(free, names, strict=True)}
    points = []
    for (value,) in found.points:
        known = chosen | {last: sympy.expand(solved.xreplace({u: value}).xreplace(chosen))}
        points.append(tuple(known[v] for v in problem.variables))
    ranges = found.parameters | dict.fromkeys(names, "any real number") if points else {}
    return replace(
        found,
        points=tuple(points),
        proof=(step, *told_of("h", found.proof)),
        parameters=ranges,
        rung="ridge",
    )
