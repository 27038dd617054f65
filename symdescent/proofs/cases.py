"""The branches of an answer that depends on letters, and what they share."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

import sympy
from sympy import Add, Expr, Mul, Poly, Rational, Symbol

from symdescent.proofs.enclosure import sign_of
from symdescent.proofs.letter_signs import ANY, SIGNS, Fact, bowl, possible, signs
from symdescent.proofs.problem import Kind, Minimum
from symdescent.proofs.steps import ProofStep, Reason, Step, Why, reason, step, value_at
from symdescent.proofs.substitution import fresh

NO_NUMBERS: Final = (sympy.zoo, sympy.nan, sympy.oo, -sympy.oo)


@dataclass(frozen=True)
class Question:
    """Minimise `expression` over `variables`; the other letters are any real `parameters`.

    `deadline`: the time of the clock time.perf_counter at which branches are left undecided.
    """

    expression: Expr
    variables: tuple[Symbol, ...]
    parameters: tuple[Symbol, ...]
    deadline: float

    @property
    def late(self) -> bool:
        """Whether the time is over."""
        return time.perf_counter() > self.deadline

    @property
    def seconds(self) -> float:
        """The time that is left."""
        return max(self.deadline - time.perf_counter(), 0.0)

    def names(self, count: int) -> list[Symbol]:
        """Symbols that stand neither for a variable nor for a parameter."""
        letters = fresh((*self.variables, *self.parameters), (), count)
        return [Symbol(name, real=True) for name in letters]


@dataclass(frozen=True)
class Branch:
    """What holds here: `facts`, of which `told` were learnt on the way; `swaps` from equations."""

    facts: tuple[Fact, ...]
    told: tuple[Fact, ...] = ()
    swaps: tuple[tuple[Symbol, Expr], ...] = ()

    def put(self, expression: Expr) -> Expr:
        """The expression with the letters replaced that the conditions hold fast."""
        for letter, value in self.swaps:
            expression = expression.subs(letter, value)
        return expression

    def learn(self, fact: Fact) -> "Branch":
        """The branch where the fact holds too; an equation may hold letters fast."""
        branch = self
        for slope in bowl(fact.expression)[1] if fact.relation == "=" else ():
            flat = sympy.expand(branch.put(slope)).as_content_primitive()[1]
            branch = branch._with(Fact(flat, "=")) if flat != 0 else branch
        return self._with(fact) if branch is self else branch

    def _with(self, fact: Fact) -> "Branch":
        told = (*(f for f in self.told if f.expression != fact.expression), fact)
        swap = solved(fact) if fact.relation == "=" else None
        if swap is None:
            return replace(self, facts=(*self.facts, fact), told=told)
        facts = tuple(Fact(sympy.expand(f.expression.subs(*swap)), f.relation) for f in self.facts)
        return Branch(facts, told, (*self.swaps, swap))


@dataclass(frozen=True)
class Case:
    """Where all `conditions` hold, `minimum` is the answer."""

    conditions: tuple[Fact, ...]
    minimum: Minimum

    @property
    def words(self) -> str:
        """The conditions as they would be typed: a = 0, b != 0."""
        return ", ".join(fact.words for fact in self.conditions)

    @property
    def condition(self) -> Any:
        """The conditions in sympy."""
        return sympy.And(*(fact.condition for fact in self.conditions))


def solved(equation: Fact) -> tuple[Symbol, Expr] | None:
    """The last letter in which the equation has a slope that is a number, and its value."""
    for letter in sorted(equation.expression.free_symbols, key=str, reverse=True):
        slope = equation.expression.diff(letter)
        if isinstance(slope, Rational):
            return letter, sympy.expand(letter - equation.expression / slope)
    return None


@dataclass(frozen=True)
class Core:
    """An expression has the sign of `sign` times `rest`, or times its square."""

    sign: int
    rest: Expr
    squared: bool


def core(expression: Expr, facts: tuple[Fact, ...]) -> Core:
    """What is left of an expression without the factors whose sign is known."""
    top, bottom = sympy.fraction(sympy.together(expression))
    (one, above), (two, below) = sympy.factor_list(top), sympy.factor_list(bottom)
    lead = sign_of(one * two)
    if lead == 0:
        return Core(0, sympy.S.One, False)
    sign, odd, even = lead or 1, [] if lead else [one * two], []
    for base, power in (*above, *below):
        known = signs(base, facts)
        if known == {0}:
            return Core(0, sympy.S.One, False)
        if power % 2 and len(known) == 1:
            sign *= next(iter(known))
        elif power % 2:
            odd.append(base)
        elif 0 in known:
            even.append(base)
    sign *= _paired(odd, facts)
    if not odd:
        return Core(sign, Mul(*even), True)
    rest = shortest(Mul(*odd, *(base**2 for base in even)))
    turn = -1 if sympy.Poly(rest).LC() < 0 else 1
    return Core(turn * sign, sympy.expand(turn * rest), False)


def _paired(factors: list[Expr], facts: tuple[Fact, ...]) -> int:
    """Takes out two factors at a time whose product has a known sign; the sign of all of them."""
    sign = 1
    for one, two in combinations(tuple(factors), 2):
        known = signs(sympy.expand(one * two), facts) if {one, two} <= set(factors) else ANY
        if known in ({1}, {-1}):
            factors.remove(one)
            factors.remove(two)
            sign *= next(iter(known))
    return sign


def split(expression: Expr, branch: Branch) -> list[tuple[int, Branch]]:
    """The signs that the expression can have, positive first, each with its branch."""
    inner = core(expression, branch.facts)
    if inner.sign == 0 or inner.rest == 1:
        return [(inner.sign, branch)]
    if inner.squared:
        pairs = [(inner.sign, Fact(inner.rest, "!=")), (0, Fact(inner.rest, "="))]
    else:
        left = signs(inner.rest, branch.facts)
        pairs = [(inner.sign * s, Fact(inner.rest, SIGNS[s])) for s in left]
    found = [(s, branch.learn(f)) for s, f in pairs if possible((*branch.facts, f))]
    found = [(s, part) for s, part in found if possible(part.facts)]
    if len(found) == 1:
        return [(found[0][0], branch)]
    return sorted(found, key=lambda pair: -pair[0])


def split_zero(expression: Expr, branch: Branch) -> list[tuple[bool, Branch]]:
    """Where the expression is not 0 (True) and where it is."""
    parts = split(expression, branch)
    if {sign for sign, _ in parts} >= {-1, 1}:
        rest = core(expression, branch.facts).rest
        zero = [(False, part) for sign, part in parts if sign == 0]
        return [(True, branch.learn(Fact(rest, "!=")) if zero else branch), *zero]
    return [(sign != 0, part) for sign, part in parts]


def split_below(expression: Expr, branch: Branch) -> list[tuple[bool, Branch]]:
    """Where the expression is negative (True) and where it is not."""
    parts = split(expression, branch)
    least = [(True, part) for sign, part in parts if sign == -1]
    if {sign for sign, _ in parts} >= {0, 1} and least:
        inner = core(expression, branch.facts)
        if inner.squared:
            return [(sign == -1, part) for sign, part in parts]
        fact = Fact(inner.rest, ">=" if inner.sign > 0 else "<=")
        return [(False, branch.learn(fact)), *least]
    if not least:
        return [(False, branch)]
    return [(sign == -1, part) for sign, part in parts]


@lru_cache(maxsize=4096)
def shortest(expression: Expr) -> Expr:
    """The shortest of the expanded and the factored form."""
    whole = sympy.cancel(expression)
    return min((sympy.expand(whole), sympy.factor(whole)), key=lambda e: e.count_ops())


def coefficients(expression: Expr, variables: Sequence[Symbol]) -> dict[tuple[int, ...], Expr]:
    """The coefficients of a polynomial by the powers of its variables; literal zeros left out."""
    if not variables:
        return {(): expression} if expression != 0 else {}
    found = Poly(expression, *variables).as_dict(native=False)
    made = {key: shortest(number) for key, number in found.items()}
    return {key: number for key, number in made.items() if number != 0}


def polynomial(numbers: dict[tuple[int, ...], Expr], variables: Sequence[Symbol]) -> Expr:
    """The way back."""
    return Add(*(c * Mul(*map(pow, variables, key)) for key, c in numbers.items()))


def case(branch: Branch, minimum: Minimum) -> Iterator[Case]:
    """The case of a branch that is at its end."""
    made = [*(x for point in minimum.points for x in point), minimum.value]
    if any(x is not None and x.has(*NO_NUMBERS) for x in made):
        minimum = Minimum(Kind.UNDECIDED, reasons=(reason(Why.DIVIDES_BY_ZERO),))
    yield Case(branch.told, replace(minimum, rung="parametric"))


def undecided(branch: Branch, why: Reason) -> Iterator[Case]:
    return case(branch, Minimum(Kind.UNDECIDED, reasons=(why,)))


def falling(
    branch: Branch, point: Sequence[Expr], value: Expr, t: Symbol, before: Sequence[ProofStep] = ()
) -> Iterator[Case]:
    """The case of a line on which L is a polynomial in t whose leading coefficient is negative."""
    along = [shortest(branch.put(x)) for x in point]
    line = Poly(branch.put(value), t).as_dict(native=False)
    there = Add(*(shortest(number) * t ** key[0] for key, number in line.items()))
    steps = (*before, step(Step.FALLS_ALONG_LINE, value_at(along, there), parameter=t))
    return case(branch, Minimum(Kind.UNBOUNDED, proof=steps, complete=True))
