"""What a person poses: a formula to be minimised, its bounds, what is assumed of its letters."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symdescent import proofs
from symdescent.calculus import compilation
from symdescent.calculus.formula import Formula, demand_variable
from symdescent.calculus.parsing import FormulaLike, parse
from symdescent.notebook_hook import short
from symdescent.problem import options
from symdescent.problem.options import Bounds, Options, known

if TYPE_CHECKING:
    from symdescent.proofs.letter_signs import Fact


@dataclass(frozen=True)
class Problem:
    """Minimise `formula` over its variables, within `bounds`.

    `assumed`: what holds of the letters of `formula.parameters`, which have no value; a problem
    with such letters is minimised case by case.
    """

    formula: Formula
    bounds: Bounds
    assumed: "tuple[Fact, ...]" = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Those of the variables, in their order."""
        return tuple(str(x.name) for x in self.formula.variables)

    __repr__ = short


def asked(problem: Problem) -> proofs.Problem:
    """The same for the ladder of proofs."""
    return proofs.ask(problem.formula, problem.bounds.sides)


def read(text: FormulaLike, given: Options) -> Formula:
    """The formula of a text or an expression, with the values of `let`."""
    options.understood(given)
    let = options.parameters(given.get("let"))
    formula = parse(text, notation=given.get("notation", "auto"), let=let)
    words = [*re.findall(r"\w+", formula.text), *formula.sentence.names]
    for name in let:
        known(name, words, "--let")
    return formula


def posed(text: FormulaLike, given: Options) -> Problem:
    """The problem of a text and options, its letters all variables or with a value.

    Raises FormulaError or InputError for what cannot be meant.
    """
    return pose(read(text, given), given)


def pose(formula: Formula, given: Options) -> Problem:
    """The problem of a formula that is read."""
    demand_variable(formula)
    compilation.demand_values(formula)
    names = [str(x.name) for x in formula.variables]
    return Problem(formula, options.bounds(given.get("box"), names))
