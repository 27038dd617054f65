"""A polynomial of degree two with letters in it goes in; the cases of its minimum come out.

Method: completing the square in one variable after another (J.-L. Lagrange, 1759), with a case for
each sign that a leading coefficient can have; together they are all quadratics there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr, Symbol

from symdescent.exact.branches import (
    Branch,
    Case,
    Question,
    case,
    coefficients,
    core,
    falling,
    polynomial,
    shortest,
    split,
    split_zero,
    undecided,
)
from symdescent.exact.problem import Kind, Minimum, ProofStep
from symdescent.exact.signs import signs
from symdescent.exact.spelling import listed, written


@dataclass(frozen=True)
class Square:
    """factor*(variable - place)^2, the place in later variables; or a variable that is idle."""

    variable: Symbol
    factor: Expr
    place: Expr | None


@dataclass(frozen=True)
class Form:
    """What is left in the variables that are left, after the squares that were completed."""

    question: Question
    rest: Expr
    left: tuple[Symbol, ...]
    squares: tuple[Square, ...] = ()

    def without(self, variable: Symbol, rest: Expr, square: Square) -> "Form":
        """One variable fewer."""
        left = tuple(v for v in self.left if v != variable)
        return Form(self.question, rest, left, (*self.squares, square))

    def lifted(self, known: dict[Symbol, Expr]) -> list[Expr]:
        """The point over values of the variables left: each square is 0 there."""
        for square in reversed(self.squares):
            place = known[square.variable] if square.place is None else square.place
            known[square.variable] = shortest(place.subs(known))
        return [known[v] for v in self.question.variables]


def quadratics(form: Form, branch: Branch) -> Iterator[Case]:
    """The cases of a form of degree two at most."""
    if form.question.late:
        yield from undecided(branch, "out of time")
        return
    if not form.left:
        yield from _attained(form, branch)
        return
    x = _first(form, branch)
    numbers = coefficients(branch.put(form.rest), form.left)
    key = tuple(2 * (v == x) for v in form.left)
    for sign, inner in split(numbers.get(key, sympy.S.Zero), branch):
        if sign > 0:
            yield from _completed(form, inner, x)
        elif sign < 0:
            yield from _downward(form, inner, x)
        else:
            rest = polynomial({k: c for k, c in numbers.items() if k != key}, form.left)
            yield from _straight(form, inner, x, rest)


def _first(form: Form, branch: Branch) -> Symbol:
    """A variable whose square has a coefficient of known sign, if there is one."""
    numbers = coefficients(branch.put(form.rest), form.left)
    for i, v in enumerate(form.left):
        number = numbers.get(tuple(2 * (i == j) for j in range(len(form.left))), sympy.S.Zero)
        if number != 0 and core(number, branch.facts).rest == 1:
            return v
    return form.left[0]


def _completed(form: Form, branch: Branch, x: Symbol) -> Iterator[Case]:
    rest = sympy.Poly(branch.put(form.rest), x)
    factor, slope = rest.coeff_monomial(x**2), rest.coeff_monomial(x)
    place = sympy.cancel(-slope / (2 * factor))
    others = [v for v in form.left if v != x]
    below = rest.coeff_monomial(1) - slope**2 / (4 * factor)
    flat = polynomial(coefficients(sympy.expand(sympy.cancel(below)), others), others)
    inner = form.without(x, flat, Square(x, shortest(factor), place))
    yield from quadratics(inner, branch)


def _downward(form: Form, branch: Branch, x: Symbol) -> Iterator[Case]:
    (t,) = form.question.names(1)
    known = {v: t if v == x else sympy.S.Zero for v in form.left}
    yield from _line(form, branch, known, t)


def _straight(form: Form, branch: Branch, x: Symbol, rest: Expr) -> Iterator[Case]:
    """No square of x: L falls along x unless all that x is multiplied by is 0."""
    numbers = coefficients(branch.put(rest), form.left)
    place = form.left.index(x)
    beside = [key for key in sorted(numbers) if key[place]]
    if not beside:
        yield from quadratics(form.without(x, rest, Square(x, sympy.S.Zero, None)), branch)
        return
    flat = polynomial({k: c for k, c in numbers.items() if k != beside[0]}, form.left)
    for slopes, inner in split_zero(numbers[beside[0]], branch):
        if slopes:
            yield from _slide(form, inner, x, beside[0], numbers)
        else:
            yield from _straight(form, inner, x, flat)


def _slide(
    form: Form,
    branch: Branch,
    x: Symbol,
    key: tuple[int, ...],
    numbers: dict[tuple[int, ...], Expr],
) -> Iterator[Case]:
    """x alone has the slope `number`, or y can be chosen so that it is -1."""
    (t,) = form.question.names(1)
    number = numbers[key]
    known = dict.fromkeys(form.left, sympy.S.Zero)
    if sum(key) == 1:
        known[x] = -number * t
    else:
        y = next(v for v, power in zip(form.left, key, strict=True) if power and v != x)
        alone = numbers.get(tuple(int(v == x) for v in form.left), sympy.S.Zero)
        known |= {x: t, y: sympy.cancel((-1 - alone) / number)}
    at = polynomial(numbers, form.left).subs(known)
    yield from _line(form, branch, known, t, sympy.cancel(at))


def _line(
    form: Form, branch: Branch, known: dict[Symbol, Expr], t: Symbol, value: Expr | None = None
) -> Iterator[Case]:
    at = form.rest.subs(known) if value is None else value
    known |= {s.variable: sympy.S.Zero for s in form.squares if s.place is None}
    yield from falling(branch, form.lifted(known), at, t)


def _attained(form: Form, branch: Branch) -> Iterator[Case]:
    idle = [s.variable for s in form.squares if s.place is None]
    names = form.question.names(len(idle))
    point = form.lifted(dict(zip(idle, names, strict=True)))
    where = tuple(shortest(branch.put(x)) for x in point)
    value = shortest(branch.put(form.rest))
    found = Minimum(
        Kind.GLOBAL,
        (where,),
        value,
        _proof(form, branch, where, value),
        complete=True,
        parameters={str(s.name): "any real number" for s in names},
    )
    yield from case(branch, found)


def _proof(form: Form, branch: Branch, where: Sequence[Expr], value: Expr) -> tuple[ProofStep, ...]:
    squares = [s for s in form.squares if s.place is not None]
    idle = ", ".join(s.variable.name for s in form.squares if s.place is None)
    if not squares:
        return (ProofStep("L is constant", f"L = {written(value)}"),)
    factors = [shortest(branch.put(s.factor)) for s in squares]
    pairs = zip(factors, squares, strict=True)
    terms = [written(f * (s.variable - branch.put(s.place)) ** 2) for f, s in pairs]
    letters = [f for f in factors if f.free_symbols and signs(f, ()) != {1}]
    positive = ", ".join(f"{written(f)} > 0" for f in letters)
    return (
        ProofStep("by completing the square", f"L = {signed_sum([*terms, written(value)])}"),
        ProofStep(f"a square is never negative, and {positive or 'its factor is positive'}"),
        *((ProofStep(f"nothing else in L depends on {idle}"),) if idle else ()),
        ProofStep("so the least value is", f"L({listed(where)}) = {written(value)}"),
    )


def signed_sum(terms: Sequence[str]) -> str:
    """The terms with their signs between them; zeros left out."""
    shown = [term for term in terms if term != "0"]
    return " + ".join(shown or ["0"]).replace("+ -", "- ")
