"""The cases of a minimum whose formula has letters without a value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import sympy
from sympy import Add, Expr, Poly, PolynomialError, Pow, Rational, Symbol

from symdescent.proofs.cases import (
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
    split_below,
    split_zero,
    undecided,
)
from symdescent.proofs.letter_signs import Fact, possible, signs
from symdescent.proofs.problem import Kind, Minimum, Problem, distinct
from symdescent.proofs.ranges import defined_everywhere
from symdescent.proofs.steps import (
    Applied,
    L,
    ProofStep,
    Side,
    Statement,
    Step,
    Total,
    Why,
    equal,
    reason,
    related,
    step,
    value_at,
)
from symdescent.proofs.worker import minimum


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
        yield from undecided(branch, reason(Why.LATE))
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
    idle: list[Side] = [s.variable for s in form.squares if s.place is None]
    if not squares:
        return (step(Step.CONSTANT, equal(L, value)),)
    factors = [shortest(branch.put(s.factor)) for s in squares]
    pairs = zip(factors, squares, strict=True)
    terms = [f * (s.variable - branch.put(s.place)) ** 2 for f, s in pairs]
    letters = [f for f in factors if f.free_symbols and signs(f, ()) != {1}]
    positive = [related(f, ">", sympy.S.Zero) for f in letters]
    whole = Total(tuple(term for term in (*terms, value) if term != 0))
    return (
        step(Step.SQUARES_COMPLETED, equal(L, whole)),
        step(Step.SQUARES_WITH_FACTORS if positive else Step.SQUARES_WITH_FACTOR, *positive),
        *((step(Step.NOTHING_ELSE_DEPENDS, variables=idle),) if idle else ()),
        step(Step.SO_LEAST, value_at(where, value)),
    )


Numbers = Mapping[int, Expr]


def powers(question: Question, numbers: Numbers, branch: Branch) -> Iterator[Case]:
    """The cases of the sum of numbers[k]*x^k."""
    put = {k: shortest(branch.put(c)) for k, c in numbers.items()}
    put = {k: c for k, c in put.items() if c != 0}
    (x,) = question.variables
    degree = max(put, default=0)
    if degree <= 2 or question.late:
        whole = polynomial({(k,): c for k, c in put.items()}, (x,))
        yield from quadratics(Form(question, whole, (x,)), branch)
    elif degree % 2:
        yield from _odd(question, put, branch)
    else:
        yield from _even(question, put, branch)


def _odd(question: Question, numbers: dict[int, Expr], branch: Branch) -> Iterator[Case]:
    top = max(numbers)
    lower = {k: c for k, c in numbers.items() if k != top}
    for nonzero, inner in split_zero(numbers[top], branch):
        if nonzero:
            yield from _fall(question, numbers, inner, -numbers[top])
        else:
            yield from powers(question, lower, inner)


def _even(question: Question, numbers: dict[int, Expr], branch: Branch) -> Iterator[Case]:
    top = max(numbers)
    lower = {k: c for k, c in numbers.items() if k != top}
    for sign, inner in split(numbers[top], branch):
        if sign > 0:
            yield from _depressed(_shifted_polynomial(question, numbers, inner), inner, frozenset())
        elif sign < 0:
            yield from _fall(question, numbers, inner, sympy.S.One)
        else:
            yield from powers(question, lower, inner)


def _fall(question: Question, numbers: Numbers, branch: Branch, direction: Expr) -> Iterator[Case]:
    (t,) = question.names(1)
    at = sympy.Add(*(c * (direction * t) ** k for k, c in numbers.items()))
    yield from falling(branch, [direction * t], at, t)


@dataclass(frozen=True)
class Shifted:
    """The sum of numbers[k]*y^k with y = x - shift; `degree` is even, numbers[degree] > 0."""

    x: Symbol
    shift: Expr
    numbers: dict[int, Expr]
    degree: int

    def without(self, power: int) -> "Shifted":
        """The same where that coefficient is 0."""
        return replace(self, numbers={k: c for k, c in self.numbers.items() if k != power})

    def put(self, branch: Branch) -> "Shifted":
        """The same with what the branch holds fast."""
        found = {k: shortest(branch.put(c)) for k, c in self.numbers.items()}
        kept = {k: c for k, c in found.items() if c != 0}
        return replace(self, shift=shortest(branch.put(self.shift)), numbers=kept)

    @property
    def lower(self) -> dict[int, Expr]:
        """The coefficients between the highest and the constant."""
        return {k: c for k, c in self.numbers.items() if 0 < k < self.degree}

    @property
    def constant(self) -> Expr:
        """The value at y = 0."""
        return self.numbers.get(0, sympy.S.Zero)


def _shifted_polynomial(question: Question, numbers: dict[int, Expr], branch: Branch) -> Shifted:
    (x,) = question.variables
    found = {k: branch.put(c) for k, c in numbers.items()}
    degree = max(found)
    shift = sympy.cancel(-found.get(degree - 1, sympy.S.Zero) / (degree * found[degree]))
    moved = sympy.Poly(sum(c * (x + shift) ** k for k, c in found.items()), x)
    made = {key[0]: shortest(c) for key, c in moved.as_dict(native=False).items()}
    return Shifted(x, shortest(shift), {k: c for k, c in made.items() if c != 0}, degree)


def _depressed(form: Shifted, branch: Branch, known: frozenset[int]) -> Iterator[Case]:
    """`known`: the powers whose coefficients were split before."""
    form = form.put(branch)
    lower = form.lower
    if not lower:
        yield from _at_shift(form, branch)
    elif len(lower) == 1:
        yield from _two(form, branch)
    else:
        yield from _several(form, branch, known)


def _several(form: Shifted, branch: Branch, known: frozenset[int]) -> Iterator[Case]:
    odd = [k for k in form.lower if k % 2]
    power = next((k for k in (*odd, *form.lower) if k not in known), None)
    why = reason(Why.LETTERS_IN_SLOPE, degree=sympy.Integer(form.degree - 1))
    if power is None:
        decided = not odd
        yield from _at_shift(form, branch) if decided else undecided(branch, why)
    elif odd:
        for nonzero, inner in split_zero(form.numbers[power], branch):
            rest = form if nonzero else form.without(power)
            yield from _depressed(rest, inner, known | {power})
    else:
        for below, inner in split_below(form.numbers[power], branch):
            done = undecided(inner, why) if below else _depressed(form, inner, known | {power})
            yield from done


def _two(form: Shifted, branch: Branch) -> Iterator[Case]:
    """Two powers and a constant."""
    ((power, number),) = form.lower.items()
    if power % 2:
        for sign, inner in split(number, branch):
            yield from (
                _aside(form, inner, power, sign) if sign else _at_shift(form.without(power), inner)
            )
        return
    for below, inner in split_below(number, branch):
        yield from _aside(form, inner, power, 0) if below else _at_shift(form, inner)


def _at_shift(form: Shifted, branch: Branch) -> Iterator[Case]:
    """Even powers alone, no coefficient negative: least at y = 0."""
    form = form.put(branch)
    at, value = form.shift, form.constant
    steps = (step(Step.EVEN_POWERS, *_told(form)), step(Step.SO_LEAST, value_at((at,), value)))
    yield from case(branch, Minimum(Kind.GLOBAL, ((at,),), value, steps, complete=True))


def _aside(form: Shifted, branch: Branch, power: int, sign: int) -> Iterator[Case]:
    """The least value beside y = 0: where y^(d - k) = -k c/(d a). `sign` of an odd power's c."""
    form = form.put(branch)
    ((_, number),) = form.lower.items()
    top, gap = form.degree, form.degree - power
    size = shortest((sign or -1) * number * power / (top * form.numbers[top]))
    away = Pow(size, Rational(1, gap))
    depth = (sign or -1) * number * (1 - Rational(power, top))
    value = form.constant - depth * Pow(size, Rational(power, gap))
    value = shortest(value) if power % gap == 0 else value
    points = [form.shift - away, form.shift + away] if sign == 0 else [form.shift - sign * away]
    end = step(Step.SO_LEAST, value_at((points[-1],), value))
    steps = (*_slopes(form, power, size, TURNS[sign]), end)
    found = Minimum(Kind.GLOBAL, tuple((p,) for p in points), value, steps, complete=True)
    yield from case(branch, found)


