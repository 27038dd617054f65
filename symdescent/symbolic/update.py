"""A Derivation and a Rule go in, an Update comes out: one step of a descent as formulas.

(x, memory, t)  ->  (L, g, x', memory')
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp
from sympy import Dummy, Expr, Symbol

from symdescent.language.tree import Assignment
from symdescent.optimizers.rule import Rule
from symdescent.symbolic.derivation import Derivation
from symdescent.symbolic.formula import express
from symdescent.symbolic.writing import Assignments

STEP = Symbol("t", positive=True, integer=True)


@dataclass(frozen=True)
class Update:
    """One step: `inputs` are the n coordinates, then the memory, then t.

    `outputs` are the value, the n slopes, the n next coordinates and the next memory, in terms of
    the inputs and of the intermediate `assignments`, which run first and in order.
    """

    rule: Rule
    inputs: tuple[Symbol, ...]
    assignments: Assignments
    outputs: tuple[Expr, ...]
    first_memory: tuple[Fraction, ...]


def fuse(derivation: Derivation, rule: Rule) -> Update:
    """The rule, coordinate by coordinate, with the formula's own value and gradient.

    Nothing is substituted: value and slopes get symbols, so that the code stays as short as the
    formulas are. Raises FormulaError for a mistake in the rule's text.
    """
    variables = derivation.formula.variables
    value, *slopes = (Dummy(real=True) for _ in range(len(variables) + 1))
    memory = [{name: Dummy(real=True) for name in rule.memory} for _ in variables]
    assignments = [
        (value, derivation.formula.expression),
        *zip(slopes, derivation.gradient, strict=True),
    ]
    equations, settings = rule.equations, exact(rule.settings)
    following = []
    for x, slope, kept in zip(variables, slopes, memory, strict=True):
        names = {**settings, "x": x, "g": slope, "L": value, "t": STEP, **kept}
        following.append(coordinate(equations, names, assignments))
    return Update(
        rule,
        (*variables, *(kept[name] for kept in memory for name in rule.memory), STEP),
        assignments,
        (
            value,
            *slopes,
            *(after["x"] for after in following),
            *(after[name] for after in following for name in rule.memory),
        ),
        tuple(first for _ in variables for first in rule.memory.values()),
    )


def exact(settings: Mapping[str, Fraction]) -> dict[str, Expr]:
    return {name: sp.Rational(v.numerator, v.denominator) for name, v in settings.items()}


def coordinate(
    equations: Sequence[Assignment],
    names: Mapping[str, Expr],
    assignments: list[tuple[Symbol, Expr]],
) -> Mapping[str, Expr]:
    """Run the rule's lines for one coordinate, noting each as an assignment; the names after."""
    known = dict(names)
    for equation in equations:
        symbol = Dummy(real=True)
        assignments.append((symbol, express(equation.tree, known)))
        known[equation.name] = symbol
    return known
