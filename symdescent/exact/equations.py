"""Equations go in as expressions that must vanish; their real solutions come out, if all is sure.

One step at a time: a polynomial system at once (see `systems`), or an equation in one variable, or
one that gives a variable as an expression of the others, put into the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy import Expr, Mul, Pow, Rational, Symbol, expand, log, pi

from symdescent.exact.algebraic import polynomial, real_roots
from symdescent.exact.ellipsoids import by_angles
from symdescent.exact.enclosure import sign_of
from symdescent.exact.substitution import put
from symdescent.exact.systems import Solution, solve
from symdescent.exact.terms import Terms, terms_of
from symdescent.exact.values import Value, closed_form, value_form

MOST_BRANCHES: Final = 64
INTEGERS: Final = "kmnpqr"
REALS: Final = ("t", "s", "r", "u", "v", "w")


class Unsure(Exception):
    """The equations are beyond what is solved here for certain."""


@dataclass(frozen=True)
class Place:
    """A solution: what each variable is, the parameters in it, and their ranges in words."""

    values: dict[Symbol, Expr]
    parameters: dict[str, str] = field(default_factory=dict)


def places(equations: list[Expr], variables: tuple[Symbol, ...]) -> list[Place] | None:
    """All real solutions, [] where there is provably none, None where it is not known."""
    try:
        found = _solve([e for e in equations if e != 0], Place({}), list(variables))
        return [_complete(place, variables) for place in found]
    except Unsure:
        return None


def _complete(place: Place, variables: tuple[Symbol, ...]) -> Place:
    """Free variables become parameters; values are put into one another."""
    free = [v for v in variables if v not in place.values]
    names = [n for n in REALS if n not in place.parameters][: len(free)]
    if len(names) < len(free):
        raise Unsure
    chosen = {v: Symbol(n, real=True) for v, n in zip(free, names, strict=True)}
    known = {v: _settle(e, place.values).xreplace(chosen) for v, e in place.values.items()}
    ranges = place.parameters | dict.fromkeys(names, "any real number")
    return Place(known | chosen, ranges)


def _settle(node: Expr, known: dict[Symbol, Expr]) -> Expr:
    for _ in range(len(known) + 1):
        node = node.xreplace(known)
    return expand(node)


def _solve(equations: list[Expr], place: Place, free: list[Symbol]) -> list[Place]:
    left = [e if isinstance(e, Mul | Pow) else expand(e) for e in equations]
    left = [e for e in left if e != 0]
    if any(not e.free_symbols & set(free) for e in left):
        return _decide([e for e in left if not e.free_symbols & set(free)])
    if not left:
        return [place]
    for step in (_split, _single, _given, _system):
        found = step(left, place, free)
        if found is not None:
            if len(found) > MOST_BRANCHES:
                raise Unsure
            return [
                done for equations, place, free in found for done in _solve(equations, place, free)
            ]
    raise Unsure


def _decide(constants: list[Expr]) -> list[Place]:
    """Equations without variables that are no literal zero: no solution if one is surely not 0."""
    if any(not c.free_symbols and sign_of(c) for c in constants):
        return []
    raise Unsure


Branch = tuple[list[Expr], Place, list[Symbol]]


def _put(equations: list[Expr], place: Place, free: list[Symbol], v: Symbol, value: Expr) -> Branch:
    rest = [put(e, {v: value}) for e in equations]
    if any(e is None for e in rest):
        raise Unsure
    return rest, Place(place.values | {v: value}, place.parameters), [f for f in free if f != v]


def _split(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """A product vanishes where one of its factors does; a power where its base does."""
    for equation in left:
        factors = [f.base if _is_power(f) else f for f in Mul.make_args(equation)]
        factors = [f for f in factors if f.free_symbols]
        if factors != [equation]:
            others = [e for e in left if e is not equation]
            return [([*others, f], place, free) for f in factors]
    return None


def _is_power(node: Expr) -> bool:
    return bool(isinstance(node, Pow) and isinstance(node.exp, Rational) and node.exp > 0)


def _single(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """An equation in one variable: a polynomial, or a function at a linear expression."""
    for equation in sorted(left, key=lambda e: not e.is_polynomial()):
        inside = equation.free_symbols
        if len(inside) != 1 or not inside <= set(free):
            continue
        (v,) = inside
        roots = _roots(equation, v, place)
        if roots is not None:
            rest = [e for e in left if e is not equation]
            branches = []
            for value, ranges in roots:
                fixed = Place(place.values, place.parameters | ranges)
                branches.append(_put(rest, fixed, free, v, value))
            return branches
    return None


def _roots(equation: Expr, v: Symbol, place: Place) -> list[tuple[Expr, dict[str, str]]] | None:
    terms = terms_of(equation, (v,), 40)
    if terms is not None:
        return [(closed_form(r), {}) for r in real_roots(_poly(terms))]
    number, rest = equation.as_independent(v, as_Add=True)
    factor, function = rest.as_independent(v, as_Add=False)
    if type(function) not in INVERSES or sign_of(factor) not in (1, -1):
        return None
    inner = function.args[0]
    slope = inner.coeff(v, 1)
    start = inner - slope * v
    if start.has(v) or sign_of(slope) not in (1, -1):
        return None
    targets = INVERSES[type(function)](-number / factor, place)
    return None if targets is None else [((t - start) / slope, ranges) for t, ranges in targets]


def _poly(terms: Terms) -> Any:
    size = max(key[0] for key in terms)
    return polynomial([terms.get((size - i,), Fraction(0)) for i in range(size + 1)])


Targets = list[tuple[Expr, dict[str, str]]]


def _period(place: Place) -> tuple[Symbol, dict[str, str]]:
    name = next((n for n in INTEGERS if n not in place.parameters), None)
    if name is None:
        raise Unsure
    return Symbol(name, integer=True), {name: "any integer"}


def _cos(value: Expr, place: Place) -> Targets | None:
    k, ranges = _period(place)
    if value in (1, -1):
        return [(2 * pi * k + (0 if value == 1 else pi), ranges)]
    return None


def _sin(value: Expr, place: Place) -> Targets | None:
    k, ranges = _period(place)
    return [(2 * pi * k + value * pi / 2, ranges)] if value in (1, -1) else None


def _exp(value: Expr, place: Place) -> Targets | None:
    sign = sign_of(value)
    if sign is None:
        return None
    return [(log(value), {})] if sign > 0 else []


INVERSES: Final[dict[Any, Callable[[Expr, Place], Targets | None]]] = {
    sympy.cos: _cos,
    sympy.sin: _sin,
    sympy.exp: _exp,
    sympy.log: lambda value, place: [(sympy.exp(value), {})],
}


def _given(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """An equation linear in one variable with a constant factor; not for polynomial systems."""
    if len(left) > 1 and _all_terms(left, free) is not None and not _linear(left, free):
        return None
    for equation in left:
        for v in free:
            slope = equation.coeff(v, 1)
            rest = equation - slope * v
            if slope.free_symbols or not slope or expand(rest).has(v) or not sign_of(slope):
                continue
            others = [e for e in left if e is not equation]
            return [_put(others, place, free, v, expand(-rest / slope))]
    return None


def _all_terms(left: list[Expr], free: list[Symbol]) -> list[Terms] | None:
    found = [terms_of(e, free, 40) for e in left]
    return None if any(t is None for t in found) else [t for t in found if t is not None]


def _linear(left: list[Expr], free: list[Symbol]) -> bool:
    return all(max(map(sum, t), default=0) <= 1 for t in _all_terms(left, free) or [])


def _system(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """A polynomial system with finitely many solutions, or one equation r + c v = 0."""
    inside = [v for v in free if any(e.has(v) for e in left)]
    terms = _all_terms(left, inside)
    if terms is None:
        return None
    found = solve(terms, len(inside))
    if found is None:
        if len(left) > 1:
            return None
        return _curve(left, place, free) or _sphere(left[0], place, free)
    rest = [v for v in free if v not in inside]
    return [([], _placed(place, inside, s), rest) for s in found]


def _placed(place: Place, inside: list[Symbol], solution: Solution) -> Place:
    numbers = [value_form(Value(c, solution.root)) for c in solution.coordinates]
    return Place(place.values | dict(zip(inside, numbers, strict=True)), place.parameters)


def _curve(left: list[Expr], place: Place, free: list[Symbol]) -> list[Branch] | None:
    """c*x*v + r = 0 with a constant r other than 0: v = -r/(c*x), x any real number but 0."""
    (equation,) = left
    number, rest = equation.as_independent(*free, as_Add=True)
    factor, product = rest.as_independent(*free, as_Add=False)
    pair = sorted(product.free_symbols, key=str)
    if len(pair) != 2 or product != Mul(*pair) or not sign_of(number):
        return None
    used = {v.name for v in (*free, *place.values)} | set(place.parameters)
    name = next((n for n in REALS if n not in used), "t0")
    t = Symbol(name, real=True)
    values = {pair[0]: t, pair[1]: -number / (factor * t)}
    ranges = place.parameters | {name: "any real number but 0"}
    remaining = [v for v in free if v not in pair]
    return [([], Place(place.values | values, ranges), remaining)]


def _sphere(equation: Expr, place: Place, free: list[Symbol]) -> list[Branch] | None:
    """A circle, an ellipse, a sphere or an ellipsoid, by angles."""
    letters = [v for v in free if equation.has(v)]
    used = {v.name for v in (*free, *place.values)} | set(place.parameters)
    names = [n for n in REALS if n not in used][: len(letters) - 1]
    values = by_angles(equation, letters, names)
    if values is None:
        return None
    ranges = place.parameters | dict.fromkeys(names, "any real number")
    rest = [v for v in free if v not in letters]
    return [([], Place(place.values | values, ranges), rest)]