TURNS: Final = {
    0: Step.SLOPE_CHANGES_ON_EITHER_SIDE,
    1: Step.SLOPE_CHANGES_ON_THE_LEFT,
    -1: Step.SLOPE_CHANGES_ON_THE_RIGHT,
}


def _slopes(form: Shifted, power: int, size: Expr, turn: Step) -> tuple[ProofStep, ...]:
    y, top = _letter(form), form.degree
    bend = top * form.numbers[top] * y ** (top - power) + power * form.lower[power]
    return (
        step(Step.TWO_POWERS, *_told(form)),
        step(Step.SLOPE, equal(Applied(by=y), y ** (power - 1) * bend)),
        step(turn, equal(sympy.Abs(y) ** (top - power), size)),
    )


def _letter(form: Shifted) -> Symbol:
    return Symbol("y" if form.x.name != "y" else "z", real=True)


def _told(form: Shifted) -> tuple[Statement, Statement]:
    """L with the shift in it."""
    y = _letter(form)
    whole = polynomial({(k,): c for k, c in form.numbers.items()}, (y,))
    return equal(L, whole), equal(y, form.x - form.shift)


MOST_CASES: Final = 64
BEYOND: Final = reason(Why.LETTERS_BEYOND)


class Contradiction(Exception):
    """No values of the letters fulfil all that is assumed."""


