"""Monotone functions of a formula, functions of one linear form, and constants."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import sympy
from sympy import Expr, Integer, Pow, Rational, Symbol, pi

from symdescent.proofs.enclosure import bounds, sign_of
from symdescent.proofs.kernel.certificates import Unfollowed
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.ranges import box_of, range_sign
from symdescent.proofs.steps import Applied, H, L, ProofStep, Step, about, equal, related, step
from symdescent.proofs.substitution import fresh

Inner = Callable[[Problem], Minimum]
REAL, POSITIVE, NOT_NEGATIVE = frozenset({-1, 0, 1}), frozenset({1}), frozenset({0, 1})


@dataclass(frozen=True)
class Rising:
    """A rising function: its limits at both ends (None: endless), the signs it is defined for."""

    low: Expr | None = None
    high: Expr | None = None
    signs: frozenset[int] = REAL


FUNCTIONS: Final[dict[Any, Rising]] = {
    sympy.exp: Rising(Integer(0)),
    sympy.tanh: Rising(Integer(-1), Integer(1)),
    sympy.atan: Rising(-pi / 2, pi / 2),
    sympy.sinh: Rising(),
    sympy.log: Rising(signs=POSITIVE),
}


@dataclass(frozen=True)
class Wrapped:
    """L = a + c g(h): the node g(h), h, what is known of g, the sign of c."""

    node: Expr
    inside: Expr
    rising: Rising
    sign: int

    def at(self, inside: Expr) -> Expr:
        """g at a value of h."""
        if self.inside not in self.node.args:
            return sympy.exp(inside)
        return self.node.func(inside, *self.node.args[1:])


def outer(problem: Problem, inner: Inner) -> Minimum | None:
    """The minimum of a + c g(h), g rising; None for other forms, or where h is not settled."""
    form = _wrapped(problem.expression)
    if form is None or form.inside in problem.variables or not _is_defined(problem, form):
        return None
    part = form.sign * form.inside
    below = inner(Problem(part, problem.variables, problem.box))
    steps = (step(Step.RISES_WITH_PART, equal(H, part), part=H), *about("h", below.proof))
    if below.kind is Kind.UNBOUNDED:
        return _endless(problem.expression, form, steps)
    if below.kind not in (Kind.GLOBAL, Kind.NOT_ATTAINED) or below.value is None:
        return None
    if sign_of(form.sign * below.value) not in form.rising.signs:
        return None
    value = problem.expression.xreplace({form.node: form.at(form.sign * below.value)})
    if value.free_symbols or sign_of(value) is None:
        return None
    steps = (*steps, step(Step.SO_LEAST, equal(L, value)))
    return replace(below, value=value, proof=steps, rung="outer", bracket=None)


def _is_defined(problem: Problem, form: Wrapped) -> bool:
    """Whether b^e is exp(e log b) on all of the box: b is positive there."""
    if form.inside in form.node.args:
        return True
    box = box_of(problem)
    return box is not None and range_sign(form.node.base, box) == 1


def _endless(f: Expr, form: Wrapped, steps: tuple[ProofStep, ...]) -> Minimum | None:
    """Where the part falls without bound."""
    if form.sign > 0 and form.rising.signs != REAL:
        return None
    end = form.rising.low if form.sign > 0 else form.rising.high
    if end is None:
        return Minimum(Kind.UNBOUNDED, proof=steps, complete=True, rung="outer")
    value = f.xreplace({form.node: end})
    above = related(L, "->", value), related(L, ">", value)
    proof = (*steps, step(Step.LIMIT_NEVER_TAKEN, *above))
    return Minimum(Kind.NOT_ATTAINED, value=value, proof=proof, complete=True, rung="outer")


def _wrapped(f: Expr) -> Wrapped | None:
    symbols = f.free_symbols
    if not symbols:
        return None
    rest = f.as_independent(*symbols, as_Add=True)[1]
    factor, node = rest.as_independent(*symbols, as_Add=False)
    sign = sign_of(factor)
    inside = node.args[0] if node.args else node
    rising = _rising(node)
    if isinstance(node, Pow) and node.base.free_symbols and node.exp.free_symbols:
        inside, rising = node.exp * sympy.log(node.base), FUNCTIONS[sympy.exp]
    return Wrapped(node, inside, rising, sign) if rising is not None and sign else None


def _rising(node: Any) -> Rising | None:
    if not isinstance(node, Pow):
        return FUNCTIONS.get(type(node))
    if not isinstance(node.exp, Rational) or node.exp <= 0:
        return None
    if isinstance(node.exp, Integer):
        return Rising() if node.exp % 2 else None
    return Rising(signs=NOT_NEGATIVE)


AlongForm = Callable[[Problem], Minimum]


def ridge(problem: Problem, inner: AlongForm) -> Minimum | None:
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
    line_and_form = equal(Applied("h", (u,)), line), equal(u, form)
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
        proof=(step(Step.LINEAR_FORM, *line_and_form, part=H), *about("h", found.proof)),
        parameters=ranges,
        rung="ridge",
    )


def constant(problem: Problem) -> Minimum | None:
    """The value of a constant, taken everywhere; None where it is no real number for certain."""
    if problem.variables:
        return None
    try:
        bounds(problem.expression, 80)
    except Unfollowed:
        return None
    proof = (step(Step.CONSTANT, equal(L, problem.expression)),)
    return Minimum(Kind.GLOBAL, ((),), problem.expression, proof, complete=True)
