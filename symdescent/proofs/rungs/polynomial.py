"""Polynomials that tend to infinity: the least critical value."""

from fractions import Fraction
from functools import cmp_to_key
from typing import Final

from sympy import Expr, Integer, oo

from symdescent.proofs import algebraic_numbers
from symdescent.proofs.algebraic_numbers import Value, value_form
from symdescent.proofs.polynomial_systems import Solution, solve
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.steps import Applied, L, ProofStep, Step, equal, related, step, value_at
from symdescent.proofs.terms import Monomial, Terms, derivative, expression_of, terms_of

MOST_VARIABLES: Final = 6


def polynomial(problem: Problem) -> Minimum | None:
    """The minimum of a polynomial proved coercive, over the whole space; None for others."""
    count = len(problem.variables)
    free = all(end is None for pair in problem.box for end in pair)
    terms = terms_of(problem.expression, problem.variables) if free else None
    if terms is None or not 2 <= count <= MOST_VARIABLES or leading(terms, count) is None:
        return None
    points = solve([derivative(terms, i) for i in range(count)], count)
    return _least(problem, terms, points) if points else None


def leading(terms: Terms, count: int) -> Terms | None:
    """The part that outweighs the rest where the polynomial is proved coercive, else None.

    With weights 1/d_i, where x_i^d_i is the highest pure power, each monomial must weigh at most 1;
    those that weigh 1 are at most the mean of the pure powers, weighted by their exponents.
    """
    pure = [_highest(terms, i, count) for i in range(count)]
    if any(key is None for key in pure):
        return None
    degrees = [key[i] for i, key in enumerate(pure) if key is not None]
    slack = {i: terms[_alone(i, d, count)] for i, d in enumerate(degrees)}
    heavy: Terms = {}
    for key, number in terms.items():
        weight = sum((Fraction(e, d) for e, d in zip(key, degrees, strict=True)), Fraction(0))
        if weight > 1:
            return None
        if weight == 1:
            heavy[key] = number
            _spend(slack, key, number, degrees)
    return heavy if all(left > 0 for left in slack.values()) else None


def _alone(index: int, power: int, count: int) -> Monomial:
    return tuple(power if i == index else 0 for i in range(count))


def _highest(terms: Terms, index: int, count: int) -> Monomial | None:
    """The highest power of one variable alone, if it is even with a positive coefficient."""
    powers = [key[index] for key in terms if key[index] and sum(key) == key[index]]
    if not powers or max(powers) % 2:
        return None
    key = _alone(index, max(powers), count)
    return key if terms[key] > 0 else None


def _spend(slack: dict[int, Fraction], key: Monomial, number: Fraction, degrees: list[int]) -> None:
    """Take from each pure power its share of a mixed monomial that could be negative."""
    alone = sum(1 for e in key if e) == 1
    harmless = number > 0 and all(e % 2 == 0 for e in key)
    if alone or harmless:
        return
    for i, e in enumerate(key):
        slack[i] -= abs(number) * Fraction(e, degrees[i])


def _least(problem: Problem, terms: Terms, points: list[Solution]) -> Minimum:
    ranked = [(Value(p.at(terms), p.root), p) for p in points]
    best = min((value for value, _ in ranked), key=cmp_to_key(algebraic_numbers.compare_values))
    ties = [p for value, p in ranked if algebraic_numbers.compare_values(value, best) == 0]
    places = tuple(_coordinates(p) for p in ties)
    value = value_form(best)
    return Minimum(
        kind=Kind.GLOBAL,
        points=places,
        value=value,
        proof=_proof(problem, terms, len(points), places, value),
        complete=True,
        rung="polynomial",
    )


def _coordinates(point: Solution) -> tuple[Expr, ...]:
    return tuple(value_form(Value(c, point.root)) for c in point.coordinates)


def _proof(
    problem: Problem, terms: Terms, count: int, places: tuple[tuple[Expr, ...], ...], value: Expr
) -> tuple[ProofStep, ...]:
    heavy = leading(terms, len(problem.variables)) or {}
    slopes = [
        equal(Applied(by=v), expression_of(derivative(terms, i), problem.variables))
        for i, v in enumerate(problem.variables)
    ]
    least, grows = value_at(places[0], value), related(L, "->", oo)
    if count == 1:
        first = step(Step.ONLY_CRITICAL, least, growth=grows)
    else:
        first = step(Step.LEAST_OF_CRITICAL, least, count=Integer(count), growth=grows)
    return (
        first,
        step(Step.OUTWEIGH, expression_of(heavy, problem.variables)),
        *(step(Step.VANISHES, slope) for slope in slopes),
        step(Step.TAKEN_AT, *places),
    )
