"""A formula with letters that have no value goes in; the cases of its minimum come out.

Each case is a statement of its own: where its conditions hold, its Minimum is the answer. Together
the cases are all there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import sympy
from sympy import Add, Expr, Poly, PolynomialError, Pow

from symdescent.exact.branches import Branch, Case, Question, case, undecided
from symdescent.exact.ladder import distinct
from symdescent.exact.powers import powers
from symdescent.exact.problem import Problem, ProofStep
from symdescent.exact.ranges import defined_everywhere
from symdescent.exact.signs import Fact, possible
from symdescent.exact.spelling import spell
from symdescent.exact.squares import Form, quadratics
from symdescent.exact.worker import minimum

MOST_CASES: Final = 64
BEYOND: Final = "with letters, polynomials of degree two are decided, and some of one variable"


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
        step = ProofStep("what has letters in it does not depend on the variables", spell(letters))
        value = None if found.value is None else Add(found.value, letters)
        found = replace(found, value=value, proof=(*found.proof, step))
    yield from case(branch, found)
