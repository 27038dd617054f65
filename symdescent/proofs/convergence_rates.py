"""Which rates of a rule converge on a quadratic, how fast, and after how many steps: derived."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr, Float, Integer, Rational, expand, radsimp

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.gradient import HESSIAN_LIMIT, Derivation
from symdescent.numeric.convergence_factor import radius
from symdescent.proofs.best_rates import best
from symdescent.proofs.spectrum import Spectrum, eigenvalues, nearest
from symdescent.recurrence.closed_form import ClosedForm
from symdescent.recurrence.eigenmodes import size
from symdescent.recurrence.stability import Modes, S
from symdescent.recurrence.steps_to_tolerance import Arrival, steps_to_tolerance
from symdescent.recurrence.surds import Surd, read, zeros

TOLERANCES = (Fraction(1, 10**3), Fraction(1, 10**6), Fraction(1, 10**9))


@dataclass(frozen=True)
class Rates:
    """How fast a rule converges at one learning rate; a Float is a number that has no exact name.

    `eigenvalues`: the different ones of the Hessian, ascending; `factors`: for each, the factor by
    which a step shrinks the gap along it in the long run; `factor`: the slowest of them;
    `limit`: it converges for rates in 0 < rate < limit; `best`: the fastest of these for the other
    settings as they are, to six digits where it is a Float; `condition`: largest over least
    curvature that is not 0. None where there is no such number. `is_local`: derived at the minimum
    of what is no quadratic. `observed`: by which factor each of the last steps of the run shrank
    the distance. `arrivals`: tolerances, and when the exact iterates are within them; empty
    without a closed form.
    """

    eigenvalues: tuple[Expr, ...]
    factors: tuple[Expr, ...]
    factor: Expr
    limit: Expr | None
    best: Expr | None
    condition: Expr | None
    is_local: bool = False
    observed: float | None = None
    arrivals: tuple[tuple[Fraction, Arrival], ...] = ()

    @property
    def converges(self) -> bool:
        """Whether the slowest factor is below 1."""
        return bool(self.factor < 1)


def rates(known: Modes, curvatures: Spectrum, rate: Fraction, is_local: bool = False) -> Rates:
    """The rates for curvatures that are those of a minimum, exactly where they are.

    A direction without curvature counts in a local rate alone: a quadratic stays where it is there.
    """
    values = curvatures.values
    factors = tuple(factor(known, Rational(rate.numerator, rate.denominator) * v) for v in values)
    moving = [f for f, v in zip(factors, values, strict=True) if is_local or v != 0]
    finite = known.limit is not None and known.limit.is_finite
    bowl = curvatures.is_bowl
    return Rates(
        values,
        factors,
        max(moving, key=nearest, default=Integer(0)),
        simple(known.limit / curvatures.largest) if bowl and finite else None,
        fastest(known, curvatures),
        simple(curvatures.largest / curvatures.least) if bowl else None,
        is_local,
    )


def simple(value: Expr) -> Expr:
    """The number as a sum, without roots below a line."""
    return expand(radsimp(value))


def factor(known: Modes, s: Expr) -> Expr:
    """The size of the largest zero for s = rate * curvature."""
    coefficients = [expand(c.subs(S, s)) for c in known.coefficients]
    if len(coefficients) == 2:
        return abs(coefficients[1])
    exact = largest([read(c) for c in coefficients])
    if exact is not None:
        return exact.expression
    return Float(radius([Fraction(nearest(c)) for c in coefficients]))


def largest(coefficients: Sequence[Surd | None]) -> Surd | None:
    """The size of the largest zero, where square roots spell it."""
    numbers = [c for c in coefficients if c is not None]
    found = zeros(numbers) if len(numbers) == len(coefficients) else None
    if found is None:
        return None
    sizes = [size(zero) for zero, _ in found]
    known = [s for s in sizes if s is not None]
    return max(known, key=float) if len(known) == len(sizes) else None


def fastest(known: Modes, curvatures: Spectrum) -> Expr | None:
    """The best rate: exactly where the rule has a formula for it."""
    if not curvatures.is_bowl or known.limit is None or not known.limit.is_finite:
        return None
    if known.is_symmetric:
        return simple(known.limit / expand(curvatures.least + curvatures.largest))
    found = best(known, curvatures)
    return Float(float(found.value)) if found else None


def arrivals(
    form: ClosedForm | None, tolerances: Sequence[Fraction] = TOLERANCES
) -> tuple[tuple[Fraction, Arrival], ...]:
    """When the exact iterates are within each tolerance of their rest."""
    if form is None or form.numbers is None:
        return ()
    return tuple((tolerance, steps_to_tolerance(form, tolerance)) for tolerance in tolerances)


def at_point(derivation: Derivation, point: Sequence[Expr]) -> Spectrum | None:
    """The curvatures at an exact point (n,); None where L has kinks, or is not defined there."""
    formula = derivation.formula
    if len(formula.variables) > HESSIAN_LIMIT or not is_smooth(formula.expression):
        return None
    put = dict(zip(formula.variables, point, strict=True))
    rows = [[expand(entry.xreplace(put)) for entry in row] for row in derivation.hessian]
    if not all(entry.is_number and entry.is_finite for row in rows for entry in row):
        return None
    return eigenvalues(rows)