class TooManyCases(Exception):
    """More than MOST_CASES cases."""


@dataclass(frozen=True)
class Found:
    """The cases, and what the formula needs to be defined, which holds in all of them."""

    needed: tuple[Fact, ...]
    cases: tuple[Case, ...]


def parametric(question: Question, assumed: tuple[Fact, ...] = ()) -> Found:
    """All cases, the conditions of each besides what is assumed and needed.

    Raises Contradiction where these cannot hold together, TooManyCases beyond MOST_CASES.
    """
    needed = tuple(f for f in _needed(question) if f not in assumed)
    branch = Branch(())
    for fact in (*assumed, *needed):
        branch = branch.learn(fact)
    if not possible((*assumed, *needed)) or not possible(branch.facts):
        raise Contradiction
    begun = replace(branch, told=())
    found = tuple(islice(_cases(question, begun), MOST_CASES + 1))
    if len(found) > MOST_CASES:
        raise TooManyCases
    return Found(needed, found)


def _needed(question: Question) -> Iterator[Fact]:
    """What stands below a fraction line, and is made of letters alone, is not 0."""
    for power in sorted(question.expression.atoms(Pow), key=str):
        negative = power.exp.is_Rational and power.exp < 0
        if negative and power.free_symbols and power.free_symbols <= set(question.parameters):
            yield Fact(power.base, "!=")


def _cases(question: Question, branch: Branch) -> Iterator[Case]:
    put = branch.put(question.expression)
    constant, rest = put.as_independent(*question.variables, as_Add=True)
    if not rest.free_symbols & set(question.parameters):
        yield from _shifted(question, rest, constant, branch)
        return
    numbers = _numbers(put, question)
    if numbers is None:
        yield from undecided(branch, BEYOND)
    elif max(map(sum, numbers), default=0) <= 2:
        yield from quadratics(Form(question, sympy.expand(put), question.variables), branch)
    elif len(question.variables) == 1:
        yield from powers(question, {key[0]: c for key, c in numbers.items()}, branch)
    else:
        yield from undecided(branch, BEYOND)


def _numbers(expression: Expr, question: Question) -> dict[tuple[int, ...], Expr] | None:
    """The coefficients; None where it is no polynomial, or they are not defined everywhere."""
    try:
        found = Poly(expression, *question.variables).as_dict(native=False)
    except PolynomialError:
        return None
    return found if all(map(_defined, found.values())) else None


def _defined(number: Expr) -> bool:
    """Whether the expression has a value for all letters, but for zeros below its line."""
    return all(map(defined_everywhere, sympy.fraction(sympy.together(number))))


def _shifted(question: Question, rest: Expr, constant: Expr, branch: Branch) -> Iterator[Case]:
    """Letters only in what is added: the minimum of the rest, moved up by it."""
    if not _defined(constant):
        yield from undecided(branch, BEYOND)
        return
    free = ((None, None),) * len(question.variables)
    number, letters = constant.as_independent(*question.parameters, as_Add=True)
    problem = Problem(Add(rest, number), question.variables, free)
    every = replace(problem, variables=(*question.variables, *question.parameters))
    found = distinct(minimum(problem, question.seconds), every)
    if letters != 0:
        value = None if found.value is None else Add(found.value, letters)
        found = replace(found, value=value, proof=(*found.proof, step(Step.LETTERS_APART, letters)))
    yield from case(branch, found)
