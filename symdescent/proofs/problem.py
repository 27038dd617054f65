"""What is asked of the ladder (Problem) and what it answers (Minimum)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from sympy import Expr, Rational, Symbol

from symdescent.calculus.formula import Formula
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.proofs.kernel.certificates import NAMES, Certificate
from symdescent.proofs.kernel.statement import Kind as Kind
from symdescent.proofs.kernel.statement import Problem as Problem
from symdescent.proofs.steps import ProofStep, Reason, Step

SPOKEN: Final = {"convex": "convexity", "level point": "level points"}


FINAL: Final = frozenset({Kind.GLOBAL, Kind.UNBOUNDED, Kind.NOT_ATTAINED})


@dataclass(frozen=True)
class Minimum:
    """The exact answer.

    `points`: minimisers, each a tuple of exact coordinates in the order of the variables; for a
    family (a line, a period) they hold the free symbols listed in `parameters`, each with its
    range in words (`{"t": "any real number"}`, `{"k": "any integer"}`).
    `value`: the minimum, or the infimum where it is not attained; None where there is none.
    `complete`: True where `points` are proved to be all the minimisers of this kind.
    `certificate`: what the proof rests on, where it has passed the independent check; None: it
    has not been checked, or there is no check for it. `all_checked`: the check found no room for
    minimisers besides `points` either.
    `bracket`: without a final answer, two proved numbers that the infimum lies between, or None.
    `reasons`: why there is no stronger answer; none for a global minimum.
    `names`: those of the variables, in the order of the coordinates, and `sides` their bounds
    (low, high), None where there is none; empty where they are not known. `notes`: how doubtful
    text was read.
    """

    kind: Kind
    points: tuple[tuple[Expr, ...], ...] = ()
    value: Expr | None = None
    proof: tuple[ProofStep, ...] = ()
    reasons: tuple[Reason, ...] = ()
    complete: bool = False
    parameters: dict[str, str] = field(default_factory=dict)
    rung: str = ""
    seconds: float = 0.0
    bracket: tuple[Rational, Rational] | None = None
    certificate: Certificate | None = None
    all_checked: bool = False
    names: tuple[str, ...] = field(default=(), compare=False)
    sides: tuple[tuple[Fraction | None, Fraction | None], ...] = field(default=(), compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_convex(self) -> bool:
        """Whether the proof begins with the convexity of L."""
        return bool(self.proof) and self.proof[0].rule is Step.CONVEX_STATIONARY

    @property
    def word(self) -> str:
        """ "proved" where the independent check has accepted it, else only "derived"."""
        return "derived" if self.certificate is None else "proved"

    @property
    def assurance(self) -> str:
        """Whether a check that shares nothing with the search has followed the proof, in words."""
        if self.certificate is None:
            return "not independently checked"
        more = "" if self.all_checked else "; that there are no other points was not"
        told = more if self.complete and self.points else ""
        name = NAMES[type(self.certificate)]
        return f"independently checked, by its {SPOKEN.get(name, name)}{told}"

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)


Sides = Sequence[tuple[Fraction | None, Fraction | None]]


def ask(formula: Formula, sides: Sides) -> Problem:
    """Minimise the formula over its variables, each within (low, high); None: no bound."""
    box = tuple((side(low), side(high)) for low, high in sides)
    return Problem(formula.expression, formula.variables, box)


def side(bound: Fraction | None) -> Expr | None:
    return None if bound is None else Rational(bound.numerator, bound.denominator)


def fractions(problem: Problem) -> tuple[tuple[Fraction | None, Fraction | None], ...]:
    """The box of a problem as `ask` was given it; empty where a bound is no rational number."""
    bounds = [bound for pair in problem.box for bound in pair if bound is not None]
    if not all(isinstance(bound, Rational) for bound in bounds):
        return ()
    return tuple((fraction(low), fraction(high)) for low, high in problem.box)


def fraction(bound: Expr | None) -> Fraction | None:
    return None if bound is None else Fraction(str(bound))


def distinct(found: Minimum, problem: Problem) -> Minimum:
    """The same answer, no parameter bearing the name of a variable."""
    names = {str(v.name) for v in problem.variables}
    swaps = {old: f"{old}0" for old in found.parameters if old in names}
    if not swaps:
        return found
    free = {s for point in found.points for x in point for s in x.free_symbols}
    new = {s: Symbol(swaps[s.name], **s.assumptions0) for s in free if s.name in swaps}
    points = tuple(tuple(x.xreplace(new) for x in point) for point in found.points)
    ranges = {swaps.get(p, p): renamed(p, swaps, words) for p, words in found.parameters.items()}
    return replace(found, points=points, parameters=ranges)


def renamed(parameter: str, swaps: Mapping[str, str], words: str) -> str:
    """A range such as 0 <= t <= 1 under the parameter's new name."""
    return re.sub(rf"\b{parameter}\b", swaps.get(parameter, parameter), words)
